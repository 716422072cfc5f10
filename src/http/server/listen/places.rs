//! How many connections there may be, and who gives way where there are too many.
//!
//! Whether a newcomer is one of the staff is not known before its first request, so nothing is kept empty for staff:
//! every newcomer gets a place, and the connection that can best be spared is closed for it. Those who asked nothing
//! go before those who are known, those who stand still in the middle before those who go on, and of equals whoever
//! holds the most gives way, with the oldest that he has: a crowd of idle sockets pushes out itself. What is worked on
//! is never cut off: it ends by itself, for it has deadlines. Residents can have half of the places in work at most,
//! so that the other half is there for staff whatever residents do (see [`serve`](super::serve)).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::line::{Connection, Owner};
use crate::http::state::settings::Patience;

/// How soon it is looked again for a connection that can be spared.
const LOOK: Duration = Duration::from_millis(20);

#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    patience: Patience,
    taken: Mutex<Taken>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Taken {
    last: u64,
    lines: HashMap<u64, Arc<Connection>>,
}

/// A connection's place; free again when dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    pub(super) line: Arc<Connection>,
}

impl Places {
    pub(super) fn new(most: usize, patience: Patience) -> Arc<Self> {
        Arc::new(Self { most: most.max(1), patience, taken: Mutex::default(), freed: Notify::new() })
    }

    pub(super) fn most(&self) -> usize {
        self.most
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection from `household`, as soon as there is one.
    pub(super) async fn take(self: &Arc<Self>, household: IpAddr, proxy: bool) -> Place {
        loop {
            let freed = self.freed.notified();
            {
                let mut taken = self.taken();
                if taken.lines.len() < self.most {
                    taken.last += 1;
                    let line = Arc::new(Connection::new(taken.last, household, proxy, self.patience));
                    taken.lines.insert(line.number, Arc::clone(&line));
                    return Place { places: Arc::clone(self), line };
                }
            }
            self.spare_one();
            // Where nothing can be spared yet, something may be in a moment without anybody saying so.
            let _ = tokio::time::timeout(LOOK, freed).await;
        }
    }

    /// Ends the connection that can best be spared, unless one is ending already.
    pub(super) fn spare_one(&self) {
        let taken = self.taken();
        if taken.lines.values().any(|line| line.is_given_up()) {
            return;
        }
        if let Some(line) = least(taken.lines.values()) {
            tracing::debug!(line = line.number, "closed to make room");
            line.give_up();
        }
    }

    /// Ends all of them.
    pub(super) fn end_all(&self) {
        self.taken().lines.values().for_each(|line| line.give_up());
    }

    /// Waits until there is no connection left.
    pub(super) async fn empty(&self) {
        while !self.taken().lines.is_empty() {
            let _ = tokio::time::timeout(LOOK, self.freed.notified()).await;
        }
    }
}

/// The one that can best be spared.
fn least<'a>(lines: impl Iterator<Item = &'a Arc<Connection>>) -> Option<&'a Arc<Connection>> {
    let spare: Vec<_> = lines.filter_map(|line| line.spare().map(|spare| (spare, line))).collect();
    let worth = spare.iter().map(|((worth, ..), _)| *worth).min()?;
    let equals = || spare.iter().filter(|((of, ..), _)| *of == worth);
    let mut held: HashMap<&Owner, usize> = HashMap::new();
    equals().for_each(|((_, owner, _), _)| *held.entry(owner).or_default() += 1);
    let held_by = |owner| held.get(owner).copied().unwrap_or_default();
    let first = equals().min_by_key(|((_, owner, since), _)| (usize::MAX - held_by(owner), *since));
    first.map(|(_, line)| *line)
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().lines.remove(&self.line.number);
        self.places.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    async fn take(places: &Arc<Places>, from: u8) -> Place {
        let place = places.take(address(from), false).await;
        // The order of two that came at once is nobody's.
        tokio::time::sleep(Duration::from_millis(1)).await;
        place
    }

    fn next(places: &Places) -> u64 {
        least(places.taken().lines.values()).unwrap().number
    }

    #[tokio::test]
    async fn strangers_go_before_those_who_are_known_and_the_greediest_first() {
        let places = Places::new(8, Patience::default());
        let agent = take(&places, 1).await;
        agent.line.asked();
        agent.line.known(Some("Anna"));
        agent.line.answered();
        let lone = take(&places, 2).await;
        let crowd = [take(&places, 3).await, take(&places, 3).await, take(&places, 3).await];
        assert_eq!(next(&places), crowd[0].line.number, "the oldest of the most");
        crowd.iter().for_each(|place| place.line.asked());
        assert_eq!(next(&places), lone.line.number, "nobody's work is cut off");
        lone.line.asked();
        assert_eq!(next(&places), agent.line.number, "and only then who is known");
    }

    #[tokio::test]
    async fn a_newcomer_gets_the_place_of_the_one_that_can_be_spared() {
        let places = Places::new(2, Patience::default());
        let (old, busy) = (take(&places, 1).await, take(&places, 2).await);
        busy.line.asked();
        let line = Arc::clone(&old.line);
        // As the connection's own task does.
        tokio::spawn(async move {
            line.given_up.notified().await;
            drop(old);
        });
        let new = take(&places, 3).await;
        assert!(!busy.line.is_given_up());
        assert_eq!(places.taken().lines.len(), 2);
        drop((new, busy));
        places.empty().await;
    }

    #[tokio::test]
    async fn where_everybody_is_worked_for_a_newcomer_waits_for_the_first_to_end() {
        let places = Places::new(1, Patience::default());
        let busy = take(&places, 1).await;
        busy.line.asked();
        let waiting = tokio::spawn({
            let places = Arc::clone(&places);
            async move { places.take(address(2), false).await.line.number }
        });
        // Nothing else runs here: once it was let on and has stopped, it waits.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(!waiting.is_finished() && !busy.line.is_given_up());
        drop(busy);
        assert_eq!(waiting.await.unwrap(), 2);
    }
}
