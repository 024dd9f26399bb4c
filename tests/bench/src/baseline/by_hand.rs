//! Hand-written SQL by rusqlite: one statement where one is enough, on the thread of the request.

use std::{net::SocketAddr, path::Path};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, error::ErrorInternalServerError, web};
use kernel::db::{cursor::read_cursor, search::Typed};
use rusqlite::{Connection, OpenFlags, Params as Values};

use super::known::{Known, Params, Row, Territory};

const COLUMNS: &str = "place.rank, place.geonames_id, place.name, place.ascii_name, place.country, place.latitude, place.longitude, \
    place.population, territory.id, territory.slug, territory.name, territory.stage";

/// One connection a thread: nobody waits for another, and nothing is handed over.
struct OfThread {
    connection: Connection,
    known: web::Data<Known>,
}

pub async fn serve(bind: SocketAddr, database: &Path, public_url: String) -> anyhow::Result<()> {
    let known = web::Data::new(Known::load(&open(database)?, public_url)?);
    let database = database.to_owned();
    open(&database)?;
    let app = move || {
        #[expect(clippy::expect_used, reason = "it was just opened")]
        let connection = open(&database).expect("a database");
        App::new()
            .app_data(web::Data::new(OfThread { connection, known: known.clone() }))
            .route("/health/ready", web::get().to(HttpResponse::Ok))
            .route("/v1/places", web::get().to(list))
            .route("/v1/places/{id}", web::get().to(detail))
    };
    Ok(HttpServer::new(app).bind(bind)?.run().await?)
}

/// With the product's settings.
fn open(database: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA cache_size = -2048; PRAGMA mmap_size = 0;")?;
    Ok(connection)
}

async fn list(request: HttpRequest, of_thread: web::Data<OfThread>, params: web::Query<Params>) -> actix_web::Result<HttpResponse> {
    let limit = params.limit();
    let rows = match &params.q {
        Some(q) => search(&of_thread.connection, q, limit + 1).map_err(ErrorInternalServerError)?,
        None => {
            let after: Option<(u8, i64)> = read_cursor(params.cursor.as_deref()).map_err(ErrorInternalServerError)?;
            largest(&of_thread.connection, after.map_or(-1, |(_, rank)| rank), limit + 1).map_err(ErrorInternalServerError)?
        }
    };
    Ok(of_thread.known.list(&request, limit, rows))
}

async fn detail(of_thread: web::Data<OfThread>, id: web::Path<i64>) -> actix_web::Result<HttpResponse> {
    let sql = format!(
        "SELECT {COLUMNS} FROM place LEFT JOIN territory ON territory.geonames_id = place.geonames_id WHERE place.geonames_id = ?1"
    );
    let mut rows = rows(&of_thread.connection, &sql, [*id], 0).map_err(ErrorInternalServerError)?;
    Ok(of_thread.known.detail(rows.pop()))
}

fn largest(connection: &Connection, after: i64, limit: usize) -> rusqlite::Result<Vec<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM place LEFT JOIN territory ON territory.geonames_id = place.geonames_id \
         WHERE place.rank > ?1 ORDER BY place.rank LIMIT ?2"
    );
    rows(connection, &sql, (after, limit as i64), 0)
}

/// Exact names first; names that begin so only where there is room left for them.
fn search(connection: &Connection, q: &str, limit: usize) -> rusqlite::Result<Vec<Row>> {
    let Some(typed) = Typed::read(q) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {COLUMNS} FROM place_search CROSS JOIN place ON place.rank = place_search.rowid \
         LEFT JOIN territory ON territory.geonames_id = place.geonames_id \
         WHERE place_search MATCH ?1 ORDER BY place_search.rowid LIMIT ?2"
    );
    let mut found = rows(connection, &sql, (typed.exact().fts5(), limit as i64), 0)?;
    if found.len() < limit {
        let rest = typed.begun().except(typed.exact()).fts5();
        found.extend(rows(connection, &sql, (rest, (limit - found.len()) as i64), 1)?);
    }
    Ok(found)
}

fn rows(connection: &Connection, sql: &str, values: impl Values, tier: u8) -> rusqlite::Result<Vec<Row>> {
    let read = |row: &rusqlite::Row| {
        let territory = match row.get::<_, Option<[u8; 16]>>(8)? {
            Some(id) => Some(Territory { id: uuid::Uuid::from_bytes(id), slug: row.get(9)?, name: row.get(10)?, stage: row.get(11)? }),
            None => None,
        };
        Ok(Row {
            tier,
            rank: row.get(0)?,
            geonames_id: row.get(1)?,
            name: row.get(2)?,
            ascii_name: row.get(3)?,
            country: row.get(4)?,
            latitude: row.get(5)?,
            longitude: row.get(6)?,
            population: row.get(7)?,
            territory,
        })
    };
    connection.prepare_cached(sql)?.query_map(values, read)?.collect()
}
