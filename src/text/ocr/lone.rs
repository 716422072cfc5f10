//! Single signs that are words: `1`, `l`, `I`, `|` for the conjunction *i*, `0` for the preposition *o*.
//!
//! No letter tells these apart from numbers, so the neighbours do: a conjunction joins two words, never follows a
//! preposition or an abbreviation, and never stands before what is counted.

use std::ops::Range;

use super::words::Run;

/// After these a number follows, or at least no conjunction: prepositions, conjunctions, what is numbered.
const BEFORE_NUMBERS: &[&str] = &[
    "a",
    "aby",
    "albo",
    "ale",
    "art",
    "artykuł",
    "artykule",
    "bez",
    "bądź",
    "co",
    "czy",
    "do",
    "dla",
    "dnia",
    "dniem",
    "dniu",
    "etap",
    "etapie",
    "etapu",
    "grupa",
    "grupie",
    "grupy",
    "i",
    "iloczyn",
    "im",
    "jest",
    "kategoria",
    "kategorii",
    "kl",
    "klas",
    "klasa",
    "klasie",
    "klasy",
    "kod",
    "ku",
    "liczba",
    "lit",
    "litera",
    "lub",
    "między",
    "minimum",
    "maksimum",
    "na",
    "nad",
    "nie",
    "niż",
    "nr",
    "numer",
    "numerem",
    "numeru",
    "numerze",
    "o",
    "od",
    "okolo",
    "około",
    "oraz",
    "oś",
    "pkt",
    "po",
    "pod",
    "ponad",
    "powyżej",
    "poniżej",
    "poz",
    "poziom",
    "poziomu",
    "poziomie",
    "pozycja",
    "prawie",
    "przed",
    "przez",
    "przy",
    "punkcie",
    "punkt",
    "punktu",
    "równa",
    "rozdział",
    "rozdziale",
    "rozdziału",
    "są",
    "sektor",
    "stopień",
    "stopnia",
    "strefa",
    "strefie",
    "strefy",
    "str",
    "strona",
    "stronie",
    "tab",
    "tabela",
    "tabeli",
    "tabeli",
    "tom",
    "tomie",
    "tomu",
    "tylko",
    "typ",
    "typu",
    "u",
    "ust",
    "ustęp",
    "ustępie",
    "ustępu",
    "w",
    "wariant",
    "we",
    "wersja",
    "wynosi",
    "wynosił",
    "wynosiła",
    "za",
    "załącznik",
    "załącznika",
    "załącznikiem",
    "załączniku",
    "zasada",
    "ze",
    "z",
    "że",
    "§",
];

/// What is counted: stems of words that follow a number.
const COUNTED: &[&str] = &[
    "dzie", "dni", "dob", "egz", "godz", "gr", "g", "ha", "kg", "km", "kwiet", "czerw", "czerwc", "czlon",
    "lip", "lipc", "listop", "grud", "stycz", "lut", "mar", "maj", "sierp", "wrze", "paźdz", "pazdz", "l",
    "lat", "m", "mb", "mm", "cm", "mc", "miejsc", "miesi", "mies", "min", "ml", "mln", "mld", "os", "osob",
    "0sob", "osób", "pkt", "proc", "punkt", "r", "rok", "raz", "roku", "s", "sek", "szt", "t", "tydz", "tyg",
    "tys", "ust", "x", "zl", "zł", "zt", "złot", "ztot", "zlot", "egzempl", "euro", "pln", "usd", "set",
    "procent", "stop", "gol", "punktów", "mecz", "bramk", "lipca", "stron", "spotk", "kw", "w", "do",
];

/// Roman numerals follow these.
const BEFORE_ROMAN: &[&str] = &[
    "wojna",
    "wojny",
    "wojnie",
    "wojnę",
    "wojną",
    "wiek",
    "wieku",
    "część",
    "części",
    "dywizja",
    "dywizji",
    "korpus",
    "korpusu",
    "liga",
    "ligi",
    "lidze",
    "rzeczypospolitej",
    "rzeczpospolita",
    "instancji",
    "kadencji",
    "król",
    "króla",
    "papież",
    "papieża",
    "cesarz",
    "cesarza",
    "księga",
    "akt",
];

