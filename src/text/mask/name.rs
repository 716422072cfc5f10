//! Names: after words that announce one (`nazywam się…`, `pani…`), and a first name beside a surname.
//!
//! Half the streets, squares and schools of a city are named after somebody; a name behind such a word stays.

use super::first_names::is_first_name;
use super::token::{Kind, Tokens};
use super::{Found, Label};

/// Behind one of these a name is that of a place, a saint or a feast.
const NAMED_AFTER: [&str; 58] = [
    "ul", "ulica", "ulicy", "ulice", "al", "aleja", "alei", "aleje", "aleja", "os", "osiedle", "osiedlu",
    "osiedla", "pl", "plac", "placu", "rondo", "ronda", "rondzie", "most", "mostu", "moscie", "skwer",
    "skweru", "park", "parku", "bulwar", "bulwarze", "bulwary", "kopiec", "kopca", "szpital", "szpitala",
    "szpitalu", "szkola", "szkoly", "liceum", "teatr", "teatru", "muzeum", "dom", "domu", "pomnik",
    "pomnika", "lotnisko", "stadion", "im", "imienia", "sw", "swietego", "swietej", "swiety", "swieta",
    "parafia", "parafii", "kosciol", "gen", "fundacja",
];

/// Whoever is addressed by one of these is no private person.
const OFFICES: [&str; 24] = [
    "prezydent",
    "prezydenta",
    "prezydentowi",
    "prezydencie",
    "dyrektor",
    "dyrektora",
    "dyrektorowi",
    "minister",
    "kierownik",
    "kierownika",
    "radny",
    "radna",
    "radnego",
    "radnej",
    "burmistrz",
    "premier",
    "wojt",
    "konsultant",
    "konsultantka",
    "konsultanta",
    "rzecznik",
    "rzecznika",
    "urzednik",
    "sekretarz",
];

/// Words that go on with the sentence after a name.
const GOES_ON: [&str; 37] = [
    "i",
    "a",
    "ale",
    "oraz",
    "z",
    "ze",
    "w",
    "we",
    "na",
    "do",
    "od",
    "po",
    "o",
    "u",
    "przy",
    "pod",
    "mieszkam",
    "mam",
    "jestem",
    "dzwonie",
    "prosze",
    "chce",
    "chcialbym",
    "chcialabym",
    "pesel",
    "tel",
    "telefon",
    "numer",
    "adres",
    "ulica",
    "ul",
    "urodzony",
    "urodzona",
    "zamieszkaly",
    "zamieszkala",
    "to",
    "dzien",
];

/// The name that stands at `at` or is announced there.
pub(super) fn person(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    tokens.word(at)?;
    let (start, end) = announced(tokens, at).or_else(|| titled(tokens, at)).or_else(|| full(tokens, at))?;
    Some(Found { start, end, label: Label::Name })
}

/// Words that are followed by a name, whether or not it is written with a capital.
const ANNOUNCE: [&[&str]; 12] = [
    &["nazywam", "sie"],
    &["mam", "na", "imie"],
    &["na", "nazwisko"],
    &["moje", "nazwisko", "to"],
    &["moje", "nazwisko"],
    &["moje", "imie", "to"],
    &["imie", "i", "nazwisko"],
    &["z", "tej", "strony"],
    &["przy", "telefonie"],
    &["nazwisko"],
    &["zglaszajacy"],
    &["zglaszajaca"],
];

