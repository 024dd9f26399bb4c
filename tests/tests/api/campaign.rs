use tests::TestApp;

#[tokio::test]
async fn governments_are_counted_and_organisations_are_not() {
    let app = TestApp::start().await;
    let campaign = app.json("/v1/campaign").await;
    assert_eq!(campaign["counts"]["members"], 41);
    assert_eq!(campaign["organisations"], 4);
    let by_region: i64 = campaign["by_region"].as_array().expect("regions").iter().filter_map(|r| r["members"].as_i64()).sum();
    assert_eq!(by_region, 41, "no member is lost between the groups");
}
