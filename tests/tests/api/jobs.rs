use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use entity::{
    email_token, history, history_personal, idempotency_key, invitation, job,
    kinds::{EmailTokenPurpose, JobState, Language, Level, PledgeState},
    pledge, refresh_token, user,
};
use kernel::{
    db::Actor,
    jobs::{Kind, Work, Worker},
    mail::{About, Mail, Recipient, Template},
};
use register::state::State;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde_json::json;
use tests::{TestApp, problem};
use thousand::work::WORK;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::people::{administrator, body, reviewer};

async fn pledge(app: &TestApp, name: &str, signatory: &str, language: Language) -> Uuid {
    let now = app.state.chance.now();
    let row = pledge::Model {
        id: app.state.chance.id(),
        territory_id: None,
        state: PledgeState::Unconfirmed,
        geonames_id: None,
        name: name.to_owned(),
        country: "FR".to_owned(),
        level: Level::Municipal,
        kind_local: None,
        population: None,
        signatory_name: signatory.to_owned(),
        signatory_office: "Mayor".to_owned(),
        contact_name: signatory.to_owned(),
        email: "mairie@gouvernement.example".to_owned(),
        email_key: String::new(),
        free_mail: false,
        opened_team: false,
        before: None,
        statement: None,
        statement_lang: None,
        language,
        created_at: now,
        expires_at: now + TimeDelta::days(30),
        confirmed_at: None,
        removed_at: None,
        removed_reason: None,
        removed_reason_lang: None,
        sender_hash: None,
        revision: 0,
    };
    row.into_active_model().insert(app.state.db.reader()).await.expect("a pledge").id
}

async fn ask_to_confirm(app: &TestApp, id: Uuid) {
    let tx = app.state.db.write(Actor::PUBLIC).await.expect("a transaction");
    let mail = Mail::new(Template::ConfirmPledge, Recipient::Pledge(id)).about(About::Pledge(id)).link(id);
    mail.enqueue(&tx).await.expect("enqueued");
    tx.commit().await.expect("committed");
}

