//! Settings from the environment, with defaults that work. Checked once, at the start.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Command, ValueEnum, error::ContextKind};
use secrecy::SecretString;
use url::Url;

#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where the data lives: `sqlite://…` or `postgres://…`. Default: SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_parser = database_url)]
    pub database_url: Option<SecretString>,

    /// Address to listen on.
    #[arg(long, env = "THOUSAND_BIND", global = true, default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,

    /// Address of the Prometheus metrics; none unless set.
    #[arg(long, env = "THOUSAND_METRICS_BIND", global = true)]
    pub metrics_bind: Option<SocketAddr>,

    /// The address people use, for links in mail and pages. Default: `http://` and the bind address.
    #[arg(long, env = "THOUSAND_PUBLIC_URL", global = true, value_parser = web_url)]
    pub public_url: Option<Url>,

    /// Secret that every key is derived from, at least 32 characters. Made and kept in the data folder
    /// when absent on SQLite; required on PostgreSQL.
    #[arg(long, env = "THOUSAND_SECRET_KEY", global = true, hide_env_values = true, value_parser = secret)]
    pub secret_key: Option<SecretString>,

    /// Folder for the database, files, mail and keys.
    #[arg(long, env = "THOUSAND_DATA_DIR", global = true, default_value = "./var")]
    pub data_dir: PathBuf,

    /// Folder of the built front end. The server starts without it.
    #[arg(long, env = "THOUSAND_WEB_DIR", global = true, default_value = "frontend/build")]
    pub web_dir: PathBuf,

    /// Limits on requests per address and token; `off` for benchmarks. Sign-in throttling stays.
    #[arg(long, env = "THOUSAND_RATE_LIMIT", global = true, default_value = "on")]
    pub rate_limit: Switch,

    /// Seconds for which the body of a request may pause. How long all of it may take follows from it: six times as long, with a file
    /// 180 times.
    #[arg(long, env = "THOUSAND_BODY_PAUSE", global = true, default_value = "10", value_parser = seconds)]
    pub body_pause: Duration,

    /// Mail server, such as `smtp://user:password@host:587?tls=required`. Absent: mail is written to
    /// `mail/*.eml` in the data folder.
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<SecretString>,

    /// Sender of mail.
    #[arg(long, env = "THOUSAND_MAIL_FROM", global = true, default_value = "Thousand <no-reply@localhost>", value_parser = mailbox)]
    pub mail_from: lettre::message::Mailbox,

    /// Where files go: `s3://bucket/prefix`; credentials by the `AWS_*` variables. Default: `files/` in the data folder.
    #[arg(long, env = "THOUSAND_FILES_URL", global = true)]
    pub files_url: Option<Url>,

    /// Number of reverse proxies in front that set `X-Forwarded-For`.
    #[arg(long, env = "THOUSAND_PROXIES", global = true, default_value_t = 0)]
    pub proxies: usize,

    /// Who runs this installation. While unset, every page says that it is a demonstration.
    #[arg(long, env = "THOUSAND_OPERATOR", global = true)]
    pub operator: Option<String>,

    /// Contact shown to the public.
    #[arg(long, env = "THOUSAND_CONTACT", global = true)]
    pub contact: Option<String>,

    /// Legal notice of the operator, as plain text.
    #[arg(long, env = "THOUSAND_IMPRINT", global = true)]
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
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("thousand.sqlite").display()).into())
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

fn database_url(text: &str) -> Result<SecretString, String> {
    match text.split_once("://") {
        Some(("sqlite" | "postgres" | "postgresql", rest)) if !rest.is_empty() => Ok(text.into()),
        _ => Err("expected sqlite://PATH or postgres://USER@HOST/NAME".into()),
    }
}

fn web_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match (url.scheme(), url.query(), url.fragment()) {
        ("http" | "https", None, None) => Ok(url),
        _ => Err("expected http://… or https://… without query".into()),
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

    #[test]
    fn a_wrong_setting_is_one_line_that_names_it_and_repeats_no_secret() {
        for (option, value, said) in [
            ("--database-url", "mysql://root:hunter2@host/x", "DATABASE_URL: expected sqlite://"),
            ("--secret-key", "hunter2", "THOUSAND_SECRET_KEY: expected at least 32 characters"),
            ("--bind", "nowhere", "THOUSAND_BIND: "),
            ("--rate-limit", "perhaps", "THOUSAND_RATE_LIMIT: expected one of on, off"),
            ("--body-pause", "0", "THOUSAND_BODY_PAUSE: expected seconds between 0.1 and 3600"),
            ("--public-url", "ftp://host", "THOUSAND_PUBLIC_URL: expected http"),
            ("--mail-from", "nobody", "THOUSAND_MAIL_FROM: expected Name"),
            ("--colour", "red", "--colour: "),
        ] {
            let error = Cli::try_parse_from(["thousand", option, value]).err().expect("it is wrong");
            let line = complaint(&error, &Cli::command());
            assert!(line.starts_with(said), "{line}");
            assert!(!line.contains("hunter2") && !line.contains('\n'), "{line}");
        }
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
