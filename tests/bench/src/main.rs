//! `make bench`: how far the product is from what its parts can do at best.
//!
//! Every case measures the product and a baseline in turn, on the same data, and gives their ratio. The
//! baselines are servers and importers of this program, run as processes of their own.

mod baseline;
mod cases;
mod cores;
mod fetch;
mod load;
mod pairs;
mod process;
mod report;
mod stage;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure, and print a table of ratios.
    Run(cases::Options),
    /// Serve answers kept in a folder: a bare actix-web handler.
    ServeBytes { bind: SocketAddr, folder: PathBuf },
    /// Serve places by SeaORM, with the product's own queries and nothing around them.
    ServeOrm { bind: SocketAddr, database: PathBuf, public_url: String },
    /// Serve places by hand-written rusqlite.
    ServeRusqlite { bind: SocketAddr, database: PathBuf, public_url: String },
    /// Import places by rusqlite into a database that has the tables.
    Import { file: PathBuf, database: PathBuf },
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    actix_web::rt::System::new().block_on(async {
        match cli.command {
            Command::Run(options) => cases::run(options).await,
            Command::ServeBytes { bind, folder } => baseline::bytes::serve(bind, &folder).await,
            Command::ServeOrm { bind, database, public_url } => baseline::orm::serve(bind, &database, public_url).await,
            Command::ServeRusqlite { bind, database, public_url } => baseline::by_hand::serve(bind, &database, public_url).await,
            Command::Import { file, database } => baseline::import::import(&file, &database),
        }
    })
}
