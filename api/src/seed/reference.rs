//! Countries and areas.

use std::path::Path;

use entity::{area, country, facts, history, kinds::SubjectKind};
use kernel::db::{Entry, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Deserialize;

use super::{File, cell, read};

#[derive(Deserialize)]
struct AreaRow {
    code: String,
    parent_code: String,
    level: String,
    name_en: String,
    name_fr: String,
    name_es: String,
    name_ar: String,
}

#[derive(Deserialize)]
struct CountryRow {
    country_iso2: String,
    country_iso3: String,
    country_m49: String,
    name_en: String,
    name_fr: String,
    name_es: String,
    name_ar: String,
    uclg_section: String,
    uclg_section_basis: String,
    uclg_section_source_url: String,
    m49_region: String,
    m49_subregion: String,
    m49_intermediate: String,
}

/// What GeoNames knows as a country and ISO 3166-1 does not is in a file of its own: its governments may join as well.
pub struct Tables {
    areas: File<AreaRow>,
    countries: File<CountryRow>,
    beside: File<CountryRow>,
}

impl Tables {
    pub fn read(data: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            areas: read(data, "m49_areas.csv")?,
            countries: read(data, "regions.csv")?,
            beside: read(data, "countries_beside_iso.csv")?,
        })
    }
}

/// Replaces countries and areas by the files, unless these very files were loaded before.
pub async fn seed(tx: &mut Tx, tables: Tables) -> anyhow::Result<()> {
    let Tables { areas, countries, beside } = tables;
    let facts = facts!({
        "m49_areas.csv": facts!({ "sha256": facts::digest(&areas.sha256), "rows": areas.rows.len() }),
        "regions.csv": facts!({ "sha256": facts::digest(&countries.sha256), "rows": countries.rows.len() }),
        "countries_beside_iso.csv": facts!({ "sha256": facts::digest(&beside.sha256), "rows": beside.rows.len() }),
    });
    let done = history::Entity::find()
        .filter(history::Column::Action.eq("reference.imported"))
        .filter(history::Column::Facts.eq(facts.clone().split().0.to_string()))
        .one(&**tx)
        .await?;
    if done.is_some() {
        return Ok(());
    }
    area::Entity::delete_many().exec(&**tx).await?;
    country::Entity::delete_many().exec(&**tx).await?;
    for row in areas.rows {
        let row = area::Model {
            code: row.code,
            parent: cell(&row.parent_code),
            level: row.level,
            name_en: row.name_en,
            name_fr: row.name_fr,
            name_es: row.name_es,
            name_ar: row.name_ar,
        };
        row.into_active_model().insert(&**tx).await?;
    }
    for row in countries.rows.into_iter().chain(beside.rows) {
        let row = country::Model {
            code: row.country_iso2,
            iso3: cell(&row.country_iso3),
            m49: cell(&row.country_m49),
            name_en: row.name_en,
            name_fr: row.name_fr,
            name_es: row.name_es,
            name_ar: row.name_ar,
            section: cell(&row.uclg_section),
            section_basis: cell(&row.uclg_section_basis),
            section_source_url: cell(&row.uclg_section_source_url),
            region: cell(&row.m49_region),
            subregion: cell(&row.m49_subregion),
            intermediate: cell(&row.m49_intermediate),
        };
        row.into_active_model().insert(&**tx).await?;
    }
    let import = tx.chance().id();
    tx.record(Entry::internal("reference.imported", SubjectKind::Import, import).facts(facts));
    Ok(())
}
