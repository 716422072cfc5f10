//! Days by their distance, their weekday or their date.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Found;
use super::token::Token;
use crate::article::facts::holidays::{holiday, is_trading_sunday};

const WEEKDAYS: [&[&str]; 7] = [
    &["poniedzialek", "poniedzialku", "poniedzialki", "pon"],
    &["wtorek", "wtorku", "wtorki"],
    &["sroda", "srode", "srody", "srodzie"],
    &["czwartek", "czwartke", "czwartku", "czwartki", "czw"],
    &["piatek", "piatku", "piatki"],
    &["sobota", "sobote", "soboty", "sobocie"],
    &["niedziela", "niedziele", "niedzieli", "niedz"],
];

const MONTHS: [&[&str]; 12] = [
    &["stycznia"],
    &["lutego"],
    &["marca"],
    &["kwietnia"],
    &["maja"],
    &["czerwca"],
    &["lipca"],
    &["sierpnia"],
    &["wrzesnia"],
    &["pazdziernika"],
    &["listopada"],
    &["grudnia"],
];

const IN_MONTHS: [&str; 12] = [
    "styczniu",
    "lutym",
    "marcu",
    "kwietniu",
    "maju",
    "czerwcu",
    "lipcu",
    "sierpniu",
    "wrzesniu",
    "pazdzierniku",
    "listopadzie",
    "grudniu",
];

/// In the genitive, as dates are said.
const UNITS: [&str; 19] = [
    "pierwszego",
    "drugiego",
    "trzeciego",
    "czwartego",
    "piatego",
    "szostego",
    "siodmego",
    "osmego",
    "dziewiatego",
    "dziesiatego",
    "jedenastego",
    "dwunastego",
    "trzynastego",
    "czternastego",
    "pietnastego",
    "szesnastego",
    "siedemnastego",
    "osiemnastego",
    "dziewietnastego",
];

const NEXT: &[&str] = &[
    "przyszly",
    "przyszla",
    "przyszle",
    "przyszlym",
    "przyszlej",
    "nastepny",
    "nastepna",
    "nastepnym",
    "nastepnej",
    "kolejny",
    "kolejna",
    "kolejnym",
];
const NEAREST: &[&str] = &[
    "najblizszy",
    "najblizsza",
    "najblizsze",
    "najblizszym",
    "najblizszej",
    "nadchodzacy",
    "nadchodzaca",
    "nadchodzacym",
];
const THIS: &[&str] = &["ten", "ta", "te", "tym", "tej", "biezacym"];
const LAST: &[&str] = &[
    "zeszly",
    "zeszla",
    "zeszlym",
    "ubiegly",
    "ubiegla",
    "ubieglym",
    "poprzedni",
    "poprzednia",
    "miniony",
    "miniona",
    "ostatni",
    "ostatnia",
];

/// Which one of those that come back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Any,
    Nearest,
    OfNextWeek,
    Past,
}

/// "Przyszły", "najbliższą" before a day; how many tokens it takes.
pub(super) fn which(tokens: &[Token]) -> (Which, usize) {
    match tokens.first() {
        Some(token) if token.any(NEXT) => (Which::OfNextWeek, 1),
        Some(token) if token.like(NEAREST) => (Which::Nearest, 1),
        Some(token) if token.any(LAST) => (Which::Past, 1),
        Some(token) if token.any(THIS) => (Which::Any, 1),
        _ => (Which::Any, 0),
    }
}

/// Whether days of a month begin `tokens`.
pub(super) fn is_of_month(tokens: &[Token]) -> bool {
    of_month(tokens, Date::constant(2024, 1, 1)).is_some()
}

/// `count` days from `date`.
pub(super) fn plus(date: Date, count: i64) -> Option<Date> {
    date.checked_add(count.days()).ok()
}

/// The next `month`-`day`, today included.
pub(super) fn coming(today: Date, month: i8, day: i8) -> Option<Date> {
    // Until the next 29 February.
    (0..9)
        .filter_map(|years| Date::new(today.year().checked_add(years)?, month, day).ok())
        .find(|date| *date >= today)
}

/// The first weekday (0 for Monday) from `from` on.
pub(super) fn weekday_from(from: Date, weekday: usize) -> Option<Date> {
    (0..7)
        .filter_map(|days| plus(from, days))
        .find(|date| usize::try_from(date.weekday().to_monday_zero_offset()).is_ok_and(|day| day == weekday))
}

