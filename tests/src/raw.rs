//! A client that does what no library does: it sends a request in part, or slowly, and hangs up.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::TestApp;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection of its own.
pub struct Raw(TcpStream);

/// What came back until the server closed the connection.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Value,
}

impl TestApp {
    pub async fn raw(&self) -> Raw {
        let address = self.url.strip_prefix("http://").expect("an address");
        let stream = TcpStream::connect(address).await.expect("connected");
        stream.set_nodelay(true).expect("at once");
        Raw(stream)
    }
}

impl Raw {
    /// Sends bytes; false where the server has closed the connection.
    pub async fn send(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).await.is_ok()
    }

    /// Hangs up at once, so that the server is told by a reset.
    pub fn reset(self) {
        self.0.set_zero_linger().expect("set");
    }

    /// Reads until the server closes the connection.
    pub async fn answer(mut self) -> Answer {
        let mut bytes = Vec::new();
        let mut piece = [0; 4096];
        // A reset after the answer says the same.
        while let Ok(1..) =
            timeout(PATIENCE, self.0.read(&mut piece)).await.expect("the connection is closed").inspect(|n| bytes.extend(&piece[..*n]))
        {
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Answer { status, body: serde_json::from_str(body).unwrap_or_default(), head: head.to_ascii_lowercase() }
    }
}

/// Head and body of a request as they go over the wire. The body is one that is there as a whole.
pub fn wire(request: RequestBuilder) -> (Vec<u8>, Vec<u8>) {
    let request = request.build().expect("a request");
    let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec();
    let mut head = format!("{} {} HTTP/1.1\r\nhost: test\r\n", request.method(), request.url().path());
    for (name, value) in request.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().expect("text")));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    (head.into_bytes(), body)
}
