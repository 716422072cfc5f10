//! Surnames by themselves, initials, names that are spelt, glued or in an alphabet of their own.

use super::known::around::{goes_on, is_no_name, is_patron, is_said, is_where};
use super::known::first_names::{is_dictionary_form, is_first_name};
use super::known::likeness::likeness;
use super::known::surname::{Known, is_listed, is_plain_noun, is_shaped, known};
use super::known::words::is_rare;
use super::pair::is_genitive;
use super::{after_a_place, past, past_second_half};
use crate::text::mask::read::token::Tokens;

/// `J. Kowalski`, `Kowalski J.`, `A. M. Nowak`.
pub(super) fn initials(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if after_a_place(tokens, at) {
        return None;
    }
    let is_initial = |at: usize| {
        let one = tokens.letters(at) == 1 && tokens.text(at).chars().all(char::is_uppercase);
        // Cz. Jarosik, Wł. Rak
        let two = tokens.is_capital(at)
            && matches!(
                tokens.folded(at),
                "cz" | "sz" | "ch" | "wl" | "zb" | "zd" | "kr" | "br" | "fr" | "gr"
            );
        tokens.is_word(at) && tokens.is_mark(at + 1, '.') && (one || two)
    };
    let first = at;
    let surname = |at: usize| {
        let folded = tokens.folded(at);
        // "A. Wniosek": a list, and no initial.
        let list = before_list(tokens, first) && known(folded) == Known::Common && !is_listed(folded);
        tokens.letters(at) > 2
            && tokens.is_capital(at)
            && !is_no_name(folded)
            && !goes_on(folded)
            && !list
            && (is_listed(folded)
                || is_shaped(folded)
                || known(folded) == Known::Unknown
                || is_plain_noun(folded)
                || likeness(tokens, at) >= 2)
    };
    if is_initial(at) {
        let mut next = tokens.skip_space(at + 2);
        if is_initial(next) {
            next = tokens.skip_space(next + 2);
        }
        return (surname(next) && !is_patron(tokens.folded(next)))
            .then(|| (at, past_second_half(tokens, next)));
    }
    let next = tokens.skip_space(at + 1);
    let sure = |folded: &str| {
        is_listed(folded) || is_shaped(folded) && (known(folded) != Known::Common || is_rare(folded))
    };
    (surname(at) && sure(tokens.folded(at)) && next > at + 1 && is_initial(next)).then_some((at, next + 2))
}

/// Whether a line begins at `at` with the letter of a list.
fn before_list(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.folded(at), "a" | "b" | "c" | "d")
        && tokens.before(at).is_none_or(|before| tokens.is_mark(before, '\n'))
}

/// A surname by itself, where nothing else can be meant: with a capital, in a form that streets do not have, or before
/// a verb of speaking.
pub(super) fn alone(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let folded = tokens.folded(at);
    if !tokens.is_capital(at)
        || tokens.letters(at) < 4
        || is_no_name(folded)
        || after_a_place(tokens, at)
        || is_patron(folded)
    {
        return None;
    }
    let word = known(folded);
    let end = past_second_half(tokens, at);
    let next = tokens.skip_space(end);
    let listed = is_listed(folded);
    let told = is_said(tokens.folded(next)) || past(tokens, next, &["z", "tej", "strony"]).is_some();
    if (listed || is_shaped(folded) && (word != Known::Common || is_rare(folded))) && told {
        return Some((at, end));
    }
    let neighbours = tokens.is_capital(next)
        || tokens.before(at).is_some_and(|before| tokens.is_capital(before) && before > 0);
    if neighbours || tokens.before(at).is_some_and(|before| is_where(tokens.folded(before))) {
        return None;
    }
    let person_only = ["ski", "cki", "dzki"].iter().any(|ending| folded.ends_with(ending))
        || [
            "skiemu", "ckiemu", "scy", "ccy", "wicz", "wiczowi", "owie", "owi", "czyk", "czykowi", "czuk",
            "enko", "iak", "czak",
        ]
        .iter()
        .any(|ending| folded.ends_with(ending));
    // Budzikowie: a family.
    let stem = folded.strip_suffix("owie").unwrap_or_default();
    let family = !tokens
        .before(at)
        .is_some_and(|before| matches!(tokens.folded(before), "w" | "we" | "na" | "o" | "po" | "przy"))
        && stem.len() > 3
        && (word == Known::Unknown || is_listed(stem) || is_plain_noun(stem) && is_rare(folded));
    // Nothing else ends so, but for adjectives that are hardly ever written.
    let ends = |endings: &[&str]| folded.len() > 6 && endings.iter().any(|ending| folded.ends_with(ending));
    let foreign = word == Known::Unknown
        && ends(&["enko", "czuk", "chuk", "wicz", "wski", "nski", "rski", "cki"])
        || word == Known::Common && is_rare(folded) && ends(&["ewski", "owski"]);
    let sure = foreign
        || family
        || person_only && is_shaped(folded) && (word == Known::Proper || listed)
        || listed
            && word != Known::Common
            && !is_genitive(folded)
            && !folded.ends_with("ego")
            && !folded.ends_with("iej")
            && !folded.ends_with("ska");
    (sure
        || matches!(
            folded,
            "nowak" | "nowakowi" | "nowakiem" | "kowalski" | "kowalskiemu" | "wojcik" | "wojcikowi"
        ))
    .then_some((at, end))
}

