//! Words in two pieces and two words in one: what a line end, a stray space or a lost one did.

use super::judge::impossible;
use super::words::{self, Run};
use super::{DamageKind, Machine, Repair, Repairer, repair};

/// ln P that a space was lost between two words, or slipped into one: 27 and 77 in 95,000.
const LOST_SPACE: f32 = -7.5;
/// A joined word must be at least as common as the rarest counted ones, misreadings included.
const JOINED_LEAST: f32 = -21.0;
/// By how much parting must beat an unlisted word.
const PARTED_MARGIN: f32 = 1.0;
/// Shorter pieces part anything.
const SHORTEST_PIECE: usize = 3;
/// Words of one or two letters that a lost space leaves at the front of another.
const SHORT_WORDS: [&str; 12] = ["w", "z", "o", "i", "u", "a", "do", "na", "po", "za", "od", "ze"];

impl Repairer {
    /// The one word that two runs are, if a hyphen at a line end or a stray space parts it.
    pub(super) fn join(&mut self, text: &str, first: &Run, second: &Run, reader: Machine) -> Option<Repair> {
        let gap = text.get(first.core.end..second.core.start)?;
        let hyphenated = breaks_a_word(gap);
        if !hyphenated && gap != " " {
            return None;
        }
        let (head, tail) = (text.get(first.core.clone())?, text.get(second.core.clone())?);
        let whole = |part: &str| part.chars().all(|c| c.is_alphabetic() || "¢$6".contains(c));
        if !whole(head) || !whole(tail) || !tail.starts_with(|c: char| !c.is_uppercase()) {
            return None;
        }
        if head.chars().all(char::is_uppercase) && head.chars().count() > 1 {
            return None;
        }
        if !hyphenated {
            // A stray space leaves two pieces that are no words: anything else is two words.
            if self.is_word(head, reader) || self.is_word(tail, reader) || head.len() + tail.len() < 6 {
                return None;
            }
        }
        let joined = format!("{head}{tail}");
        let verdict = self.verdict(&joined, reader);
        let listed = !verdict.keep || verdict.known;
        if !listed || verdict.score < JOINED_LEAST {
            return None;
        }
        if hyphenated && self.is_word(head, reader) && self.is_word(tail, reader) {
            // `biało-⏎czerwony`: both halves are words, so the joined word must be a common one.
            let apart = self.verdict(head, reader).score + self.verdict(tail, reader).score;
            if verdict.score < apart + 4.0 {
                return None;
            }
        }
        let repaired = words::in_case_of(&joined, &verdict.word, verdict.proper);
        Some(repair(text, first.core.start..second.core.end, repaired, verdict.share, DamageKind::Joined))
    }

    /// The two words that one run is, if a space between them was lost. `alone` is what the run scores unlisted.
    pub(super) fn part(&mut self, text: &str, run: &Run, reader: Machine, alone: f32) -> Option<Repair> {
        let core = text.get(run.core.clone())?;
        if reader != Machine::EnglishTesseract || impossible(core) || core.starts_with(char::is_uppercase) {
            return None;
        }
        let borders: Vec<usize> = core.char_indices().map(|(at, _)| at).skip(1).collect();
        if borders.len() + 1 < 2 * SHORTEST_PIECE {
            return None;
        }
        let mut best: Option<(f32, String, f32)> = None;
        for border in borders {
            let (head, tail) = core.split_at(border);
            let short = SHORT_WORDS.contains(&head);
            if (!short && head.chars().count() < SHORTEST_PIECE) || tail.chars().count() < SHORTEST_PIECE + 1
            {
                continue;
            }
            let (left, right) = (self.verdict(head, reader), self.verdict(tail, reader));
            if (left.keep && !left.known) || (right.keep && !right.known) {
                continue;
            }
            let score = left.score + right.score + LOST_SPACE;
            if best.as_ref().is_none_or(|best| score > best.0) {
                best = Some((score, format!("{} {}", left.word, right.word), left.share * right.share));
            }
        }
        let (score, words, share) = best?;
        let certain = 1.0 / (1.0 + (alone - score).exp());
        (score > alone + PARTED_MARGIN)
            .then(|| repair(text, run.core.clone(), words, share * certain, DamageKind::Parted))
    }

    /// Whether a piece is a word as it stands or once repaired.
    pub(super) fn is_word(&mut self, piece: &str, reader: Machine) -> bool {
        let verdict = self.verdict(piece, reader);
        verdict.known || !verdict.keep
    }
}

fn breaks_a_word(gap: &str) -> bool {
    let mut chars = gap.chars();
    chars.next().is_some_and(|c| matches!(c, '-' | '\u{2010}' | '¬' | '=' | '\u{ad}'))
        && gap.matches('\n').count() == 1
        && chars.all(char::is_whitespace)
}
