//! Settings from the environment, with defaults that work. Checked once, at the start.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use clap::{Args, Command, ValueEnum, error::ContextKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where the data lives: `sqlite://…` or `postgres://…`. Default: SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_parser = database_url)]
    pub database_url: Option<SecretString>,

    /// Address to listen on: `HOST:PORT`.
    #[arg(long, env = "THOUSAND_BIND", global = true, default_value = "127.0.0.1:8080", value_parser = address)]
    pub bind: SocketAddr,

    /// Address of the Prometheus metrics; none unless set.
    #[arg(long, env = "THOUSAND_METRICS_BIND", global = true, value_parser = address)]
    pub metrics_bind: Option<SocketAddr>,

    /// The address people use, for links in mail and pages. Default: `http://` and the bind address.
    #[arg(long, env = "THOUSAND_PUBLIC_URL", global = true, value_parser = web_url)]
    pub public_url: Option<Url>,

    /// Secret that every key is derived from, at least 32 characters. Made and kept in the data folder
    /// when absent on SQLite; required on PostgreSQL.
    #[arg(long, env = "THOUSAND_SECRET_KEY", global = true, hide_env_values = true, value_parser = secret)]
    pub secret_key: Option<SecretString>,

    /// Folder for the database, files, mail and keys.
    #[arg(long, env = "THOUSAND_DATA_DIR", global = true, default_value = "./var", value_parser = folder)]
    pub data_dir: PathBuf,

    /// Folder of the built front end. The server starts without it.
    #[arg(long, env = "THOUSAND_WEB_DIR", global = true, default_value = "frontend/build", value_parser = folder)]
    pub web_dir: PathBuf,

    /// Limits on requests per address and token; `off` for benchmarks. Sign-in throttling stays.
    #[arg(long, env = "THOUSAND_RATE_LIMIT", global = true, default_value = "on")]
    pub rate_limit: Switch,

    /// Seconds for which the body of a request may pause; with a file twice that. How long all of it may take follows: six times as long, with a file
    /// 180 times.
    #[arg(long, env = "THOUSAND_BODY_PAUSE", global = true, default_value = "10", value_parser = seconds)]
    pub body_pause: Duration,

    /// Mail server, such as `smtp://user:password@host:587?tls=required`. Absent: mail is written to
    /// `mail/*.eml` in the data folder.
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true, value_parser = smtp_url)]
    pub smtp_url: Option<SecretString>,

    /// Sender of mail.
    #[arg(long, env = "THOUSAND_MAIL_FROM", global = true, default_value = "Thousand <no-reply@localhost>", value_parser = mailbox)]
    pub mail_from: lettre::message::Mailbox,

    /// Where files go: `s3://bucket/prefix`; credentials by the `AWS_*` variables. Default: `files/` in the data folder.
    #[arg(long, env = "THOUSAND_FILES_URL", global = true, value_parser = bucket)]
    pub files_url: Option<Url>,

    /// Number of reverse proxies in front that set `X-Forwarded-For`.
    #[arg(long, env = "THOUSAND_PROXIES", global = true, default_value_t = 0, value_parser = proxies)]
    pub proxies: usize,

    /// Who runs this installation. While unset, every page says that it is a demonstration.
    #[arg(long, env = "THOUSAND_OPERATOR", global = true, value_parser = words)]
    pub operator: Option<String>,

    /// Contact shown to the public.
    #[arg(long, env = "THOUSAND_CONTACT", global = true, value_parser = words)]
    pub contact: Option<String>,

    /// Where to report a hole in security: `mailto:…` or `https://…`. Stands in `/.well-known/security.txt`, which is not there without it.
    #[arg(long, env = "THOUSAND_SECURITY_CONTACT", global = true, value_parser = security_contact)]
    pub security_contact: Option<Url>,

    /// Legal notice of the operator, as plain text.
    #[arg(long, env = "THOUSAND_IMPRINT", global = true, value_parser = words)]
    pub imprint: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl Settings {
    /// The database's address, with the default filled in.
    pub fn database_url(&self) -> SecretString {
        self.database_url.clone().unwrap_or_else(|| sqlite_url(&self.data_dir.join("thousand.sqlite")))
    }

    /// The database's file, where it is one.
    pub fn database_file(&self) -> Option<PathBuf> {
        let url = self.database_url();
        let options = url.expose_secret().strip_prefix("sqlite:").map(|_| SqliteConnectOptions::from_str(url.expose_secret()));
        Some(options?.ok()?.get_filename().to_owned())
    }

    /// Whether people come by https.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// The public address without a trailing slash.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.bind),
        }
    }
}

