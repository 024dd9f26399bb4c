//! What a confirmed pledge brings into being: the territory, and an account for its contact.

use entity::{
    kinds::{Size, Stage},
    partial_date::PartialDate,
    place, pledge, territory, user,
};
use kernel::{
    db::{Tx, collation::sort_key, search, search_id},
    email_address::EmailAddress,
    problem::{Code, Problem, Result},
};
use people::{
    sessions,
    users::{self, rules::NewUser},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use serde_json::json;

use crate::{
    reference::Reference,
    territories::{self, gone},
};

/// The government's record at stage pledged: a new one, or the one of a government that had left.
pub async fn territory(tx: &Tx, row: &pledge::Model, known: Option<territory::Model>, reference: &Reference) -> Result<territory::Model> {
    let now = tx.now();
    let pledged = PartialDate::day(now.date_naive());
    if let Some(known) = known {
        let back = territory::Model {
            stage: Stage::Pledged,
            stage_since: Some(pledged),
            stage_reason: None,
            stage_reason_lang: None,
            seed_digest: None,
            updated_at: now,
            ..known
        };
        return Ok(back.into_active_model().reset_all().update(&**tx).await?);
    }
    let country = reference.country(&row.country).ok_or_else(|| Problem::new(Code::NotFound))?;
    let place = match row.geonames_id {
        Some(id) => place::Entity::find_by_id(id).one(&**tx).await?,
        None => None,
    };
    let id = tx.chance().id();
    let spelled = place.as_ref().map_or(row.name.as_str(), |place| if place.name == row.name { &place.ascii_name } else { &row.name });
    // A number that was left as suggested is GeoNames', any other the government's own.
    let suggested = place.as_ref().is_some_and(|place| place.population.is_some() && place.population == row.population);
    let model = territory::Model {
        id,
        slug: String::new(),
        search_id: search_id(id),
        name: row.name.clone(),
        name_lang: None,
        name_key: sort_key(&row.name),
        country: row.country.clone(),
        region: country.region.clone(),
        subregion: country.subregion.clone(),
        intermediate: country.intermediate.clone(),
        section: country.section.clone(),
        level: row.level,
        kind_local: row.kind_local.clone(),
        kind_local_lang: None,
        population: row.population,
        population_year: None,
        population_source: row.population.map(|_| if suggested { "GeoNames" } else { "self-declared" }.to_owned()),
        size: Size::of(row.population),
        latitude: place.as_ref().map(|place| place.latitude),
        longitude: place.as_ref().map(|place| place.longitude),
        website: None,
        geonames_id: row.geonames_id,
        wikidata_id: None,
        iso_3166_2: None,
        stage: Stage::Pledged,
        stage_since: Some(pledged),
        stage_reason: None,
        stage_reason_lang: None,
        removed_at: None,
        joined_on: None,
        joined_year: None,
        wave: None,
        founder: false,
        published: None,
        sources: json!([]),
        seed_digest: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    let model = insert(tx, model, spelled).await?;
    search::index_territory(tx, id).await?;
    Ok(model)
}

/// Inserts the record under the first address for its page that is free, or that only a false pledge had. Whether one is free is for the
/// database to say, since others may take it at the same time.
async fn insert(tx: &Tx, mut model: territory::Model, name: &str) -> Result<territory::Model> {
    for candidate in territories::slug::candidates(name, &model.country.clone()) {
        gone::give_up_address(tx, &candidate, Some(&model.country)).await?;
        model.slug = candidate;
        let taken = OnConflict::column(territory::Column::Slug).do_nothing().to_owned();
        let insert = territory::Entity::insert(model.clone().into_active_model()).on_conflict(taken);
        if insert.exec_without_returning(&**tx).await? == 1 {
            return Ok(model);
        }
    }
    Err(Problem::internal(anyhow::anyhow!("no free slug")))
}

/// The contact's account, in the contact's name. Who could use the link reads mail at the address that it was mailed to. An account that the secretariat
/// disabled comes to nothing new by a link: 404 `link_invalid`, and the pledge waits until it is over.
pub async fn account(tx: &mut Tx, row: &pledge::Model, mailed_to: &str) -> Result<user::Model> {
    let address = EmailAddress::parse(mailed_to).map_err(|_| Problem::new(Code::LinkInvalid))?;
    // Where nobody asked for the name, the address stands for it: it is not for us to say who reads there.
    let name = if row.contact_name.is_empty() { mailed_to } else { &row.contact_name };
    let new =
        NewUser { email: address.clone(), name: name.to_owned(), language: row.language, password_hash: None, verified: true, role: None };
    let (known, _) = users::rules::find_or_add(tx, new).await?;
    if known.disabled_at.is_some() {
        return Err(Problem::new(Code::LinkInvalid));
    }
    if known.email_verified_at.is_some() {
        return Ok(known);
    }
    // Somebody else may have signed up with this address before: an unverified account keeps neither name nor password.
    let known = users::rules::introduce(tx, known, &address, name, row.language).await?;
    sessions::rules::end_all(tx, known.id).await?;
    let verified = user::Model { email_verified_at: Some(tx.now()), password_hash: None, updated_at: tx.now(), ..known };
    Ok(verified.into_active_model().reset_all().update(&**tx).await?)
}
