//! The only queries on places.

use entity::{kinds::Stage, place, territory};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult, QuerySelect, Statement,
    Value,
};
use uuid::Uuid;

use crate::{
    db::search::{self, Ask, Noun, Typed, country_word},
    http::problem::Result,
    state::State,
};

/// How well a place answers: its name is what was typed, or begins so, or does with one typo forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    Exact,
    Begun,
    Forgiven,
}

impl Tier {
    pub const fn number(self) -> u8 {
        self as u8
    }

    pub const fn of(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Exact),
            1 => Some(Self::Begun),
            2 => Some(Self::Forgiven),
            _ => None,
        }
    }
}

/// A government that is already there for a place.
pub struct KnownTerritory {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub stage: Stage,
}

/// A place that was found.
pub struct Hit {
    pub tier: Tier,
    pub place: place::Model,
    pub territory: Option<KnownTerritory>,
}

/// Where a page begins: behind this tier and rank.
pub type After = Option<(Tier, i64)>;

/// Places that answer, best first, and what each was asked for.
pub async fn search(state: &State, typed: &Typed, country: Option<&str>, after: After, limit: u64) -> Result<(Vec<Hit>, Ask)> {
    let of_country = |ask: Ask| match country {
        Some(code) => Ask::Word(country_word(code)).and(ask),
        None => ask,
    };
    let (exact, begun) = (typed.exact(), typed.begun());
    let rest = begun.clone().except(exact.clone());
    let hits = match after {
        None => run(state, &[(Tier::Exact, of_country(exact), -1), (Tier::Begun, of_country(rest), -1)], limit).await?,
        Some((Tier::Exact, rank)) => {
            run(state, &[(Tier::Exact, of_country(exact), rank), (Tier::Begun, of_country(rest), -1)], limit).await?
        }
        Some((Tier::Begun, rank)) => run(state, &[(Tier::Begun, of_country(rest), rank)], limit).await?,
        Some((Tier::Forgiven, _)) => Vec::new(),
    };
    let (forgive, behind) = match after {
        None => (hits.is_empty(), -1),
        Some((tier, rank)) => (tier == Tier::Forgiven, rank),
    };
    if forgive && let Some(ask) = search::forgiving(state.db.reader(), Noun::Place, typed).await? {
        let hits = run(state, &[(Tier::Forgiven, of_country(ask.clone()), behind)], limit).await?;
        return Ok((hits, ask));
    }
    Ok((hits, begun))
}

/// One statement for all tiers. The index gives rows in the order of their rank, so each tier reads no more than
/// it returns.
async fn run(state: &State, tiers: &[(Tier, Ask, i64)], limit: u64) -> Result<Vec<Hit>> {
    let db = state.db.reader();
    let backend = db.get_database_backend();
    let mut values: Vec<Value> = Vec::new();
    let mut arms = Vec::new();
    for (tier, ask, after) in tiers {
        values.push(search::text(backend, ask).into());
        let at = match backend {
            DbBackend::Postgres => format!("${}", values.len()),
            _ => "?".to_owned(),
        };
        let (number, condition) = (tier.number(), search::condition(backend, Noun::Place, &at));
        arms.push(format!(
            "SELECT * FROM (SELECT {number} AS tier, place.*, territory.id AS territory_id, territory.slug AS territory_slug, \
               territory.name AS territory_name, territory.stage AS territory_stage \
             FROM place_search CROSS JOIN place LEFT JOIN territory ON territory.geonames_id = place.geonames_id \
             WHERE {condition} AND place_search.rowid > {after} AND place.rank = place_search.rowid \
             ORDER BY place_search.rowid LIMIT {limit}) AS tier{number}"
        ));
    }
    let sql = match &arms[..] {
        [only] => only.clone(),
        _ => format!("SELECT * FROM ({}) AS hits ORDER BY tier, rank LIMIT {limit}", arms.join(" UNION ALL ")),
    };
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(rows.iter().map(hit).collect::<std::result::Result<_, _>>()?)
}

fn hit(row: &QueryResult) -> std::result::Result<Hit, sea_orm::DbErr> {
    let tier: i32 = row.try_get("", "tier")?;
    let territory = match row.try_get::<Option<Uuid>>("", "territory_id")? {
        Some(id) => Some(KnownTerritory {
            id,
            slug: row.try_get("", "territory_slug")?,
            name: row.try_get("", "territory_name")?,
            stage: row.try_get("", "territory_stage")?,
        }),
        None => None,
    };
    let tier = u8::try_from(tier).ok().and_then(Tier::of).unwrap_or(Tier::Begun);
    Ok(Hit { tier, place: place::Model::from_query_result(row, "")?, territory })
}

/// Places by population, where nothing was typed.
pub async fn largest(state: &State, country: Option<&str>, after: After, limit: u64) -> Result<Vec<Hit>> {
    let mut select = place::Entity::find();
    if let Some(country) = country {
        select = select.filter(place::Column::Country.eq(country));
    }
    if let Some((_, rank)) = after {
        select = select.filter(place::Column::Rank.gt(rank));
    }
    let places = select.order_by_asc(place::Column::Rank).limit(limit).all(state.db.reader()).await?;
    let ids = places.iter().map(|place| place.geonames_id);
    let known = territory::Entity::find().filter(territory::Column::GeonamesId.is_in(ids)).all(state.db.reader()).await?;
    let territory = |id: i64| known.iter().find(|row| row.geonames_id == Some(id)).map(KnownTerritory::of);
    Ok(places.into_iter().map(|place| Hit { tier: Tier::Exact, territory: territory(place.geonames_id), place }).collect())
}

impl KnownTerritory {
    pub fn of(row: &territory::Model) -> Self {
        Self { id: row.id, slug: row.slug.clone(), name: row.name.clone(), stage: row.stage }
    }
}
