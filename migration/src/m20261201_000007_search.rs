//! Full-text indexes. Their words are segmented, folded and normalised by the application, so that
//! both engines only have to find exact words and prefixes.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::portable::{index, key_text, migration};

/// The nouns that can be searched. `<noun>_search` maps a numeric key to words.
const NOUNS: &[&str] = &["place", "territory"];

migration!(up, &["place_search", "territory_search", "search_word"]);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    for noun in NOUNS {
        match manager.get_database_backend() {
            // The ascii tokenizer takes every character beyond ASCII for part of a word; the words
            // are already folded, so that is all it needs to know.
            DatabaseBackend::Sqlite => {
                connection
                    .execute_unprepared(&format!(
                        "CREATE VIRTUAL TABLE {noun}_search USING fts5(words, content='', contentless_delete=1, \
                         detail='none', tokenize='ascii', prefix='1 2 3')"
                    ))
                    .await?;
            }
            _ => {
                connection
                    .execute_unprepared(&format!("CREATE TABLE {noun}_search (rowid BIGINT PRIMARY KEY, words tsvector NOT NULL)"))
                    .await?;
                connection.execute_unprepared(&format!("CREATE INDEX {noun}_search_words ON {noun}_search USING gin (words)")).await?;
            }
        }
    }
    // Every word once, forwards and backwards: a word with one typo shares its first or its last half
    // with the word that was meant.
    manager
        .create_table(
            Table::create()
                .table("search_word")
                .col(key_text(manager, "noun"))
                .col(key_text(manager, "word"))
                .col(key_text(manager, "reversed"))
                .primary_key(Index::create().name("search_word_pk").col("noun").col("word"))
                .to_owned(),
        )
        .await?;
    index(manager, "search_word", &["noun", "reversed"]).await
}
