//! Handing a mail over: to a server by SMTP, or to a file in the data folder.

use std::{path::PathBuf, time::Duration};

use anyhow::Context;
use chrono::{DateTime, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use secrecy::ExposeSecret;
use uuid::Uuid;

use crate::{files::private_folder, mail::Letter, settings::Settings};

/// Shorter than a job may take.
const SMTP_TIMEOUT: Duration = Duration::from_secs(20);

/// Sends mail in the way that the settings say.
pub struct Mailer {
    from: Mailbox,
    /// Whose host stands in the ids of mails.
    public_url: String,
    route: Route,
}

enum Route {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl Mailer {
    pub fn new(settings: &Settings) -> anyhow::Result<Self> {
        let route = match &settings.smtp_url {
            Some(url) => {
                // The library's own message may repeat the password; what it does not understand, the settings have refused.
                let builder =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret()).map_err(|_| anyhow::anyhow!("SMTP_URL"))?;
                Route::Smtp(Box::new(builder.timeout(Some(SMTP_TIMEOUT)).build()))
            }
            None => Route::Folder(settings.data_dir.join("mail")),
        };
        Ok(Self { from: settings.mail_from.clone(), public_url: settings.public_url(), route })
    }

    /// Where mail is written, unless a server sends it.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        match &self.route {
            Route::Folder(folder) => Some(folder.clone()),
            Route::Smtp(_) => None,
        }
    }

    /// Sends a letter. Its Message-ID is that of the job: should the job run twice because the process died in
    /// between, both copies can be told to be one.
    pub async fn send(&self, job: Uuid, now: DateTime<Utc>, letter: &Letter) -> anyhow::Result<()> {
        let message = self.message(job, now, letter)?;
        match &self.route {
            Route::Smtp(transport) => transport.send(message).await.map(drop).map_err(|error| {
                // The server's answer often repeats the address; its code says enough.
                let code = error.status().map(|code| code.to_string()).unwrap_or_else(|| "no answer".to_owned());
                anyhow::anyhow!("the mail server refused or failed: {code}")
            }),
            Route::Folder(folder) => {
                let (folder, bytes) = (folder.clone(), message.formatted());
                tokio::task::spawn_blocking(move || write_file(folder, job, &bytes)).await?
            }
        }
    }

    fn message(&self, job: Uuid, now: DateTime<Utc>, letter: &Letter) -> anyhow::Result<Message> {
        let host =
            url::Url::parse(&self.public_url).ok().and_then(|url| url.host_str().map(str::to_owned)).context("the public address")?;
        let header = |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let body = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(letter.body.clone());
        Message::builder()
            .from(self.from.clone())
            .to(letter.to.clone())
            .subject(&letter.subject)
            .date(now.into())
            .message_id(Some(format!("<{job}@{host}>")))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", letter.language.as_str()))
            .singlepart(body)
            .context("the mail cannot be put together")
    }
}

/// Writes one file a mail, readable by nobody else, whole or not at all.
fn write_file(folder: PathBuf, job: Uuid, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    private_folder(&folder).context("cannot make the mail folder")?;
    let (partial, whole) = (folder.join(format!(".{job}.partial")), folder.join(format!("{job}.eml")));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial).context("cannot write into the mail folder")?;
    file.write_all(bytes).and_then(|()| file.sync_all()).context("cannot write the mail")?;
    std::fs::rename(&partial, &whole).context("cannot name the mail")?;
    tracing::info!(target: "thousand::mail", file = %whole.display(), "mail written");
    Ok(())
}
