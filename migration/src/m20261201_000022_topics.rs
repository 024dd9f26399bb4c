//! When each part of what everybody may read last changed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::migration;

migration!(up, &["topic"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create().table("topic").col(text("name").primary_key()).col(big_integer("revision")).to_owned();
    manager.create_table(table).await?;
    // Whatever was answered before is out of date.
    for name in ["territories", "organisations", "documents", "reference", "changes"] {
        let head = Query::select().expr(Expr::val(name)).column("seq").from("history_head").to_owned();
        let insert = Query::insert()
            .into_table("topic")
            .columns(["name", "revision"])
            .select_from(head)
            .map_err(|error| DbErr::Migration(error.to_string()))?
            .to_owned();
        manager.execute(insert).await?;
    }
    Ok(())
}
