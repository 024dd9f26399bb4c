//! The only queries on territories. What lists show by default is decided here.

use std::str::FromStr;

use entity::{
    kinds::{Language, Level, PledgeState, Size, Stage},
    leader, pledge, territory, territory_name,
};
use kernel::{
    db::{
        Topic, history,
        keyset::{Key, Keyset},
    },
    json,
    problem::{FieldCode, Problem, Result},
    shapes::Text,
};
use rest::input::{search_text, several};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    asked::Asked,
    model::{ExternalIds, Leader, Name, NamesIn, OwnName, PoliticalAct, PublicPledge, Published, Territory, TerritorySummary},
};
use crate::{reference::Reference, state::State};

/// What it depends on what is said of territories.
pub const TOPICS: &[Topic] = &[Topic::Territories, Topic::Reference];

/// What unfiltered lists show.
const LISTED: [Stage; 3] = [Stage::Pledged, Stage::Member, Stage::OnHold];

/// Filters always AND; several values of one filter, separated by commas, OR.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filters {
    /// Words of its names in any language and script, of its kind, or of its country's name. Forgives case, accents, word order, an
    /// unfinished last word and one typo.
    #[param(max_length = 200, example = "barcelona")]
    pub q: Option<String>,
    /// Countries, ISO 3166-1 alpha-2, separated by commas.
    #[param(example = "ES,FR")]
    pub country: Option<String>,
    /// Areas, UN M49 codes of any level, separated by commas.
    #[param(example = "150")]
    pub region: Option<String>,
    /// UCLG sections, separated by commas.
    #[param(example = "Europe")]
    pub section: Option<String>,
    /// Levels, separated by commas: `municipal`, `intermediate`, `regional`, `special`.
    #[param(example = "municipal")]
    pub level: Option<String>,
    /// Sizes, separated by commas: `under_50k`, `50k_250k`, `250k_1m`, `over_1m`, `unknown`.
    #[param(example = "over_1m")]
    pub size: Option<String>,
    /// Stages, separated by commas. Unless said: `pledged,member,on_hold`.
    #[param(example = "member")]
    pub stage: Option<String>,
    /// Years of joining, separated by commas; `unknown` for those without one.
    #[param(example = "2022")]
    pub year: Option<String>,
    /// Order: `name`, `population`, `joined`, `country`, separated by commas; `-` before one reverses it. Unknown values come last.
    /// Unless said: by name, or with `q` exact names first, then by population.
    #[param(example = "-population,name")]
    pub sort: Option<String>,
}

impl Filters {
    /// Tells every mistake, without asking the database.
    pub fn check(&self, reference: &Reference) -> Result<()> {
        search_text(self.q.as_deref())?;
        self.keyset(None)?;
        self.select(reference, None)?;
        Ok(())
    }

    /// Looks up what `q` asks for.
    pub async fn asked(&self, state: &State) -> Result<Option<Asked>> {
        match search_text(self.q.as_deref())? {
            Some(q) => Ok(Some(Asked::read(state.db.reader(), q).await?)),
            None => Ok(None),
        }
    }

    /// The matching territories, in no order.
    pub fn select(&self, reference: &Reference, asked: Option<&Asked>) -> Result<Select<territory::Entity>> {
        use territory::Column;
        let mut all = Condition::all();
        if let Some(asked) = asked {
            all = all.add(asked.condition());
        }
        if let Some(countries) = several::<String>("country", self.country.as_deref())? {
            if countries.iter().any(|code| code.len() != 2 || !code.chars().all(|c| c.is_ascii_alphabetic())) {
                return Err(Problem::query("country", FieldCode::UnknownValue));
            }
            all = all.add(Column::Country.is_in(countries.iter().map(|code| code.to_ascii_uppercase())));
        }
        if let Some(areas) = several::<String>("region", self.region.as_deref())? {
            all = all.add(in_areas(&areas, reference)?);
        }
        if let Some(sections) = several::<String>("section", self.section.as_deref())? {
            let known = |name: &String| reference.countries.iter().any(|country| country.section.as_ref() == Some(name));
            if !sections.iter().all(known) {
                return Err(Problem::query("section", FieldCode::UnknownValue));
            }
            all = all.add(Column::Section.is_in(sections));
        }
        if let Some(levels) = several::<Level>("level", self.level.as_deref())? {
            all = all.add(Column::Level.is_in(levels));
        }
        if let Some(sizes) = several::<Size>("size", self.size.as_deref())? {
            all = all.add(Column::Size.is_in(sizes));
        }
        let stages = several::<Stage>("stage", self.stage.as_deref())?.unwrap_or_else(|| LISTED.to_vec());
        // What is gone has no stage: nothing else needs to be asked about it.
        if stages.contains(&Stage::None) {
            all = all.add(Column::RemovedAt.is_null());
        }
        all = all.add(Column::Stage.is_in(stages));
        if let Some(years) = several::<Year>("year", self.year.as_deref())? {
            let known = years.iter().filter_map(|year| year.0);
            let mut any = Condition::any().add(Column::JoinedYear.is_in(known));
            if years.iter().any(|year| year.0.is_none()) {
                any = any.add(Column::JoinedYear.is_null());
            }
            all = all.add(any);
        }
        Ok(territory::Entity::find().filter(all))
    }

