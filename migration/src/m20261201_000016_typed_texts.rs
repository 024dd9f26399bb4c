//! What somebody typed is kept beside the history, so that it can be erased. Entries of before stay as they are: the chain is over their bytes.
//! Undone, the texts are lost, and the chain holds only up to the first entry that had one.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, drop_tables, foreign_key, key_text, migration};

migration!(up, undone by down);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "history", &mut text_null("texts")).await?;
    add_column(manager, "history", &mut big_integer_null("redacted_by")).await?;
    manager
        .create_table(
            Table::create()
                .table("history_text")
                .col(big_integer("seq"))
                .col(key_text(manager, "pointer"))
                .col(text("text"))
                .col(text("salt"))
                .primary_key(Index::create().name("history_text_pk").col("seq").col("pointer"))
                .foreign_key(&mut foreign_key("history_text", "seq", ("history", "seq"), false))
                .to_owned(),
        )
        .await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["history_text"]).await?;
    drop_column(manager, "history", "redacted_by").await?;
    drop_column(manager, "history", "texts").await
}
