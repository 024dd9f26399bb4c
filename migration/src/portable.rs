//! Helpers that mean the same on SQLite and PostgreSQL.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

/// Writes the boilerplate of a step: named after its file, in a transaction, undone by dropping its
/// tables in reverse, or as it says itself.
macro_rules! migration {
    ($up:ident, undone by $down:ident) => {
        #[derive(DeriveMigrationName)]
        pub struct Migration;

        #[async_trait::async_trait]
        impl MigrationTrait for Migration {
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                $up(manager).await
            }

            async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                $down(manager).await
            }
        }
    };
    ($up:ident, $tables:expr) => {
        async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
            crate::portable::drop_tables(manager, $tables).await
        }

        crate::portable::migration!($up, undone by down);
    };
}
pub(crate) use migration;

pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}

/// Adds one column: SQLite takes one change per `ALTER`.
pub async fn add_column(manager: &SchemaManager<'_>, table: &'static str, column: &mut ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column.take()).to_owned()).await
}

pub async fn drop_column(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}

/// A text column that compares byte by byte on both databases (PostgreSQL would follow its locale).
pub fn key_text(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null();
    if manager.get_database_backend() == DatabaseBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// A text column limited to a closed list, by a named constraint.
pub fn one_of(table: &str, name: &'static str, values: &[&str]) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null().extra(check(table, name, values));
    column
}

/// As [`one_of`], or absent.
pub fn one_of_null(table: &str, name: &'static str, values: &[&str]) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().null().extra(check(table, name, values));
    column
}

fn check(table: &str, name: &str, values: &[&str]) -> String {
    let list = values.iter().map(|v| format!("'{v}'")).collect::<Vec<_>>().join(", ");
    format!("CONSTRAINT {table}_{name}_known CHECK ({name} IN ({list}))")
}

/// `CREATE INDEX <table>_<columns>`.
pub async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let mut statement = Index::create();
    statement.table(table).name(format!("{table}_{}", columns.join("_")));
    for column in columns {
        statement.col(*column);
    }
    manager.create_index(statement.to_owned()).await
}

/// A foreign key named `<table>_<column>`, deleting with its parent where `cascade` says so.
pub fn foreign_key(
    table: &'static str,
    column: &'static str,
    parent: (&'static str, &'static str),
    cascade: bool,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(parent.0, parent.1)
        .on_delete(if cascade { ForeignKeyAction::Cascade } else { ForeignKeyAction::Restrict })
        .to_owned()
}
