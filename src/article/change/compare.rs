//! Two texts side by side, and three: what changed, word by word, and how two people's changes go together.
//!
//! Lines are the unit: a paragraph of an article is a line. Within lines that changed, words are; a reader of law
//! wants to see that „14 dni” became „7 dni”, not that a paragraph was replaced.

use std::ops::Range;

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

/// What happened to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Same,
    /// It went.
    Removed,
    /// It came.
    Added,
}

/// Some words that share a fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What happened to them.
    pub change: Change,
    /// The words, with the space around them.
    pub text: String,
}

/// Lines in a row that are the same, or that changed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The text of both sides; one piece where nothing changed.
    pub pieces: Vec<Piece>,
    /// Lines of the newer text it takes up, from 0.
    pub lines: Range<usize>,
}

impl Stretch {
    /// Whether anything changed in it.
    pub fn is_changed(&self) -> bool {
        self.pieces.iter().any(|piece| piece.change != Change::Same)
    }
}

/// Below this likeness, words set against each other only confuse: the old lines are shown whole, then the new.
const ALIKE: f32 = 0.35;

/// More words than this are not compared one by one, nor more lines, between what both texts have in common at their
/// ends: nobody would read it, and it can take as long as their product.
const MOST_WORDS: usize = 4_000;
const MOST_LINES: usize = 6_000;

/// What became of `old`.
pub fn compare(old: &str, new: &str) -> Vec<Stretch> {
    let (before, after): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let mut stretches = Vec::new();
    let mut words_left = MOST_WORDS;
    for op in differences(&before, &after) {
        let (from, to) = (before[op.old_range()].concat(), after[op.new_range()].concat());
        let piece = |change, text: String| Piece { change, text };
        let pieces = match op {
            DiffOp::Equal { .. } => vec![piece(Change::Same, to)],
            DiffOp::Delete { .. } => vec![piece(Change::Removed, from)],
            DiffOp::Insert { .. } => vec![piece(Change::Added, to)],
            DiffOp::Replace { .. } => words(&from, &to, &mut words_left),
        };
        stretches.push(Stretch { pieces, lines: op.new_range() });
    }
    stretches
}

/// How `before` became `after`, line by line; in one piece what is too long to be compared.
fn differences(before: &[&str], after: &[&str]) -> Vec<DiffOp> {
    let head = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let tails = before[head..].iter().rev().zip(after[head..].iter().rev());
    let tail = tails.take_while(|(old, new)| old == new).count();
    let (old_len, new_len) = (before.len() - head - tail, after.len() - head - tail);
    if old_len + new_len <= MOST_LINES {
        return capture_diff_slices(Algorithm::Patience, before, after);
    }
    let middle = match (old_len, new_len) {
        (0, _) => DiffOp::Insert { old_index: head, new_index: head, new_len },
        (_, 0) => DiffOp::Delete { old_index: head, old_len, new_index: head },
        _ => DiffOp::Replace { old_index: head, old_len, new_index: head, new_len },
    };
    let first = DiffOp::Equal { old_index: 0, new_index: 0, len: head };
    let last = DiffOp::Equal { old_index: head + old_len, new_index: head + new_len, len: tail };
    let ops = [(head, first), (1, middle), (tail, last)];
    ops.into_iter().filter(|(len, _)| *len > 0).map(|(_, op)| op).collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What became of some lines, word by word as long as there are words `left` to compare.
fn words(old: &str, new: &str, left: &mut usize) -> Vec<Piece> {
    let whole = || {
        vec![
            Piece { change: Change::Removed, text: old.to_owned() },
            Piece { change: Change::Added, text: new.to_owned() },
        ]
    };
    let many = old.split_whitespace().count() + new.split_whitespace().count();
    // A word may be one letter, or one sign among a thousand without a space.
    let many = many.max((old.len() + new.len()) / 12);
    if many > *left {
        return whole();
    }
    *left -= many;
    let diff = TextDiff::from_unicode_words(old, new);
    if likeness(&diff) < ALIKE {
        return whole();
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => Change::Same,
            ChangeTag::Delete => Change::Removed,
            ChangeTag::Insert => Change::Added,
        };
        push(&mut pieces, tag, change.value());
    }
    joined(pieces)
}

