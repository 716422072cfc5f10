//! Words of an article by which it is found and which its readers cannot read.

use foldhash::HashSet;

use crate::text::Analysis;

/// Stands before a lemma, so that it is another term than the word that is spelled like it.
pub(in crate::search) const LEMMA: char = '=';

/// Begins the lemma of a word that the lexicon does not know; words that share one are different words.
pub(in crate::search) const STEM: char = '~';

/// Terms of the words that stand in `silent` texts of an article and in none that it `says`.
pub(in crate::search) fn unsaid<'a>(
    says: impl Iterator<Item = &'a Analysis>,
    silent: impl Iterator<Item = &'a Analysis>,
) -> String {
    let forms =
        |analysis: &'a Analysis| analysis.tokens.iter().chain(&analysis.as_read).map(|token| &token.forms);
    let (mut said, mut lemmas) = (HashSet::<&str>::default(), HashSet::<&str>::default());
    for forms in says.flat_map(forms) {
        said.insert(&forms.folded);
        lemmas.insert(&forms.lemma);
    }
    let mut terms = String::new();
    for forms in silent.flat_map(forms) {
        if !said.contains(&*forms.folded) {
            terms.push_str(&forms.folded);
            terms.push(' ');
        }
        if !lemmas.contains(&*forms.lemma) {
            terms.push(LEMMA);
            terms.push_str(&forms.lemma);
            terms.push(' ');
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Analyzer;

    #[test]
    fn words_of_silent_lines_alone_are_unsaid() {
        let mut analyzer = Analyzer::default();
        let says = [analyzer.analyze("Wersalkę odbiera MPO"), analyzer.analyze("Zgłoszenie")];
        let silent = [analyzer.analyze("gdzie wersalka"), analyzer.analyze("wersalkę zgłosić")];
        let terms = unsaid(says.iter(), silent.iter());
        let terms: Vec<&str> = terms.split(' ').filter(|term| !term.is_empty()).collect();
        assert!(terms.contains(&"gdzie") && terms.contains(&"wersalka"), "{terms:?}");
        assert!(terms.contains(&"=zglosic"), "{terms:?}");
        assert!(
            !terms.contains(&"wersalke") && !terms.contains(&"=wersalka"),
            "another form is said: {terms:?}"
        );
    }
}
