//! `POST /v1/changes/{seq}/redact`

use actix_web::{HttpResponse, http::header, post, web};
use entity::{history, kinds::RedactionReason};
use kernel::{
    db::history::texts::places,
    fields::{Fields, tidy},
    policy::Permission,
    problem::{Code, FieldCode, Problem},
    shapes::Text,
};
use rest::{caller::SignedIn, conditional, failure::Answer, input::Body, language::Lang};
use sea_orm::EntityTrait;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Change, mails,
    redaction::{self, Redaction},
};
use crate::{state::State, territories::rules};

/// Characters of a note.
const NOTE: usize = 500;
/// Far more texts than one change has.
const TEXTS: usize = 500;

/// Which words go, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionIn {
    /// Where in `facts` the words stand: some of the change's `texts`. Empty just for a change of before words were kept apart from it, which
    /// has none: then all its facts are withheld.
    #[schema(example = json!(["/changes/0/new"]), max_items = 500)]
    texts: Vec<String>,
    /// Public.
    reason: RedactionReason,
    /// Public. Must not repeat the words, nor name a person.
    #[schema(max_length = 500, example = "An insult, put in by a hijacked account.")]
    note: Option<String>,
    /// Language of the note (BCP 47); that of the request unless said.
    #[schema(example = "en")]
    note_lang: Option<String>,
}

/// Take words out of a change
///
/// For administrators. What somebody typed is erased for good, here and wherever the same words stand in the history of the territory concerned, of
/// its pledges, adhesions and documents; its public reasons, its former address and the answers of its adhesions lose them too. A change
/// `history.redacted` says which places, when and why; everything else stays, and the chain of the history stays whole. Words that the
/// territory's page still says are changed there first. Doing so twice changes nothing.
#[utoipa::path(
    operation_id = "redact_change",
    tag = super::TAG,
    params(("seq" = i64, Path, description = "Sequence of the change.", example = 42), rest::parameters::LangParam),
    request_body(content = RedactionIn, example = json!({ "texts": ["/changes/0/new"], "reason": "offensive", "note": "An insult." })),
    responses(
        (status = 200, description = "The change as it is now.", body = Change),
        (status = 409, description = "`still_shown`: the territory's page still says these words, see `texts`."),
    ),
    security(("bearer" = [])),
)]
#[post("/changes/{seq}/redact")]
pub async fn redact_change(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    seq: web::Path<String>,
    Lang(language): Lang,
    Body(input): Body<RedactionIn>,
) -> Answer {
    caller.must(Permission::RedactHistory)?;
    let not_found = || Problem::new(Code::NotFound);
    let seq: i64 = seq.parse().map_err(|_| not_found())?;
    let entry = history::Entity::find_by_id(seq).one(state.db.reader()).await?.ok_or_else(not_found)?;
    let mut fields = Fields::default();
    check(&entry, &input.texts, &mut fields);
    fields.optional_prose("/note", input.note.as_deref(), NOTE);
    let lang = rules::reason_lang("/note_lang", input.note_lang.as_deref(), language, &mut fields);
    fields.finish()?;
    let note = input.note.as_deref().and_then(tidy).map(|note| Text::original(note, Some(&lang)));
    let mails = mails::that_repeat(&state, &entry, &input.texts).await?;
    let (mut tx, _) = caller.write(&state, Permission::RedactHistory).await?;
    redaction::redact(&mut tx, &entry, &input.texts, &Redaction { reason: input.reason, note }, mails).await?;
    tx.commit().await?;
    let mut response = HttpResponse::Ok();
    response.insert_header(conditional::PRIVATE).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(super::one(&state, seq).await?))
}

/// Whether the change has these texts, or had them.
fn check(entry: &history::Model, texts: &[String], fields: &mut Fields) {
    if !fields.at_most("/texts", texts, TEXTS) {
        return;
    }
    let Some(places) = places(entry) else {
        return fields.require("/texts", texts.is_empty(), FieldCode::MustBeEmpty);
    };
    fields.require("/texts", !texts.is_empty(), FieldCode::Required);
    for (at, text) in texts.iter().enumerate() {
        fields.require(&format!("/texts/{at}"), places.contains(text), FieldCode::UnknownValue);
    }
}
