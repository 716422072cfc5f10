//! Polish telephone numbers: one reader, and one form in which they are written, read out and dialled.
//!
//! One form lets two articles be compared and a number be read aloud the way people write it down: `12 616 55 55` for
//! landlines with the area code first, `501 678 116` and `800 120 002` for mobiles and helplines, `112` for emergencies.

use std::fmt;

use super::NBSP;

/// A telephone number in Poland.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    digits: String,
    extension: Option<String>,
}

impl Phone {
    /// Reads one number, however it is spaced and with whatever stands before it from Poland or abroad; `None` for what
    /// is no Polish number.
    ///
    /// ```text
    /// +48 12 616-55-55, 012/616 55 55  -> 12 616 55 55
    /// tel. 126165555, wew 3            -> 12 616 55 55 wew. 3
    /// 700123456                        -> 700 123 456
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let (number, extension) = match lower.find("wew") {
            Some(at) => {
                (&lower[..at], Some(digits_only(lower[at..].trim_start_matches(char::is_alphabetic))?))
            }
            None => (lower.as_str(), None),
        };
        let number = number.trim().trim_start_matches("tel.").trim().trim_end_matches(',');
        let digits = digits_only(number)?;
        let from_abroad =
            if number.contains('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
        let local = match from_abroad {
            Some(digits) => digits.strip_prefix("48")?,
            None => digits.strip_prefix("48").filter(|local| local.len() == WHOLE).unwrap_or(&digits),
        };
        // Until 2005 a zero went before the area code, and many lists still have it.
        let local = local.strip_prefix('0').filter(|local| local.len() == WHOLE).unwrap_or(local);
        groups(local)?;
        Some(Self {
            digits: local.to_owned(),
            extension: extension.filter(|extension| !extension.is_empty()),
        })
    }

    /// The nine digits of a number that leads to one telephone anywhere in Poland: neither a short number nor one with
    /// an extension.
    pub fn whole(&self) -> Option<&str> {
        (self.digits.len() == WHOLE && self.extension.is_none()).then_some(&self.digits)
    }

    /// The address of a link that dials it; `None` where it takes a person to ask for the extension.
    pub fn link(&self) -> Option<String> {
        match (self.whole(), &self.extension) {
            (Some(digits), _) => Some(format!("tel:+48{digits}")),
            (None, None) => Some(format!("tel:{}", self.digits)),
            (None, Some(_)) => None,
        }
    }
}

impl fmt::Display for Phone {
    /// In the groups in which it is read out: `12 616 55 55 wew. 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut space) = (self.digits.as_str(), "");
        for length in groups(rest).unwrap_or_default() {
            let (group, tail) = rest.split_at(*length);
            write!(f, "{space}{group}")?;
            (rest, space) = (tail, " ");
        }
        self.extension.iter().try_for_each(|extension| write!(f, " wew. {extension}"))
    }
}

/// A telephone number as it is read out, in one piece; anything that is no Polish number stays as it was written.
pub fn phone(written: &str) -> String {
    let said = Phone::read(written).map_or_else(|| written.to_owned(), |phone| phone.to_string());
    said.split_whitespace().collect::<Vec<_>>().join(&NBSP.to_string())
}

/// Digits of a number without the country's.
const WHOLE: usize = 9;

/// The groups in which digits are read out; `None` where they are no number.
fn groups(digits: &str) -> Option<&'static [usize]> {
    // The blocks of mobile networks, and helplines: 800 is free, 801 and 804 are paid like a local call, 70x cost more.
    const IN_THREES: [&str; 15] =
        ["45", "50", "51", "53", "57", "60", "66", "69", "70", "72", "73", "78", "79", "80", "88"];
    match digits.len() {
        // 112, 99x, 98x.
        3 if digits == "112" || digits.starts_with('9') => Some(&[3]),
        // Lines of cities (19 115), and those that are the same in all of Europe (116 111).
        5 if digits.starts_with("19") => Some(&[2, 3]),
        6 if digits.starts_with("116") => Some(&[3, 3]),
        WHOLE if IN_THREES.iter().any(|block| digits.starts_with(block)) => Some(&[3, 3, 3]),
        WHOLE if !digits.starts_with('0') => Some(&[2, 3, 2, 2]),
        _ => None,
    }
}

/// The digits of a number written with spaces, dashes, dots, strokes and brackets; `None` if anything else is in it.
fn digits_only(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => {}
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '.' | '(' | ')' | '/' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(written: &str) -> Option<String> {
        Phone::read(written).map(|phone| phone.to_string())
    }

    #[test]
    fn numbers_are_brought_to_one_form() {
        for (written, form) in [
            ("12 616 55 55", "12 616 55 55"),
            ("126165555", "12 616 55 55"),
            ("(12) 616-55-55", "12 616 55 55"),
            ("+48 12 616 55 55", "12 616 55 55"),
            ("(+48) 12 616 55 55", "12 616 55 55"),
            ("0048126165555", "12 616 55 55"),
            ("48 12 616 55 55", "12 616 55 55"),
            ("48 362 01 11", "48 362 01 11"),
            ("501678116", "501 678 116"),
            ("800 120 002", "800 120 002"),
            ("70 012 34 56", "700 123 456"),
            ("112", "112"),
            ("986", "986"),
            ("19115", "19 115"),
            ("116111", "116 111"),
            ("12 616 55 55 wew. 12", "12 616 55 55 wew. 12"),
            ("tel. 12 616 55 55, wew 3", "12 616 55 55 wew. 3"),
        ] {
            assert_eq!(read(written).as_deref(), Some(form), "{written}");
            assert_eq!(read(form).as_deref(), Some(form), "what was written is read");
        }
    }

    #[test]
    fn a_number_is_one_with_any_dash_any_space_and_the_old_zero() {
        for written in [
            "12 630–41–00",
            "12\u{2009}630\u{2009}41\u{2009}00",
            "12\u{a0}630\u{202f}41 00",
            "12  630  41  00",
            "012 630 41 00",
            "+48 (0) 12 630 41 00",
            "12/630 41 00",
        ] {
            assert_eq!(read(written).as_deref(), Some("12 630 41 00"), "{written:?}");
        }
    }

    #[test]
    fn other_digits_are_no_numbers() {
        for text in [
            "",
            "12",
            "12 616 55",
            "12 616 55 555",
            "0012 616 55 55",
            "+49 30 901820",
            "123",
            "infolinia",
            "12 616 55 55 i 986",
        ] {
            assert_eq!(Phone::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_shows_the_form_that_lint_asks_for_in_one_piece() {
        for (written, shown) in [
            ("700 123 456", "700~123~456"),
            ("+48 12 616-55-55", "12~616~55~55"),
            ("116111", "116~111"),
            ("12 616 55 55 wew 3", "12~616~55~55~wew.~3"),
            ("+49 30 1234567", "+49~30~1234567"),
            ("sekretariat", "sekretariat"),
            ("", ""),
        ] {
            assert_eq!(phone(written).replace(NBSP, "~"), shown, "{written:?}");
        }
    }

    #[test]
    fn a_number_in_its_one_form_can_be_dialled_but_for_an_extension() {
        let link = |written| Phone::read(written).and_then(|phone| phone.link());
        assert_eq!(link("12 616 55 55").as_deref(), Some("tel:+48126165555"));
        assert_eq!(link("986").as_deref(), Some("tel:986"));
        assert_eq!(link("19 115").as_deref(), Some("tel:19115"));
        assert_eq!(link("116 111").as_deref(), Some("tel:116111"));
        assert_eq!(link("12 616 55 55 wew. 3"), None);
        assert_eq!(link("sekretariat"), None);
    }
}
