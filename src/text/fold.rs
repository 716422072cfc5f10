//! Folding: what a word looks like to someone who types without accents.
//!
//! `ą` becomes `a` and, unlike in any Unicode form, `ł` becomes `l`: NFD leaves `ł` whole because its stroke is no
//! combining mark. Folding loses information on purpose; whoever needs the accents keeps the word beside it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-cases `text` and strips every accent; idempotent, total, and at most three times as long in bytes.
///
/// ```
/// assert_eq!(drogowskaz::text::fold("Żółć"), "zolc");
/// assert_eq!(drogowskaz::text::fold("Straße"), "strasse");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// Folds one character onto the end of `out`.
pub(crate) fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    match polish(c) {
        Some(plain) => out.push(plain),
        None => fold_foreign(c, out),
    }
}

/// The nine accented letters of Polish, both cases: the path nearly every non-ASCII character takes.
fn polish(c: char) -> Option<char> {
    Some(match c {
        'ą' | 'Ą' => 'a',
        'ć' | 'Ć' => 'c',
        'ę' | 'Ę' => 'e',
        'ł' | 'Ł' => 'l',
        'ń' | 'Ń' => 'n',
        'ó' | 'Ó' => 'o',
        'ś' | 'Ś' => 's',
        'ź' | 'Ź' | 'ż' | 'Ż' => 'z',
        _ => return None,
    })
}

fn fold_foreign(c: char, out: &mut String) {
    if let Some(spelled) = spelled(c) {
        out.push_str(spelled);
        return;
    }
    for lower in c.to_lowercase() {
        let mut any = false;
        for part in std::iter::once(lower).nfd().filter(|&part| !is_combining_mark(part)) {
            // What is under an accent may be one of those, as in ǽ and ǿ.
            match spelled(part) {
                Some(spelled) => out.push_str(spelled),
                None => out.push(part),
            }
            any = true;
        }
        // A lone combining mark folds to nothing; anything else that vanished would break totality.
        if !any && !is_combining_mark(lower) {
            out.push(lower);
        }
    }
}

/// Letters that no decomposition takes apart, as Polish readers would type them.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' | 'İ' => "i",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_polish_letter_folds_to_one_ascii_letter() {
        assert_eq!(fold("zażółć gęślą jaźń"), "zazolc gesla jazn");
        assert_eq!(fold("ZAŻÓŁĆ GĘŚLĄ JAŹŃ"), "zazolc gesla jazn");
    }

    #[test]
    fn decomposed_accents_fold_like_composed_ones() {
        assert_eq!(fold("s\u{301}mieci"), "smieci");
    }

    #[test]
    fn no_letter_of_any_script_folds_further() {
        assert_eq!(fold("Ǽ Ǣ Ǿ"), "ae ae o");
        for letter in (char::MIN..=char::MAX).map(String::from) {
            let once = fold(&letter);
            assert_eq!(fold(&once), once, "{letter:?}");
            assert!(once.len() <= 3 * letter.len(), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_idempotent_and_bounded(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone(), "help: a folded character folds further; add it to `fold_foreign`");
            prop_assert!(once.len() <= 3 * text.len().max(1));
        }
    }
}
