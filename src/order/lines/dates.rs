//! Dates and act numbers as orders write them, with the digits that scans spoil.

use std::ops::Range;

use jiff::civil::Date;

use super::likeness::{skeleton, words};
use crate::text::say::{self, MONTHS};

/// The dates written out in `text` ("23 maja 2025 r."), each with its place.
pub(in crate::order) fn dates(text: &str) -> Vec<(Date, Range<usize>)> {
    let words = words(text);
    let months: Vec<String> = MONTHS.iter().map(|month| skeleton(month)).collect();
    let written = words.windows(3).filter_map(|three| {
        let read = skeleton(three[1].text);
        let month = months.iter().position(|month| *month == read)? + 1;
        let date = date(three[2].text, month, three[0].text)?;
        Some((date, three[0].span.start..three[2].span.end))
    });
    // "23.05.2025": the parts must touch, or a list of numbers would become a date.
    let dotted = words.windows(3).filter_map(|three| {
        let touching = text.get(three[0].span.end..three[1].span.start) == Some(".")
            && text.get(three[1].span.end..three[2].span.start) == Some(".");
        let month = three[1].text.parse().ok()?;
        let date = touching.then(|| date(three[2].text, month, three[0].text))??;
        Some((date, three[0].span.start..three[2].span.end))
    });
    let mut found: Vec<_> = written.chain(dotted).collect();
    found.sort_by_key(|(_, span)| span.start);
    found
}

fn date(year: &str, month: usize, day: &str) -> Option<Date> {
    // "2025r" without a space is common.
    let year = year.trim_end_matches('r');
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    let year = digits(year)?;
    let day = digits(day)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A number in which letters may stand for the digits they look like.
pub(in crate::order) fn digits(text: &str) -> Option<i16> {
    let digits: Option<String> = text.chars().map(digit).collect();
    digits?.parse().ok()
}

/// The digit that `c` is or looks like.
pub(in crate::order) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'l' | 'I' | 'i' | '|' => Some('1'),
        'O' | 'o' => Some('0'),
        'S' => Some('5'),
        'Z' => Some('2'),
        'B' => Some('8'),
        'G' => Some('6'),
        'q' => Some('9'),
        _ => None,
    }
}

/// The numbers of acts in `text` (`1231/2025`, also with spaces about the stroke), each with its place.
pub(in crate::order) fn act_numbers(text: &str) -> Vec<(String, Range<usize>)> {
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut found = Vec::new();
    for (stroke, _) in text.match_indices('/') {
        let before = text[..stroke].trim_end();
        let after = text[stroke + 1..].trim_start();
        let number_start = before
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let year_len = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, year) = (&before[number_start..], &after[..year_len]);
        // A part before the number ("XX/123/2024") makes it a resolution's number, not an order's.
        let compound = before[..number_start].trim_end().ends_with('/');
        let year_fits = matches!(year.parse(), Ok(1990..=2099));
        if numeric(number) && number.len() <= 5 && year_fits && !compound {
            let end = text.len() - after.len() + year_len;
            found.push((format!("{}/{year}", number.trim_start_matches('0')), number_start..end));
        }
    }
    found
}

/// "1 czerwca 2025 r.", the form people read.
pub(in crate::order) fn polish(date: Date) -> String {
    say::plain(&format!("{} r.", say::date(date)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(text: &str, expected: &[Date]) {
        let found: Vec<_> = dates(text).into_iter().map(|(date, _)| date).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn dates_are_read_with_damaged_letters_and_digits() {
        check("z dnia 5 września 2023 r.", &[date(2023, 9, 5)]);
        check("Z. DNIA l wrzesnia 2O23r.", &[date(2023, 9, 1)]);
        check("od 7.02.2024 do 30 pazdziernika 2024 r.", &[date(2024, 2, 7), date(2024, 10, 30)]);
        check("31 lutego 2024 r., 12 sztuk 2024, ust. 1.2.3", &[]);
    }

    #[test]
    fn act_numbers_are_read_and_resolutions_are_not() {
        let numbers = |text| act_numbers(text).into_iter().map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(numbers("nr 77/2023 i 088 / 2024, poz. 12"), ["77/2023", "88/2024"]);
        assert!(numbers("uchwała XX/123/2024, 1/2, a/2024").is_empty());
    }

    #[test]
    fn a_date_is_written_the_polish_way() {
        assert_eq!(polish(date(2024, 1, 9)), "9 stycznia 2024 r.");
    }
}
