use entity::document;
use reqwest::{
    Method, Response,
    multipart::{Form, Part},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use tests::{TestApp, problem};
use uuid::Uuid;

use crate::people::{Person, administrator, body, errors, in_team, partner, reviewer, territory_id};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

async fn upload(person: &Person<'_>, territory: &str, name: &str, bytes: Vec<u8>) -> Response {
    let form = Form::new().text("territory_id", territory.to_owned()).part("file", Part::bytes(bytes).file_name(name.to_owned()));
    person.request(Method::POST, "/v1/documents").multipart(form).send().await.expect("an answer")
}

/// Four by two pixels. The photo's metadata says where it was taken, and that it lies on its side; the vast one promises more pixels
/// than anybody has.
const PHOTO: &[u8] = include_bytes!("../../files/photo.jpg");
const PNG: &[u8] = include_bytes!("../../files/picture.png");
const WEBP: &[u8] = include_bytes!("../../files/picture.webp");
const VAST: &[u8] = include_bytes!("../../files/vast.png");

/// Width and height, from the frame header of a JPEG.
fn dimensions(jpeg: &[u8]) -> [u8; 4] {
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
    let [height, width] = [&jpeg[frame + 5..frame + 7], &jpeg[frame + 7..frame + 9]];
    [width[0], width[1], height[0], height[1]]
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_pdf_is_kept_as_it_is_and_is_private() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await.to_string();
    let response = upload(&team, &id, "../Acuerdo del pleno ñ.exe", PDF.to_vec()).await;
    let location = response.headers()["location"].to_str().expect("text").to_owned();
    let document = body(response, 201).await;
    assert_eq!(document["filename"], "Acuerdo del pleno ñ.pdf");
    assert_eq!((&document["media_type"], &document["bytes"]), (&json!("application/pdf"), &json!(PDF.len())));
    assert_eq!(document["sha256"], kernel::db::history::digest(PDF));
    assert_eq!(document["visibility"], "private");
    let record = location.strip_prefix(&app.url).expect("an address here").to_owned();
    let content = format!("{record}/content");
    let about = team.get(&record).await;
    assert_eq!(about.headers()["cache-control"], "private, no-store");
    assert_eq!(body(about, 200).await, document);

    for reader in [&team, &reviewer(&app).await, &administrator(&app).await, &partner(&app, &["adhesions:read"]).await] {
        let answer = reader.get(&content).await;
        let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(
            header("content-disposition"),
            "attachment; filename=\"Acuerdo del pleno _.pdf\"; filename*=UTF-8''Acuerdo%20del%20pleno%20%C3%B1.pdf"
        );
        assert!(header("cache-control").contains("private"));
        assert_eq!(answer.bytes().await.expect("bytes"), PDF);
    }
    let other = in_team(&app, "granollers").await;
    for path in [&record, &content] {
        problem(app.get(path).await, 404, "not_found").await;
        problem(other.get(path).await, 404, "not_found").await;
        problem(partner(&app, &["jobs:read"]).await.get(path).await, 403, "scope_missing").await;
    }
    problem(team.get("/v1/documents/nothing").await, 404, "not_found").await;
    let changes = app.json("/v1/changes?after=0&limit=200").await.to_string();
    assert!(!changes.contains("document.added"), "nothing about it is public");
}

#[tokio::test]
async fn images_lose_everything_but_the_picture() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await.to_string();
    assert!(contains(PHOTO, "GPS"));
    let document = body(upload(&team, &id, "acto.jpeg", PHOTO.to_vec()).await, 201).await;
    assert_eq!(document["filename"], "acto.jpg");
    let content = format!("/v1/documents/{}/content", document["id"].as_str().expect("an id"));
    let kept = team.get(&content).await.bytes().await.expect("bytes");
    assert!(!contains(&kept, "GPS") && !contains(&kept, "Exif"));
    assert_eq!((dimensions(PHOTO), dimensions(&kept)), ([0, 4, 0, 2], [0, 2, 0, 4]), "turned the right way up");
    assert_eq!(document["sha256"], kernel::db::history::digest(&kept));
    for (bytes, media_type) in [(PNG, "image/png"), (WEBP, "image/png")] {
        let document = body(upload(&team, &id, "acto", bytes.to_vec()).await, 201).await;
        assert_eq!(document["media_type"], media_type);
    }
}

#[tokio::test]
async fn what_is_no_act_is_refused() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await.to_string();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    for bytes in [svg, PNG[..40].to_vec(), b"MZ\x90\0".to_vec(), Vec::new(), b"plain words".to_vec(), vec![b'x'; 4000]] {
        let refused = problem(upload(&team, &id, "acto.pdf", bytes).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [("/file", "file_type_unknown")]);
    }
    let refused = problem(upload(&team, &id, "acto.png", VAST.to_vec()).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/file", "image_too_large")]);

    let mut large = PDF.to_vec();
    large.resize(20 * 1024 * 1024, b' ');
    body(upload(&team, &id, "acto.pdf", large.clone()).await, 201).await;
    large.push(b' ');
    problem(upload(&team, &id, "acto.pdf", large).await, 413, "too_large").await;
}

