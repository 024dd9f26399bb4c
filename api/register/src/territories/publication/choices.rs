//! What was chosen of each part: by the government, which agrees or not, and by the secretariat, which may publish less than that.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{kinds::PublicationPart, publication};
use kernel::{
    db::Tx,
    problem::{Code, Problem, Result},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was chosen of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Absent where nobody has asked the government.
    pub agreed: Option<bool>,
    pub released: bool,
    /// Since when the government agrees to what the secretariat has not decided about since.
    #[serde(default)]
    pub waiting_since: Option<DateTime<Utc>>,
}

impl Choice {
    /// Of what nobody has chosen anything yet. Leaders of whom public sources speak are shown.
    fn untouched(part: PublicationPart) -> Self {
        Self { agreed: None, released: part == PublicationPart::Leader, waiting_since: None }
    }

    /// Whether it may be shown. What was published before governments were asked stays until they say no.
    pub fn publishes(self) -> bool {
        self.released && self.agreed != Some(false)
    }
}

/// What was chosen of a territory's parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices(BTreeMap<PublicationPart, Choice>);

impl Choices {
    pub async fn read(db: &impl ConnectionTrait, territory: Uuid) -> Result<Self> {
        let rows = publication::Entity::find().filter(publication::Column::TerritoryId.eq(territory)).all(db).await?;
        Ok(Self(
            rows.into_iter()
                .map(|row| (row.part, Choice { agreed: row.agreed, released: row.released, waiting_since: row.waiting_since }))
                .collect(),
        ))
    }

    pub fn of(&self, part: PublicationPart) -> Choice {
        self.0.get(&part).copied().unwrap_or(Choice::untouched(part))
    }

    pub fn set(&mut self, part: PublicationPart, choice: Choice) {
        self.0.insert(part, choice);
    }

    pub fn publishes(&self, part: PublicationPart) -> bool {
        self.of(part).publishes()
    }

    /// Notes of these parts that they wait for the secretariat from now on; what is public or not agreed to waits no more.
    pub fn wait(&mut self, parts: &[PublicationPart], now: DateTime<Utc>) {
        for (part, choice) in &mut self.0 {
            let decided = choice.released || choice.agreed != Some(true);
            choice.waiting_since = if decided { None } else { choice.waiting_since.or(parts.contains(part).then_some(now)) };
        }
    }

    /// The parts of which this holds, in their order.
    pub fn parts(holds: impl Fn(PublicationPart) -> bool) -> Vec<PublicationPart> {
        PublicationPart::ALL.iter().copied().filter(|part| holds(*part)).collect()
    }

    /// These and no others. To be called with the territory locked.
    pub async fn replace(self, tx: &Tx, territory: Uuid) -> Result<()> {
        publication::Entity::delete_many().filter(publication::Column::TerritoryId.eq(territory)).exec(&**tx).await?;
        self.write(tx, territory).await
    }

    /// To be called with the territory locked.
    pub async fn write(self, tx: &Tx, territory_id: Uuid) -> Result<()> {
        use publication::Column;
        if self.0.is_empty() {
            return Ok(());
        }
        let rows = self.0.into_iter().map(|(part, Choice { agreed, released, waiting_since })| {
            publication::Model { territory_id, part, agreed, released, waiting_since }.into_active_model().reset_all()
        });
        let known = OnConflict::columns([Column::TerritoryId, Column::Part])
            .update_columns([Column::Agreed, Column::Released, Column::WaitingSince])
            .to_owned();
        publication::Entity::insert_many(rows).on_conflict(known).exec_without_returning(&**tx).await?;
        Ok(())
    }
}

/// 409 `not_agreed` with these parts, where there are any.
pub fn refuse(parts: Vec<PublicationPart>) -> Result<()> {
    if parts.is_empty() { Ok(()) } else { Err(Problem::new(Code::NotAgreed).with("parts", parts)) }
}

/// Notes that the leaders of a locked territory are shown, because somebody puts them there. 409 where the government does not agree.
pub async fn show_leaders(tx: &Tx, territory: Uuid) -> Result<()> {
    let mut choices = Choices::read(&**tx, territory).await?;
    let leader = choices.of(PublicationPart::Leader);
    if leader.agreed == Some(false) {
        return refuse(vec![PublicationPart::Leader]);
    }
    if !leader.released {
        choices.set(PublicationPart::Leader, Choice { released: true, ..leader });
        choices.write(tx, territory).await?;
    }
    Ok(())
}
