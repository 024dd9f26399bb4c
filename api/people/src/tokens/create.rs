//! `POST /v1/tokens`

use actix_web::{HttpResponse, http::header, post, web};
use chrono::SubsecRound;
use entity::{api_token, facts, kinds::SubjectKind};
use kernel::{
    api_tokens,
    db::Entry,
    policy::Permission,
    problem::{Code, Problem},
    state::State,
};
use rest::{answer, caller::Anybody, failure::Answer, idempotent, input::Body, language::Lang};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;

use super::{
    model::{NewToken, Token, TokenInput},
    rules,
};

/// Issue an API token
///
/// For a partner, with what it may do, where and until when: bound to territories, or to none where that is said. The secret is in this answer and nowhere else: sent again with the same
/// `Idempotency-Key`, the request is answered 409 `already_created` with the token's `id`.
#[utoipa::path(
    operation_id = "create_token",
    tag = super::TAG,
    security(("bearer" = [])),
    params(rest::parameters::IdempotencyParam, rest::parameters::LangParam),
    request_body(content = TokenInput, example = json!({
        "name": "Observatory of local rights",
        "public_name": "Observatory of local rights",
        "purpose": "Keeps our register of adhesions up to date.",
        "scopes": ["adhesions:read"],
        "territories": ["01990000-0000-7000-8000-000000000000"],
        "expires_at": "2027-06-30T00:00:00Z",
    })),
    responses(
        (status = 201, description = "The token, with its secret.", body = NewToken),
        (status = 409, description = "`already_created`: see `id`."),
    ),
)]
#[post("/tokens")]
pub async fn create_token(
    state: web::Data<State>,
    Anybody(caller): Anybody,
    Body(mut input): Body<TokenInput>,
    Lang(language): Lang,
) -> Answer {
    caller.must(Permission::ManageTokens)?;
    input.check(state.chance.now())?;
    input.scopes.sort();
    input.scopes.dedup();
    let secret = api_tokens::make(&state.chance);
    let (mut tx, caller) = caller.write(&state, Permission::ManageTokens).await?;
    let (user, _, _) = caller.person()?;
    let territories = rules::bound(&tx, &mut input).await?;
    let row = api_token::Model {
        id: tx.chance().id(),
        name: input.name.trim().to_owned(),
        public_name: input.public_name.trim().to_owned(),
        purpose: input.purpose.trim().to_owned(),
        scopes: json!(input.scopes),
        territories,
        hash: api_tokens::digest(&secret).ok_or_else(|| Problem::new(Code::Internal))?,
        last_four: secret[secret.len() - 4..].to_owned(),
        created_by: user.id,
        created_at: tx.now(),
        expires_at: input.expires_at.trunc_subsecs(6),
        last_used_at: None,
        revoked_at: None,
        revision: 0,
    };
    api_token::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let facts = facts!({ "scopes": input.scopes, "territories": input.territories, "expires_at": row.expires_at });
    let personal = json!({"name": row.name, "public_name": row.public_name, "purpose": row.purpose});
    tx.record(Entry::internal("api_token.created", SubjectKind::ApiToken, row.id).facts(facts).personal(personal));
    let done = tx.commit().await?;
    let (id, revision) = (row.id, done.revision(row.id, row.revision));
    let token = Token::of(state.db.reader(), row).await?;
    let tag = answer::private_tag(revision, language, &token)?;
    let response = HttpResponse::Created()
        .insert_header((header::LOCATION, format!("{}/v1/tokens/{id}", state.settings.public_url())))
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(NewToken { token, secret });
    Ok(idempotent::shown_once(response, id))
}
