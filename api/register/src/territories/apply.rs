//! What a patch does to a territory, and what each of its values must be like.

use chrono::NaiveDate;
use entity::{kinds::Level, leader, partial_date::PartialDate, territory};
use kernel::{
    chance::Chance,
    fields::{Fields, tidy_tag},
    problem::FieldCode,
};
use rest::patch::Patch;

use super::{
    model::Name,
    patch::{ExternalIdsPatch, KindLocalPatch, LeaderIn, PopulationPatch, PositionPatch, TerritoryPatch},
    record::Record,
    rules::{self, LINE},
};
use crate::reference::Reference;

const LEADERS: usize = 20;

impl TerritoryPatch {
    /// Changes the record and notes everything that is wrong.
    pub fn apply(self, record: &mut Record, reference: &Reference, chance: &Chance, fields: &mut Fields) {
        let today = chance.today();
        apply_names(self.name, self.name_lang, self.names, record, fields);
        let row = &mut record.row;
        row.website = match self.website {
            Patch::Set(typed) => fields.web_address("/website", &typed),
            other => other.apply(row.website.take()),
        };
        apply_kind(self.kind_local, row, fields);
        apply_population(self.population, row, today, fields);
        apply_position(self.position, row, fields);
        apply_governed(self.level, self.section, self.external_ids, row, reference, fields);
        apply_joining(self.joined_year, self.wave, row, today, fields);
        if self.leaders.is_given() {
            record.leaders = leaders(self.leaders.apply(None).unwrap_or_default(), &record.leaders, chance, fields);
        }
    }
}

fn apply_names(name: Patch<String>, name_lang: Patch<String>, names: Patch<Vec<Name>>, record: &mut Record, fields: &mut Fields) {
    if let Some(tag) = name_lang.value() {
        fields.language_tag("/name_lang", tag);
    }
    record.row.name_lang = name_lang.map(|tag| tidy_tag(&tag)).apply(record.row.name_lang.take());
    if names.is_given() {
        record.names = rules::names("/names", names.apply(None).unwrap_or_default(), fields);
    }
    let own = record.names.iter().find(|known| Some(&known.lang) == record.row.name_lang.as_ref()).map(|known| known.name.clone());
    match (name, own) {
        (Patch::Set(name), _) => {
            fields.name("/name", &name, LINE);
            record.set_name(name.trim().to_owned());
        }
        (Patch::Remove, _) => fields.wrong("/name", FieldCode::Required),
        // A corrected name in its own language is a corrected name.
        (Patch::Keep, Some(own)) => record.row.name = own,
        (Patch::Keep, None) => {}
    }
}

fn apply_kind(patch: Patch<KindLocalPatch>, row: &mut territory::Model, fields: &mut Fields) {
    let patch = match patch {
        Patch::Keep => return,
        Patch::Remove => KindLocalPatch { term: Patch::Remove, lang: Patch::Remove },
        Patch::Set(patch) => patch,
    };
    if let Some(term) = patch.term.value() {
        fields.name("/kind_local/term", term, LINE);
    }
    if let Some(tag) = patch.lang.value() {
        fields.language_tag("/kind_local/lang", tag);
    }
    row.kind_local = patch.term.map(|term| term.trim().to_owned()).apply(row.kind_local.take());
    row.kind_local_lang = patch.lang.map(|tag| tidy_tag(&tag)).apply(row.kind_local_lang.take()).filter(|_| row.kind_local.is_some());
}

fn apply_population(patch: Patch<PopulationPatch>, row: &mut territory::Model, today: NaiveDate, fields: &mut Fields) {
    let patch = match patch {
        Patch::Keep => return,
        Patch::Remove => PopulationPatch { value: Patch::Remove, year: Patch::Remove, source: Patch::Remove },
        Patch::Set(patch) => patch,
    };
    rules::population(
        "/population/value",
        patch.value.value().copied(),
        ("/population/year", patch.year.value().copied()),
        ("/population/source", patch.source.value().map(String::as_str)),
        today,
        fields,
    );
    let year = patch.year.map(|year| i32::try_from(year).unwrap_or_default());
    row.population = patch.value.apply(row.population);
    row.population_year = year.apply(row.population_year);
    row.population_source = patch.source.map(|source| source.trim().to_owned()).apply(row.population_source.take());
    if row.population.is_none() {
        let bare = row.population_year.is_none() && row.population_source.is_none();
        fields.require("/population/value", bare, FieldCode::Required);
    }
}

