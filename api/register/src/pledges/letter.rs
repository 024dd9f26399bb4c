//! The letter that asks a pledge's contact to confirm it.

use chrono::{DateTime, Duration, Utc};
use entity::{email_token, kinds::EmailTokenPurpose, pledge};
use kernel::{
    db::Tx,
    keys::Keys,
    links,
    mail::{About, Mail, Recipient, Template},
    problem::{Code, Problem, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::rules;

/// Links that go to one mailbox at once in an hour; the next ones are gathered into one letter each span of this length.
const AT_ONCE: u64 = 3;
pub const GATHERED: Duration = Duration::minutes(10);

/// Where the letter about a pledge goes. One that may speak for several goes to their mailbox by its key, since each may spell it differently;
/// their links have power over the account of that address and no other.
pub fn address(row: &pledge::Model, gathered: bool) -> &str {
    if gathered { &row.email_key } else { &row.email }
}

/// Until when the link of this pledge is gathered with others for its mailbox, however that is spelt; nothing where its letter goes at once. Nobody's mailbox is to
/// be flooded through us, and no pledge waits for what strangers say of its address.
pub async fn gathering(tx: &Tx, keys: &Keys, row: &pledge::Model) -> Result<Option<DateTime<Utc>>> {
    let now = row.created_at;
    let lately = email_token::Entity::find()
        .filter(email_token::Column::Mailbox.eq(links::address_digest(keys, &row.email_key)))
        .filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge))
        .filter(email_token::Column::CreatedAt.gt(now - Duration::hours(1)))
        .count(&**tx)
        .await?;
    let since = now - Duration::microseconds(now.timestamp_micros().rem_euclid(GATHERED.num_microseconds().unwrap_or(1)));
    Ok((lately >= AT_ONCE).then(|| since + GATHERED))
}

/// Asks for a letter with a fresh link; when it goes. That it is gathered is noted with the link, which stays with its mailbox: the pledge may be
/// readdressed meanwhile, and later ones may go at once.
pub async fn send(tx: &Tx, keys: &Keys, row: &pledge::Model, gathering: Option<DateTime<Utc>>) -> Result<DateTime<Utc>> {
    let to = (row.id, address(row, gathering.is_some()));
    let link = links::issue(tx, keys, EmailTokenPurpose::ConfirmPledge, to, rules::LIFETIME).await?;
    let mail = Mail::new(Template::ConfirmPledge, Recipient::Pledge(row.id)).about(About::Pledge(row.id)).link(link.id);
    match gathering {
        Some(until) => {
            let noted = email_token::Entity::update_many().col_expr(email_token::Column::GatheredUntil, Expr::value(until));
            noted.filter(email_token::Column::Id.eq(link.id)).exec(&**tx).await?;
            mail.gathered(until).enqueue(tx).await?;
        }
        None => mail.enqueue(tx).await?,
    }
    Ok(gathering.unwrap_or_else(|| tx.now()))
}

/// The link of a pledge by its secret, expired or not. 404 `link_invalid` where there is none, or another took its place.
pub async fn link(db: &impl ConnectionTrait, pledge: Uuid, secret: &str) -> Result<email_token::Model> {
    let found = email_token::Entity::find()
        .filter(email_token::Column::Hash.eq(links::digest(secret)))
        .filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge))
        .filter(email_token::Column::SubjectId.eq(pledge))
        .filter(email_token::Column::UsedAt.is_null());
    found.one(db).await?.ok_or_else(|| Problem::new(Code::LinkInvalid))
}

/// Makes every link of a locked pledge that was mailed before stop working.
pub async fn void(tx: &Tx, pledge: Uuid) -> Result<()> {
    email_token::Entity::update_many()
        .col_expr(email_token::Column::UsedAt, Expr::value(tx.now()))
        .filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge))
        .filter(email_token::Column::SubjectId.eq(pledge))
        .filter(email_token::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}
