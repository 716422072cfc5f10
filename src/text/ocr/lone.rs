//! Single signs that are words: `1`, `l`, `I`, `|` for the conjunction *i*, `0` for the preposition *o*.
//!
//! No letter tells these apart from numbers, so two other things do. Neighbours: a conjunction joins two words,
//! never follows a preposition or an abbreviation, never stands before what is counted. And company: a single `1`
//! between words on a page may be a number, a dozen of them are not.

use std::collections::HashMap;

use super::words::Run;

/// After these no conjunction stands: prepositions, other conjunctions, and what is numbered. Folded.
const BEFORE_NUMBERS: &str = " a aby albo ale apollo art artykul artykule bez badz co czy do dla dnia dniem dniu dywizja dzien etap \
    etapie etapu formula formule formuly faza fazie fazy gdyz grupa grupie grupy gmin i im jest jesli kanal kanale kategoria kategorii kapitan kl klas klasa \
    klasie klasy kod komandor kosztuje krok kroku ktory ktora ktore ku liczba linia linii lit litera lub miedzy minimum maksimum model na nad \
    nie niz no nr numer numerem numeru numerze o od okolo ok oraz os peron pkt plus minus po pod ponad powyzej ponizej poz poziom poziomu \
    poziomie pozycja pozycji prawie przed przez przy punkcie punkt punktu rangi rozdzial rozdziale rozdzialu rowna sa sektor schemat stopien stopnia strefa \
    strefie strefy str strona stronie szkola tab tabela tabeli tom tomie tomu tor torze trasa tylko typ typu u ust ustep ustepie ustepu w \
    wariant wariancie we wersja wersji wynosi wynosil wynosila za zadanie zadania zal zalacznik zalacznika zalacznikiem zalaczniku zasada zaledwie ze z zestaw ";

/// What is counted or dated, whole words. Folded.
const COUNTED: &str = " cm dl dni dzien dnia doba doby egz euro g godz gol gr gram h ha kg kilometr kilogram km kw l lat lata litr lut m \
    maj maja marca marzec mb mc mg mies min ml mld mln mm os pkt pln proc r raz rok roku rocznie s sek set szt t tom tyg tys usd x zl zt euro ";

/// Beginnings of words for what is counted or dated. Folded, as an English machine reads them.
const COUNTED_STEMS: [&str; 27] = [
    "bramk", "czerwc", "dzies", "egzempl", "godzin", "grudni", "kwietni", "lipca", "listopad", "lutego",
    "metr", "miejsc", "miesi", "milion", "minut", "osob", "0sob", "pazdzi", "procent", "punkt", "sekund",
    "sierpni", "styczni", "sztuk", "tydzi", "tygodn", "wrzesni",
];

/// So many signs of a kind in a text, and at least one in so many words, are no numbers.
const COMPANY: usize = 3;
const WORDS_FOR_ONE: usize = 400;
/// Certainty in such company, and of one sign by itself whose neighbours end alike.
const IN_COMPANY: f32 = 0.95;
const ALIKE: f32 = 0.8;

/// A single sign that is a word.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lone {
    /// The word.
    pub(super) text: String,
    /// How likely.
    pub(super) certainty: f32,
}

/// The single signs of `text` that are words, by the index of their run.
pub(super) fn words(text: &str, runs: &[Run], is_word: &mut dyn FnMut(&str) -> bool) -> HashMap<usize, Lone> {
    let mut found = HashMap::new();
    let mut candidates: HashMap<&str, Vec<(usize, bool)>> = HashMap::new();
    for (at, run) in runs.iter().enumerate() {
        let Some(sign) = text.get(run.core.clone()) else { continue };
        let kind = match sign {
            "1" | "|" => "1",
            "l" => "l",
            "I" => "I",
            "0" => "0",
            "W" | "Z" | "O" | "U" if is_preposition(text, runs, at) => {
                found.insert(at, Lone { text: sign.to_lowercase(), certainty: IN_COMPANY });
                continue;
            }
            "i1" | "1i" | "1I" | "I1" | "lI" => {
                found.extend(pair(text, sign, runs.get(at + 1)).map(|word| (at, word)));
                continue;
            }
            _ => continue,
        };
        if let Some(alike) = between_words(text, runs, at, is_word) {
            candidates.entry(kind).or_default().push((at, alike));
        }
    }
    for (kind, places) in candidates {
        let company = places.len() >= COMPANY && places.len() * WORDS_FOR_ONE >= runs.len();
        for (at, alike) in places {
            let certainty = match kind {
                // Neither is a word of Polish nor a number there.
                "0" | "l" => Some(IN_COMPANY),
                _ if company => Some(IN_COMPANY),
                // A Roman numeral looks the same and stands there more often.
                "I" => None,
                _ => alike.then_some(ALIKE),
            };
            let word = if kind == "0" { "o" } else { "i" };
            found.extend(certainty.map(|certainty| (at, Lone { text: word.to_owned(), certainty })));
        }
    }
    found
}

