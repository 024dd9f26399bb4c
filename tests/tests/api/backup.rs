use std::{
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use entity::{document, kinds::Visibility};
use kernel::{
    chance::Chance,
    db::{
        Actor,
        history::{self, Verdict},
    },
    files::spool::Spool,
    settings::Settings,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseBackend, IntoActiveModel};
use tests::TestApp;
use thousand::{backup, installation};
use uuid::Uuid;

#[tokio::test]
async fn a_backup_restores_to_the_same_data() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("backup");
    if app.state.db.reader().get_database_backend() != DatabaseBackend::Sqlite {
        let refused = backup::backup(&app.state, &target).await.expect_err("PostgreSQL has its own");
        assert!(refused.to_string().contains("pg_dump"));
        return;
    }
    std::fs::create_dir_all(app.data_dir.path().join("files/ab")).expect("a folder");
    std::fs::write(app.data_dir.path().join("files/ab/document"), "paper").expect("a file");
    std::fs::write(app.data_dir.path().join("secret.key"), "a key").expect("a key");
    // What a backup of this name left that was cut short.
    std::fs::create_dir_all(folder.path().join("backup.partial")).expect("a folder");
    std::fs::write(folder.path().join("backup.partial/thousand.sqlite"), "half").expect("a file");
    let said = backup::backup(&app.state, &target).await.expect("backed up");
    assert_eq!(std::fs::metadata(&target).expect("a folder").permissions().mode() & 0o777, 0o700, "for nobody else's eyes");
    assert!(said.contains("1 files") && said.contains("key"), "{said}");
    let again = backup::backup(&app.state, &target).await.expect_err("never overwrites");
    assert!(again.to_string().contains("exists already"));

    let elsewhere = folder.path().join("elsewhere");
    let mut settings = (*app.state.settings).clone();
    settings.data_dir = elsewhere.clone();
    settings.database_url = None;
    backup::restore(&settings, &target).await.expect("restored");
    assert_eq!(std::fs::read_to_string(elsewhere.join("files/ab/document")).expect("a file"), "paper");
    assert_eq!(std::fs::read_to_string(elsewhere.join("secret.key")).expect("a key"), "a key");
    let refused = backup::restore(&settings, &target).await.expect_err("never overwrites");
    assert!(refused.to_string().contains("exists already"), "{refused}");

    let restored = installation::open(settings, Chance::new(app.source.clone())).await.expect("the copy opens");
    assert!(matches!(history::verify(&restored.db).await.expect("an answer"), Verdict::Whole { entries: 41.., .. }));
    assert_eq!(history::verify(&restored.db).await.expect("an answer"), history::verify(&app.state.db).await.expect("an answer"));
    restored.db.clone().close().await;
}

#[tokio::test]
async fn what_is_no_backup_is_not_restored() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = (*app.state.settings).clone();
    settings.data_dir = folder.path().join("elsewhere");
    settings.database_url = None;
    let refused = backup::restore(&settings, folder.path()).await.expect_err("nothing there");
    assert!(refused.to_string().contains("is not a backup"), "{refused}");
    assert!(!settings.data_dir.exists());
}

/// A backup of an application with one document, where backups are ours to make.
async fn backed_up(app: &TestApp, folder: &Path) -> Option<(PathBuf, Uuid)> {
    if app.state.db.reader().get_database_backend() != DatabaseBackend::Sqlite {
        return None;
    }
    let row = document::Model {
        id: app.state.chance.id(),
        territory_id: Uuid::parse_str(app.json("/v1/territories/lyon").await["id"].as_str().expect("an id")).expect("an id"),
        uploaded_by: app.state.chance.id(),
        filename: "act.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: 5,
        sha256: history::digest(b"paper"),
        visibility: Visibility::Private,
        created_at: app.state.chance.now(),
        revision: 1,
    };
    let id = row.id;
    let mut spool = Spool::new(folder, 5).expect("room");
    spool.write_all(b"paper").expect("written");
    app.state.files.put(id, spool.finish()).await.expect("kept");
    let tx = app.state.db.write(Actor::SYSTEM).await.expect("begun");
    row.into_active_model().insert(&*tx).await.expect("inserted");
    tx.commit().await.expect("committed");
    let target = folder.join("backup");
    backup::backup(&app.state, &target).await.expect("backed up");
    Some((target, id))
}

fn settings_for(app: &TestApp, data: &Path) -> Settings {
    let mut settings = (*app.state.settings).clone();
    settings.data_dir = data.to_owned();
    settings.database_url = None;
    settings
}

