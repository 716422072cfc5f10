//! Cutting text into words and codes, with the bytes each came from.
//!
//! A *word* is a run of letters and digits. A *code* is what an agent reads out or types as one thing however it is
//! spaced: a telephone number, an act (`1231/2025`), a paragraph (`§ 6`), a unit (`DK-03`, `dk 03`), a case number
//! (`AU-01-2.6740.1`), a benefit (`800+`). Codes overlay the words they are made of: the words are found too, the
//! code only exactly. One segmenter serves index and query, so both see the same terms.

mod codes;

use std::borrow::Cow;
use std::ops::Range;

use super::chars::Clean;

/// A run of letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as it stands in the cleaned text.
    pub text: Cow<'a, str>,
    /// The author's bytes.
    pub span: Range<usize>,
}

/// A code in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Folded, without spaces: `dk03`, `§6`, `1231/2025`, `126165555`, `800+`.
    pub term: String,
    /// The author's bytes.
    pub span: Range<usize>,
    /// Indices of the words it is made of.
    pub words: Range<usize>,
    /// Whether the spelling leaves no doubt (`DK-03`, `§ 6`); `dk 03` or `800 plus` may also be plain words.
    pub certain: bool,
}

/// Words and codes of a text, each in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segments<'a> {
    /// Every run of letters and digits.
    pub words: Vec<Word<'a>>,
    /// What reads as one thing.
    pub codes: Vec<Code>,
}

/// A run in the cleaned text, before it is mapped to the source.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// Whether it holds an ASCII digit.
    digit: bool,
}

/// Cuts the text that `clean` holds. Total and linear. `is_word` says whether a joined word exists: only then is a word that a line
/// end broke in two (`organi-⏎zacja`) joined, so that `DK-⏎02` and `e-⏎konsultacji` keep their hyphen.
pub fn segment<'a>(clean: &'a Clean<'_>, is_word: &dyn Fn(&str) -> bool) -> Segments<'a> {
    let text = clean.text();
    let runs = runs(text);
    let mut segments = Segments { words: Vec::with_capacity(runs.len()), codes: Vec::new() };
    // Which word each run became, so that codes (found on runs) can name words.
    let mut word_of = Vec::with_capacity(runs.len());
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        word_of.push(segments.words.len());
        let mut word = Cow::Borrowed(&text[run.start..run.end]);
        let mut last = *run;
        if let Some(next) = runs.get(at + 1)
            && breaks_a_word(text, run, next)
        {
            let joined = format!("{word}{}", &text[next.start..next.end]);
            if is_word(&joined.to_lowercase()) {
                word = Cow::Owned(joined);
                last = *next;
                word_of.push(segments.words.len());
                at += 1;
            }
        }
        let (start, end) = clean.source(run.start, last.end);
        segments.words.push(Word { text: word, span: start..end });
        at += 1;
    }
    for found in codes::find(text, &runs) {
        let (start, end) = clean.source(found.start, found.end);
        let first = word_of.get(found.first).copied().unwrap_or(0);
        let last = word_of.get(found.last).copied().unwrap_or(first);
        segments.codes.push(Code {
            term: found.term,
            span: start..end,
            words: first..last + 1,
            certain: found.certain,
        });
    }
    segments
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::with_capacity(text.len() / 6);
    let mut run: Option<Run> = None;
    for (at, c) in text.char_indices() {
        // A combining mark that composed with nothing still belongs to the letter before it.
        let inside = is_alphanumeric(c)
            || (run.is_some() && !c.is_ascii() && unicode_normalization::char::is_combining_mark(c));
        if inside {
            let run = run.get_or_insert(Run { start: at, end: at, digit: false });
            run.digit |= c.is_ascii_digit();
        } else if let Some(run) = run.take() {
            runs.push(Run { end: at, ..run });
        }
    }
    if let Some(run) = run {
        runs.push(Run { end: text.len(), ..run });
    }
    runs
}

/// `char::is_alphanumeric`, without a look into its tables for the letters of Latin scripts.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        _ => c.is_alphanumeric(),
    }
}

