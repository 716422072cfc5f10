//! Answers to residents that were given a moment ago.
//!
//! Many residents ask the same on the same day. What is kept is the body as it was sent; it is true for one version
//! of the public index and one day, and forgotten as a whole when either is another one; one that says whether a door is
//! open is true until that door opens or closes. Agents' questions never come
//! here, and an edit that residents cannot see forgets nothing: the time of an answer tells nothing of either.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::{Date, DateTime};

use super::etag::Tagged;

/// Bytes kept at most: some thousand answers.
const ROOM: usize = 8 << 20;
/// What a kept answer costs beside its body and its key.
const OVERHEAD: usize = 256;

/// What an answer is true for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Stamp {
    /// Of the public index.
    pub(in crate::http) version: u64,
    /// "In force" is meant for this day.
    pub(in crate::http) day: Date,
}

/// The answers, oldest first to go.
#[derive(Default)]
pub(in crate::http) struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    stamp: Option<Stamp>,
    /// With the moment until which each is true.
    answers: HashMap<Arc<str>, (Tagged, DateTime)>,
    order: VecDeque<Arc<str>>,
    bytes: usize,
}

impl Cache {
    pub(in crate::http) fn get(&self, stamp: Stamp, key: &str, now: DateTime) -> Option<Tagged> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (answer, until) = kept.answers.get(key).filter(|_| kept.stamp == Some(stamp))?;
        (now < *until).then(|| answer.clone())
    }

    /// Keeps an answer that was found when `stamp` was read, before the search.
    /// It is true until `until`; a later answer to the same question takes its place.
    pub(in crate::http) fn put(&self, stamp: Stamp, key: &str, answer: &Tagged, until: DateTime) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.stamp != Some(stamp) {
            // A slow search must not bring yesterday's answers back.
            if kept.stamp.is_some_and(|newer| newer.version > stamp.version || newer.day > stamp.day) {
                return;
            }
            *kept = Kept { stamp: Some(stamp), ..Kept::default() };
        }
        let size = answer.len() + key.len() + OVERHEAD;
        if size > ROOM / 8 {
            return;
        }
        if let Some(known) = kept.answers.get_mut(key) {
            let length = known.0.len();
            *known = (answer.clone(), until);
            kept.bytes = kept.bytes + answer.len() - length;
            return;
        }
        let key: Arc<str> = key.into();
        kept.answers.insert(Arc::clone(&key), (answer.clone(), until));
        kept.order.push_back(key);
        kept.bytes += size;
        while kept.bytes > ROOM {
            let Some(oldest) = kept.order.pop_front() else { break };
            if let Some((gone, _)) = kept.answers.remove(&oldest) {
                kept.bytes -= gone.len() + oldest.len() + OVERHEAD;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(version: u64, day: i8) -> Stamp {
        Stamp { version, day: Date::constant(2026, 11, day) }
    }

    fn answer(text: &str) -> Tagged {
        Tagged::of(text.to_owned().into_bytes(), "text/plain")
    }

    fn at(hour: i8) -> DateTime {
        DateTime::constant(2026, 11, 20, hour, 0, 0, 0)
    }

    #[test]
    fn an_answer_about_an_open_door_is_kept_until_it_closes() {
        let cache = Cache::default();
        cache.put(stamp(1, 20), "q", &answer("Czynne do 15:00"), at(15));
        assert!(cache.get(stamp(1, 20), "q", at(14)).is_some());
        assert!(cache.get(stamp(1, 20), "q", at(15)).is_none());
        cache.put(stamp(1, 20), "q", &answer("Zamknięte"), DateTime::MAX);
        assert_eq!(
            cache.get(stamp(1, 20), "q", at(16)).map(|kept| kept.len()),
            Some(answer("Zamknięte").len())
        );
    }

    #[test]
    fn an_answer_is_kept_for_its_version_and_its_day_alone() {
        let cache = Cache::default();
        cache.put(stamp(1, 20), "q", &answer("a"), DateTime::MAX);
        assert!(cache.get(stamp(1, 20), "q", at(9)).is_some());
        assert!(cache.get(stamp(2, 20), "q", at(9)).is_none());
        assert!(cache.get(stamp(1, 21), "q", at(9)).is_none());
        cache.put(stamp(2, 20), "other", &answer("b"), DateTime::MAX);
        assert!(cache.get(stamp(1, 20), "q", at(9)).is_none(), "a newer version forgets the older one");
        cache.put(stamp(1, 20), "q", &answer("a"), DateTime::MAX);
        assert!(cache.get(stamp(2, 20), "other", at(9)).is_some(), "a search that took long forgets nothing");
    }

    #[test]
    fn the_room_is_bounded_and_the_oldest_goes_first() {
        let cache = Cache::default();
        let body = "x".repeat(ROOM / 16);
        for n in 0..40 {
            cache.put(stamp(1, 20), &n.to_string(), &answer(&body), DateTime::MAX);
        }
        assert!(cache.get(stamp(1, 20), "0", at(9)).is_none());
        assert!(cache.get(stamp(1, 20), "39", at(9)).is_some());
        assert!(cache.0.lock().map(|kept| kept.bytes <= ROOM).unwrap_or(false));
        cache.put(stamp(1, 20), "huge", &answer(&"x".repeat(ROOM)), DateTime::MAX);
        assert!(cache.get(stamp(1, 20), "huge", at(9)).is_none(), "one answer does not push out all others");
    }
}
