//! An invitation to a territory's team or to the secretariat.

use sea_orm::entity::prelude::*;

use crate::kinds::Language;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    /// The address as it is compared.
    pub email_key: String,
    pub language: Language,
    /// Absent for the secretariat.
    pub territory_id: Option<Uuid>,
    /// `lead` or `editor` in a territory, `administrator` or `reviewer` in the secretariat.
    pub role: String,
    #[sea_orm(unique)]
    pub hash: String,
    pub invited_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub accepted_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