    /// The order asked for.
    pub fn keyset(&self, asked: Option<&Asked>) -> Result<Keyset<territory::Model>> {
        use territory::Column;
        if let (Some(asked), None) = (asked, &self.sort) {
            return Ok(asked.by_relevance());
        }
        let mut keys = Vec::new();
        let mut fields: Vec<&str> = Vec::new();
        for part in self.sort.as_deref().unwrap_or("name").split(',') {
            let (descending, field) = part.trim().strip_prefix('-').map_or((false, part.trim()), |rest| (true, rest));
            // Where it has ordered, a field has nothing left to order.
            if fields.contains(&field) {
                continue;
            }
            fields.push(field);
            keys.push(match field {
                "name" => Key::new(Column::NameKey, descending, |row: &territory::Model| row.name_key.clone().into()),
                "country" => Key::new(Column::Country, descending, |row: &territory::Model| row.country.clone().into()),
                "population" => Key::nullable(Column::Population, descending, |row: &territory::Model| row.population.into()),
                "joined" => Key::nullable(Column::JoinedYear, descending, |row: &territory::Model| row.joined_year.into()),
                _ => return Err(Problem::query("sort", FieldCode::UnknownValue)),
            });
        }
        let last_descending = keys.last().is_some_and(|key| key.descending);
        keys.push(Key::new(Column::Id, last_descending, |row: &territory::Model| row.id.into()));
        let directions = keys.iter().map(|key| if key.descending { '-' } else { '+' });
        let name = fields.iter().zip(directions).map(|(field, direction)| format!("{direction}{field}")).collect();
        Ok(Keyset::new(keys, name))
    }
}

struct Year(Option<i32>);

impl FromStr for Year {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        match text {
            "unknown" => Ok(Self(None)),
            _ => text.parse().map(|year| Self(Some(year))).map_err(|_| ()),
        }
    }
}

