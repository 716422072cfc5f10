//! Names that stand beside what they are in apposition to: in a list, as a correction, as what somebody was called before.

use super::super::Label;
use super::known::first_names::is_first_name;
use super::known::likeness::begins_sentence;
use super::neighbours::{is_called, is_somebody, lemma_is, tells};
use super::past_second_half;
use crate::text::mask::read::token::Tokens;

/// Before a list of people or whose matter it is, with a colon.
pub(super) fn is_headed(folded: &str) -> bool {
    const HEADS: &[&str] = &[
        "lista",
        "uczestnik",
        "swiadek",
        "obecny",
        "wizyta",
        "dotyczyc",
        "strona",
        "wniosek",
        "sprawa",
        "imie",
        "nazwisko",
        "dane",
        "osoba",
        "rozmowca",
        "zgloszenie",
        "kontakt",
        "zglaszac",
        "zglosic",
        "zmiana",
        "notatka",
    ];
    matches!(folded, "dot" | "dotyczy" | "ws" | "swiadkowie" | "uczestnicy" | "obecni" | "dzieci")
        || lemma_is(folded, HEADS)
}

/// Whether the word at `at` goes on with a list of names, of which the one before was taken out.
pub(super) fn is_listed_behind(tokens: &Tokens<'_>, at: usize, comma: usize) -> bool {
    let name = tokens.before(comma).is_some_and(|name| tokens.text(name) == Label::Name.placeholder());
    let next = tokens.skip_space(past_second_half(tokens, at));
    let goes_on = next >= tokens.len()
        || tokens.mark(next).is_some_and(|c| ",.;)–-\n".contains(c))
        || matches!(tokens.folded(next), "i" | "oraz");
    name && goes_on
}

/// `wcześniej`, `teraz`, `chyba`: so one speaks of names that were changed, or are not sure.
pub(super) fn is_sometime(folded: &str) -> bool {
    matches!(
        folded,
        "wczesniej"
            | "teraz"
            | "obecnie"
            | "poprzednio"
            | "przedtem"
            | "dawniej"
            | "dzis"
            | "chyba"
            | "bodajze"
            | "niegdys"
            | "uprzednio"
            | "aktualnie"
            | "pozniej"
    )
}

/// `wpisany jako`, `podał się za`: behind it stands a name or a trade.
pub(super) fn is_taken_for(tokens: &Tokens<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const TAKEN: &[&str] = &[
        "wpisany", "wpisac", "podpisany", "podpisac", "widniec", "figurowac", "przedstawic", "przedstawiac", "podac", "podawac", "zapisany",
        "zapisac", "zarejestrowany", "zameldowany", "znany", "wystepowac", "nazwisko", "zgloszony", "wprowadzony", "wprowadzic",
        "zaadresowany", "adresowany", "wystawiony", "oznaczony", "przedstawiony", "dopisany",
    ];
    tokens.words_before(at, 4).any(|word| lemma_is(word, TAKEN))
}

/// `nie Barań, tylko Baran`: one name is put right by another.
pub(super) fn is_put_right(tokens: &Tokens<'_>, at: usize) -> bool {
    const NEAR: usize = 5;
    let near = |word: &str| {
        matches!(
            word,
            "zamiast" | "powinno" | "powinien" | "powinna" | "mialo" | "tylko" | "lecz" | "ale" | "a" | "nie"
        )
    };
    let before = tokens.words_before(at, 3).skip(1).any(|word| word == "nie");
    let after = (at + 1..at + NEAR).any(|next| near(tokens.folded(next)));
    before || after
}

/// `…, Hajduga, …`: between commas, with somebody spoken of before.
pub(super) fn in_apposition(tokens: &Tokens<'_>, at: usize, before: usize, earlier: &str) -> u8 {
    let end = past_second_half(tokens, at);
    let next = tokens.skip_space(end);
    let closed = tokens.mark(next).is_some_and(|c| ",)–-".contains(c)) || next >= tokens.len();
    let spoken_of = is_somebody(earlier)
        || tokens
            .words_before(before, 6)
            .any(|far| is_called(far) || is_somebody(far) || tells(far) || is_first_name(far));
    match (closed, spoken_of) {
        (true, true) => 2,
        (true, false) => 1,
        (false, true) if is_somebody(earlier) => 2,
        _ => 0,
    }
}

/// `Abebe, uchodźca z Etiopii`: who somebody is stands behind the name.
pub(super) fn before_who_it_is(tokens: &Tokens<'_>, at: usize, next: usize) -> u8 {
    let marked = tokens.mark(next).is_some_and(|c| matches!(c, ',' | '(' | '–' | '-'));
    let who = tokens.folded(tokens.skip_space(next + 1));
    let first = at == 0 || begins_sentence(tokens, at);
    if marked && first && tokens.is_capital(at) && is_somebody(who) && !who.starts_with("pan") {
        3
    } else {
        0
    }
}
