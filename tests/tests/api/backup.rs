use std::os::unix::fs::PermissionsExt;

use sea_orm::DatabaseBackend;
use tests::TestApp;
use thousand::{
    backup,
    chance::Chance,
    db::history::{self, Verdict},
    state::State,
};

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
    backup::restore(&settings, &target).expect("restored");
    assert_eq!(std::fs::read_to_string(elsewhere.join("files/ab/document")).expect("a file"), "paper");
    assert_eq!(std::fs::read_to_string(elsewhere.join("secret.key")).expect("a key"), "a key");
    let refused = backup::restore(&settings, &target).expect_err("never overwrites");
    assert!(refused.to_string().contains("exists already"), "{refused}");

    let restored = State::open(settings, Chance::new(app.source.clone())).await.expect("the copy opens");
    assert!(matches!(history::verify(&restored.db).await.expect("an answer"), Verdict::Whole { entries: 41.., .. }));
    assert_eq!(history::verify(&restored.db).await.expect("an answer"), history::verify(&app.state.db).await.expect("an answer"));
    restored.db.close().await;
}

#[tokio::test]
async fn what_is_no_backup_is_not_restored() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = (*app.state.settings).clone();
    settings.data_dir = folder.path().join("elsewhere");
    settings.database_url = None;
    let refused = backup::restore(&settings, folder.path()).expect_err("nothing there");
    assert!(refused.to_string().contains("is not a backup"), "{refused}");
    assert!(!settings.data_dir.exists());
}
