//! The side of the server that residents reach, kept apart from that of the staff.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::lane::Lane;
use crate::http::peer::limiter::Limiter;
use crate::http::state::settings::Limits;
use crate::http::wire::cache::Cache;

/// How residents reach the server.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicSettings {
    /// The address under which residents know the server, without a slash at its end.
    pub address: Option<String>,
    /// Origins whose pages may read the public API.
    pub origins: Vec<String>,
    /// Requests a minute that one address may make; 0 for no limit.
    pub rate: u32,
    /// Code or name of the unit to call when nothing is found.
    pub infoline: String,
    /// Where to write about accessibility, for the statement that the law asks for.
    pub accessibility_email: Option<String>,
}

impl Default for PublicSettings {
    fn default() -> Self {
        Self {
            address: None,
            origins: Vec::new(),
            rate: 0,
            infoline: "KCK".to_owned(),
            accessibility_email: None,
        }
    }
}

/// What the residents' side keeps between requests.
pub(in crate::http) struct PublicSide {
    pub(in crate::http) settings: PublicSettings,
    pub(in crate::http) limiter: Option<Limiter>,
    pub(in crate::http) cache: Cache,
    pub(in crate::http) requests: Semaphore,
    pub(in crate::http) searches: Arc<Semaphore>,
    pub(in crate::http) lane: Lane,
}

impl PublicSide {
    pub(in crate::http) fn new(settings: PublicSettings, limits: Limits) -> Self {
        Self {
            limiter: Limiter::new(settings.rate),
            settings,
            cache: Cache::default(),
            requests: Semaphore::new(limits.public_concurrent.max(1)),
            searches: Arc::new(Semaphore::new(limits.public_searches.max(1))),
            lane: Lane::start(limits.public_searches),
        }
    }
}
