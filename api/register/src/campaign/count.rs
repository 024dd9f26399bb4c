//! Counts of governments, grouped.

use std::collections::BTreeMap;

use entity::{
    adhesion,
    kinds::{AdhesionState, Level, Size, Stage},
    partial_date::PartialDate,
    territory,
};
use kernel::{db::Db, problem::Result};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

/// Governments alike in everything that is counted by.
#[derive(FromQueryResult)]
pub struct Group {
    pub country: String,
    pub region: Option<String>,
    pub section: Option<String>,
    pub level: Level,
    pub size: Size,
    pub stage: Stage,
    pub joined_year: Option<i32>,
    pub number: i64,
}

/// Members and pledges of one group.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub members: i64,
    pub pledges: i64,
}

pub async fn groups(db: &Db) -> Result<Vec<Group>> {
    use territory::Column;
    let by = [Column::Country, Column::Region, Column::Section, Column::Level, Column::Size, Column::Stage, Column::JoinedYear];
    let mut query = territory::Entity::find().select_only().columns(by).column_as(Column::Id.count(), "number");
    for column in by {
        query = query.group_by(column);
    }
    let counted = Column::Stage.is_in([Stage::Member, Stage::Pledged]);
    Ok(query.filter(counted).into_model::<Group>().all(db.reader()).await?)
}

/// Adds groups up by one of their properties, in the order of that property.
pub fn by<K: Ord>(groups: &[Group], key: impl Fn(&Group) -> K) -> BTreeMap<K, Tally> {
    let mut tallies: BTreeMap<K, Tally> = BTreeMap::new();
    for group in groups {
        let tally = tallies.entry(key(group)).or_default();
        match group.stage {
            Stage::Member => tally.members += group.number,
            Stage::Pledged => tally.pledges += group.number,
            _ => {}
        }
    }
    tallies
}

/// Adhesions sent and not decided.
pub async fn open_adhesions(db: &Db) -> Result<u64> {
    let undecided = adhesion::Column::State.is_in([AdhesionState::Submitted, AdhesionState::ChangesRequested]);
    Ok(adhesion::Entity::find().filter(undecided).count(db.reader()).await?)
}

/// When the n-th government joined, at the latest, as far as dates are known. A milestone once reached stays reached.
pub async fn nth_joined(db: &Db, n: u64) -> Result<Option<PartialDate>> {
    use territory::Column;
    // A year may have been any of its days, so it comes behind them all: `2022` as `2022-99-99`.
    let latest = Expr::cust("SUBSTR(joined_on || '-99-99', 1, 10)");
    Ok(territory::Entity::find()
        .select_only()
        .column(Column::JoinedOn)
        .filter(Column::JoinedOn.is_not_null())
        .order_by_asc(latest)
        .offset(n - 1)
        .limit(1)
        .into_tuple::<PartialDate>()
        .one(db.reader())
        .await?)
}
