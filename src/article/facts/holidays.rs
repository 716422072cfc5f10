//! Poland's days off, computed: no list runs out, and none is the calendar of another country.
//!
//! Source: the act of 18 January 1951 on days off work (Dz.U. 1951 nr 4 poz. 28, as amended), with Epiphany since 2011 and Christmas
//! Eve since 2025; Easter by the rule of the Gregorian calendar. Trading Sundays: the act of 10 January 2018 on
//! limiting trade on Sundays (art. 7), with three Sundays before Christmas since 2025.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The day off that `date` is, by the name under which people know it.
///
/// ```
/// use drogowskaz::article::facts::holidays::holiday;
/// assert_eq!(holiday("2026-12-24".parse().unwrap()), Some("Wigilia"));
/// assert_eq!(holiday("2024-12-24".parse().unwrap()), None, "a day off since 2025");
/// ```
pub fn holiday(date: Date) -> Option<&'static str> {
    let fixed = match (date.month(), date.day()) {
        (1, 1) => Some("Nowy Rok"),
        (1, 6) if date.year() >= 2011 => Some("Trzech Króli"),
        (5, 1) => Some("Święto Pracy"),
        (5, 3) => Some("Święto Konstytucji 3 Maja"),
        (8, 15) => Some("Wniebowzięcie NMP"),
        (11, 1) => Some("Wszystkich Świętych"),
        (11, 11) => Some("Święto Niepodległości"),
        (12, 24) if date.year() >= 2025 => Some("Wigilia"),
        (12, 25 | 26) => Some("Boże Narodzenie"),
        _ => None,
    };
    fixed.or_else(|| {
        // The earliest Easter is on 22 March, the latest Corpus Christi on 24 June.
        if !(3..=6).contains(&date.month()) {
            return None;
        }
        let easter = easter(date.year())?;
        let after = |days: i64| easter.checked_add(days.days()).is_ok_and(|day| day == date);
        match () {
            () if date == easter => Some("Wielkanoc"),
            () if after(1) => Some("Poniedziałek Wielkanocny"),
            () if after(49) => Some("Zielone Świątki"),
            () if after(60) => Some("Boże Ciało"),
            () => None,
        }
    })
}

/// Easter Sunday of a year (Gauss, as Meeus and Butcher give it).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether `date` is a Sunday on which shops may be open.
pub fn is_trading_sunday(date: Date) -> bool {
    if date.weekday() != Weekday::Sunday || holiday(date).is_some() {
        return false;
    }
    let last_of_month = date.day() + 7 > date.days_in_month();
    let before = |day: Option<Date>, days: i64| {
        day.and_then(|day| day.checked_sub(days.days()).ok())
            .is_some_and(|from| (from..day.unwrap_or(from)).contains(&date))
    };
    (matches!(date.month(), 1 | 4 | 6 | 8) && last_of_month)
        || before(easter(date.year()), 7)
        // Three Sundays before Christmas Eve; two before it was a day off.
        || before(
            Date::new(date.year(), 12, 24).ok(),
            if date.year() >= 2025 { 21 } else { 14 },
        )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_almanacs_have_it() {
        for (year, date) in [
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
            (2285, "2285-03-22"),
        ] {
            assert_eq!(easter(year), Some(day(date)));
        }
    }

    #[test]
    fn a_year_has_the_days_off_that_the_act_names() {
        let of = |year: i16| -> Vec<String> {
            let first = Date::constant(year, 1, 1);
            let days = (0..366).filter_map(|n| first.checked_add(n.days()).ok());
            let mut found = Vec::new();
            for date in days.filter(|date| date.year() == year && holiday(*date).is_some()) {
                found.push(date.to_string()[5..].to_owned());
            }
            found
        };
        let days = [
            "01-01", "01-06", "04-05", "04-06", "05-01", "05-03", "05-24", "06-04", "08-15", "11-01",
            "11-11", "12-24", "12-25", "12-26",
        ];
        assert_eq!(of(2026), days);
        assert_eq!(of(2024).len(), 13, "Christmas Eve was a working day");
    }

    #[test]
    fn trading_sundays_are_those_of_the_act() {
        let first = Date::constant(2026, 1, 1);
        let found: Vec<String> = (0..365)
            .filter_map(|n| first.checked_add(n.days()).ok())
            .filter(|date| is_trading_sunday(*date))
            .map(|date| date.to_string()[5..].to_owned())
            .collect();
        assert_eq!(found, ["01-25", "03-29", "04-26", "06-28", "08-30", "12-06", "12-13", "12-20"]);
    }

    #[test]
    fn years_at_the_edges_of_the_calendar_are_no_fault() {
        for date in [Date::MIN, Date::MAX, Date::constant(-1, 4, 4), Date::constant(1, 4, 4)] {
            holiday(date);
            is_trading_sunday(date);
        }
    }
}
