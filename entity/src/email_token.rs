//! One-time links sent by mail. Only the digest is kept.

use sea_orm::entity::prelude::*;

use crate::kinds::EmailTokenPurpose;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "email_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub purpose: EmailTokenPurpose,
    /// The pledge or the user that the link is for.
    pub subject_id: Uuid,
    #[sea_orm(unique)]
    pub hash: String,
    /// Keyed digest of the address that it was mailed to: only an account with that very address obeys it.
    pub mailed_to: String,
    /// The same of the address by its key, to count what one mailbox is sent.
    pub mailbox: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    /// When the letter goes that speaks for all links gathered for the mailbox until then; absent where a letter goes at once.
    pub gathered_until: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