#[tokio::test]
async fn the_parts_must_be_there_and_allowed() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await.to_string();
    let send = |person: &Person<'_>, form: Form| {
        let request = person.request(Method::POST, "/v1/documents").multipart(form);
        async { request.send().await.expect("an answer") }
    };
    let file = || Part::bytes(PDF.to_vec()).file_name("a.pdf");
    let refused = problem(send(&team, Form::new().text("x", "y")).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/x", "unknown_field")]);
    let refused = problem(send(&team, Form::new().text("territory_id", id.clone())).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/file", "required")]);
    let refused = problem(send(&team, Form::new().part("file", file())).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/territory_id", "required")]);
    let refused =
        problem(send(&team, Form::new().text("territory_id", "barcelona").part("file", file())).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/territory_id", "wrong_type")]);
    let reviewer = reviewer(&app).await;
    let nowhere = Form::new().text("territory_id", app.state.chance.id().to_string()).part("file", file());
    let refused = problem(send(&reviewer, nowhere).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/territory_id", "unknown_value")]);
    problem(team.post("/v1/documents", &json!({ "territory_id": id })).await, 415, "unsupported_media_type").await;

    let form = || Form::new().part("file", file()).text("territory_id", id.clone());
    let stranger = app.request(Method::POST, "/v1/documents").multipart(form()).send().await.expect("an answer");
    problem(stranger, 401, "not_signed_in").await;
    problem(send(&in_team(&app, "granollers").await, form()).await, 403, "not_allowed").await;
    problem(send(&partner(&app, &["adhesions:read"]).await, form()).await, 403, "scope_missing").await;
    body(send(&partner(&app, &["adhesions:write"]).await, form()).await, 201).await;
}

/// As a client sends it again after a lost answer: the same key and parts, another boundary.
#[tokio::test]
async fn an_upload_sent_again_is_one_document() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await.to_string();
    let send = async |bytes: &'static [u8]| {
        let file = Part::bytes(bytes).file_name("acto.pdf");
        let form = Form::new().text("territory_id", id.clone()).part("file", file);
        let request = team.request(Method::POST, "/v1/documents").header("Idempotency-Key", "k");
        request.multipart(form).send().await.expect("an answer")
    };
    let first = body(send(PDF).await, 201).await;
    let again = send(PDF).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(body(again, 201).await, first);
    problem(send(b"%PDF-1.7\nanother\n%%EOF\n").await, 422, "key_reused").await;
}

/// A body that never ends, of which nothing but the beginning is sent.
fn unfinished(person: &Person<'_>) -> tokio::task::JoinHandle<reqwest::Result<Response>> {
    let endless = futures_util::stream::pending::<std::io::Result<Vec<u8>>>();
    let request = person.request(Method::POST, "/v1/documents").header("Content-Type", "multipart/form-data; boundary=x");
    tokio::spawn(request.body(reqwest::Body::wrap_stream(endless)).send())
}

#[tokio::test]
async fn few_uploads_of_one_caller_are_read_at_a_time() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await.to_string();
    let mut held = [unfinished(&team), unfinished(&team)];
    // Refused for what it is, as long as it is read at all.
    let refused = loop {
        let answer = upload(&team, &id, "acto.pdf", b"plain words".to_vec()).await;
        if answer.status() != 422 {
            break answer;
        }
        // Which of them came while two others were read was refused itself, and asks again.
        for upload in held.iter_mut().filter(|upload| upload.is_finished()) {
            *upload = unfinished(&team);
        }
    };
    problem(refused, 429, "too_many_requests").await;
    body(upload(&in_team(&app, "granollers").await, &territory_id(&app, "granollers").await.to_string(), "a.pdf", PDF.to_vec()).await, 201)
        .await;
    held.into_iter().for_each(|upload| upload.abort());
    let mut status = 429;
    for _ in 0..100 {
        status = upload(&team, &id, "acto.pdf", PDF.to_vec()).await.status().as_u16();
        if status == 201 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(status, 201, "who goes away gives the turn back");
}

#[tokio::test]
async fn who_files_for_nobody_is_not_even_read() {
    let app = TestApp::start().await;
    let user = app.user("nobody@example.org").await;
    let form = Form::new().part("file", Part::bytes(vec![b'x'; 4000]).file_name("a.pdf"));
    let answer = user.request(Method::POST, "/v1/documents").header("Idempotency-Key", "k").multipart(form).send().await;
    problem(answer.expect("an answer"), 403, "not_allowed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_territory_hands_in_a_hundred_documents_at_most() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let like: Value = body(upload(&team, &id.to_string(), "acto.pdf", PDF.to_vec()).await, 201).await;
    let like = document::Entity::find_by_id(like["id"].as_str().and_then(|id| id.parse::<Uuid>().ok()).expect("an id"));
    let like = like.one(app.state.db.reader()).await.expect("read").expect("a document");
    for _ in 0..98 {
        let row = document::Model { id: app.state.chance.id(), ..like.clone() };
        row.into_active_model().insert(app.state.db.reader()).await.expect("a document");
    }
    // However many ask for the last place at once.
    let (territory, mut people) = (id.to_string(), Vec::new());
    for _ in 0..6 {
        people.push(in_team(&app, "barcelona").await);
    }
    let uploads = people.iter().map(|person| upload(person, &territory, "acto.pdf", PDF.to_vec()));
    let answers = futures_util::future::join_all(uploads).await;
    let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status() == 201);
    assert_eq!(taken.len(), 1);
    for answer in refused {
        assert_eq!(errors(&problem(answer, 422, "invalid_fields").await), [("/file", "too_many")]);
    }
    let kept = std::fs::read_dir(app.data_dir.path().join("files")).expect("a folder").count();
    assert_eq!(kept, 2, "what was refused takes no space");
}
