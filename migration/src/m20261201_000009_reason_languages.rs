//! In which language a public reason is written.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, migration};

migration!(up, undone by down);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "territory", &mut text_null("stage_reason_lang")).await?;
    add_column(manager, "pledge", &mut text_null("removed_reason_lang")).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_column(manager, "pledge", "removed_reason_lang").await?;
    drop_column(manager, "territory", "stage_reason_lang").await
}
