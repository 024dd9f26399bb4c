//! Members, their leaders, and organisations.

use std::{collections::HashMap, path::Path};

use anyhow::Context;
use entity::{
    country, facts,
    facts::typed,
    kinds::{Level, OrganisationKind, Size, Stage, SubjectKind},
    leader, organisation,
    partial_date::PartialDate,
    territory,
};
use kernel::db::{Entry, Tx, collation::sort_key, history::digest, search};
use register::territories::{
    gone,
    model::Name,
    record::{write_leaders, write_names},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Report, cell, read};

#[derive(Deserialize, Serialize)]
struct MemberRow {
    slug: String,
    name: String,
    country_iso2: String,
    level: String,
    kind_local: String,
    party_type: String,
    joined: String,
    wave: Option<i32>,
    founder: bool,
    adhesion_act: String,
    adhesion_act_on: String,
    geonames_id: Option<i64>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    population: Option<i64>,
    population_source: String,
    names_en: String,
    names_fr: String,
    names_es: String,
    names_native: String,
    source_url: String,
    other_source_urls: String,
}

#[derive(Deserialize, Serialize)]
struct LeaderRow {
    territory_slug: String,
    name: String,
    office: String,
    office_lang: String,
    term_from: String,
    term_to: String,
    term_text: String,
    as_of: String,
    source_url: String,
}

/// Members, and their leaders by the member's address.
pub struct Tables {
    members: Vec<MemberRow>,
    leaders: HashMap<String, Vec<LeaderRow>>,
}

impl Tables {
    pub fn read(data: &Path) -> anyhow::Result<Self> {
        let members = read::<MemberRow>(data, "members.csv")?.rows;
        let mut leaders: HashMap<String, Vec<LeaderRow>> = HashMap::new();
        for row in read::<LeaderRow>(data, "leaders.csv")?.rows {
            leaders.entry(row.territory_slug.clone()).or_default().push(row);
        }
        Ok(Self { members, leaders })
    }
}

pub async fn seed(tx: &mut Tx, tables: Tables) -> anyhow::Result<Report> {
    let Tables { members, mut leaders } = tables;
    let countries = country::Entity::find().all(&**tx).await?;
    let countries: HashMap<String, country::Model> = countries.into_iter().map(|row| (row.code.clone(), row)).collect();
    let mut report = Report::default();
    for member in members {
        let leaders = leaders.remove(&member.slug).unwrap_or_default();
        let slug = member.slug.clone();
        let outcome = match member.party_type.as_str() {
            "government" => seed_territory(tx, member, leaders, &countries).await,
            _ => seed_organisation(tx, member).await,
        };
        match outcome.with_context(|| format!("members.csv: {slug}"))? {
            Outcome::Added => report.added += 1,
            Outcome::Updated => report.updated += 1,
            Outcome::Kept => report.kept += 1,
            Outcome::Unchanged => {}
        }
    }
    if let Some(slug) = leaders.keys().min() {
        anyhow::bail!("leaders.csv: {slug} is not in members.csv");
    }
    Ok(report)
}

enum Outcome {
    Added,
    Updated,
    Kept,
    Unchanged,
}

fn date(text: &str) -> anyhow::Result<Option<PartialDate>> {
    cell(text).map(|text| text.parse().map_err(|_| anyhow::anyhow!("{text} is not a date"))).transpose()
}

fn sources(row: &MemberRow) -> Vec<&str> {
    std::iter::once(row.source_url.as_str()).chain(row.other_source_urls.split(';')).map(str::trim).filter(|url| !url.is_empty()).collect()
}

