//! The `thousand` command.

use std::{io::IsTerminal, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};
use entity::kinds::SecretariatRole;
use indicatif::{ProgressBar, ProgressStyle};
use thousand::{
    admin, app, backup,
    chance::{self, Chance},
    db::{
        Actor,
        history::{self, Verdict},
    },
    http::problem::Code,
    import::places,
    jobs::Worker,
    personal::{self, retention::retention},
    seed, server,
    settings::{self, Settings},
    state::State,
};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// An open platform for governments that commit to human rights.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API, the jobs and the front end. On SQLite the schema is brought up to date first.
    Serve {
        /// Leave the jobs to `thousand worker`.
        #[arg(long)]
        no_worker: bool,
    },
    /// Run the jobs alone.
    Worker,
    /// Bring the schema up to date.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
    /// Load reference data, members and organisations. Never overwrites what a person has edited.
    Seed {
        /// Folder of the data files.
        #[arg(long, default_value = "data")]
        data: std::path::PathBuf,
    },
    /// The secretariat's accounts.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// What is kept of a person, by e-mail address, with or without an account.
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// Print docs/personal-data.md, or the times in it for the privacy page.
    PersonalData {
        #[arg(long)]
        times: bool,
    },
    /// Copy database, files and key into a new folder, while the server may go on. SQLite only.
    Backup {
        /// Folder to make.
        folder: std::path::PathBuf,
    },
    /// Put a backup where the settings expect the data. Never overwrites. SQLite only.
    Restore {
        /// Folder that `backup` made.
        folder: std::path::PathBuf,
    },
    /// Bring in data from a file.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Recompute the history's chain; fails with the first entry that does not hold.
    Verify,
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make an account, or give an existing one a new password, and print its one-time password alone.
    Create {
        #[arg(long, value_parser = email)]
        email: lettre::Address,
        #[arg(long, default_value = "administrator", value_parser = role)]
        role: SecretariatRole,
    },
}

fn email(text: &str) -> Result<lettre::Address, String> {
    text.trim().parse().map_err(|_| "this is not an e-mail address".to_owned())
}

fn role(text: &str) -> Result<SecretariatRole, String> {
    text.parse().map_err(|()| "a role is administrator or reviewer".to_owned())
}

#[derive(Subcommand)]
enum PersonCommand {
    /// Print everything that is kept of the person as JSON. Changes nothing.
    Export {
        #[arg(value_parser = email)]
        address: lettre::Address,
    },
    /// Erase what names the person, and say what that was. Cannot be undone.
    Erase {
        #[arg(value_parser = email)]
        address: lettre::Address,
    },
}

#[derive(Subcommand)]
enum Import {
    /// Places from a dump of GeoNames, plain or gzip. The same file twice changes nothing.
    Places { file: std::path::PathBuf },
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(help) if !help.use_stderr() || help.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => help.exit(),
        Err(error) => {
            eprintln!("{}", settings::complaint(&error, &Cli::command()));
            return ExitCode::from(2);
        }
    };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal()).init();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            // One clear line; the rest of the chain is what caused it.
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Shows a bar where somebody is watching.
async fn import_places(state: &State, file: &std::path::Path) -> anyhow::Result<places::Report> {
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}")?;
    places::import(state, file, Some(ProgressBar::new(0).with_style(style))).await
}

async fn work(state: State, stop: CancellationToken) {
    Worker::new(state).run(stop).await;
}

/// Ctrl-C, or the signal that service managers send.
async fn told_to_stop() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        outcome = tokio::signal::ctrl_c() => outcome,
        _ = terminate.recv() => Ok(()),
    }
}

#[expect(clippy::print_stdout, reason = "the output of a command")]
async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Openapi = cli.command {
        println!("{}", serde_json::to_string_pretty(&app::document())?);
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::PersonalData { times } = cli.command {
        match times {
            true => println!("{}", serde_json::to_string_pretty(&retention())?),
            false => print!("{}", personal::document::document()),
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Restore { folder } = &cli.command {
        println!("{}", backup::restore(&cli.settings, folder)?);
        return Ok(ExitCode::SUCCESS);
    }
    let state = State::open(cli.settings, Chance::new(chance::System)).await?;
    match cli.command {
        Command::Serve { no_worker } => {
            state.db.prepare().await?;
            let listener = std::net::TcpListener::bind(state.settings.bind)
                .map_err(|error| anyhow::anyhow!("THOUSAND_BIND {}: {error}", state.settings.bind))?;
            tracing::info!("ready at {}", state.settings.public_url());
            let stop = CancellationToken::new();
            let worker = (!no_worker).then(|| tokio::spawn(work(state.clone(), stop.clone())));
            let outcome = server::serve(state, listener).await;
            stop.cancel();
            if let Some(worker) = worker {
                worker.await?;
            }
            outcome?;
        }
        Command::Worker => {
            state.db.prepare().await?;
            let stop = CancellationToken::new();
            let worker = tokio::spawn(work(state, stop.clone()));
            told_to_stop().await?;
            stop.cancel();
            worker.await?;
        }
        Command::Migrate => state.db.migrate().await?,
        Command::Seed { data } => {
            state.db.migrate().await?;
            println!("{}", seed::seed(&state, &data).await?);
            println!("{}", import_places(&state, &data.join("places/geonames-cities15000.tsv.gz")).await?);
        }
        Command::Import { what: Import::Places { file } } => {
            state.db.prepare().await?;
            println!("{}", import_places(&state, &file).await?);
        }
        Command::Admin { command: AdminCommand::Create { email, role } } => {
            state.db.prepare().await?;
            println!("{}", admin::create(&state, email.as_ref(), role).await?);
        }
        Command::Verify => match history::verify(&state.db).await? {
            Verdict::Whole { entries, redacted } => println!("whole: {entries} entries, {redacted} redacted"),
            Verdict::Broken { seq, why } => {
                println!("broken at {seq}: {why}");
                return Ok(ExitCode::FAILURE);
            }
        },
        Command::Person { command: PersonCommand::Export { address } } => {
            state.db.prepare().await?;
            println!("{}", serde_json::to_string_pretty(&personal::export::export(&state, address.as_ref()).await?)?);
        }
        Command::Person { command: PersonCommand::Erase { address } } => {
            state.db.prepare().await?;
            match personal::erase::erase(&state, Actor::SYSTEM, address.as_ref()).await {
                Ok(erasure) => println!("{}", serde_json::to_string_pretty(&erasure)?),
                Err(problem) if problem.code == Code::LastAdministrator => {
                    anyhow::bail!("this is the last administrator: make another one first with `thousand admin create`")
                }
                Err(problem) => anyhow::bail!(problem),
            }
        }
        Command::Backup { folder } => println!("{}", backup::backup(&state, &folder).await?),
        Command::Openapi | Command::PersonalData { .. } | Command::Restore { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}
