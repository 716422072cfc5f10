//! Opening hours: the part of OpenStreetMap's `opening_hours` that a city office needs, as checked values.
//!
//! Read: `Mo-Fr 07:40-15:30; Sa 10:00-14:00; PH off`, `24/7`, months and days (`Apr-Sep`, `Dec 24`, `2026 Jan 02`),
//! several spans a day, an open end (`08:00+`), `off`/`closed`, comments in quotes. Left out on purpose: weeks of the
//! year, sunrise, every n-th day. Whoever writes those gets a finding from `lint` and the text is shown as it is.

mod said;

use std::fmt;

pub use said::said;

/// Why a text is not opening hours: the word at fault, and what could stand there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct HoursError {
    /// The part that could not be read.
    pub part: String,
    /// What is wrong with it, in Polish.
    pub reason: &'static str,
}

impl fmt::Display for HoursError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "„{}”: {}", self.part, self.reason)
    }
}

/// Opening hours: a later rule speaks for the days it names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hours {
    /// In the order of the text.
    pub rules: Vec<Rule>,
}

/// Days and the spans for which it is open on them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// Days of the year, each from..=to as (year, month, day); empty for every day.
    pub dates: Vec<(YearDay, YearDay)>,
    /// Weekdays from 0 (Monday), each from..=to; empty for every day.
    pub weekdays: Vec<(u8, u8)>,
    /// The rule speaks for public holidays (`PH`).
    pub holidays: bool,
    /// Minutes from midnight; an end past 24:00 is on the next day. Empty and not closed: all day.
    pub spans: Vec<(u16, u16)>,
    /// `off` or `closed`.
    pub closed: bool,
    /// Words in quotes, to be read out.
    pub comment: Option<String>,
}

/// A day of the year; without a year, of every year; without a day, the whole month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearDay {
    /// Year, if the rule is for one year.
    pub year: Option<i16>,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month.
    pub day: Option<u8>,
}

/// What to write instead.
pub const EXAMPLE: &str = "na przykład: Mo-Fr 07:40-15:30; Sa 10:00-14:00";

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads opening hours.
///
/// ```
/// use drogowskaz::article::facts::hours::parse;
/// let hours = parse("Mo-Fr 07:40-15:30; PH off").unwrap();
/// assert_eq!(hours.rules[0].spans, [(460, 930)]);
/// assert!(parse("pon.–pt. 7.40–15.30").is_err());
/// ```
pub fn parse(text: &str) -> Result<Hours, HoursError> {
    let mut rules = Vec::new();
    for part in split_rules(text) {
        if part.trim().is_empty() {
            continue;
        }
        rules.push(rule(part.trim())?);
    }
    if rules.is_empty() {
        return Err(wrong(text, "nie ma tu żadnych godzin"));
    }
    Ok(Hours { rules })
}

/// Whether the text is opening hours that can be computed with.
pub fn is_valid(text: &str) -> bool {
    parse(text).is_ok()
}

/// Cuts at `;`, outside quotes.
fn split_rules(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    })
    .collect()
}

fn rule(text: &str) -> Result<Rule, HoursError> {
    let mut rule = Rule::default();
    let (words, comment) = match text.split_once('"') {
        Some((before, rest)) => {
            let Some((comment, after)) = rest.split_once('"') else {
                return Err(wrong(text, "cudzysłów nie jest zamknięty"));
            };
            if !after.trim().is_empty() {
                return Err(wrong(after.trim(), "po uwadze w cudzysłowie nic już nie stoi"));
            }
            (before, Some(comment.to_owned()))
        }
        None => (text, None),
    };
    rule.comment = comment;
    // A space after a comma or around a dash means nothing.
    let mut joined = words.replace(", ", ",").replace(" ,", ",");
    while joined.contains(" -") || joined.contains("- ") {
        joined = joined.replace(" -", "-").replace("- ", "-");
    }
    let words: Vec<&str> = joined.split_whitespace().collect();
    let mut timed = false;
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        let lower = word.to_lowercase();
        if timed && !matches!(lower.as_str(), "off" | "closed" | "open") {
            return Err(wrong(word, "po godzinach kończy się reguła; następną oddziel średnikiem"));
        }
        match lower.as_str() {
            "24/7" => timed = true,
            "open" => {}
            "off" | "closed" => rule.closed = true,
            _ if word.contains(':') && !word.starts_with(|c: char| c.is_alphabetic()) => {
                rule.spans = spans(word)?;
                timed = true;
            }
            _ if starts_with_date(word, words.get(at).copied()) => {
                at += dates(&mut rule, word, &words[at..])?
            }
            _ => days(&mut rule, word.trim_end_matches(':'))?,
        }
    }
    if words.is_empty() && rule.comment.is_none() {
        return Err(wrong(text, "nie ma tu żadnych godzin"));
    }
    Ok(rule)
}

fn days(rule: &mut Rule, word: &str) -> Result<(), HoursError> {
    for item in word.split(',') {
        if item == "PH" {
            rule.holidays = true;
            continue;
        }
        let name = item.split('[').next().unwrap_or_default();
        let nth = &item[name.len()..];
        if !nth.is_empty() && !is_nth(nth) {
            return Err(wrong(item, "w nawiasie ma być numer dnia w miesiącu, na przykład Sa[1]"));
        }
        let (from, to) = name.split_once('-').unwrap_or((name, name));
        let day = |name: &str| DAYS.iter().position(|day| *day == name);
        let (Some(from), Some(to)) = (day(from), day(to)) else {
            return Err(wrong(item, "dni to Mo, Tu, We, Th, Fr, Sa, Su albo PH"));
        };
        rule.weekdays.push((from as u8, to as u8));
    }
    Ok(())
}

