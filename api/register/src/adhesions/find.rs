//! The only queries on adhesions.

use std::collections::HashMap;

use entity::{
    adhesion, api_token,
    kinds::{Language, PledgeState},
    pledge, user,
};
use kernel::{
    caller::Caller,
    db::Tx,
    party,
    policy::Permission,
    problem::{Code, Problem, Result},
};
use rest::input;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, sea_query::SimpleExpr,
};
use uuid::Uuid;

use super::{
    answers::Answers,
    comments,
    model::{Adhesion, AdhesionPledge, AdhesionTerritory, AnswersOut, Authority, Decision, Missing},
    rules::OPEN,
};
use crate::{
    documents::{self, model::Document},
    pledges,
    state::State,
};

fn not_found() -> Problem {
    Problem::new(Code::NotFound)
}

/// An adhesion, for somebody who may do this with it. To those who may not even read it, it does not exist.
pub async fn reachable(
    state: &State,
    caller: &Caller,
    id: &str,
    permission: impl Fn(Uuid) -> Permission,
) -> Result<(adhesion::Model, Permission)> {
    let mut query = adhesion::Entity::find_by_id(input::id(id)?);
    if !caller.may(Permission::ReadAdhesions) {
        query = query.filter(stays());
    }
    let row = query.one(state.db.reader()).await?.ok_or_else(not_found)?;
    let permission = permission(row.territory_id);
    match caller.must(permission) {
        Ok(_) => Ok((row, permission)),
        Err(problem)
            if matches!(problem.code, Code::NotAllowed | Code::TokenBound) && !caller.may(Permission::ReadAdhesion(row.territory_id)) =>
        {
            Err(not_found())
        }
        Err(problem) => Err(problem),
    }
}

/// An adhesion, locked until the transaction ends.
pub async fn for_change(tx: &Tx, id: Uuid) -> Result<adhesion::Model> {
    adhesion::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or_else(not_found)
}

/// The territory's adhesion that is not decided.
pub async fn open_of(tx: &Tx, territory_id: Uuid) -> Result<Option<adhesion::Model>> {
    let query = adhesion::Entity::find().filter(adhesion::Column::TerritoryId.eq(territory_id));
    Ok(query.filter(adhesion::Column::State.is_in(OPEN)).one(&**tx).await?)
}

/// Of adhesions: all but those that went with the pledge that brought them about. Whoever filed them did not speak for the government, and
/// what the secretariat answered is not for whoever speaks for it now.
pub fn stays() -> SimpleExpr {
    let removed = pledge::Entity::find()
        .select_only()
        .column(pledge::Column::Id)
        .filter(pledge::Column::State.eq(PledgeState::Removed))
        .filter(pledge::Column::OpenedTeam.eq(true));
    adhesion::Column::PledgeId.is_null().or(adhesion::Column::PledgeId.not_in_subquery(removed.into_query()))
}

/// The territory's adhesions that [`stays`] leaves.
pub fn of_territory(territory_id: Uuid) -> Select<adhesion::Entity> {
    adhesion::Entity::find().filter(adhesion::Column::TerritoryId.eq(territory_id)).filter(stays())
}

/// The territory's last adhesion of [`of_territory`].
pub async fn last_of(tx: &Tx, territory_id: Uuid) -> Result<Option<adhesion::Model>> {
    let query = of_territory(territory_id);
    Ok(query.order_by_desc(adhesion::Column::CreatedAt).order_by_desc(adhesion::Column::Id).one(&**tx).await?)
}

/// Names of people and partners by their ids.
pub async fn names(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let users = user::Entity::find().filter(user::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let tokens = api_token::Entity::find().filter(api_token::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let names = users.into_iter().map(|row| (row.id, row.name));
    Ok(names.chain(tokens.into_iter().map(|row| (row.id, row.name))).collect())
}

/// An adhesion in full, as far as the caller may see it.
pub async fn in_full(state: &State, caller: &Caller, row: adhesion::Model, language: Language) -> Result<Adhesion> {
    let db = state.db.reader();
    let reference = state.reference.get(&state.db).await?;
    let territory = party::by_id(db, row.territory_id).await?;
    let mut answers = Answers::read(&row.fields)?;
    let missing = answers.missing().into_iter().map(|error| Missing { pointer: error.pointer, code: error.code }).collect();
    let contacts_withheld = !caller.may(Permission::ReadContacts(row.territory_id));
    if contacts_withheld {
        answers.contacts.clear();
    }
    let act_document = match answers.act_document_id {
        Some(id) => documents::find::by_id(db, id).await?.map(Document::of),
        None => None,
    };
    let pledge = match row.pledge_id {
        Some(id) => pledges::find::shaped(state, vec![pledges::find::by_id(db, id).await?], language).await?.pop(),
        None => None,
    };
    let comments = comments::count::of(db, row.id).await?;
    let decision = Decision::of(&row);
    Ok(Adhesion {
        id: row.id,
        territory: AdhesionTerritory::of(&territory, &reference, language),
        pledge: pledge.map(|pledge| AdhesionPledge::of(pledge, caller.may(Permission::ReadPledge(row.territory_id)))),
        state: row.state,
        fields: AnswersOut { answers, act_document },
        contacts_withheld,
        missing,
        decision,
        submitted_at: row.submitted_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        comments,
        authority: authority(state, row, contacts_withheld).await?,
    })
}

async fn authority(state: &State, row: adhesion::Model, withheld: bool) -> Result<Option<Authority>> {
    let recorded = row.authority_confirmed_by.zip(row.authority_how).zip(row.authority_on).zip(row.authority_recorded_at);
    let Some((((confirmed_by, how), on), recorded_at)) = recorded else { return Ok(None) };
    let recorder = row.authority_recorded_by.unwrap_or_default();
    let recorded_by = names(state.db.reader(), &[recorder]).await?.remove(&recorder).unwrap_or_default();
    let told = |text: String| Some(text).filter(|_| !withheld);
    let (confirmed_by, how) = (told(confirmed_by), told(how));
    Ok(Some(Authority { confirmed_by, how, on: on.as_str().to_owned(), recorded_by, recorded_at }))
}
