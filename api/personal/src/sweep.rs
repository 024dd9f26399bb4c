//! Going through every row of every table in search of a person.

use futures_util::TryStreamExt;
use sea_orm::{
    ColumnType, ConnectionTrait, DbErr, ExprTrait, QueryResult, StreamTrait,
    sea_query::{Alias, Expr, Query, SelectStatement, SimpleExpr},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    person::{Hit, Person},
    registry::{Erasing, Holds, Stored, Table},
    tables::tables,
};

/// Rows that are looked at before others get their turn: texts take a while, and an answer is made where many are.
const ROWS: usize = 32;

/// A row in which something names the person.
pub struct Found<'a> {
    pub table: &'a Table,
    pub row: Map<String, Value>,
    /// Which columns do, and how.
    pub hits: Vec<(&'static str, Hit)>,
    /// It belongs to what is around the person.
    pub near: bool,
}

impl Found<'_> {
    pub fn has(&self, hit: Hit) -> bool {
        self.hits.iter().any(|(_, found)| *found == hit)
    }

    pub fn is_own(&self) -> bool {
        self.has(Hit::Own)
    }
}

/// The tables from which a person is learnt.
pub fn leading() -> Vec<Table> {
    tables().into_iter().filter(Table::leads).collect()
}

/// All rows that name the person, in the order of the tables.
pub async fn sweep<'a, C: ConnectionTrait + StreamTrait>(db: &C, tables: &'a [Table], person: &Person) -> Result<Vec<Found<'a>>, DbErr> {
    let mut all = Vec::new();
    for table in tables.iter().filter(|table| !table.columns.is_empty() && table.personal().next().is_some()) {
        let mut select = all_columns(table);
        for key in &table.key {
            select.order_by(Alias::new(key), sea_orm::Order::Asc);
        }
        let mut rows = Box::pin(StreamTrait::stream(db, &select).await?);
        let mut seen = 0;
        while let Some(row) = rows.try_next().await? {
            let row = read(&row, &table.columns)?;
            all.extend(look_at(table, row, person));
            seen += 1;
            if seen % ROWS == 0 {
                tokio::task::yield_now().await;
            }
        }
    }
    Ok(all)
}

/// These rows as they are now, as far as they still name the person. What the history says stays as it was.
pub async fn again<'a>(db: &impl ConnectionTrait, all: Vec<Found<'a>>, person: &Person) -> Result<Vec<Found<'a>>, DbErr> {
    let mut now = Vec::new();
    for found in all {
        if found.table.erasing == Erasing::Words {
            now.push(found);
        } else if let Some(row) = db.query_one(all_columns(found.table).and_where(this(found.table, &found.row))).await? {
            now.extend(look_at(found.table, read(&row, &found.table.columns)?, person));
        }
    }
    Ok(now)
}

fn all_columns(table: &Table) -> SelectStatement {
    let mut select = Query::select();
    select.from(Alias::new(&table.name)).columns(table.columns.iter().map(|column| Alias::new(column.name)));
    select
}

/// The condition that names this row.
pub(super) fn this(table: &Table, row: &Map<String, Value>) -> SimpleExpr {
    let keys = table.key.iter().filter_map(|key| Some((stored(table, key)?, &row[key.as_str()])));
    keys.fold(Expr::cust("1 = 1"), |all, (column, value)| all.and(Expr::col(Alias::new(column.name)).eq(to_sql(column, value))))
}

pub(super) fn stored<'a>(table: &'a Table, column: &str) -> Option<&'a Stored> {
    table.columns.iter().find(|stored| stored.name == column)
}

fn look_at<'a>(table: &'a Table, row: Map<String, Value>, person: &Person) -> Option<Found<'a>> {
    let own = table.personal().any(|(column, holds)| {
        matches!(holds, Holds::Address | Holds::Owner | Holds::Entry) && person.hit(holds, &row[column], None, false).is_some()
    });
    // An answer is about whatever its request was about.
    let near = own || person.is_near(table, &row) || table.erasing == Erasing::Answer;
    let hit = |(column, holds)| Some((column, person.hit(holds, &row[column], table.form_of(column), near)?));
    let hits: Vec<_> = table.personal().filter_map(hit).collect();
    (!hits.is_empty()).then_some(Found { table, row, hits, near })
}

fn read(row: &QueryResult, columns: &[Stored]) -> Result<Map<String, Value>, DbErr> {
    columns.iter().map(|column| Ok((column.name.to_owned(), cell(row, column)?))).collect()
}

/// A value in the form that the API would give it.
fn cell(row: &QueryResult, column: &Stored) -> Result<Value, DbErr> {
    let name = column.name;
    Ok(match column.kind {
        ColumnType::Uuid => json!(row.try_get::<Option<Uuid>>("", name)?),
        ColumnType::Json | ColumnType::JsonBinary => row.try_get::<Option<Value>>("", name)?.unwrap_or_default(),
        ColumnType::Boolean => json!(row.try_get::<Option<bool>>("", name)?),
        ColumnType::TimestampWithTimeZone => json!(row.try_get::<Option<chrono::DateTime<chrono::Utc>>>("", name)?),
        ColumnType::BigInteger => json!(row.try_get::<Option<i64>>("", name)?),
        ColumnType::Integer => json!(row.try_get::<Option<i32>>("", name)?),
        ColumnType::Double => json!(row.try_get::<Option<f64>>("", name)?),
        _ => json!(row.try_get::<Option<String>>("", name)?),
    })
}

/// The other way.
pub(super) fn to_sql(column: &Stored, value: &Value) -> SimpleExpr {
    let text = || value.as_str().map(str::to_owned);
    match column.kind {
        ColumnType::Uuid => Expr::value(text().and_then(|text| text.parse::<Uuid>().ok())),
        ColumnType::Json | ColumnType::JsonBinary if value.is_null() => Expr::value(None::<Value>),
        ColumnType::Json | ColumnType::JsonBinary => Expr::value(value.clone()),
        ColumnType::BigInteger => Expr::value(value.as_i64()),
        _ => Expr::value(text()),
    }
}
