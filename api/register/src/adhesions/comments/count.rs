//! How many comments there are.

use std::collections::{BTreeMap, HashMap};

use entity::comment;
use kernel::{
    db::Tx,
    problem::{Code, Problem, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use super::super::model::{CommentCounts, FieldComments};

/// Comments that one side may write on an adhesion.
pub const MOST: u64 = 500;

fn unresolved(comments: Select<comment::Entity>) -> Select<comment::Entity> {
    comments.filter(comment::Column::ReplyTo.is_null()).filter(comment::Column::ResolvedAt.is_null())
}

/// How many comments of these adhesions nobody has resolved; replies are not counted.
pub async fn open(db: &impl ConnectionTrait, adhesions: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let counts: Vec<(Uuid, i64)> = unresolved(comment::Entity::find())
        .select_only()
        .column(comment::Column::AdhesionId)
        .column_as(comment::Column::Id.count(), "number")
        .filter(comment::Column::AdhesionId.is_in(adhesions.iter().copied()))
        .group_by(comment::Column::AdhesionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// The comments of one adhesion, in all and by answer.
pub async fn of(db: &impl ConnectionTrait, adhesion: Uuid) -> Result<CommentCounts> {
    let all = comment::Entity::find().filter(comment::Column::AdhesionId.eq(adhesion));
    let mut fields: BTreeMap<Option<String>, FieldComments> = BTreeMap::new();
    let mut of_field = |field: Option<String>, total: i64, open: i64| {
        let field = field.map(|pointer| answer(&pointer).to_owned());
        let counts = fields.entry(field.clone()).or_insert(FieldComments { field, total: 0, open: 0 });
        counts.total += total;
        counts.open += open;
    };
    for (field, number) in by_field(db, all.clone()).await? {
        of_field(field, number, 0);
    }
    for (field, number) in by_field(db, unresolved(all)).await? {
        of_field(field, 0, number);
    }
    let fields: Vec<FieldComments> = fields.into_values().collect();
    let sum = |count: fn(&FieldComments) -> i64| fields.iter().map(count).sum();
    Ok(CommentCounts { total: sum(|field| field.total), open: sum(|field| field.open), fields })
}

async fn by_field(db: &impl ConnectionTrait, comments: Select<comment::Entity>) -> std::result::Result<Vec<(Option<String>, i64)>, DbErr> {
    let counts = comments.select_only().column(comment::Column::Field).column_as(comment::Column::Id.count(), "number");
    counts.group_by(comment::Column::Field).into_tuple().all(db).await
}

/// The answer that a pointer names, or an item of.
fn answer(pointer: &str) -> &str {
    let name = pointer.strip_prefix("/fields/").unwrap_or_default();
    name.find('/').map_or(pointer, |end| &pointer[.."/fields/".len() + end])
}

/// 409 where one side of a locked adhesion has written as many as it may.
pub async fn must_have_room(tx: &Tx, adhesion: Uuid, by_secretariat: bool) -> Result<()> {
    let of_side = comment::Entity::find().filter(comment::Column::AdhesionId.eq(adhesion));
    let written = of_side.filter(comment::Column::BySecretariat.eq(by_secretariat)).count(&**tx).await?;
    if written < MOST { Ok(()) } else { Err(Problem::new(Code::CommentsFull)) }
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn items_belong_to_their_answer() {
        assert_eq!(answer("/fields/motivations"), "/fields/motivations");
        assert_eq!(answer("/fields/policies/12"), "/fields/policies");
    }
}
