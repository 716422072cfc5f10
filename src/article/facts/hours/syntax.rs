//! Reading the text of opening hours, rule by rule.

use super::{Hours, HoursError, Kind, MIDNIGHT, Rule, Span, Weekdays, YearDay};

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads opening hours.
///
/// ```
/// use drogowskaz::article::facts::hours::parse;
/// let hours = parse("Mo-Fr 07:40-15:30; PH off").unwrap();
/// assert_eq!(hours.rules[0].spans[0].from, 7 * 60 + 40);
/// assert!(parse("pon.–pt. 7.40–15.30").is_err());
/// ```
pub fn parse(text: &str) -> Result<Hours, HoursError> {
    let mut rules: Vec<Rule> = Vec::new();
    for part in split_rules(text) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let rule = rule(part)?;
        // The syntax leaves open whether such hours replace the others or are added to them.
        let dayless = |rule: &Rule| rule.weekdays.is_empty() && rule.dates.is_empty() && !rule.holidays;
        if dayless(&rule) && rule.kind == Kind::Open && rules.iter().any(|before| !dayless(before)) {
            return Err(wrong(part, "nie wiadomo, których dni dotyczą te godziny; dopisz przed nimi dni"));
        }
        rules.push(rule);
    }
    if rules.is_empty() {
        return Err(wrong(text, "nie ma tu żadnych godzin"));
    }
    Ok(Hours { rules })
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
    let mut rule = Rule { kind: Kind::Silent, ..Rule::default() };
    let (words, comment) = match text.split_once('"') {
        Some((before, rest)) => {
            let Some((comment, after)) = rest.split_once('"') else {
                return Err(wrong(text, "cudzysłów nie jest zamknięty"));
            };
            if !after.trim().is_empty() {
                return Err(wrong(after.trim(), "po uwadze w cudzysłowie nic już nie stoi"));
            }
            (before, Some(comment.trim().to_owned()))
        }
        None => (text, None),
    };
    if words.contains("||") {
        return Err(wrong(text, "zamiast „||” oddziel reguły średnikiem"));
    }
    rule.comment = comment.filter(|comment| !comment.is_empty());
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
        if timed && !matches!(lower.as_str(), "off" | "closed" | "open" | "unknown") {
            return Err(wrong(word, "po godzinach kończy się reguła; następną oddziel średnikiem"));
        }
        match lower.as_str() {
            "24/7" if at == 1 => {
                timed = true;
                rule.kind = Kind::Open;
            }
            "24/7" => return Err(wrong(word, "stoi samo; całą dobę w wybrane dni to 00:00-24:00")),
            "unknown" if timed => return Err(wrong(word, "„unknown” mówi o całych dniach; skreśl godziny")),
            "open" | "off" | "closed" | "unknown" => {
                if at < words.len() {
                    return Err(wrong(word, "to ostatnie słowo reguły; następną oddziel średnikiem"));
                }
                rule.kind = match lower.as_str() {
                    "open" => Kind::Open,
                    "unknown" => Kind::Unknown,
                    _ => Kind::Closed,
                };
            }
            _ if word.contains(':') && !word.starts_with(|c: char| c.is_alphabetic()) => {
                rule.spans = spans(word)?;
                rule.kind = Kind::Open;
                timed = true;
            }
            _ if starts_with_date(word, words.get(at).copied()) => {
                at += dates(&mut rule, word, &words[at..])?
            }
            _ if !rule.weekdays.is_empty() || rule.holidays => {
                return Err(wrong(word, "dni oddziel przecinkiem, bez spacji: Mo-Fr,PH"));
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
    for item in outside_brackets(word) {
        if item == "PH" {
            rule.holidays = true;
            continue;
        }
        let name = item.split('[').next().unwrap_or_default();
        let (from, to) = name.split_once('-').unwrap_or((name, name));
        let day = |name: &str| DAYS.iter().position(|day| *day == name);
        let (Some(first), Some(last)) = (day(from), day(to)) else {
            return Err(wrong(item, "dni to Mo, Tu, We, Th, Fr, Sa, Su albo PH"));
        };
        let nth = match &item[name.len()..] {
            "" => Vec::new(),
            brackets => nth(brackets)
                .filter(|_| from == to)
                .ok_or_else(|| wrong(item, "w nawiasie ma być numer dnia w miesiącu, na przykład Sa[1]"))?,
        };
        rule.weekdays.push(Weekdays { from: first as u8, to: last as u8, nth });
    }
    Ok(())
}

/// Cuts at commas outside brackets: `Sa[1,3],Su`.
fn outside_brackets(word: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    word.split(move |c| {
        inside = (inside || c == '[') && c != ']';
        c == ',' && !inside
    })
}

/// `[1]`, `[-1]`, `[1,3]`.
fn nth(brackets: &str) -> Option<Vec<i8>> {
    let numbers = brackets.strip_prefix('[')?.strip_suffix(']')?;
    let number = |text: &str| {
        text.parse::<i8>().ok().filter(|number| (1..=5).contains(&number.abs()) && !text.starts_with('+'))
    };
    numbers.split(',').map(number).collect()
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
    // `Dec 24,26`: a bare day is of the month before it.
    let mut before = None;
    for item in text.split(',') {
        let (from, to) = item.split_once('-').unwrap_or((item, ""));
        let from =
            year_day(from, before).ok_or_else(|| wrong(item, "data to na przykład Dec 24 albo Apr-Sep"))?;
        let to = match to {
            "" => from,
            _ => ending(to, from).ok_or_else(|| wrong(item, "data to na przykład Dec 24-26 albo Apr-Sep"))?,
        };
        if from.day.is_some() != to.day.is_some() {
            return Err(wrong(item, "zakres to dwa dni albo dwa miesiące, na przykład Dec 24-Jan 02"));
        }
        rule.dates.push((from, to));
        before = Some(to);
    }
    Ok(more)
}

/// The end of a range; without a year of its own it is the next such day after a start that has one.
fn ending(text: &str, from: YearDay) -> Option<YearDay> {
    let to = year_day(text, Some(from))?;
    let own = text.split_whitespace().next().and_then(year);
    match (from.year, own) {
        (None, Some(_)) => None,
        (Some(year), None) if (to.month, to.day) < (from.month, from.day) && from.month != to.month => {
            Some(YearDay { year: Some(year + 1), ..to })
        }
        _ => Some(to),
    }
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

fn spans(word: &str) -> Result<Vec<Span>, HoursError> {
    let mut spans = Vec::new();
    for item in word.split(',') {
        let (from, to, open_end) = match item.strip_suffix('+') {
            // An open end: until the office closes, whenever that is; the day's end is the honest bound.
            Some(from) => (time(from)?, MIDNIGHT, true),
            None => {
                let Some((from, to)) = item.split_once('-') else {
                    return Err(wrong(item, "godziny to od-do, na przykład 07:40-15:30"));
                };
                (time(from)?, time(to)?, false)
            }
        };
        if from == to {
            return Err(wrong(item, "początek i koniec są tą samą godziną"));
        }
        if from >= MIDNIGHT {
            return Err(wrong(item, "początek jest po północy; zapisz go w następnym dniu"));
        }
        spans.push(Span { from, to: if to < from { to + MIDNIGHT } else { to }, open_end });
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
            ("Mo-Fr PH 08:00-16:00", "PH"),
            ("Mo-Fr 24/7", "24/7"),
            ("Mo-Fr 08:00-16:00; 10:00-12:00", "10:00-12:00"),
            ("Mo-Fr 08:00-12:00 || \"?\"", "||"),
            ("Mo-Fr 08:00-16:00, Sa 10:00-14:00", "Sa"),
            ("Mo-Fr[1] 08:00-16:00", "Mo-Fr[1]"),
            ("Dec-Jan 06 off", "Dec-Jan 06"),
            ("week 1-10 Mo 08:00-12:00", "week"),
            ("sunrise-sunset", "sunrise-sunset"),
            ("Mo off Tu 08:00-12:00", "off"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.part.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn an_end_before_the_beginning_is_on_the_next_day() {
        assert_eq!(parse("Sa 22:00-02:00").unwrap().rules[0].spans[0].to, 26 * 60);
    }
}