pub(super) fn monday_of(date: Date) -> Option<Date> {
    plus(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// Whether offices work on it.
pub(super) fn is_working(date: Date) -> bool {
    date.weekday().to_monday_zero_offset() < 5 && holiday(date).is_none()
}

/// The first working day from `from` on.
pub(super) fn working_from(from: Date) -> Option<Date> {
    (0..14).filter_map(|days| plus(from, days)).find(|date| is_working(*date))
}

/// The weekday that a token names.
pub(super) fn weekday(token: &Token) -> Option<usize> {
    WEEKDAYS.iter().position(|forms| token.like(forms))
}

/// Reads a day that begins `tokens`.
pub(super) fn at(tokens: &[Token], today: Date) -> Option<Found> {
    relative(tokens, today)
        .or_else(|| week(tokens, today))
        .or_else(|| of_month(tokens, today))
        .or_else(|| digits(tokens, today))
        .or_else(|| in_month(tokens, today))
}

fn relative(tokens: &[Token], today: Date) -> Option<Found> {
    let first = tokens.first()?;
    let days = match () {
        () if first.like(&["dzis", "dzisiaj", "dzisiejszy", "dzisiejsze", "dzisiejszych"]) => 0,
        () if first.like(&["jutro", "jurto", "jutra", "jutrzejszy", "jutrzejsze"]) => 1,
        () if first.like(&["pojutrze"]) => 2,
        () if first.like(&["wczoraj", "wczorajszy"]) => -1,
        () if first.like(&["przedwczoraj"]) => -2,
        () if first.is("po") && tokens.get(1).is_some_and(|token| token.any(&["jutrze"])) => {
            return Found::day(plus(today, 2), 2);
        }
        () if first.is("za") => return ahead(tokens, today),
        () => return None,
    };
    Found::day(plus(today, days), 1)
}

/// "Za tydzień", "za 3 dni", "za dwa tygodnie".
fn ahead(tokens: &[Token], today: Date) -> Option<Found> {
    let second = tokens.get(1)?;
    if second.is("tydzien") {
        return Found::day(plus(today, 7), 2);
    }
    let count = second.number.map(i64::from).or(match second.text.as_str() {
        "dwa" => Some(2),
        "trzy" => Some(3),
        "cztery" => Some(4),
        _ => None,
    })?;
    let third = tokens.get(2)?;
    let days = if third.any(&["dni", "dzien"]) {
        count
    } else if third.any(&["tygodnie", "tygodni"]) {
        count.checked_mul(7)?
    } else {
        return None;
    };
    Found::day(plus(today, days), 3)
}

/// Weekdays, weekends and weeks.
fn week(tokens: &[Token], today: Date) -> Option<Found> {
    let (which, skip) = which(tokens);
    let rest = &tokens[skip..];
    let first = rest.first()?;
    let monday = monday_of(today)?;
    let next_monday = plus(monday, 7)?;
    let found = |dates: Vec<Date>, tokens: usize| Found { dates, tokens: skip + tokens, is_matter: false };
    if let Some(weekday) = weekday(first) {
        let second = rest.get(1);
        if weekday == 6 && second.is_some_and(|token| token.starts(&["handlow"])) {
            return Found::day(
                (0..400).filter_map(|days| plus(today, days)).find(|day| is_trading_sunday(*day)),
                skip + 2,
            );
        }
        if weekday == 6 && second.is_some_and(|token| token.starts(&["niehandlow"])) {
            let plain = |day: &Date| day.weekday().to_monday_zero_offset() == 6 && !is_trading_sunday(*day);
            return Found::day((0..60).filter_map(|days| plus(today, days)).find(plain), skip + 2);
        }
        // "Piątek w przyszłym tygodniu".
        let later = rest.get(1).is_some_and(|token| token.is("w"))
            && rest.get(2).is_some_and(|token| token.any(NEXT))
            && rest.get(3).is_some_and(|token| token.is("tygodniu"));
        let date = match which {
            _ if later => weekday_from(next_monday, weekday),
            Which::Any => weekday_from(today, weekday),
            Which::Nearest => weekday_from(plus(today, 1)?, weekday),
            Which::OfNextWeek => weekday_from(next_monday, weekday),
            Which::Past => weekday_from(plus(today, -7)?, weekday),
        };
        return Found::day(date, skip + 1 + if later { 3 } else { 0 });
    }
    if first.any(&["weekend", "weekendy", "weekendzie", "weekendu", "lykend"]) {
        let saturday = match which {
            Which::OfNextWeek => plus(next_monday, 5)?,
            Which::Past => plus(monday, -2)?,
            _ => plus(monday, 5)?,
        };
        let both = [Some(saturday), plus(saturday, 1)];
        let passed = |day: &Date| which == Which::Past || *day >= today;
        return Some(found(both.into_iter().flatten().filter(passed).collect(), 1));
    }
    if first.is("tygodniu") && skip == 1 {
        let from = match which {
            Which::OfNextWeek => next_monday,
            Which::Past => plus(monday, -7)?,
            _ => monday,
        };
        return Some(found((0..7).filter_map(|days| plus(from, days)).collect(), 1));
    }
    None
}

/// A day of the month, in digits or words; how many tokens it takes.
fn number(tokens: &[Token]) -> Option<(i8, usize)> {
    let first = tokens.first()?;
    if let Some(number) = first.number {
        return Some((i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?, 1));
    }
    let unit = |token: &Token| {
        let place = UNITS.iter().position(|word| token.like(&[word]))?;
        i8::try_from(place).ok().map(|place| place + 1)
    };
    let tens = match first.text.as_str() {
        "dwudziestego" => 20,
        "trzydziestego" => 30,
        _ => return unit(first).map(|day| (day, 1)),
    };
    match tokens.get(1).and_then(unit).filter(|unit| *unit < 10) {
        Some(unit) if tens + unit <= 31 => Some((tens + unit, 2)),
        _ => Some((tens, 1)),
    }
}

/// "24 grudnia", "24-26 grudnia", "1, 2 i 3 maja 2027 r.".
fn of_month(tokens: &[Token], today: Date) -> Option<Found> {
    const MOST_DAYS: usize = 6;
    let mut days: Vec<i8> = Vec::new();
    let mut ranges: Vec<(i8, i8)> = Vec::new();
    let mut at = 0;
    let mut range = false;
    let month = loop {
        let (day, length) = number(&tokens[at..])?;
        at += length;
        match days.last() {
            Some(&from) if range => ranges.push((from, day)),
            _ => {}
        }
        days.push(day);
        if tokens.get(at).is_some_and(|token| token.is(".")) {
            at += 1;
        }
        let next = tokens.get(at)?;
        if let Some(month) = MONTHS.iter().position(|forms| next.like(forms)) {
            at += 1;
            break month;
        }
        range = next.any(&["-", "–", "do"]);
        if days.len() > MOST_DAYS || !(range || next.any(&["i", "oraz", ",", "lub", "albo"])) {
            return None;
        }
        at += 1;
    };
    let year = tokens.get(at).and_then(|token| token.number).filter(|year| (1900..2100).contains(year));
    if year.is_some() {
        at += 1;
        at += usize::from(tokens.get(at).is_some_and(|token| token.any(&["r", "roku"])));
    } else if tokens.get(at).is_some_and(|token| token.number.is_some_and(|number| number < 400)) {
        // "11 Listopada 5": a house.
        return None;
    }
    let month = i8::try_from(month).ok()? + 1;
    let date = |day: i8| match year {
        Some(year) => Date::new(i16::try_from(year).ok()?, month, day).ok(),
        None => coming(today, month, day),
    };
    for (from, to) in ranges {
        days.extend((from..to).skip(1));
    }
    let dates: Vec<Date> = days.into_iter().filter_map(date).collect();
    (!dates.is_empty()).then_some(Found { dates, tokens: at, is_matter: false })
}

/// `24.12`, `31.3.2026`, `2026-12-24`.
fn digits(tokens: &[Token], today: Date) -> Option<Found> {
    let [first, sign, second, ..] = tokens else { return None };
    let (a, b) = (first.number?, second.number?);
    if !sign.joined || !second.joined || !(sign.is(".") || sign.is("-") || sign.is("/")) {
        return None;
    }
    let third = match tokens.get(3..5) {
        Some([again, third]) if again.text == sign.text && again.joined && third.joined => third.number,
        _ => None,
    };
    let small = |number: u16| i8::try_from(number).ok();
    if let Some(c) = third {
        let (year, month, day) =
            if (1900..2100).contains(&a) { (a, b, c) } else { (c + if c < 100 { 2000 } else { 0 }, b, a) };
        // Anything longer is a telephone or an account.
        let goes_on = tokens.get(5).is_some_and(|token| token.joined && token.any(&[".", "-", "/"]))
            && tokens.get(6).is_some_and(|token| token.joined && token.number.is_some());
        let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok();
        return Found::day(date.filter(|_| !goes_on), 5);
    }
    const UNITS: &[&str] = &[
        "zl", "km", "m", "t", "tony", "kg", "l", "mln", "tys", "proc", "h", "godz", "godziny", "litra", "cm",
        "mm",
    ];
    let after = tokens.get(3);
    let counted = after.is_some_and(|token| token.any(UNITS) || token.is("%") || token.number.is_some());
    let date = coming(today, small(b)?, small(a)?);
    Found::day(date.filter(|_| sign.is(".") && !counted && second.text.len() <= 2), 3)
}

/// "W lipcu": today within it, its first working day before.
fn in_month(tokens: &[Token], today: Date) -> Option<Found> {
    let [before, month, ..] = tokens else { return None };
    if !before.is("w") && !before.is("we") {
        return None;
    }
    let month = i8::try_from(IN_MONTHS.iter().position(|name| month.like(&[name]))?).ok()? + 1;
    if today.month() == month {
        return Found::day(Some(today), 2);
    }
    Found::day(coming(today, month, 1).and_then(working_from), 2)
}
