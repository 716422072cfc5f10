//! What happens, told to whoever listens: an article was published, an announcement went up or down.
//!
//! Every open console holds one stream of server-sent events. The hub keeps no history: a console that reconnects is
//! told the announcements of the moment at once, and articles it reads anew when it asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::broadcast;

/// How many events a slow reader may lag behind before it is told only the present state.
const BACKLOG: usize = 64;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) enum Event {
    /// An article changed for those who search.
    Published(String),
    /// An announcement went up or down.
    Banners,
    /// The server is about to stop; streams end so that it can.
    Stopping,
}

/// Where events are told; cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::http) struct Events {
    sender: Arc<broadcast::Sender<Event>>,
    stopping: Arc<AtomicBool>,
}

impl Events {
    pub(in crate::http) fn new() -> Self {
        Self { sender: Arc::new(broadcast::Sender::new(BACKLOG)), stopping: Arc::default() }
    }

    /// Tells everybody who listens; with nobody there, nothing happens.
    pub(in crate::http) fn tell(&self, event: Event) {
        if event == Event::Stopping {
            self.stopping.store(true, Ordering::SeqCst);
        }
        let _ = self.sender.send(event);
    }

    pub(in crate::http) fn listen(&self) -> broadcast::Receiver<Event> {
        let receiver = self.sender.subscribe();
        // Whoever comes after the last word is told it, too; nobody minds hearing it twice.
        if self.stopping.load(Ordering::SeqCst) {
            let _ = self.sender.send(Event::Stopping);
        }
        receiver
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_begins_to_listen_while_the_server_stops_is_told_so() {
        let events = Events::new();
        let mut before = events.listen();
        assert!(before.try_recv().is_err(), "nothing happened yet");
        events.tell(Event::Stopping);
        assert_eq!(before.try_recv(), Ok(Event::Stopping));
        assert_eq!(
            events.listen().try_recv(),
            Ok(Event::Stopping),
            "a stream that came too late would hold it up"
        );
    }
}
