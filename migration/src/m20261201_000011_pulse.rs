//! One row to write, by which a server finds out whether it can.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::migration;

migration!(up, &["pulse"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("pulse")
                .col(integer("id").primary_key().extra("CONSTRAINT pulse_single CHECK (id = 1)"))
                .col(timestamp_with_time_zone("at"))
                .to_owned(),
        )
        .await
}
