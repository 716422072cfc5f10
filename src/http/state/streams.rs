//! Who holds event streams open, and how many.
//!
//! A stream holds a connection for hours, so a person has a few and all together have a share. Whoever opens one too
//! many loses the oldest: it is the one of a tab or a computer that is no longer there, more often than not, for a
//! stream whose reader was switched off is noticed late.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// So many may one person have: the tabs that can be seen on two screens, and some that are no longer there.
const EACH: usize = 16;

/// The open streams; cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::http) struct Streams(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: AtomicUsize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    last: u64,
    /// The oldest first.
    streams: Vec<Held>,
}

#[derive(Debug, Clone)]
struct Held {
    number: u64,
    person: Arc<str>,
    ended: Arc<Notify>,
}

/// One stream; closed when dropped.
#[derive(Debug)]
pub(in crate::http) struct Stream {
    streams: Streams,
    number: u64,
    ended: Arc<Notify>,
}

impl Streams {
    pub(in crate::http) fn new() -> Self {
        Self(Arc::new(Shared { most: AtomicUsize::new(usize::MAX), open: Mutex::default() }))
    }

    /// How many there may be from now on.
    pub(in crate::http) fn allow(&self, most: usize) {
        self.0.most.store(most.max(1), Ordering::Relaxed);
    }

    fn open_ones(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    #[cfg(test)]
    pub(in crate::http) fn count(&self) -> usize {
        self.open_ones().streams.len()
    }

    /// One more for `person`; where it is one too many, an older one ends.
    pub(in crate::http) fn open(&self, person: &str) -> Stream {
        let most = self.0.most.load(Ordering::Relaxed);
        let mut open = self.open_ones();
        open.last += 1;
        let held = Held { number: open.last, person: person.into(), ended: Arc::new(Notify::new()) };
        let (number, ended) = (held.number, Arc::clone(&held.ended));
        open.streams.push(held);
        while let Some(place) = one_too_many(&open.streams, most) {
            open.streams.remove(place).ended.notify_one();
        }
        Stream { streams: self.clone(), number, ended }
    }
}

/// Which stream has to end: the oldest of a person with too many, or else of whoever has the most.
fn one_too_many(streams: &[Held], most: usize) -> Option<usize> {
    let mut held: HashMap<&str, usize> = HashMap::new();
    streams.iter().for_each(|one| *held.entry(&one.person).or_default() += 1);
    let (person, count) = held.into_iter().max_by_key(|(_, count)| *count)?;
    let too_many = streams.len() > most || count > EACH;
    streams.iter().position(|one| &*one.person == person).filter(|_| too_many)
}

impl Stream {
    /// Done when its place is needed.
    pub(in crate::http) async fn ended(&self) {
        self.ended.notified().await;
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.streams.open_ones().streams.retain(|one| one.number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_ended(stream: &Stream) -> bool {
        let mut ended = std::pin::pin!(stream.ended());
        ended.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())).is_ready()
    }

    #[test]
    fn whoever_opens_one_too_many_loses_the_oldest_and_nobody_elses() {
        let streams = Streams::new();
        let ewa = streams.open("Ewa");
        let annas: Vec<Stream> = (0..EACH + 2).map(|_| streams.open("Anna")).collect();
        assert!(!has_ended(&ewa));
        let ended: Vec<bool> = annas.iter().map(has_ended).collect();
        assert_eq!(ended.iter().filter(|ended| **ended).count(), 2);
        assert!(ended[0] && ended[1], "the oldest");
        drop((ewa, annas));
        assert_eq!(streams.count(), 0);
    }

    #[test]
    fn all_together_have_a_share_and_whoever_has_the_most_gives_way() {
        let streams = Streams::new();
        streams.allow(4);
        let ewa = streams.open("Ewa");
        let annas: Vec<Stream> = (0..3).map(|_| streams.open("Anna")).collect();
        let maria = streams.open("Maria");
        assert!(has_ended(&annas[0]));
        assert!(!has_ended(&ewa) && !has_ended(&maria));
        assert_eq!(streams.count(), 4);
    }
}