/// One line about what a command line or a setting has wrong. It names the setting and what is expected, and never repeats the value, which may
/// be a secret.
pub fn complaint(error: &clap::Error, command: &Command) -> String {
    let Some(argument) = error.get(ContextKind::InvalidArg).map(ToString::to_string) else {
        return error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    };
    let option = argument.split([' ', '=']).next().unwrap_or_default();
    let setting = command.get_arguments().find(|known| known.get_long() == option.strip_prefix("--")).and_then(|known| known.get_env());
    let name = setting.map_or_else(|| option.to_owned(), |setting| setting.to_string_lossy().into_owned());
    let expected = std::error::Error::source(error).map(ToString::to_string);
    let choices = || error.get(ContextKind::ValidValue).map(|choices| format!("expected one of {choices}"));
    format!("{name}: {}", expected.or_else(choices).unwrap_or_else(|| error.kind().to_string()))
}

/// What stands for itself in the address of a file.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// The address of an SQLite file, whatever characters its path has.
pub fn sqlite_url(file: &Path) -> SecretString {
    // An absolute one: what has another meaning in addresses may stand at the beginning of a relative path.
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    format!("sqlite://{}", utf8_percent_encode(&file.to_string_lossy(), PLAIN)).into()
}

/// A command that takes a variable that is set to nothing as one that is not set: files of settings leave them so.
pub fn without_blank_variables(command: Command) -> Command {
    command.mut_args(|argument| match argument.get_env() {
        Some(name) if std::env::var(name).is_ok_and(|value| value.trim().is_empty()) => argument.env(None),
        _ => argument,
    })
}

fn database_url(text: &str) -> Result<SecretString, String> {
    let works = match text.split_once("://") {
        // In memory nothing is kept, and each connection would have its own.
        Some(("sqlite", rest)) => {
            !rest.is_empty() && !rest.contains(":memory:") && !rest.contains("mode=memory") && SqliteConnectOptions::from_str(text).is_ok()
        }
        Some(("postgres" | "postgresql", rest)) => !rest.is_empty() && PgConnectOptions::from_str(text).is_ok(),
        _ => false,
    };
    if works { Ok(text.into()) } else { Err("expected sqlite://PATH or postgres://USER@HOST/NAME, other characters as %XX".into()) }
}

/// The first address of a host, of version 4 where it has one: people who type a name expect that.
fn address(text: &str) -> Result<SocketAddr, String> {
    const EXPECTED: &str = "expected HOST:PORT, such as localhost:8080";
    let found: Vec<SocketAddr> = text.to_socket_addrs().map_err(|_| EXPECTED)?.collect();
    let address = found.iter().find(|address| address.is_ipv4()).or(found.first()).ok_or(EXPECTED)?;
    // Nobody would know the port that the system chose.
    if address.port() == 0 { Err(EXPECTED.into()) } else { Ok(*address) }
}

fn folder(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("expected a folder".into()) } else { Ok(text.into()) }
}

fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("expected some text, or nothing at all".into()) } else { Ok(text.into()) }
}

fn proxies(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "expected a number".into())
}

/// Pages, links and cookies are at the root of their host, so no path is part of it.
fn web_url(text: &str) -> Result<Url, String> {
    const EXPECTED: &str = "expected http://HOST or https://HOST, without path, query or user";
    let url = Url::parse(text).map_err(|_| EXPECTED)?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && is_bare && is_anonymous { Ok(url) } else { Err(EXPECTED.into()) }
}

fn smtp_url(text: &str) -> Result<SecretString, String> {
    // The library's own message may repeat the password.
    match lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(text) {
        Ok(_) => Ok(text.into()),
        Err(_) => Err("expected smtp://HOST or smtps://USER:PASSWORD@HOST:PORT".into()),
    }
}

fn bucket(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if url.scheme() == "s3" && url.host_str().is_some_and(|bucket| !bucket.is_empty()) => Ok(url),
        _ => Err("expected s3://BUCKET/PREFIX".into()),
    }
}

fn security_contact(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "mailto" | "https") => Ok(url),
        _ => Err("expected mailto:ADDRESS or https://…".into()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.1..=3600.0).contains(seconds)).map(Duration::from_secs_f64);
    seconds.ok_or_else(|| "expected seconds between 0.1 and 3600".into())
}

fn secret(text: &str) -> Result<SecretString, String> {
    if text.chars().count() < 32 {
        return Err("expected at least 32 characters".into());
    }
    Ok(text.into())
}

