//! `GET /v1/changes`

use actix_web::{HttpRequest, get, web};
use entity::{history, kinds::Audience};
use kernel::{
    db::Topic,
    problem::{FieldCode, Problem},
};
use rest::{
    answer,
    failure::Answer,
    input::Params,
    language::Lang,
    page::{self, Page, PageInfo},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::Change;
use crate::state::State;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ChangesParams {
    /// The last sequence that you have; 0 to begin.
    #[param(example = 0, minimum = 0)]
    after: Option<u64>,
    /// Changes a page, 1 to 200; 50 unless said.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u64>,
}

/// Follow what changes
///
/// Public changes after a sequence, oldest first. Keep the last `seq` and ask again: nothing is skipped, since a sequence
/// becomes visible only after all before it. `page.next` is always there, so that you can go on from it later; `page.total` is
/// not counted. What a change says stays as it is, but for words that somebody typed: `texts` says where they stand. When some are taken out, a
/// change `history.redacted` of the same record follows, whose `facts.entries` name each change and place; null stands there from then on. Who
/// keeps a copy does the same.
///
/// `territory.pledge_removed` says that a pledge was removed as not genuine, which is no withdrawal. Where its `facts.gone` is true, the record
/// was there only by that pledge: delete your copy; its address answers 410 `pledge_removed`. Else the record is at `facts.stage` now: read it
/// again. Of what such a pledge had brought about (`facts.undone`) the feed then tells the stages alone.
#[utoipa::path(
    operation_id = "list_changes",
    tag = super::TAG,
    params(ChangesParams, rest::parameters::LangParam),
    responses((status = 200, description = "A page of changes.", body = Page<Change>)),
)]
#[get("/changes")]
pub async fn list_changes(
    request: HttpRequest,
    state: web::Data<State>,
    Params(params): Params<ChangesParams>,
    Lang(language): Lang,
) -> Answer {
    let limit = page::limit(params.limit)?;
    let after =
        i64::try_from(params.after.unwrap_or(0)).map_err(|_| Problem::query("after", FieldCode::TooLarge).bound(i64::MAX as u64))?;
    let (mut response, unchanged) = answer::list(&request, answer::as_of(&state.db, &[Topic::Changes]), language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    let rows = history::Entity::find()
        .filter(history::Column::Audience.eq(Audience::Public))
        .filter(history::Column::Seq.gt(after))
        .order_by_asc(history::Column::Seq)
        .limit(limit)
        .all(state.db.reader())
        .await?;
    let last = rows.last().map_or(after, |row| row.seq);
    let next = format!("{}{}?after={last}&limit={limit}", state.settings.public_url(), request.path());
    let info = PageInfo { next: Some(next), total: None };
    info.link(&mut response);
    Ok(response.json(Page { data: super::shape(&state, rows).await?, page: info }))
}
