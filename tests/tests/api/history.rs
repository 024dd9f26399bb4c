//! The hash-chained history: gap-free under load, and every kind of damage named.

use entity::{facts, facts::typed, history, history_head, history_personal, history_text, kinds::SubjectKind};
use kernel::db::{
    Actor, Db, Entry,
    history::{Verdict, verify},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use tests::TestApp;
use uuid::Uuid;

use crate::people::territory_id;

async fn append(app: &TestApp, n: i64) {
    append_to(&app.state.db, territory_id(app, "barcelona").await, n).await;
}

async fn append_to(db: &Db, id: Uuid, n: i64) {
    // Many at once on a busy machine: whoever waited too long comes again.
    let mut tx = loop {
        match db.write(Actor::SYSTEM).await {
            Ok(tx) => break tx,
            Err(sea_orm::DbErr::ConnectionAcquire(_)) => {}
            Err(other) => panic!("{other}"),
        }
    };
    let entry = Entry::public("territory.tested", SubjectKind::Territory, id)
        .facts(facts!({ "n": n, "said": typed("words") }))
        .personal(json!({ "name": "Ada" }));
    tx.record(entry);
    tx.commit().await.expect("committed");
}

async fn verdict(app: &TestApp) -> Verdict {
    verify(&app.state.db).await.expect("an answer")
}

async fn length(app: &TestApp) -> i64 {
    match verdict(app).await {
        Verdict::Whole { entries, .. } => entries,
        broken => panic!("{broken:?}"),
    }
}

fn broken_at(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::Broken { seq, .. } => seq,
        whole => panic!("{whole:?}"),
    }
}

/// An application whose history ends with a few entries that name a person; the sequence of the first of them.
async fn with_entries() -> (TestApp, i64) {
    let app = TestApp::start().await;
    let before = length(&app).await;
    for n in 0..4 {
        append(&app, n).await;
    }
    assert_eq!(length(&app).await, before + 4);
    (app, before + 1)
}

#[tokio::test]
async fn parallel_writers_leave_no_gap() {
    let app = TestApp::start().await;
    let before = length(&app).await;
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..50 {
        let (db, id) = (app.state.db.clone(), territory_id(&app, "barcelona").await);
        writers.spawn(async move { append_to(&db, id, n).await });
    }
    writers.join_all().await;
    assert_eq!(length(&app).await, before + 50);
    let entries = history::Entity::find().order_by_asc(history::Column::Seq).all(app.state.db.reader()).await.expect("entries");
    let seqs: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, (1..=before + 50).collect::<Vec<_>>());
    assert_eq!(app.state.db.head(), before + 50);
}

#[tokio::test]
async fn a_rolled_back_change_leaves_no_entry() {
    let app = TestApp::start().await;
    let before = length(&app).await;
    let mut tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    tx.record(Entry::internal("territory.tested", SubjectKind::Territory, territory_id(&app, "barcelona").await));
    tx.rollback().await.expect("rolled back");
    assert_eq!(length(&app).await, before);
}

#[tokio::test]
async fn an_altered_entry_is_named() {
    let (app, first) = with_entries().await;
    let alter = [
        (history::Column::Facts, Expr::value("{\"n\":7}")),
        (history::Column::Action, Expr::value("territory.joined")),
        (history::Column::Audience, Expr::value("internal")),
        (history::Column::Salt, Expr::value("00")),
        (history::Column::PersonalDigest, Expr::value("00")),
        (history::Column::Hash, Expr::value("00")),
    ];
    for (column, value) in alter {
        let db = app.state.db.reader();
        let before = history::Entity::find_by_id(first + 1).one(db).await.expect("an answer").expect("an entry");
        let target = || history::Column::Seq.eq(first + 1);
        history::Entity::update_many().col_expr(column, value).filter(target()).exec(db).await.expect("altered");
        let found = verdict(&app).await;
        assert_eq!(broken_at(found), first + 1, "{column:?}");
        let restored = history::ActiveModel::from(before).reset_all();
        history::Entity::update(restored).exec(db).await.expect("restored");
    }
    assert_eq!(length(&app).await, first + 3);
}

