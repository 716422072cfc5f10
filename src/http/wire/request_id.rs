//! The name of a request, and names of other things that happen once.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::HeaderName;

/// Where the id travels.
pub(in crate::http) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The name of one request: in its answer, in the log, and on the error page, short enough to be read out on the
/// telephone (`k3f9-7q2m`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// A fresh one.
    pub fn new() -> Self {
        // No letters or digits that sound or look alike.
        const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";
        let random = random();
        let mut id = String::with_capacity(9);
        for place in 0..8 {
            if place == 4 {
                id.push('-');
            }
            id.push(char::from(ALPHABET[(random >> (5 * place)) as usize % ALPHABET.len()]));
        }
        Self(id)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

/// A number that does not repeat, within the process or across restarts. For names, not for secrets.
pub(in crate::http) fn random() -> u64 {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(COUNTER.fetch_add(1, Ordering::Relaxed));
    hasher.finish()
}
