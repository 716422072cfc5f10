//! Whether a place is open now, on a day, at an hour, and when it opens next: what an agent says before a caller sets
//! out. What the hours of a day are is said in [`hours`]; here they become a state and a sentence.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use super::hours::{self, Day, Hours, MIDNIGHT, Span};
use crate::text::say::{self, NBSP, date_without_year};

/// Whether a place is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The door is open.
    Open,
    /// It is not.
    Closed,
    /// The hours do not tell.
    Unknown,
}

/// The state of a place at one moment, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// Open, closed, or not known.
    pub standing: Standing,
    /// `Czynne do 15:30`, `Zamknięte, otwarcie jutro o 7:40`.
    pub text: String,
    /// When it closes, while it is open and that is known.
    pub until: Option<DateTime>,
    /// When it opens next, while it is closed and that is known.
    pub opens: Option<DateTime>,
}

/// The state of a place on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDay {
    /// The day.
    pub date: Date,
    /// Whether the door is open on it at all.
    pub standing: Standing,
    /// When it is: minutes from midnight, an end past 24:00 on the next day.
    pub spans: Vec<(u16, u16)>,
    /// `W czwartek 24 grudnia zamknięte: Wigilia`.
    pub text: String,
}

/// How open and closed are called: a car park is not closed, it is free of charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// `czynne`.
    pub open: &'a str,
    /// `zamknięte`.
    pub closed: &'a str,
}

impl Default for Words<'_> {
    fn default() -> Self {
        Self { open: "czynne", closed: "zamknięte" }
    }
}

/// How far ahead a change is looked for: rules come back every year.
const FAR: usize = 400;

/// The state at `now` of a place with these hours; `None` where the hours cannot be computed with.
pub fn at(written: &str, now: DateTime) -> Option<Now> {
    hours::computable(written).map(|hours| now_of(&hours, now, Words::default()))
}

/// The state at `now` in the words of the place.
pub fn now_of(hours: &Hours, now: DateTime, words: Words<'_>) -> Now {
    let today = hours.on(now.date());
    let comment = today.comment.as_deref().map(|words| format!(", {}", say::unbroken(words)));
    let comment = comment.unwrap_or_default();
    let nothing = |standing, text| Now { standing, text, until: None, opens: None };
    match today.open_at(minute(now)) {
        None if today.holiday.is_some() && today.comment.is_none() => nothing(
            Standing::Unknown,
            format!("Dziś święto – godziny mogą być inne, sprawdź przed{NBSP}podaniem"),
        ),
        None => nothing(Standing::Unknown, format!("Zadzwoń przed przyjściem{comment}")),
        Some(true) => {
            let open = say::capital(words.open);
            match closing(hours, &today, now) {
                Closing::Never => nothing(Standing::Open, format!("{open} całą dobę")),
                Closing::Unsaid(from) => {
                    let from = at_minute(from);
                    let text = format!("{open} od{NBSP}{from}, do której – nie podano{comment}");
                    nothing(Standing::Open, text)
                }
                Closing::At(end) => Now {
                    standing: Standing::Open,
                    text: format!("{open} {}{comment}", until(end, now)),
                    until: Some(end),
                    opens: None,
                },
            }
        }
        Some(false) => {
            let closed = say::capital(words.closed);
            let state = match today.holiday {
                Some(_) if today.minutes.is_empty() => format!("{closed} w{NBSP}święto"),
                _ => closed,
            };
            let opens = opening(hours, &today, now);
            // A remark on today's hours is none on why the door is closed tonight.
            let comment = if today.minutes.is_empty() { comment } else { String::new() };
            let again = match words.open {
                "czynne" => "otwarcie",
                open => open,
            };
            let text = match opens {
                None => format!("{state}{comment}"),
                Some(start) => format!("{state}{comment}, {again} {}", from(start, now)),
            };
            Now { standing: Standing::Closed, text, until: None, opens }
        }
    }
}

enum Closing {
    At(DateTime),
    /// It opened at this minute, and nobody said when it closes.
    Unsaid(u16),
    Never,
}