#[tokio::test]
async fn a_missing_entry_is_named() {
    let (app, first) = with_entries().await;
    let db = app.state.db.reader();
    history_text::Entity::delete_many().filter(history_text::Column::Seq.eq(first + 1)).exec(db).await.expect("gone");
    history_personal::Entity::delete_by_id(first + 1).exec(db).await.expect("gone");
    history::Entity::delete_by_id(first + 1).exec(db).await.expect("gone");
    assert_eq!(verdict(&app).await, Verdict::Broken { seq: first + 1, why: "the entry is missing" });
}

#[tokio::test]
async fn a_cut_end_is_named() {
    let (app, first) = with_entries().await;
    let db = app.state.db.reader();
    history_text::Entity::delete_many().filter(history_text::Column::Seq.eq(first + 3)).exec(db).await.expect("gone");
    history_personal::Entity::delete_by_id(first + 3).exec(db).await.expect("gone");
    history::Entity::delete_by_id(first + 3).exec(db).await.expect("gone");
    assert_eq!(verdict(&app).await, Verdict::Broken { seq: first + 3, why: "the chain ends before its head" });
}

#[tokio::test]
async fn exchanged_entries_are_named() {
    let (app, first) = with_entries().await;
    let db = app.state.db.reader();
    history_text::Entity::delete_many().filter(history_text::Column::Seq.gt(first)).exec(db).await.expect("gone");
    history_personal::Entity::delete_many().exec(db).await.expect("gone");
    // Past the end, then each into the other's place.
    for (from, to) in [(first + 1, first + 100), (first + 2, first + 1), (first + 100, first + 2)] {
        let moved = history::Entity::update_many().col_expr(history::Column::Seq, Expr::value(to));
        moved.filter(history::Column::Seq.eq(from)).exec(db).await.expect("moved");
    }
    assert_eq!(broken_at(verdict(&app).await), first + 1);
}

#[tokio::test]
async fn erased_personal_facts_leave_the_chain_whole() {
    let (app, first) = with_entries().await;
    let db = app.state.db.reader();
    let Verdict::Whole { redacted: before, .. } = verdict(&app).await else { panic!("broken") };
    history_personal::Entity::delete_by_id(first + 1).exec(db).await.expect("erased");
    assert_eq!(verdict(&app).await, Verdict::Whole { entries: first + 3, redacted: before + 1 });
    // Rewriting instead of erasing is damage.
    let forged = history_personal::Entity::update_many().col_expr(history_personal::Column::Facts, Expr::value("{\"name\":\"Eve\"}"));
    forged.filter(history_personal::Column::Seq.eq(first + 2)).exec(db).await.expect("forged");
    assert_eq!(verdict(&app).await, Verdict::Broken { seq: first + 2, why: "its personal facts were altered" });
}

#[tokio::test]
async fn a_forged_head_is_named() {
    let (app, first) = with_entries().await;
    let forged = history_head::Entity::update_many().col_expr(history_head::Column::Hash, Expr::value("00"));
    forged.filter(Expr::col(history_head::Column::Id).eq(1)).exec(app.state.db.reader()).await.expect("forged");
    assert_eq!(broken_at(verdict(&app).await), first + 4);
}

#[tokio::test]
async fn verifying_while_somebody_writes_raises_no_alarm() {
    let app = TestApp::start().await;
    let id = territory_id(&app, "barcelona").await;
    let before = length(&app).await;
    let db = app.state.db.clone();
    let writer = tokio::spawn(async move {
        for n in 0..200 {
            append_to(&db, id, n).await;
        }
    });
    while !writer.is_finished() {
        length(&app).await;
    }
    assert_eq!(length(&app).await, before + 200);
}
