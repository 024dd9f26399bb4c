//! Countries and areas, kept in memory: small, read by nearly every answer, changed only by seeding.

pub mod list;

use std::{collections::HashMap, sync::Arc};

use entity::{area, country, kinds::Language};
use kernel::{
    db::{Db, imported::Imported},
    problem::Result,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde::Serialize;
use utoipa::ToSchema;

/// An area of the United Nations M49 standard.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AreaRef {
    /// M49 code.
    #[schema(example = "150")]
    pub code: String,
    /// Name in the language of the answer.
    #[schema(example = "Europe")]
    pub name: String,
}

/// A country by ISO 3166-1 alpha-2.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CountryRef {
    /// ISO 3166-1 alpha-2, or `XK`, which GeoNames uses beside it.
    #[schema(example = "ES")]
    pub code: String,
    /// Name in the language of the answer; the code where there is none.
    #[schema(example = "Spain")]
    pub name: String,
}

/// A name in each language of the interface.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Names {
    #[schema(example = "Spain")]
    pub en: String,
    #[schema(example = "Espagne")]
    pub fr: String,
    #[schema(example = "España")]
    pub es: String,
    #[schema(example = "إسبانيا")]
    pub ar: String,
}

impl Names {
    pub fn of_country(row: &country::Model) -> Self {
        Self { en: row.name_en.clone(), fr: row.name_fr.clone(), es: row.name_es.clone(), ar: row.name_ar.clone() }
    }

    pub fn of_area(row: &area::Model) -> Self {
        Self { en: row.name_en.clone(), fr: row.name_fr.clone(), es: row.name_es.clone(), ar: row.name_ar.clone() }
    }

    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Fr => &self.fr,
            Language::Es => &self.es,
            Language::Ar => &self.ar,
        }
    }
}

/// All countries and areas.
pub struct Reference {
    pub countries: Vec<country::Model>,
    pub areas: Vec<area::Model>,
    country_index: HashMap<String, usize>,
    area_index: HashMap<String, usize>,
}

impl Reference {
    pub fn country(&self, code: &str) -> Option<&country::Model> {
        self.country_index.get(code).map(|i| &self.countries[*i])
    }

    pub fn area(&self, code: &str) -> Option<&area::Model> {
        self.area_index.get(code).map(|i| &self.areas[*i])
    }

    pub fn country_ref(&self, code: &str, language: Language) -> CountryRef {
        let name = self.country(code).map_or_else(|| code.to_owned(), |row| Names::of_country(row).get(language).to_owned());
        CountryRef { code: code.to_owned(), name }
    }

    pub fn area_ref(&self, code: Option<&str>, language: Language) -> Option<AreaRef> {
        let row = self.area(code?)?;
        Some(AreaRef { code: row.code.clone(), name: Names::of_area(row).get(language).to_owned() })
    }

    async fn load(db: &Db) -> std::result::Result<Arc<Self>, sea_orm::DbErr> {
        let countries = country::Entity::find().order_by_asc(country::Column::Code).all(db.reader()).await?;
        let areas = area::Entity::find().order_by_asc(area::Column::Code).all(db.reader()).await?;
        let country_index = countries.iter().enumerate().map(|(i, row)| (row.code.clone(), i)).collect();
        let area_index = areas.iter().enumerate().map(|(i, row)| (row.code.clone(), i)).collect();
        Ok(Arc::new(Self { countries, areas, country_index, area_index }))
    }
}

/// Keeps [`Reference`] until the next seeding.
#[derive(Clone, Default)]
pub struct ReferenceCache(Imported<Reference>);

impl ReferenceCache {
    pub async fn get(&self, db: &Db) -> Result<Arc<Reference>> {
        self.0.get(db, Reference::load(db)).await
    }
}