/// When the door that is open at `now` closes.
fn closing(hours: &Hours, today: &Day, now: DateTime) -> Closing {
    let here = minute(now);
    let mut date = now.date();
    let Some(mut span) = today.minutes.iter().copied().find(|span| (span.from..span.to).contains(&here))
    else {
        return Closing::At(now);
    };
    for _ in 0..FAR {
        if span.open_end {
            return Closing::Unsaid(span.from);
        }
        if span.to < MIDNIGHT {
            return moment(date, span.to).map_or(Closing::Never, Closing::At);
        }
        let Some(next) = hours::next(date) else { return Closing::Never };
        let goes_on = hours.on(next).minutes.first().copied().filter(|span| span.from == 0);
        match goes_on {
            Some(next_span) => (date, span) = (next, next_span),
            None => return moment(date, MIDNIGHT).map_or(Closing::Never, Closing::At),
        }
    }
    Closing::Never
}

/// When the door that is closed at `now` opens; `None` where a day comes first of which nobody knows.
fn opening(hours: &Hours, today: &Day, now: DateTime) -> Option<DateTime> {
    let here = minute(now);
    if let Some(span) = today.minutes.iter().find(|span| span.from > here) {
        return moment(now.date(), span.from);
    }
    let mut date = now.date();
    for _ in 0..FAR {
        date = hours::next(date)?;
        let day = hours.on(date);
        if day.unknown {
            return None;
        }
        if let Some(first) = day.minutes.first() {
            return moment(date, first.from);
        }
    }
    None
}

fn minute(moment: DateTime) -> u16 {
    u16::from(moment.hour().unsigned_abs()) * 60 + u16::from(moment.minute().unsigned_abs())
}

fn moment(date: Date, minutes: u16) -> Option<DateTime> {
    let (date, minutes) =
        if minutes >= MIDNIGHT { (hours::next(date)?, minutes - MIDNIGHT) } else { (date, minutes) };
    let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
    Some(date.at(hour, minute, 0, 0))
}

/// The state on a day of a place with these hours, in its words, and at a minute of it where one was asked for;
/// `None` where the hours cannot be computed with.
pub fn on(written: &str, date: Date, clock: Option<u16>, words: Words<'_>) -> Option<OnDay> {
    let day = hours::computable(written)?.on(date);
    let spans: Vec<(u16, u16)> = day.spans.iter().map(|span| (span.from, span.to)).collect();
    let name = on_date(date);
    let why = day.comment.as_deref().map(say::unbroken).or(day.holiday.map(str::to_owned));
    if day.unknown {
        let text = match (day.holiday, &day.comment) {
            (Some(holiday), None) => {
                format!("{name} ({holiday}) godziny mogą być inne, sprawdź przed{NBSP}podaniem")
            }
            _ => format!("{name} zadzwoń przed przyjściem{}", after_comma(why.as_deref())),
        };
        return Some(OnDay { date, standing: Standing::Unknown, spans, text });
    }
    let is_open = !spans.is_empty();
    let mut text = if is_open {
        let holiday = day.holiday.map(|holiday| format!(" ({holiday})")).unwrap_or_default();
        let times: Vec<String> = day.spans.iter().map(|&span| times(span)).collect();
        let times = times.join(&format!(" i{NBSP}"));
        format!("{name}{holiday} {} {times}{}", words.open, after_comma(day.comment.as_deref()))
    } else {
        format!("{name} {}{}", words.closed, why.map(|why| format!(": {why}")).unwrap_or_default())
    };
    if let Some(clock) = clock.filter(|_| is_open || !day.minutes.is_empty()) {
        let state = match day.open_at(clock) {
            Some(true) => words.open.to_owned(),
            _ if day.minutes.iter().all(|span| span.to <= clock) => format!("już {}", words.closed),
            _ if day.minutes.iter().all(|span| span.from > clock) => format!("jeszcze {}", words.closed),
            _ => words.closed.to_owned(),
        };
        text.push_str(&format!("; o{NBSP}{} {state}", at_minute(clock)));
    }
    let standing = if is_open { Standing::Open } else { Standing::Closed };
    Some(OnDay { date, standing, spans, text })
}