fn announced(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let after = ANNOUNCE.iter().find_map(|words| past(tokens, at, words))?;
    let mut start = tokens.skip_space(after);
    if matches!(tokens.kind(start), Some(Kind::Mark(':' | '-' | '–'))) {
        start = tokens.skip_space(start + 1);
    }
    // "z tej strony pan Nowak", "na nazwisko: pani Nowak"
    if is_title(&tokens.folded(start)) {
        start = tokens.skip_space(start + 1);
    }
    let end = words_of_a_name(tokens, start, |at| !GOES_ON.contains(&tokens.folded(at).as_str()))?;
    Some((start, end))
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

fn is_title(folded: &str) -> bool {
    const TITLES: [&str; 11] =
        ["pan", "pani", "pana", "panu", "panem", "pania", "panstwo", "panstwa", "panstwu", "panie", "p"];
    TITLES.contains(&folded)
}

/// `pani Nowak`, `p. Kowalska`; not `Pani Prezydent`, nor `pan Kowal` without a capital.
fn titled(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let folded = tokens.folded(at);
    if !is_title(&folded) {
        return None;
    }
    let dotted = tokens.is_mark(at + 1, '.');
    if folded == "p" && !dotted {
        return None;
    }
    let start = tokens.skip_space(at + 1 + usize::from(dotted));
    let end = words_of_a_name(tokens, start, |at| {
        tokens.is_capitalised(at) && letters(tokens, at) > 2 && !OFFICES.contains(&tokens.folded(at).as_str())
    })?;
    Some((start, end))
}

/// A first name and a surname in either order.
fn full(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if after_a_place(tokens, at) {
        return None;
    }
    let folded = tokens.folded(at);
    if is_first_name(&folded) {
        let mut next = following(tokens, at)?;
        // A second first name, where a surname is still to come.
        if is_first_name(&tokens.folded(next))
            && let Some(third) = following(tokens, next)
            && is_surname(tokens, at, third)
        {
            next = third;
        }
        if is_surname(tokens, at, next) && !is_roman(tokens, following(tokens, next)) {
            return Some((at, past_second_half(tokens, next)));
        }
        return None;
    }
    let next = following(tokens, at)?;
    let shaped = is_surname_shaped(&folded) && is_first_name(&tokens.folded(next));
    (shaped && tokens.is_capitalised(at) && tokens.is_capitalised(next)).then_some((at, next + 1))
}

/// The word after a single blank.
fn following(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let next = tokens.skip_space(at + 1);
    (next > at + 1 && tokens.word(next).is_some()).then_some(next)
}

/// Whether the word at `at` can be the surname of the person whose first name stands at `first`.
fn is_surname(tokens: &Tokens<'_>, first: usize, at: usize) -> bool {
    let folded = tokens.folded(at);
    if letters(tokens, at) < 3 || OFFICES.contains(&folded.as_str()) || is_title(&folded) {
        return false;
    }
    if tokens.is_shouted(at) && !tokens.is_shouted(first) {
        return false; // Anna MOPS
    }
    match tokens.is_capitalised(first) {
        true => tokens.is_capitalised(at) || is_surname_shaped(&folded),
        false => is_surname_shaped(&folded),
    }
}

/// Endings that surnames have and few other words do.
fn is_surname_shaped(folded: &str) -> bool {
    const ENDINGS: [&str; 29] = [
        "ski", "ska", "skiego", "skiej", "skiemu", "skim", "skich", "scy", "cki", "cka", "ckiego", "ckiej",
        "ckiemu", "ckim", "ccy", "dzki", "dzka", "dzkiego", "dzkiej", "icz", "icza", "iczowi", "iczem",
        "czyk", "czyka", "czak", "czuk", "enko", "szczak",
    ];
    folded.len() > 4 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// The end of a name of one to three words that begins at `start`, double names counting as one.
fn words_of_a_name(tokens: &Tokens<'_>, start: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    const MOST: usize = 3;
    let mut end = None;
    let mut next = start;
    let first_capital = tokens.is_capitalised(start);
    for place in 0..MOST {
        // After two words in small letters, or from capitals to small letters, it is the sentence that goes on.
        let small = !tokens.is_capitalised(next);
        let over = place > 0 && small && (first_capital || place > 1);
        if tokens.word(next).is_none() || letters(tokens, next) < 2 || over || !fits(next) {
            break;
        }
        let past = past_second_half(tokens, next);
        end = Some(past);
        next = tokens.skip_space(past);
        if next == past {
            break;
        }
    }
    end
}

/// Past `-Kowalska` of `Nowak-Kowalska`.
fn past_second_half(tokens: &Tokens<'_>, at: usize) -> usize {
    let hyphen = matches!(tokens.kind(at + 1), Some(Kind::Mark('-' | '‑' | '–')));
    if hyphen && tokens.word(at + 2).is_some() { at + 3 } else { at + 1 }
}

fn after_a_place(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.words_before(at, 3).iter().any(|word| NAMED_AFTER.contains(&word.as_str()))
}

/// `Jana Pawła II`
fn is_roman(tokens: &Tokens<'_>, at: Option<usize>) -> bool {
    let word = at.and_then(|at| tokens.word(at)).unwrap_or("");
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn letters(tokens: &Tokens<'_>, at: usize) -> usize {
    tokens.text(at).chars().count()
}
