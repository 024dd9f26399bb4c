//! Keyset pagination over any order of columns, the same on both databases.

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use chrono::{DateTime, Datelike, Utc};
use sea_orm::{
    ColumnTrait, ColumnType, Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Expr, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    db::cursor,
    problem::{Code, Problem, Result},
};

/// What a column holds. Cursors are the caller's: PostgreSQL compares nothing with a value of another kind.
#[derive(Clone, Copy)]
enum Kind {
    Integer,
    Text,
    Id,
    Time,
}

impl Kind {
    fn of(column: &impl ColumnTrait) -> Self {
        match column.def().get_column_type() {
            ColumnType::Integer | ColumnType::BigInteger => Self::Integer,
            ColumnType::Uuid => Self::Id,
            ColumnType::TimestampWithTimeZone => Self::Time,
            _ => Self::Text,
        }
    }
}

/// One column of an order.
pub struct Key<M> {
    column: SimpleExpr,
    kind: Kind,
    pub descending: bool,
    nullable: bool,
    value: Box<dyn Fn(&M) -> Value + Send + Sync>,
}

impl<M> Key<M> {
    pub fn new(column: impl ColumnTrait, descending: bool, value: impl Fn(&M) -> Value + Send + Sync + 'static) -> Self {
        let kind = Kind::of(&column);
        Self { column: column.into_expr(), kind, descending, nullable: false, value: Box::new(value) }
    }

    /// A number computed from the row, by the database and here alike.
    pub fn computed(column: SimpleExpr, descending: bool, value: impl Fn(&M) -> i32 + Send + Sync + 'static) -> Self {
        Self { column, kind: Kind::Integer, descending, nullable: false, value: Box::new(move |row| value(row).into()) }
    }

    /// Unknown values come last in either direction.
    pub fn nullable(column: impl ColumnTrait, descending: bool, value: impl Fn(&M) -> Value + Send + Sync + 'static) -> Self {
        Self { nullable: true, ..Self::new(column, descending, value) }
    }
}

/// An order whose last column is unique.
pub struct Keyset<M> {
    keys: Vec<Key<M>>,
    /// Tells cursors of one order from those of another.
    name: String,
}

impl<M> Keyset<M> {
    pub fn new(keys: Vec<Key<M>>, name: String) -> Self {
        Self { keys, name }
    }

    /// Orders a query, starts it behind the cursor, and asks for one row more than a page.
    pub fn page<E: EntityTrait<Model = M>>(&self, mut select: Select<E>, cursor: Option<&str>, limit: u64) -> Result<Select<E>> {
        if let Some((name, values)) = cursor::read_cursor::<(String, Vec<serde_json::Value>)>(cursor)? {
            let fits = name == self.name && values.len() == self.keys.len();
            let values: Option<Vec<Value>> = self.keys.iter().zip(&values).map(|(key, value)| key.read(value)).collect();
            let values = values.filter(|_| fits).ok_or_else(|| Problem::new(Code::InvalidCursor))?;
            select = select.filter(self.after(&values));
        }
        for key in &self.keys {
            if key.nullable {
                select = select.order_by(key.column.clone().is_null(), Order::Asc);
            }
            select = select.order_by(key.column.clone(), if key.descending { Order::Desc } else { Order::Asc });
        }
        Ok(select.limit(limit + 1))
    }

    /// Cuts the row too many off and tells where it would have gone on.
    pub fn cut(&self, rows: &mut Vec<M>, limit: u64) -> Option<String> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if rows.len() <= limit {
            return None;
        }
        rows.truncate(limit);
        let last = rows.last()?;
        let values: Vec<serde_json::Value> = self.keys.iter().map(|key| write_value(&(key.value)(last))).collect();
        Some(cursor::write_cursor(&(&self.name, values)))
    }

    /// Rows behind these values: greater in the first column, or equal in it and behind in the rest.
    fn after(&self, values: &[Value]) -> SimpleExpr {
        let plain = self.keys.iter().all(|key| !key.nullable && key.descending == self.keys[0].descending);
        if plain {
            // A row value comparison is one that both databases answer from an index.
            let columns = Expr::tuple(self.keys.iter().map(|key| key.column.clone()));
            let bounds = Expr::tuple(values.iter().map(|value| Expr::val(value.clone())));
            return if self.keys[0].descending { columns.lt(bounds) } else { columns.gt(bounds) };
        }
        let mut condition = Condition::any();
        for (i, (key, value)) in self.keys.iter().zip(values).enumerate() {
            let Some(beyond) = key.beyond(value) else { continue };
            let mut all = Condition::all();
            for (key, value) in self.keys[..i].iter().zip(values) {
                all = all.add(key.same(value));
            }
            condition = condition.add(all.add(beyond));
        }
        condition.into()
    }
}

impl<M> Key<M> {
    /// A value of a cursor, where it is one that this column can have.
    fn read(&self, value: &serde_json::Value) -> Option<Value> {
        match (self.kind, value) {
            (_, serde_json::Value::Null) => self.nullable.then_some(Value::BigInt(None)),
            (Kind::Integer, serde_json::Value::Number(n)) => n.as_i64().map(Value::from),
            (Kind::Text, serde_json::Value::String(text)) => (!text.contains('\0')).then(|| Value::from(text.clone())),
            (Kind::Id, _) => {
                let bytes = BASE64_STANDARD_NO_PAD.decode(value.get("id")?.as_str()?).ok()?;
                Some(Uuid::from_slice(&bytes).ok()?.into())
            }
            (Kind::Time, _) => {
                let time = value.get("at")?.as_str()?.parse::<DateTime<Utc>>().ok()?;
                // Years that no database refuses.
                (1..=9999).contains(&time.year()).then(|| time.into())
            }
            _ => None,
        }
    }

    fn same(&self, value: &Value) -> SimpleExpr {
        if is_null(value) { self.column.clone().is_null() } else { self.column.clone().eq(value.clone()) }
    }

    /// Nothing comes after an unknown value in its own column.
    fn beyond(&self, value: &Value) -> Option<SimpleExpr> {
        if is_null(value) {
            return None;
        }
        let further = if self.descending { self.column.clone().lt(value.clone()) } else { self.column.clone().gt(value.clone()) };
        Some(if self.nullable { further.or(self.column.clone().is_null()) } else { further })
    }
}

fn is_null(value: &Value) -> bool {
    matches!(value, Value::BigInt(None) | Value::Int(None) | Value::String(None) | Value::ChronoDateTimeUtc(None))
}

fn write_value(value: &Value) -> serde_json::Value {
    match value {
        Value::BigInt(n) => serde_json::json!(n),
        Value::Int(n) => serde_json::json!(n),
        Value::String(Some(text)) => serde_json::json!(text),
        Value::Uuid(Some(id)) => serde_json::json!({ "id": BASE64_STANDARD_NO_PAD.encode(id.as_bytes()) }),
        Value::ChronoDateTimeUtc(Some(time)) => serde_json::json!({ "at": time }),
        _ => serde_json::Value::Null,
    }
}
