//! Dates and the clock.

use jiff::civil::{Date, DateTime};

use super::NBSP;

/// Months as dates have them, in the genitive: `1 października`.
pub const MONTHS: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];

/// Months that stand alone: `kwiecień–wrzesień`.
pub const MONTHS_ALONE: [&str; 12] = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
];

/// `1 października 2026`, in one piece.
pub fn date(day: Date) -> String {
    format!("{}{NBSP}{}", date_without_year(day), day.year())
}

/// `1 października`, in one piece, where the year goes without saying.
pub fn date_without_year(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|i| MONTHS.get(i)).unwrap_or(&"");
    format!("{}{NBSP}{month}", day.day())
}

/// `7:40`.
pub fn clock(hour: impl Into<i32>, minute: impl Into<i32>) -> String {
    format!("{}:{:02}", hour.into(), minute.into())
}

/// `2026-12-24T07:40`: a local moment as programs are told it.
pub fn local_minute(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Reads what [`local_minute`] writes, also with seconds; nothing else, so that nobody's other way is read by chance.
pub fn read_local(text: &str) -> Option<DateTime> {
    let shape = |c: char, at: usize| match at {
        4 | 7 => c == '-',
        10 => c == 'T',
        13 | 16 => c == ':',
        _ => c.is_ascii_digit(),
    };
    let whole = matches!(text.len(), 16 | 19) && text.chars().enumerate().all(|(at, c)| shape(c, at));
    whole.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::say::plain;

    #[test]
    fn a_date_is_written_out_and_never_breaks() {
        assert_eq!(date(Date::constant(2026, 10, 1)).replace(NBSP, "~"), "1~października~2026");
        assert_eq!(plain(&date(Date::constant(2025, 12, 31))), "31 grudnia 2025");
    }

    #[test]
    fn the_clock_has_two_digits_for_minutes() {
        assert_eq!([clock(7, 5), clock(15, 30), clock(0, 0)], ["7:05", "15:30", "0:00"]);
    }
}
