//! Reference data: areas, countries, places, organisations.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{index, key_text, migration, one_of};

migration!(up, &["area", "country", "place", "organisation"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("area")
                .col(text("code").primary_key())
                .col(text_null("parent"))
                .col(one_of("area", "level", &["region", "subregion", "intermediate"]))
                .col(text("name_en"))
                .col(text("name_fr"))
                .col(text("name_es"))
                .col(text("name_ar"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("country")
                .col(key_text(manager, "code").primary_key())
                .col(text("iso3"))
                .col(text("m49"))
                .col(text("name_en"))
                .col(text("name_fr"))
                .col(text("name_es"))
                .col(text("name_ar"))
                .col(text_null("section"))
                .col(text_null("region"))
                .col(text_null("subregion"))
                .col(text_null("intermediate"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("place")
                .col(big_integer("geonames_id").primary_key())
                .col(big_integer("rank").unique_key())
                .col(text("name"))
                .col(text("ascii_name"))
                .col(text("alternate_names"))
                .col(key_text(manager, "country"))
                .col(double("latitude"))
                .col(double("longitude"))
                .col(big_integer_null("population"))
                .col(text_null("admin1"))
                .to_owned(),
        )
        .await?;
    index(manager, "place", &["country", "rank"]).await?;
    manager
        .create_table(
            Table::create()
                .table("organisation")
                .col(uuid("id").primary_key())
                .col(text("slug").unique_key())
                .col(text("name"))
                .col(key_text(manager, "name_key"))
                .col(json_binary("names"))
                .col(one_of("organisation", "kind", &["network", "civil_society"]))
                .col(text_null("country"))
                .col(integer_null("joined_year"))
                .col(text_null("source_url"))
                .col(text_null("seed_digest"))
                .col(big_integer("revision"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await
}
