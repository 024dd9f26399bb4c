//! The schema on both databases.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, EntityTrait, QueryOrder};
use tests::{TestApp, database::TestDatabase};

pub async fn fresh() -> (tempfile::TempDir, TestDatabase, DatabaseConnection) {
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
async fn b1_addresses_of_before_get_the_key_of_today() {
    let (_folder, _database, connection) = fresh().await;
    let before = Migrator::migrations().iter().position(|step| step.name() == "m20261201_000012_identity").expect("the step");
    Migrator::up(&connection, u32::try_from(before).ok()).await.expect("up");
    let ids = [1, 2, 3, 4].map(uuid::Uuid::from_u128);
    let rows = [
        (ids[0], "Nora@Example.org", "nora@example.org"),
        (ids[1], "büro@Müller.example", "büro@müller.example"),
        // An account of the same address, as browsers send it.
        (ids[2], "büro@xn--mller-kva.example", "büro@xn--mller-kva.example"),
        (ids[3], "rui@münchen.example", "rui@münchen.example"),
    ];
    for (id, email, key) in rows {
        let values = format!("'{email}', '{key}', 'N', 'en', 0, '2026-12-01 00:00:00+00:00', '2026-12-01 00:00:00+00:00'");
        let id =
            if connection.get_database_backend() == DatabaseBackend::Postgres { format!("'{id}'") } else { format!("x'{}'", id.simple()) };
        let columns = "id, email, email_key, name, language, revision, created_at, updated_at";
        connection.execute_unprepared(&format!("INSERT INTO \"user\" ({columns}) VALUES ({id}, {values})")).await.expect("inserted");
    }
    Migrator::up(&connection, None).await.expect("up");
    let stored = entity::user::Entity::find().order_by_asc(entity::user::Column::Id).all(&connection).await.expect("rows");
    let stored: Vec<(&str, &str)> = stored.iter().map(|row| (row.email.as_str(), row.email_key.as_str())).collect();
    let expected = [
        ("Nora@example.org", "nora@example.org"),
        ("büro@Müller.example", "büro@müller.example"),
        ("büro@xn--mller-kva.example", "büro@xn--mller-kva.example"),
        ("rui@xn--mnchen-3ya.example", "rui@xn--mnchen-3ya.example"),
    ];
    assert_eq!(stored, expected);
    connection.close().await.expect("closed");
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
        access_request,
        adhesion,
        api_token,
        area,
        comment,
        country,
        document,
        email_token,
        event,
        history,
        history_head,
        history_personal,
        history_text,
        idempotency_key,
        invitation,
        job,
        leader,
        organisation,
        place,
        pledge,
        publication,
        pulse,
        topic,
        refresh_token,
        report,
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
