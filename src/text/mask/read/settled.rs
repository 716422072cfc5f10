//! Numbers that name a matter, a day or an amount, and nobody: they are looked for first, and what is found is no part
//! of anybody's number. Everything longer that is left belongs to somebody.

use super::run::{Joint, joint};
use super::token::{TokenKind, Tokens};

/// What follows an amount, or what is counted.
const COUNTED: &[&str] = &[
    "zl",
    "zlotych",
    "zlote",
    "zloty",
    "pln",
    "euro",
    "eur",
    "usd",
    "gr",
    "groszy",
    "tys",
    "tysiecy",
    "mln",
    "mld",
    "osob",
    "mieszkancow",
    "lat",
    "m",
    "mkw",
    "ha",
    "km",
    "kwh",
    "sztuk",
    "szt",
];

/// Which tokens are such numbers.
pub(in crate::text::mask) fn settled(tokens: &Tokens<'_>) -> Vec<bool> {
    let mut settled = vec![false; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let end = tokens.digits(at).and_then(|_| ends(tokens, at));
        if let Some(end) = end.filter(|end| *end > at) {
            settled[at..end].fill(true);
            at = end;
        } else if tokens.digits(at).is_some() {
            // What hangs on to a number that is none of these is a part of it.
            while let Some((Joint::Tight, next)) = joint(tokens, at + 1) {
                at = next;
            }
            at += 1;
        } else {
            at += 1;
        }
    }
    settled
}

fn ends(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    // "PESEL ważny do 04.03.2026"
    let until = tokens
        .before(at)
        .is_some_and(|before| matches!(tokens.folded(before), "do" | "od" | "dnia" | "dniem"));
    if !until && tokens.after(at, &["pesel", "peselu", "peselem", "nip", "regon"]) {
        return None;
    }
    date(tokens, at)
        .map(|date| date.end)
        .or_else(|| of_an_office(tokens, at))
        .or_else(|| hours(tokens, at))
        .or_else(|| act(tokens, at))
        .or_else(|| postcode(tokens, at))
        .or_else(|| years(tokens, at))
        .or_else(|| amount(tokens, at))
        .or_else(|| thing(tokens, at))
}

/// A day written in figures.
pub(in crate::text::mask) struct Date {
    pub(in crate::text::mask) year: u32,
    pub(in crate::text::mask) end: usize,
}

fn number(tokens: &Tokens<'_>, at: usize, longest: usize) -> Option<u32> {
    tokens.digits(at).filter(|digits| digits.len() <= longest)?.parse().ok()
}

