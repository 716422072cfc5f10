//! So many at a time, the others wait, but not for ever.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

/// Places that are taken and given back.
#[derive(Debug)]
pub(super) struct Turns {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A place; given back with its value.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    pub fn new(places: usize) -> Self {
        Self { free: Mutex::new(places), freed: Condvar::new() }
    }

    /// A place, once there is one; `None` if there is none until then.
    pub fn take(&self, until: Instant) -> Option<Turn<'_>> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
            free = self.freed.wait_timeout(free, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        Some(Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_finds_no_place_waits_until_one_is_given_back_or_the_time_is_up() {
        let turns = Turns::new(1);
        let soon = || Instant::now() + Duration::from_millis(20);
        let first = turns.take(soon()).unwrap();
        assert!(turns.take(soon()).is_none());
        std::thread::scope(|scope| {
            let second = scope.spawn(|| turns.take(Instant::now() + Duration::from_secs(30)).is_some());
            drop(first);
            assert!(second.join().unwrap());
        });
        assert!(turns.take(soon()).is_some());
    }
}
