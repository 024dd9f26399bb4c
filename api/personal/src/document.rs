//! docs/personal-data.md, made from the tables.

use std::fmt::Write;

use kernel::access_token;

use super::{
    registry::{Holds, Table},
    retention::retention,
    tables::tables,
};

const HEAD: &str = "\
# Personal data

<!-- Made from api/personal/src/tables.rs by `make gen`. A test compares it, and each table with the schema. -->

Every table and column that holds what a person typed or that names a person: why, who sees it, how long, and how it is erased. The privacy
page says the same in plain words; its numbers come from the same constants.

## How it is erased

- **A person**, by address: `thousand person export ADDRESS` shows and `thousand person erase ADDRESS` erases what is kept of them; administrators do
  the same under “Secretariat › Personal data” (`POST /v1/people/export`, `POST /v1/people/erase`). It works without an account too: for the contact of a pledge or an adhesion,
  or somebody invited. A person is known by the address and by the names that stand beside it; names are looked for only around the governments
  that the person worked or signed for, since others may have the same. Done again, it finds nothing.
- **The last administrator** is not erased (409 `last_administrator`): make another one first. **The last lead of a team** is; the answer names
  the governments without one. Tokens and open invitations from the person are revoked.
- **Words in the history**: an administrator takes them out of an entry, with a public reason (`POST /v1/changes/{seq}/redact`, or the
  page of the territory in the secretariat). They go wherever the history of that government repeats them, and from public reasons, the former address of its page,
  answers of adhesions, the index, kept answers and kept mails. The entry says that something was taken out; `thousand verify` finds the chain whole and counts the entry as redacted.
- **By time**: see each table. Housekeeping runs once a day.

## What erasing does not reach

- **Backups** keep what they copied until they are deleted themselves. After restoring one, erase again; `thousand person export` tells whether that is needed.
- **Mails that were sent** are in their readers' hands. Without a mail server, mails lie in `mail/` of the data folder: erasing looks through them, and they go with their jobs.
- **Files** that somebody handed in are the government's and stay; nobody looks into them. The answer lists those of the person.
- **Entries of the history of before typed words were kept apart**: their words are part of the chain. They are withheld from every answer, not erased.
- **The database's own leftovers**: SQLite overwrites what is deleted (`secure_delete`), its write-ahead log at the next checkpoint; PostgreSQL when it vacuums.
- **Logs** hold no addresses, names or texts.
";

/// The whole document.
pub fn document() -> String {
    let mut text = HEAD.to_owned();
    let all = tables();
    let _ = write!(text, "\n## The tables\n");
    for table in all.iter().filter(|table| table.personal().next().is_some()) {
        describe(&mut text, table);
    }
    let _ = write!(text, "\n## Tables without personal data\n\n");
    for table in all.iter().filter(|table| table.personal().next().is_none()) {
        let _ = writeln!(text, "- `{}`: {}.", table.name, table.what);
    }
    let _ = write!(text, "\n## Beside the database\n\n{}", beside());
    text
}

fn describe(text: &mut String, table: &Table) {
    let _ = write!(text, "\n### `{}`: {}\n\n", table.name, table.what);
    let _ = write!(
        text,
        "- **Why:** {}\n- **Who sees it:** {}\n- **How long:** {}\n- **Erased:** {}\n\n",
        table.why, table.seen_by, table.kept, table.erased
    );
    let _ = writeln!(text, "| Column | Holds |\n|---|---|");
    let mut kinds: Vec<Holds> = Vec::new();
    for (_, holds) in table.personal() {
        if !kinds.contains(&holds) {
            kinds.push(holds);
        }
    }
    for kind in kinds {
        let columns: Vec<_> = table.personal().filter(|(_, holds)| *holds == kind).map(|(column, _)| format!("`{column}`")).collect();
        let _ = writeln!(text, "| {} | {} |", columns.join(", "), words(kind));
    }
}

fn words(holds: Holds) -> &'static str {
    match holds {
        Holds::Plain => "nothing of a person",
        Holds::Secret => "a digest, a salt or a part of a secret; shown to nobody",
        Holds::Address => "an e-mail address",
        Holds::OwnName => "the name of the person with the address",
        Holds::Name => "the name of a person",
        Holds::Personal => "what is said of the person, or by them",
        Holds::Typed => "what somebody typed",
        Holds::Label => "what somebody typed as the name of a place or a kind of government",
        Holds::Owner => "the id of the person whose row it is",
        Holds::Author => "the id of the account that began it; leads to nobody once that is erased",
        Holds::Actor => "the id of an account that did something; leads to nobody once that is erased",
        Holds::Ids => "ids, of persons too",
        Holds::Entry => "which entry of the history",
    }
}

fn beside() -> String {
    let time = retention();
    format!(
        "- **The person's browser** keeps a cookie with the secret of the session, for {} days after the last use, and what the privacy page says.\n\
         - **Access tokens** are good for {} minutes and stored nowhere.\n\
         - **Network addresses, and e-mail addresses to which mail was asked for,** are counted in memory alone, to limit requests and mails; after two \
         hours they count no longer. Nothing writes them down.\n\
         - **Files** of documents are under their ids in `files/`, without the metadata of pictures.\n\
         - **Mails** are sent, or written to `mail/` for {} days.\n",
        time.session_days,
        access_token::LIFETIME.num_minutes(),
        time.done_job_days
    )
}
