//! Verbs that say of a lasting or repeated deed what a shorter one says of a single: `wymeldowywać`, `wymeldować`.
//!
//! To a caller they are one matter, and dictionaries give each a lemma of its own. Only endings are exchanged behind which
//! the shorter verb is known to follow; whether there is such a verb the lexicon says. `nazywać` and `nazwać` part
//! otherwise, and stay apart.

use super::fold::fold;
use super::lexicon::{Lemma, Lexicon};

/// Endings of the longer verb, folded, and of the shorter one as it is written: `nażąć` folds as `nazać` would.
const ENDINGS: [(&str, &str); 9] = [
    ("owywac", "ować"),
    ("isywac", "isać"),
    ("azywac", "azać"),
    ("olywac", "ołać"),
    ("onywac", "onać"),
    ("ytywac", "ytać"),
    ("ukiwac", "ukać"),
    ("uchiwac", "uchać"),
    ("grywac", "grać"),
];

/// The lemma of the shorter verb, where `lemma` is that of a longer one.
pub(super) fn plain(lexicon: &Lexicon, lemma: &str) -> Option<Lemma<'static>> {
    let (long, short) = ENDINGS.iter().find(|(long, _)| lemma.ends_with(long))?;
    let verb = fold(&format!("{}{short}", lemma.strip_suffix(long)?));
    let found = lexicon.lemma_by_id(lexicon.lemma_id(&verb)?)?;
    (found.key == verb && found.display.ends_with(short)).then_some(found)
}

#[cfg(test)]
mod tests {
    use crate::text::Analyzer;

    #[test]
    fn a_verb_of_a_repeated_deed_meets_that_of_the_deed() {
        let mut analyzer = Analyzer::default();
        for (long, short) in [
            ("wymeldowuję", "wymeldować"),
            ("zameldowywać", "zameldować"),
            ("przerejestrowuje", "przerejestrować"),
            ("zapisywać", "zapisać"),
            ("przekazuje", "przekazać"),
            ("odwoływać", "odwołać"),
            ("wykonuje", "wykonać"),
        ] {
            let (long_forms, short_forms) = (analyzer.forms(long), analyzer.forms(short));
            assert_eq!(
                long_forms.lemma, short_forms.lemma,
                "{long}: {} {}",
                long_forms.display, short_forms.display
            );
        }
    }

    #[test]
    fn a_verb_that_only_ends_alike_keeps_its_lemma() {
        let mut analyzer = Analyzer::default();
        for word in ["używać", "nazywać", "bywać", "pływać", "zrywać", "śpiewać", "przebywać"] {
            assert_eq!(&*analyzer.forms(word).display, word);
        }
    }
}
