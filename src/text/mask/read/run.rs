//! Numbers that are written in groups, whatever stands between the groups.

use super::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// What stands between two groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text::mask) enum Joint {
    /// A mark, without a blank: `44-05`.
    Tight,
    /// A blank or a new line, perhaps with a mark.
    Blank,
    /// What usually parts two numbers: a comma and a blank.
    Loose,
}

/// Between two groups of one number stand at most so many marks: `(12) 616`, `12 - 616`.
const APART: usize = 3;

/// No number of interest has more digits.
const DIGITS: usize = 34;

/// What stands between the numbers of two people, or says what is counted.
const PARTS: &str = "%€$£°<>=²³§@&";

/// Groups of digits that may be one number.
pub(in crate::text::mask) struct Run<'t> {
    /// Token and digits of each.
    groups: Vec<(usize, &'t str)>,
    joints: Vec<Joint>,
}

impl<'t> Run<'t> {
    /// The groups from `at` on, if a number may begin there.
    pub(in crate::text::mask) fn from(tokens: &'t Tokens<'_>, at: usize) -> Option<Self> {
        tokens.digits(at)?;
        // 2026-501 678 116: what hangs on to a number by more than a blank is a part of it.
        let hangs = at > tokens.taken.get() + 1
            && tokens.kind(at - 2) == Some(TokenKind::Digits)
            && tokens.mark(at - 1).is_some_and(|c| matches!(c, '-' | '/' | '.' | ','));
        if hangs && !tokens.settled[at - 2] || tokens.settled[at] {
            return None;
        }
        let (mut groups, mut joints) = (Vec::new(), Vec::new());
        let (mut next, mut sum) = (at, 0);
        while let Some(digits) = tokens.digits(next) {
            sum += digits.len();
            groups.push((next, digits));
            let joined = joint(tokens, next + 1).filter(|(_, after)| !tokens.settled[*after]);
            let Some((joint, after)) = joined.filter(|_| sum < DIGITS) else { break };
            joints.push(joint);
            next = after;
        }
        joints.truncate(groups.len() - 1);
        Some(Self { groups, joints })
    }

    pub(in crate::text::mask) fn sizes(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().map(|(_, digits)| digits.len())
    }

    /// Whether the groups begin with these sizes.
    pub(in crate::text::mask) fn is_shaped(&self, skipped: usize, shape: &[usize]) -> bool {
        self.groups.len() >= skipped + shape.len()
            && self.sizes().skip(skipped).zip(shape).all(|(size, wanted)| size == *wanted)
    }

    pub(in crate::text::mask) fn group(&self, place: usize) -> &'t str {
        self.groups.get(place).map_or("", |(_, digits)| digits)
    }

    /// The digits of the first groups.
    pub(in crate::text::mask) fn joined(&self, groups: usize) -> String {
        self.groups.iter().take(groups).map(|(_, digits)| *digits).collect()
    }

    /// How many groups together have so many digits.
    pub(in crate::text::mask) fn with_total(&self, total: usize) -> Option<usize> {
        let mut sum = 0;
        for (place, size) in self.sizes().enumerate() {
            sum += size;
            if sum >= total {
                return (sum == total).then_some(place + 1);
            }
        }
        None
    }

    /// How many groups there are until the first loose joint.
    pub(in crate::text::mask) fn close(&self) -> usize {
        1 + self.joints.iter().take_while(|joint| **joint != Joint::Loose).count()
    }

    /// Whether the first groups are joined by marks and blanks alone.
    pub(in crate::text::mask) fn is_close(&self, groups: usize) -> bool {
        groups <= self.close()
    }

    /// Whether something hangs on to the first groups that makes them part of a longer number.
    pub(in crate::text::mask) fn goes_on(&self, groups: usize) -> bool {
        groups.checked_sub(1).and_then(|last| self.joints.get(last)) == Some(&Joint::Tight)
    }

    /// How many digits the first groups have.
    pub(in crate::text::mask) fn total(&self, groups: usize) -> usize {
        self.sizes().take(groups).sum()
    }

    pub(in crate::text::mask) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The token after the first groups.
    pub(in crate::text::mask) fn end(&self, groups: usize) -> usize {
        groups.checked_sub(1).and_then(|last| self.groups.get(last)).map_or(0, |(token, _)| token + 1)
    }

    pub(in crate::text::mask) fn found(&self, groups: usize, label: Label) -> Removal {
        Removal { start: self.groups.first().map_or(0, |(token, _)| *token), end: self.end(groups), label }
    }
}

/// What joins the number before `from` to the next one, and where that is.
pub(in crate::text::mask) fn joint(tokens: &Tokens<'_>, from: usize) -> Option<(Joint, usize)> {
    let past = (from..from + APART)
        .find(|at| tokens.mark(*at).is_none_or(|c| PARTS.contains(c)))
        .unwrap_or(from + APART);
    if past == from || tokens.digits(past).is_none() {
        return None;
    }
    let marks = || (from..past).filter_map(|at| tokens.mark(at));
    let blank = marks().any(char::is_whitespace);
    let lines = marks().filter(|c| *c == '\n').count();
    // "501 678 116 +48 600 …": another number.
    if blank && marks().any(|c| c == '+') {
        return None;
    }
    let parted = marks().any(|c| matches!(c, ',' | ';')) && blank || lines > 1;
    Some((
        if parted {
            Joint::Loose
        } else if blank {
            Joint::Blank
        } else {
            Joint::Tight
        },
        past,
    ))
}
