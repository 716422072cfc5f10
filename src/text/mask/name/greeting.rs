//! Names where a call or a letter begins and ends: `halo, Baran przy telefonie`, `dziękuję, Kwaśny`, `Olek jestem`; and where
//! one is spelt: `Rzążewska przez rz`.

use super::known::first_names::{is_ambiguous, is_first_name};
use super::known::likeness::{begins_sentence, likeness};
use crate::text::mask::read::token::Tokens;

/// How much what stands before and behind asks for the name of whoever speaks.
pub(super) fn of_who_speaks(tokens: &Tokens<'_>, at: usize, next: usize) -> u8 {
    introduces_itself(tokens, at, next).max(is_greeted(tokens, at, next)).max(is_spelt(tokens, next))
}

/// `Baran przy telefonie`, `baran słucham`, `Olek jestem`.
fn introduces_itself(tokens: &Tokens<'_>, at: usize, next: usize) -> u8 {
    let second = tokens.folded(tokens.skip_space(next + 1));
    let sure = match tokens.folded(next) {
        "przy" => matches!(second, "telefonie" | "aparacie"),
        "sie" => matches!(second, "klania" | "klaniam" | "zglasza"),
        "klania" => second == "sie",
        "slucham" => true,
        "jestem" => {
            let end = tokens.skip_space(next + 1);
            let closed = end >= tokens.len() || tokens.mark(end).is_some_and(|c| ".,!?".contains(c));
            closed
                && begins_sentence(tokens, at)
                && (is_first_name(tokens.folded(at)) && !is_ambiguous(tokens.folded(at))
                    || likeness(tokens, at) > 1)
        }
        _ => false,
    };
    let apart =
        begins_sentence(tokens, at) || tokens.before(at).is_some_and(|before| tokens.is_mark(before, ','));
    if sure && apart { 4 } else { 0 }
}

/// `dzień dobry, Kwaśny, mam pytanie`, `pozdrawiam Kwaśna`.
fn is_greeted(tokens: &Tokens<'_>, at: usize, next: usize) -> u8 {
    let Some(mut before) = tokens.before(at).filter(|_| tokens.is_capital(at)) else { return 0 };
    let mark = tokens.mark(before).filter(|c| matches!(c, ',' | '-' | '–' | '\n' | '.'));
    if mark.is_some() {
        let Some(earlier) = tokens.before(before) else { return 0 };
        before = earlier;
    }
    let word = tokens.folded(before);
    let end = next >= tokens.len() || tokens.mark(next).is_some_and(|c| ",.!\n".contains(c));
    let opens =
        matches!(word, "dobry" | "halo" | "witam" | "czesc" | "hej" | "hello" | "wieczor" | "slucham");
    let closes = matches!(
        word,
        "pozdrawiam" | "pozdrowienia" | "powazaniem" | "szacunkiem" | "dziekuje" | "dzieki" | "wyrazami"
    );
    if closes && end || opens && end && mark.is_some() { 4 } else { 0 }
}

/// `Rzążewska przez rz`: behind it stands how it is spelt.
fn is_spelt(tokens: &Tokens<'_>, next: usize) -> u8 {
    let letter = tokens.skip_space(next + 1);
    let one = matches!(
        tokens.text(letter),
        "rz" | "ż"
            | "z"
            | "ó"
            | "u"
            | "ch"
            | "h"
            | "samo"
            | "ł"
            | "ą"
            | "ę"
            | "dwa"
            | "v"
            | "w"
            | "x"
            | "y"
            | "j"
            | "c"
            | "k"
    );
    if tokens.folded(next) == "przez" && one && likeness(tokens, next) == 0 { 4 } else { 0 }
}
