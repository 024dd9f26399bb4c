//! What every request and job may use.

use std::sync::Arc;

use crate::{
    chance::Chance,
    db::Db,
    files::{Files, keep_private, private_folder},
    keys::Keys,
    mail::Mailer,
    passwords::Passwords,
    settings::Settings,
    throttles::Throttles,
};

/// Cheap to clone; one per process, shared by all worker threads.
#[derive(Clone)]
pub struct State {
    pub db: Db,
    pub chance: Chance,
    pub settings: Arc<Settings>,
    pub keys: Arc<Keys>,
    pub files: Arc<Files>,
    pub mailer: Arc<Mailer>,
    pub passwords: Passwords,
    pub throttles: Arc<Throttles>,
}

impl State {
    /// Connects and derives keys; the database must be migrated.
    pub async fn open(settings: Settings, chance: Chance) -> anyhow::Result<Self> {
        private_folder(&settings.data_dir)
            .map_err(|error| anyhow::anyhow!("THOUSAND_DATA_DIR {}: {error}", settings.data_dir.display()))?;
        if let Some(folder) = settings.database_file().as_deref().and_then(std::path::Path::parent) {
            private_folder(folder).map_err(|error| anyhow::anyhow!("DATABASE_URL: cannot make {}: {error}", folder.display()))?;
        }
        keep_private(&settings);
        let keys = Keys::load(&settings, &chance)?;
        let files = Arc::new(Files::open(&settings)?);
        let mailer = Arc::new(Mailer::new(&settings)?);
        let db = Db::connect(&settings.database_url(), chance.clone()).await?;
        Ok(Self {
            db,
            passwords: Passwords::new(argon2::Params::default(), chance.clone()),
            throttles: Arc::new(Throttles::new(&chance)),
            chance,
            settings: Arc::new(settings),
            keys: Arc::new(keys),
            files,
            mailer,
        })
    }
}