/// Whether a line end with a hyphen parts `a` from `b`, both being letters and `b` going on in lower case.
fn breaks_a_word(text: &str, a: &Run, b: &Run) -> bool {
    let gap = &text[a.end..b.start];
    let mut chars = gap.chars();
    let hyphen = chars.next().is_some_and(|c| matches!(c, '-' | '\u{2010}' | '¬' | '='));
    hyphen
        && gap.contains('\n')
        && chars.all(|c| matches!(c, '\n' | '\r' | ' ' | '\t' | '\u{a0}'))
        && text[a.start..a.end].chars().all(char::is_alphabetic)
        && text[b.start..b.end].chars().all(char::is_alphabetic)
        && text[b.start..b.end].chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut<R>(text: &str, look: impl FnOnce(Segments<'_>) -> R) -> R {
        look(segment(&Clean::new(text), &|word| word == "organizacja"))
    }

    fn codes(text: &str) -> Vec<String> {
        cut(text, |segments| segments.codes.into_iter().map(|code| code.term).collect())
    }

    #[test]
    fn a_unit_code_is_one_term_however_it_is_spaced() {
        for text in ["DK-03", "DK 03", "dk03", "dk 03", "DK–03", "(DK-\n03)"] {
            assert_eq!(codes(text), ["dk03"], "in {text:?}");
        }
    }

    #[test]
    fn a_phone_is_one_term_however_it_is_spaced() {
        for text in [
            "12 616 55 55",
            "12-616-55-55",
            "126165555",
            "+48 12 616 55 55",
            "(12) 616 55 55",
            "12 61 65 555",
        ] {
            assert_eq!(codes(text), ["126165555"], "in {text:?}");
        }
        for text in [
            "12 616–55–55",
            "12  616  55  55",
            "12\u{2009}616\u{2009}55\u{2009}55",
            "012 616 55 55",
            "12/616 55 55",
            "+48 12 6165555",
            "(+48) 12 616 55 55",
            "pl. Wolności 3-4 12 616 55 55",
            "ul. Rybna 12 12 616 55 55",
            "W 2026 12 616 55 55",
            "ul. Rybna 12 126165555",
            "tel. 0 12 616 55 55, sekretariat",
        ] {
            assert_eq!(codes(text), ["126165555"], "in {text:?}");
        }
        assert_eq!(codes("tel. 616 55 55"), ["6165555"]);
        assert_eq!(codes("601 234 567"), ["601234567"]);
        assert_eq!(codes("12 616 55 55 i 12 616 55 56"), ["126165555", "126165556"]);
        for text in ["1 2 3 456 78 9", "5 123 45 678", "20.11.2026 10", "2026 123 45 67 8", "12 345 678"] {
            assert!(codes(text).iter().all(|code| code.len() != 9), "in {text:?}: {:?}", codes(text));
        }
    }

    #[test]
    fn acts_and_paragraphs_are_one_term_however_they_are_spaced() {
        for text in ["1231/2025", "nr 1231 / 2025", "1231/ 2025"] {
            assert_eq!(codes(text), ["1231/2025"], "in {text:?}");
        }
        for text in ["§ 6", "§6", "§\u{a0}6", "par. 6", "paragraf 6"] {
            assert_eq!(codes(text), ["§6"], "in {text:?}");
        }
    }

    #[test]
    fn case_numbers_forms_and_benefits_are_codes() {
        assert_eq!(codes("AU-01-2.6740.1.5.2024"), ["au0126740152024"]);
        assert_eq!(codes("PIT-37"), ["pit37"]);
        assert_eq!(codes("500+"), ["500+"]);
        assert_eq!(codes("800 plus"), ["800+"]);
    }

    #[test]
    fn prose_and_addresses_hold_no_certain_codes() {
        for text in ["ul. Rybna 3", "dnia 5 maja", "e-konsultacje", "biało-czerwony", "od 7 do 15"] {
            assert!(cut(text, |found| found.codes.iter().all(|code| !code.certain)), "in {text:?}");
        }
    }

    #[test]
    fn a_word_broken_at_a_line_end_is_joined_only_into_a_word() {
        let words = |text: &str| -> Vec<String> {
            cut(text, |found| found.words.into_iter().map(|word| word.text.into_owned()).collect())
        };
        assert_eq!(words("organi-\nzacja"), ["organizacja"]);
        assert_eq!(words("e-\nkonsultacji"), ["e", "konsultacji"]);
    }

    #[test]
    fn spans_lie_on_character_borders_in_order() {
        let (words, codes) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        proptest!(|(text in "[a-zA-Ząłó0-9 §/.+()\\-\n\u{ad}\u{301}ем]{0,60}|\\PC{0,60}")| {
            let clean = Clean::new(&text);
            let segments = segment(&clean, &|word| word == "organizacja");
            let mut last = 0;
            for word in &segments.words {
                prop_assert!(text.get(word.span.clone()).is_some(), "help: {:?} is not on character borders", word);
                // `℀` is one character and two words: both stand where it stands.
                prop_assert!(word.span.start >= last, "help: words go backwards");
                last = word.span.start;
            }
            for code in &segments.codes {
                prop_assert!(text.get(code.span.clone()).is_some());
                prop_assert!(code.words.end <= segments.words.len());
            }
            words.set(words.get() + segments.words.len());
            codes.set(codes.get() + segments.codes.len());
        });
        assert!(words.get() > 500 && codes.get() > 20, "{words:?} words, {codes:?} codes");
    }
}
