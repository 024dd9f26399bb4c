//! The whole application for a test: a real server on a free port, a database of its own, a clock that the
//! test moves, and seeded randomness.
//!
//! `TEST_DATABASE=postgres` runs the same tests on PostgreSQL; `TEST_POSTGRES_URL` then names a cluster of
//! the test run's own, which `tests/run.sh` starts and stops.

pub mod clock;
pub mod compat;
pub mod database;
pub mod mail;
pub mod operations;
pub mod people;
pub mod pledges;
pub mod raw;
pub mod slow;

use std::{
    net::TcpListener,
    sync::{Arc, mpsc},
    thread,
};

use clap::Parser;
use kernel::{
    chance::Chance,
    jobs::Worker,
    passwords::{Params, Passwords},
    settings::Settings,
};
use register::state::State;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use thousand::{server, work::WORK};

use crate::{clock::TestSource, database::TestDatabase, mail::ReceivedMail};

/// A running application. Dropping it stops the server and removes its data.
pub struct TestApp {
    pub url: String,
    pub state: State,
    pub source: TestSource,
    pub client: reqwest::Client,
    pub data_dir: Arc<tempfile::TempDir>,
    database: Arc<TestDatabase>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

#[derive(Parser)]
#[command(args_override_self = true)]
struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

impl TestApp {
    /// With the real members and reference data.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// As [`TestApp::start`], with settings as on the command line.
    pub async fn start_with(settings: &[&str]) -> Self {
        let data_dir = tempfile::tempdir().expect("a temporary folder");
        let database = TestDatabase::create(data_dir.path()).await;
        Self::on(Arc::new(data_dir), Arc::new(database), TestSource::default(), settings).await
    }

    /// As [`TestApp::start`], with its data below this folder.
    pub async fn start_in(folder: &std::path::Path) -> Self {
        let data_dir = tempfile::tempdir_in(folder).expect("a temporary folder");
        let database = TestDatabase::create(data_dir.path()).await;
        Self::on(Arc::new(data_dir), Arc::new(database), TestSource::default(), &[]).await
    }

    /// Stops the server and starts it again on the same data.
    pub async fn restart(self, settings: &[&str]) -> Self {
        let (data_dir, database, source) = (self.data_dir.clone(), self.database.clone(), self.source.clone());
        drop(self);
        Self::on(data_dir, database, source, settings).await
    }

    async fn on(data_dir: Arc<tempfile::TempDir>, database: Arc<TestDatabase>, source: TestSource, extra: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let folder = data_dir.path().to_string_lossy().into_owned();
        let mut arguments = vec!["thousand", "--data-dir", &folder, "--database-url", &database.url, "--public-url", &url];
        arguments.extend(["--secret-key", "a secret of the tests, long enough for keys", "--rate-limit", "off"]);
        arguments.extend(["--web-dir", "/nonexistent"]);
        arguments.extend(extra);
        let settings = Arguments::parse_from(arguments).settings;
        let chance = Chance::new(source.clone());
        let (started, ready) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        // The server has a runtime of its own, as in life; the test's may be single-threaded.
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let mut kernel = kernel::state::State::open(settings, chance.clone()).await.expect("the state opens");
                // The real cost would be most of the tests' time.
                kernel.passwords = Passwords::new(Params::new(8, 1, 1, None).expect("parameters"), chance);
                let state = State::new(kernel);
                started.send(state.clone()).expect("the test waits");
                tokio::select! {
                    outcome = server::serve(state, listener) => outcome.expect("the server serves"),
                    _ = stopped => {}
                }
            });
        });
        let state = tokio::task::spawn_blocking(move || ready.recv()).await.expect("joined").expect("the server starts");
        let app = Self {
            url,
            state,
            source,
            client: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client"),
            data_dir,
            database,
            stop: Some(stop),
            thread: Some(thread),
        };
        app.wait_until_ready().await;
        app
    }

    async fn wait_until_ready(&self) {
        for _ in 0..200 {
            if self.client.get(format!("{}/health/live", self.url)).send().await.is_ok() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the server did not start");
    }

    /// For a connection of the test's own.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// A request to an address such as `/v1/campaign`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    /// The JSON of a successful read.
    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.expect("JSON")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.expect("an answer")
    }

    /// Does what the worker would have done by now: runs jobs until nothing more is due.
    pub async fn run_jobs(&self) {
        (WORK.schedule)(&self.state).await.expect("recurring work is scheduled");
        let worker = Arc::new(Worker::new(self.state.clone(), &WORK));
        while worker.step().await.expect("the queue works") > 0 {}
    }

    /// Every mail sent so far, oldest first. Runs the jobs that send them.
    pub async fn mails(&self) -> Vec<ReceivedMail> {
        self.run_jobs().await;
        mail::read_folder(&self.data_dir.path().join("mail"))
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Checks that an answer is the documented problem, and gives its body.
pub async fn problem(response: Response, status: u16, code: &str) -> Value {
    let kind = response.headers().get("content-type").map(|v| v.to_str().unwrap_or_default().to_owned());
    let actual = response.status().as_u16();
    let body: Value = response.json().await.expect("a problem is JSON");
    assert_eq!((actual, body["code"].as_str()), (status, Some(code)), "{body}");
    assert_eq!(kind.as_deref(), Some("application/problem+json"));
    for member in ["type", "title", "status", "code", "detail", "errors", "request_id"] {
        assert!(!body[member].is_null(), "{member} is missing: {body}");
    }
    body
}
