//! Shapes of a territory.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    kinds::{ActKind, Language, Level, Size, Stage},
    leader,
    partial_date::PartialDate,
    territory, territory_name,
};
use kernel::{
    json,
    shapes::{DateOut, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::reference::{AreaRef, CountryRef, Reference};

/// A government's kind in its own country's words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KindLocal {
    #[schema(example = "municipio")]
    pub term: String,
    /// BCP 47.
    #[schema(example = "es")]
    pub lang: Option<String>,
}

/// A number of inhabitants with its year and source.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Population {
    #[schema(example = 1686208)]
    pub value: i64,
    #[schema(example = 2020)]
    pub year: Option<i32>,
    #[schema(example = "GeoNames")]
    pub source: Option<String>,
}

/// A point of WGS 84, in degrees.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Position {
    #[schema(example = 41.38879)]
    pub latitude: f64,
    #[schema(example = 2.15899)]
    pub longitude: f64,
}

/// A territory as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TerritorySummary {
    pub id: Uuid,
    #[schema(example = "barcelona")]
    pub slug: String,
    /// Its name in the language of the answer, else its own.
    #[schema(example = "Barcelona")]
    pub name: String,
    /// Language of `name` (BCP 47), where known.
    #[schema(example = "ca")]
    pub name_lang: Option<String>,
    pub country: CountryRef,
    pub region: Option<AreaRef>,
    /// UCLG section.
    #[schema(example = "Europe")]
    pub section: Option<String>,
    pub level: Level,
    pub kind_local: Option<KindLocal>,
    pub population: Option<Population>,
    pub size: Size,
    pub position: Option<Position>,
    pub stage: Stage,
    pub stage_since: Option<DateOut>,
    /// Year of becoming a member.
    #[schema(example = 2022)]
    pub joined_year: Option<i32>,
    /// Wave of joining.
    #[schema(example = 1)]
    pub wave: Option<i32>,
    /// One of the six founding cities.
    pub founder: bool,
    pub updated_at: DateTime<Utc>,
}

/// A name in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// BCP 47.
    #[schema(example = "ca")]
    pub lang: String,
    #[schema(example = "Barcelona")]
    pub name: String,
}

/// The name by which a government calls itself, whatever the language of the answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnName {
    #[schema(example = "Barcelona")]
    pub name: String,
    /// BCP 47, where known.
    #[schema(example = "ca")]
    pub lang: Option<String>,
}

/// The same government in other registers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExternalIds {
    #[schema(example = 3128760)]
    pub geonames: Option<i64>,
    #[schema(example = "Q1492")]
    pub wikidata: Option<String>,
    #[schema(example = "ES-B")]
    pub iso_3166_2: Option<String>,
}

/// A public office-holder.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Leader {
    pub id: Uuid,
    #[schema(example = "Ada Mayor")]
    pub name: String,
    #[schema(example = "Mayor")]
    pub office: String,
    /// Language of `office` (BCP 47).
    #[schema(example = "en")]
    pub office_lang: Option<String>,
    #[schema(example = "2020")]
    pub term_from: Option<String>,
    #[schema(example = "2026")]
    pub term_to: Option<String>,
    /// The term as published, where that says more than dates.
    pub term_text: Option<Text>,
    /// The term's own end has passed: this may not be who governs today.
    pub term_ended: bool,
    /// When the source made the statement.
    #[schema(example = "2022")]
    pub as_of: Option<String>,
    pub source_url: Option<String>,
}

/// What the government answered in its adhesion, as published.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Vision {
    /// Why local governments are essential to human rights.
    pub why_local_governments: Option<Text>,
    /// Why human rights are a useful framework for local action.
    pub why_human_rights: Option<Text>,
    pub motivations: Option<Text>,
    /// Local human rights policies, mechanisms and programmes.
    pub policies: Vec<Text>,
}

impl Vision {
    pub fn says_something(&self) -> bool {
        self.why_local_governments.is_some() || self.why_human_rights.is_some() || self.motivations.is_some() || !self.policies.is_empty()
    }
}

/// The political act behind the adhesion, as published.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PoliticalAct {
    pub kind: Option<ActKind>,
    #[schema(example = "Municipal council")]
    pub body: Option<String>,
    #[schema(example = "2023-01-26")]
    pub date: Option<String>,
    pub link: Option<String>,
    /// Address of the act's file, where it is published; kept without the host.
    pub document: Option<String>,
}

