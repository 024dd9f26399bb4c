//! Going through every row of every table in search of a person.

use futures_util::TryStreamExt;
use sea_orm::{
    ColumnType, ConnectionTrait, DbErr, QueryResult, StreamTrait,
    sea_query::{Alias, Query},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    person::{Hit, Person},
    registry::{Erasing, Holds, Stored, Table},
};

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

/// All rows that name the person, in the order of the tables.
pub async fn sweep<'a, C: ConnectionTrait + StreamTrait>(db: &C, tables: &'a [Table], person: &Person) -> Result<Vec<Found<'a>>, DbErr> {
    let mut all = Vec::new();
    for table in tables.iter().filter(|table| !table.columns.is_empty() && table.personal().next().is_some()) {
        let mut select = Query::select();
        select.from(Alias::new(&table.name)).columns(table.columns.iter().map(|column| Alias::new(column.name)));
        for key in &table.key {
            select.order_by(Alias::new(key), sea_orm::Order::Asc);
        }
        let mut rows = Box::pin(StreamTrait::stream(db, &select).await?);
        while let Some(row) = rows.try_next().await? {
            let row = read(&row, &table.columns)?;
            all.extend(look_at(table, row, person));
        }
    }
    Ok(all)
}

fn look_at<'a>(table: &'a Table, row: Map<String, Value>, person: &Person) -> Option<Found<'a>> {
    let own = table.personal().any(|(column, holds)| {
        matches!(holds, Holds::Address | Holds::Owner | Holds::Entry) && person.hit(holds, &row[column], false).is_some()
    });
    // An answer is about whatever its request was about.
    let near = own || person.is_near(table, &row) || table.erasing == Erasing::Answer;
    let hits: Vec<_> = table.personal().filter_map(|(column, holds)| Some((column, person.hit(holds, &row[column], near)?))).collect();
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
