//! The words of one name: with which it begins, and how far it goes.

use super::around::{goes_on, is_had, is_no_name, is_patron, is_person, is_title};
use super::first_names::{is_ambiguous, is_dictionary_form, is_first_name};
use super::likeness::likeness;
use super::place::is_a_country;
use super::surname::{Known, is_listed, is_listed_small, is_plain_noun, is_shaped, known};
use crate::text::mask::name::{following, past_second_half};
use crate::text::mask::read::token::Tokens;

/// How much the words before a name say that one comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text::mask::name) enum Hint {
    /// `nazywam się`: whatever comes is one.
    Certain,
    /// `pani`, `sąsiad`: what looks like one is one.
    Likely,
    /// `mówi`, `dzwoni`: what has a capital and is no word of the language is one.
    Said,
    /// `wniosek`: only what can hardly be anything else.
    Possible,
}

/// The end of a name of one to four words that begins at `start`, double names counting as one.
pub(in crate::text::mask::name) fn name(tokens: &Tokens<'_>, start: usize, hint: Hint) -> Option<usize> {
    const MOST: usize = 4;
    if !begins(tokens, start, hint) {
        return None;
    }
    let mut end = past_second_half(tokens, start);
    let mut last = start;
    for _ in 1..MOST {
        let comma = usize::from(tokens.is_mark(end, ','));
        // "wnioskodawca: R. Gądek"
        let point = usize::from(tokens.letters(last) == 1 && tokens.is_mark(end, '.'));
        let next = tokens.skip_space(end + comma + point);
        if next == end + comma || !goes_on_with(tokens, last, next, hint, comma > 0) {
            break;
        }
        last = next;
        end = past_second_half(tokens, next);
        // "Jan K."
        if tokens.letters(next) == 1 && tokens.is_mark(end, '.') {
            end += 1;
        }
    }
    Some(end)
}

/// `od Nowaka`, `u Wójcika`: a listed surname in a form that streets do not have.
pub(in crate::text::mask::name) fn is_from(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = tokens.skip_space(at + 1);
    let folded = tokens.folded(next);
    matches!(tokens.folded(at), "od" | "u" | "do" | "z" | "ze" | "o" | "za")
        && tokens.is_capital(next)
        && is_listed(folded)
        && !is_a_country(tokens, next)
        && !is_patron(folded)
        && !is_shaped(folded)
        && known(folded) != Known::Common
}

fn is_name_word(tokens: &Tokens<'_>, at: usize) -> bool {
    let folded = tokens.folded(at);
    is_first_name(folded) || is_listed(folded) || is_shaped(folded) && known(folded) != Known::Common
}

fn begins(tokens: &Tokens<'_>, at: usize, hint: Hint) -> bool {
    let folded = tokens.folded(at);
    let letters = tokens.letters(at);
    // "pan K."
    if letters == 1 {
        return hint != Hint::Possible && tokens.is_capital(at) && tokens.is_mark(at + 1, '.');
    }
    if letters < 2 || goes_on(folded) || is_no_name(folded) || is_had(folded) && !tokens.is_capital(at) {
        return false;
    }
    let acronym = tokens.is_shouted(at) && !tokens.is_loud() && letters < 5;
    if acronym && !is_first_name(folded) && !is_listed(folded) {
        return false;
    }
    let capital = tokens.is_capital(at);
    // "pani sołtys?", "pan marszałek"
    if !capital
        && !tokens.is_loud()
        && matches!(folded, "soltys" | "wojt" | "marszalek" | "starosta" | "szef" | "major")
        && hint != Hint::Certain
    {
        return false;
    }
    match hint {
        Hint::Certain => {
            capital
                || is_name_word(tokens, at)
                || known(folded) != Known::Common
                || letters > 2 && is_noun_like(folded)
        }
        Hint::Likely if capital => letters > 2 && !is_person(folded),
        // "kto jest opiekunem kotów": animals, and more than one.
        Hint::Likely if matches!(folded, "kotow" | "psow" | "golebi" | "krukow" | "lisow" | "dzikow") => {
            false
        }
        Hint::Likely => {
            is_sure_small(folded)
                || is_shaped(folded) && (known(folded) != Known::Common || is_rare(folded))
                || (known(folded) != Known::Common || is_rare(folded))
                    && letters > 3
                    && before_first_name(tokens, at)
        }
        Hint::Said if capital => {
            let lemma = crate::text::lexicon::Lexicon::polish().lemma(folded);
            letters > 2 && !lemma.is_some_and(|lemma| is_no_name(&lemma.key)) && !is_person(folded)
        }
        Hint::Possible if capital && before_first_name(tokens, at) => true,
        Hint::Possible if capital => {
            is_sure_word(folded)
                || is_shaped(folded) && known(folded) != Known::Common
                || known(folded) == Known::Unknown && letters > 3
        }
        Hint::Possible | Hint::Said => {
            is_sure_small(folded)
                && (known(folded) != Known::Common || is_shaped(folded) || folded.starts_with("nowak"))
                || is_shaped(folded) && known(folded) == Known::Unknown
        }
    }
}