impl PoliticalAct {
    /// Whether it says anything beside its file.
    pub fn is_described(&self) -> bool {
        self.kind.is_some() || self.body.is_some() || self.date.is_some() || self.link.is_some()
    }

    pub fn says_something(&self) -> bool {
        self.is_described() || self.document.is_some()
    }
}

/// Who signed the adhesion, where that was published.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Signatory {
    #[schema(example = "Ada Mayor")]
    pub name: String,
    #[schema(example = "Mayor")]
    pub office: String,
    #[schema(example = "2022-07")]
    pub term_from: Option<String>,
    #[schema(example = "2026-06-30")]
    pub term_to: Option<String>,
}

/// What an accepted adhesion publishes; kept in `territory.published`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Published {
    pub vision: Option<Vision>,
    pub political_act: Option<PoliticalAct>,
    pub signatory: Option<Signatory>,
    /// Whoever signed is not to be named, nor below the text of the pledge that the adhesion made good.
    #[serde(default)]
    pub pledge_unsigned: bool,
}

impl Published {
    /// As it is stored; nothing where nothing is.
    pub fn read(row: &territory::Model) -> Self {
        row.published.as_ref().map(|stored| json::kept(stored, "territory.published", row.id)).unwrap_or_default()
    }
}

/// A government's public promise.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicPledge {
    pub id: Uuid,
    pub statement: Option<Text>,
    /// Absent once an adhesion was accepted of which the signatory is not published.
    pub signatory_name: Option<String>,
    pub signatory_office: Option<String>,
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// A territory in full.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Territory {
    #[serde(flatten)]
    pub summary: TerritorySummary,
    pub own_name: OwnName,
    pub names: Vec<Name>,
    pub subregion: Option<AreaRef>,
    pub website: Option<String>,
    pub external_ids: ExternalIds,
    /// Why it is on hold or withdrawn.
    pub stage_reason: Option<Text>,
    pub leaders: Vec<Leader>,
    pub pledge: Option<PublicPledge>,
    pub vision: Option<Vision>,
    pub political_act: Option<PoliticalAct>,
    pub signatory: Option<Signatory>,
    /// Pages that the record was drawn from.
    pub sources: Vec<String>,
}

/// Names in the language of the answer, by territory.
pub type NamesIn = HashMap<Uuid, String>;

impl TerritorySummary {
    pub fn of(row: &territory::Model, names: &NamesIn, reference: &Reference, language: Language) -> Self {
        let (name, name_lang) = match names.get(&row.id) {
            Some(name) => (name.clone(), Some(language.as_str().to_owned())),
            None => (row.name.clone(), row.name_lang.clone()),
        };
        Self {
            id: row.id,
            slug: row.slug.clone(),
            name,
            name_lang,
            country: reference.country_ref(&row.country, language),
            region: reference.area_ref(row.region.as_deref(), language),
            section: row.section.clone(),
            level: row.level,
            kind_local: row.kind_local.clone().map(|term| KindLocal { term, lang: row.kind_local_lang.clone() }),
            population: row.population.map(|value| Population { value, year: row.population_year, source: row.population_source.clone() }),
            size: row.size,
            position: row.latitude.zip(row.longitude).map(|(latitude, longitude)| Position { latitude, longitude }),
            stage: row.stage,
            stage_since: row.stage_since.as_ref().map(DateOut::of),
            joined_year: row.joined_year,
            wave: row.wave,
            founder: row.founder,
            updated_at: row.updated_at,
        }
    }
}

impl Leader {
    pub fn of(row: leader::Model, today: NaiveDate) -> Self {
        let text = |date: Option<PartialDate>| date.map(|date| date.as_str().to_owned());
        Self {
            term_ended: row.term_to.as_ref().is_some_and(|end| end.is_over_on(today)),
            id: row.id,
            name: row.name,
            office: row.office,
            term_from: text(row.term_from),
            term_to: text(row.term_to),
            // Sources write both in one language.
            term_text: row.term_text.map(|text| Text::original(text, row.office_lang.as_deref())),
            office_lang: row.office_lang,
            as_of: text(row.as_of),
            source_url: row.source_url,
        }
    }
}

impl Name {
    pub fn of(row: territory_name::Model) -> Self {
        Self { lang: row.lang, name: row.name }
    }
}
