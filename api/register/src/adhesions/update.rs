//! `PATCH /v1/adhesions/{id}`

use actix_web::{HttpResponse, patch, web};
use entity::{facts, kinds::PublicationPart};
use kernel::{
    db::Tx,
    fields::Fields,
    policy::Permission,
    problem::{FieldCode, Result},
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use uuid::Uuid;

use super::{
    answers::Answers,
    find, get,
    model::Adhesion,
    patch::AdhesionPatch,
    rules::{self, FILLING_IN},
};
use crate::{documents, state::State};

/// Fill in an adhesion
///
/// A JSON Merge Patch of any of the answers, as often as you like while it is a draft or changes are requested. Answers may be
/// incomplete; each one given is checked. Where somebody else signs than before, a confirmation of authority is void. What may be published
/// (`publish_…`) is asked of the government: the secretariat cannot answer it. Where the secretariat or a token changes what such an answer is
/// about, the answer is open again (null), since it was given to other words.
#[utoipa::path(
    operation_id = "update_adhesion",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(
        content((AdhesionPatch = "application/merge-patch+json"), (AdhesionPatch = "application/json")),
        example = json!({ "fields": { "text_lang": "en", "motivations": "To learn from other cities.", "population": 1401235, "population_year": 2025 } }),
    ),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (status = 409, description = "`wrong_state`: it is with the secretariat, or decided."),
    ),
    security(("bearer" = ["adhesions:write"])),
)]
#[patch("/adhesions/{id}")]
pub async fn update_adhesion(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(patch): Body<AdhesionPatch>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::FileAdhesion).await?;
    let (mut tx, caller) = caller.write(&state, right).await?;
    let mut row = rules::take(&tx, row.id, &if_match, &FILLING_IN).await?;
    let before = Answers::read(&row.fields)?;
    let mut after = before.clone();
    let mut fields = Fields::default();
    own_document(&tx, row.territory_id, patch.fields.document(), &mut fields).await?;
    patch.fields.apply(&mut after, state.chance.today(), &mut fields);
    // To repeat what the government said is not to say it.
    if PublicationPart::ALL.iter().any(|part| after.consent(*part) != before.consent(*part)) {
        caller.must(Permission::AgreeToPublish(row.territory_id))?;
    }
    fields.finish()?;
    let id = row.id;
    let mut changed = after.changed_since(&before)?;
    // Whoever does not speak for the government changes what it has agreed to: that is for it to say anew.
    if !caller.may(Permission::AgreeToPublish(row.territory_id)) {
        after.ask_anew(&changed);
        changed = after.changed_since(&before)?;
    }
    if !changed.is_empty() {
        if after.signed_by_other(&before) {
            row.authority_confirmed_by = None;
            row.authority_how = None;
            row.authority_on = None;
            row.authority_recorded_by = None;
            row.authority_recorded_at = None;
        }
        row.fields = after.write()?;
        rules::save(&mut tx, row, "adhesion.filled_in", facts!({ "fields": changed })).await?;
    }
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}

/// Another territory's document does not exist here.
async fn own_document(tx: &Tx, territory_id: Uuid, document: Option<Uuid>, fields: &mut Fields) -> Result<()> {
    if let Some(id) = document {
        let found = documents::find::by_id(&**tx, id).await?;
        let own = found.is_some_and(|row| row.territory_id == territory_id);
        fields.require("/fields/act_document_id", own, FieldCode::UnknownValue);
    }
    Ok(())
}
