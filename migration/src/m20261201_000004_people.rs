//! People, their sessions, invitations, teams, and partners' tokens.

use sea_orm_migration::{prelude::*, schema::*};

use crate::portable::{foreign_key, index, key_text, migration, one_of, one_of_null};

migration!(up, &["user", "session", "refresh_token", "email_token", "team_member", "invitation", "api_token"]);

const LANGUAGES: &[&str] = &["en", "fr", "es", "ar"];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("user")
                .col(uuid("id").primary_key())
                .col(text("email"))
                .col(key_text(manager, "email_key").unique_key())
                .col(text("name"))
                .col(one_of("user", "language", LANGUAGES))
                .col(text_null("password_hash"))
                .col(timestamp_with_time_zone_null("email_verified_at"))
                .col(one_of_null("user", "role", &["administrator", "reviewer"]))
                .col(timestamp_with_time_zone_null("disabled_at"))
                .col(big_integer("revision"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("session")
                .col(uuid("id").primary_key())
                .col(uuid("user_id"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .foreign_key(&mut foreign_key("session", "user_id", ("user", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "session", &["user_id"]).await?;
    index(manager, "session", &["expires_at"]).await?;
    manager
        .create_table(
            Table::create()
                .table("refresh_token")
                .col(uuid("id").primary_key())
                .col(uuid("session_id"))
                .col(key_text(manager, "hash").unique_key())
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("spent_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .col(uuid_null("replaced_by"))
                .col(timestamp_with_time_zone_null("access_used_at"))
                .foreign_key(&mut foreign_key("refresh_token", "session_id", ("session", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "refresh_token", &["session_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("email_token")
                .col(uuid("id").primary_key())
                .col(one_of("email_token", "purpose", &["confirm_pledge", "verify_email", "reset_password"]))
                .col(uuid("subject_id"))
                .col(key_text(manager, "hash").unique_key())
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .to_owned(),
        )
        .await?;
    index(manager, "email_token", &["subject_id"]).await?;
    index(manager, "email_token", &["expires_at"]).await?;
    manager
        .create_table(
            Table::create()
                .table("team_member")
                .col(uuid("territory_id"))
                .col(uuid("user_id"))
                .col(one_of("team_member", "role", &["lead", "editor"]))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().name("team_member_pk").col("territory_id").col("user_id"))
                .foreign_key(&mut foreign_key("team_member", "territory_id", ("territory", "id"), true))
                .foreign_key(&mut foreign_key("team_member", "user_id", ("user", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "team_member", &["user_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("invitation")
                .col(uuid("id").primary_key())
                .col(text("email"))
                .col(one_of("invitation", "language", LANGUAGES))
                .col(uuid_null("territory_id"))
                .col(one_of("invitation", "role", &["lead", "editor", "administrator", "reviewer"]))
                .col(key_text(manager, "hash").unique_key())
                .col(uuid_null("invited_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("accepted_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .col(big_integer("revision"))
                .foreign_key(&mut foreign_key("invitation", "territory_id", ("territory", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "invitation", &["territory_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("api_token")
                .col(uuid("id").primary_key())
                .col(text("name"))
                .col(text("purpose"))
                .col(json_binary("scopes"))
                .col(key_text(manager, "hash").unique_key())
                .col(text("last_four"))
                .col(uuid("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .col(big_integer("revision"))
                .to_owned(),
        )
        .await
}
