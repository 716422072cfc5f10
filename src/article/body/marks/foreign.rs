//! The same words otherwise than in Polish or English: spelt backwards, and in the alphabets of those who work here.

use std::sync::LazyLock;

use super::INTERNAL;
use super::bare::bare;

/// Beginnings of words that say it of what they stand beside, as [`bare`] leaves them.
static SAYING: LazyLock<Vec<String>> = LazyLock::new(|| {
    let stems = "внутр служебн службов конфиденц конфіденц секретн таємн закрытое";
    stems.split(' ').map(bare).collect()
});

/// Beginnings of words for those who work here, and of what is said beside them.
static PEOPLE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let stems = "сотрудник працівник співробітник";
    stems.split(' ').map(bare).collect()
});

static BESIDE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = "для пользования користування использования використання только тільки лише";
    words.split(' ').map(bare).collect()
});

/// Whether a word says that something is not for residents.
pub(super) fn is_foreign(word: &str) -> bool {
    const WESTERN: [&str; 5] = ["vertraulich", "dienstlich", "confidentiel", "confidentielle", "vnitrni"];
    WESTERN.contains(&word) || is_backwards(word) || (!word.is_ascii() && begins_with(word, &SAYING))
}

/// Whether it names those who work here.
pub(super) fn is_foreign_worker(word: &str) -> bool {
    !word.is_ascii() && begins_with(word, &PEOPLE)
}

/// Whether it says nothing by itself.
pub(super) fn is_foreign_filling(word: &str) -> bool {
    word == "nur" || BESIDE.iter().any(|beside| beside == word)
}

/// Whether a text turns around the order in which its letters are read: nobody writes that by hand.
pub(in crate::article) fn turns(text: &str) -> bool {
    text.contains(['\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}'])
}

/// The same of running text, into which the milder of these signs are pasted with foreign names and numbers.
pub(super) fn overrides(text: &str) -> bool {
    text.contains(['\u{202d}', '\u{202e}'])
}

fn is_backwards(word: &str) -> bool {
    const STEMS: [&str; 4] = ["nzrtenwew", "nfuop", "nwajein", "wobzuls"];
    let Some((at, _)) = word.char_indices().rev().nth(4) else { return false };
    at > 0 && (STEMS.iter().any(|stem| word.ends_with(stem)) || word.chars().rev().eq(INTERNAL.chars()))
}

fn begins_with(word: &str, stems: &[String]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem.as_str()))
}
