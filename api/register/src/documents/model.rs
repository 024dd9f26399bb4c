//! Shape of a document.

use chrono::{DateTime, Utc};
use entity::{document, kinds::Visibility};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A file handed in by a territory's team.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Document {
    pub id: Uuid,
    #[schema(example = "Acuerdo del pleno.pdf")]
    pub filename: String,
    /// Found by looking at the bytes.
    #[schema(example = "application/pdf")]
    pub media_type: String,
    #[schema(example = 182734)]
    pub bytes: i64,
    /// SHA-256 of the bytes as kept, in hexadecimal.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
    /// Public only while the territory publishes it, see `/v1/territories/{id}/publication`.
    pub visibility: Visibility,
    pub created_at: DateTime<Utc>,
}

/// Address of a document's bytes, without the host.
pub fn content_address(id: Uuid) -> String {
    format!("/v1/documents/{id}/content")
}

impl Document {
    pub fn of(row: document::Model) -> Self {
        Self {
            id: row.id,
            filename: row.filename,
            media_type: row.media_type,
            bytes: row.bytes,
            sha256: row.sha256,
            visibility: row.visibility,
            created_at: row.created_at,
        }
    }
}