async fn enqueue(app: &TestApp, kind: &'static str) {
    let tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    tx.enqueue(kind, json!({}), None, None).await.expect("enqueued");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn a_mail_reaches_its_reader_in_their_language() {
    let app = TestApp::start().await;
    for (language, greeting, subject) in [
        (Language::En, "Hello,", "Please confirm a pledge"),
        (Language::Fr, "Bonjour,", "Confirmez un engagement"),
        (Language::Es, "Hola:", "Confirme un compromiso"),
        (Language::Ar, "مرحبًا،", "يُرجى تأكيد تعهد"),
    ] {
        let id = pledge(&app, "Évry", "Zoé Maire", language).await;
        ask_to_confirm(&app, id).await;
        let mail = app.mails().await.pop().expect("a mail");
        assert_eq!((mail.to.as_str(), mail.to_name.as_str()), ("mairie@gouvernement.example", ""));
        assert_eq!((mail.subject.as_str(), mail.language.as_str()), (subject, language.as_str()));
        assert!(mail.body.starts_with(greeting), "{}", mail.body);
        let secret = kernel::links::secret(&app.state.keys, id);
        assert_eq!(mail.link("/pledge/confirm"), format!("{}/{}/pledge/confirm#id={id}&token={secret}", app.url, language.as_str()));
    }
}

#[tokio::test]
async fn a_mail_file_is_private_and_named_after_its_job() {
    let app = TestApp::start().await;
    let id = pledge(&app, "Évry", "Zoé", Language::Fr).await;
    ask_to_confirm(&app, id).await;
    let mail = app.mails().await.pop().expect("a mail");
    let job =
        job::Entity::find().all(app.state.db.reader()).await.expect("jobs").into_iter().find(|job| job.kind == "send_mail").expect("a job");
    assert_eq!(mail.message_id, format!("{}@127.0.0.1", job.id));
    assert!(!job.payload.to_string().contains("mairie@"), "a job carries ids only");
    let file = app.data_dir.path().join("mail").join(format!("{}.eml", job.id));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).expect("the file").permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn nothing_typed_becomes_a_header() {
    let app = TestApp::start().await;
    let id = pledge(&app, "Évry\r\nBcc: other@victim.example", "Zoé", Language::En).await;
    let contact = app.user("mairie@gouvernement.example").await;
    let named = user::ActiveModel { id: Set(contact.id), name: Set("Zoé\r\nBcc: other@victim.example".to_owned()), ..Default::default() };
    user::Entity::update(named).exec(app.state.db.reader()).await.expect("changed");
    let tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    let mail = Mail::new(Template::PledgeConfirmed, Recipient::User(contact.id)).about(About::Pledge(id));
    mail.enqueue(&tx).await.expect("enqueued");
    tx.commit().await.expect("committed");
    app.run_jobs().await;
    let folder = app.data_dir.path().join("mail");
    let file = std::fs::read_dir(folder).expect("mails").next().expect("a mail").expect("a file").path();
    let raw = std::fs::read_to_string(file).expect("text");
    let head = raw.split("\r\n\r\n").next().expect("headers");
    assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
}

#[tokio::test]
async fn a_mail_without_a_reader_is_done() {
    let app = TestApp::start().await;
    ask_to_confirm(&app, Uuid::nil()).await;
    assert!(app.mails().await.is_empty());
    let jobs = job::Entity::find().all(app.state.db.reader()).await.expect("jobs");
    assert!(jobs.iter().filter(|job| job.kind == "send_mail").all(|job| job.state == JobState::Done));
}

/// Makes the database refuse to note that a job is done.
async fn refuse_to_record(app: &TestApp, refuse: bool) {
    let database = app.state.db.reader();
    let postgres = database.get_database_backend() == DbBackend::Postgres;
    let statements: &[&str] = match (refuse, postgres) {
        (true, true) => &[
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
            "CREATE TRIGGER refuse BEFORE UPDATE ON job FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION refuse()",
        ],
        (true, false) => &["CREATE TRIGGER refuse BEFORE UPDATE ON job WHEN NEW.state = 'done' BEGIN SELECT RAISE(ABORT, 'refused'); END"],
        (false, true) => &["DROP TRIGGER refuse ON job"],
        (false, false) => &["DROP TRIGGER refuse"],
    };
    for statement in statements {
        database.execute_unprepared(statement).await.expect(statement);
    }
}

#[tokio::test]
async fn a_database_that_fails_for_a_moment_makes_no_mail_go_twice() {
    let app = TestApp::start().await;
    app.run_jobs().await;
    for name in ["Évry", "Lille"] {
        let id = pledge(&app, name, "Zoé", Language::Fr).await;
        ask_to_confirm(&app, id).await;
    }
    refuse_to_record(&app, true).await;
    let worker = Arc::new(Worker::new(app.state.clone(), &WORK));
    let step = tokio::spawn(async move { worker.step().await.expect("the queue works") });
    // Until both mails are sent, and long enough for what is known of them to be refused.
    for _ in 0..500 {
        if tests::mail::read_folder(&app.data_dir.path().join("mail")).len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    refuse_to_record(&app, false).await;
    assert_eq!(step.await.expect("joined"), 2);
    let jobs = job::Entity::find().filter(job::Column::Kind.eq("send_mail")).all(app.state.db.reader()).await.expect("jobs");
    assert!(jobs.iter().all(|job| job.state == JobState::Done && job.attempts == 1), "{jobs:?}");
    app.source.advance(TimeDelta::minutes(1));
    assert_eq!(app.mails().await.len(), 2);
}

#[tokio::test]
async fn a_failing_job_is_retried_later_and_later_then_given_up_and_retried_by_hand() {
    let app = TestApp::start().await;
    enqueue(&app, "unheard_of").await;
    for attempt in 1..=10 {
        app.run_jobs().await;
        app.run_jobs().await;
        let job =
            job::Entity::find().all(app.state.db.reader()).await.expect("jobs").into_iter().find(|j| j.kind == "unheard_of").expect("it");
        assert_eq!(job.attempts, attempt, "not before it is due");
        app.source.advance(TimeDelta::hours(7));
    }
    let admin = administrator(&app).await;
    let failed = body(admin.get("/v1/jobs?state=failed").await, 200).await;
    assert_eq!(failed["page"]["total"], 1);
    assert_eq!((&failed["data"][0]["attempts"], &failed["data"][0]["state"]), (&json!(10), &json!("failed")));
    assert!(failed["data"][0]["payload"].is_null());

    let retry = format!("/v1/jobs/{}/retry", failed["data"][0]["id"].as_str().expect("an id"));
    assert_eq!(body(admin.post(&retry, &json!({})).await, 200).await["state"], "waiting");
    problem(admin.post(&retry, &json!({})).await, 409, "wrong_state").await;
    let missing = format!("/v1/jobs/{}/retry", Uuid::nil());
    problem(admin.post(&missing, &json!({})).await, 404, "not_found").await;
}

#[tokio::test]
async fn jobs_are_the_administrators_business() {
    let app = TestApp::start().await;
    let other = reviewer(&app).await;
    let retry = format!("/v1/jobs/{}/retry", Uuid::nil());
    problem(app.get("/v1/jobs").await, 401, "not_signed_in").await;
    problem(app.post(&retry, &json!({})).await, 401, "not_signed_in").await;
    problem(other.get("/v1/jobs").await, 403, "not_allowed").await;
    problem(other.post(&retry, &json!({})).await, 403, "not_allowed").await;
    let admin = administrator(&app).await;
    let odd = admin.get("/v1/jobs?state=odd").await;
    problem(odd, 400, "invalid_query").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_workers_claim_each_job_once() {
    let app = TestApp::start().await;
    for _ in 0..40 {
        let id = pledge(&app, "Évry", "Zoé", Language::Fr).await;
        ask_to_confirm(&app, id).await;
    }
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let worker = Arc::new(Worker::new(app.state.clone(), &WORK));
        workers.spawn(async move { while worker.step().await.expect("the queue works") > 0 {} });
    }
    workers.join_all().await;
    let jobs = job::Entity::find().all(app.state.db.reader()).await.expect("jobs");
    assert_eq!(jobs.len(), 40);
    assert!(jobs.iter().all(|job| job.attempts == 1 && job.state == JobState::Done && job.leased_by.is_none()));
}

#[tokio::test]
async fn a_job_whose_worker_died_is_taken_over() {
    let app = TestApp::start().await;
    let id = pledge(&app, "Évry", "Zoé", Language::Fr).await;
    ask_to_confirm(&app, id).await;
    let mut row = job::Entity::find().one(app.state.db.reader()).await.expect("jobs").expect("one").into_active_model();
    row.leased_by = sea_orm::ActiveValue::Set(Some(Uuid::nil()));
    row.lease_until = sea_orm::ActiveValue::Set(Some(app.state.chance.now() + TimeDelta::minutes(2)));
    row.update(app.state.db.reader()).await.expect("leased");
    assert!(app.mails().await.is_empty(), "it is somebody else's");
    app.source.advance(TimeDelta::minutes(3));
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn housekeeping_deletes_what_has_outlived_its_purpose_once_a_day() {
    let app = TestApp::start().await;
    let db = app.state.db.reader();
    let now = app.state.chance.now();
    let id = pledge(&app, "Évry", "Zoé", Language::Fr).await;
    ask_to_confirm(&app, id).await;
    let token = email_token::Model {
        id,
        purpose: EmailTokenPurpose::ConfirmPledge,
        subject_id: id,
        hash: "h".to_owned(),
        mailed_to: String::new(),
        mailbox: String::new(),
        created_at: now,
        expires_at: now + TimeDelta::days(30),
        used_at: None,
        gathered_until: None,
    };
    token.into_active_model().insert(db).await.expect("a token");
    let kept = idempotency_key::Model {
        key: "k".to_owned(),
        fingerprint: "f".to_owned(),
        attempt: app.state.chance.id(),
        committed_at: None,
        created_id: None,
        right: None,
        status: Some(202),
        headers: None,
        body: None,
        created_at: now,
        expires_at: now + TimeDelta::days(1),
    };
    kept.into_active_model().insert(db).await.expect("a kept answer");
    let person = administrator(&app).await;
    app.run_jobs().await;
    let housekeepings = async || job::Entity::find().all(db).await.expect("jobs").iter().filter(|job| job.kind == "housekeeping").count();
    assert_eq!(housekeepings().await, 2, "today's and tomorrow's");
    assert_eq!(pledge::Entity::find().count(db).await.expect("counted"), 1);

    app.source.advance(TimeDelta::days(31));
    app.run_jobs().await;
    assert_eq!(pledge::Entity::find().count(db).await.expect("counted"), 0, "unconfirmed pledges vanish");
    assert_eq!(idempotency_key::Entity::find().count(db).await.expect("counted"), 0);
    assert_eq!(email_token::Entity::find().count(db).await.expect("counted"), 1, "so that its reader is told that it has expired");
    problem(person.get("/v1/jobs").await, 401, "session_over").await;

    app.source.advance(TimeDelta::days(31));
    app.run_jobs().await;
    assert_eq!(email_token::Entity::find().count(db).await.expect("counted"), 0);
    let jobs = job::Entity::find().all(db).await.expect("jobs");
    assert!(jobs.iter().all(|job| job.kind == "housekeeping"), "finished jobs are deleted after 30 days");
}

#[tokio::test]
async fn tomorrow_is_cleaned_up_even_if_today_fails() {
    let app = TestApp::start().await;
    let db = app.state.db.reader();
    app.run_jobs().await;
    db.execute_unprepared("ALTER TABLE email_token RENAME TO email_token_away").await.expect("renamed");
    app.source.advance(TimeDelta::days(1));
    app.run_jobs().await;
    let (today, tomorrow) = (app.state.chance.today(), app.state.chance.today() + chrono::Days::new(1));
    let of = async |day: chrono::NaiveDate| {
        let jobs = job::Entity::find().filter(job::Column::DedupeKey.eq(format!("housekeeping:{day}"))).all(db).await.expect("jobs");
        jobs.into_iter().map(|job| (job.state, job.last_error.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(of(today).await, [(JobState::Waiting, true)]);
    assert_eq!(of(tomorrow).await, [(JobState::Waiting, false)]);
}

#[tokio::test]
async fn housekeeping_forgets_who_never_came() {
    let app = TestApp::start().await;
    let db = app.state.db.reader();
    let admin = app.admin().await;
    let newcomer = json!({"email": "never@city.example", "password": tests::people::PASSWORD, "name": "Never Verified"});
    app.post("/v1/users", &newcomer).await;
    for email in ["late@city.example", "revoked@city.example"] {
        let invitation = json!({"email": email, "language": "en", "role": "reviewer"});
        let made = body(admin.post("/v1/invitations", &invitation).await, 201).await;
        if email.starts_with("revoked") {
            admin.delete(&format!("/v1/invitations/{}", made["id"].as_str().expect("an id"))).await;
        }
    }
    app.source.advance(TimeDelta::days(29));
    app.run_jobs().await;
    assert_eq!(user::Entity::find().count(db).await.expect("counted"), 2);
    assert_eq!(invitation::Entity::find().count(db).await.expect("counted"), 2, "so that their readers are told");
    app.source.advance(TimeDelta::days(16));
    app.run_jobs().await;
    assert_eq!(user::Entity::find().count(db).await.expect("counted"), 1);
    assert_eq!(invitation::Entity::find().count(db).await.expect("counted"), 0);
    let personal = history_personal::Entity::find().all(db).await.expect("read");
    assert!(personal.iter().all(|row| !row.facts.contains("city.example")), "nor does the history name them");
    let actions: Vec<String> = history::Entity::find().all(db).await.expect("read").into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions.iter().filter(|action| *action == "invitation.expired").count(), 2);
    assert_eq!(actions.iter().filter(|action| *action == "user.expired").count(), 1);
    let verdict = kernel::db::history::verify(&app.state.db).await.expect("read");
    assert!(matches!(verdict, kernel::db::history::Verdict::Whole { redacted: 3, .. }), "{verdict:?}");
}

#[tokio::test]
async fn housekeeping_keeps_of_a_long_session_what_a_browser_may_still_hold() {
    let app = TestApp::start().await;
    let db = app.state.db.reader();
    app.admin().await;
    let credentials = json!({"email": "admin@campaign.example", "password": tests::people::PASSWORD});
    let mut answer = app.post("/v1/sessions", &credentials).await;
    for _ in 0..3 {
        app.source.advance(TimeDelta::days(20));
        let cookie = answer.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a pair").to_owned();
        answer = app.request(reqwest::Method::POST, "/v1/sessions/refresh").header("Cookie", cookie).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200);
        app.run_jobs().await;
    }
    // Of the four, the first was spent 40 days ago; of the session that nobody went on with nothing is left.
    assert_eq!(refresh_token::Entity::find().count(db).await.expect("counted"), 3);
}

/// How many slow jobs run, and the most that ever ran at a time.
static SLOW: AtomicUsize = AtomicUsize::new(0);
static MOST_SLOW: AtomicUsize = AtomicUsize::new(0);
static LET_GO: Semaphore = Semaphore::const_new(0);

/// A kind that takes long, one that does not, and one that takes longer than it may.
static KINDS: Work<State> = Work {
    kinds: &[
        Kind {
            name: "slow",
            slots: 2,
            limit: Duration::from_secs(30),
            run: |_, _| {
                Box::pin(async {
                    let running = SLOW.fetch_add(1, Ordering::SeqCst) + 1;
                    MOST_SLOW.fetch_max(running, Ordering::SeqCst);
                    LET_GO.acquire().await?.forget();
                    SLOW.fetch_sub(1, Ordering::SeqCst);
                    Ok(())
                })
            },
        },
        Kind { name: "quick", slots: 1, limit: Duration::from_secs(30), run: |_, _| Box::pin(async { Ok(()) }) },
        Kind { name: "endless", slots: 1, limit: Duration::from_millis(50), run: |_, _| Box::pin(std::future::pending()) },
    ],
    schedule: |_| Box::pin(async { Ok(()) }),
};

async fn states(app: &TestApp, kind: &str) -> Vec<JobState> {
    let rows = job::Entity::find().filter(job::Column::Kind.eq(kind)).all(app.state.db.reader()).await.expect("jobs");
    rows.into_iter().map(|row| row.state).collect()
}

#[tokio::test]
async fn no_kind_of_job_waits_for_another() {
    let app = TestApp::start().await;
    for kind in ["slow", "slow", "slow", "slow", "quick", "endless"] {
        enqueue(&app, kind).await;
    }
    let stop = CancellationToken::new();
    let worker = Arc::new(Worker::new(app.state.clone(), &KINDS));
    let stopped = stop.clone();
    let works = tokio::spawn(async move { worker.run(stopped).await });
    until(async || states(&app, "quick").await == [JobState::Done]).await;
    until(async || SLOW.load(Ordering::SeqCst) == 2).await;
    // What is asked for while all slots of another kind are taken is done at once.
    enqueue(&app, "quick").await;
    until(async || states(&app, "quick").await == [JobState::Done, JobState::Done]).await;
    until(async || {
        let endless =
            job::Entity::find().filter(job::Column::Kind.eq("endless")).one(app.state.db.reader()).await.expect("jobs").expect("it");
        endless.last_error.is_some_and(|error| error.starts_with("took longer"))
    })
    .await;
    LET_GO.add_permits(4);
    until(async || states(&app, "slow").await == [JobState::Done; 4]).await;
    assert_eq!(MOST_SLOW.load(Ordering::SeqCst), 2, "no more at a time than there are slots");
    stop.cancel();
    works.await.expect("the worker ends");
}

async fn until(mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..1000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never came to that");
}
