//! A person with an account.

use sea_orm::entity::prelude::*;

use crate::kinds::{Language, Notices, SecretariatRole};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Mail goes here and nowhere else. The host is in its A-label.
    pub email: String,
    /// The address as it is compared.
    #[sea_orm(unique)]
    pub email_key: String,
    pub name: String,
    pub language: Language,
    /// Argon2id in PHC form; absent until the person has chosen one.
    pub password_hash: Option<String>,
    /// It is the one that was printed when the account was made, which others may have read.
    pub password_is_initial: bool,
    pub email_verified_at: Option<DateTimeUtc>,
    pub role: Option<SecretariatRole>,
    /// Of use while the person has a role.
    pub notices: Notices,
    pub disabled_at: Option<DateTimeUtc>,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
