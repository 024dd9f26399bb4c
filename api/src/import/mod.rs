//! Bringing in data from files, too large to be read at once.

mod geonames;
pub mod places;