/// What follows a Roman numeral.
const AFTER_ROMAN: &[&str] = &[
    "wojn", "swiatow", "światow", "stopni", "kadencj", "instanc", "liga", "ligi", "lidze", "lige", "ligę",
    "polow", "połow", "rzecz", "wiek", "w", "dywizj", "korpus", "armi", "brygad", "pułk", "putk", "pulk",
    "klas", "miejsc", "tur", "etap", "zast", "edycj", "semest", "cz", "kwarta", "tysi", "rozbi", "rozbio",
    "tom", "runda", "rund", "mistrz", "st", "stol",
];

/// The word that the single sign at `at` is, with its certainty; `None` if it is none or is a number.
pub(super) fn word(
    text: &str,
    runs: &[Run],
    at: usize,
    is_word: &dyn Fn(&str) -> bool,
) -> Option<(Range<usize>, String, f32)> {
    let run = runs.get(at)?;
    let sign = text.get(run.core.clone())?;
    if !matches!(sign, "1" | "l" | "I" | "|" | "0" | "i1" | "1i" | "1I" | "I1" | "lI") {
        return None;
    }
    let before = at.checked_sub(1).and_then(|before| runs.get(before));
    let after = runs.get(at + 1);
    if sign.len() == 2 {
        return pair(text, run, sign, after);
    }
    let (before, after) = (before?, after?);
    // Words on both sides, parted by nothing but space: a comma may stand before a conjunction, a full stop not.
    let gap_before = text.get(before.full.end..run.core.start)?;
    let gap_after = text.get(run.core.end..after.core.start)?;
    let spaced = |gap: &str| !gap.is_empty() && gap.chars().all(char::is_whitespace);
    if !spaced(gap_after)
        || !spaced(gap_before.trim_start_matches(['”', '"', ',', ')']))
        || before.full != before.core
    {
        return None;
    }
    // A new paragraph begins a list sooner than it goes on with a sentence.
    if gap_before.matches('\n').count() > 1 || gap_after.matches('\n').count() > 1 {
        return None;
    }
    let (left, right) = (text.get(before.core.clone())?, text.get(after.core.clone())?);
    if !left.chars().any(char::is_alphabetic)
        || !right.chars().next().is_some_and(|c| c.is_alphabetic() || "$¢".contains(c))
    {
        return None;
    }
    if left.chars().count() < 2
        || right.chars().count() < 2 && !matches!(right, "w" | "W" | "o" | "z" | "u" | "a")
    {
        return None;
    }
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    if BEFORE_NUMBERS.contains(&left.as_str()) {
        return None;
    }
    let counted = COUNTED.iter().any(|stem| {
        if stem.chars().count() <= 2 {
            right == **stem
        } else {
            right.starts_with(stem) && right.chars().count() <= stem.chars().count() + 5
        }
    });
    match sign {
        "0" => (!counted || right.starts_with("lut")).then(|| (run.core.clone(), "o".to_owned(), 0.95)),
        "I" => {
            let roman = BEFORE_ROMAN.contains(&left.as_str())
                || AFTER_ROMAN.iter().any(|stem| right.starts_with(stem))
                || text.get(before.core.clone())?.starts_with(char::is_uppercase);
            let small = text.get(after.core.clone())?.starts_with(char::is_lowercase);
            (!roman && small && is_word(&left)).then(|| (run.core.clone(), "i".to_owned(), 0.85))
        }
        _ if counted => None,
        _ => Some((
            run.core.clone(),
            "i".to_owned(),
            if is_word(&left) && is_word(&right) { 0.95 } else { 0.92 },
        )),
    }
}

/// Two signs: `i1` is an *i* read twice; `1I` before a capital is the numeral II.
fn pair(text: &str, run: &Run, sign: &str, after: Option<&Run>) -> Option<(Range<usize>, String, f32)> {
    let next = text.get(after?.core.clone())?;
    match sign {
        "i1" | "1i" if next.starts_with(char::is_alphabetic) => {
            Some((run.core.clone(), "i".to_owned(), 0.95))
        }
        "1I" | "I1" | "lI" => Some((run.core.clone(), "II".to_owned(), 0.9)),
        _ => None,
    }
}