/// Names by language. The file's native names come first: they are what the government calls itself.
fn names(row: &MemberRow) -> Vec<Name> {
    let native = row
        .names_native
        .split(';')
        .filter_map(|part| part.trim().split_once(':'))
        .map(|(lang, name)| Name { lang: lang.to_owned(), name: name.to_owned() });
    let mut names: Vec<Name> = native.collect();
    for (lang, name) in [("en", &row.names_en), ("fr", &row.names_fr), ("es", &row.names_es)] {
        if let Some(name) = cell(name)
            && !names.iter().any(|known| known.lang == lang)
        {
            names.push(Name { lang: lang.to_owned(), name });
        }
    }
    names
}

/// The file says in words that a year is unknown; the record says it by having none.
fn without_year_remark(source: &str) -> String {
    source.replace(" (year not given)", "").replace(", year not given", "")
}

/// The official language of a country's own terms, where there is just one among the data's countries.
fn kind_lang(country: &str) -> Option<&'static str> {
    match country {
        "AR" | "BO" | "CL" | "CR" | "ES" | "MX" | "UY" => Some("es"),
        "FR" | "SN" | "CI" | "MA" => Some("fr"),
        "AT" => Some("de"),
        "IT" => Some("it"),
        "KR" => Some("ko"),
        "NL" => Some("nl"),
        _ => None,
    }
}

async fn seed_territory(
    tx: &mut Tx,
    row: MemberRow,
    leaders: Vec<LeaderRow>,
    countries: &HashMap<String, country::Model>,
) -> anyhow::Result<Outcome> {
    let fingerprint = digest(serde_json::to_string(&(&row, &leaders))?.as_bytes());
    // What a false pledge in its name was stands in nobody's way.
    gone::give_up_address(tx, &row.slug, None).await.map_err(anyhow::Error::new)?;
    // It may have pledged before, under an address of its own.
    let same = Condition::any()
        .add(territory::Column::Slug.eq(&row.slug))
        .add_option(row.geonames_id.map(|id| territory::Column::GeonamesId.eq(id)));
    let known = territory::Entity::find().filter(same).order_by_desc(territory::Column::Slug.eq(&row.slug)).one(&**tx).await?;
    match known.as_ref().map(|known| known.seed_digest.as_deref()) {
        Some(None) => return Ok(Outcome::Kept),
        Some(Some(before)) if before == fingerprint => return Ok(Outcome::Unchanged),
        _ => {}
    }
    let country = countries.get(&row.country_iso2).with_context(|| format!("{} is not a country", row.country_iso2))?;
    let joined = date(&row.joined)?;
    let now = tx.now();
    let id = known.as_ref().map_or_else(|| tx.chance().id(), |known| known.id);
    let names = names(&row);
    let (year, act) = (joined.as_ref().map(PartialDate::year), date(&row.adhesion_act_on)?);
    let model = territory::Model {
        id,
        search_id: known.as_ref().map_or_else(|| kernel::db::search_id(id), |known| known.search_id),
        name_lang: names.iter().find(|known| known.name == row.name).map(|known| known.lang.clone()),
        name_key: sort_key(&row.name),
        region: country.region.clone(),
        subregion: country.subregion.clone(),
        intermediate: country.intermediate.clone(),
        section: country.section.clone(),
        level: row.level.parse::<Level>().map_err(|()| anyhow::anyhow!("{} is not a level", row.level))?,
        kind_local: cell(&row.kind_local),
        kind_local_lang: cell(&row.kind_local).and_then(|_| kind_lang(&row.country_iso2)).map(str::to_owned),
        population: row.population,
        population_year: None,
        population_source: row.population.and_then(|_| cell(&without_year_remark(&row.population_source))),
        size: Size::of(row.population),
        latitude: row.latitude,
        longitude: row.longitude,
        website: None,
        geonames_id: row.geonames_id,
        wikidata_id: None,
        iso_3166_2: None,
        stage: Stage::Member,
        stage_since: joined.clone(),
        stage_reason: None,
        stage_reason_lang: None,
        removed_at: None,
        joined_on: joined.clone(),
        joined_year: year,
        wave: row.wave,
        founder: row.founder,
        published: None,
        sources: json!(sources(&row)),
        seed_digest: Some(fingerprint),
        revision: 0,
        created_at: known.as_ref().map_or(now, |known| known.created_at),
        updated_at: now,
        // An address that was public stays one.
        slug: known.as_ref().map_or(row.slug, |known| known.slug.clone()),
        name: row.name,
        country: row.country_iso2,
    };
    let added = known.is_none();
    let active = model.into_active_model();
    if added {
        active.insert(&**tx).await?;
    } else {
        active.reset_all().update(&**tx).await?;
    }
    write_names(tx, id, names).await?;
    let leaders = leaders.into_iter().map(|row| leader(tx, id, row)).collect::<anyhow::Result<_>>()?;
    write_leaders(tx, id, leaders).await?;
    search::index_territory(tx, id).await?;
    let action = if added { "territory.joined" } else { "territory.updated" };
    let act_words = cell(&row.adhesion_act);
    let facts = facts!({
        "stage": Stage::Member, "joined_year": year, "wave": row.wave, "political_act": typed(act_words.as_deref()), "source_url": typed(row.source_url.as_str()),
        // It happened before anybody wrote it down here, on a day that may be unknown.
        "imported": true,
    });
    tx.record(Entry::public(action, SubjectKind::Territory, id).facts(facts).effective_on(act.or(joined).filter(|_| added)));
    Ok(if added { Outcome::Added } else { Outcome::Updated })
}

