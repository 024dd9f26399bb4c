//! Networks and coalitions: shown beside the governments, never counted among them.

use sea_orm::entity::prelude::*;

use crate::kinds::OrganisationKind;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub name: String,
    /// ICU sort key of the name, in hexadecimal.
    pub name_key: String,
    /// Names by language: `[{"lang": "en", "name": "…"}]`.
    pub names: Json,
    pub kind: OrganisationKind,
    pub country: Option<String>,
    pub joined_year: Option<i32>,
    pub source_url: Option<String>,
    /// Addresses of all pages it is known from.
    pub sources: Json,
    /// Digest of the imported row; absent once a person has edited the record.
    pub seed_digest: Option<String>,
    /// Sequence of the last history entry about this record.
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
