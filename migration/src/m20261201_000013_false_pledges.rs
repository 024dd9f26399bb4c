//! False pledges and what is told of them: records that went with one, what a record said before, reports by the public, and when the
//! secretariat is told.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, foreign_key, index, migration, one_of, one_of_null};

migration!(up, undone by down);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "territory", &mut timestamp_with_time_zone_null("removed_at")).await?;
    add_column(manager, "pledge", &mut json_binary_null("before")).await?;
    add_column(manager, "user", one_of("user", "notices", &["at_once", "daily"]).default("at_once")).await?;
    manager
        .create_table(
            Table::create()
                .table("report")
                .col(uuid("id").primary_key())
                .col(uuid("territory_id"))
                .col(one_of("report", "reason", &["not_genuine", "wrong_information", "personal_data", "inappropriate", "other"]))
                .col(text("text"))
                .col(text_null("email"))
                .col(one_of("report", "language", &["en", "fr", "es", "ar"]))
                .col(one_of("report", "state", &["open", "answered"]))
                .col(one_of_null("report", "outcome", &["removed", "corrected", "passed_on", "no_change", "abuse"]))
                .col(text_null("answer"))
                .col(uuid_null("answered_by"))
                .col(timestamp_with_time_zone_null("answered_at"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("erased_at"))
                .col(big_integer("revision"))
                .foreign_key(&mut foreign_key("report", "territory_id", ("territory", "id"), false))
                .to_owned(),
        )
        .await?;
    index(manager, "report", &["state", "created_at"]).await?;
    index(manager, "report", &["territory_id"]).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table("report").to_owned()).await?;
    drop_column(manager, "user", "notices").await?;
    drop_column(manager, "pledge", "before").await?;
    drop_column(manager, "territory", "removed_at").await
}
