//! Days of birth. A day with a year of somebody's life in it belongs to somebody, unless an act stands before it.

use super::settled::{Date, date};
use super::token::Tokens;
use super::{Found, Label};

/// Words before a day of birth.
const BORN: &[&str] = &[
    "ur",
    "uro",
    "urodz",
    "urodzony",
    "urodzona",
    "urodzonego",
    "urodzonej",
    "urodzenia",
    "urodzil",
    "urodzila",
    "urodzilem",
    "urodzilam",
    "urodziny",
    "rocznik",
    "rodzil",
    "rodzila",
    "rodzony",
    "urodzin",
    "urodzinach",
    "urodzony",
    "narodzin",
    "narodzennja",
    "narodzenyj",
    "narodzena",
    "narodywsja",
    "narodylasja",
    "swiat",
    "urodzone",
    "urodzonych",
    "urodzeni",
    "urodzic",
    "urodzilo",
    "rozdenyja",
    "born",
    "dob",
    "birth",
    "birthday",
    "birthdate",
    "geboren",
    "geburtsdatum",
];

/// Acts and cases have days, too.
const ACTS: &[&str] = &[
    "ustawa",
    "ustawy",
    "ustawie",
    "uchwala",
    "uchwaly",
    "uchwale",
    "zarzadzenie",
    "zarzadzenia",
    "zarzadzeniu",
    "rozporzadzenie",
    "rozporzadzenia",
    "decyzja",
    "decyzji",
    "umowa",
    "umowy",
    "kodeks",
    "kodeksu",
    "dnia",
    "dn",
    "u",
    "poz",
    "dziennik",
    "wyrok",
    "wyroku",
    "postanowienie",
    "sierpnia",
    "obowiazuje",
    "stan",
];

const MONTHS: &[&str] = &[
    "stycz", "lut", "mar", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "pazdz", "listop", "grud",
    "siczn", "ljut", "berez", "kwitn", "trawn", "lypn", "serpn", "weresn", "zowtn", "lystopad", "hrudn",
    "janwar", "fewral", "aprel", "ijun", "ijul", "awgust", "sentjabr", "oktjabr", "nojabr", "dekabr",
    "januar", "februar", "april", "may", "june", "july", "august", "septem", "octob", "novem", "decem",
];

/// Whether a word is a month, or begins like one.
pub(super) fn is_month(folded: &str) -> bool {
    MONTHS.iter().any(|stem| folded.starts_with(stem))
}

/// Until this year a day is more likely one of birth than of an appointment; whoever was born later is a child and is
/// named with the word.
const LATEST: u32 = 2015;

pub(super) fn day(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if tokens.is_word(at) {
        return in_words(tokens, at).or_else(|| month_first(tokens, at));
    }
    tokens.digits(at)?;
    let born = tokens.after(at, BORN);
    let found = |end: usize| Some(Found { start: at, end, label: Label::Born });
    if let Some(Date { year, end }) = date(tokens, at) {
        return if born || year <= LATEST && !is_of_an_act(tokens, at) { found(end) } else { None };
    }
    let year = |at: usize| {
        let digits = tokens.digits(at).filter(|digits| digits.len() == 4 || digits.len() == 2 && born)?;
        Some(digits.parse::<u32>().unwrap_or(9999)).filter(|year| born || (1900..=LATEST).contains(year))
    };
    // 14 maja 1944, 14-go maja 44
    if tokens.digits(at).is_some_and(|digits| digits.len() <= 2) {
        let mut month = past(tokens, at + 1);
        if matches!(tokens.folded(month), "go" | "ego") {
            month = past(tokens, month + 1);
        }
        let roman = (1..=4).contains(&tokens.letters(month))
            && tokens.folded(month).bytes().all(|c| b"ivx".contains(&c));
        let is_month = roman || is_month(tokens.folded(month));
        // "14-go maja czterdziestego czwartego"
        if is_month && let Some(end) = year_in_words(tokens, past(tokens, month + 1)) {
            return found(end);
        }
        if is_month && let Some(end) = year(past(tokens, month + 1)).map(|_| past(tokens, month + 1) + 1) {
            return if born || !is_of_an_act(tokens, at) { found(end) } else { None };
        }
        if is_month && born {
            let (end, _) = said(tokens, past(tokens, month + 1));
            return found(end.max(month + 1));
        }
    }
    if !born {
        return None;
    }
    // "ur. w 62 roku"
    let year = tokens.skip_space(at + 1);
    if tokens.digits(at).is_some_and(|digits| digits.len() == 2)
        && matches!(tokens.folded(year), "r" | "roku" | "rok" | "rocznik")
    {
        return found(at + 1);
    }
    // "ur. w 1944", "ur. 14.05.44", "ur. 140544"
    let mut end = at;
    while tokens.digits(end).is_some() {
        match super::run::joint(tokens, end + 1) {
            Some((super::run::Joint::Tight, next)) if end < at + 6 => end = next,
            _ => break,
        }
    }
    let digits: usize = (at..=end).filter_map(|at| tokens.digits(at)).map(str::len).sum();
    ((4..=8).contains(&digits)).then_some(Found { start: at, end: end + 1, label: Label::Born })
}

