//! Which duty of a unit a question asks for word for word.
//!
//! Acts list what a unit does in lines that end with semicolons. "konsultacje społeczne z mieszkańcami" is a matter of the
//! unit with the duty "prowadzenie konsultacji społecznych z mieszkańcami", not of one that has the words here and there.

use super::passage::WordMatch;
use crate::search::index::record::{Passage, PassageKind, tokens};

/// Bytes from the beginning of a duty to where what it is about begins: "prowadzenie konsultacji".
const BEFORE_MATTER: usize = 40;

/// Where in the text of `passage` the duty begins that begins with the question: all of its `telling` words (bits) in its
/// order. `known` says which word of the question each word of the article is.
pub(super) fn asked_for(passage: &Passage<'_>, known: &[Option<WordMatch>], telling: u64) -> Option<usize> {
    if passage.kind != PassageKind::Body || telling.count_ones() < 2 {
        return None;
    }
    let mut line = Line::default();
    let mut last: Option<(u8, usize)> = None;
    let mut end = 0;
    for (place, token) in tokens(passage.tokens).enumerate() {
        let found = known.get(token.word).copied().flatten().filter(|found| found.is_certain());
        let Some(found) = found else { continue };
        if passage.parted(end, token.start) {
            if let Some(begins) = line.says(passage, telling) {
                return Some(begins);
            }
            line = Line::default();
        }
        let follows = last.is_some_and(|(word, stood)| found.word == word + 1 && place - stood <= 2);
        line.add(found, follows, token.start);
        (last, end) = (Some((found.word, place)), token.end);
    }
    line.says(passage, telling)
}

/// What one line has of a question.
#[derive(Default)]
struct Line {
    /// Bits of its words, and of those that follow the word that they follow in the question.
    words: u64,
    in_order: u64,
    /// Where the first of them begins.
    first: usize,
}

impl Line {
    fn add(&mut self, found: WordMatch, follows: bool, start: usize) {
        let bit = 1u64 << found.word.min(63);
        if self.words == 0 {
            self.first = start;
        }
        self.words |= bit;
        if follows {
            self.in_order |= bit;
        }
    }

    /// Where the line begins, if it is a duty and about the question.
    fn says(&self, passage: &Passage<'_>, telling: u64) -> Option<usize> {
        let says = telling & !self.words == 0 && self.in_order.count_ones() + 1 >= telling.count_ones();
        let begins = if says { passage.duty(self.first)? } else { return None };
        (self.first - begins <= BEFORE_MATTER).then_some(begins)
    }
}

#[cfg(test)]
mod tests {
    use crate::search::Weights;
    use crate::search::testkit::{ask, engine, ids, weighing};

    const UNITS: [(&str, &str); 2] = [
        (
            "a.md",
            "---\ntitle: Referat A\n---\nDo zakresu należy:\n\n- promocja dialogu i konsultacje społeczne;\n- spotkania z mieszkańcami.\n",
        ),
        (
            "b.md",
            "---\ntitle: Referat B\n---\nDo zakresu należy:\n\n- wydawanie opinii;\n- prowadzenie konsultacji społecznych z mieszkańcami;\n- archiwum.\n",
        ),
    ];

    #[test]
    fn the_unit_with_the_duty_is_first_and_the_duty_is_what_is_shown() {
        let question = "konsultacje społeczne z mieszkańcami";
        let without = weighing(&UNITS, Weights { duty: 0.0, ..Weights::DEFAULT });
        assert_eq!(ids(&ask(&without, question)), ["a", "b"], "by its words the other would be first");
        let response = ask(&engine(&UNITS), question);
        assert_eq!(ids(&response), ["b", "a"]);
        let answer = &response.hits[0].answer;
        assert_eq!(answer.text, "prowadzenie konsultacji społecznych z mieszkańcami;");
        let marked: Vec<&str> = answer.marks.iter().map(|&(start, end)| &answer.text[start..end]).collect();
        assert_eq!(marked, ["konsultacji", "społecznych", "mieszkańcami"]);
    }

    #[test]
    fn a_list_that_is_none_of_an_act_is_shown_whole() {
        let text = UNITS[1].1.replace(';', ",");
        let response = ask(&engine(&[("b.md", &text)]), "konsultacje społeczne z mieszkańcami");
        assert!(response.hits[0].answer.text.contains("archiwum"), "{}", response.hits[0].answer.text);
    }

    #[test]
    fn of_a_units_scope_the_duty_that_begins_with_the_question_is_shown_alone() {
        let unit = engine(&UNITS[1..]);
        for (question, shown) in [
            ("konsultacje społeczne", "prowadzenie konsultacji społecznych z mieszkańcami;"),
            ("wydawanie opinii", "wydawanie opinii;"),
        ] {
            assert_eq!(ask(&unit, question).hits[0].answer.text, shown, "{question}");
        }
        let other = ask(&unit, "mieszkańcami konsultacje").hits[0].answer.text.clone();
        assert!(other.contains("archiwum"), "{other}");
    }
}
