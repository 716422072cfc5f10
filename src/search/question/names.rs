//! Words of a question that name somebody or something.

use crate::text::Forms;
use crate::text::lexicon::Lexicon;
use crate::text::stem::STEM_MARK;

/// Letters of the shortest name: `A` begins more than names.
const SHORTEST: usize = 3;

/// Whether a word names: it has a capital although no sentence begins with it, or Polish knows it only as a name, or not at
/// all. Names are typed without capitals and accents as often as other words.
pub(super) fn is_name(typed: &str, forms: &Forms, begins: bool) -> bool {
    if forms.numeric || typed.chars().take(SHORTEST).count() < SHORTEST {
        return false;
    }
    let capital = typed.chars().next().is_some_and(char::is_uppercase);
    if capital && !begins {
        return true;
    }
    let lexicon = Lexicon::polish();
    match lexicon.form(&forms.exact) {
        Some(info) => info.proper,
        None if forms.lemma.starts_with(STEM_MARK) => true,
        None => lexicon
            .accented(&forms.folded)
            .and_then(|word| lexicon.form(&word))
            .is_some_and(|info| info.proper),
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use crate::text::Analyzer;

    fn names(question: &str) -> Vec<String> {
        let query = Query::parse(question, &mut Analyzer::default());
        query.words.into_iter().filter(|word| word.name).map(|word| word.text).collect()
    }

    #[test]
    fn names_are_known_by_their_capital_and_by_being_no_other_word() {
        assert_eq!(names("Gdzie mieszkał młody Wacław?"), ["Wacław"]);
        assert_eq!(names("gdzie mieszkal w krakowie"), ["krakowie"]);
        assert_eq!(names("rodzice Zieloski"), ["Zieloski"]);
        assert_eq!(names("Opłata za śmieci. Gdzie płacić?"), Vec::<String>::new());
    }
}