/// `[1]`, `[-1]`, `[1,3]` without the comma form, which `days` has cut already.
fn is_nth(text: &str) -> bool {
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|number| matches!(number.trim_start_matches('-'), "1" | "2" | "3" | "4" | "5"))
}

fn starts_with_date(word: &str, next: Option<&str>) -> bool {
    let month = |word: &str| word.get(..3).is_some_and(|name| MONTHS.contains(&name));
    month(word) || (year(word).is_some() && next.is_some_and(month))
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (2000..2100).contains(year))
}

/// Reads dates from `word` and what follows; gives how many of the following words belonged to them.
fn dates(rule: &mut Rule, word: &str, following: &[&str]) -> Result<usize, HoursError> {
    // `Apr-Sep`, `Dec 24-26`, `Dec 24-Jan 02`, `2026 Jan 02`: tokens of letters and numbers with dashes between.
    let numbers = |word: &&&str| {
        !word.contains(':')
            && word
                .split(['-', ','])
                .all(|part| year(part).is_some() || part.parse::<u8>().is_ok() || MONTHS.contains(&part))
    };
    let more = following.iter().take_while(numbers).count();
    let mut text = word.to_owned();
    for next in &following[..more] {
        text.push(' ');
        text.push_str(next);
    }
    for item in text.split(',') {
        let (from, to) = item.split_once('-').unwrap_or((item, ""));
        let from =
            year_day(from, None).ok_or_else(|| wrong(item, "data to na przykład Dec 24 albo Apr-Sep"))?;
        let to = match to {
            "" => from,
            _ => year_day(to, Some(from))
                .ok_or_else(|| wrong(item, "data to na przykład Dec 24-26 albo Apr-Sep"))?,
        };
        rule.dates.push((from, to));
    }
    Ok(more)
}

/// `2026 Dec 24`, `Dec 24`, `Dec`, or a bare day of the month that `start` names.
fn year_day(text: &str, start: Option<YearDay>) -> Option<YearDay> {
    let mut words = text.split_whitespace().peekable();
    let year = words.peek().and_then(|word| year(word));
    if year.is_some() {
        words.next();
    }
    let first = words.next()?;
    let day_of = |word: &str| word.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
    let (month, day) = match MONTHS.iter().position(|month| *month == first) {
        Some(month) => {
            let day = words.next().map(|word| day_of(word).ok_or(())).transpose().ok()?;
            (month as u8 + 1, day)
        }
        None => (start?.month, Some(day_of(first)?)),
    };
    words.next().is_none().then_some(YearDay {
        year: year.or(start.and_then(|start| start.year)),
        month,
        day,
    })
}

fn spans(word: &str) -> Result<Vec<(u16, u16)>, HoursError> {
    let mut spans = Vec::new();
    for item in word.split(',') {
        let (from, to) = match item.strip_suffix('+') {
            // An open end: until the office closes, whenever that is; the day's end is the honest bound.
            Some(from) => (time(from)?, 24 * 60),
            None => {
                let Some((from, to)) = item.split_once('-') else {
                    return Err(wrong(item, "godziny to od-do, na przykład 07:40-15:30"));
                };
                (time(from)?, time(to)?)
            }
        };
        if from == to {
            return Err(wrong(item, "początek i koniec są tą samą godziną"));
        }
        spans.push((from, if to < from { to + 24 * 60 } else { to }));
    }
    Ok(spans)
}

fn time(text: &str) -> Result<u16, HoursError> {
    let clock = || {
        let (hours, minutes) = text.split_once(':')?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (minutes < 60 && hours * 60 + minutes <= 26 * 60).then_some(hours * 60 + minutes)
    };
    clock().ok_or_else(|| wrong(text, "godzinę zapisz czterema cyframi, na przykład 07:40"))
}

fn wrong(part: &str, reason: &'static str) -> HoursError {
    HoursError { part: part.chars().take(60).collect(), reason }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn offices_hours_are_read() {
        for text in [
            "Mo-Fr 07:40-15:30",
            "24/7",
            "Mo-Su 10:00-14:00,15:00-17:00",
            "Mo-Fr 10:00-18:00; Sa 07:30-15:30",
            "Apr-Sep 07:00-20:00; Oct-Mar 07:00-18:00",
            "Mo,We 08:00-16:00; Tu,Th 08:00-18:00; PH off",
            "Mo 10:00-18:00; Tu-Fr 08:00-16:00; Sa,Su closed",
            "Fr-Su 22:00-02:00",
            "Dec 24 08:00-12:00; Dec 25-26 off; 2026 Jan 02 off; Dec 24-Jan 02 off",
            "Sa[1] 09:00-13:00",
            "Mo-Fr 08:00+ \"po umówieniu\"",
            "Mo - Fr 08:00 - 16:00, 17:00-18:00",
            "08:00-16:00",
            "Apr-Sep Mo-Fr 07:00-20:00",
            "off",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn what_cannot_be_computed_names_its_fault() {
        for (text, part) in [
            ("pon.-pt. 7:40-15:30", "pon.-pt."),
            ("Mo-Fr 7:40-15:30", "7:40"),
            ("Mo-Fr 07:40", "07:40"),
            ("Mo-Fr 07:40-15:70", "15:70"),
            ("Mo-Fr 08:00-16:00 Sa 09:00-12:00", "Sa"),
            ("Mo-Xx 08:00-16:00", "Mo-Xx"),
            ("Mo-Fr 08:00-08:00", "08:00-08:00"),
            ("", ""),
            ("Dec 44 off", "44"),
            ("Mo \"x", "Mo \"x"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.part.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn an_end_before_the_beginning_is_on_the_next_day() {
        assert_eq!(parse("Sa 22:00-02:00").unwrap().rules[0].spans, [(22 * 60, 26 * 60)]);
    }
}
