//! How a government joins: pledge, adhesion, comments, documents.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{foreign_key, index, key_text, migration, one_of};

migration!(up, &["pledge", "adhesion", "comment", "document"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("pledge")
                .col(uuid("id").primary_key())
                .col(uuid_null("territory_id"))
                .col(one_of("pledge", "state", &["unconfirmed", "public", "fulfilled", "removed"]))
                .col(big_integer_null("geonames_id"))
                .col(text("name"))
                .col(key_text(manager, "country"))
                .col(one_of("pledge", "level", &["municipal", "intermediate", "regional", "special"]))
                .col(text_null("kind_local"))
                .col(big_integer_null("population"))
                .col(text("signatory_name"))
                .col(text("signatory_office"))
                .col(text("email"))
                .col(boolean("free_mail"))
                .col(boolean("opened_team"))
                .col(text_null("statement"))
                .col(text_null("statement_lang"))
                .col(one_of("pledge", "language", &["en", "fr", "es", "ar"]))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("confirmed_at"))
                .col(timestamp_with_time_zone_null("removed_at"))
                .col(text_null("removed_reason"))
                .col(big_integer("revision"))
                .foreign_key(&mut foreign_key("pledge", "territory_id", ("territory", "id"), false))
                .to_owned(),
        )
        .await?;
    index(manager, "pledge", &["state", "created_at"]).await?;
    index(manager, "pledge", &["territory_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("adhesion")
                .col(uuid("id").primary_key())
                .col(uuid("territory_id"))
                .col(uuid_null("pledge_id"))
                .col(one_of("adhesion", "state", &["draft", "submitted", "changes_requested", "accepted", "declined", "withdrawn"]))
                .col(json_binary("fields"))
                .col(uuid_null("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .col(timestamp_with_time_zone_null("submitted_at"))
                .col(text_null("authority_confirmed_by"))
                .col(text_null("authority_how"))
                .col(text_null("authority_on"))
                .col(uuid_null("authority_recorded_by"))
                .col(timestamp_with_time_zone_null("authority_recorded_at"))
                .col(uuid_null("decided_by"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .col(text_null("decision_reason"))
                .col(big_integer("revision"))
                .foreign_key(&mut foreign_key("adhesion", "territory_id", ("territory", "id"), false))
                .foreign_key(&mut foreign_key("adhesion", "pledge_id", ("pledge", "id"), false))
                .to_owned(),
        )
        .await?;
    index(manager, "adhesion", &["state", "submitted_at"]).await?;
    // At most one open adhesion of a territory; the database decides races.
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE UNIQUE INDEX adhesion_one_open ON adhesion (territory_id) \
             WHERE state IN ('draft', 'submitted', 'changes_requested')",
        )
        .await?;
    index(manager, "adhesion", &["territory_id", "created_at"]).await?;
    manager
        .create_table(
            Table::create()
                .table("comment")
                .col(uuid("id").primary_key())
                .col(uuid("adhesion_id"))
                .col(text_null("field"))
                .col(uuid_null("reply_to"))
                .col(uuid("author_id"))
                .col(boolean("by_secretariat"))
                .col(text("body"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("resolved_at"))
                .col(uuid_null("resolved_by"))
                .foreign_key(&mut foreign_key("comment", "adhesion_id", ("adhesion", "id"), true))
                .foreign_key(&mut foreign_key("comment", "reply_to", ("comment", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "comment", &["adhesion_id", "created_at"]).await?;
    manager
        .create_table(
            Table::create()
                .table("document")
                .col(uuid("id").primary_key())
                .col(uuid("territory_id"))
                .col(uuid("uploaded_by"))
                .col(text("filename"))
                .col(text("media_type"))
                .col(big_integer("bytes"))
                .col(text("sha256"))
                .col(one_of("document", "visibility", &["private", "public"]))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("revision"))
                .foreign_key(&mut foreign_key("document", "territory_id", ("territory", "id"), false))
                .to_owned(),
        )
        .await?;
    index(manager, "document", &["territory_id"]).await
}
