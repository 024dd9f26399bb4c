//! What the record of a government said before somebody pledged in its name, kept as long as the pledge may turn out to be false.

use entity::{kinds::Stage, leader, partial_date::PartialDate, territory};
use kernel::{
    db::Tx,
    problem::{Problem, Result},
    words::{self, Change, Words, label, optional_label},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};

use crate::territories::{model::Name, publication::choices::Choices, record::Record};

/// Takes words out of what is kept in `pledge.before`: they must not come back with it. A page that would have no name gets this one.
pub fn forget(kept: &mut serde_json::Value, words: &impl Fn(&str) -> bool, name: &str) {
    if let Some(left) = words::without::<Before>(kept, words) {
        *kept = left;
    }
    if let Some(page) = kept.get_mut("page").filter(|page| page.is_object() && page["name"] == "") {
        page["name"] = name.into();
    }
}

/// Kept as JSON in `pledge.before`.
#[derive(Serialize, Deserialize)]
pub struct Before {
    stage: Stage,
    stage_since: Option<PartialDate>,
    stage_reason: Option<String>,
    stage_reason_lang: Option<String>,
    seed_digest: Option<String>,
    page: Option<Page>,
}

/// What a team may change.
#[derive(Serialize, Deserialize)]
struct Page {
    name: String,
    name_lang: Option<String>,
    names: Vec<Name>,
    kind_local: Option<String>,
    kind_local_lang: Option<String>,
    population: Option<i64>,
    population_year: Option<i32>,
    population_source: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    website: Option<String>,
    leaders: Vec<leader::Model>,
    /// Absent in what was kept before governments chose what is published.
    #[serde(default)]
    choices: Option<Choices>,
}

impl Before {
    /// Of a locked row. The page is kept where the pledge opens a team, which may change it.
    pub async fn of(tx: &Tx, row: &territory::Model, opens_team: bool) -> Result<Self> {
        let page = match opens_team {
            true => Some(Page::of(Record::read(tx, row.clone()).await?, Choices::read(&**tx, row.id).await?)),
            false => None,
        };
        Ok(Self {
            stage: row.stage,
            stage_since: row.stage_since.clone(),
            stage_reason: row.stage_reason.clone(),
            stage_reason_lang: row.stage_reason_lang.clone(),
            seed_digest: row.seed_digest.clone(),
            page,
        })
    }

    /// Of a government that was a member, where a pledge does not say what was before it.
    pub const fn left() -> Self {
        Self { stage: Stage::Withdrawn, stage_since: None, stage_reason: None, stage_reason_lang: None, seed_digest: None, page: None }
    }

    pub fn read(json: serde_json::Value) -> Result<Self> {
        serde_json::from_value(json).map_err(Problem::internal)
    }

    pub fn write(&self) -> Result<serde_json::Value> {
        serde_json::to_value(self).map_err(Problem::internal)
    }

    /// Puts a locked record back; the stage that it is at again.
    pub async fn restore(self, tx: &Tx, row: territory::Model) -> Result<Stage> {
        let now = Record::read(tx, row).await?;
        let mut then = now.clone();
        let (id, stage) = (then.row.id, self.stage);
        then.row.stage = self.stage;
        then.row.stage_since = self.stage_since;
        then.row.stage_reason = self.stage_reason;
        then.row.stage_reason_lang = self.stage_reason_lang;
        if let Some(page) = self.page
            && let Some(choices) = page.put_into(&mut then)
        {
            choices.replace(tx, id).await?;
        }
        then.save(tx, &now).await?;
        // Saving counts as a person's change, after which seeding leaves a record alone.
        territory::Entity::update_many()
            .col_expr(territory::Column::SeedDigest, Expr::value(self.seed_digest))
            .filter(territory::Column::Id.eq(id))
            .exec(&**tx)
            .await?;
        Ok(stage)
    }
}

impl Words for Before {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { stage: _, stage_since: _, stage_reason, stage_reason_lang: _, seed_digest: _, page } = self;
        stage_reason.change(change) && page.change(change)
    }
}

impl Words for Page {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self {
            name,
            name_lang: _,
            names,
            kind_local,
            kind_local_lang: _,
            population: _,
            population_year: _,
            population_source,
            latitude: _,
            longitude: _,
            website,
            leaders,
            choices: _,
        } = self;
        if !label(name, change) {
            name.clear();
        }
        optional_label(kind_local, change);
        for text in [population_source, website] {
            text.change(change);
        }
        names.change(change) && leaders.change(change)
    }
}

impl Page {
    fn of(Record { row, names, leaders }: Record, choices: Choices) -> Self {
        Self {
            name: row.name,
            name_lang: row.name_lang,
            names,
            kind_local: row.kind_local,
            kind_local_lang: row.kind_local_lang,
            population: row.population,
            population_year: row.population_year,
            population_source: row.population_source,
            latitude: row.latitude,
            longitude: row.longitude,
            website: row.website,
            leaders,
            choices: Some(choices),
        }
    }

    /// Puts it into the record; what is left are the choices of what is published.
    fn put_into(self, record: &mut Record) -> Option<Choices> {
        let row = &mut record.row;
        row.name = self.name;
        row.name_lang = self.name_lang;
        row.kind_local = self.kind_local;
        row.kind_local_lang = self.kind_local_lang;
        row.population = self.population;
        row.population_year = self.population_year;
        row.population_source = self.population_source;
        row.latitude = self.latitude;
        row.longitude = self.longitude;
        row.website = self.website;
        record.names = self.names;
        record.leaders = self.leaders;
        self.choices
    }
}
