//! `GET /v1/adhesions`

use std::collections::{BTreeSet, HashMap};

use actix_web::{HttpRequest, get, web};
use entity::{
    adhesion,
    kinds::{AdhesionState, Language},
    publication, territory,
};
use kernel::{
    caller::Caller,
    db::keyset::{Key, Keyset},
    party,
    policy::Permission,
    problem::{Code, FieldCode, Problem, Result},
};
use rest::{
    caller::SignedIn,
    failure::Answer,
    input::{Params, several},
    language::Lang,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    comments, find,
    model::{AdhesionSummary, AdhesionTerritory},
};
use crate::state::State;

/// Filters always AND; several values of one filter, separated by commas, OR.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// States, separated by commas: `draft`, `submitted`, `changes_requested`, `accepted`, `declined`, `withdrawn`.
    #[param(example = "submitted")]
    state: Option<String>,
    /// Id or slug of a territory.
    #[param(example = "gwangju")]
    territory: Option<String>,
    /// `waiting`: those last accepted whose government agrees, since then, to what the secretariat has neither published nor declined to publish.
    #[param(example = "waiting")]
    publication: Option<String>,
    /// Order: `created`, `updated`, `submitted`; `-` before it reverses it. Unless said: `-updated`. Not yet sent come last.
    #[param(example = "submitted")]
    sort: Option<String>,
}

/// List adhesions
///
/// All for the secretariat, those of their own territories for teams.
#[utoipa::path(
    operation_id = "list_adhesions",
    tag = super::TAG,
    params(Filters, PageParams),
    responses((status = 200, description = "A page of adhesions.", body = Page<AdhesionSummary>)),
    security(("bearer" = ["adhesions:read"])),
)]
#[get("/adhesions")]
pub async fn list_adhesions(
    request: HttpRequest,
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    Params(filters): Params<Filters>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    let keyset = keyset(filters.sort.as_deref())?;
    let select = select(&state, &caller, &filters).await?;
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, summaries(&state, rows, language).await?, info)
}

/// What the caller may see of what they ask for.
async fn select(state: &State, caller: &Caller, filters: &Filters) -> Result<Select<adhesion::Entity>> {
    use adhesion::Column;
    let mut query = adhesion::Entity::find();
    match (caller.must(Permission::ReadAdhesions), caller) {
        (Ok(_), _) => {}
        (Err(_), Caller::Person { teams, .. }) => {
            query = query.filter(Column::TerritoryId.is_in(teams.iter().map(|member| member.territory_id))).filter(find::stays());
        }
        (Err(problem), Caller::Token { territories: Some(bound), .. }) if problem.code == Code::TokenBound => {
            query = query.filter(Column::TerritoryId.is_in(bound.iter().copied())).filter(find::stays());
        }
        (Err(problem), _) => return Err(problem),
    }
    if let Some(states) = several::<AdhesionState>("state", filters.state.as_deref())? {
        query = query.filter(Column::State.is_in(states));
    }
    if let Some(key) = &filters.territory {
        query = query.filter(Column::TerritoryId.eq(party::asked_for(state.db.reader(), key).await?));
    }
    match filters.publication.as_deref() {
        None => {}
        Some("waiting") => query = query.filter(Column::Id.is_in(waiting_for_publication(state).await?)),
        Some(_) => return Err(Problem::query("publication", FieldCode::UnknownValue)),
    }
    Ok(query)
}

/// The adhesions that the pages of these governments are made from, where something waits for the secretariat.
async fn waiting_for_publication(state: &State) -> Result<Vec<Uuid>> {
    use adhesion::Column;
    let db = state.db.reader();
    let waiting = publication::Entity::find().filter(publication::Column::WaitingSince.is_not_null());
    let waiting: BTreeSet<Uuid> =
        waiting.select_only().column(publication::Column::TerritoryId).into_tuple::<Uuid>().all(db).await?.into_iter().collect();
    let accepted = adhesion::Entity::find().filter(Column::TerritoryId.is_in(waiting)).filter(Column::State.eq(AdhesionState::Accepted));
    let accepted =
        accepted.order_by_asc(Column::DecidedAt).order_by_asc(Column::Id).select_only().columns([Column::TerritoryId, Column::Id]);
    // The later takes the place of the earlier.
    let last: HashMap<Uuid, Uuid> = accepted.into_tuple::<(Uuid, Uuid)>().all(db).await?.into_iter().collect();
    Ok(last.into_values().collect())
}

fn keyset(sort: Option<&str>) -> Result<Keyset<adhesion::Model>> {
    use adhesion::{Column, Model};
    let sort = sort.unwrap_or("-updated");
    let (descending, field) = sort.strip_prefix('-').map_or((false, sort), |rest| (true, rest));
    let first = match field {
        "created" => Key::new(Column::CreatedAt, descending, |row: &Model| row.created_at.into()),
        "updated" => Key::new(Column::UpdatedAt, descending, |row: &Model| row.updated_at.into()),
        "submitted" => Key::nullable(Column::SubmittedAt, descending, |row: &Model| row.submitted_at.into()),
        _ => return Err(Problem::query("sort", FieldCode::UnknownValue)),
    };
    Ok(Keyset::new(vec![first, Key::new(Column::Id, descending, |row: &Model| row.id.into())], sort.to_owned()))
}

async fn summaries(state: &State, rows: Vec<adhesion::Model>, language: Language) -> Result<Vec<AdhesionSummary>> {
    let reference = state.reference.get(&state.db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let open_comments = comments::count::open(state.db.reader(), &ids).await?;
    let query = territory::Entity::find().filter(territory::Column::Id.is_in(rows.iter().map(|row| row.territory_id)));
    let territories: HashMap<Uuid, territory::Model> = query.all(state.db.reader()).await?.into_iter().map(|row| (row.id, row)).collect();
    let shape = |row: adhesion::Model| {
        let territory = territories.get(&row.territory_id)?;
        Some(AdhesionSummary {
            id: row.id,
            territory: AdhesionTerritory::of(territory, &reference, language),
            state: row.state,
            submitted_at: row.submitted_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            open_comments: open_comments.get(&row.id).copied().unwrap_or_default(),
            authority_confirmed: row.authority_recorded_at.is_some(),
        })
    };
    Ok(rows.into_iter().filter_map(shape).collect())
}