/// `dwudziestego drugiego maja siedemdziesiątego czwartego`, behind a word of birth.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let before = tokens.before(at);
    let inside =
        before.is_some_and(|before| before >= tokens.taken.get() && is_ordinal(tokens.folded(before)));
    if !is_ordinal(tokens.folded(at)) || inside {
        return None;
    }
    let (end, words) = said(tokens, at);
    let month = tokens.skip_space(end);
    if is_month(tokens.folded(month))
        && let Some(end) = year_in_words(tokens, tokens.skip_space(month + 1))
    {
        return Some(Found { start: at, end, label: Label::Born });
    }
    if !tokens.after(at, BORN) {
        return None;
    }
    if is_month(tokens.folded(month)) {
        let year = tokens.skip_space(month + 1);
        let (last, _) = said(tokens, year);
        let last = if tokens.digits(year).is_some() { year + 1 } else { last };
        return Some(Found { start: at, end: last.max(month + 1), label: Label::Born });
    }
    (words > 1).then_some(Found { start: at, end, label: Label::Born })
}

/// The end of `czterdziestego czwartego`, `tysiąc dziewięćset …`: a year of the last century, as most were born in.
fn year_in_words(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const TENS: &[&str] = &[
        "trzydziest",
        "czterdziest",
        "piecdziesiat",
        "szescdziesiat",
        "siedemdziesiat",
        "osiemdziesiat",
        "dziewiecdziesiat",
        "tysiac",
    ];
    TENS.iter().any(|stem| tokens.folded(at).starts_with(stem)).then(|| said(tokens, at).0)
}

/// `May 14, 1944`, `May 12th 1974`.
fn month_first(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if !is_month(tokens.folded(at)) {
        return None;
    }
    let day = past(tokens, at + 1);
    tokens.digits(day).filter(|digits| digits.len() <= 2)?;
    let mut next = day + 1 + usize::from(matches!(tokens.folded(day + 1), "th" | "st" | "nd" | "rd"));
    next = tokens.skip_space(next + usize::from(tokens.is_mark(next, ',')));
    let year = tokens.digits(next).filter(|digits| digits.len() == 4)?.parse::<u32>().ok()?;
    let born = tokens.after(at, BORN) || (1900..=LATEST).contains(&year) && !is_of_an_act(tokens, at);
    born.then_some(Found { start: at, end: next + 1, label: Label::Born })
}

/// Whether an act stands before the day: `uchwała …`, `CXV/1547/10 z 3 listopada 2010`.
fn is_of_an_act(tokens: &Tokens<'_>, at: usize) -> bool {
    let from = tokens.before(at).filter(|from| matches!(tokens.folded(*from), "z" | "dnia"));
    let numbered = from
        .and_then(|from| tokens.before(from))
        .is_some_and(|number| tokens.settled.get(number).is_some_and(|settled| *settled));
    numbered || tokens.after(at, ACTS)
}

/// How far the numerals from `at` on go, and how many they are.
fn said(tokens: &Tokens<'_>, at: usize) -> (usize, usize) {
    const MOST: usize = 8;
    let (mut end, mut next) = (at, at);
    for words in 0..MOST {
        if !is_ordinal(tokens.folded(next)) {
            return (end, words);
        }
        end = next + 1;
        next = tokens.skip_space(end);
    }
    (end, MOST)
}

pub(super) fn is_ordinal(folded: &str) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &[
        "pierwsz", "drugi", "trzeci", "czwart", "piat", "szost", "siodm", "osm", "dziewiat", "dziesiat", "jedenast", "dwunast", "trzynast", "czternast", "pietnast", "szesnast", "siedemnast", "osiemnast",
        "dziewietnast", "dwudziest", "trzydziest", "czterdziest", "piecdziesiat", "szescdziesiat", "siedemdziesiat", "osiemdziesiat", "dziewiecdziesiat", "tysiac", "dwutysieczn",
    ];
    let day = folded.starts_with("piatek")
        || folded.starts_with("piatk")
        || folded.starts_with("czwartek")
        || folded.starts_with("czwartk");
    !folded.is_empty()
        && !day
        && (super::spoken::is_numeral(folded) || STEMS.iter().any(|stem| folded.starts_with(stem)))
}

fn past(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut at = at;
    while tokens.is_space(at) || tokens.is_mark(at, '-') || tokens.is_mark(at, '.') {
        at += 1;
    }
    at
}
