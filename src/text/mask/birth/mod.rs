//! Days and years of birth. A day with a year of somebody's life in it belongs to somebody, unless an act stands before
//! it; every other one only where birth is spoken of, before it or behind ([`born`]).

pub(super) mod born;

use super::read::run::{Joint, joint};
use super::read::settled::{Date, date};
use super::read::token::Tokens;
use super::{Label, Removal};
use born::{is_born_there, is_childs, is_somebodys_year, is_year_of_birth};

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

/// Whether the word at `at` is a month, cut short or in Roman figures, too.
fn month(tokens: &Tokens<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const SHORT: &[&str] = &[
        "sty", "kwi", "cze", "wrz", "paz", "lis", "gru", "sie", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mai", "juin", "mrz",
    ];
    let folded = tokens.folded(at);
    let roman = (1..=4).contains(&tokens.letters(at))
        && folded.bytes().all(|c| b"ivx".contains(&c))
        && !folded.is_empty();
    roman || is_month(folded) || SHORT.contains(&folded)
}

/// Until this year a day is more likely one of birth than of an appointment; whoever was born later is a child and is
/// named with the word.
const LATEST: u32 = 2015;

/// The day or year of birth that begins at `at`.
pub(super) fn day(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let end = if tokens.is_word(at) {
        in_words(tokens, at).or_else(|| month_first(tokens, at)).or_else(|| year_said(tokens, at))
    } else {
        tokens.digits(at)?;
        in_figures(tokens, at)
            .or_else(|| with_its_month(tokens, at))
            .or_else(|| in_groups(tokens, at))
            .or_else(|| year_alone(tokens, at))
    }?;
    (!is_of_a_certificate(tokens, at, end)).then_some(Removal { start: at, end, label: Label::Born })
}

/// `akt małżeństwa z 12.05.2001`, `odpis aktu urodzenia z 1932 roku`: how old a paper in the archive is. A whole day of
/// birth is somebody's all the same.
fn is_of_a_certificate(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let mut words = tokens.words_before(at, 5).filter(|word| {
        !matches!(*word, "z" | "dnia" | "roku" | "r" | "sprzed" | "przed" | "po" | "do" | "od")
    });
    let what = words.next().unwrap_or_default();
    let year = end == at + 1 && tokens.digits(at).is_some_and(|digits| digits.len() == 4);
    let kind = match what {
        "urodzenia" | "urodzen" => year,
        "malzenstwa" | "malzenstw" | "slubu" | "slubow" | "zgonu" | "zgonow" => true,
        _ => false,
    };
    let from = tokens.before(at).is_some_and(|from| {
        matches!(tokens.folded(from), "z" | "dnia" | "sprzed" | "przed" | "po" | "do" | "od")
    });
    kind && from
        && words.next().is_some_and(|word| {
            matches!(word, "akt" | "aktu" | "akty" | "aktow" | "aktem" | "ksiega" | "ksiegi")
        })
}

fn value(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
    tokens.digits(at).filter(|digits| digits.len() <= 4)?.parse().ok()
}

/// Whether a date at `at` that goes to before `end` is somebody's day of birth.
fn is_birth(tokens: &Tokens<'_>, at: usize, end: usize, year: Option<u32>) -> bool {
    let from = tokens.before(at).map(|before| tokens.folded(before)).unwrap_or_default();
    let adult = year.is_some_and(|year| (1900..=LATEST).contains(&year))
        && !is_of_an_act(tokens, at)
        // "zameldowana od 12 maja 1987"
        && !matches!(from, "od" | "do" | "przed" | "po");
    let theirs = year.is_some_and(|year| (1900..=LATEST).contains(&year)) && is_from_the_day(tokens, at);
    adult || theirs || is_born_there(tokens, at, end) || year.is_some() && is_childs(tokens, at)
}

/// `mama z dnia 9.06.1951`, `ja jestem z trzeciego marca 58`: acts are of a day as well, people are born on one.
fn is_from_the_day(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut words = tokens.words_before(at, 3).skip_while(|word| *word == "dnia");
    let from = words.next().is_some_and(|word| matches!(word, "z" | "ze"));
    from && words.next().is_some_and(|who| {
        super::name::is_somebody(who) || matches!(who, "jestem" | "ja" | "jestesmy" | "pan" | "pani")
    })
}

