//! What governments agree to publish, and requests to work on their pages.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{JsonValue, prelude::Uuid},
};

use crate::portable::{foreign_key, index, key_text, migration, one_of, one_of_null};

migration!(up, &["publication", "access_request"]);

const PARTS: &[&str] =
    &["why_local_governments", "why_human_rights", "motivations", "policies", "political_act", "act_document", "signatory", "leader"];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("publication")
                .col(uuid("territory_id"))
                .col(one_of("publication", "part", PARTS))
                .col(boolean_null("agreed"))
                .col(boolean("released"))
                .primary_key(Index::create().name("publication_pk").col("territory_id").col("part"))
                .foreign_key(&mut foreign_key("publication", "territory_id", ("territory", "id"), true))
                .to_owned(),
        )
        .await?;
    keep_what_is_public(manager).await?;
    manager
        .create_table(
            Table::create()
                .table("access_request")
                .col(uuid("id").primary_key())
                .col(uuid("territory_id"))
                .col(one_of("access_request", "state", &["open", "invited", "declined"]))
                .col(text("name"))
                .col(text("office"))
                .col(text("email"))
                .col(key_text(manager, "email_key"))
                .col(text_null("message"))
                .col(one_of("access_request", "language", &["en", "fr", "es", "ar"]))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .col(uuid_null("decided_by"))
                .col(one_of_null(
                    "access_request",
                    "refusal",
                    &["not_confirmed", "address_not_official", "ask_team", "already_invited", "other_government", "other"],
                ))
                .col(text_null("refusal_text"))
                .col(uuid_null("invitation_id"))
                .col(big_integer("revision"))
                .foreign_key(&mut foreign_key("access_request", "territory_id", ("territory", "id"), true))
                .to_owned(),
        )
        .await?;
    index(manager, "access_request", &["state", "created_at"]).await?;
    index(manager, "access_request", &["territory_id", "state"]).await?;
    index(manager, "access_request", &["email_key"]).await?;
    index(manager, "access_request", &["expires_at"]).await
}

/// What was published by choice of the review stays so. No government was asked then, and the rows say that.
async fn keep_what_is_public(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let database = manager.get_connection();
    let published =
        Query::select().columns(["id", "published"]).from("territory").and_where(Expr::col("published").is_not_null()).to_owned();
    for row in database.query_all(&published).await? {
        let (territory, page): (Uuid, JsonValue) = (row.try_get("", "id")?, row.try_get("", "published")?);
        for part in PARTS {
            let values = [territory.into(), (*part).into(), Option::<bool>::None.into(), is_public(part, &page).into()];
            let row = Query::insert()
                .into_table("publication")
                .columns(["territory_id", "part", "agreed", "released"])
                .values_panic(values)
                .to_owned();
            database.execute(&row).await?;
        }
    }
    Ok(())
}

/// Whether a page says this part. Leaders stand beside what it says of the adhesion, and were always shown.
fn is_public(part: &str, page: &JsonValue) -> bool {
    let (vision, act) = (&page["vision"], &page["political_act"]);
    let says = |value: &JsonValue| *value != JsonValue::Null;
    match part {
        "policies" => vision["policies"].as_array().is_some_and(|policies| !policies.is_empty()),
        "political_act" => ["body", "date", "link"].iter().any(|name| says(&act[name])),
        "act_document" => says(&act["document"]),
        "signatory" => says(&page["signatory"]),
        "leader" => true,
        answer => says(&vision[answer]),
    }
}
