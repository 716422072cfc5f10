//! A light stemmer for words that the lexicon does not know.
//!
//! Mostly names and borrowings (`Minaj`, `Minajem`): it takes off one ending of the
//! noun or adjective and nothing else. It is not a general stemmer; Snowball's is
//! longer and measured no better here, and a guesser trained on the dictionary mangles
//! foreign names. Its terms live in a key space of their own, so that the stem `dom`
//! of an unknown word never meets the lemma `dom`.

/// Marks a term that was stemmed and not looked up. No lemma begins with it.
pub const STEM_MARK: char = '~';

/// Endings by falling length, so that the first that fits is the longest.
const ENDINGS: [&str; 26] = [
    "owskiego", "owskiej", "ami", "ach", "owi", "iem", "ego", "emu", "ych", "ymi", "imi", "ich", "om", "ow",
    "em", "ie", "ej", "ym", "im", "a", "e", "i", "o", "u", "y", "",
];

/// Shorter words are abbreviations and codes more often than inflected words.
const SHORTEST_WORD: usize = 4;
/// What an ending must leave, or unrelated words fall together.
const SHORTEST_STEM: usize = 3;

/// The stem of a folded word: `minajem` gives `minaj`. Never empty for a word that is not.
pub fn stem(folded: &str) -> &str {
    if folded.chars().count() < SHORTEST_WORD || !folded.chars().all(char::is_alphabetic) {
        return folded;
    }
    ENDINGS
        .iter()
        .filter_map(|ending| folded.strip_suffix(ending))
        .find(|stem| stem.chars().count() >= SHORTEST_STEM)
        .unwrap_or(folded)
}

/// The index term of a word outside the lexicon: the marked stem.
pub fn stem_key(folded: &str) -> String {
    let stem = stem(folded);
    let mut key = String::with_capacity(STEM_MARK.len_utf8() + stem.len());
    key.push(STEM_MARK);
    key.push_str(stem);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_an_unknown_name_meet_in_one_stem() {
        for (word, expected) in [
            ("minaj", "minaj"),
            ("minajem", "minaj"),
            ("minajowi", "minaj"),
            ("zielosko", "zielosk"),
            ("zieloska", "zielosk"),
            ("wislockiego", "wislocki"),
            ("brzeszczowskiego", "brzeszcz"),
        ] {
            assert_eq!(
                stem(word),
                expected,
                "stem of {word}; the longest ending that leaves three letters goes"
            );
        }
    }

    #[test]
    fn short_words_codes_and_numbers_stay_whole() {
        for word in ["", "abc", "ema", "pit37", "500", "emeu"] {
            let kept = if word == "emeu" { "eme" } else { word };
            assert_eq!(stem(word), kept, "stem of {word:?}");
        }
    }

    #[test]
    fn a_stem_is_marked_so_that_it_is_no_lemma() {
        assert_eq!(stem_key("minajem"), "~minaj");
        assert_eq!(stem_key("500"), "~500");
    }
}
