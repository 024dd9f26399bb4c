//! A database for each test: a copy of one that was migrated and seeded once.

use std::path::{Path, PathBuf};

use clap::Parser;
use kernel::chance::Chance;
use sea_orm::{ConnectionTrait, Database};
use thousand::{import::places, installation, seed};
use tokio::sync::OnceCell;

use crate::{Arguments, clock::TestSource};

static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

enum Template {
    Sqlite(PathBuf),
    Postgres(String),
}

/// One test's database; removed with it.
pub struct TestDatabase {
    pub url: String,
}

/// The folder of the project's data files.
pub fn data_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

impl TestDatabase {
    /// Without a schema.
    pub async fn empty(folder: &Path) -> Self {
        if !on_postgres() {
            return Self { url: format!("sqlite://{}", folder.join("empty.sqlite").display()) };
        }
        let own = format!("e{}", unique());
        administer(&format!("CREATE DATABASE {own}")).await;
        Self { url: format!("{}/{own}", cluster()) }
    }

    pub async fn create(folder: &Path) -> Self {
        match TEMPLATE.get_or_init(prepare).await {
            Template::Sqlite(file) => {
                let copy = folder.join("thousand.sqlite");
                std::fs::copy(file, &copy).expect("the template is copied");
                Self { url: format!("sqlite://{}", copy.display()) }
            }
            Template::Postgres(name) => {
                let own = format!("t{}", unique());
                administer(&format!("CREATE DATABASE {own} TEMPLATE {name}")).await;
                Self { url: format!("{}/{own}", cluster()) }
            }
        }
    }
}

fn on_postgres() -> bool {
    std::env::var("TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

fn unique() -> String {
    let mut bytes = [0; 8];
    std::io::Read::read_exact(&mut std::fs::File::open("/dev/urandom").expect("randomness"), &mut bytes).expect("randomness");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn cluster() -> String {
    std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names the cluster: run the tests by `make test`")
}

async fn administer(statement: &str) {
    let connection = Database::connect(format!("{}/postgres", cluster())).await.expect("the cluster answers");
    connection.execute_unprepared(statement).await.expect(statement);
    connection.close().await.expect("closed");
}

async fn prepare() -> Template {
    let postgres = on_postgres();
    // Kept for the whole run: every test copies from it.
    let folder = tempfile::tempdir().expect("a temporary folder").keep();
    let name = format!("template_{}", unique());
    let url = if postgres {
        administer(&format!("CREATE DATABASE {name}")).await;
        format!("{}/{name}", cluster())
    } else {
        format!("sqlite://{}/template.sqlite", folder.display())
    };
    let folder_text = folder.to_string_lossy().into_owned();
    let arguments =
        ["thousand", "--data-dir", &folder_text, "--database-url", &url, "--secret-key", "a secret of the tests, long enough for keys"];
    let settings = Arguments::parse_from(arguments).settings;
    let state = installation::open(settings, Chance::new(TestSource::earlier())).await.expect("the state opens");
    state.db.migrate().await.expect("the schema is made");
    seed::seed(&state, &data_folder()).await.expect("the data is loaded");
    // A few places: the whole file would be copied for every test.
    let some = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places.tsv");
    places::import(&state, &some, None).await.expect("the places are loaded");
    state.db.clone().close().await;
    if postgres { Template::Postgres(name) } else { Template::Sqlite(folder.join("template.sqlite")) }
}
