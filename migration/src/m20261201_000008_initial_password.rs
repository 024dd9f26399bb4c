//! Whether an account's password is still the one that was printed when it was made.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, migration};

migration!(up, undone by down);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "user", boolean("password_is_initial").default(false)).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_column(manager, "user", "password_is_initial").await
}
