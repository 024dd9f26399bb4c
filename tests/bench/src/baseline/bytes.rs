//! A bare actix-web handler for bytes that are there: as fast as an answer can be.

use std::{net::SocketAddr, path::Path};

use actix_web::{
    App, HttpResponse, HttpServer,
    web::{self, Bytes},
};
use serde::{Deserialize, Serialize};

use crate::fetch::Answer;

/// The file that lists what a folder holds.
const LIST: &str = "answers.json";

/// One answer of a folder.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    route: String,
    content_type: String,
    content_encoding: Option<String>,
    file: String,
}

/// Puts answers where [`serve`] finds them, by the routes at which it shall give them.
pub fn keep(folder: &Path, answers: &[(String, Answer)]) -> anyhow::Result<()> {
    let mut list = Vec::new();
    for (number, (route, answer)) in answers.iter().enumerate() {
        let file = number.to_string();
        std::fs::write(folder.join(&file), &answer.body)?;
        list.push(Kept {
            route: route.clone(),
            content_type: answer.content_type.clone(),
            content_encoding: answer.content_encoding.clone(),
            file,
        });
    }
    Ok(std::fs::write(folder.join(LIST), serde_json::to_vec(&list)?)?)
}

pub async fn serve(bind: SocketAddr, folder: &Path) -> anyhow::Result<()> {
    let list: Vec<Kept> = serde_json::from_slice(&std::fs::read(folder.join(LIST))?)?;
    let mut answers = Vec::new();
    for kept in list {
        let bytes = Bytes::from(std::fs::read(folder.join(&kept.file))?);
        answers.push((kept, bytes));
    }
    let register = move |config: &mut web::ServiceConfig| {
        for (kept, bytes) in answers.clone() {
            let route = kept.route.clone();
            let answer = move || {
                let mut response = HttpResponse::Ok();
                response.content_type(kept.content_type.as_str());
                if let Some(encoding) = &kept.content_encoding {
                    response.insert_header(("Content-Encoding", encoding.as_str()));
                }
                std::future::ready(response.body(bytes.clone()))
            };
            config.route(&route, web::get().to(answer));
        }
    };
    let app = move || App::new().route("/health/ready", web::get().to(HttpResponse::Ok)).configure(register.clone());
    Ok(HttpServer::new(app).bind(bind)?.run().await?)
}
