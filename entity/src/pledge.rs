//! A government's public promise to join.

use sea_orm::entity::prelude::*;

use crate::kinds::{Language, Level, PledgeState};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pledge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Set once confirmed.
    pub territory_id: Option<Uuid>,
    pub state: PledgeState,
    pub geonames_id: Option<i64>,
    pub name: String,
    pub country: String,
    pub level: Level,
    pub kind_local: Option<String>,
    pub population: Option<i64>,
    /// Emptied on removal, as are office, e-mail and statement.
    pub signatory_name: String,
    pub signatory_office: String,
    /// Who filled the form in and reads mail at the address: the signatory or somebody else. Emptied on removal; empty in pledges from before
    /// it was asked for.
    pub contact_name: String,
    pub email: String,
    /// The address as it is compared, emptied with it.
    pub email_key: String,
    /// The address is at a provider where anybody may open one.
    pub free_mail: bool,
    /// Confirming it made its contact lead of a team that was not there before.
    pub opened_team: bool,
    /// What the government's record said before; absent where confirming it brought the record into being, and once nothing can undo it.
    pub before: Option<Json>,
    pub statement: Option<String>,
    pub statement_lang: Option<String>,
    /// Language of the mails about it.
    pub language: Language,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub confirmed_at: Option<DateTimeUtc>,
    pub removed_at: Option<DateTimeUtc>,
    pub removed_reason: Option<String>,
    pub removed_reason_lang: Option<String>,
    /// Digest of the secret by which its sender's browser asks for the link again or corrects the address. Names nobody, and stays.
    pub sender_hash: Option<String>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
