//! Jobs and kept answers.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{index, key_text, migration, one_of};

migration!(up, &["job", "idempotency_key"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("job")
                .col(uuid("id").primary_key())
                .col(text("kind"))
                .col(json_binary("payload"))
                .col(one_of("job", "state", &["waiting", "done", "failed"]))
                .col(timestamp_with_time_zone("run_at"))
                .col(integer("attempts"))
                .col(uuid_null("leased_by"))
                .col(timestamp_with_time_zone_null("lease_until"))
                .col(text_null("dedupe_key").unique_key())
                .col(text_null("last_error"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("finished_at"))
                .to_owned(),
        )
        .await?;
    index(manager, "job", &["state", "run_at"]).await?;
    manager
        .create_table(
            Table::create()
                .table("idempotency_key")
                .col(key_text(manager, "key").primary_key())
                .col(text("fingerprint"))
                .col(uuid("attempt"))
                .col(timestamp_with_time_zone_null("committed_at"))
                .col(uuid_null("created_id"))
                .col(integer_null("status"))
                .col(json_binary_null("headers"))
                .col(text_null("body"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .to_owned(),
        )
        .await?;
    index(manager, "idempotency_key", &["expires_at"]).await
}