/// A day of which nothing is known.
pub fn unknown_on(date: Date) -> OnDay {
    let text = format!("{}: godzin nie ma w{NBSP}bazie, sprawdź przed{NBSP}podaniem", on_date(date));
    OnDay { date, standing: Standing::Unknown, spans: Vec::new(), text }
}

fn after_comma(words: Option<&str>) -> String {
    words.map(|words| format!(", {}", say::unbroken(words))).unwrap_or_default()
}

fn times(span: Span) -> String {
    match span {
        Span { from: 0, to: MIDNIGHT, .. } => "całą dobę".to_owned(),
        Span { open_end: true, from, .. } => format!("od{NBSP}{}", at_minute(from)),
        Span { from, to, .. } => format!("{}–{}", at_minute(from), at_minute(to)),
    }
}

/// `07:40-15:30`, for programs; what is past midnight is of the next day, and 24:00 ends this one.
pub fn span_written(from: u16, to: u16) -> String {
    let clock = |minutes: u16| {
        let minutes = if minutes > MIDNIGHT { minutes - MIDNIGHT } else { minutes };
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    format!("{}-{}", clock(from), clock(to))
}

/// `7:30–15:30`, `8:00–12:00 i 13:00–16:00`.
pub fn spans_said(spans: &[(u16, u16)]) -> String {
    let said: Vec<String> =
        spans.iter().map(|&(from, to)| times(Span { from, to, open_end: false })).collect();
    said.join(&format!(" i{NBSP}"))
}

/// `W czwartek 24 grudnia`.
pub fn on_date(date: Date) -> String {
    format!("{}{NBSP}{}", say::capital(&on_weekday(date)), date_without_year(date))
}

/// Minutes from midnight as a clock shows them; past midnight it begins anew.
fn at_minute(minutes: u16) -> String {
    let hour = if minutes > MIDNIGHT { minutes / 60 - 24 } else { minutes / 60 };
    say::clock(hour, minutes % 60)
}

/// `do 15:30`; `do jutra, do 2:00`.
fn until(end: DateTime, now: DateTime) -> String {
    let days = days_between(now.date(), end.date());
    match (days, end.hour(), end.minute()) {
        (0, ..) => format!("do{NBSP}{}", clock(end)),
        (1, 0, 0) => format!("do{NBSP}północy"),
        (1, ..) => format!("do{NBSP}jutra, do{NBSP}{}", clock(end)),
        // Open through the night, for days: the hour says nothing yet.
        _ => format!("całą dobę, do{NBSP}{}", date_without_year(end.date())),
    }
}

/// `dziś o 7:40`, `jutro o 7:40`, `w poniedziałek o 7:40`, `7 stycznia o 7:40`.
fn from(start: DateTime, now: DateTime) -> String {
    let day = match days_between(now.date(), start.date()) {
        0 => "dziś".to_owned(),
        1 => "jutro".to_owned(),
        2..=6 => on_weekday(start.date()),
        _ => date_without_year(start.date()),
    };
    format!("{day} o{NBSP}{}", clock(start))
}

fn days_between(today: Date, other: Date) -> i64 {
    // Beyond a year it does not matter how far.
    (0..=366).find(|&days| today.checked_add(days.days()).is_ok_and(|day| day >= other)).unwrap_or(366)
}

fn on_weekday(day: Date) -> String {
    match day.weekday() {
        Weekday::Monday => format!("w{NBSP}poniedziałek"),
        Weekday::Tuesday => format!("we{NBSP}wtorek"),
        Weekday::Wednesday => format!("w{NBSP}środę"),
        Weekday::Thursday => format!("w{NBSP}czwartek"),
        Weekday::Friday => format!("w{NBSP}piątek"),
        Weekday::Saturday => format!("w{NBSP}sobotę"),
        Weekday::Sunday => format!("w{NBSP}niedzielę"),
    }
}

fn clock(moment: DateTime) -> String {
    say::clock(moment.hour(), moment.minute())
}

#[cfg(test)]
mod tests;
