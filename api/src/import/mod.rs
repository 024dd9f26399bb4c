//! Bringing in data from files, too large to be read at once.

pub mod format;
pub mod geonames;
pub mod places;
