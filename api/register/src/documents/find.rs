//! The only queries on documents.

use entity::{document, kinds::Visibility};
use kernel::{
    caller::Caller,
    policy::Permission,
    problem::{Code, Problem, Result},
};
use rest::input;
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use crate::state::State;

/// A document by id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<document::Model>> {
    Ok(document::Entity::find_by_id(id).one(db).await?)
}

/// A document that the caller may see. A private one does not exist for anybody else.
pub async fn visible(state: &State, caller: &Caller, id: &str) -> Result<document::Model> {
    let not_found = || Problem::new(Code::NotFound);
    let row = by_id(state.db.reader(), input::id(id)?).await?.ok_or_else(not_found)?;
    match (row.visibility, caller) {
        (Visibility::Public, _) => {}
        (Visibility::Private, Caller::Nobody) => return Err(not_found()),
        (Visibility::Private, caller) => {
            caller.must_or_hide(Permission::ReadAdhesion(row.territory_id))?;
        }
    }
    Ok(row)
}
