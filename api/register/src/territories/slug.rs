//! The addresses that a territory's page may have.

use kernel::{
    db::{Tx, is_taken},
    problem::{Problem, Result},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// Addresses made of a name, best first: the name in ASCII, then with the country, then with a number.
pub fn candidates(name: &str, country: &str) -> impl Iterator<Item = String> {
    let base = base(name);
    let with_country = format!("{base}-{}", country.to_lowercase());
    let numbered = with_country.clone();
    [base, with_country].into_iter().chain((2..10_000).map(move |n| format!("{numbered}-{n}")))
}

/// Whether an address is made of this name.
pub fn is_of(slug: &str, name: &str, country: &str) -> bool {
    let rest = slug.strip_prefix(&base(name)).map(|rest| rest.strip_prefix(&format!("-{}", country.to_lowercase())).unwrap_or(rest));
    rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok()))
}

fn base(name: &str) -> String {
    match slug::slugify(name) {
        empty if empty.is_empty() => "territory".to_owned(),
        slug => slug.chars().take(80).collect(),
    }
}

/// The first address of this name that no territory has.
pub async fn free(tx: &Tx, name: &str, country: &str) -> Result<String> {
    for candidate in candidates(name, country) {
        let taken = entity::territory::Entity::find().filter(entity::territory::Column::Slug.eq(&candidate));
        if taken.count(&**tx).await? == 0 {
            return Ok(candidate);
        }
    }
    Err(Problem::internal(anyhow::anyhow!("no free slug")))
}

/// That somebody else took it since it was [`free`]: the same request, sent again, finds the next one.
pub fn taken(error: DbErr) -> Problem {
    match is_taken(&error, "slug") {
        true => Problem::unavailable(error).retry_after(1),
        false => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_another() {
        for slug in ["salto", "salto-uy", "salto-uy-2"] {
            assert!(is_of(slug, "Saltó", "UY"), "{slug}");
        }
        for slug in ["salt", "salto-grande", "salto-uy-norte"] {
            assert!(!is_of(slug, "Salto", "UY"), "{slug}");
        }
    }
}
