//! The anchors of headings.

use std::collections::{HashMap, HashSet};

use super::Heading;
use crate::article::body::slug::slug;

/// Gives every heading its anchor. Those that an editor wrote come first: links elsewhere count on them. Internal
/// headings come last: a resident must not tell by `kontakt-1` that there is another „Kontakt”.
pub(super) fn anchor(headings: &mut [Heading]) {
    let mut anchors = Anchors::default();
    for internal in [false, true] {
        for written in [true, false] {
            let turn =
                |heading: &&mut Heading| heading.internal == internal && heading.id.is_some() == written;
            for heading in headings.iter_mut().filter(turn) {
                let safe = |id: &&String| {
                    id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                };
                let stem = match &heading.id {
                    Some(id) => Some(id).filter(safe).cloned().unwrap_or_else(|| slug(id)),
                    None => slug(&heading.text),
                };
                heading.anchor = anchors.unique(&stem);
            }
        }
    }
}

/// Anchors that are taken.
#[derive(Default)]
pub(in crate::article) struct Anchors {
    taken: HashSet<String>,
    /// The number to try next for each stem, so that a thousand headings „Uwaga” take a thousand steps.
    next: HashMap<String, usize>,
}

impl Anchors {
    pub(in crate::article) fn taken(headings: &[Heading]) -> Self {
        Self { taken: headings.iter().map(|heading| heading.anchor.clone()).collect(), next: HashMap::new() }
    }

    pub(in crate::article) fn unique(&mut self, stem: &str) -> String {
        let stem = if stem.is_empty() { "sekcja" } else { stem };
        if self.taken.insert(stem.to_owned()) {
            return stem.to_owned();
        }
        let next = self.next.entry(stem.to_owned()).or_insert(1);
        loop {
            let anchor = format!("{stem}-{next}");
            *next += 1;
            if self.taken.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}