/// Share of words, spaces and marks aside, that both sides have in common.
fn likeness(diff: &TextDiff<'_, '_, str>) -> f32 {
    let (mut common, mut all) = (0_usize, 0_usize);
    for change in diff.iter_all_changes().filter(|change| change.value().contains(char::is_alphanumeric)) {
        let same = usize::from(change.tag() == ChangeTag::Equal);
        common += 2 * same;
        all += 1 + same;
    }
    common as f32 / all.max(1) as f32
}

fn push(pieces: &mut Vec<Piece>, change: Change, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.change == change => last.text.push_str(text),
        _ => pieces.push(Piece { change, text: text.to_owned() }),
    }
}

/// A space between two changed words is part of the change: „14 dni” to „7 tygodni” is one, not two.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let settle = |removed: &mut String, added: &mut String, out: &mut Vec<Piece>| {
        for (change, text) in
            [(Change::Removed, std::mem::take(removed)), (Change::Added, std::mem::take(added))]
        {
            if !text.is_empty() {
                push(out, change, &text);
            }
        }
    };
    let mut rest = pieces.into_iter().peekable();
    while let Some(piece) = rest.next() {
        match piece.change {
            Change::Removed => removed.push_str(&piece.text),
            Change::Added => added.push_str(&piece.text),
            Change::Same => {
                let between = piece.text.chars().all(|c| c == ' ')
                    && !(removed.is_empty() || added.is_empty())
                    && rest.peek().is_some();
                if between {
                    removed.push_str(&piece.text);
                    added.push_str(&piece.text);
                } else {
                    settle(&mut removed, &mut added, &mut out);
                    push(&mut out, Change::Same, &piece.text);
                }
            }
        }
    }
    settle(&mut removed, &mut added, &mut out);
    out
}

/// Lines of three texts that belong together: what both sides made of a common beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Nobody touched it, or both did the same.
    Settled(String),
    /// Only my side changed it.
    Mine {
        /// What stood there.
        base: String,
        /// What I made of it.
        mine: String,
    },
    /// Only their side changed it.
    Theirs {
        /// What stood there.
        base: String,
        /// What they made of it.
        theirs: String,
    },
    /// Both changed it, each in another way: a person has to say.
    Conflict {
        /// What stood there.
        base: String,
        /// What I made of it.
        mine: String,
        /// What they made of it.
        theirs: String,
    },
}

/// Lays two changes of `base` over each other. Concatenated, one text of each part is a whole article; no line of
/// either side is missing.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Vec<Part> {
    let (b, m, t) = (lines(base), lines(mine), lines(theirs));
    let (in_mine, in_theirs) = (matches(&b, &m), matches(&b, &t));
    let mut parts = Vec::new();
    let (mut at, mut at_mine, mut at_theirs) = (0, 0, 0);
    for line in 0..=b.len() {
        let stable =
            if line == b.len() { Some((m.len(), t.len())) } else { in_mine[line].zip(in_theirs[line]) };
        let Some((to_mine, to_theirs)) = stable else { continue };
        let base = b[at..line].concat();
        let (mine, theirs) = (m[at_mine..to_mine].concat(), t[at_theirs..to_theirs].concat());
        let part = if mine == theirs {
            Part::Settled(mine)
        } else if mine == base {
            Part::Theirs { base, theirs }
        } else if theirs == base {
            Part::Mine { base, mine }
        } else {
            Part::Conflict { base, mine, theirs }
        };
        add(&mut parts, part);
        if let Some(same) = b.get(line) {
            add(&mut parts, Part::Settled((*same).to_owned()));
        }
        (at, at_mine, at_theirs) = (line + 1, to_mine + 1, to_theirs + 1);
    }
    parts
}

