//! Cutting text into words and codes, with the bytes each came from.
//!
//! A *word* is a run of letters and digits. A *code* is what an agent reads out or types as one thing however it is
//! spaced: a telephone number, an act (`1231/2025`), a paragraph (`§ 6`), a unit (`DK-03`, `dk 03`), a case number
//! (`AU-01-2.6740.1`), a benefit (`800+`). Codes overlay the words they are made of: the words are found too, the
//! code only exactly. One segmenter serves index and query, so both see the same terms.

use std::borrow::Cow;
use std::ops::Range;

use super::chars::Clean;
use super::fold::fold;

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
    let finder = CodeFinder { text, runs: &runs };
    for found in finder.all() {
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

struct Found {
    term: String,
    start: usize,
    end: usize,
    first: usize,
    last: usize,
    certain: bool,
}

/// Whether what stands between two runs joins them to one thing.
fn joins(gap: &str) -> bool {
    matches!(gap, "-" | "." | "/" | "–" | "\u{2011}" | "-\n")
}

struct CodeFinder<'a> {
    text: &'a str,
    runs: &'a [Run],
}

impl CodeFinder<'_> {
    /// Every code, leftmost first; a run belongs to one code at most.
    fn all(&self) -> Vec<Found> {
        let mut codes = Vec::new();
        let mut at = 0;
        while at < self.runs.len() {
            if !self.may_begin(at) {
                at += 1;
                continue;
            }
            let found = self
                .phone(at)
                .or_else(|| self.paragraph(at))
                .or_else(|| self.chain(at))
                .or_else(|| self.plus(at))
                .or_else(|| self.unit(at));
            match found {
                Some(found) => {
                    at = found.last + 1;
                    codes.push(found);
                }
                None => at += 1,
            }
        }
        codes
    }

    /// Whether a code can begin here at all; most words are only words, and are passed over by one look.
    fn may_begin(&self, at: usize) -> bool {
        let has_digit = |at: usize| self.runs.get(at).is_some_and(|run| run.digit);
        has_digit(at) || has_digit(at + 1) || self.gap(at).is_some_and(joins)
    }

    fn run(&self, at: usize) -> Option<&str> {
        self.runs.get(at).map(|run| &self.text[run.start..run.end])
    }

    fn gap(&self, after: usize) -> Option<&str> {
        Some(&self.text[self.runs.get(after)?.end..self.runs.get(after + 1)?.start])
    }

    fn digits(&self, at: usize) -> Option<&str> {
        self.run(at).filter(|run| run.bytes().all(|b| b.is_ascii_digit()))
    }

    fn found(&self, first: usize, last: usize, term: String, certain: bool) -> Option<Found> {
        let (start, end) = (self.runs.get(first)?.start, self.runs.get(last)?.end);
        Some(Found { term, start, end, first, last, certain })
    }

    /// Nine digits in groups of two to four (or seven with the Kraków code left out, or with 48 before them).
    /// A bare run of nine digits counts too.
    fn phone(&self, at: usize) -> Option<Found> {
        let mut digits = String::new();
        let mut best = None;
        for last in at..(at + 6).min(self.runs.len()) {
            if last > at {
                let gap = self.gap(last - 1)?;
                let joins = matches!(gap, " " | "-" | "\u{a0}" | ") " | ")" | "." | " - " | "\u{202f}");
                if !joins {
                    break;
                }
            }
            let Some(group) = self.digits(last) else { break };
            if last > at && group.len() > 4 && digits != "48" && digits != "0048" {
                break;
            }
            digits.push_str(group);
            let number = digits
                .strip_prefix("0048")
                .or_else(|| digits.strip_prefix("48").filter(|rest| rest.len() >= 9))
                .unwrap_or(&digits);
            let groups = last - at + 1;
            let plausible = match number.len() {
                9 => groups > 1 || group.len() == 9 || number.len() != digits.len(),
                // `616 55 55`: the number as people of Kraków say it.
                7 => {
                    groups == 3 && digits.len() == 7 && self.digits(at).is_some_and(|first| first.len() == 3)
                }
                _ => false,
            };
            if plausible && !number.starts_with('0') {
                best = Some((last, number.to_owned()));
            }
            if digits.len() > 13 {
                break;
            }
        }
        let (last, number) = best?;
        self.found(at, last, number, true)
    }

    /// `§ 6`, `§6`, `par. 6`, `paragraf 6`.
    fn paragraph(&self, at: usize) -> Option<Found> {
        let run = self.run(at)?;
        let start = self.runs.get(at)?.start;
        if self.digits(at).is_some() {
            let before = self.text[..start].trim_end_matches([' ', '\u{a0}']);
            if before.ends_with('§') {
                let mut found = self.found(at, at, format!("§{run}"), true)?;
                found.start = before.len() - '§'.len_utf8();
                return Some(found);
            }
            return None;
        }
        let named = matches!(fold(run).as_str(), "par" | "paragraf" | "paragrafu" | "paragrafie");
        if named && matches!(self.gap(at), Some(" " | ". " | "." | "\u{a0}")) {
            let number = self.digits(at + 1)?;
            return self.found(at, at + 1, format!("§{number}"), true);
        }
        None
    }

    /// Runs joined by `/`, `.` or `-` without a space that hold digits in at least two of them, or letters then
    /// digits: acts, case numbers, dates, units, forms. Spaces are allowed around the slash of an act.
    fn chain(&self, at: usize) -> Option<Found> {
        if let (Some(number), Some(year)) = (self.digits(at), self.digits(at + 1))
            && year.len() == 4
            && number.len() <= 5
            && self.gap(at).is_some_and(|gap| gap.trim() == "/" && gap.len() <= 3)
        {
            return self.found(at, at + 1, format!("{number}/{year}"), true);
        }
        let mut last = at;
        while self.gap(last).is_some_and(joins) && last - at < 12 && self.short(last + 1) {
            last += 1;
        }
        if last == at || !self.short(at) {
            return None;
        }
        let parts = at..=last;
        let numeric = parts.clone().filter(|&part| self.has_digit(part)).count();
        let letters = parts.clone().filter(|&part| !self.has_digit(part)).count();
        let unit = last == at + 1 && letters == 1 && self.digits(last).is_some() && self.letters(at, 1..=5);
        let case = numeric >= 2 && (letters >= 1 || numeric >= 3);
        if !unit && !case {
            return None;
        }
        let term = if unit {
            format!("{}{}", fold(self.run(at)?), self.run(last)?)
        } else {
            let glued: String = parts.filter_map(|part| self.run(part)).collect();
            fold(&glued)
        };
        self.found(at, last, term, true)
    }

    /// `500+`, `800 plus`.
    fn plus(&self, at: usize) -> Option<Found> {
        let number = self.digits(at).filter(|number| number.len() <= 4)?;
        let end = self.runs.get(at)?.end;
        let rest = self.text[end..].trim_start_matches([' ', '\u{a0}']);
        if rest.starts_with('+') && !rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            return self.found(at, at, format!("{number}+"), true);
        }
        if self.run(at + 1).is_some_and(|next| next.eq_ignore_ascii_case("plus")) && self.gap(at) == Some(" ")
        {
            return self.found(at, at + 1, format!("{number}+"), false);
        }
        None
    }

    /// `DK03`, `dk 03`, `PIT 37`: up to five letters and up to three digits, glued or spaced.
    fn unit(&self, at: usize) -> Option<Found> {
        let run = self.run(at)?;
        let letters = run.chars().take_while(|c| c.is_alphabetic()).count();
        let tail: String = run.chars().skip(letters).collect();
        if (1..=5).contains(&letters) && !tail.is_empty() {
            let digits = tail.len() <= 3 && tail.bytes().all(|b| b.is_ascii_digit());
            return if digits { self.found(at, at, fold(run), true) } else { None };
        }
        let number = self.digits(at + 1).filter(|number| number.len() <= 3)?;
        if tail.is_empty() && self.letters(at, 2..=4) && matches!(self.gap(at), Some(" " | "\u{a0}")) {
            let certain = run.chars().all(char::is_uppercase);
            return self.found(at, at + 1, format!("{}{number}", fold(run)), certain);
        }
        None
    }

    fn has_digit(&self, at: usize) -> bool {
        self.runs.get(at).is_some_and(|run| run.digit)
    }

    fn letters(&self, at: usize, count: std::ops::RangeInclusive<usize>) -> bool {
        self.run(at)
            .is_some_and(|run| count.contains(&run.chars().count()) && run.chars().all(char::is_alphabetic))
    }

    /// Parts of a code are short: `2025.poniedziałek` is no case number.
    fn short(&self, at: usize) -> bool {
        self.run(at).is_some_and(|run| run.len() <= 6)
    }
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
        assert_eq!(codes("tel. 616 55 55"), ["6165555"]);
        assert_eq!(codes("601 234 567"), ["601234567"]);
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
