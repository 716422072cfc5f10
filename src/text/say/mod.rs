//! Values in Polish words, the one way for pages, drafts and terminals: numbers with their nouns, dates, the clock,
//! telephone numbers as they are read out, and the spaces at which no line may end.
//!
//! What is said in one piece has [`NBSP`] in it; [`plain`] takes it out where text is not laid out in lines.

mod date;
mod number;
mod phone;
mod unbroken;

pub use date::{MONTHS, MONTHS_ALONE, clock, date, date_without_year, local_minute, read_local};
pub use number::{ARTICLE, CHARACTER, Noun, RESULT, count, decimal, duration, signed, thousands};
pub use phone::{Phone, phone};
pub use unbroken::{unbroken, unbroken_html};

/// U+00A0, the space at which no line ends.
pub const NBSP: char = '\u{a0}';

/// `text` with spaces like any others, for files, data and terminals.
pub fn plain(text: &str) -> String {
    text.replace(NBSP, " ")
}

/// `words` with a capital first.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The words of an error as a sentence: a capital first, a full stop last.
pub fn sentence(words: &str) -> String {
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", capital(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_error_become_a_sentence() {
        assert_eq!(sentence("plik jest pusty"), "Plik jest pusty.");
        assert_eq!(sentence("źle zapisany. Popraw go."), "Źle zapisany. Popraw go.");
        assert_eq!(sentence(""), ".");
    }
}
