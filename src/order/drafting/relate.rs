//! Orders against one another: which of them an earlier one gives way to.
//!
//! Everything here is a proposal for an editor. An order is never taken out of force by the import alone: the
//! article gets a `valid_until` with the reason beside it, and a note says by which order.

use jiff::civil::Date;

use crate::order::lines::dates::polish;
use crate::order::lines::likeness::{find, same, starts};
use crate::order::{ImportedOrder, Note, NoteKind};

/// Two orders with the same matter; a person decides.
const CERTAINTY_SAME_MATTER: f32 = 0.8;
/// The later order names the earlier one as repealed.
const CERTAINTY_REPEALED: f32 = 0.97;

/// Compares all `orders` with one another and proposes `valid_until` for those that a later one replaces.
pub fn relate(orders: &mut [ImportedOrder]) {
    for earlier in 0..orders.len() {
        let replacing = (0..orders.len()).filter(|later| *later != earlier);
        let replacing = replacing
            .filter_map(|later| replaced(&orders[earlier], &orders[later]).map(|ends| (ends, later)));
        let Some(((last_day, certainty), later)) = replacing.min_by_key(|((last_day, _), _)| *last_day)
        else {
            continue;
        };
        let by = orders[later].number.clone().unwrap_or_default();
        let why = if certainty == CERTAINTY_REPEALED {
            format!("uchylone przez zarządzenie nr {by}")
        } else {
            format!("propozycja importu: tę samą sprawę reguluje zarządzenie nr {by}")
        };
        let order = &mut orders[earlier];
        let message =
            format!("{why} – artykuły obowiązują do {}; do potwierdzenia przez redaktora", polish(last_day));
        let note = Note::remark(order.matter_line, NoteKind::Proposal, certainty, message);
        if order.notes.contains(&note) {
            continue;
        }
        order.notes.push(note);
        order.drafts.iter_mut().for_each(|draft| draft.end_on(last_day, &why));
    }
}

/// The last day of `earlier` if `later` replaces it, and how certain that is.
fn replaced(earlier: &ImportedOrder, later: &ImportedOrder) -> Option<(Date, f32)> {
    let (old_start, new_start) = (earlier.effective.or(earlier.date)?, later.effective.or(later.date)?);
    if earlier.number == later.number || old_start >= new_start {
        return None;
    }
    let named = earlier.number.as_ref().is_some_and(|number| later.repeals.contains(number));
    let amending = later.matter.as_deref().is_some_and(is_amendment);
    let alike = match (&earlier.matter, &later.matter) {
        (Some(earlier), Some(later)) => same_matter(earlier, later),
        _ => false,
    };
    let certainty = match (named, alike && !amending) {
        (true, _) => CERTAINTY_REPEALED,
        (false, true) => CERTAINTY_SAME_MATTER,
        (false, false) => return None,
    };
    Some((new_start.yesterday().ok()?, certainty))
}

/// "w sprawie zmiany zarządzenia nr …" changes an order and leaves it in force.
fn is_amendment(matter: &str) -> bool {
    starts(matter, "zmiany zarządzenia") || starts(matter, "zmian w zarządzeniu")
}

/// The same title, or the scope of the same department under a title worded otherwise.
fn same_matter(a: &str, b: &str) -> bool {
    let scope = |matter| find(matter, "zakresu działania").map(|words| &matter[words.end..]);
    same(a, b) || matches!((scope(a), scope(b)), (Some(a), Some(b)) if same(a, b))
}
