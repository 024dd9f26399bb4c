//! Countries that ISO 3166-1 does not have, where sections and organisations are known from, and pledges by address.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{index, key_text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rebuild_countries(manager, true).await?;
        add(manager, "organisation", json_binary("sources").default("[]").to_owned()).await?;
        add(manager, "pledge", key_text(manager, "email_key").default("").to_owned()).await?;
        let database = manager.get_connection();
        database.execute_unprepared("UPDATE pledge SET email_key = lower(email) WHERE state = 'unconfirmed'").await?;
        index(manager, "pledge", &["email_key", "created_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("pledge_email_key_created_at").table("pledge").to_owned()).await?;
        drop_column(manager, "pledge", "email_key").await?;
        drop_column(manager, "organisation", "sources").await?;
        rebuild_countries(manager, false).await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn drop_column(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}

/// SQLite cannot make a column nullable: a new table takes the place of the old one.
async fn rebuild_countries(manager: &SchemaManager<'_>, beside_iso: bool) -> Result<(), DbErr> {
    let code = |name: &'static str| if beside_iso { text_null(name) } else { text(name) };
    let mut table = Table::create();
    table
        .table("country_rebuilt")
        .col(key_text(manager, "code").primary_key())
        .col(code("iso3"))
        .col(code("m49"))
        .col(text("name_en"))
        .col(text("name_fr"))
        .col(text("name_es"))
        .col(text("name_ar"))
        .col(text_null("section"))
        .col(text_null("region"))
        .col(text_null("subregion"))
        .col(text_null("intermediate"));
    if beside_iso {
        table.col(text_null("section_basis")).col(text_null("section_source_url"));
    }
    manager.create_table(table.to_owned()).await?;
    let kept = "code, iso3, m49, name_en, name_fr, name_es, name_ar, section, region, subregion, intermediate";
    let database = manager.get_connection();
    database
        .execute_unprepared(&format!(
            "INSERT INTO country_rebuilt ({kept}) SELECT {kept} FROM country WHERE iso3 IS NOT NULL AND m49 IS NOT NULL"
        ))
        .await?;
    manager.drop_table(Table::drop().table("country").to_owned()).await?;
    manager.rename_table(Table::rename().table("country_rebuilt", "country").to_owned()).await
}
