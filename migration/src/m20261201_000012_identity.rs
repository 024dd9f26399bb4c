//! Whom a mailed link gives power over, one key for every address, and events that the operator opens.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{DatabaseBackend, DbErr, Statement, prelude::Uuid},
};

use crate::portable::{add_column, drop_column, index, key_text, migration};

migration!(up, undone by down);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_column(manager, "email_token", text("mailed_to").default("")).await?;
    add_column(manager, "invitation", key_text(manager, "email_key").default("")).await?;
    index(manager, "invitation", &["email_key"]).await?;
    manager
        .create_table(
            Table::create()
                .table("event")
                .col(uuid("id").primary_key())
                .col(text("name"))
                .col(text_null("address"))
                .col(timestamp_with_time_zone("opened_at"))
                .col(timestamp_with_time_zone("closes_at"))
                .col(big_integer("revision"))
                .to_owned(),
        )
        .await?;
    index(manager, "event", &["closes_at"]).await?;
    for table in ["user", "pledge", "invitation"] {
        keep_keys(manager, table).await?;
    }
    Ok(())
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table("event").to_owned()).await?;
    manager.drop_index(Index::drop().name("invitation_email_key").table("invitation").to_owned()).await?;
    drop_column(manager, "invitation", "email_key").await?;
    drop_column(manager, "email_token", "mailed_to").await
}

/// Gives every address the key of today: lower case, the host by its A-label, which also stands in the address itself. Addresses in ASCII had
/// that key before. Of two accounts that turn out to be of one address, the second stays as it was.
async fn keep_keys(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let database = manager.get_connection();
    let backend = manager.get_database_backend();
    let mark = |n: usize| if backend == DatabaseBackend::Postgres { format!("${n}") } else { "?".to_owned() };
    let rows = database
        .query_all_raw(Statement::from_string(backend, format!("SELECT id, email, email_key FROM \"{table}\" WHERE email <> ''")))
        .await?;
    for row in rows {
        let (id, email, known): (Uuid, String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let Some((address, key)) = tidied(&email) else { continue };
        if (&address, &key) == (&email, &known) {
            continue;
        }
        let taken = if table == "user" {
            format!(" AND NOT EXISTS (SELECT 1 FROM \"user\" AS other WHERE other.email_key = {} AND other.id <> {})", mark(4), mark(5))
        } else {
            String::new()
        };
        let mut values: Vec<Value> = vec![address.into(), key.clone().into(), id.into()];
        if table == "user" {
            values.extend([key.into(), id.into()]);
        }
        let sql = format!("UPDATE \"{table}\" SET email = {}, email_key = {} WHERE id = {}{taken}", mark(1), mark(2), mark(3));
        database.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

/// An address as it is stored, and its key; nothing where it never was one.
fn tidied(email: &str) -> Option<(String, String)> {
    let (local, host) = email.trim().rsplit_once('@')?;
    let host = idna::domain_to_ascii(host).ok()?;
    Some((format!("{local}@{host}"), format!("{}@{host}", local.to_lowercase())))
}
