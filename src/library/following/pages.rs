//! What was rendered of late, by the hash of what it was rendered from.
//!
//! A page is rendered once for each version of its article and not once for each reader: whoever fetches a page in a
//! loop costs the server a copy.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::article::body::markdown::Html;
use crate::article::force::visibility::PublicArticle;
use crate::library::disk;
use crate::search::Card;

/// Bytes kept at most: some thousand articles.
const ROOM: usize = 32 << 20;

/// What takes room.
pub(in crate::library) trait Weigh {
    /// About how many bytes it takes.
    fn weight(&self) -> usize;
}

impl Weigh for Html {
    fn weight(&self) -> usize {
        self.html.len()
            + self.toc.iter().map(|entry| entry.text.len() + entry.anchor.len() + 64).sum::<usize>()
            + 128
    }
}

impl Weigh for PublicArticle {
    fn weight(&self) -> usize {
        // The sections and their text stand in what it writes of itself, too.
        2 * self.article().raw.len() + self.html().weight()
    }
}

/// What names a version of an article. Two files of the same words are two articles, and one that was moved may be called
/// after its new place.
pub(in crate::library) fn key(card: &Card) -> [u8; 16] {
    disk::digest(&[&card.hash, card.id.as_str().as_bytes(), card.path.as_bytes()])
}

/// Pages by hash, oldest first to go.
pub(in crate::library) struct Pages<T>(Mutex<Kept<T>>);

struct Kept<T> {
    pages: HashMap<[u8; 16], Arc<T>>,
    order: VecDeque<[u8; 16]>,
    bytes: usize,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(Mutex::new(Kept { pages: HashMap::new(), order: VecDeque::new(), bytes: 0 }))
    }
}

impl<T: Weigh> Pages<T> {
    /// The page of `hash`, made by `make` if it is not known.
    pub(in crate::library) fn get(&self, hash: [u8; 16], make: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
        if let Some(known) = self.kept().pages.get(&hash) {
            return Some(Arc::clone(known));
        }
        // Not while others wait: two readers of a new version may both render it.
        let made = Arc::new(make()?);
        let weight = made.weight();
        let mut kept = self.kept();
        if weight > ROOM / 8 || kept.pages.contains_key(&hash) {
            return Some(made);
        }
        kept.pages.insert(hash, Arc::clone(&made));
        kept.order.push_back(hash);
        kept.bytes += weight;
        while kept.bytes > ROOM {
            let Some(oldest) = kept.order.pop_front() else { break };
            let gone = kept.pages.remove(&oldest);
            kept.bytes -= gone.map_or(0, |gone| gone.weight());
        }
        Some(made)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(size: usize) -> Html {
        Html { html: "x".repeat(size), toc: Vec::new() }
    }

    #[test]
    fn a_page_is_made_once_for_its_version() {
        let pages = Pages::default();
        let mut made = 0;
        for hash in [1, 1, 2, 1, 2] {
            pages.get([hash; 16], || {
                made += 1;
                Some(page(10))
            });
        }
        assert_eq!(made, 2);
        assert!(pages.get([3; 16], || None).is_none());
        assert!(pages.get([3; 16], || Some(page(1))).is_some(), "what could not be made is tried again");
    }

    #[test]
    fn the_room_is_bounded_and_the_oldest_goes_first() {
        let pages = Pages::default();
        for hash in 0..40 {
            pages.get([hash; 16], || Some(page(ROOM / 16)));
        }
        {
            let kept = pages.kept();
            assert!(kept.bytes <= ROOM && kept.pages.len() == kept.order.len());
            assert!(!kept.pages.contains_key(&[0; 16]) && kept.pages.contains_key(&[39; 16]));
        }
        assert_eq!(
            pages.get([99; 16], || Some(page(ROOM))).unwrap().html.len(),
            ROOM,
            "too large to be kept"
        );
        assert!(!pages.kept().pages.contains_key(&[99; 16]));
    }
}
