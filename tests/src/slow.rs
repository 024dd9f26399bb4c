//! A request whose body comes slowly: the server has read its head, and waits.

use std::time::Duration;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::TestApp;

/// A request that has been begun.
pub struct Slow {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Slow {
    /// Sends the head and the first byte of the body, and waits until the server has looked at the credential.
    pub async fn begin(app: &TestApp, method: &str, path: &str, bearer: &str, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let used_before = used(app).await;
        let address = app.url.strip_prefix("http://").expect("an address");
        let mut stream = TcpStream::connect(address).await.expect("connected");
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {bearer}\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).await.expect("sent");
        stream.write_all(&body[..1]).await.expect("sent");
        for _ in 0..300 {
            if used(app).await > used_before {
                return Self { stream, rest: body[1..].to_vec() };
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the server did not look at the credential");
    }

    /// Sends the rest, and gives status and body of the answer.
    pub async fn finish(mut self) -> (u16, Value) {
        self.stream.write_all(&self.rest).await.expect("sent");
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).await.expect("an answer");
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        (status, serde_json::from_str(&body[body.find('{').unwrap_or_default()..=body.rfind('}').unwrap_or_default()]).unwrap_or_default())
    }
}

/// How many access tokens and API tokens have ever been used: the server notes a credential's first use when it looks at it.
async fn used(app: &TestApp) -> u64 {
    use entity::{api_token, refresh_token};
    let db = app.state.db.reader();
    let steps = refresh_token::Entity::find().filter(refresh_token::Column::AccessUsedAt.is_not_null()).count(db).await;
    let tokens = api_token::Entity::find().filter(api_token::Column::LastUsedAt.is_not_null()).count(db).await;
    steps.expect("a count") + tokens.expect("a count")
}
