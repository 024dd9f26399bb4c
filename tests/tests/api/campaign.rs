use entity::{partial_date::PartialDate, territory};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use tests::TestApp;
use uuid::Uuid;

#[tokio::test]
async fn governments_are_counted_and_organisations_are_not() {
    let app = TestApp::start().await;
    let campaign = app.json("/v1/campaign").await;
    assert_eq!(campaign["counts"]["members"], 41);
    assert_eq!(campaign["organisations"], 4);
    let by_region: i64 = campaign["by_region"].as_array().expect("regions").iter().filter_map(|r| r["members"].as_i64()).sum();
    assert_eq!(by_region, 41, "no member is lost between the groups");
}

/// A year may have been any of its days.
#[tokio::test]
async fn a_milestone_is_reached_when_that_is_certain() {
    let app = TestApp::start().await;
    let ids: Vec<Uuid> = territory::Entity::find().all(app.state.db.reader()).await.expect("read").iter().map(|row| row.id).collect();
    let joined = async |ids: &[Uuid], on: Option<&str>| {
        let on: Option<PartialDate> = on.map(|text| text.parse().expect("a date"));
        let update = territory::Entity::update_many().col_expr(territory::Column::JoinedOn, Expr::value(on));
        let update = update.filter(territory::Column::Id.is_in(ids.to_vec()));
        update.exec(app.state.db.reader()).await.expect("updated");
    };
    joined(&ids, None).await;
    joined(&ids[..9], Some("2019")).await;
    joined(&ids[9..10], Some("2021")).await;
    joined(&ids[10..11], Some("2021-03")).await;
    joined(&ids[11..12], Some("2021-03-05")).await;
    let milestone = &app.json("/v1/campaign").await["milestones"][0];
    assert_eq!((&milestone["n"], &milestone["reached_on"], &milestone["precision"]), (&10.into(), &"2021-03-05".into(), &"day".into()));
}
