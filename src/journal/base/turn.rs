//! Waiting for a connection, within bounds: whoever waits for a database that another program holds must not take a
//! thread of the server with them.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So many wait at the same time; one more is told at once that it is busy.
const MOST: usize = 128;

/// Something that one thread uses at a time.
pub(in crate::journal) struct Seat<T> {
    thing: Mutex<T>,
    queue: Mutex<Queue>,
    freed: Condvar,
}

#[derive(Default)]
struct Queue {
    taken: bool,
    waiting: usize,
}

/// The use of it, until dropped.
pub(in crate::journal) struct Turn<'a, T> {
    seat: &'a Seat<T>,
    thing: MutexGuard<'a, T>,
}

impl<T> Seat<T> {
    pub fn new(thing: T) -> Self {
        Self { thing: Mutex::new(thing), queue: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits for a turn no longer than `patience`, and not at all once `hopeless` says so. `None`: it was in vain.
    pub fn turn(&self, patience: Duration, hopeless: impl Fn() -> bool) -> Option<Turn<'_, T>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.taken {
            if queue.waiting >= MOST {
                return None;
            }
            let until = Instant::now() + patience;
            queue.waiting += 1;
            while queue.taken {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() || hopeless() {
                    queue.waiting -= 1;
                    return None;
                }
                queue = self.freed.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            queue.waiting -= 1;
        }
        queue.taken = true;
        drop(queue);
        // Free but for the moment in which the turn before ends. A panic during it left no half-done transaction:
        // dropping one rolls it back.
        let thing = self.thing.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Turn { seat: self, thing })
    }

    /// Has everybody who waits ask again whether it is hopeless.
    pub fn wake(&self) {
        self.freed.notify_all();
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.seat.queue.lock().unwrap_or_else(PoisonError::into_inner).taken = false;
        self.seat.freed.notify_one();
    }
}

impl<T> Deref for Turn<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.thing
    }
}

impl<T> DerefMut for Turn<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.thing
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn turns_are_taken_one_after_another_and_nobody_is_forgotten() {
        let seat = Seat::new(0);
        thread::scope(|scope| {
            for _ in 0..50 {
                scope.spawn(|| *seat.turn(LONG, || false).unwrap() += 1);
            }
        });
        assert_eq!(*seat.turn(LONG, || false).unwrap(), 50);
    }

    #[test]
    fn whoever_waits_leaves_when_patience_ends_or_waiting_is_hopeless() {
        let seat = Seat::new(());
        let hopeless = AtomicBool::new(false);
        let held = seat.turn(LONG, || false).unwrap();
        assert!(seat.turn(Duration::from_millis(20), || false).is_none());
        thread::scope(|scope| {
            let waiting = scope.spawn(|| seat.turn(LONG, || hopeless.load(Ordering::SeqCst)).is_none());
            while seat.queue.lock().unwrap().waiting < 1 {
                thread::yield_now();
            }
            hopeless.store(true, Ordering::SeqCst);
            seat.wake();
            assert!(waiting.join().unwrap());
        });
        drop(held);
        assert!(seat.turn(Duration::ZERO, || true).is_some(), "a free seat is given whatever was hopeless");
    }

    #[test]
    fn a_queue_that_is_full_turns_the_next_away_at_once() {
        let seat = Seat::new(());
        let over = AtomicBool::new(false);
        let held = seat.turn(LONG, || false).unwrap();
        thread::scope(|scope| {
            for _ in 0..MOST {
                scope.spawn(|| seat.turn(LONG, || over.load(Ordering::SeqCst)).is_some());
            }
            while seat.queue.lock().unwrap().waiting < MOST {
                thread::yield_now();
            }
            assert!(seat.turn(LONG, || false).is_none());
            over.store(true, Ordering::SeqCst);
            seat.wake();
        });
        drop(held);
    }

    #[test]
    fn whoever_has_waited_and_got_the_seat_waits_no_more() {
        let seat = Seat::new(());
        let held = seat.turn(LONG, || false).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| seat.turn(LONG, || false).is_some());
            while seat.queue.lock().unwrap().waiting < 1 {
                thread::yield_now();
            }
            drop(held);
            assert!(waiting.join().unwrap());
        });
        assert_eq!(seat.queue.lock().unwrap().waiting, 0);
    }
}
