//! The schema on both databases.

use migration::{Migrator, MigratorTrait};
use sea_orm::{Database, DatabaseConnection, EntityTrait};
use tests::{TestApp, database::TestDatabase};

async fn fresh() -> (tempfile::TempDir, TestDatabase, DatabaseConnection) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = TestDatabase::empty(folder.path()).await;
    let url = database.url.replace("sqlite://", "sqlite:");
    let url = if url.starts_with("sqlite:") { format!("{url}?mode=rwc") } else { url };
    let connection = Database::connect(url).await.expect("connected");
    (folder, database, connection)
}

#[tokio::test]
async fn the_schema_goes_up_down_and_up_again() {
    let (_folder, _database, connection) = fresh().await;
    Migrator::up(&connection, None).await.expect("up");
    assert_eq!(Migrator::get_pending_migrations(&connection).await.expect("an answer").len(), 0);
    Migrator::down(&connection, None).await.expect("down");
    Migrator::up(&connection, None).await.expect("up again");
    Migrator::up(&connection, None).await.expect("nothing is left to do");
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn the_schema_goes_down_and_up_under_real_data() {
    // One step back and forth on a seeded database: what a failed release would do.
    let app = TestApp::start().await;
    let db = app.state.db.reader();
    Migrator::down(db, Some(1)).await.expect("down");
    Migrator::up(db, None).await.expect("up");
    assert_eq!(entity::territory::Entity::find().all(db).await.expect("rows").len(), 41);
}

#[tokio::test]
async fn every_entity_is_a_table_with_its_columns() {
    let (_folder, _database, connection) = fresh().await;
    Migrator::up(&connection, None).await.expect("up");
    macro_rules! selectable {
        ($($entity:ident),+ $(,)?) => {{
            $(entity::$entity::Entity::find().one(&connection).await.unwrap_or_else(|error| panic!("{}: {error}", stringify!($entity)));)+
            [$(stringify!($entity)),+]
        }};
    }
    let checked = selectable![
        adhesion,
        api_token,
        area,
        comment,
        country,
        document,
        email_token,
        history,
        history_head,
        history_personal,
        idempotency_key,
        invitation,
        job,
        leader,
        organisation,
        place,
        pledge,
        refresh_token,
        session,
        team_member,
        territory,
        territory_name,
        upload,
        user,
    ];
    connection.close().await.expect("closed");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../entity/src");
    for file in std::fs::read_dir(folder).expect("the entities") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(!text.contains("DeriveEntityModel") || checked.contains(&name.as_str()), "{name} is not checked here");
    }
}
