//! Who fills a pledge in, apart from who signs; how its sender corrects the address; and how many links one mailbox was sent.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, index, migration};

migration!(up, undone by down);

/// Nobody asked who filled in the pledges that are there: their contacts stay without a name.
async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "pledge", text("contact_name").default("")).await?;
    add_column(manager, "pledge", &mut text_null("sender_hash")).await?;
    index(manager, "email_token", &["mailed_to", "created_at"]).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name("email_token_mailed_to_created_at").table("email_token").to_owned()).await?;
    drop_column(manager, "pledge", "sender_hash").await?;
    drop_column(manager, "pledge", "contact_name").await
}
