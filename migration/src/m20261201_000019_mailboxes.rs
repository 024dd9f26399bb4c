//! Which mailbox a link was sent to, however its address was spelt: letters to it are counted by that.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, index, migration};

migration!(up, undone by down);

/// Links of before count for no mailbox: letters are counted for an hour.
async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_index(manager, "email_token_mailed_to_created_at").await?;
    add_column(manager, "email_token", text("mailbox").default("")).await?;
    index(manager, "email_token", &["mailbox", "created_at"]).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_index(manager, "email_token_mailbox_created_at").await?;
    drop_column(manager, "email_token", "mailbox").await?;
    index(manager, "email_token", &["mailed_to", "created_at"]).await
}

async fn drop_index(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name(name).table("email_token").to_owned()).await
}
