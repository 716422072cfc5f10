//! Answers to residents that were given a moment ago.
//!
//! Many residents ask the same on the same day. What is kept is the body as it was sent; it is true for one version
//! of the public index and one day, and forgotten as a whole when either is another one. Agents' questions never come
//! here, and an edit that residents cannot see forgets nothing: the time of an answer tells nothing of either.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

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
    answers: HashMap<Arc<str>, Tagged>,
    order: VecDeque<Arc<str>>,
    bytes: usize,
}

impl Cache {
    pub(in crate::http) fn get(&self, stamp: Stamp, key: &str) -> Option<Tagged> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.stamp == Some(stamp)).then(|| kept.answers.get(key).cloned()).flatten()
    }

    /// Keeps an answer that was found when `stamp` was read, before the search.
    pub(in crate::http) fn put(&self, stamp: Stamp, key: &str, answer: &Tagged) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.stamp != Some(stamp) {
            // A slow search must not bring yesterday's answers back.
            if kept.stamp.is_some_and(|newer| newer.version > stamp.version || newer.day > stamp.day) {
                return;
            }
            *kept = Kept { stamp: Some(stamp), ..Kept::default() };
        }
        let size = answer.len() + key.len() + OVERHEAD;
        if size > ROOM / 8 || kept.answers.contains_key(key) {
            return;
        }
        let key: Arc<str> = key.into();
        kept.answers.insert(Arc::clone(&key), answer.clone());
        kept.order.push_back(key);
        kept.bytes += size;
        while kept.bytes > ROOM {
            let Some(oldest) = kept.order.pop_front() else { break };
            if let Some(gone) = kept.answers.remove(&oldest) {
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

    #[test]
    fn an_answer_is_kept_for_its_version_and_its_day_alone() {
        let cache = Cache::default();
        cache.put(stamp(1, 20), "q", &answer("a"));
        assert!(cache.get(stamp(1, 20), "q").is_some());
        assert!(cache.get(stamp(2, 20), "q").is_none());
        assert!(cache.get(stamp(1, 21), "q").is_none());
        cache.put(stamp(2, 20), "other", &answer("b"));
        assert!(cache.get(stamp(1, 20), "q").is_none(), "a newer version forgets the older one");
        cache.put(stamp(1, 20), "q", &answer("a"));
        assert!(cache.get(stamp(2, 20), "other").is_some(), "a search that took long forgets nothing");
    }

    #[test]
    fn the_room_is_bounded_and_the_oldest_goes_first() {
        let cache = Cache::default();
        let body = "x".repeat(ROOM / 16);
        for n in 0..40 {
            cache.put(stamp(1, 20), &n.to_string(), &answer(&body));
        }
        assert!(cache.get(stamp(1, 20), "0").is_none());
        assert!(cache.get(stamp(1, 20), "39").is_some());
        assert!(cache.0.lock().map(|kept| kept.bytes <= ROOM).unwrap_or(false));
        cache.put(stamp(1, 20), "huge", &answer(&"x".repeat(ROOM)));
        assert!(cache.get(stamp(1, 20), "huge").is_none(), "one answer does not push out all others");
    }
}
