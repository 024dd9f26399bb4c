//! Which links one letter speaks for.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, migration};

migration!(up, undone by down);

/// Of letters that were asked for before, each speaks for itself.
async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "email_token", &mut timestamp_with_time_zone_null("gathered_until")).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_column(manager, "email_token", "gathered_until").await
}
