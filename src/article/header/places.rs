//! `facts.places`: a list of groups, the one key of a header that is two levels deep.

use super::reader::KeyReader;
use super::yaml::{MapEntry, Node, NodeKind};
use crate::article::check::codes;
use crate::article::facts::places::Place;

const KEYS: &[&str] = &["name", "address", "hours", "phone", "open", "closed"];
const EXAMPLE: &str =
    "zapisz każde miejsce od myślnika: - name: Lamusownia, pod spodem z wcięciem hours, address, phone";

impl KeyReader<'_> {
    /// Places with hours of their own. One without a name is left out: nobody could tell it from the others.
    pub(super) fn places(&mut self, entry: &MapEntry) -> Vec<Place> {
        let items = match &entry.value.kind {
            NodeKind::Null => return Vec::new(),
            NodeKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        items.iter().filter_map(|item| self.place(entry, item)).collect()
    }

    fn place(&mut self, group: &MapEntry, item: &Node) -> Option<Place> {
        let NodeKind::Map(entries) = &item.kind else {
            self.wrong_kind(group, item.line, "listą miejsc", EXAMPLE);
            return None;
        };
        let mut place = Place::default();
        for entry in entries {
            match self.known("facts.places.", entry, KEYS) {
                Some("name") => place.name = self.text(entry).unwrap_or_default(),
                Some("address") => place.address = self.joined(entry),
                Some("hours") => place.hours = self.joined(entry),
                Some("phone") => place.phone = self.list(entry),
                Some("open") => place.open = self.text(entry),
                Some("closed") => place.closed = self.text(entry),
                _ => {}
            }
        }
        if place.name.is_empty() {
            self.report(codes::WRONG_KIND, item.line, "miejsce w „places” nie ma nazwy".to_owned(), EXAMPLE);
            return None;
        }
        Some(place)
    }
}