/// `14.05.1944`, `1944-05-14`, `14.05.44`.
fn in_figures(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if let Some(Date { year, end }) = date(tokens, at) {
        return is_birth(tokens, at, end, Some(year)).then_some(end);
    }
    // Nobody is given an appointment for the year 44, so it was 1944.
    let (day, second) = (value(tokens, at)?, joint(tokens, at + 1)?.1);
    let third = joint(tokens, second + 1)?.1;
    let (month, year) = (value(tokens, second)?, value(tokens, third)?);
    let two = [at, second, third].iter().all(|at| tokens.digits(*at).is_some_and(|digits| digits.len() <= 2));
    let alike = tokens.mark(at + 1) == tokens.mark(second + 1)
        && matches!(tokens.mark(at + 1), Some('.' | '-' | '/'))
        && second == at + 2
        && third == second + 2;
    let fits =
        two && alike && (1..=31).contains(&day) && (1..=12).contains(&month) && (30..100).contains(&year);
    let hangs = matches!(joint(tokens, third + 1), Some((Joint::Tight, _)))
        || at > 1 && matches!(tokens.mark(at - 1), Some('.' | '-' | '/')) && tokens.digits(at - 2).is_some();
    let point = tokens.words_before(at, 2).any(|word| {
        [
            "pkt", "punkt", "par", "art", "ust", "rozdz", "wersj", "pkd", "pkob", "cpv", "poz", "nr",
            "numer", "ip",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    });
    (fits && !hangs && !point && !tokens.settled[at] && is_birth(tokens, at, third + 1, Some(1900 + year)))
        .then_some(third + 1)
}

/// `14 maja 1944`, `14-go maja 44`, `5 XII 1944`, `12th of March 1990`, and with no year where birth is spoken of.
fn with_its_month(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    value(tokens, at).filter(|day| (1..=31).contains(day))?;
    let mut after = past(tokens, at + 1);
    for _ in 0..2 {
        if matches!(
            tokens.folded(after),
            "go" | "ego" | "th" | "st" | "nd" | "rd" | "of" | "w" | "miesiaca" | "de"
        ) {
            after = past(tokens, after + 1);
        }
    }
    if !month(tokens, after) {
        return None;
    }
    let year = past(tokens, after + 1);
    // "14-go maja czterdziestego czwartego"
    if let Some(end) = year_in_words(tokens, year) {
        return Some(end);
    }
    let four = tokens.digits(year).is_some_and(|digits| digits.len() == 4);
    let two = tokens.digits(year).is_some_and(|digits| digits.len() == 2);
    let whole = is_month(tokens.folded(after)) || tokens.letters(after) > 1;
    if four && whole {
        return is_birth(tokens, at, year + 1, value(tokens, year)).then_some(year + 1);
    }
    let end = if four || two { year + 1 } else { said(tokens, year).0.max(after + 1) };
    is_born_there(tokens, at, end).then_some(end)
}

/// `ur. 140544`, `ur. 3 5 54`, `ur. 05/1945`: whatever figures stand where a birth is spoken of.
fn in_groups(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const MOST: usize = 16;
    if tokens.settled[at] && tokens.digits(at).is_none_or(|digits| digits.len() != 4) {
        return None;
    }
    let (mut end, mut blank) = (at, false);
    while let Some((joint, next)) = joint(tokens, end + 1) {
        if joint == Joint::Loose || next > at + MOST {
            break;
        }
        blank |= joint == Joint::Blank;
        end = next;
    }
    let digits: usize = (at..=end).filter_map(|at| tokens.digits(at)).map(str::len).sum();
    let least = if blank { 4 } else { 3 };
    let groups = (at..=end).filter(|at| tokens.digits(*at).is_some()).count();
    let fits = (least..=8).contains(&digits) && (groups > 1 || digits >= 4);
    // "karta dla urodzonych przed 1962"
    let bound =
        tokens.before(at).is_some_and(|before| matches!(tokens.folded(before), "przed" | "po" | "do" | "od"));
    let short =
        groups > 1 && digits == 4 && !tokens.after(at, &["ur", "urodzony", "urodzona", "dob", "urodzenia"]);
    let all = end == at && born::is_of_all(tokens, at);
    (fits && !bound && !short && !all && groups < 9 && is_born_there(tokens, at, end + 1)).then_some(end + 1)
}

/// `rocznik 54`, `ur. w 62 roku`, `mama z 54 roku`, `43 rocznik`.
fn year_alone(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    tokens.digits(at).filter(|digits| matches!(digits.len(), 1 | 2 | 4))?;
    let year = value(tokens, at)?;
    if born::is_of_all(tokens, at) {
        return None;
    }
    // "rejestracja urodzenia w 21 dni"
    let next = tokens.folded(tokens.skip_space(at + 1));
    if ["dni", "mies", "tyg", "godz", "osob"].iter().any(|stem| next.starts_with(stem)) {
        return None;
    }
    let is_one = is_year_of_birth(tokens, at, at + 1, year) || is_somebodys_year(tokens, at, at + 1, year);
    is_one.then_some(at + 1)
}

/// `z pięćdziesiątego czwartego`, `rocznik pięćdziesiąty czwarty`.
fn year_said(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let end = year_in_words(tokens, at)?;
    let inside = tokens
        .before(at)
        .is_some_and(|before| before >= tokens.taken.get() && is_ordinal(tokens.folded(before)));
    const SOME: u32 = 50;
    let is_one = is_year_of_birth(tokens, at, end, SOME) || is_somebodys_year(tokens, at, end, SOME);
    (!inside && is_one).then_some(end)
}

/// `dwudziestego drugiego maja siedemdziesiątego czwartego`, where birth is spoken of.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let before = tokens.before(at);
    let inside =
        before.is_some_and(|before| before >= tokens.taken.get() && is_ordinal(tokens.folded(before)));
    if !is_ordinal(tokens.folded(at)) || inside {
        return None;
    }
    let (end, words) = said(tokens, at);
    let mut after = past(tokens, end);
    if matches!(tokens.folded(after), "w" | "dnia" | "miesiaca" | "of") {
        after = tokens.skip_space(after + 1);
    }
    if is_month(tokens.folded(after)) {
        let year = past(tokens, after + 1);
        if let Some(end) = year_in_words(tokens, year) {
            return Some(end);
        }
        let (last, _) = said(tokens, year);
        let last = if tokens.digits(year).is_some() { year + 1 } else { last.max(after + 1) };
        let theirs = last > after + 1 && is_from_the_day(tokens, at);
        return (theirs || is_born_there(tokens, at, last)).then_some(last);
    }
    // "urodziłam się w 1958, w marcu, dziewiętnastego": the year was taken out before.
    let rest = || {
        const NEAR: usize = 10;
        let year = Label::Born.placeholder();
        tokens.folded(at).ends_with("ego") && (at.saturating_sub(NEAR)..at).any(|at| tokens.text(at) == year)
    };
    ((words > 1 || rest()) && is_born_there(tokens, at, end)).then_some(end)
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

/// `May 14, 1944`, `May 12th 1974`, `maj 54`, `w styczniu 1945`.
fn month_first(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !is_month(tokens.folded(at)) {
        return None;
    }
    let first = past(tokens, at + 1);
    let digits = tokens.digits(first)?.len();
    let mut next = first + 1 + usize::from(matches!(tokens.folded(first + 1), "th" | "st" | "nd" | "rd"));
    next = tokens.skip_space(next + usize::from(tokens.is_mark(next, ',')));
    if digits <= 2 && tokens.digits(next).is_some_and(|digits| digits.len() == 4) {
        return is_birth(tokens, at, next + 1, value(tokens, next)).then_some(next + 1);
    }
    (matches!(digits, 2 | 4) && is_born_there(tokens, at, first + 1)).then_some(first + 1)
}

/// Whether an act stands before the day: `uchwała …`, `CXV/1547/10 z 3 listopada 2010`.
fn is_of_an_act(tokens: &Tokens<'_>, at: usize) -> bool {
    let from = tokens.before(at).filter(|from| matches!(tokens.folded(*from), "z" | "dnia"));
    let numbered = from
        .and_then(|from| tokens.before(from))
        .is_some_and(|number| tokens.settled.get(number).is_some_and(|settled| *settled));
    numbered || tokens.after(at, ACTS) || tokens.words_before(at, 3).any(|word| word.starts_with("przepis"))
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
        && (super::numbers::spoken::is_numeral(folded) || STEMS.iter().any(|stem| folded.starts_with(stem)))
}

fn past(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut at = at;
    while tokens.is_space(at) || tokens.is_mark(at, '-') || tokens.is_mark(at, '.') {
        at += 1;
    }
    at
}
