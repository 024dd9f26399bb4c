//! Telling the secretariat of new pledges.

use entity::kinds::Notices;
use kernel::{
    db::Tx,
    mail::{About, Mail, Recipient, Template},
    problem::Result,
};
use uuid::Uuid;

use crate::{adhesions::mails, letters::digest};

/// Of a pledge that has become public: each at the pace that they chose.
pub async fn secretariat(tx: &Tx, pledge: Uuid) -> Result<()> {
    for (reader, pace) in mails::secretariat(tx).await? {
        match pace {
            Notices::AtOnce => {
                Mail::new(Template::PledgePublic, Recipient::User(reader)).about(About::Pledge(pledge)).enqueue(tx).await?;
            }
            Notices::Daily => digest::note(tx, reader, Some(pledge)).await?,
        }
    }
    Ok(())
}
