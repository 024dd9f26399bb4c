//! What all cases stand on: the programs, the machine's cores, a folder with the data loaded, and lists of
//! addresses to ask for.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::{
    cores::Cores,
    load::Load,
    process::{Server, free_address, timed},
};

/// Stands in links, so that product and baselines write the same.
pub const PUBLIC_URL: &str = "http://bench.example";

pub struct Stage {
    pub cores: Cores,
    pub pairs: usize,
    pub seconds: u64,
    pub folder: TempDir,
    thousand: PathBuf,
    data: PathBuf,
}

impl Stage {
    pub fn new(thousand: PathBuf, data: PathBuf, pairs: usize, seconds: u64) -> anyhow::Result<Self> {
        Ok(Self { cores: Cores::split()?, pairs, seconds, folder: tempfile::tempdir()?, thousand, data })
    }

    /// The 234,908 places.
    pub fn places(&self) -> PathBuf {
        self.data.join("places/geonames-cities500.tsv.gz")
    }

    /// The data folder that most cases read, with members and all places.
    pub fn var(&self) -> PathBuf {
        self.folder.path().join("var")
    }

    pub fn prepare(&self) -> anyhow::Result<()> {
        let mut seed = self.command(&self.var());
        seed.arg("seed").arg("--data").arg(&self.data);
        timed(seed)?;
        self.import(&self.var(), &self.places())?;
        Ok(())
    }

    pub fn import(&self, var: &Path, file: &Path) -> anyhow::Result<std::time::Duration> {
        let mut import = self.command(var);
        import.args(["import", "places"]).arg(file);
        timed(import)
    }

    /// The product on some data folder, at full width of the machine.
    pub fn command(&self, var: &Path) -> Command {
        self.configured(Command::new(&self.thousand), var)
    }

    fn configured(&self, mut command: Command, var: &Path) -> Command {
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("THOUSAND_") || name == "DATABASE_URL") {
            command.env_remove(name);
        }
        command.env("THOUSAND_DATA_DIR", var).env("THOUSAND_PUBLIC_URL", PUBLIC_URL).env("THOUSAND_RATE_LIMIT", "off");
        command
    }

    pub fn serve(&self, var: &Path) -> anyhow::Result<Server> {
        let bind = free_address()?;
        let mut command = self.configured(self.cores.server(&self.thousand), var);
        command.arg("serve").env("THOUSAND_BIND", bind.to_string());
        Server::start(command, bind, &var.join("server.log"))
    }

    /// A baseline of this program: `name ADDRESS …`.
    pub fn baseline(&self, name: &str, arguments: impl FnOnce(&mut Command)) -> anyhow::Result<Server> {
        let bind: SocketAddr = free_address()?;
        let mut command = self.cores.server(std::env::current_exe()?);
        command.arg(name).arg(bind.to_string());
        arguments(&mut command);
        Server::start(command, bind, &self.folder.path().join(format!("{name}.log")))
    }

    /// A baseline that reads the database of `var`.
    pub fn reading_baseline(&self, name: &str) -> anyhow::Result<Server> {
        let database = database(&self.var());
        self.baseline(name, |command| {
            command.arg(database).arg(PUBLIC_URL);
        })
    }

    /// A file of addresses.
    pub fn addresses(&self, name: &str, addresses: &[String]) -> anyhow::Result<PathBuf> {
        let file = self.folder.path().join(name);
        std::fs::write(&file, addresses.join("\n") + "\n")?;
        Ok(file)
    }

    /// Load as most cases make it.
    pub fn load(&self, name: &str, addresses: &[String]) -> anyhow::Result<Load> {
        Ok(Load { addresses: self.addresses(name, addresses)?, connections: 32, seconds: self.seconds, encoding: None })
    }

    /// How many times more requests the product answers than the baseline in the same processor time. Wall time would
    /// be the same on an idle machine; on a busy one it measures the neighbours.
    pub fn throughput(&self, load: &Load, product: &Server, baseline: &Server) -> anyhow::Result<f64> {
        let warm = Load { seconds: 1, ..load.clone() };
        warm.on(&self.cores, &product.url, 0)?;
        warm.on(&self.cores, &baseline.url, 0)?;
        let on = |server: &Server, pair: usize| {
            let before = server.processor_seconds()?;
            let requests = load.on(&self.cores, &server.url, pair + 1)?.requests;
            Ok(requests / (server.processor_seconds()? - before))
        };
        crate::pairs::ratio(self.pairs, |pair| on(product, pair), |pair| on(baseline, pair))
    }
}

pub fn database(var: &Path) -> PathBuf {
    var.join("thousand.sqlite")
}

/// Every place's id and name with its key in the order of results, in an order without meaning that is always the same.
pub fn shuffled_places(var: &Path) -> anyhow::Result<Vec<(i64, String, i64)>> {
    let connection = Connection::open(database(var))?;
    let mut places = connection.prepare("SELECT geonames_id, name, rank FROM place ORDER BY geonames_id * 7919 % 104729, geonames_id")?;
    let rows = places.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(rows)
}
