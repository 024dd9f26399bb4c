//! The hash-chained history and its head.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{foreign_key, index, key_text, migration, one_of};

migration!(up, &["history", "history_personal", "history_head"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("history")
                .col(big_integer("seq").primary_key())
                .col(timestamp_with_time_zone("recorded_at"))
                .col(one_of("history", "actor_kind", &["secretariat", "team", "public", "token", "system"]))
                .col(uuid_null("actor_id"))
                .col(key_text(manager, "action"))
                .col(text("subject_kind"))
                .col(uuid("subject_id"))
                .col(one_of("history", "audience", &["public", "internal"]))
                .col(text_null("effective_on"))
                // Text, not JSON: the digest is over these very bytes.
                .col(text("facts"))
                .col(text("salt"))
                .col(text_null("personal_digest"))
                .col(text("previous_hash"))
                .col(text("hash"))
                .to_owned(),
        )
        .await?;
    index(manager, "history", &["subject_id", "seq"]).await?;
    index(manager, "history", &["audience", "seq"]).await?;
    manager
        .create_table(
            Table::create()
                .table("history_personal")
                .col(big_integer("seq").primary_key())
                .col(text("facts"))
                .col(text("salt"))
                .foreign_key(&mut foreign_key("history_personal", "seq", ("history", "seq"), false))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("history_head")
                .col(integer("id").primary_key().extra("CONSTRAINT history_head_single CHECK (id = 1)"))
                .col(big_integer("seq"))
                .col(text("hash"))
                .to_owned(),
        )
        .await?;
    let first =
        Query::insert().into_table("history_head").columns(["id", "seq", "hash"]).values_panic([1.into(), 0.into(), "".into()]).to_owned();
    manager.execute(first).await
}
