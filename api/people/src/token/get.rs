//! `GET /v1/token`

use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use entity::api_token;
use kernel::{
    caller::Caller,
    policy::Scope,
    problem::{Code, Problem},
    state::State,
};
use rest::{caller::SignedIn, conditional, failure::Answer, rate_limit};
use sea_orm::EntityTrait;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::tokens::model::TokenTerritory;

/// What the token that asks is.
#[derive(Serialize, ToSchema)]
pub struct OwnToken {
    pub id: Uuid,
    #[schema(example = "Observatory of local rights")]
    pub name: String,
    /// What the public is told where the token changed something.
    #[schema(example = "Observatory of local rights")]
    pub public_name: String,
    pub scopes: Vec<Scope>,
    /// The territories that it is bound to; null where it is bound to none.
    pub territories: Option<Vec<TokenTerritory>>,
    pub expires_at: DateTime<Utc>,
    pub limits: Limits,
}

/// How often the token may ask.
#[derive(Serialize, ToSchema)]
pub struct Limits {
    #[schema(example = 1200)]
    pub requests: u32,
    /// Seconds that they are counted for.
    #[schema(example = 60)]
    pub seconds: u64,
}

/// Ask who a token is
///
/// For the token itself: its names, scopes, territories, end and limits. People ask `GET /v1/me`.
#[utoipa::path(
    operation_id = "get_own_token",
    tag = super::TAG,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The token that was sent.", body = OwnToken),
        (status = 403, description = "`not_allowed`: a person is signed in, and no token."),
    ),
)]
#[get("/token")]
pub async fn get_own_token(SignedIn(caller): SignedIn, state: web::Data<State>) -> Answer {
    let Caller::Token { id, scopes, territories } = caller else { return Err(Problem::new(Code::NotAllowed).into()) };
    let row = api_token::Entity::find_by_id(id).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::TokenInvalid))?;
    let territories = match territories {
        Some(bound) => Some(TokenTerritory::all_of(state.db.reader(), &bound).await?),
        None => None,
    };
    let (requests, seconds) = rate_limit::of_partners();
    let token = OwnToken {
        id,
        name: row.name,
        public_name: row.public_name,
        scopes,
        territories,
        expires_at: row.expires_at,
        limits: Limits { requests, seconds },
    };
    Ok(HttpResponse::Ok().insert_header(conditional::PRIVATE).json(token))
}
