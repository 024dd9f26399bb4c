//! What a pledge must be like, and when a government is already there.

use entity::{
    country,
    kinds::{Level, Stage},
    place, pledge, team_member, territory, territory_name,
};
use kernel::{
    db::{
        Tx,
        collation::{Looks, loose_key},
    },
    email_address::EmailAddress,
    fields::{Fields, tidy},
    problem::{Code, FieldCode, Problem, Result},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::model::{PledgeIn, PledgedTerritory};
use crate::{
    adhesions,
    reference::Reference,
    territories::{self, rules::LINE},
};

/// How long the mailed link can be used, and an unconfirmed pledge is kept.
pub const LIFETIME: chrono::Duration = chrono::Duration::days(30);

/// Characters of a sender's secret, at least and at most. Random letters and digits cannot be guessed at the least of them.
const SECRET: (usize, usize) = (22, 200);

/// Characters of a statement.
const STATEMENT: usize = 5000;

/// Everything that is wrong with a pledge on its own, and its address.
pub fn check(input: &PledgeIn, reference: &Reference) -> (Fields, Option<EmailAddress>) {
    let mut fields = Fields::default();
    fields.name("/name", &input.name, LINE);
    fields.require("/country", reference.country(&input.country).is_some(), FieldCode::UnknownValue);
    fields.optional_name("/kind_local", input.kind_local.as_deref(), LINE);
    fields.between("/population", input.population, 1, 500_000_000);
    fields.name("/signatory_name", &input.signatory_name, LINE);
    fields.name("/signatory_office", &input.signatory_office, LINE);
    fields.name("/contact_name", &input.contact_name, LINE);
    let email = fields.email("/email", &input.email);
    fields.optional_prose("/statement", input.statement.as_deref(), STATEMENT);
    let has_statement = input.statement.as_deref().is_some_and(|text| !text.trim().is_empty());
    match input.statement_lang.as_deref() {
        Some(tag) => fields.language_tag("/statement_lang", tag),
        None => fields.require("/statement_lang", !has_statement, FieldCode::Required),
    }
    fields.require("/may_act", input.may_act, FieldCode::MustBeTrue);
    fields.require("/publish", input.publish, FieldCode::MustBeTrue);
    // Programs fill it in, and so do browsers that know somebody's web site: nothing is thanked for that was not taken.
    fields.require("/website2", input.website2.as_deref().and_then(tidy).is_none(), FieldCode::MustBeEmpty);
    if let Some(secret) = &input.sender_secret {
        match secret.chars().count() {
            n if n < SECRET.0 => fields.wrong_by("/sender_secret", FieldCode::TooShort, SECRET.0 as i64),
            n if n > SECRET.1 => fields.wrong_by("/sender_secret", FieldCode::TooLong, SECRET.1 as i64),
            _ => {}
        }
    }
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

/// A government among these that has this name in some language, however it is written, or one that looks like it; of several, one that is part of
/// the campaign. What went with a false pledge is none.
pub async fn called(db: &impl ConnectionTrait, among: Condition, name: &str) -> Result<Option<territory::Model>> {
    let among = among.add(territory::Column::RemovedAt.is_null());
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
    let called: Vec<uuid::Uuid> = names.into_iter().chain(others).filter(|(_, name)| wanted.like(name)).map(|(id, _)| id).collect();
    let rows = territory::Entity::find().filter(territory::Column::Id.is_in(called.iter().copied())).all(db).await?;
    Ok(rows.into_iter().min_by_key(|row| (!is_part(row), called.iter().position(|id| *id == row.id))))
}

/// Whether a government is part of the campaign.
const fn is_part(row: &territory::Model) -> bool {
    matches!(row.stage, Stage::Pledged | Stage::Member | Stage::OnHold)
}

/// 409 that leads to a government which is part of the campaign. One that left, or never was, may pledge.
pub fn refuse_if_there(found: Option<&territory::Model>) -> Result<()> {
    match found {
        Some(row) if is_part(row) => Err(Problem::new(Code::AlreadyThere).with("territory", PledgedTerritory::of(row))),
        _ => Ok(()),
    }
}

/// Whether a government was a member before, or people have worked on it. What stands there is not for whoever pledges next.
pub async fn has_past(tx: &Tx, row: &territory::Model) -> Result<bool> {
    let members = team_member::Entity::find().filter(team_member::Column::TerritoryId.eq(row.id)).count(&**tx).await?;
    let adhesions = adhesions::find::of_territory(row.id).count(&**tx).await?;
    Ok(members + adhesions > 0 || territories::rules::was_member(tx, row).await?)
}

/// Pledges of one country are confirmed, and its governments renamed, one at a time, so that two of the same name cannot both see none there.
pub async fn take_turn(tx: &Tx, code: &str) -> Result<()> {
    country::Entity::find_by_id(code).lock_exclusive().one(&**tx).await?;
    Ok(())
}
