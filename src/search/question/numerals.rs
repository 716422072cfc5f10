//! Numbers that are written in two ways: `dzielnica 14` and `Dzielnica XIV`, `31.3.2026` and `31.03.2026`.

use super::query::Query;
use crate::text::Code;

/// Whether a code is a date. A day is when something is asked for, not what.
pub(in crate::search) fn is_date(code: &Code) -> bool {
    code.words.len() == 3 && code.term.len() == 8 && code.term.bytes().all(|b| b.is_ascii_digit())
}

/// How the number that is word `at` of the question may be written, too.
pub(in crate::search) fn otherwise(query: &Query, at: usize) -> Option<String> {
    let word = &*query.words.get(at)?.forms.folded;
    if query.codes.iter().any(|code| code.words.contains(&at) && is_date(code)) {
        return match word.strip_prefix('0') {
            Some(rest) => Some(rest.to_owned()),
            None if word.len() == 1 => Some(format!("0{word}")),
            None => None,
        };
    }
    // Districts alone are counted so by everybody; `XIV` of kings and congresses nobody types otherwise.
    let district = |at: usize| query.words.get(at).is_some_and(|word| &*word.forms.lemma == "dzielnica");
    if !(district(at + 1) || at.checked_sub(1).is_some_and(district)) {
        return None;
    }
    match word.parse() {
        Ok(number) => roman(number),
        Err(_) => (1..=LARGEST)
            .find(|&number| roman(number).as_deref() == Some(word))
            .map(|number| number.to_string()),
    }
}

/// No city has more districts.
const LARGEST: usize = 39;

/// A small number in Roman letters, in lower case as words are compared.
fn roman(number: usize) -> Option<String> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    (1..=LARGEST).contains(&number).then(|| format!("{}{}", "x".repeat(number / 10), ONES[number % 10]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Analyzer;

    fn others(question: &str) -> Vec<String> {
        let query = Query::parse(question, &mut Analyzer::default());
        (0..query.words.len()).filter_map(|at| otherwise(&query, at)).collect()
    }

    #[test]
    fn a_district_has_a_number_in_both_kinds_of_letters() {
        assert_eq!(others("dzielnica 14"), ["xiv"]);
        assert_eq!(others("rada dzielnicy XVIII"), ["18"]);
        assert_eq!(others("IX dzielnica"), ["9"]);
        for other in ["dzielnica 0", "dzielnica 140", "dzielnica IIX", "tramwaj 14", "Jan XXIII"] {
            assert!(others(other).is_empty(), "{other}: {:?}", others(other));
        }
    }

    #[test]
    fn a_date_has_noughts_or_none() {
        assert_eq!(others("do 31.3.2026"), ["03"]);
        assert_eq!(others("od 01.12.2026"), ["1"]);
        assert!(others("3 i 4").is_empty());
    }
}
