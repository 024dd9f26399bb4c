//! Mail as its reader gets it.

use std::path::Path;

use mail_parser::MessageParser;

/// A mail, decoded.
#[derive(Clone, Debug)]
pub struct ReceivedMail {
    pub to: String,
    pub to_name: String,
    pub subject: String,
    pub body: String,
    pub message_id: String,
    pub language: String,
}

impl ReceivedMail {
    /// The line of the body that is an address of this page, such as `/pledge/confirm`.
    pub fn link(&self, page: &str) -> String {
        let line = self.body.lines().find(|line| line.starts_with("http") && line.contains(page));
        line.unwrap_or_else(|| panic!("no link to {page} in:\n{}", self.body)).trim().to_owned()
    }

    /// The secret at the end of its link to this page.
    pub fn token(&self, page: &str) -> String {
        let link = self.link(page);
        link.split("token=").nth(1).unwrap_or_else(|| panic!("no token in {link}")).to_owned()
    }
}

/// All mails written into a folder, oldest first.
pub fn read_folder(folder: &Path) -> Vec<ReceivedMail> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    // Named after their jobs, whose ids sort by time.
    files.sort();
    files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "eml")).map(|file| read(file)).collect()
}

fn read(file: &Path) -> ReceivedMail {
    let bytes = std::fs::read(file).expect("the mail can be read");
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    let to = mail.to().and_then(|to| to.first()).expect("a recipient");
    ReceivedMail {
        to: to.address().unwrap_or_default().to_owned(),
        to_name: to.name().unwrap_or_default().to_owned(),
        subject: mail.subject().unwrap_or_default().to_owned(),
        body: mail.body_text(0).expect("a text").replace("\r\n", "\n"),
        message_id: mail.message_id().unwrap_or_default().to_owned(),
        language: mail.header_raw("Content-Language").unwrap_or_default().trim().to_owned(),
    }
}
