//! Polish numbers in messages: plural forms and the decimal comma.

/// `1 błąd`, `2 błędy`, `5 błędów`, `12 błędów`, `22 błędy`.
pub(crate) fn count(n: usize, one: &str, few: &str, many: &str) -> String {
    let word = match (n, n % 10, n % 100) {
        (1, _, _) => one,
        (_, 2..=4, 0..=9 | 20..) => few,
        _ => many,
    };
    format!("{n} {word}")
}

/// `0,836`: a figure with `digits` places and a decimal comma.
pub(crate) fn decimal(value: f64, digits: usize) -> String {
    // Minus zero is an artefact of subtraction, not a result.
    let text = format!("{value:.digits$}");
    let bare = text.strip_prefix('-').filter(|rest| rest.chars().all(|c| matches!(c, '0' | '.')));
    bare.unwrap_or(&text).replace('.', ",")
}

/// `+0,012`, `−0,003`: a difference, always with its sign.
pub(crate) fn signed(value: f64, digits: usize) -> String {
    let text = decimal(value, digits);
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => format!("+{text}"),
    }
}

/// A span of time as a person would say it: `840 µs`, `3,2 ms`, `12,4 s`.
pub(crate) fn time(took: std::time::Duration) -> String {
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
    use std::time::Duration;

    #[test]
    fn counts_take_the_form_that_polish_asks_for() {
        let errors = |n| count(n, "błąd", "błędy", "błędów");
        for (n, expected) in [
            (0, "0 błędów"),
            (1, "1 błąd"),
            (2, "2 błędy"),
            (4, "4 błędy"),
            (5, "5 błędów"),
            (11, "11 błędów"),
            (12, "12 błędów"),
            (14, "14 błędów"),
            (21, "21 błędów"),
            (22, "22 błędy"),
            (112, "112 błędów"),
            (122, "122 błędy"),
            (1001, "1001 błędów"),
        ] {
            assert_eq!(errors(n), expected);
        }
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
        assert_eq!(time(Duration::from_micros(840)), "840 µs");
        assert_eq!(time(Duration::from_micros(3_200)), "3,2 ms");
        assert_eq!(time(Duration::from_millis(12_400)), "12,4 s");
    }
}
