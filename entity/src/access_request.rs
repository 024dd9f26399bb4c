//! Somebody who works for a government asks to work on its page. Deleted whole once it has served.

use sea_orm::entity::prelude::*;

use crate::kinds::{AccessRefusal, AccessRequestState, Language};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "access_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: Uuid,
    pub state: AccessRequestState,
    pub name: String,
    pub office: String,
    /// Nobody has shown yet that mail to it reaches who asks.
    pub email: String,
    /// The address as it is compared.
    pub email_key: String,
    pub message: Option<String>,
    /// Language of the mails about it.
    pub language: Language,
    pub created_at: DateTimeUtc,
    /// When it is deleted, answered or not.
    pub expires_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by: Option<Uuid>,
    /// Why it was declined.
    pub refusal: Option<AccessRefusal>,
    /// The secretariat's own words on that.
    pub refusal_text: Option<String>,
    /// What came of it.
    pub invitation_id: Option<Uuid>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