fn tight(tokens: &Tokens<'_>, end: usize) -> bool {
    matches!(joint(tokens, end), Some((Joint::Tight, _)))
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// `20.11.2026`, `2026-11-20`, `20 11 2026`, `20261120`.
pub(in crate::text::mask) fn date(tokens: &Tokens<'_>, at: usize) -> Option<Date> {
    let first = tokens.digits(at)?;
    let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    if first.len() == 8 {
        let part = |from: usize, to: usize| first[from..to].parse::<u32>().ok();
        let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let fits = (1900..2100).contains(&year) && is_day(day, month);
        return fits.then_some(Date { year, end: at + 1 });
    }
    let (_, second) = joint(tokens, at + 1)?;
    let (_, third) = joint(tokens, second + 1)?;
    let same = tokens.text(at + 1) == tokens.text(second + 1);
    let (a, b, c) = (number(tokens, at, 4)?, number(tokens, second, 2)?, number(tokens, third, 4)?);
    let (year, day) = match (is_year(first), is_year(tokens.digits(third)?)) {
        (true, false) => (a, c),
        (false, true) => (c, a),
        _ => return None,
    };
    let fits = same && is_day(day, b);
    let time =
        tokens.is_mark(third + 1, '-') || tokens.is_mark(third + 1, '–') || tokens.is_mark(third + 1, '/');
    (fits && (time || !tight(tokens, third + 1))).then_some(Date { year, end: third + 1 })
}

/// `7:40`, `7.40–15.30`, `9-17`.
fn hours(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let one = |at: usize| {
        let hour = number(tokens, at, 2).filter(|hour| *hour <= 24)?;
        let exact = matches!(tokens.mark(at + 1), Some(':' | '.'))
            .then(|| tokens.digits(at + 2).filter(|minutes| minutes.len() == 2 && *minutes < "60"))
            .flatten();
        Some((hour, if exact.is_some() { at + 3 } else { at + 1 }, exact.is_some()))
    };
    let (_, end, exact) = one(at)?;
    let dash = tokens.skip_space(end);
    if matches!(tokens.mark(dash), Some('-' | '–' | '—')) {
        let next = tokens.skip_space(dash + 1);
        if let Some((_, last, both)) = one(next)
            && (exact == both)
            // "5 1 7 – 8 8 2": digits one by one.
            && !(!exact && at > 1 && tokens.digits(at - 2).is_some() && tokens.digits(last + 1).is_some())
            && !tight(tokens, last)
            && (exact
                || joint(tokens, last)
                    .is_none_or(|(_, next)| tokens.digits(next).is_some_and(|d| d.len() < 3)))
        {
            return Some(last);
        }
    }
    (exact && !tight(tokens, end)).then_some(end)
}

/// `1231/2025`, `2026/001234`, `CXIV/3112/24`, `GK-04.271.12.2025`.
fn act(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    let mut marks = String::new();
    let mut last = tokens.digits(at).filter(|digits| digits.len() <= 5)?;
    while let Some((Joint::Tight, next)) = joint(tokens, end + 1) {
        marks.push(tokens.mark(end + 1)?);
        last = tokens.digits(next).filter(|digits| digits.len() <= 6)?;
        end = next;
    }
    let hung = at > 1
        && matches!(tokens.mark(at - 1), Some('/' | '-' | '.'))
        && tokens.kind(at - 2) == Some(TokenKind::Word);
    let slashes = !marks.is_empty() && marks.chars().all(|c| c == '/');
    // 2026/001234, KCK-2026-0007: a number within its year.
    let counted = is_year(tokens.digits(at)?) && marks.len() == 1 && matches!(marks.as_str(), "/" | "-");
    let fits = counted
        || is_year(last) && (slashes || hung && !marks.is_empty())
        || hung && slashes && last.len() == 2 && marks.len() == 1;
    fits.then_some(end + 1)
}

/// `31-580`
fn postcode(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let sizes = [tokens.digits(at)?.len(), tokens.digits(at + 2)?.len()];
    (sizes == [2, 3] && tokens.is_mark(at + 1, '-') && !tight(tokens, at + 3)).then_some(at + 3)
}

/// `2025`, `2024/2025`, `2024 2025 2026`.
fn years(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    loop {
        if !is_year(tokens.digits(end)?) {
            return None;
        }
        match joint(tokens, end + 1) {
            Some((Joint::Tight | Joint::Blank, next)) => end = next,
            _ => return Some(end + 1),
        }
    }
}

/// `1 250 000 zł`
fn amount(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    let mut groups = 1;
    tokens.digits(at).filter(|digits| digits.len() <= 9)?;
    while let Some((Joint::Blank | Joint::Tight, next)) = joint(tokens, end + 1) {
        let cents = tokens.is_mark(end + 1, ',');
        tokens.digits(next).filter(|digits| digits.len() == 3 || cents && digits.len() <= 2)?;
        groups += 1;
        end = next;
        if groups > 5 {
            return None;
        }
    }
    let unit = tokens.skip_space(end + 1);
    COUNTED.contains(&tokens.folded(unit)).then_some(end + 1)
}

/// `infolinia 12 616 93 00`, `czy 12 616 55 55 działa w sobotę`, `800 120 002 całodobowa?`: a number of the City's own
/// block, or one that is free of charge, about which somebody asks. Where somebody gives it as theirs, or says nothing of
/// it, it goes like any other.
fn of_an_office(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const NEAR: usize = 18;
    #[rustfmt::skip]
    const ASKED: &[&str] = &[
        "czy", "kto", "czyj", "ktor", "jaki", "ile", "gdzie", "kiedy", "dlaczego", "dzial", "czynn", "aktualn", "dobry", "infolini", "central", "urzed", "urzad", "wydzial", "sekretariat", "fax", "faks", "odbier", "godzin", "calodob", "strazy", "straz", "gluch", "ofiar", "przemoc", "zaufan", "bezplatn", "dla",
    ];
    const GIVEN: &[&str] = &[
        "moj", "mnie", "oddzw", "zadzwon", "dzwoncie", "dzwonie", "kontakt", "prosz", "swoj", "jego", "jej",
        "sms", "corki", "syna",
    ];
    let (mut digits, mut end, mut next) = (String::new(), at, at);
    let hung = at > 0 && tokens.mark(at - 1).is_some_and(|c| "+-/.".contains(c));
    while let Some(more) = tokens.digits(next).filter(|_| digits.len() < 12) {
        digits.push_str(more);
        end = next + 1;
        match joint(tokens, end) {
            Some((Joint::Tight | Joint::Blank, after)) => next = after,
            _ => break,
        }
    }
    let number = digits
        .strip_prefix("0048")
        .or(digits.strip_prefix("48").filter(|_| digits.len() == 11))
        .unwrap_or(&digits);
    let office = number.len() == 9 && (number.starts_with("12616") || number.starts_with("800"))
        || number.len() == 7 && number.starts_with("616");
    if !office || hung || tokens.is_word(end) {
        return None;
    }
    let near = |stems: &[&str]| {
        (at.saturating_sub(NEAR)..end + NEAR).any(|at| {
            let folded = tokens.folded(at);
            !folded.is_empty() && stems.iter().any(|stem| folded.starts_with(stem))
        })
    };
    (near(ASKED) && !near(GIVEN)).then_some(end)
}

/// `latarnia nr 12345678`: what the city puts up in the street has a number by which it is mended.
fn thing(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const THINGS: &[&str] = &[
        "latarni",
        "lamp",
        "slup",
        "hydrant",
        "wiat",
        "studzien",
        "parkomat",
        "kontener",
        "sygnalizator",
        "drzew",
        "szafk",
        "automat",
        "kosz",
        "wlaz",
        "lawk",
    ];
    const BETWEEN: &[&str] =
        &["nr", "numer", "numerze", "numerem", "o", "uliczna", "ulicznej", "przystankowa"];
    tokens.digits(at).filter(|digits| (3..=8).contains(&digits.len()))?;
    let is_between = |word: &&str| BETWEEN.contains(word) || word.starts_with("oswietleni");
    let thing = tokens.words_before(at, 4).find(|word| !is_between(word))?;
    let named = THINGS.iter().any(|stem| thing.starts_with(stem));
    // "wiata nr 335-02"
    let pole = tokens.is_mark(at + 1, '-') && tokens.digits(at + 2).is_some_and(|digits| digits.len() < 4);
    if named && pole && !tight(tokens, at + 3) {
        return Some(at + 3);
    }
    (named && !matches!(joint(tokens, at + 1), Some((Joint::Tight | Joint::Blank, _)))).then_some(at + 1)
}
