//! Old spelling: words of old books that no lexicon of today lists, and that are nevertheless read right.
//!
//! Before the reform of 1936 people wrote `materjał`, `Francyi`, `takiem` and `temi`. Repair would turn them into what
//! they are near to, so it must know them; it does not modernise them either.

/// Endings of old declension and what they are today.
const ENDINGS: [(&str, &str); 8] = [
    ("iemi", "imi"),
    ("emi", "ymi"),
    ("emi", "imi"),
    ("iem", "im"),
    ("em", "ym"),
    ("ę", "ą"),
    ("ej", "iej"),
    ("ć", "c"),
];

/// Whether `lower` is a known word once its spelling is today's.
pub(super) fn is_old_spelling(lower: &str, knows: &dyn Fn(&str) -> bool) -> bool {
    let endings = ENDINGS.iter().any(|(old, new)| {
        lower.strip_suffix(old).is_some_and(|stem| stem.chars().count() > 1 && knows(&format!("{stem}{new}")))
    });
    endings || spellings(lower).iter().any(|modern| knows(modern))
}

/// `j` or `y` before a vowel as `i` or `j`, `é` as `e`, each everywhere: `historji`, `Francyi`, `Maryja`, `téż`.
fn spellings(lower: &str) -> Vec<String> {
    let plain = lower.replace('é', "e");
    let mut found = Vec::new();
    for (old, new) in [('j', "i"), ('y', "i"), ('y', "j"), ('i', "j")] {
        let chars: Vec<char> = plain.chars().collect();
        let modern: String = chars
            .iter()
            .enumerate()
            .map(|(at, &c)| {
                let before_vowel = chars.get(at + 1).is_some_and(|next| "aeiouyąęó".contains(*next));
                let after_consonant =
                    at > 0 && chars.get(at - 1).is_some_and(|before| !"aeiouyąęó".contains(*before));
                if c == old && before_vowel && after_consonant { new.to_owned() } else { c.to_string() }
            })
            .collect();
        if modern != plain {
            found.push(modern);
        }
    }
    if plain != lower {
        found.push(plain);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn words_of_old_books_are_known_for_what_they_are() {
        let knows = |word: &str| Lexicon::polish().form(word).is_some();
        for word in ["materjał", "historji", "notarjusza", "francyi", "takiem", "dobremi", "téż"] {
            assert!(is_old_spelling(word, &knows), "{word}");
        }
        for word in ["materfał", "kslążka", "tóm"] {
            assert!(!is_old_spelling(word, &knows), "{word}");
        }
    }
}