/// A form that can stand behind `nazywam się` as a name: no verb and no adverb.
fn is_noun_like(folded: &str) -> bool {
    const NOT: &[&str] =
        &["sam", "tak", "jak", "inaczej", "teraz", "wlasnie", "tez", "zle", "dobrze", "dalej", "ktos", "ten"];
    !NOT.contains(&folded)
}

/// Whether a word that could be an adjective is hardly ever one.
pub(in crate::text::mask::name) fn is_rare(folded: &str) -> bool {
    crate::text::lexicon::Lexicon::polish().form(folded).is_none_or(|form| form.ln_freq < -13.5)
}

/// Whether a first name that is no other word follows.
pub(in crate::text::mask::name) fn before_first_name(tokens: &Tokens<'_>, at: usize) -> bool {
    following(tokens, at).is_some_and(|next| {
        let first = tokens.folded(next);
        is_first_name(first)
            && (!is_ambiguous(first) || tokens.is_capital(next))
            && tokens.is_capital(at) == tokens.is_capital(next)
    })
}

/// The same in small letters.
fn is_sure_small(folded: &str) -> bool {
    is_first_name(folded) && !is_ambiguous(folded) || is_listed_small(folded)
}

/// A first name or a listed surname.
fn is_sure_word(folded: &str) -> bool {
    is_first_name(folded) || is_listed(folded)
}

fn goes_on_with(tokens: &Tokens<'_>, last: usize, at: usize, hint: Hint, comma: bool) -> bool {
    let folded = tokens.folded(at);
    let letters = tokens.letters(at);
    if letters == 1 {
        return tokens.is_capital(at) && tokens.is_mark(at + 1, '.') && !comma;
    }
    if letters == 0 || goes_on(folded) || is_no_name(folded) || is_title(folded) {
        return false;
    }
    if comma {
        return is_first_name(folded)
            && (tokens.is_capital(at) == tokens.is_capital(last))
            && !is_first_name(tokens.folded(last));
    }
    if tokens.is_capital(at) && (tokens.is_capital(last) || tokens.is_loud()) {
        return tokens.is_shouted(last) || !tokens.is_shouted(at) || letters > 4;
    }
    let after_first = is_first_name(tokens.folded(last));
    let like = likeness(tokens, at);
    is_listed_small(folded)
        || after_first && is_listed(folded)
        || is_shaped(folded) && (after_first || known(folded) != Known::Common)
        || is_first_name(folded) && !is_ambiguous(folded)
        || after_first && (known(folded) == Known::Unknown && letters > 3 || known(folded) == Known::Proper)
        || after_first && is_dictionary_form(tokens.folded(last)) && is_plain_noun(folded)
        || after_first && hint == Hint::Certain && letters > 2
        || after_first && like > 0
        || like >= 3
}
