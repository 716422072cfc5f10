//! Names: after words that announce one (`nazywam się…`), behind people (`pani…`, `sąsiad…`), a first name beside a
//! surname in either order, initials, names that are spelt, glued or in another alphabet, and a surname by itself where
//! nothing else can be meant.
//!
//! What none of these tells, its place in the sentence may ([`position`]): how much a word looks like a surname
//! ([`likeness`]) is weighed against how much its neighbours ask for one ([`neighbours`]).
//!
//! Half the streets, squares and schools of a city are named after somebody; a name behind such a word stays.

mod alone;
mod announced;
mod apposition;
mod capitals;
mod foreign;
mod greeting;
pub(in crate::text::mask) mod known;
mod neighbours;
mod pair;
mod preposition;
mod renamed;
mod spared;

pub(in crate::text::mask) use neighbours::is_somebody;

use super::read::token::Tokens;
use super::{Label, Removal};
use alone::{alone, distant, glued, initials, spelt};
use announced::{announced, behind};
use foreign::of_many_words;
use known::around::{is_between, is_place};
use known::first_names::is_first_name;
use known::place::{is_a_country, is_at_church, is_in_a_street, is_of_a_governor};
use known::position::placed;
use pair::full;
use renamed::{bare_initial, of_a_family, renamed, wife};

/// The name that stands at `at` or is announced there.
pub(in crate::text::mask) fn person(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let found = |(start, end)| Some(Removal { start, end, label: Label::Name });
    if let Some(span) = spelt(tokens, at) {
        return found(span);
    }
    if !tokens.is_word(at)
        || is_in_a_street(tokens, at)
        || is_at_church(tokens, at)
        || is_of_a_governor(tokens, at)
        || is_a_country(tokens, at)
    {
        return None;
    }
    let span = of_many_words(tokens, at)
        .or_else(|| announced(tokens, at))
        .or_else(|| behind(tokens, at))
        .or_else(|| initials(tokens, at))
        .or_else(|| bare_initial(tokens, at))
        .or_else(|| renamed(tokens, at))
        .or_else(|| of_a_family(tokens, at))
        .or_else(|| wife(tokens, at))
        .or_else(|| glued(tokens, at))
        .or_else(|| full(tokens, at))
        .or_else(|| alone(tokens, at))
        .or_else(|| placed(tokens, at))
        .or_else(|| distant(tokens, at))?;
    if spared::is_nobodys(tokens, span.0, span.1) { None } else { found(span) }
}

fn past(tokens: &Tokens<'_>, at: usize, words: &[&str]) -> Option<usize> {
    let mut next = at;
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            next = tokens.skip_space(next);
        }
        if tokens.folded(next) != *word {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// The word after a blank, or after one mark that joins: `Jan_Kowalski`.
fn following(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let next = match tokens.mark(at + 1) {
        Some('_' | '-' | '–' | '/' | '.' | '+') if tokens.is_word(at + 2) => at + 2,
        Some(',' | '.') => tokens.skip_space(at + 2),
        _ => tokens.skip_space(at + 1),
    };
    (next > at + 1 && tokens.is_word(next)).then_some(next)
}

/// Past `-Kowalska` of `Nowak-Kowalska`.
fn past_second_half(tokens: &Tokens<'_>, at: usize) -> usize {
    let hyphen = matches!(tokens.mark(at + 1), Some('-' | '‑' | '–'));
    if hyphen && tokens.letters(at + 2) > 2 { at + 3 } else { at + 1 }
}

fn after_a_place(tokens: &Tokens<'_>, at: usize) -> bool {
    for word in tokens.words_before(at, 4) {
        if is_place(word) {
            return true;
        }
        if !is_between(word) && !is_first_name(word) {
            return false;
        }
    }
    false
}
