//! What a capital amid a sentence says, and two that look like names side by side.

use super::following;
use super::known::around::{is_patron, is_place};
use super::known::first_names::{is_ambiguous, is_first_name};
use super::known::likeness::{CERTAIN, begins_sentence, is_english, likeness};
use super::known::surname::{Known, is_listed, is_listed_form, is_shaped, known};
use super::neighbours::tells;
use crate::text::mask::read::token::Tokens;

/// A capital amid a sentence, or before a comma, where no place is spoken of.
pub(super) fn by_its_capital(tokens: &Tokens<'_>, at: usize, word: &str, next: usize) -> u8 {
    let folded = tokens.folded(at);
    if !tokens.is_capital(at) || is_of_a_street(folded) || is_at(word) {
        return 0;
    }
    // A path, a tag, an address.
    let glued = |mark: Option<char>| mark.is_some_and(|c| "/_\\@<>[]{}|#=%&?`".contains(c));
    if glued(tokens.mark(at + 1)) || at > 0 && glued(tokens.mark(at - 1)) {
        return 0;
    }
    let unknown = known(folded) == Known::Unknown;
    if begins_sentence(tokens, at) {
        if tokens.before(at).is_some_and(|before| tokens.is_mark(before, ':')) {
            return 1;
        }
        // "Nino z Gruzji, pobyt"
        let from = matches!(tokens.folded(next), "z" | "ze" | "od" | "spod")
            && is_first_name(folded)
            && !is_ambiguous(folded);
        let apart = from || tokens.mark(next).is_some_and(|c| ",–-:;(".contains(c));
        let whole = next >= tokens.len() || tokens.mark(next).is_some_and(|c| ".!?".contains(c));
        return if apart && at == 0 || whole && tokens.len() > 2 { 1 + u8::from(unknown) } else { 0 };
    }
    // A second capital is more often one of a place: Przylasek Rusiecki.
    let beside = tokens.is_capital(next) || tokens.before(at).is_some_and(|before| tokens.is_capital(before));
    let from = matches!(word, "do" | "z" | "ze" | "od" | "za" | "po" | "przez" | "dla");
    if beside || from && !unknown { 0 } else { 1 + u8::from(unknown && !from) }
}

/// `Wilk czy Wilczek`: one of two that are written with capitals.
pub(super) fn either(tokens: &Tokens<'_>, at: usize, next: usize) -> u8 {
    let or = |at: usize| matches!(tokens.folded(at), "czy" | "albo" | "lub");
    let other = |at: usize| tokens.is_capital(at) && likeness(tokens, at) > 1;
    let behind = || or(next) && other(tokens.skip_space(next + 1));
    let before =
        || tokens.before(at).filter(|word| or(*word)).and_then(|word| tokens.before(word)).is_some_and(other);
    let place = tokens.before(at).is_some_and(|before| is_at(tokens.folded(before)));
    if tokens.is_capital(at) && !place && (behind() || before()) {
        return 3;
    }
    if are_two(tokens, at, next) { 4 } else { 0 }
}

/// `Lis i Wilk kłócą się`: two that people are called, both with a capital, who do together what people do.
fn are_two(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    let and = |at: usize| matches!(tokens.folded(at), "i" | "oraz");
    let called = |at: usize| tokens.is_capital(at) && is_listed_form(tokens.folded(at));
    let last = match and(next) {
        true => tokens.skip_space(next + 1),
        false => at,
    };
    let first = match tokens.before(at).filter(|before| and(*before)) {
        Some(before) if last == at => tokens.before(before),
        _ => Some(at).filter(|_| last > at),
    };
    let Some(first) = first.filter(|first| called(*first) && called(last)) else { return false };
    let mut verb = tokens.skip_space(last + 1);
    if tokens.folded(verb) == "sie" {
        verb = tokens.skip_space(verb + 1);
    }
    // "klocic", "sadzic", "dzwonic": what both do.
    let quarrel = ["kloc", "sadz", "spier", "bij", "pobil", "wyzywa", "procesu", "godz", "rozwodz", "dogad"]
        .iter()
        .any(|stem| tokens.folded(verb).starts_with(stem));
    begins_sentence(tokens, first) && (quarrel || tells(tokens.folded(verb)))
}

/// Two that look like names, side by side.
pub(super) fn neighbours(tokens: &Tokens<'_>, at: usize) -> u8 {
    let place = tokens.before(at).is_some_and(|before| is_at(tokens.folded(before)));
    let one = likeness(tokens, at);
    // "the first paragraph": no Polish, and nobody.
    if place || one < 3 || tokens.words_before(at, 4).any(is_english) {
        return 0;
    }
    let pair = |other: usize| {
        let like = likeness(tokens, other);
        let capitals = tokens.is_capital(at) && tokens.is_capital(other);
        match like >= 3 && !is_patron(tokens.folded(other)) {
            true if capitals || like.max(one) < CERTAIN => 2,
            true => 1,
            false => 0,
        }
    };
    let apart = tokens.mark(at + 1).is_some_and(|c| matches!(c, ',' | '.'));
    let next = following(tokens, at).filter(|_| !apart).map_or(0, pair);
    // "zalew w Przylasku Rusieckim"
    if tokens.words_before(at, 4).any(|word| is_at(word) || is_place(word)) {
        return next;
    }
    let before = tokens
        .before(at)
        .filter(|before| before + 1 < at && tokens.is_word(*before) && tokens.is_capital(*before))
        .map_or(0, pair);
    next.max(before)
}

/// Whether a word is in the lexicon as a surname in a form that no street has: `Klepacka`, `Wiercińskich`.
pub(super) fn nobody_elses(folded: &str) -> bool {
    let genitive = folded.ends_with("ego")
        || folded.ends_with('a') && !["ska", "cka", "dzka"].iter().any(|ending| folded.ends_with(ending));
    !genitive && known(folded) == Known::Proper && is_shaped(folded) && !is_patron(folded)
}

/// Whether streets are called so: after men in the genitive, or what they lead to.
pub(super) fn is_of_a_street(folded: &str) -> bool {
    // Nowakowej is Nowak's wife.
    if folded.strip_suffix("owej").is_some_and(is_listed) {
        return false;
    }
    folded.ends_with("ego") || folded.ends_with("ej") && known(folded) == Known::Common || is_patron(folded)
}

/// Before a place.
pub(super) fn is_at(folded: &str) -> bool {
    matches!(
        folded,
        "na" | "w" | "we" | "przy" | "pod" | "nad" | "kolo" | "obok" | "ku" | "kierunku" | "strone"
    )
}
