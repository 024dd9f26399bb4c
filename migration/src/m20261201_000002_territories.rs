//! Territories, their names and leaders.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{foreign_key, index, key_text, migration, one_of};

migration!(up, &["territory", "territory_name", "leader"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("territory")
                .col(uuid("id").primary_key())
                .col(key_text(manager, "slug").unique_key())
                .col(big_integer("search_id").unique_key())
                .col(text("name"))
                .col(text_null("name_lang"))
                .col(key_text(manager, "name_key"))
                .col(key_text(manager, "country"))
                .col(text_null("region"))
                .col(text_null("subregion"))
                .col(text_null("intermediate"))
                .col(text_null("section"))
                .col(one_of("territory", "level", &["municipal", "intermediate", "regional", "special"]))
                .col(text_null("kind_local"))
                .col(text_null("kind_local_lang"))
                .col(big_integer_null("population"))
                .col(integer_null("population_year"))
                .col(text_null("population_source"))
                .col(one_of("territory", "size", &["under_50k", "50k_250k", "250k_1m", "over_1m", "unknown"]))
                .col(double_null("latitude"))
                .col(double_null("longitude"))
                .col(text_null("website"))
                .col(big_integer_null("geonames_id").unique_key())
                .col(text_null("wikidata_id"))
                .col(text_null("iso_3166_2"))
                .col(one_of("territory", "stage", &["pledged", "member", "on_hold", "withdrawn", "none"]))
                .col(text_null("stage_since"))
                .col(text_null("stage_reason"))
                .col(text_null("joined_on"))
                .col(integer_null("joined_year"))
                .col(integer_null("wave"))
                .col(boolean("founder"))
                .col(json_binary_null("published"))
                .col(json_binary("sources"))
                .col(text_null("seed_digest"))
                .col(big_integer("revision"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await?;
    index(manager, "territory", &["name_key", "id"]).await?;
    index(manager, "territory", &["country", "name_key"]).await?;
    index(manager, "territory", &["population", "id"]).await?;
    index(manager, "territory", &["stage", "name_key", "id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("territory_name")
                .col(uuid("territory_id"))
                .col(text("lang"))
                .col(text("name"))
                .primary_key(Index::create().name("territory_name_pk").col("territory_id").col("lang"))
                .foreign_key(&mut foreign_key("territory_name", "territory_id", ("territory", "id"), true))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("leader")
                .col(uuid("id").primary_key())
                .col(uuid("territory_id"))
                .col(integer("position"))
                .col(text("name"))
                .col(text("office"))
                .col(text_null("office_lang"))
                .col(text_null("term_from"))
                .col(text_null("term_to"))
                .col(text_null("term_text"))
                .col(text_null("as_of"))
                .col(text_null("source_url"))
                .foreign_key(&mut foreign_key("leader", "territory_id", ("territory", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "leader", &["territory_id", "position"]).await
}