fn apply_position(patch: Patch<PositionPatch>, row: &mut territory::Model, fields: &mut Fields) {
    let patch = match patch {
        Patch::Keep => return,
        Patch::Remove => PositionPatch { latitude: Patch::Remove, longitude: Patch::Remove },
        Patch::Set(patch) => patch,
    };
    for (pointer, degrees, bound) in
        [("/position/latitude", patch.latitude.value(), 90), ("/position/longitude", patch.longitude.value(), 180)]
    {
        match degrees {
            Some(degrees) if *degrees < -f64::from(bound) => fields.wrong_by(pointer, FieldCode::TooSmall, i64::from(-bound)),
            Some(degrees) if *degrees > f64::from(bound) => fields.wrong_by(pointer, FieldCode::TooLarge, i64::from(bound)),
            _ => {}
        }
    }
    row.latitude = patch.latitude.apply(row.latitude);
    row.longitude = patch.longitude.apply(row.longitude);
    if row.latitude.is_some() != row.longitude.is_some() {
        fields.wrong(if row.latitude.is_none() { "/position/latitude" } else { "/position/longitude" }, FieldCode::Required);
    }
}

fn apply_governed(
    level: Patch<Level>,
    section: Patch<String>,
    ids: Patch<ExternalIdsPatch>,
    row: &mut territory::Model,
    reference: &Reference,
    fields: &mut Fields,
) {
    fields.require("/level", !matches!(level, Patch::Remove), FieldCode::Required);
    row.level = level.value().copied().unwrap_or(row.level);
    if let Some(name) = section.value() {
        let known = reference.countries.iter().any(|country| country.section.as_deref() == Some(name));
        fields.require("/section", known, FieldCode::UnknownValue);
    }
    row.section = section.apply(row.section.take());
    let ids = match ids {
        Patch::Keep => return,
        Patch::Remove => ExternalIdsPatch { geonames: Patch::Remove, wikidata: Patch::Remove, iso_3166_2: Patch::Remove },
        Patch::Set(ids) => ids,
    };
    fields.between("/external_ids/geonames", ids.geonames.value().copied(), 1, i64::from(u32::MAX));
    if let Some(id) = ids.wikidata.value() {
        let digits = id.strip_prefix('Q').unwrap_or_default();
        let usable = (1..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        fields.require("/external_ids/wikidata", usable, FieldCode::WrongFormat);
    }
    if let Some(code) = ids.iso_3166_2.value() {
        let usable = code.split_once('-').is_some_and(|(country, part)| {
            country == row.country && (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        });
        fields.require("/external_ids/iso_3166_2", usable, FieldCode::WrongFormat);
    }
    row.geonames_id = ids.geonames.apply(row.geonames_id);
    row.wikidata_id = ids.wikidata.apply(row.wikidata_id.take());
    row.iso_3166_2 = ids.iso_3166_2.apply(row.iso_3166_2.take());
}

/// The year of joining, and with it the date, which may be known to the day.
fn apply_joining(year: Patch<i64>, wave: Patch<i64>, row: &mut territory::Model, today: NaiveDate, fields: &mut Fields) {
    fields.between("/wave", wave.value().copied(), 1, 99);
    row.wave = wave.map(|wave| i32::try_from(wave).unwrap_or_default()).apply(row.wave);
    if !year.is_given() {
        return;
    }
    rules::year("/joined_year", year.value().copied(), today, fields);
    row.joined_year = year.map(|year| i32::try_from(year).unwrap_or_default()).apply(row.joined_year);
    if row.joined_on.as_ref().map(PartialDate::year) != row.joined_year {
        let date = row.joined_year.and_then(|year| year.to_string().parse().ok());
        if row.stage_since == row.joined_on {
            row.stage_since.clone_from(&date);
        }
        row.joined_on = date;
    }
}

fn leaders(given: Vec<LeaderIn>, known: &[leader::Model], chance: &Chance, fields: &mut Fields) -> Vec<leader::Model> {
    if !fields.at_most("/leaders", &given, LEADERS) {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (i, leader) in given.into_iter().enumerate() {
        let at = |member: &str| format!("/leaders/{i}/{member}");
        fields.name(&at("name"), &leader.name, LINE);
        fields.name(&at("office"), &leader.office, LINE);
        if let Some(tag) = &leader.office_lang {
            fields.language_tag(&at("office_lang"), tag);
        }
        let term = fields.period((&at("term_from"), leader.term_from.as_deref()), (&at("term_to"), leader.term_to.as_deref()));
        let office_lang = leader.office_lang.as_deref().map(tidy_tag);
        rows.push(rules::leader(known, i, (leader.name.trim(), leader.office.trim(), office_lang), term, chance));
    }
    rows
}
