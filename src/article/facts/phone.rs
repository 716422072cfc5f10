//! Polish telephone numbers: whether a text is one, and the one form in which we write it.
//!
//! One form lets two articles be compared and a number be read aloud the way people write it down: `12 616 55 55`
//! for the city's landlines, `501 678 116` for mobiles, `112` for emergencies.

/// What to write instead.
pub const EXAMPLE: &str = "jedna postać: „12 616 55 55”, komórka „501 678 116”, numer skrócony „986”";

/// Why a text is not a number in our form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is a number; this is how we write it.
    Form(String),
    /// It is none.
    NotAPhone,
}

/// Whether `text` is one number, written in the one form.
pub fn check(text: &str) -> Result<(), Fault> {
    let form = normal_form(text).ok_or(Fault::NotAPhone)?;
    if form == text { Ok(()) } else { Err(Fault::Form(form)) }
}

/// A number in the one form, an extension after it (`12 616 55 55 wew. 12`); `None` for what is no Polish number.
pub fn normal_form(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (number, extension) = match lower.find("wew") {
        Some(at) => (&lower[..at], Some(digits_only(lower[at..].trim_start_matches(char::is_alphabetic))?)),
        None => (lower.as_str(), None),
    };
    let number = number.trim().trim_start_matches("tel.").trim().trim_end_matches(',');
    let digits = digits_only(number)?;
    let digits = match number
        .strip_prefix('+')
        .or_else(|| number.strip_prefix("(+").or_else(|| number.strip_prefix("00")))
    {
        Some(_) => digits.trim_start_matches("00").strip_prefix("48")?.to_owned(),
        None => digits,
    };
    let mut form = match digits.as_str() {
        // 112, 99x, 98x and the six-digit European lines such as 116 111 and 19 115.
        d if d.len() == 3 && (d == "112" || d.starts_with('9')) => d.to_owned(),
        d if d.len() == 5 && d.starts_with("19") => format!("{} {}", &d[..2], &d[2..]),
        d if d.len() == 6 && d.starts_with("116") => format!("{} {}", &d[..3], &d[3..]),
        d if d.len() == 9 && is_subscriber_paid_or_free(d) => format!("{} {} {}", &d[..3], &d[3..6], &d[6..]),
        d if d.len() == 9 && is_mobile(d) => format!("{} {} {}", &d[..3], &d[3..6], &d[6..]),
        d if d.len() == 9 && !d.starts_with('0') => {
            format!("{} {} {} {}", &d[..2], &d[2..5], &d[5..7], &d[7..])
        }
        _ => return None,
    };
    if let Some(extension) = extension.filter(|extension| !extension.is_empty()) {
        form.push_str(" wew. ");
        form.push_str(&extension);
    }
    Some(form)
}

/// The digits of a number written with spaces, dashes, dots and brackets; `None` if anything else is in it.
fn digits_only(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in text.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => {}
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '–' | '.' | '(' | ')' | '/' => {}
            _ => return None,
        }
    }
    Some(digits)
}

/// 800 is free, 801 and 804 are paid like a local call, 70x cost more.
fn is_subscriber_paid_or_free(digits: &str) -> bool {
    digits.starts_with("80") || digits.starts_with("70")
}

/// The blocks of numbers that Polish mobile networks were given.
fn is_mobile(digits: &str) -> bool {
    ["45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88"]
        .iter()
        .any(|block| digits.starts_with(block))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_are_brought_to_one_form() {
        for (written, form) in [
            ("12 616 55 55", "12 616 55 55"),
            ("126165555", "12 616 55 55"),
            ("(12) 616-55-55", "12 616 55 55"),
            ("+48 12 616 55 55", "12 616 55 55"),
            ("0048126165555", "12 616 55 55"),
            ("501678116", "501 678 116"),
            ("800 120 002", "800 120 002"),
            ("112", "112"),
            ("986", "986"),
            ("116111", "116 111"),
            ("12 616 55 55 wew. 12", "12 616 55 55 wew. 12"),
            ("tel. 12 616 55 55, wew 3", "12 616 55 55 wew. 3"),
        ] {
            assert_eq!(normal_form(written).as_deref(), Some(form), "{written}");
        }
        assert_eq!(check("12 616 55 55"), Ok(()));
        assert_eq!(check("12 6165555"), Err(Fault::Form("12 616 55 55".into())));
    }

    #[test]
    fn other_digits_are_no_numbers() {
        for text in [
            "",
            "12",
            "12 616 55",
            "12 616 55 555",
            "+49 30 901820",
            "123",
            "infolinia",
            "12 616 55 55 i 986",
        ] {
            assert_eq!(check(text), Err(Fault::NotAPhone), "{text}");
        }
    }
}
