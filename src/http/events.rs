//! What happens, told to whoever listens: an article was published, an announcement went up or down.
//!
//! Every open console holds one stream of server-sent events. The hub keeps no history: a console that reconnects is
//! told the announcements of the moment at once, and articles it reads anew when it asks.

use std::sync::Arc;

use tokio::sync::broadcast;

/// How many events a slow reader may lag behind before it is told only the present state.
const BACKLOG: usize = 64;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// An article changed for those who search.
    Published(String),
    /// An announcement went up or down.
    Banners,
    /// The server is about to stop; streams end so that it can.
    Stopping,
}

/// Where events are told; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Events(Arc<broadcast::Sender<Event>>);

impl Events {
    pub(super) fn new() -> Self {
        Self(Arc::new(broadcast::Sender::new(BACKLOG)))
    }

    /// Tells everybody who listens; with nobody there, nothing happens.
    pub(super) fn tell(&self, event: Event) {
        let _ = self.0.send(event);
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