/// `JanKowalski`, `jankowalski`.
pub(super) fn glued(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let text = tokens.text(at);
    let letters = tokens.letters(at);
    if !(7..=30).contains(&letters) {
        return None;
    }
    let hump = text
        .char_indices()
        .zip(text.chars().skip(1))
        .find(|((_, one), other)| one.is_lowercase() && other.is_uppercase());
    if let Some(((before, one), _)) = hump {
        let (head, tail) = text.split_at(before + one.len_utf8());
        let (head, tail) = (fold(head), fold(tail));
        let is_one = |one: &str, other: &str| is_first_name(one) && other.len() > 2;
        return (is_one(&head, &tail) || is_one(&tail, &head)).then_some((at, at + 1));
    }
    let folded = tokens.folded(at);
    if !folded.is_ascii() || known(folded) != Known::Unknown {
        return None;
    }
    let halves = (3..=folded.len().saturating_sub(4)).any(|place| {
        let (head, tail) = folded.split_at(place);
        let surname = |word: &str| {
            word.len() > 3 && is_listed(word)
                || word.len() > 5 && is_shaped(word) && known(word) != Known::Unknown
        };
        is_dictionary_form(head) && surname(tail) || is_dictionary_form(tail) && surname(head)
    });
    halves.then_some((at, at + 1))
}

fn fold(text: &str) -> String {
    crate::text::fold(text)
}

/// `J a n  K o w a l s k i`, `K-o-w-a-l-s-k-i`: letters one by one.
pub(super) fn spelt(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    const LEAST: usize = 5;
    let single = |at: usize| tokens.is_word(at) && tokens.letters(at) == 1;
    if !single(at) || at > 0 && (tokens.is_word(at - 1) || tokens.digits(at - 1).is_some()) {
        return None;
    }
    let (mut end, mut letters, mut next) = (at + 1, 1, at + 1);
    loop {
        while next < end + 3 && tokens.mark(next).is_some_and(|c| c.is_whitespace() || "-._,–*".contains(c))
        {
            next += 1;
        }
        if next == end || !single(next) || tokens.is_word(next + 1) {
            break;
        }
        letters += 1;
        end = next + 1;
        next = end;
    }
    // "pisze się O-ż-g-a"
    let told = || {
        tokens
            .words_before(at, 3)
            .any(|word| matches!(word, "pisze" | "literuje" | "nazwisko" | "litery" | "przeliteruje"))
    };
    (letters >= LEAST || letters > 2 && told()).then_some((at, end))
}

/// Words of an alphabet in which nobody asks the city anything.
pub(super) fn distant(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !tokens.is_distant(at) {
        return None;
    }
    let mut end = at + 1;
    loop {
        let next = tokens.skip_space(end);
        if next == end || !tokens.is_distant(next) {
            return Some((at, end));
        }
        end = next + 1;
    }
}
