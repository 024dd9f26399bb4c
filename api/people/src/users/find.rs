//! Questions about people.

use entity::user;
use kernel::problem::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// The account of an address, by its key.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<user::Model>> {
    Ok(user::Entity::find().filter(user::Column::EmailKey.eq(key)).one(db).await?)
}
