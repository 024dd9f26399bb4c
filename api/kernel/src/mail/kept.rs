//! Mails that were written into the data folder, where no server is set to send them: looking through them, and removing them.

use std::path::PathBuf;

use anyhow::Context;
use entity::job;
use mail_parser::MessageParser;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::transport::Mailer;
use crate::{characters::is_of_a_word, db::Tx, problem::Result, state::State};

pub const REMOVE_MAILS: &str = "remove_mails";
/// Mails that one job removes.
const JOB: usize = 1000;

#[derive(Serialize, Deserialize)]
struct RemovedMails {
    mails: Vec<Uuid>,
}

impl Mailer {
    /// The mails in the folder about whose recipient, subject and text this holds, by the ids of their jobs; none where mail is sent.
    pub async fn kept_that(&self, holds: impl Fn(&str) -> bool + Send + 'static) -> anyhow::Result<Vec<Uuid>> {
        let Some(folder) = self.folder() else { return Ok(Vec::new()) };
        tokio::task::spawn_blocking(move || {
            Ok(files(&folder)?.into_iter().filter(|(_, path)| holds(&words(path))).map(|(id, _)| id).collect())
        })
        .await?
    }

    async fn remove(&self, mails: Vec<Uuid>) -> anyhow::Result<()> {
        let Some(folder) = self.folder() else { return Ok(()) };
        for id in mails {
            match tokio::fs::remove_file(folder.join(format!("{id}.eml"))).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error).context("the mail cannot be removed"),
                _ => {}
            }
        }
        Ok(())
    }
}

fn files(folder: &std::path::Path) -> std::io::Result<Vec<(Uuid, PathBuf)>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter_map(|path| Some((path.file_stem()?.to_str()?.parse().ok()?, path))).collect())
}

/// What a reader of the mail sees.
fn words(path: &std::path::Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    let Some(mail) = MessageParser::default().parse(&bytes) else { return String::new() };
    let to = mail.to().and_then(|to| to.first());
    let (address, name) = (to.and_then(|to| to.address()).unwrap_or_default(), to.and_then(|to| to.name()).unwrap_or_default());
    format!("{name} <{address}>\n{}\n{}", mail.subject().unwrap_or_default(), mail.body_text(0).unwrap_or_default())
}

/// Whether a mail repeats a text, however its lines end, and not just as a part of other words.
pub fn repeats(mail: &str, text: &str) -> bool {
    let (mail, text) = (mail.replace('\r', ""), text.replace('\r', ""));
    let joined = |a: Option<char>, b: Option<char>| a.is_some_and(is_of_a_word) && b.is_some_and(is_of_a_word);
    let is_whole = |at: usize| {
        let (before, after) = (mail[..at].chars().next_back(), mail[at + text.len()..].chars().next());
        !joined(before, text.chars().next()) && !joined(text.chars().next_back(), after)
    };
    !text.is_empty() && mail.match_indices(&*text).any(|(at, _)| is_whole(at))
}

/// Asks for mails to be removed once this is committed.
pub async fn enqueue_removal(tx: &Tx, mails: Vec<Uuid>) -> Result<()> {
    for mails in mails.chunks(JOB) {
        tx.enqueue(REMOVE_MAILS, json!(RemovedMails { mails: mails.to_vec() }), None, None).await?;
    }
    Ok(())
}

/// Does a job of kind [`REMOVE_MAILS`].
pub async fn run(state: &State, job: &job::Model) -> anyhow::Result<()> {
    let RemovedMails { mails } = serde_json::from_value(job.payload.clone()).context("payload of another version")?;
    state.mailer.remove(mails).await
}

#[cfg(test)]
mod tests {
    use super::repeats;

    #[test]
    fn a_text_is_repeated_as_a_whole() {
        for (mail, text) in [
            ("This is a city.", "a"),
            ("a", "a"),
            ("data\r\na\r\n", "a"),
            ("one\r\ntwo", "one\ntwo"),
            ("on «Café»,", "Café"),
            ("city(x)", "(x)"),
            ("أرسلت سلا طلبها", "سلا"),
        ] {
            assert!(repeats(mail, text), "{mail:?} {text:?}");
        }
        for (mail, text) in [("data", "a"), ("data a1", "a"), ("cafe\u{301}", "cafe"), ("Lyonnais", "Lyon"), ("anything", "")] {
            assert!(!repeats(mail, text), "{mail:?} {text:?}");
        }
    }
}
