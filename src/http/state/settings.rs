//! What the operator decided: how much the server takes on, and for how long it waits.

use std::time::Duration;

use tokio::time::Instant;

use crate::http::peer::Access;
use crate::journal::retention::Retention;
use crate::library::intake::reading;

/// How much the server takes on at once, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests worked on at the same time; one more is told to come back (503).
    pub concurrent: usize,
    /// Searches running at the same time; further ones wait for their turn.
    pub searches: usize,
    /// Requests of residents worked on at the same time.
    pub public_concurrent: usize,
    /// Searches of residents running at the same time, beside those of agents and after them.
    pub public_searches: usize,
    /// After this a request is given up (503).
    pub deadline: Duration,
    /// Largest body of a request, in bytes.
    pub body: usize,
    /// Largest document that editors may bring, in bytes.
    pub upload: usize,
    /// Connections open at the same time, where the system allows so many files.
    pub connections: usize,
    /// How long a client may keep its connection waiting.
    pub patience: Patience,
    /// How long requests under way may go on once the server was asked to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        // A search is pure computing: more of them than processors only makes each one slower.
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            concurrent: 512,
            searches: processors,
            public_concurrent: 64,
            // Residents wait a little when there are many of them; a caller on the line does not.
            public_searches: (processors / 4).max(1),
            deadline: Duration::from_secs(10),
            body: 4 * 1024 * 1024,
            upload: reading::LARGEST,
            connections: 4096,
            patience: Patience::default(),
            drain: Duration::from_secs(10),
        }
    }
}

/// What the operator decided.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How much the server takes on.
    pub limits: Limits,
    /// Who is let in.
    pub access: Access,
    /// For how many days what is written down is kept.
    pub keep: Retention,
}

/// How long a client may keep a connection waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the head of a request, from its first byte (of the first request: from the connection) to its last.
    pub head: Duration,
    /// For the next request on a connection that is kept open. Longer than a proxy's own (60 s is usual): of the two
    /// ends the one that sends should be the one that closes.
    pub idle: Duration,
    /// For the body of a request, and for an answer to be taken: so long at first, and then at [`Patience::rate`].
    pub transfer: Duration,
    /// The slowest that a body may come or an answer be taken, in bytes a second.
    pub rate: u32,
    /// For the other end to close after us, and to stop sending what nobody reads.
    pub closing: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            // Below the deadline of a request, so that who was slow is told the right reason.
            transfer: Duration::from_secs(8),
            rate: 16 * 1024,
            closing: Duration::from_secs(5),
        }
    }
}

impl Patience {
    /// When a transfer that began at `since` has been too slow, of which so many bytes have passed.
    pub(in crate::http) fn overdue(&self, since: Instant, bytes: u64) -> Instant {
        since
            + self.transfer
            + Duration::from_millis(bytes.saturating_mul(1000) / u64::from(self.rate.max(1)))
    }
}