fn add(parts: &mut Vec<Part>, part: Part) {
    match (parts.last_mut(), part) {
        (_, Part::Settled(text)) if text.is_empty() => {}
        (Some(Part::Settled(before)), Part::Settled(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    }
}

/// Where each line of `base` stands in `other`, if it does.
fn matches(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    for op in differences(base, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for step in 0..len {
                if let Some(place) = found.get_mut(old_index + step) {
                    *place = Some(new_index + step);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `[-old-]{+new+}`, as word diffs are written on paper.
    fn shown(old: &str, new: &str) -> String {
        compare(old, new)
            .iter()
            .flat_map(|stretch| &stretch.pieces)
            .map(|piece| match piece.change {
                Change::Same => piece.text.clone(),
                Change::Removed => format!("[-{}-]", piece.text),
                Change::Added => format!("{{+{}+}}", piece.text),
            })
            .collect()
    }

    #[test]
    fn words_are_set_against_each_other_within_a_paragraph() {
        assert_eq!(
            shown(
                "Wniosek składa się w terminie 14 dni.\nOpłata 17 zł.\n",
                "Wniosek składa się w terminie 7 dni.\nOpłata 17 zł.\n"
            ),
            "Wniosek składa się w terminie [-14-]{+7+} dni.\nOpłata 17 zł.\n"
        );
        assert_eq!(shown("a b c d e f g h\n", "a b x y e f g h\n"), "a b [-c d-]{+x y+} e f g h\n");
    }

    #[test]
    fn a_paragraph_written_anew_is_shown_whole() {
        assert_eq!(
            shown("Zgłoś telefonicznie.\n", "Formularz jest w portalu miasta.\n"),
            "[-Zgłoś telefonicznie.\n-]{+Formularz jest w portalu miasta.\n+}"
        );
        assert_eq!(shown("a\nb\n", "a\nb\nc\n"), "a\nb\n{+c\n+}");
    }

    #[test]
    fn changes_in_different_places_go_together_and_in_the_same_place_ask() {
        let base = "tytuł\n\njeden\ndwa\ntrzy\n";
        let mine = "tytuł mój\n\njeden\ndwa\ntrzy\n";
        let theirs = "tytuł\n\njeden\ndwa\ntrzy i pół\n";
        let parts = merge(base, mine, theirs);
        assert!(
            matches!(parts[0], Part::Mine { .. }) && matches!(parts[2], Part::Theirs { .. }),
            "{parts:?}"
        );
        let fight = merge("a\n", "b\n", "c\n");
        assert_eq!(fight, [Part::Conflict { base: "a\n".into(), mine: "b\n".into(), theirs: "c\n".into() }]);
        assert_eq!(merge("a\n", "b\n", "b\n"), [Part::Settled("b\n".into())]);
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec("[abc]{1,2}", 0..12).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_a_comparison(old in text(), new in text()) {
            let stretches = compare(&old, &new);
            let side = |not: Change| -> String {
                stretches.iter().flat_map(|one| &one.pieces).filter(|piece| piece.change != not).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(side(Change::Added), old);
            prop_assert_eq!(side(Change::Removed), new);
        }

        #[test]
        fn no_line_of_either_side_is_missing_in_a_merge(base in text(), mine in text(), theirs in text()) {
            let parts = merge(&base, &mine, &theirs);
            let side = |own: fn(&Part) -> &str| parts.iter().map(own).collect::<String>();
            prop_assert_eq!(side(|part| match part {
                Part::Settled(text) => text,
                Part::Mine { mine, .. } | Part::Conflict { mine, .. } => mine,
                Part::Theirs { base, .. } => base,
            }), mine.clone());
            prop_assert_eq!(side(|part| match part {
                Part::Settled(text) => text,
                Part::Theirs { theirs, .. } | Part::Conflict { theirs, .. } => theirs,
                Part::Mine { base, .. } => base,
            }), theirs.clone());
        }
    }
}