#[tokio::test]
async fn a3_a_restore_is_refused_while_any_file_of_an_installation_is_there() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let Some((backup, _)) = backed_up(&app, folder.path()).await else { return };
    for left in ["thousand.sqlite", "thousand.sqlite-wal", "thousand.sqlite-shm", "thousand.sqlite-journal", "secret.key", "files", "mail"]
    {
        let data = folder.path().join(format!("beside {left}"));
        std::fs::create_dir_all(&data).expect("a folder");
        std::fs::write(data.join(left), "left over").expect("written");
        let refused = backup::restore(&settings_for(&app, &data), &backup).await.expect_err(left);
        assert!(refused.to_string().contains("exists already") && refused.to_string().contains(left), "{refused}");
        let there: Vec<_> = std::fs::read_dir(&data).expect("read").map(|entry| entry.expect("an entry").file_name()).collect();
        assert_eq!(there, [left], "nothing came beside it");
    }
    let wal = backup.join("thousand.sqlite-wal");
    std::fs::write(&wal, "of a live folder").expect("written");
    let refused = backup::restore(&settings_for(&app, &folder.path().join("x")), &backup).await.expect_err("a copy by hand");
    assert!(refused.to_string().contains("is not a backup"), "{refused}");
}

#[tokio::test]
async fn a3_what_is_not_whole_is_not_restored_and_leaves_nothing() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let Some((backup, document)) = backed_up(&app, folder.path()).await else { return };
    let data = folder.path().join("data");
    let settings = settings_for(&app, &data);
    let bytes = backup.join("files").join(document.to_string());
    let database = backup.join("thousand.sqlite");
    let whole = std::fs::read(&database).expect("read");

    std::fs::write(&bytes, "pap").expect("cut");
    let refused = backup::restore(&settings, &backup).await.expect_err("cut").to_string();
    assert!(refused.contains(&format!("bytes of document {document}")), "{refused}");
    std::fs::remove_file(&bytes).expect("lost");
    let refused = backup::restore(&settings, &backup).await.expect_err("lost").to_string();
    assert!(refused.contains("bytes of document"), "{refused}");
    std::fs::write(&bytes, "paper").expect("mended");

    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8192].fill(0x5a);
    std::fs::write(&database, &damaged).expect("damaged");
    let refused = format!("{:#}", backup::restore(&settings, &backup).await.expect_err("damaged"));
    assert!(refused.contains("damaged") || refused.contains("malformed"), "{refused}");

    std::fs::write(&database, &whole).expect("mended");
    let changed = sea_orm::Database::connect(format!("sqlite://{}", database.display())).await.expect("opened");
    changed.execute_unprepared("UPDATE history SET facts = '{}' WHERE seq = 7").await.expect("forged");
    changed.close().await.expect("closed");
    let refused = backup::restore(&settings, &backup).await.expect_err("forged").to_string();
    assert!(refused.contains("broken at 7"), "{refused}");
    assert_eq!(std::fs::read_dir(&data).map_or(0, Iterator::count), 0, "nothing is left");

    std::fs::write(&database, &whole).expect("mended");
    backup::restore(&settings, &backup).await.expect("restored");
    assert!(!data.join("restore.partial").exists());
}

#[tokio::test]
async fn a3_a_restore_that_was_cut_off_goes_on_and_no_server_starts_meanwhile() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let Some((backup, document)) = backed_up(&app, folder.path()).await else { return };
    let data = folder.path().join("data");
    let settings = settings_for(&app, &data);
    backup::restore(&settings, &backup).await.expect("restored");
    // As it is when the files have their name and the database not yet.
    let under_way = data.join("restore.partial");
    std::fs::create_dir(&under_way).expect("a folder");
    std::fs::write(under_way.join("whole"), backup.canonicalize().expect("a path").to_str().expect("text")).expect("noted");
    std::fs::rename(data.join("thousand.sqlite"), data.join("thousand.sqlite.partial")).expect("as before");
    let refused = installation::open(settings.clone(), Chance::new(app.source.clone())).await.err().expect("half").to_string();
    assert!(refused.contains("a restore was cut off"), "{refused}");
    assert!(!data.join("thousand.sqlite").exists());
    let other = folder.path().join("other");
    std::fs::create_dir(&other).expect("a folder");
    std::fs::copy(backup.join("thousand.sqlite"), other.join("thousand.sqlite")).expect("copied");
    let refused = backup::restore(&settings, &other).await.expect_err("another one").to_string();
    assert!(refused.contains("was cut off") && refused.contains("to finish it"), "{refused}");
    backup::restore(&settings, &backup).await.expect("finished");
    let restored = installation::open(settings, Chance::new(app.source.clone())).await.expect("it opens");
    assert!(matches!(history::verify(&restored.db).await.expect("an answer"), Verdict::Whole { .. }));
    assert_eq!(std::fs::read(data.join("files").join(document.to_string())).expect("read"), b"paper");
    restored.db.clone().close().await;
}