/// A leader as the file states it.
fn leader(tx: &Tx, territory_id: Uuid, row: LeaderRow) -> anyhow::Result<leader::Model> {
    Ok(leader::Model {
        id: tx.chance().id(),
        territory_id,
        position: 0,
        office_lang: cell(&row.office_lang),
        term_from: date(&row.term_from)?,
        term_to: date(&row.term_to)?,
        term_text: cell(&row.term_text),
        as_of: date(&row.as_of)?,
        source_url: cell(&row.source_url),
        name: row.name,
        office: row.office,
    })
}

async fn seed_organisation(tx: &mut Tx, row: MemberRow) -> anyhow::Result<Outcome> {
    let fingerprint = digest(serde_json::to_string(&row)?.as_bytes());
    let known = organisation::Entity::find().filter(organisation::Column::Slug.eq(&row.slug)).one(&**tx).await?;
    match known.as_ref().map(|known| known.seed_digest.as_deref()) {
        Some(None) => return Ok(Outcome::Kept),
        Some(Some(before)) if before == fingerprint => return Ok(Outcome::Unchanged),
        _ => {}
    }
    let joined = date(&row.joined)?;
    let now = tx.now();
    let id = known.as_ref().map_or_else(|| tx.chance().id(), |known| known.id);
    let names = names(&row);
    let model = organisation::Model {
        id,
        name_key: sort_key(&row.name),
        names: json!(names),
        kind: if row.party_type == "network" { OrganisationKind::Network } else { OrganisationKind::CivilSociety },
        country: cell(&row.country_iso2),
        joined_year: joined.as_ref().map(PartialDate::year),
        source_url: cell(&row.source_url),
        sources: json!(sources(&row)),
        seed_digest: Some(fingerprint),
        revision: 0,
        created_at: known.as_ref().map_or(now, |known| known.created_at),
        updated_at: now,
        slug: row.slug,
        name: row.name,
    };
    let added = known.is_none();
    let active = model.into_active_model();
    if added {
        active.insert(&**tx).await?;
    } else {
        active.reset_all().update(&**tx).await?;
    }
    let action = if added { "organisation.joined" } else { "organisation.updated" };
    let facts = facts!({ "source_url": typed(row.source_url.as_str()), "imported": true });
    tx.record(Entry::public(action, SubjectKind::Organisation, id).facts(facts).effective_on(joined));
    Ok(if added { Outcome::Added } else { Outcome::Updated })
}
