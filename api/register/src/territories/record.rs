//! A territory with its names and leaders, read, changed and written as one.

use entity::{
    facts,
    facts::{Fact, Facts, Said, language, typed},
    kinds::Size,
    leader, territory, territory_name,
};
use kernel::{
    db::{Tx, collation::sort_key, is_taken, search},
    problem::{Code, Problem, Result},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::Name;

/// Everything that a person may change about a territory.
#[derive(Clone)]
pub struct Record {
    pub row: territory::Model,
    pub names: Vec<Name>,
    pub leaders: Vec<leader::Model>,
}

/// What differs between two versions of a record.
pub struct Changes {
    /// `{field, old, new}` of everything public that names nobody.
    pub facts: Vec<Facts>,
    /// The leaders before and after, where they changed.
    pub leaders: Option<Value>,
}

impl Record {
    /// The record of a locked row.
    pub async fn read(tx: &Tx, row: territory::Model) -> Result<Self> {
        let mut names = territory_name::Entity::find().filter(territory_name::Column::TerritoryId.eq(row.id)).all(&**tx).await?;
        // As `rules::names` orders them, whatever the database's own order is.
        names.sort_by(|a, b| a.lang.cmp(&b.lang));
        let leaders =
            leader::Entity::find().filter(leader::Column::TerritoryId.eq(row.id)).order_by_asc(leader::Column::Position).all(&**tx).await?;
        Ok(Self { row, names: names.into_iter().map(Name::of).collect(), leaders })
    }

    /// Sets the name by which the territory calls itself, and keeps it the same in its own language.
    pub fn set_name(&mut self, name: String) {
        if let Some(lang) = &self.row.name_lang {
            self.names.retain(|known| known.lang != *lang);
            self.names.push(Name { lang: lang.clone(), name: name.clone() });
            self.names.sort_by(|a, b| a.lang.cmp(&b.lang));
        }
        self.row.name = name;
    }

    /// Writes what differs from `before`. Seeding never overwrites a record that a person has changed.
    pub async fn save(mut self, tx: &Tx, before: &Self) -> Result<Changes> {
        self.row.size = Size::of(self.row.population);
        self.row.name_key = sort_key(&self.row.name);
        let changes = Changes::between(before, &self);
        self.row.updated_at = tx.now();
        self.row.seed_digest = None;
        let id = self.row.id;
        self.row.into_active_model().reset_all().update(&**tx).await.map_err(taken)?;
        if self.names != before.names {
            write_names(tx, id, self.names).await?;
        }
        search::index_territory(tx, id).await?;
        if changes.leaders.is_some() {
            write_leaders(tx, id, self.leaders).await?;
        }
        Ok(changes)
    }
}

/// Two territories changed at once cannot both take one place of GeoNames.
fn taken(error: sea_orm::DbErr) -> Problem {
    match is_taken(&error, "geonames_id") {
        true => Problem::new(Code::AlreadyThere),
        false => error.into(),
    }
}

/// Puts these names in the place of those that were there.
pub async fn write_names(tx: &Tx, territory_id: Uuid, names: Vec<Name>) -> Result<()> {
    territory_name::Entity::delete_many().filter(territory_name::Column::TerritoryId.eq(territory_id)).exec(&**tx).await?;
    for Name { lang, name } in names {
        territory_name::Model { territory_id, lang, name }.into_active_model().insert(&**tx).await?;
    }
    Ok(())
}

/// Puts these leaders in the place of those that were there, in this order.
pub async fn write_leaders(tx: &Tx, territory_id: Uuid, leaders: Vec<leader::Model>) -> Result<()> {
    leader::Entity::delete_many().filter(leader::Column::TerritoryId.eq(territory_id)).exec(&**tx).await?;
    for (position, row) in (0..).zip(leaders) {
        leader::Model { position, territory_id, ..row }.into_active_model().insert(&**tx).await?;
    }
    Ok(())
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.leaders.is_none()
    }

    pub fn between(before: &Record, after: &Record) -> Self {
        let pairs = public_values(before).into_iter().zip(public_values(after));
        let mut facts: Vec<Facts> = pairs
            .filter(|((_, old), (_, new))| old != new)
            .map(|((field, old), (_, new))| facts!({ "field": field, "old": old, "new": new }))
            .collect();
        let leaders = (before.leaders != after.leaders).then(|| json!({ "old": persons(before), "new": persons(after) }));
        if leaders.is_some() {
            facts.push(facts!({ "field": "leaders" }));
        }
        Self { facts, leaders }
    }
}

fn public_values(record: &Record) -> [(&'static str, Said); 12] {
    let row = &record.row;
    let optional = |text: &Option<String>| typed(text.as_deref()).said();
    let names: Vec<Facts> =
        record.names.iter().map(|one| facts!({ "lang": language(one.lang.as_str()), "name": typed(one.name.as_str()) })).collect();
    let kind_local = row.kind_local.as_deref();
    let kind = kind_local.map(|term| facts!({ "term": typed(term), "lang": language(row.kind_local_lang.as_deref()) }));
    let source = typed(row.population_source.as_deref());
    let population = row.population.map(|value| facts!({ "value": value, "year": row.population_year, "source": source }));
    let position = row.latitude.zip(row.longitude).map(|(lat, lon)| facts!({ "latitude": lat, "longitude": lon }));
    let (wikidata, iso) = (typed(row.wikidata_id.as_deref()), typed(row.iso_3166_2.as_deref()));
    [
        ("name", typed(row.name.as_str()).said()),
        ("name_lang", language(row.name_lang.as_deref())),
        ("names", names.said()),
        ("level", row.level.said()),
        ("kind_local", kind.said()),
        ("population", population.said()),
        ("position", position.said()),
        ("website", optional(&row.website)),
        ("section", optional(&row.section)),
        ("joined_year", row.joined_year.said()),
        ("wave", row.wave.said()),
        ("external_ids", facts!({ "geonames": row.geonames_id, "wikidata": wikidata, "iso_3166_2": iso }).said()),
    ]
}

fn persons(record: &Record) -> Vec<Value> {
    let shape = |row: &leader::Model| json!({ "name": row.name, "office": row.office, "office_lang": row.office_lang, "term_from": row.term_from, "term_to": row.term_to });
    record.leaders.iter().map(shape).collect()
}
