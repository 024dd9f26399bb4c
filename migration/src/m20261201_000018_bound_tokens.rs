//! Tokens that are bound to territories and have a public name, and the right behind a kept answer.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, migration};

migration!(up, undone by down);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "api_token", &mut text("public_name").default("").to_owned()).await?;
    manager.get_connection().execute_unprepared("UPDATE api_token SET public_name = name").await?;
    add_column(manager, "api_token", &mut json_binary_null("territories")).await?;
    add_column(manager, "idempotency_key", &mut json_binary_null("right")).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_column(manager, "idempotency_key", "right").await?;
    drop_column(manager, "api_token", "territories").await?;
    drop_column(manager, "api_token", "public_name").await
}
