//! `q=` on territories: full text that composes with every filter.

use std::collections::HashSet;

use entity::territory;
use kernel::{
    db::{
        keyset::{Key, Keyset},
        search::{self, Ask, Noun, Typed},
    },
    problem::Result,
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, Statement,
    sea_query::{Alias, Expr, ExprTrait, SimpleExpr},
};

/// Territories of one exact name beyond these count as begun.
const MOST_EXACT: u64 = 200;

/// What `q` asks for, looked up.
#[derive(Clone)]
pub struct Asked {
    backend: DbBackend,
    /// Nothing where the text has no word in it, which no territory answers.
    ask: Option<Ask>,
    /// Keys of those whose name is just what was typed.
    exact: HashSet<i64>,
}

impl Asked {
    pub async fn read(db: &DatabaseConnection, q: &str) -> Result<Self> {
        let backend = db.get_database_backend();
        let Some(typed) = Typed::read(q) else { return Ok(Self { backend, ask: None, exact: HashSet::new() }) };
        let exact = keys(db, &typed.exact(), MOST_EXACT).await?.into_iter().collect();
        let mut ask = typed.begun();
        if keys(db, &ask, 1).await?.is_empty()
            && let Some(forgiving) = search::forgiving(db, Noun::Territory, &typed).await?
        {
            ask = forgiving;
        }
        Ok(Self { backend, ask: Some(ask), exact })
    }

    pub fn condition(&self) -> SimpleExpr {
        let Some(ask) = &self.ask else { return Expr::val(1).eq(0) };
        let placeholder = if self.backend == DbBackend::Postgres { "$1" } else { "?" };
        let condition = search::condition(self.backend, Noun::Territory, placeholder);
        let sql = format!("\"territory\".\"search_id\" IN (SELECT rowid FROM territory_search WHERE {condition})");
        Expr::cust_with_values(sql, [search::text(self.backend, ask)])
    }

    /// Exact names first, then the larger population.
    pub fn by_relevance(&self) -> Keyset<territory::Model> {
        use territory::Column;
        let search_id = || Expr::col((Alias::new("territory"), Alias::new("search_id")));
        let tier = Expr::case(search_id().is_in(self.exact.iter().copied()), 0).finally(1);
        let exact = self.exact.clone();
        let keys = vec![
            Key::computed(tier.into(), false, move |row: &territory::Model| i32::from(!exact.contains(&row.search_id))),
            Key::nullable(Column::Population, true, |row: &territory::Model| row.population.into()),
            Key::new(Column::Id, true, |row: &territory::Model| row.id.into()),
        ];
        Keyset::new(keys, "relevance".to_owned())
    }
}

async fn keys(db: &DatabaseConnection, ask: &Ask, limit: u64) -> Result<Vec<i64>> {
    let backend = db.get_database_backend();
    let placeholder = if backend == DbBackend::Postgres { "$1" } else { "?" };
    let condition = search::condition(backend, Noun::Territory, placeholder);
    let sql = format!("SELECT rowid FROM territory_search WHERE {condition} ORDER BY rowid LIMIT {limit}");
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [search::text(backend, ask).into()])).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}
