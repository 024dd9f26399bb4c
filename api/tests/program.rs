//! The program itself, as an operator starts it: settings, folders, modes, its exit and the one line it says.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

const THOUSAND: &str = env!("CARGO_BIN_EXE_thousand");
const PLEDGE: &str = r#"{"name":"Rosario","country":"AR","level":"municipal","signatory_name":"Nora Prueba","signatory_office":"Intendenta",
    "contact_name":"Olga Oficial","email":"desk@rosario.example","may_act":true,"publish":true,"language":"en"}"#;

/// The program with settings of the test alone.
fn thousand(data_dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(THOUSAND);
    command.env_clear().env("THOUSAND_DATA_DIR", data_dir).env("THOUSAND_WEB_DIR", "/nonexistent").env("RUST_LOG", "warn");
    command.args(arguments).stdin(Stdio::null());
    command
}

fn output(mut command: Command) -> Output {
    command.output().expect("the program starts")
}

/// What a successful command said.
fn said(command: Command) -> String {
    let output = output(command);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The one line of a command that failed.
fn complaint(command: Command) -> String {
    let output = output(command);
    let line = String::from_utf8(output.stderr).expect("text");
    assert!(!output.status.success(), "it was taken");
    assert_eq!(line.trim_end().lines().count(), 1, "{line}");
    assert!(output.stdout.is_empty());
    line
}

/// A server on a free port, stopped with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(mut command: Command, host: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        command.arg("serve").env("THOUSAND_BIND", format!("{host}:{port}"));
        let server = Self { child: command.spawn().expect("the program starts"), port };
        let started = Instant::now();
        while !server.ask("GET /health/ready", "").starts_with("HTTP/1.1 200") {
            assert!(started.elapsed() < Duration::from_secs(60), "it does not get ready");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// The whole answer to a request, or nothing where nobody listens.
    fn ask(&self, what: &str, body: &str) -> String {
        let mut answer = String::new();
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let length = body.len();
            let head = "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";
            let sent = write!(stream, "{what} {head}Content-Length: {length}\r\n\r\n{body}");
            sent.and_then(|()| stream.read_to_string(&mut answer).map(drop)).unwrap_or_default();
        }
        answer
    }

    fn pledge(&self) {
        let answer = self.ask("POST /v1/pledges", PLEDGE);
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    }

    /// As a service manager does it.
    fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().expect("a signal");
        assert!(told.success() && self.child.wait().expect("an end").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The tables that ship, with a few places: the whole file would be most of the time.
fn seed_into(data_dir: &Path) {
    let tables = tempfile::tempdir().expect("a folder");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for file in std::fs::read_dir(project.join("data")).expect("the tables").map(|file| file.expect("a file").path()) {
        if file.is_file() {
            std::fs::copy(&file, tables.path().join(file.file_name().expect("a name"))).expect("copied");
        }
    }
    std::fs::create_dir(tables.path().join("places")).expect("a folder");
    let places = tables.path().join("places/geonames-cities15000.tsv.gz");
    std::fs::copy(project.join("tests/data/places.tsv"), places).expect("copied");
    said(thousand(data_dir, &["seed", "--data", tables.path().to_str().expect("text")]));
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn a6_any_data_folder_serves_writes_backs_up_and_restores() {
    for name in ["what?mode=memory #1", "100% of%41 it's"] {
        let around = tempfile::tempdir().expect("a folder");
        let [data, copy, again] = ["", " copy", " again"].map(|suffix| around.path().join(format!("{name}{suffix}")));
        seed_into(&data);
        let server = Server::start(thousand(&data, &[]), "localhost");
        server.pledge();
        assert!(said(thousand(&data, &["backup", text(&copy)])).contains("backup in"));
        server.stop();
        said(thousand(&again, &["restore", text(&copy)]));
        let (before, after) = (said(thousand(&data, &["verify"])), said(thousand(&again, &["verify"])));
        assert!(after.starts_with("whole: ") && before == after, "{before} {after}");
        let restored = Server::start(thousand(&again, &[]), "127.0.0.1");
        assert!(restored.ask("GET /v1/territories/lyon", "").starts_with("HTTP/1.1 200"));
        let mut made: Vec<_> = std::fs::read_dir(around.path()).expect("read").map(|entry| entry.expect("an entry").path()).collect();
        made.sort();
        assert_eq!(made, [data.clone(), again.clone(), copy].to_vec(), "nothing by another name");
        assert!(data.join("thousand.sqlite").is_file() && again.join("thousand.sqlite").is_file());
    }
}

#[test]
fn a6_a_variable_that_is_set_to_nothing_is_not_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = thousand(folder.path(), &["migrate"]);
    for name in [
        "DATABASE_URL",
        "THOUSAND_BIND",
        "THOUSAND_METRICS_BIND",
        "THOUSAND_PUBLIC_URL",
        "THOUSAND_SECRET_KEY",
        "THOUSAND_WEB_DIR",
        "THOUSAND_RATE_LIMIT",
        "THOUSAND_BODY_PAUSE",
        "SMTP_URL",
        "THOUSAND_MAIL_FROM",
        "THOUSAND_FILES_URL",
        "THOUSAND_PROXIES",
        "THOUSAND_OPERATOR",
        "THOUSAND_CONTACT",
        "THOUSAND_SECURITY_CONTACT",
        "THOUSAND_IMPRINT",
        "RUST_LOG",
    ] {
        command.env(name, if name == "SMTP_URL" { " " } else { "" });
    }
    said(command);
    assert!(folder.path().join("thousand.sqlite").is_file() && folder.path().join("files").is_dir());
}

#[test]
fn a6_a_wrong_setting_stops_the_start_with_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, value) in [
        ("THOUSAND_PUBLIC_URL", "https://campaign.example/rights"),
        ("THOUSAND_BIND", "localhost"),
        ("SMTP_URL", "mail.example"),
        ("THOUSAND_FILES_URL", "files"),
        ("DATABASE_URL", "sqlite://x?y=z"),
        ("RUST_LOG", "info,=x=y"),
    ] {
        let mut command = thousand(&folder.path().join("data"), &["serve"]);
        command.env(name, value);
        let line = complaint(command);
        assert!(line.starts_with(&format!("{name}: ")), "{line}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn e2_a_person_is_exported_and_erased_by_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| thousand(folder.path(), arguments);
    said(run(&["migrate"]));
    let password = said(run(&["admin", "create", "--email", "admin@example.org"]));
    assert!(password.trim().len() >= 16 && !password.trim().contains(char::is_whitespace), "the password alone");
    said(run(&["admin", "create", "--email", "nora@example.org", "--role", "reviewer"]));
    let person = |verb: &str, address: &str| -> serde_json::Value {
        serde_json::from_str(&said(run(&["person", verb, address]))).expect("JSON alone")
    };
    let tables = |export: &serde_json::Value| export["tables"].as_array().map(Vec::len);
    for verb in ["export", "erase"] {
        assert!(complaint(run(&["person", verb, "no address"])).starts_with("<ADDRESS>: "), "{verb}");
    }
    assert!(tables(&person("export", " Nora@EXAMPLE.org ")) > Some(0));
    assert_eq!(tables(&person("export", "stranger@example.org")), Some(0));
    assert!(complaint(run(&["person", "erase", "admin@example.org"])).contains("last administrator"));
    let erased = person("erase", "nora@example.org");
    assert!(erased["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{erased}");
    assert_eq!(tables(&person("export", "nora@example.org")), Some(0));
    assert!(said(run(&["verify"])).starts_with("whole: "));
}

#[test]
fn d6_an_event_is_opened_listed_and_closed_by_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let event = |arguments: &[&str]| thousand(folder.path(), &[&["event"], arguments].concat());
    said(thousand(folder.path(), &["migrate"]));
    for wrong in [["--minutes", "0"], ["--minutes", "100000"], ["--address", "here"]] {
        assert!(complaint(event(&[&["open", "Launch"], &wrong[..]].concat())).starts_with(wrong[0]), "{wrong:?}");
    }
    let opened = said(event(&["open", "Launch in Rosario", "--address", "198.51.100.7"]));
    assert!(opened.starts_with("Launch in Rosario: at 198.51.100.7, until 2"), "{opened}");
    assert_eq!(said(event(&["list"])), opened);
    complaint(event(&["close", "Launch in Lima"]));
    said(event(&["close", "Launch in Rosario"]));
    assert_eq!(said(event(&["list"])).trim(), "no event is open");
}

#[test]
fn what_needs_no_database_asks_for_none() {
    let nowhere = Path::new("/nowhere");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (arguments, file) in [
        (&["openapi"][..], "openapi/openapi.json"),
        (&["rights"], "docs/rights.md"),
        (&["personal-data"], "docs/personal-data.md"),
        (&["personal-data", "--times"], "frontend/src/lib/kit/api/times.json"),
    ] {
        let written = std::fs::read_to_string(project.join(file)).expect("the file");
        assert!(said(thousand(nowhere, arguments)).trim() == written.trim(), "{file} is not of this code: run `make gen`");
    }
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

/// Everything in a folder with its mode, at any depth.
fn modes(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).expect("read").map(|entry| entry.expect("an entry").path()) {
        found.push((path.clone(), mode(&path)));
        if path.is_dir() {
            found.extend(modes(&path));
        }
    }
    found
}

fn assert_private(folder: &Path) {
    for (path, mode) in modes(folder) {
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
}

#[test]
fn f10_what_is_kept_is_for_its_own_user_alone() {
    let around = tempfile::tempdir().expect("a folder");
    let (data, copy) = (around.path().join("data"), around.path().join("copy"));
    // A folder that somebody made for everybody, and a shell that makes everything for everybody.
    std::fs::create_dir(&data).expect("a folder");
    std::fs::set_permissions(&data, PermissionsExt::from_mode(0o777)).expect("opened");
    let generous = |data: &Path| {
        let mut command = Command::new("sh");
        command.env_clear().env("THOUSAND_DATA_DIR", data).env("THOUSAND_WEB_DIR", "/nonexistent").env("RUST_LOG", "warn");
        command.args(["-c", "umask 000; exec \"$0\" \"$@\"", THOUSAND]).stdin(Stdio::null());
        command
    };
    seed_into(&data);
    std::fs::write(data.join("files/some"), "bytes").expect("written");
    for (path, _) in modes(&data) {
        std::fs::set_permissions(&path, PermissionsExt::from_mode(if path.is_dir() { 0o777 } else { 0o666 })).expect("opened");
    }
    let server = Server::start(generous(&data), "127.0.0.1");
    server.pledge();
    let started = Instant::now();
    while std::fs::read_dir(data.join("mail")).map_or(0, Iterator::count) == 0 {
        assert!(started.elapsed() < Duration::from_secs(60), "no mail");
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut backup = generous(&data);
    backup.args(["backup", text(&copy)]);
    said(backup);
    for name in ["thousand.sqlite", "thousand.sqlite-wal", "thousand.sqlite-shm", "secret.key", "files/some"] {
        assert_eq!(mode(&data.join(name)), 0o600, "{name}");
    }
    assert_private(&data);
    assert_private(&copy);
    assert_eq!(mode(&copy), 0o700);
    server.stop();
    let again = around.path().join("again");
    let mut restore = generous(&again);
    restore.args(["restore", text(&copy)]);
    said(restore);
    assert_private(&again);
    assert_eq!(mode(&again), 0o700);
}

#[test]
fn a4_a_file_that_is_no_dump_is_refused_and_not_noted() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = folder.path().join("file");
    let import = || thousand(&data, &["import", "places", text(&file)]);
    let places = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/places.tsv")).expect("places");
    let wide: Vec<u8> = String::from_utf8_lossy(&places).encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (content, why) in [
        (b"PK\x03\x04\x14\x00\x08\x08".to_vec(), "application/zip"),
        (b"<!doctype html><html><body>404</body></html>".to_vec(), "html"),
        (wide.clone(), "utf-16"),
        ([b"\xff\xfe".to_vec(), wide].concat(), "utf-16"),
        (Vec::new(), "empty"),
        (b"\xef\xbb\xbf\n".to_vec(), "empty"),
        (b"FR\t75001\tParis\nFR\t75002\tParis\n".to_vec(), "nothing was imported"),
    ] {
        std::fs::write(&file, content).expect("written");
        for _ in 0..2 {
            let line = complaint(import()).to_lowercase();
            assert!(line.contains(why) && line.contains("cannot read"), "{why}: {line}");
        }
    }
    std::fs::write(&file, [b"\xef\xbb\xbf", &places[..]].concat()).expect("written");
    let lines = places.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let report = said(import());
    assert!(report.contains(&format!("places: {lines} added")) && !report.contains("malformed"), "{report}");
    assert!(said(import()).contains("imported before"));
}

#[test]
fn a3_a_restore_that_is_killed_is_refused_or_finished_and_never_mixed() {
    let around = tempfile::tempdir().expect("a folder");
    let (data, copy) = (around.path().join("data"), around.path().join("copy"));
    seed_into(&data);
    for n in 0..200 {
        std::fs::write(data.join(format!("files/{n}")), vec![7; 100_000]).expect("written");
    }
    said(thousand(&data, &["backup", text(&copy)]));
    let whole = said(thousand(&data, &["verify"]));
    let started = Instant::now();
    let target = around.path().join("unhurried");
    said(thousand(&target, &["restore", text(&copy)]));
    let most = started.elapsed();
    let mut cut = 0;
    for n in 1..=12_u32 {
        let target = around.path().join(format!("target {n}"));
        let mut restore = thousand(&target, &["restore", text(&copy)]).stdout(Stdio::null()).spawn().expect("started");
        std::thread::sleep(most * n / 12);
        restore.kill().expect("killed");
        if restore.wait().expect("an end").success() {
            assert_eq!(said(thousand(&target, &["verify"])), whole);
            continue;
        }
        if target.join("restore.partial").exists() {
            cut += 1;
            let line = complaint(thousand(&target, &["serve"]));
            assert!(line.contains("a restore was cut off"), "{line}");
        }
        // Where it had come to its end but for its last word, it is there.
        let again = output(thousand(&target, &["restore", text(&copy)]));
        let line = String::from_utf8_lossy(&again.stderr);
        assert!(again.status.success() || line.contains("exists already"), "{line}");
        assert_eq!(said(thousand(&target, &["verify"])), whole);
        assert_eq!(std::fs::read_dir(target.join("files")).expect("files").count(), 200);
        assert!(!target.join("restore.partial").exists() && !target.join("thousand.sqlite.partial").exists());
    }
    assert!(cut > 0, "none was killed in the middle");
}
