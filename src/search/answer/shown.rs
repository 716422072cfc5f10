//! What is shown of an article: its best passage with the words that matched, and by which means they did.

use crate::search::hit::{Answer, Why};
use crate::search::index::record::{Record, Word, text, tokens, words};
use crate::search::ranking::passage::{Matcher, RecordMatch, is_spelled};

/// Longest answer shown, in bytes; cut at a line or word.
const LONGEST: usize = 1400;

impl Matcher {
    /// The best passage as an answer, its matched words marked.
    pub fn answer(
        &self,
        record: &Record<'_>,
        matched: &RecordMatch,
        title: &str,
        fact: Option<&'static str>,
    ) -> Option<Answer> {
        let passage = record.passages.get(matched.best)?;
        // Of a unit's scope the duty that was asked for is told, not all of them.
        let (from, whole) = match matched.duty.and_then(|from| Some((from, passage.text().get(from..)?))) {
            Some((from, duty)) => (from, duty.lines().next().unwrap_or_default()),
            None => (0, passage.text()),
        };
        let shown = cut(whole.trim_end());
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for token in tokens(passage.tokens) {
            let Some((start, end)) = token.start.checked_sub(from).zip(token.end.checked_sub(from)) else {
                continue;
            };
            if end > shown.len() {
                break;
            }
            let Some(here) = shown.get(start..end) else { continue };
            let by_prefix = || {
                self.words
                    .iter()
                    .filter_map(|word| word.prefix.as_deref())
                    .any(|prefix| crate::text::fold(here).starts_with(prefix))
            };
            let marked = matched.known.get(token.word).copied().flatten().is_some_and(|found| {
                self.words.get(usize::from(found.word)).is_some_and(|word| !word.filler)
                    && (found.is_certain() || self.shares_root(usize::from(found.word), here))
            });
            // The second half of a word lies within the whole.
            let inside = marks.last().is_some_and(|&(_, last)| start < last);
            if !inside && (marked || by_prefix()) {
                marks.push((start, end));
            }
        }
        Some(Answer {
            heading: if passage.heading.is_empty() { title } else { text(passage.heading) }.to_owned(),
            text: shown.to_owned(),
            marks,
            anchor: if passage.anchor.is_empty() {
                String::new()
            } else {
                format!("#{}", text(passage.anchor))
            },
            fact,
            internal: passage.internal,
        })
    }

    /// The means by which this article was found, best first.
    pub fn why(&self, record: &Record<'_>, matched: &RecordMatch, machine_read: bool) -> Vec<Why> {
        let stored: Vec<Option<Word>> =
            words(record.words).zip(&matched.known).map(|(word, found)| found.map(|_| word)).collect();
        let mut why = Vec::new();
        for passage in &record.passages {
            for token in tokens(passage.tokens) {
                let Some(stored) = stored.get(token.word).copied().flatten() else { continue };
                for word in &self.words {
                    let Some((_, means)) = word.lemmas.iter().find(|(lemma, _)| *lemma == stored.lemma)
                    else {
                        continue;
                    };
                    let stands = *means == Why::Lemma && word.folded.contains(&stored.folded);
                    let means = match passage.at(token) {
                        // Only what is spelled alike folds alike.
                        Some(here) if stands && is_spelled(here, &word.exact) => Why::Exact,
                        _ if stands && machine_read => Why::Ocr,
                        Some(_) if stands => Why::Folded,
                        None if stands => Why::Exact,
                        _ => *means,
                    };
                    if !why.contains(&means) {
                        why.push(means);
                    }
                }
            }
        }
        why.sort();
        why
    }

    /// Whether `here` looks like a relative of a word, not merely like a word that begins alike: `dowolny` shares four
    /// letters with `dowód`, `śmieciowy` five with `śmieci`.
    fn shares_root(&self, word: usize, here: &str) -> bool {
        let Some(word) = self.words.get(word) else { return false };
        let here = crate::text::fold(here);
        let common = here.bytes().zip(word.plain.bytes()).take_while(|(a, b)| a == b).count();
        common >= 5 || common == word.plain.len()
    }
}

/// Cuts a text that is too long to be shown at the end of a line, a sentence or a word.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let at = head.rfind('\n').or_else(|| head.rfind(". ").map(|at| at + 1)).or_else(|| head.rfind(' '));
    match at {
        Some(at) if at > LONGEST / 2 => &text[..at],
        _ => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_the_end_of_a_line_or_sentence() {
        let text = "Zdanie pierwsze, które nie jest krótkie. ".repeat(60);
        let shown = cut(&text);
        assert!(shown.len() <= LONGEST && shown.ends_with('.'), "…{:?}", &shown[shown.len() - 20..]);
    }

    #[test]
    fn a_text_without_an_end_is_cut_at_a_word_or_where_it_must_be() {
        let words = "słowo ".repeat(400);
        assert!(cut(&words).ends_with("słowo") && cut(&words).len() <= LONGEST);
        let letters = "ż".repeat(LONGEST);
        assert_eq!(cut(&letters).len(), LONGEST, "a letter has two bytes and none is torn");
        let odd = format!("a{letters}");
        assert_eq!(cut(&odd).len(), LONGEST - 1);
        let early = format!("Krótko. {}", "x".repeat(2 * LONGEST));
        assert_eq!(cut(&early).len(), LONGEST, "an end too early would leave nothing to read");
        let exact = "y".repeat(LONGEST);
        assert_eq!(cut(&exact), exact);
    }

    #[test]
    fn marks_of_a_text_that_is_cut_stay_within_it() {
        let text = format!("---\ntitle: Lista\n---\n{}\n", "Ławka stoi w parku. ".repeat(200));
        let engine = crate::search::testkit::engine(&[("a.md", &text)]);
        let answer = crate::search::testkit::ask(&engine, "ławka").hits[0].answer.clone();
        assert!(answer.text.len() <= LONGEST && answer.text.ends_with('.'));
        assert!(answer.marks.len() > 50, "{}", answer.marks.len());
        for (start, end) in answer.marks {
            assert_eq!(&answer.text[start..end], "Ławka");
        }
    }

    #[test]
    fn of_two_words_that_touch_both_are_marked() {
        let engine =
            crate::search::testkit::engine(&[("a.md", "---\ntitle: Wybory\n---\nGłosuje się w sala12.\n")]);
        let answer = crate::search::testkit::ask(&engine, "sala 12").hits[0].answer.clone();
        let marked: Vec<&str> = answer.marks.iter().map(|&(start, end)| &answer.text[start..end]).collect();
        assert_eq!(marked, ["sala", "12"]);
    }
}
