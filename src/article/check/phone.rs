//! Telephone numbers that are none, or are written otherwise than we write them.

use super::codes;
use crate::article::Code;
use crate::text::say::Phone;

/// What to write instead.
const EXAMPLE: &str = "jedna postać: „12 616 55 55”, komórka „501 678 116”, numer skrócony „986”";

/// What is wrong with a number: its code, in words, and the remedy.
pub(in crate::article) fn fault(number: &str) -> Option<(Code, String, String)> {
    let Some(phone) = Phone::read(number) else {
        let message = format!("„{number}” nie jest numerem telefonu");
        return Some((codes::BAD_PHONE, message, EXAMPLE.to_owned()));
    };
    let form = phone.to_string();
    (form != number).then(|| {
        let message = format!("numer „{number}” zapisz w jednej postaci");
        (codes::PHONE_FORM, message, format!("zapisz: \"{form}\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_the_one_form_has_no_fault() {
        for number in ["12 616 55 55", "700 123 456", "986", "12 616 55 55 wew. 3"] {
            assert_eq!(fault(number), None);
        }
    }

    #[test]
    fn another_spelling_is_told_the_form_and_what_is_no_number_is_told_so() {
        let told = |number| fault(number).map(|(code, _, help)| (code, help));
        assert_eq!(told("12 6165555"), Some((codes::PHONE_FORM, "zapisz: \"12 616 55 55\"".into())));
        assert_eq!(told("012 616 55 55"), Some((codes::PHONE_FORM, "zapisz: \"12 616 55 55\"".into())));
        assert_eq!(told("sekretariat"), Some((codes::BAD_PHONE, EXAMPLE.into())));
    }
}