fn in_areas(codes: &[String], reference: &Reference) -> Result<Condition> {
    use territory::Column;
    let (mut regions, mut subregions, mut intermediates, mut countries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for code in codes {
        let country = reference.countries.iter().find(|country| country.m49.as_ref() == Some(code));
        match (reference.area(code), country) {
            (Some(area), _) if area.level == "region" => regions.push(code),
            (Some(area), _) if area.level == "subregion" => subregions.push(code),
            (Some(_), _) => intermediates.push(code),
            (None, Some(country)) => countries.push(&country.code),
            (None, None) => return Err(Problem::query("region", FieldCode::UnknownValue)),
        }
    }
    let lists =
        [(Column::Region, regions), (Column::Subregion, subregions), (Column::Intermediate, intermediates), (Column::Country, countries)];
    let asked = lists.into_iter().filter(|(_, codes)| !codes.is_empty());
    Ok(asked.fold(Condition::any(), |any, (column, codes)| any.add(column.is_in(codes))))
}

/// How many match. Counting is the one part of a list that grows with the table, so the count is kept
/// until the history moves.
pub async fn total(state: &State, filters: &Filters, select: &Select<territory::Entity>) -> Result<u64> {
    // A digest, since filters may be as long as an address.
    let key = (state.db.revision(TOPICS), history::digest(format!("{:?}", Filters { sort: None, ..filters.clone() }).as_bytes()));
    let count = async { select.clone().count(state.db.reader()).await };
    Ok(state.territory_totals.try_get_with(key, count).await?)
}

/// Names of these territories in one language.
pub async fn names_in(db: &DatabaseConnection, rows: &[territory::Model], language: Language) -> Result<NamesIn> {
    let names = territory_name::Entity::find()
        .filter(territory_name::Column::TerritoryId.is_in(rows.iter().map(|row| row.id)))
        .filter(territory_name::Column::Lang.eq(language.as_str()))
        .all(db)
        .await?;
    Ok(names.into_iter().map(|row| (row.territory_id, row.name)).collect())
}

/// Rows as lists show them.
pub async fn summaries(state: &State, rows: &[territory::Model], language: Language) -> Result<Vec<TerritorySummary>> {
    let reference = state.reference.get(&state.db).await?;
    let names = names_in(state.db.reader(), rows, language).await?;
    Ok(rows.iter().map(|row| TerritorySummary::of(row, &names, &reference, language)).collect())
}

/// Whether a territory's pledge stands.
pub async fn has_public_pledge(tx: &kernel::db::Tx, territory: Uuid) -> Result<bool> {
    let of_territory = pledge::Entity::find().filter(pledge::Column::TerritoryId.eq(territory));
    Ok(of_territory.filter(pledge::Column::State.eq(PledgeState::Public)).count(&**tx).await? > 0)
}

/// A territory in full.
pub async fn in_full(state: &State, row: territory::Model, language: Language) -> Result<Territory> {
    let db = state.db.reader();
    let reference = state.reference.get(&state.db).await?;
    let mut names = territory_name::Entity::find().filter(territory_name::Column::TerritoryId.eq(row.id)).all(db).await?;
    let leaders =
        leader::Entity::find().filter(leader::Column::TerritoryId.eq(row.id)).order_by_asc(leader::Column::Position).all(db).await?;
    let pledge = pledge::Entity::find()
        .filter(pledge::Column::TerritoryId.eq(row.id))
        .filter(pledge::Column::State.is_in([PledgeState::Public, PledgeState::Fulfilled]))
        .order_by_desc(pledge::Column::CreatedAt)
        .one(db)
        .await?;
    names.sort_by(|a, b| a.lang.cmp(&b.lang));
    let in_language: NamesIn = names.iter().filter(|n| n.lang == language.as_str()).map(|n| (row.id, n.name.clone())).collect();
    let published = Published::read(&row);
    let today = state.chance.today();
    Ok(Territory {
        summary: TerritorySummary::of(&row, &in_language, &reference, language),
        own_name: OwnName { name: row.name, lang: row.name_lang },
        names: names.into_iter().map(Name::of).collect(),
        subregion: reference.area_ref(row.subregion.as_deref(), language),
        website: row.website,
        external_ids: ExternalIds { geonames: row.geonames_id, wikidata: row.wikidata_id, iso_3166_2: row.iso_3166_2 },
        stage_reason: row.stage_reason.map(|value| Text::original(value, row.stage_reason_lang.as_deref())),
        leaders: leaders.into_iter().map(|row| Leader::of(row, today)).collect(),
        // The text of a kept promise may have been archived; there is nothing left to show then.
        pledge: pledge.filter(|row| row.state == PledgeState::Public || row.statement.is_some()).map(|row| {
            // A promise that is not yet kept is somebody's.
            let signed = row.state == PledgeState::Public || !published.pledge_unsigned;
            PublicPledge {
                id: row.id,
                statement: row.statement.map(|value| Text::original(value, row.statement_lang.as_deref())),
                signatory_name: signed.then_some(row.signatory_name),
                signatory_office: signed.then_some(row.signatory_office),
                confirmed_at: row.confirmed_at,
            }
        }),
        vision: published.vision,
        political_act: published
            .political_act
            .map(|act| PoliticalAct { document: act.document.map(|path| format!("{}{path}", state.settings.public_url())), ..act }),
        signatory: published.signatory,
        sources: json::kept(&row.sources, "territory.sources", row.id),
    })
}
