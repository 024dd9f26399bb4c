//! Who is told what.

use entity::{kinds::Notices, team_member, user};
use kernel::{
    db::Tx,
    mail::{About, Mail, Recipient, Template},
    problem::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Tells everybody of the territory's team.
pub async fn tell_team(tx: &Tx, territory_id: Uuid, template: Template, about: About) -> Result<()> {
    let members = team_member::Entity::find().filter(team_member::Column::TerritoryId.eq(territory_id));
    let ids: Vec<Uuid> = members.select_only().column(team_member::Column::UserId).into_tuple().all(&**tx).await?;
    let users = user::Entity::find().filter(user::Column::Id.is_in(ids));
    tell(tx, users, template, Some(about)).await
}

/// Tells everybody of the secretariat.
pub async fn tell_secretariat(tx: &Tx, template: Template, about: impl Into<Option<About>>) -> Result<()> {
    let about = about.into();
    tell(tx, user::Entity::find().filter(user::Column::Role.is_not_null()), template, about).await
}

/// Everybody of the secretariat who can read mail, and when they want to be told of what is new.
pub async fn secretariat(tx: &Tx) -> Result<Vec<(Uuid, Notices)>> {
    let of_secretariat = user::Entity::find().filter(user::Column::Role.is_not_null()).filter(user::Column::DisabledAt.is_null());
    let columns = of_secretariat.select_only().columns([user::Column::Id, user::Column::Notices]);
    Ok(columns.order_by_asc(user::Column::Id).into_tuple().all(&**tx).await?)
}

async fn tell(tx: &Tx, users: sea_orm::Select<user::Entity>, template: Template, about: Option<About>) -> Result<()> {
    let active = users.filter(user::Column::DisabledAt.is_null()).select_only().column(user::Column::Id);
    let ids: Vec<Uuid> = active.into_tuple().all(&**tx).await?;
    for id in ids {
        Mail::new(template, Recipient::User(id)).about(about).enqueue(tx).await?;
    }
    Ok(())
}
