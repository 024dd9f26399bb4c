//! Since when a part of a page waits to be published: the government agreed to it after the secretariat had decided.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{add_column, drop_column, index, migration};

migration!(up, undone by down);

/// Of what was agreed to before nothing waits: nobody can say any more what the secretariat has seen.
async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "publication", &mut timestamp_with_time_zone_null("waiting_since")).await?;
    index(manager, "publication", &["waiting_since"]).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name("publication_waiting_since").table("publication").to_owned()).await?;
    drop_column(manager, "publication", "waiting_since").await
}
