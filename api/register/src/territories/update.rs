//! `PATCH /v1/territories/{id}`

use actix_web::{patch, web};
use entity::{facts, kinds::SubjectKind};
use kernel::{
    caller::Caller,
    db::{Entry, Tx},
    fields::Fields,
    party,
    policy::Permission,
    problem::{Code, Problem, Result},
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{
    get,
    model::Territory,
    patch::TerritoryPatch,
    publication,
    record::{Changes, Record},
};
use crate::{pledges, state::State};

/// Change a territory
///
/// A JSON Merge Patch. The territory's team may change its name, names, kind, population, position, website and leaders; the
/// secretariat also level, section, year and wave of joining, and external ids. Of API tokens, those five need the scope
/// `territories:govern`, everything else needs `territories:write`; a change of both needs both. What changed stands in the public history;
/// seeding never overwrites it. Where the government does not agree that its leaders are published, none can be put there.
#[utoipa::path(
    operation_id = "update_territory",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id or slug.", example = "barcelona"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(
        content((TerritoryPatch = "application/merge-patch+json"), (TerritoryPatch = "application/json")),
        example = json!({ "website": "https://www.barcelona.cat", "population": { "value": 1660122, "year": 2023, "source": "Idescat" } }),
    ),
    responses(
        (status = 200, description = "The territory as it is now.", body = Territory),
        (status = 410, description = party::GONE),
        (
            status = 409,
            description = "`already_there`: another territory has this GeoNames id, or, for teams, this name in the same country. `not_agreed`: \
                           the government does not agree that its leaders are published."
        ),
    ),
    security(("bearer" = ["territories:write"]), ("bearer" = ["territories:govern"])),
)]
#[patch("/territories/{id}")]
pub async fn update_territory(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    key: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(patch): Body<TerritoryPatch>,
) -> Answer {
    let found = party::by_id_or_slug(state.db.reader(), &key).await?;
    let id = found.id;
    let right = allowed(&caller, id, &patch)?;
    let reference = state.reference.get(&state.db).await?;
    let (mut tx, caller) = caller.write(&state, right).await?;
    allowed(&caller, id, &patch)?;
    if patch.renames() {
        // Before the record, as whoever confirms a pledge does.
        pledges::rules::take_turn(&tx, &found.country).await?;
    }
    let before = Record::read(&tx, party::for_change(&tx, &id.to_string()).await?).await?;
    if_match.check(before.row.revision)?;
    let mut after = before.clone();
    let mut fields = Fields::default();
    patch.apply(&mut after, &reference, &state.chance, &mut fields);
    fields.finish()?;
    if !Changes::between(&before, &after).is_empty() {
        one_place_each(&tx, &after).await?;
        if after.leaders != before.leaders && !after.leaders.is_empty() {
            publication::choices::show_leaders(&tx, id).await?;
        }
        if !caller.may(Permission::GovernTerritory(id)) {
            nobody_elses_name(&tx, &before, &after).await?;
        }
        let changes = after.save(&tx, &before).await?;
        let entry = Entry::public("territory.updated", SubjectKind::Territory, id).facts(facts!({ "changes": changes.facts }));
        tx.record(match changes.leaders {
            Some(leaders) => entry.personal(json!({ "leaders": leaders })),
            None => entry,
        });
    }
    tx.commit().await?;
    get::as_it_is_now(&state, id, language).await
}

/// By which right: each field asks for its own. Of people, whoever governs may edit too; a token may be for either alone.
fn allowed(caller: &Caller, territory: Uuid, patch: &TerritoryPatch) -> Result<Permission> {
    let (edit, govern) = (Permission::EditTerritory(territory), Permission::GovernTerritory(territory));
    if patch.edits() || !patch.governs() {
        caller.must(edit)?;
    }
    if patch.governs() {
        caller.must(govern)?;
    }
    Ok(if patch.governs() { govern } else { edit })
}

/// 409 where a new name is that of another government of the country: a pledge must not pass for a member. Governments that do share a name are
/// named by the secretariat.
async fn nobody_elses_name(tx: &Tx, before: &Record, after: &Record) -> Result<()> {
    use entity::territory::Column;
    let known = |name: &str| before.row.name == name || before.names.iter().any(|one| one.name == name);
    let names = after.names.iter().map(|one| one.name.as_str()).chain([after.row.name.as_str()]);
    for name in names.filter(|name| !known(name)) {
        let others = Condition::all().add(Column::Country.eq(&after.row.country)).add(Column::Id.ne(after.row.id));
        pledges::rules::refuse_if_there(pledges::rules::called(&**tx, others, name).await?.as_ref())?;
    }
    Ok(())
}

/// 409 where another territory is this place of GeoNames.
async fn one_place_each(tx: &Tx, record: &Record) -> Result<()> {
    use entity::territory::{Column, Entity};
    let Some(place) = record.row.geonames_id else { return Ok(()) };
    let other = Entity::find().filter(Column::GeonamesId.eq(place)).filter(Column::Id.ne(record.row.id)).one(&**tx).await?;
    match other {
        Some(row) => Err(Problem::new(Code::AlreadyThere)
            .with("territory", json!({ "id": row.id, "slug": row.slug, "name": row.name, "stage": row.stage }))),
        None => Ok(()),
    }
}
