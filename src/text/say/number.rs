//! Numbers: with the noun that they count, with a decimal comma, and spans of time.

use std::time::Duration;

use super::NBSP;

/// A noun in the three forms that Polish gives it after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    one: &'static str,
    few: &'static str,
    many: &'static str,
}

impl Noun {
    /// 1 wynik; 2–4 wyniki, 22 wyniki; 5 wyników, 12 wyników, 0 wyników.
    pub const fn new(one: &'static str, few: &'static str, many: &'static str) -> Self {
        Self { one, few, many }
    }

    /// The form after `number`.
    pub fn after(self, number: usize) -> &'static str {
        match (number, number % 10, number % 100) {
            (1, _, _) => self.one,
            (_, _, 12..=14) => self.many,
            (_, 2..=4, _) => self.few,
            _ => self.many,
        }
    }

    /// A number with it on a terminal, where lines end anywhere: `12345 wyników`. On pages it is [`count`].
    pub fn counted(self, number: usize) -> String {
        format!("{number} {}", self.after(number))
    }
}

/// What a search gives.
pub const RESULT: Noun = Noun::new("wynik", "wyniki", "wyników");
/// What a text is made of.
pub const CHARACTER: Noun = Noun::new("znak", "znaki", "znaków");
/// What the Baza Wiedzy is made of.
pub const ARTICLE: Noun = Noun::new("artykuł", "artykuły", "artykułów");

/// A number with its noun in the right form, in one piece: `112 wyników`, `22 wyniki`.
pub fn count(number: usize, noun: Noun) -> String {
    format!("{}{NBSP}{}", thousands(number), noun.after(number))
}

/// A number with its digits in threes from five digits up, as Polish sets them: `1234`, `12 345`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    text
}

/// `0,836`: a figure with `digits` places and a decimal comma.
pub fn decimal(value: f64, digits: usize) -> String {
    // Minus zero is an artefact of subtraction, not a result.
    let text = format!("{value:.digits$}");
    let bare = text.strip_prefix('-').filter(|rest| rest.chars().all(|c| matches!(c, '0' | '.')));
    bare.unwrap_or(&text).replace('.', ",")
}

/// `+0,012`, `−0,003`: a difference, always with its sign.
pub fn signed(value: f64, digits: usize) -> String {
    let text = decimal(value, digits);
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => format!("+{text}"),
    }
}

/// A span of time as a person would say it: `840 µs`, `3,2 ms`, `12,4 s`.
pub fn duration(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 0.001 {
        format!("{} µs", took.as_micros())
    } else if seconds < 1.0 {
        format!("{} ms", decimal(seconds * 1_000.0, 1))
    } else {
        format!("{} s", decimal(seconds, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_the_form_of_the_noun_that_polish_gives_it() {
        let cases = [
            (0, "0~wyników"),
            (1, "1~wynik"),
            (2, "2~wyniki"),
            (4, "4~wyniki"),
            (5, "5~wyników"),
            (11, "11~wyników"),
            (12, "12~wyników"),
            (14, "14~wyników"),
            (21, "21~wyników"),
            (22, "22~wyniki"),
            (101, "101~wyników"),
            (112, "112~wyników"),
            (122, "122~wyniki"),
            (1001, "1001~wyników"),
            (1003, "1003~wyniki"),
            (12345, "12~345~wyników"),
        ];
        for (number, expected) in cases {
            let said = count(number, RESULT);
            assert_eq!(said.replace(NBSP, "~"), expected);
        }
        assert_eq!(RESULT.counted(12345), "12345 wyników");
    }

    #[test]
    fn figures_have_a_comma_and_differences_a_sign() {
        assert_eq!(decimal(0.83649, 3), "0,836");
        assert_eq!(decimal(-0.0001, 3), "0,000");
        assert_eq!(signed(0.0125, 3), "+0,013");
        assert_eq!(signed(-0.004, 3), "−0,004");
        assert_eq!(signed(-0.0, 3), "+0,000");
    }

    #[test]
    fn times_come_in_the_unit_that_fits() {
        assert_eq!(duration(Duration::from_micros(840)), "840 µs");
        assert_eq!(duration(Duration::from_micros(3_200)), "3,2 ms");
        assert_eq!(duration(Duration::from_millis(12_400)), "12,4 s");
    }
}
