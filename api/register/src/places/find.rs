//! The only queries on places.

use entity::kinds::Stage;
use kernel::{
    db::search::{self, Ask, Noun, Typed, country_word},
    problem::{Problem, Result},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use uuid::Uuid;

use super::cities::Spot;
use crate::state::State;

/// How well a place answers: its name is what was typed, or begins so, or does with one typo forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    pub geonames_id: i64,
    pub rank: i64,
    pub name: String,
    pub ascii_name: String,
    /// Read for a search only, which says by which of them it found the place.
    pub alternate_names: String,
    pub country: String,
    pub latitude: f64,
    pub longitude: f64,
    pub population: Option<i64>,
    pub territory: Option<KnownTerritory>,
}

impl Hit {
    /// Where it is, for what lies near it.
    pub fn spot(&self) -> Spot<'_> {
        Spot {
            geonames_id: self.geonames_id,
            country: &self.country,
            population: self.population,
            latitude: self.latitude,
            longitude: self.longitude,
        }
    }
}

/// What is read of a place and of the government that is there, beside the tier and the alternate names.
const COLUMNS: &str = "place.geonames_id, place.rank, place.name, place.ascii_name, place.country, place.latitude, place.longitude, \
    place.population, territory.id AS territory_id, territory.slug AS territory_slug, territory.name AS territory_name, \
    territory.stage AS territory_stage";
const TERRITORY: &str = "LEFT JOIN territory ON territory.geonames_id = place.geonames_id";

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
    let backend = state.db.reader().get_database_backend();
    let mut values: Vec<Value> = vec![as_i64(limit).into()];
    let mut arms = Vec::new();
    for (tier, ask, after) in tiers {
        values.extend([search::text(backend, ask).into(), Value::from(*after)]);
        let (text, after) = (format!("${}", values.len() - 1), format!("${}", values.len()));
        let (number, condition) = (tier.number(), search::condition(backend, Noun::Place, &text));
        arms.push(format!(
            "SELECT * FROM (SELECT {number} AS tier, place.alternate_names, {COLUMNS} FROM place_search CROSS JOIN place {TERRITORY} \
             WHERE {condition} AND place_search.rowid > {after} AND place.rank = place_search.rowid \
             ORDER BY place_search.rowid LIMIT $1) AS tier{number}"
        ));
    }
    let sql = match &arms[..] {
        [only] => only.clone(),
        _ => format!("SELECT * FROM ({}) AS hits ORDER BY tier, rank LIMIT $1", arms.join(" UNION ALL ")),
    };
    read(state, sql, values).await
}

/// Places by population, where nothing was typed.
pub async fn largest(state: &State, country: Option<&str>, after: After, limit: u64) -> Result<Vec<Hit>> {
    let mut values: Vec<Value> = vec![as_i64(limit).into(), after.map_or(-1, |(_, rank)| rank).into()];
    let mut condition = "place.rank > $2".to_owned();
    if let Some(country) = country {
        values.push(country.into());
        condition.push_str(" AND place.country = $3");
    }
    let sql =
        format!("SELECT 0 AS tier, '' AS alternate_names, {COLUMNS} FROM place {TERRITORY} WHERE {condition} ORDER BY place.rank LIMIT $1");
    read(state, sql, values).await
}

pub async fn by_id(state: &State, geonames_id: i64) -> Result<Option<Hit>> {
    let sql = format!("SELECT 0 AS tier, '' AS alternate_names, {COLUMNS} FROM place {TERRITORY} WHERE place.geonames_id = $1");
    Ok(read(state, sql, vec![geonames_id.into()]).await?.pop())
}

/// What one statement finds, as one text of JSON: the driver hands over each value of each row on its own, which takes several times as
/// long as finding them (docs/performance.md).
async fn read(state: &State, sql: String, values: Vec<Value>) -> Result<Vec<Hit>> {
    let db = state.db.reader();
    let backend = db.get_database_backend();
    let (all, row, id) = match backend {
        DbBackend::Postgres => ("json_agg", "json_build_array", "territory_id"),
        _ => ("json_group_array", "json_array", "nullif(hex(territory_id), '')"),
    };
    let sql = format!(
        "SELECT CAST({all}({row}(tier, alternate_names, geonames_id, rank, name, ascii_name, country, latitude, longitude, population, \
         {id}, territory_slug, territory_name, territory_stage)) AS text) FROM ({sql}) AS found"
    );
    let found = db.query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    let text: Option<String> = found.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    let rows: Vec<Row> = text.map(|text| serde_json::from_str(&text)).transpose().map_err(Problem::internal)?.unwrap_or_default();
    let mut hits: Vec<Hit> = rows.into_iter().map(hit).collect();
    // Neither database promises the order of what it puts together.
    hits.sort_by_key(|hit| (hit.tier, hit.rank));
    Ok(hits)
}

type Row =
    (u8, String, i64, i64, String, String, String, f64, f64, Option<i64>, Option<Uuid>, Option<String>, Option<String>, Option<Stage>);

fn hit(row: Row) -> Hit {
    let (tier, alternate_names, geonames_id, rank, name, ascii_name, country, latitude, longitude, population, id, slug, known_as, stage) =
        row;
    let territory = id.zip(slug).zip(known_as).zip(stage);
    Hit {
        tier: Tier::of(tier).unwrap_or(Tier::Begun),
        alternate_names,
        geonames_id,
        rank,
        name,
        ascii_name,
        country,
        latitude,
        longitude,
        population,
        territory: territory.map(|(((id, slug), name), stage)| KnownTerritory { id, slug, name, stage }),
    }
}

fn as_i64(limit: u64) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
