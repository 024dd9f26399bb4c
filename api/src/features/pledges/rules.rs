//! What a pledge must be like, and when a government is already there.

use entity::{
    country,
    kinds::{Level, Stage},
    place, pledge, team_member, territory, territory_name,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::model::{PledgeIn, PledgedTerritory};
use crate::{
    db::{
        Tx,
        collation::{Looks, loose_key},
    },
    email_address::EmailAddress,
    features::{
        adhesions,
        reference::Reference,
        territories::{self, rules::LINE},
    },
    http::{
        fields::Fields,
        problem::{Code, FieldCode, Problem, Result},
    },
};

/// Letters that ask one address to confirm a pledge: so many an hour at once; after them one every few minutes, for all pledges of that time.
const MAILED_AT_ONCE: u64 = 3;
const GATHERED: chrono::Duration = chrono::Duration::minutes(10);

/// How long the mailed link can be used, and an unconfirmed pledge is kept.
pub const LIFETIME: chrono::Duration = chrono::Duration::days(30);

/// Characters of a statement.
const STATEMENT: usize = 5000;

/// Since when, and until when, the links of pledges for this address are gathered into one letter; nothing where its letter goes at once.
/// Nobody's mailbox is to be flooded through us, and no pledge waits for what strangers say of its address.
pub async fn gathering(tx: &Tx, row: &pledge::Model) -> Result<Option<[chrono::DateTime<chrono::Utc>; 2]>> {
    let now = row.created_at;
    let lately = pledge::Entity::find()
        .filter(pledge::Column::EmailKey.eq(&row.email_key))
        .filter(pledge::Column::CreatedAt.gt(now - chrono::Duration::hours(1)))
        .count(&**tx)
        .await?;
    let since = now - chrono::Duration::microseconds(now.timestamp_micros().rem_euclid(GATHERED.num_microseconds().unwrap_or(1)));
    Ok((lately >= MAILED_AT_ONCE).then(|| [since, since + GATHERED]))
}

/// Everything that is wrong with a pledge on its own, and its address.
pub fn check(input: &PledgeIn, reference: &Reference) -> (Fields, Option<EmailAddress>) {
    let mut fields = Fields::default();
    fields.name("/name", &input.name, LINE);
    fields.require("/country", reference.country(&input.country).is_some(), FieldCode::UnknownValue);
    fields.optional_name("/kind_local", input.kind_local.as_deref(), LINE);
    fields.between("/population", input.population, 1, 500_000_000);
    fields.name("/signatory_name", &input.signatory_name, LINE);
    fields.name("/signatory_office", &input.signatory_office, LINE);
    let email = fields.email("/email", &input.email);
    fields.optional_prose("/statement", input.statement.as_deref(), STATEMENT);
    let has_statement = input.statement.as_deref().is_some_and(|text| !text.trim().is_empty());
    match input.statement_lang.as_deref() {
        Some(tag) => fields.language_tag("/statement_lang", tag),
        None => fields.require("/statement_lang", !has_statement, FieldCode::Required),
    }
    fields.require("/may_act", input.may_act, FieldCode::MustBeTrue);
    fields.require("/publish", input.publish, FieldCode::MustBeTrue);
    (fields, email)
}

/// What identifies a government.
pub struct Claim<'a> {
    pub geonames_id: Option<i64>,
    pub name: &'a str,
    pub country: &'a str,
    pub level: Level,
}

impl<'a> Claim<'a> {
    pub fn of(row: &'a pledge::Model) -> Self {
        Self { geonames_id: row.geonames_id, name: &row.name, country: &row.country, level: row.level }
    }

    /// The same government in the register: by its place, or by a name of it in the same country and of the same level, since a city and the
    /// province around it often share the name. Of two places each has its own government if it is called as its place is: whoever chooses a
    /// place and types the name of another is compared with all.
    pub async fn find(&self, db: &impl ConnectionTrait) -> Result<Option<territory::Model>> {
        if let Some(id) = self.geonames_id {
            let here = territory::Entity::find().filter(territory::Column::GeonamesId.eq(id)).one(db).await?;
            if here.is_some() {
                return Ok(here);
            }
        }
        let mut among = Condition::all();
        among = among.add(territory::Column::Country.eq(self.country)).add(territory::Column::Level.eq(self.level));
        if self.is_called_as_its_place(db).await? {
            among = among.add(territory::Column::GeonamesId.is_null());
        }
        called(db, among, self.name).await
    }

    async fn is_called_as_its_place(&self, db: &impl ConnectionTrait) -> Result<bool> {
        let Some(id) = self.geonames_id else { return Ok(false) };
        let Some(place) = place::Entity::find_by_id(id).one(db).await? else { return Ok(false) };
        let wanted = loose_key(self.name);
        let mut names = place.alternate_names.lines().chain([place.name.as_str(), place.ascii_name.as_str()]);
        Ok(names.any(|name| loose_key(name) == wanted))
    }
}

/// A government among these that has this name in some language, however it is written, or one that looks like it.
pub async fn called(db: &impl ConnectionTrait, among: Condition, name: &str) -> Result<Option<territory::Model>> {
    let wanted = Looks::of(name);
    let names = territory::Entity::find()
        .select_only()
        .columns([territory::Column::Id, territory::Column::Name])
        .filter(among.clone())
        .into_tuple::<(uuid::Uuid, String)>()
        .all(db)
        .await?;
    let others = territory_name::Entity::find()
        .select_only()
        .columns([territory_name::Column::TerritoryId, territory_name::Column::Name])
        .filter(territory_name::Column::TerritoryId.in_subquery(sea_orm::QueryTrait::into_query(
            territory::Entity::find().select_only().column(territory::Column::Id).filter(among),
        )))
        .into_tuple::<(uuid::Uuid, String)>()
        .all(db)
        .await?;
    match names.into_iter().chain(others).find(|(_, name)| wanted.like(name)) {
        Some((id, _)) => Ok(territory::Entity::find_by_id(id).one(db).await?),
        None => Ok(None),
    }
}

/// 409 that leads to a government which is part of the campaign. One that left, or never was, may pledge.
pub fn refuse_if_there(found: Option<&territory::Model>) -> Result<()> {
    match found {
        Some(row) if matches!(row.stage, Stage::Pledged | Stage::Member | Stage::OnHold) => {
            Err(Problem::new(Code::AlreadyThere).with("territory", PledgedTerritory::of(row)))
        }
        _ => Ok(()),
    }
}

/// Whether a government was a member before, or people have worked on it. What stands there is not for whoever pledges next.
pub async fn has_past(tx: &Tx, row: &territory::Model) -> Result<bool> {
    let members = team_member::Entity::find().filter(team_member::Column::TerritoryId.eq(row.id)).count(&**tx).await?;
    let adhesions = adhesions::find::of_territory(row.id).count(&**tx).await?;
    Ok(members + adhesions > 0 || territories::rules::was_member(tx, row).await?)
}

/// Pledges of one country are confirmed one at a time, so that two for the same government cannot both see none there.
pub async fn take_turn(tx: &Tx, code: &str) -> Result<()> {
    country::Entity::find_by_id(code).lock_exclusive().one(&**tx).await?;
    Ok(())
}
