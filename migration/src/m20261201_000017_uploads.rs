//! Room taken for files on their way into the store.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{foreign_key, index, migration};

migration!(up, &["upload"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("upload")
                .col(uuid("id").primary_key())
                .col(uuid("territory_id"))
                .col(uuid("uploaded_by"))
                .col(big_integer("bytes"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .foreign_key(&mut foreign_key("upload", "territory_id", ("territory", "id"), false))
                .to_owned(),
        )
        .await?;
    index(manager, "upload", &["territory_id"]).await
}
