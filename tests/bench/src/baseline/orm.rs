//! Bare SeaORM handlers with the product's own queries, on the product's own connection settings.

use std::{net::SocketAddr, path::Path};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, error::ErrorInternalServerError, web};
use entity::{place, territory};
use rusqlite::{Connection, OpenFlags};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use thousand::{
    chance::{Chance, System},
    db::Db,
    http::page::read_cursor,
};

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
    let mut select = place::Entity::find();
    if let Some((_, rank)) = after {
        select = select.filter(place::Column::Rank.gt(rank));
    }
    let db = shared.db.reader();
    let places = select.order_by_asc(place::Column::Rank).limit(limit as u64 + 1).all(db).await.map_err(ErrorInternalServerError)?;
    let ids = places.iter().map(|place| place.geonames_id);
    let known =
        territory::Entity::find().filter(territory::Column::GeonamesId.is_in(ids)).all(db).await.map_err(ErrorInternalServerError)?;
    let territory = |id: i64| known.iter().find(|row| row.geonames_id == Some(id)).map(brief);
    let rows = places.into_iter().map(|place| row(territory(place.geonames_id), place)).collect();
    Ok(shared.known.list(&request, limit, rows))
}

async fn detail(shared: web::Data<Shared>, id: web::Path<i64>) -> actix_web::Result<HttpResponse> {
    let db = shared.db.reader();
    let place = place::Entity::find_by_id(*id).one(db).await.map_err(ErrorInternalServerError)?;
    let known = territory::Entity::find().filter(territory::Column::GeonamesId.eq(*id)).one(db).await.map_err(ErrorInternalServerError)?;
    Ok(shared.known.detail(place.map(|place| row(known.as_ref().map(brief), place))))
}

fn brief(row: &territory::Model) -> Territory {
    Territory { id: row.id, slug: row.slug.clone(), name: row.name.clone(), stage: row.stage.as_str().to_owned() }
}

fn row(territory: Option<Territory>, place: place::Model) -> Row {
    Row {
        tier: 0,
        rank: place.rank,
        geonames_id: place.geonames_id,
        name: place.name,
        ascii_name: place.ascii_name,
        country: place.country,
        latitude: place.latitude,
        longitude: place.longitude,
        population: place.population,
        territory,
    }
}
