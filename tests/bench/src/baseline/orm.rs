//! Bare SeaORM handlers with the product's own queries, on the product's own connection settings.

use std::{net::SocketAddr, path::Path};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, error::ErrorInternalServerError, web};
use entity::{kinds::Stage, place, territory};
use kernel::{
    chance::{Chance, System},
    db::{Db, cursor::read_cursor},
};
use rusqlite::{Connection, OpenFlags};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::known::{Known, Params, Row, Territory};

struct Shared {
    db: Db,
    known: Known,
}

pub async fn serve(bind: SocketAddr, database: &Path, public_url: String) -> anyhow::Result<()> {
    let known = Known::load(&Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?, public_url)?;
    let db = Db::connect(&format!("sqlite://{}", database.display()).into(), Chance::new(System)).await?;
    let shared = web::Data::new(Shared { db, known });
    let app = move || {
        App::new()
            .app_data(shared.clone())
            .route("/health/ready", web::get().to(HttpResponse::Ok))
            .route("/v1/places", web::get().to(list))
            .route("/v1/places/{id}", web::get().to(detail))
    };
    Ok(HttpServer::new(app).bind(bind)?.run().await?)
}

async fn list(request: HttpRequest, shared: web::Data<Shared>, params: web::Query<Params>) -> actix_web::Result<HttpResponse> {
    let after: Option<(u8, i64)> = read_cursor(params.cursor.as_deref()).map_err(ErrorInternalServerError)?;
    let limit = params.limit();
    let mut select = places();
    if let Some((_, rank)) = after {
        select = select.filter(place::Column::Rank.gt(rank));
    }
    let select = select.order_by_asc(place::Column::Rank).limit(limit as u64 + 1);
    let rows: Vec<Tuple> = select.into_tuple().all(shared.db.reader()).await.map_err(ErrorInternalServerError)?;
    Ok(shared.known.list(&request, limit, rows.into_iter().map(row).collect()))
}

async fn detail(shared: web::Data<Shared>, id: web::Path<i64>) -> actix_web::Result<HttpResponse> {
    let select = places().filter(place::Column::GeonamesId.eq(*id));
    let found: Option<Tuple> = select.into_tuple().one(shared.db.reader()).await.map_err(ErrorInternalServerError)?;
    Ok(shared.known.detail(found.map(row)))
}

type Tuple = (i64, i64, String, String, String, f64, f64, Option<i64>, Option<Uuid>, Option<String>, Option<String>, Option<Stage>);

/// Places with the governments that are there.
fn places() -> Select<place::Entity> {
    use place::Column;
    let there = place::Entity::belongs_to(territory::Entity).from(Column::GeonamesId).to(territory::Column::GeonamesId).into();
    place::Entity::find()
        .select_only()
        .columns([
            Column::Rank,
            Column::GeonamesId,
            Column::Name,
            Column::AsciiName,
            Column::Country,
            Column::Latitude,
            Column::Longitude,
            Column::Population,
        ])
        .columns([territory::Column::Id, territory::Column::Slug, territory::Column::Name, territory::Column::Stage])
        .join(JoinType::LeftJoin, there)
}

fn row(tuple: Tuple) -> Row {
    let (rank, geonames_id, name, ascii_name, country, latitude, longitude, population, id, slug, known_as, stage) = tuple;
    let territory = id.zip(slug).zip(known_as).zip(stage).map(|(((id, slug), name), stage)| Territory {
        id,
        slug,
        name,
        stage: stage.as_str().to_owned(),
    });
    Row { tier: 0, rank, geonames_id, name, ascii_name, country, latitude, longitude, population, territory }
}
