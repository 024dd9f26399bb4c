//! A government's filed request to become a member.

use sea_orm::entity::prelude::*;

use crate::kinds::AdhesionState;
use crate::partial_date::PartialDate;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "adhesion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: Uuid,
    pub pledge_id: Option<Uuid>,
    pub state: AdhesionState,
    /// The answers, as `AdhesionFields` of the api crate.
    pub fields: Json,
    pub created_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub submitted_at: Option<DateTimeUtc>,
    /// Who, on the government's side or above it, confirmed that the signatory may bind the authority.
    pub authority_confirmed_by: Option<String>,
    pub authority_how: Option<String>,
    pub authority_on: Option<PartialDate>,
    pub authority_recorded_by: Option<Uuid>,
    pub authority_recorded_at: Option<DateTimeUtc>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decision_reason: Option<String>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