fn mailbox(text: &str) -> Result<lettre::message::Mailbox, String> {
    text.parse().map_err(|_| "expected Name <address@host>".into())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        settings: Settings,
    }

    fn parsed(option: &str, value: &str) -> Settings {
        Cli::try_parse_from(["thousand", option, value]).unwrap_or_else(|error| panic!("{option} {value}: {error}")).settings
    }

    #[test]
    fn a6_a_wrong_setting_is_one_line_that_names_it_and_repeats_no_secret() {
        for (option, value, said) in [
            ("--database-url", "mysql://root:hunter2@host/x", "DATABASE_URL: expected sqlite://"),
            ("--database-url", "sqlite://", "DATABASE_URL: expected sqlite://"),
            ("--database-url", "sqlite://:memory:", "DATABASE_URL: expected sqlite://"),
            ("--database-url", "sqlite://some/what?is=this", "DATABASE_URL: expected sqlite://"),
            ("--database-url", "sqlite://some/%ff", "DATABASE_URL: expected sqlite://"),
            ("--database-url", "postgres://root:hunter2@host:port/x", "DATABASE_URL: expected sqlite://"),
            ("--secret-key", "hunter2", "THOUSAND_SECRET_KEY: expected at least 32 characters"),
            ("--bind", "nowhere", "THOUSAND_BIND: expected HOST:PORT"),
            ("--bind", "8080", "THOUSAND_BIND: expected HOST:PORT"),
            ("--bind", "127.0.0.1", "THOUSAND_BIND: expected HOST:PORT"),
            ("--bind", "127.0.0.1:0", "THOUSAND_BIND: expected HOST:PORT"),
            ("--bind", "http://localhost:8080", "THOUSAND_BIND: expected HOST:PORT"),
            ("--metrics-bind", "9090", "THOUSAND_METRICS_BIND: expected HOST:PORT"),
            ("--rate-limit", "perhaps", "THOUSAND_RATE_LIMIT: expected one of on, off"),
            ("--body-pause", "0", "THOUSAND_BODY_PAUSE: expected seconds between 0.1 and 3600"),
            ("--public-url", "ftp://host", "THOUSAND_PUBLIC_URL: expected http"),
            ("--public-url", "host:8080", "THOUSAND_PUBLIC_URL: expected http"),
            ("--public-url", "campaign.example", "THOUSAND_PUBLIC_URL: expected http"),
            ("--public-url", "https://campaign.example/rights", "THOUSAND_PUBLIC_URL: expected http"),
            ("--public-url", "https://campaign.example/?a", "THOUSAND_PUBLIC_URL: expected http"),
            ("--public-url", "https://root:hunter2@campaign.example", "THOUSAND_PUBLIC_URL: expected http"),
            ("--data-dir", "", "THOUSAND_DATA_DIR: "),
            ("--web-dir", "", "THOUSAND_WEB_DIR: "),
            ("--smtp-url", "http://root:hunter2@host", "SMTP_URL: expected smtp://"),
            ("--smtp-url", "mail.example:25", "SMTP_URL: expected smtp://"),
            ("--smtp-url", "", "SMTP_URL: "),
            ("--files-url", "file:///srv/files", "THOUSAND_FILES_URL: expected s3://BUCKET"),
            ("--files-url", "s3:///prefix", "THOUSAND_FILES_URL: expected s3://BUCKET"),
            ("--proxies", "-1", "THOUSAND_PROXIES: expected a number"),
            ("--proxies", "one", "THOUSAND_PROXIES: expected a number"),
            ("--operator", " ", "THOUSAND_OPERATOR: expected some text"),
            ("--contact", "", "THOUSAND_CONTACT: "),
            ("--imprint", "", "THOUSAND_IMPRINT: "),
            ("--mail-from", "nobody", "THOUSAND_MAIL_FROM: expected Name"),
            ("--security-contact", "nobody", "THOUSAND_SECURITY_CONTACT: expected mailto:"),
            ("--colour", "red", "--colour: "),
        ] {
            let error = Cli::try_parse_from(["thousand", &format!("{option}={value}")]).err().unwrap_or_else(|| panic!("{option} {value}"));
            let line = complaint(&error, &Cli::command());
            assert!(line.starts_with(said), "{option} {value}: {line}");
            assert!(!line.contains("hunter2") && !line.contains('\n'), "{line}");
        }
    }

    #[test]
    fn a6_addresses_may_be_names_and_public_addresses_end_as_they_like() {
        assert_eq!(parsed("--bind", "localhost:8080").bind.to_string(), "127.0.0.1:8080");
        assert_eq!(parsed("--bind", "[::1]:8080").bind.to_string(), "[::1]:8080");
        for (given, said) in [
            ("https://campaign.example", "https://campaign.example"),
            ("https://Campaign.example:443/", "https://campaign.example"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(parsed("--public-url", given).public_url(), said);
        }
    }

    #[test]
    fn a6_the_database_is_in_the_folder_whatever_its_name_has() {
        for name in ["plain", "what?is", "a#b", "100%", "%41", "with space", "a:b", "sqlite:", "é’"] {
            for folder in [format!("/srv/{name}"), name.to_owned(), format!("./{name}/deeper")] {
                let expected = std::path::absolute(Path::new(&folder).join("thousand.sqlite")).expect("a path");
                assert_eq!(parsed("--data-dir", &folder).database_file(), Some(expected), "{folder}");
            }
        }
        assert_eq!(parsed("--database-url", "sqlite:///srv/a%3Fb.db?mode=rwc").database_file(), Some("/srv/a?b.db".into()));
        assert_eq!(parsed("--database-url", "postgres://host/name").database_file(), None);
    }

    #[test]
    fn help_shows_no_secret() {
        for setting in ["database_url", "secret_key", "smtp_url"] {
            let command = Cli::command();
            let argument = command.get_arguments().find(|known| known.get_id() == setting).expect("a setting");
            assert!(argument.is_hide_env_values_set(), "{setting}");
        }
    }
}
