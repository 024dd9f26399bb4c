//! What becomes of a government's record when a pledge in its name is removed.

use entity::{
    facts,
    facts::typed,
    history,
    kinds::{PledgeState, Stage, SubjectKind},
    pledge, territory,
};
use kernel::{
    db::{self, Entry, Tx},
    party,
    problem::{Code, Problem, Result},
    shapes::Text,
};
use people::users::team;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::before::Before;
use crate::{
    adhesions,
    changes::undone::{self, PLEDGED},
    documents,
    territories::{self, gone},
};

/// What is left of the record.
enum Fate {
    /// The government was accepted since: what it is does not hang on this pledge any more.
    Accepted,
    /// A pledge that came after this one stands.
    Followed(pledge::Model),
    /// It is again what it was before.
    Back(Before),
    /// It was there by this pledge alone.
    Gone,
}

/// Undoes what a locked pledge brought about; who was in a team that went with it. Adhesions are locked before pledges.
pub async fn undo(tx: &mut Tx, pledge: &pledge::Model, territory: Uuid, reason: &Text) -> Result<Vec<Uuid>> {
    let begun = begun(tx, pledge, territory).await?;
    // Before teams and invitations, as for everybody who joins one.
    let row = territory::Entity::find_by_id(territory).lock_exclusive().one(&**tx).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let fate = fate(tx, pledge, territory, begun).await?;
    let mut told = Vec::new();
    // What a member has stands by its acceptance, whoever began it.
    let ends_team = !matches!(fate, Fate::Accepted) && pledge.opened_team || matches!(fate, Fate::Gone);
    if ends_team {
        let since = pledge.confirmed_at.ok_or_else(|| Problem::internal(anyhow::anyhow!("a public pledge that was never confirmed")))?;
        adhesions::erase::close(tx, pledge.id, &reason.value).await?;
        if let Fate::Followed(next) = &fate {
            told = team::leave_to(tx, territory, next).await?;
            documents::erase::handed_in_by(tx, territory, since, &told).await?;
        } else {
            told = team::dissolve(tx, territory).await?;
            documents::erase::handed_in_since(tx, territory, since).await?;
        }
    }
    let (from, undone, is_gone) = (row.stage, !matches!(fate, Fate::Accepted), matches!(fate, Fate::Gone));
    let stage = match fate {
        Fate::Accepted => from,
        Fate::Followed(next) => {
            // What was before this pledge is before that one now.
            pledge::Model { before: pledge.before.clone(), ..next }.into_active_model().reset_all().update(&**tx).await?;
            from
        }
        Fate::Back(before) => {
            db::history::forget_from(tx, territory, begun).await?;
            before.restore(tx, row).await?
        }
        Fate::Gone => {
            db::history::forget(tx, territory).await?;
            gone::take_away(tx, row, &pledge.name, reason.clone()).await?;
            Stage::None
        }
    };
    let facts = facts!({
        "pledge": pledge.id, "stage": stage, "from": from, "gone": is_gone, "undone": undone, "reason": typed(reason.value.as_str()),
        "reason_lang": facts::language(reason.lang.as_deref()),
    });
    tx.record(Entry::public(undone::REMOVED, SubjectKind::Territory, territory).facts(facts));
    Ok(told)
}

/// Where the territory's history begins to be that of this pledge.
async fn begun(tx: &Tx, pledge: &pledge::Model, territory: Uuid) -> Result<i64> {
    let pledged = of_territory(territory).filter(history::Column::Action.eq(PLEDGED)).all(&**tx).await?;
    let own = json!(pledge.id);
    Ok(pledged.iter().find(|entry| undone::facts(entry)["pledge"] == own).map_or(0, |entry| entry.seq))
}

async fn fate(tx: &Tx, pledge: &pledge::Model, territory: Uuid, begun: i64) -> Result<Fate> {
    let row = party::by_id(&**tx, territory).await?;
    let since = of_territory(territory).filter(history::Column::Seq.gt(begun)).all(&**tx).await?;
    if row.stage == Stage::Member || since.iter().any(|entry| undone::facts(entry)["stage"] == json!(Stage::Member)) {
        return Ok(Fate::Accepted);
    }
    let later = pledge::Entity::find()
        .filter(pledge::Column::TerritoryId.eq(territory))
        .filter(pledge::Column::State.eq(PledgeState::Public))
        .filter(pledge::Column::ConfirmedAt.gt(pledge.confirmed_at))
        .order_by_asc(pledge::Column::ConfirmedAt);
    if let Some(next) = later.lock_exclusive().one(&**tx).await? {
        return Ok(Fate::Followed(next));
    }
    Ok(match pledge.before.clone() {
        Some(before) => Fate::Back(Before::read(before)?),
        None if territories::rules::was_member(tx, &row).await? => Fate::Back(Before::left()),
        None => Fate::Gone,
    })
}

fn of_territory(territory: Uuid) -> sea_orm::Select<history::Entity> {
    history::Entity::find().filter(history::Column::SubjectId.eq(territory)).order_by_asc(history::Column::Seq)
}