/// Whether the run at `at` stands where a conjunction or a preposition may: `Some(true)` if its neighbours end alike.
fn between_words(text: &str, runs: &[Run], at: usize, is_word: &mut dyn FnMut(&str) -> bool) -> Option<bool> {
    let (run, before, after) = (runs.get(at)?, runs.get(at.checked_sub(1)?)?, runs.get(at + 1)?);
    // A comma may stand before a conjunction, a full stop not; an empty line begins something else.
    let gap_before = text.get(before.full.end..run.core.start)?.trim_start_matches(['”', '"', ',', ')']);
    let gap_after = text.get(run.core.end..after.core.start)?;
    let spaced =
        |gap: &str| !gap.is_empty() && gap.chars().all(char::is_whitespace) && gap.matches('\n').count() < 2;
    if !spaced(gap_before) || !spaced(gap_after) || before.full != before.core {
        return None;
    }
    let (left, right) = (text.get(before.core.clone())?, text.get(after.core.clone())?);
    let wordlike = |word: &str| {
        word.chars().count() > 1
            && word.chars().any(char::is_alphabetic)
            && !word.chars().any(char::is_numeric)
    };
    let short = matches!(right, "w" | "W" | "o" | "z" | "u" | "a");
    if !wordlike(left) || !(wordlike(right) || short) {
        return None;
    }
    let (left_bare, right_bare) = (crate::text::fold(left), crate::text::fold(right));
    let listed = |list: &str, word: &str| list.split_ascii_whitespace().any(|listed| listed == word);
    if listed(BEFORE_NUMBERS, &left_bare)
        || listed(COUNTED, &right_bare)
        || COUNTED_STEMS.iter().any(|stem| right_bare.starts_with(stem))
    {
        return None;
    }
    // `Apollo 1 byt`: a name and its number.
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    if capital(left) && !capital(right) && !is_word(left) {
        return None;
    }
    // `Kazimierz I Wielki`, `tom I Dzieł`: among small letters only.
    if run_is(text, run, "I") && (capital(left) || capital(right)) {
        return None;
    }
    let tail = |word: &str| word.chars().rev().take(2).collect::<Vec<_>>();
    Some(tail(&left_bare) == tail(&right_bare) && capital(left) == capital(right))
}

/// Whether a capital that is shaped like its small letter stands inside a sentence: `konsultowane⏎W sposob`.
fn is_preposition(text: &str, runs: &[Run], at: usize) -> bool {
    let neighbours = || {
        let (run, before, after) = (runs.get(at)?, runs.get(at.checked_sub(1)?)?, runs.get(at + 1)?);
        let gaps = [text.get(before.full.end..run.core.start)?, text.get(run.core.end..after.core.start)?];
        let close = gaps.iter().all(|gap| {
            !gap.is_empty() && gap.chars().all(char::is_whitespace) && gap.matches('\n').count() < 2
        });
        let (left, right) = (text.get(before.core.clone())?, text.get(after.core.clone())?);
        let small = |word: &str| word.chars().all(char::is_lowercase) && word.chars().count() > 2;
        Some(close && before.full == before.core && small(left) && small(right))
    };
    neighbours().unwrap_or(false)
}

fn run_is(text: &str, run: &Run, sign: &str) -> bool {
    text.get(run.core.clone()) == Some(sign)
}

/// Two signs: `i1` is an *i* read twice; `1I` before a word is the numeral II.
fn pair(text: &str, sign: &str, after: Option<&Run>) -> Option<Lone> {
    let next = text.get(after?.core.clone())?;
    if !next.starts_with(char::is_alphabetic) {
        return None;
    }
    match sign {
        "i1" | "1i" => Some(Lone { text: "i".to_owned(), certainty: 0.95 }),
        _ => Some(Lone { text: "II".to_owned(), certainty: 0.9 }),
    }
}
