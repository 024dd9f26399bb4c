//! Records that were there only by a false pledge. They are in no list, count or file; their address says that they are gone, and why.

use entity::{kinds::Stage, leader, partial_date::PartialDate, territory, territory_name};
use kernel::{
    db::{Tx, collation::sort_key, search},
    problem::Result,
    shapes::Text,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::Expr};
use serde_json::json;

/// Empties a locked record. What stays is what the secretariat needs to know it by: the name that was pledged for.
pub async fn take_away(tx: &Tx, row: territory::Model, name: &str, reason: Text) -> Result<()> {
    territory_name::Entity::delete_many().filter(territory_name::Column::TerritoryId.eq(row.id)).exec(&**tx).await?;
    leader::Entity::delete_many().filter(leader::Column::TerritoryId.eq(row.id)).exec(&**tx).await?;
    search::remove(tx, search::Noun::Territory, &[row.search_id]).await?;
    let gone = territory::Model {
        name: name.to_owned(),
        name_key: sort_key(name),
        name_lang: None,
        kind_local: None,
        kind_local_lang: None,
        population: None,
        population_year: None,
        population_source: None,
        size: entity::kinds::Size::Unknown,
        latitude: None,
        longitude: None,
        website: None,
        // The place is free for the government itself.
        geonames_id: None,
        wikidata_id: None,
        iso_3166_2: None,
        stage: Stage::None,
        stage_since: Some(PartialDate::day(tx.chance().today())),
        stage_reason: Some(reason.value),
        stage_reason_lang: reason.lang,
        removed_at: Some(tx.now()),
        published: None,
        sources: json!([]),
        updated_at: tx.now(),
        ..row
    };
    gone.into_active_model().reset_all().update(&**tx).await?;
    Ok(())
}

/// Frees an address that a false pledge had, in this country or anywhere: the government itself gets it. The record that is gone answers to its
/// id.
pub async fn give_up_address(tx: &Tx, slug: &str, country: Option<&str>) -> Result<()> {
    let there = territory::Entity::find().filter(territory::Column::Slug.eq(slug)).lock_exclusive().one(&**tx).await?;
    let Some(gone) = there.filter(|row| row.removed_at.is_some() && country.is_none_or(|country| row.country == country)) else {
        return Ok(());
    };
    territory::Entity::update_many()
        .col_expr(territory::Column::Slug, Expr::value(gone.id.to_string()))
        .filter(territory::Column::Id.eq(gone.id))
        .exec(&**tx)
        .await?;
    Ok(())
}
