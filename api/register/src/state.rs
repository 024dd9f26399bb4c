//! What every request and job about the register may use.

use std::{ops::Deref, sync::Arc};

use moka::future::Cache;

use super::{documents::pictures::Pictures, places::cities::CitiesCache, reference::ReferenceCache};

/// Cheap to clone; one per process. It is what the kernel has, and what the register knows beside it.
#[derive(Clone)]
pub struct State {
    kernel: kernel::state::State,
    pub pictures: Arc<Pictures>,
    pub reference: ReferenceCache,
    pub cities: CitiesCache,
    /// How many territories match a filter, by the revision of what they depend on and the filter's digest.
    pub territory_totals: Cache<(i64, String), u64>,
}

impl State {
    pub fn new(kernel: kernel::state::State) -> Self {
        Self {
            pictures: Arc::new(Pictures::new(&kernel.settings)),
            kernel,
            reference: ReferenceCache::default(),
            cities: CitiesCache::default(),
            territory_totals: Cache::new(1000),
        }
    }

    /// What those layers are given that know nothing of the register.
    pub fn kernel(&self) -> &kernel::state::State {
        &self.kernel
    }
}

impl Deref for State {
    type Target = kernel::state::State;

    fn deref(&self) -> &kernel::state::State {
        &self.kernel
    }
}
