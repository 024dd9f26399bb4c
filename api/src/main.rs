//! The `thousand` command.

use std::{io::IsTerminal, process::ExitCode, sync::Arc};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind};
use entity::kinds::{Language, SecretariatRole};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{
    chance::{self, Chance},
    db::{
        Actor,
        history::{self, Verdict},
    },
    email_address::EmailAddress,
    jobs::Worker,
    launches, policy,
    problem::Code,
    settings::{self, Settings},
    texts,
};
use personal::{self, retention::retention};
use register::state::State;
use rustix::fs::Mode;
use thousand::{admin, app, backup, import::places, installation, seed, server, work::WORK};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

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
    /// Print who may do what, as in docs/rights.md.
    Rights,
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
    /// Named events, at which many pledge from one place: more letters may be caused from there for a while.
    Event {
        #[command(subcommand)]
        command: EventCommand,
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
        email: EmailAddress,
        #[arg(long, default_value = "administrator", value_parser = role)]
        role: SecretariatRole,
    },
}

#[derive(Subcommand)]
enum EventCommand {
    /// Open an event, or let one that is open go on. It is known to every server within seconds, and noted in the history.
    Open {
        name: String,
        /// Network address of the place, as servers see it. Without it the event is everywhere.
        #[arg(long)]
        address: Option<std::net::IpAddr>,
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=launches::LONGEST))]
        minutes: i64,
    },
    /// Close an event.
    Close { name: String },
    /// List the events that are open.
    List,
}

fn email(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|code| texts::text(Language::En, &format!("field-{}", code.as_str().replace('_', "-")), &[]))
}

fn role(text: &str) -> Result<SecretariatRole, String> {
    text.parse().map_err(|()| "a role is administrator or reviewer".to_owned())
}

#[derive(Subcommand)]
enum PersonCommand {
    /// Print everything that is kept of the person as JSON. Changes nothing.
    Export {
        #[arg(value_parser = email)]
        address: EmailAddress,
    },
    /// Erase what names the person, and say what that was. Cannot be undone.
    Erase {
        #[arg(value_parser = email)]
        address: EmailAddress,
    },
}

#[derive(Subcommand)]
enum Import {
    /// Places from a dump of GeoNames, plain or gzip. The same file twice changes nothing.
    Places { file: std::path::PathBuf },
}

#[tokio::main]
async fn main() -> ExitCode {
    // What the program makes is for its own user alone, whatever the shell's custom.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let command = settings::without_blank_variables(Cli::command());
    let cli = match command.clone().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(help) if !help.use_stderr() || help.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => help.exit(),
        Err(error) => {
            eprintln!("{}", settings::complaint(&error, &command));
            return ExitCode::from(2);
        }
    };
    let wanted = std::env::var(EnvFilter::DEFAULT_ENV).ok().filter(|text| !text.trim().is_empty());
    let filter = match wanted.as_deref().unwrap_or("info,sqlx=warn").parse::<EnvFilter>() {
        Ok(filter) => filter,
        Err(error) => {
            eprintln!("{}: {error}", EnvFilter::DEFAULT_ENV);
            return ExitCode::from(2);
        }
    };
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

/// What a command about events says.
async fn event(state: &State, command: EventCommand) -> anyhow::Result<String> {
    let told = |row: &entity::event::Model| {
        let place = row.address.as_ref().map_or_else(|| "everywhere".to_owned(), |address| format!("at {address}"));
        format!("{}: {place}, until {}", row.name, row.closes_at.format("%Y-%m-%d %H:%M UTC"))
    };
    Ok(match command {
        EventCommand::Open { name, address, minutes } => {
            told(&launches::open(&state.db, &state.throttles.events, &name, address, minutes).await?)
        }
        EventCommand::Close { name } => match launches::close(&state.db, &state.throttles.events, &name).await? {
            0 => anyhow::bail!("no event of this name is open"),
            _ => format!("{name}: closed"),
        },
        EventCommand::List => {
            let open: Vec<String> = launches::open_now(&state.db).await.map_err(anyhow::Error::from)?.iter().map(told).collect();
            if open.is_empty() { "no event is open".to_owned() } else { open.join("\n") }
        }
    })
}

async fn work(state: State, stop: CancellationToken) {
    Arc::new(Worker::new(state, &WORK)).run(stop).await;
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
    if let Command::Rights = cli.command {
        print!("{}", policy::table());
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
        println!("{}", backup::restore(&cli.settings, folder).await?);
        return Ok(ExitCode::SUCCESS);
    }
    let state = installation::open(cli.settings, Chance::new(chance::System)).await?;
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
            println!("{}", admin::create(&state, &email, role).await?);
        }
        Command::Event { command } => {
            state.db.prepare().await?;
            println!("{}", event(&state, command).await?);
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
            println!("{}", serde_json::to_string_pretty(&personal::export::export(&state, address.as_str()).await?)?);
        }
        Command::Person { command: PersonCommand::Erase { address } } => {
            state.db.prepare().await?;
            match personal::erase::erase(&state, async || Ok(state.db.write(Actor::SYSTEM).await?), address.as_str()).await {
                Ok(erasure) => println!("{}", serde_json::to_string_pretty(&erasure)?),
                Err(problem) if problem.code == Code::LastAdministrator => {
                    anyhow::bail!("this is the last administrator: make another one first with `thousand admin create`")
                }
                Err(problem) => anyhow::bail!(problem),
            }
        }
        Command::Backup { folder } => println!("{}", backup::backup(&state, &folder).await?),
        Command::Openapi | Command::Rights | Command::PersonalData { .. } | Command::Restore { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}
