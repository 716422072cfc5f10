//! Streets and the houses in them, as an address has them.

use crate::text::lexicon::Lexicon;
use crate::text::mask::name::known::around::is_patron;
use crate::text::mask::read::token::{TokenKind, Tokens};

/// What stands before the name of a street.
pub(in crate::text::mask) const STREET: &[&str] = &[
    "ul", "ulica", "ulicy", "ulice", "al", "aleja", "alei", "aleje", "os", "osiedle", "osiedlu", "osiedla",
    "pl", "plac", "placu", "rynek", "rynku",
];

/// Before a number these say that it is one of something else.
#[rustfmt::skip]
pub(in crate::text::mask) const NOT_STREETS: &[&str] = &[
    "nr", "numer", "zarzadzenie", "zarzadzenia", "zarzadzeniu", "uchwala", "uchwaly", "uchwale", "ustawa", "ustawy",
    "art", "artykul", "ust", "ustep", "pkt", "punkt", "poz", "pozycja", "par", "paragraf", "dz", "dziennik", "sprawa",
    "sprawy", "pismo", "pisma", "decyzja", "decyzji", "wniosek", "wniosku", "linia", "linii", "autobus", "tramwaj",
    "rok", "roku", "sezon", "tom", "str", "strona", "od", "do", "po", "o", "na", "w", "za", "ponad", "okolo", "zmiana",
    "czesc", "etap", "wariant", "kadencja", "druk", "wzor", "formularz", "rata", "ubytek", "rozdzial",
];

/// Whether a word ends like a street, or is a name of the lexicon.
pub(in crate::text::mask) fn is_street_word(folded: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ska", "skiej", "cka", "ckiej", "skiego", "ckiego", "owa", "owej", "na", "nej", "dzka", "dzkiej",
        "ego", "ow",
    ];
    folded.len() > 4 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
        || is_adjective(folded)
        || Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.display.starts_with(char::is_uppercase))
}

/// Estates that are words of the language, in the forms that stand before the number of a house.
#[rustfmt::skip]
const ESTATES: &[&str] = &[
    "skarpie", "kolorowe", "kolorowym", "kalinowe", "kalinowym", "oswiecenia", "piastow", "tysiaclecia", "strusia", "jesieni", "wieku", "wrzesnia", "avia", "dywizjonu", "lotniczego", "lotnisku", "niepodleglosci",
    "arce", "wysokie", "krakowiakow", "gorali", "handlowe", "hutnicze", "mlodosci", "ogrodowe", "sportowe", "sloneczne", "spoldzielcze", "stalowe", "domy", "szkolne", "teatralne", "urocze", "wandy", "willowe", "zgody",
    "zielone", "krzeslawickie", "stoku", "robotnicze", "widok", "lecia", "przyjazni", "centrum", "niwach", "wolicy", "kopcem", "groblach", "bankowe", "kurdwanow", "ruczaj", "azory", "prokocim", "oficerskie", "ugorek",
];

/// Whether the word before a number can be the name of a street: it has a capital, or looks like one.
pub(in crate::text::mask) fn is_street(tokens: &Tokens<'_>, at: usize) -> bool {
    const ENDINGS: &[&str] = &[
        "ska", "skiej", "cka", "ckiej", "skiego", "ckiego", "owa", "owej", "na", "nej", "dzka", "dzkiej",
        "iego", "skie", "skim", "ckie", "ckim",
    ];
    let folded = tokens.folded(at);
    // "Jana Pawła II"
    if is_roman(folded) && folded.len() > 1 {
        return tokens.before(at).is_some_and(|name| tokens.is_word(name) && tokens.letters(name) > 2);
    }
    // "29 listopada": a date is no fraction of anything.
    if crate::text::mask::birth::is_month(folded) {
        return tokens
            .before(at)
            .is_some_and(|day| tokens.digits(day).is_some() || tokens.folded(day) == "bohaterow");
    }
    let lemma = || Lexicon::polish().lemma(folded);
    let proper = || lemma().is_some_and(|lemma| lemma.display.starts_with(char::is_uppercase));
    tokens.is_capital(at)
        || folded.len() > 4 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
        || ESTATES.contains(&folded)
        || is_adjective(folded)
        || is_patron(folded)
        || proper()
}

/// Długa, Miłej: an adjective, as most streets are.
pub(in crate::text::mask) fn is_adjective(folded: &str) -> bool {
    folded.len() > 3
        && (folded.ends_with('a') || folded.ends_with("ej"))
        && Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.display.ends_with(['y', 'i']))
        && !crate::text::mask::birth::is_ordinal(folded)
}

pub(in crate::text::mask) fn is_roman(folded: &str) -> bool {
    !folded.is_empty() && folded.bytes().all(|c| b"ivx".contains(&c))
}

/// Whether a street stands before the number at `at`.
pub(in crate::text::mask) fn is_in_a_street(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(mut before) = tokens.before(at) else { return false };
    // "Starowiślna nr 30"
    if matches!(tokens.folded(before), "nr" | "numer") {
        let Some(earlier) = tokens.before(before) else { return false };
        before = earlier;
    }
    // "Długa 5-7/12", "вулиця Велицька, 30"
    if tokens.is_mark(before, '-') && before > 0 && tokens.digits(before - 1).is_some() {
        return is_house(tokens, before - 1)
            && tokens.before(before - 1).is_some_and(|street| is_street(tokens, street));
    }
    let folded = tokens.folded(before);
    let code =
        tokens.letters(before) > 1 && tokens.is_shouted(before) && !tokens.is_loud() && !is_roman(folded);
    let marked = tokens.words_before(at, 5).any(|word| STREET.contains(&word));
    !folded.is_empty() && !NOT_STREETS.contains(&folded) && !code && (marked || is_street(tokens, before))
}

/// Past the letter of `17a`.
pub(in crate::text::mask) fn past_letter(tokens: &Tokens<'_>, at: usize) -> usize {
    at + usize::from(tokens.is_word(at) && tokens.letters(at) == 1)
}

/// Whether the number at `at` is of a house whose street stands before it.
pub(in crate::text::mask) fn is_house(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) == Some(TokenKind::Digits) && tokens.digits(at).is_some_and(|digits| digits.len() <= 3)
}
