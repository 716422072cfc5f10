//! Cutting text into words and codes, with the bytes each came from.
//!
//! A *word* is a run of letters or a run of digits: `17zł` and `17 zł` are the same two words. What is one thing to a
//! reader is one word all the same: an address (`kontakt@um.krakow.pl`), an abbreviation with its dots (`Z.B.K.`), and
//! what a hyphen only joins (`wi-fi`, `e-mail`; behind such a word its second half stands, too). A *code* is what an agent
//! reads out or types as one thing however it is spaced: a telephone number, an act (`1231/2025`), a paragraph (`§ 6`), a
//! unit (`DK-03`, `dk 03`, `DK03`), a case number (`AU-01-2.6740.1`), a date (`31.3.2026`), a benefit (`800+`). Codes
//! overlay the words they are made of: the words are found too, the code only exactly. One segmenter serves index and
//! query, so both see the same terms.

mod address;
mod codes;
mod runs;

use std::borrow::Cow;
use std::ops::Range;

use self::runs::{Run, runs};
use super::chars::Clean;

/// A word of a text.
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
    /// Folded, without spaces: `dk03`, `§6`, `1231/2025`, `126165555`, `31032026`, `800+`.
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
    /// Every word; the second half of one that a hyphen joins stands behind the whole, within its bytes.
    pub words: Vec<Word<'a>>,
    /// What reads as one thing.
    pub codes: Vec<Code>,
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
        let (mut word, mut last, mut half) = (Cow::Borrowed(&text[run.start..run.end]), at, None);
        if run.address {
            word = address::term(&text[run.start..run.end]);
        } else if let Some(end) = abbreviation(text, &runs, at) {
            word = Cow::Owned(runs[at..=end].iter().map(|run| &text[run.start..run.end]).collect());
            last = end;
        } else if let Some(next) = runs.get(at + 1) {
            let tail = &text[next.start..next.end];
            let joined = || format!("{word}{tail}");
            if breaks_a_word(text, run, next) && is_word(&joined().to_lowercase()) {
                (word, last) = (Cow::Owned(joined()), at + 1);
            } else if only_joins(text, run, next, is_word) {
                half = (tail.chars().count() >= LONG_HALF || is_word(&tail.to_lowercase())).then_some(next);
                (word, last) = (Cow::Owned(joined()), at + 1);
            }
        }
        word_of.extend((at..=last).map(|_| segments.words.len()));
        let (start, end) = clean.source(run.start, runs[last].end);
        segments.words.push(Word { text: word, span: start..end });
        if let Some(half) = half {
            let (start, end) = clean.source(half.start, half.end);
            segments.words.push(Word { text: Cow::Borrowed(&text[half.start..half.end]), span: start..end });
        }
        at = last + 1;
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

/// Letters from which the second half of a word that a hyphen joins is looked for by itself, whether Polish has it or not.
const LONG_HALF: usize = 4;

/// Letters of the first half of a word that a hyphen only joins (`e-mail`, `wi-fi`); and of one where Polish must have the
/// whole (`non-stop`).
const SHORT_HALF: usize = 2;
const LONGER_HALF: usize = 3;

/// Whether a hyphen joins two runs of letters that people write as one word, too.
fn only_joins(text: &str, a: &Run, b: &Run, is_word: &dyn Fn(&str) -> bool) -> bool {
    if !matches!(&text[a.end..b.start], "-" | "\u{2010}" | "\u{2011}" | "–")
        || a.digit
        || b.digit
        || b.address
    {
        return false;
    }
    let (first, second) = (&text[a.start..a.end], &text[b.start..b.end]);
    let length = first.chars().take(LONGER_HALF + 1).count();
    second.chars().take(2).count() == 2
        && (length <= SHORT_HALF
            || length <= LONGER_HALF && is_word(&format!("{first}{second}").to_lowercase()))
}

/// Letters of the shortest abbreviation that is known by its dots: `A. B.` are somebody's.
const SHORTEST_ABBREVIATION: usize = 3;

/// The last run of an abbreviation whose letters are parted by dots (`Z.B.K.`, `n.p.m.`), the run at `at` being its first.
fn abbreviation(text: &str, runs: &[Run], at: usize) -> Option<usize> {
    let is_letter = |run: &Run| !run.digit && text[run.start..run.end].chars().nth(1).is_none();
    if !runs.get(at).is_some_and(is_letter) {
        return None;
    }
    let more = runs[at..]
        .windows(2)
        .take_while(|pair| &text[pair[0].end..pair[1].start] == "." && is_letter(&pair[1]));
    let last = at + more.count();
    (last + 1 - at >= SHORTEST_ABBREVIATION).then_some(last)
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
        for text in ["500+", "500 +", "500 plus", "500plus", "500-plus", "500 PLUS", "Rodzina500+"] {
            assert_eq!(codes(text), ["500+"], "in {text:?}");
        }
        assert_eq!(codes("§ 6a"), ["§6a"]);
    }

    #[test]
    fn a_date_is_one_term_with_noughts_or_without() {
        for text in ["31.3.2026", "31.03.2026", "31-03-2026", "2026-03-31", "31.3.2026r."] {
            assert_eq!(codes(text), ["31032026"], "in {text:?}");
        }
        for text in ["31.3.26", "1.2.2026.4", "31 3 2026"] {
            assert!(!codes(text).iter().any(|code| code.len() == 8), "in {text:?}: {:?}", codes(text));
        }
    }

    fn words(text: &str) -> Vec<String> {
        cut(text, |found| found.words.into_iter().map(|word| word.text.into_owned()).collect())
    }

    #[test]
    fn letters_and_digits_are_the_same_words_apart_and_together() {
        for (together, apart) in [
            ("17zł", "17 zł"),
            ("24h", "24 h"),
            ("15min.", "15 min."),
            ("DK03", "DK 03"),
            ("800plus", "800 plus"),
            ("Rodzina800+", "Rodzina 800 +"),
            ("ul.Wielopole17a", "ul. Wielopole 17a"),
            ("2026r.", "2026 r."),
            ("126165555wew", "126165555 wew"),
        ] {
            assert_eq!(words(together), words(apart));
        }
        assert_eq!(words("Wielopole17a"), ["Wielopole", "17", "a"]);
        for one in ["a1b2", "2x4", "w1elki", "0s6b"] {
            assert_eq!(words(one), [one], "what changes to and fro is one thing");
        }
    }

    #[test]
    fn what_a_hyphen_only_joins_is_the_word_without_it() {
        assert_eq!(words("wi-fi"), ["wifi"]);
        assert_eq!(words("Wi-Fi 6"), ["WiFi", "6"]);
        assert_eq!(words("e-mail"), ["email", "mail"], "its second half is looked for, too");
        assert_eq!(words("m-obywatel"), ["mobywatel", "obywatel"]);
        for text in ["biało-czerwony", "Kraków-Balice", "DK-03", "MOPS-u", "e - mail", "e-5"] {
            assert!(!words(text).iter().any(|word| word.len() > text.len() - 2), "{text}: {:?}", words(text));
        }
        let half =
            cut("i m-obywatel", |found| found.words.into_iter().map(|word| word.span).collect::<Vec<_>>());
        assert_eq!(half, [0..1, 2..12, 4..12]);
    }

    #[test]
    fn an_abbreviation_with_dots_is_the_one_without() {
        assert_eq!(words("do Z.B.K. na os."), ["do", "ZBK", "na", "os"]);
        assert_eq!(words("n.p.m."), ["npm"]);
        assert_eq!(words("A.B. Kowalski, S.A."), ["A", "B", "Kowalski", "S", "A"], "initials are no word");
        assert_eq!(words("1.2.3"), ["1", "2", "3"]);
    }

    #[test]
    fn an_address_is_one_word_whatever_signs_are_in_it() {
        for (text, expected) in [
            ("kontakt@um.krakow.pl", &["kontakt@um.krakow.pl"][..]),
            ("pisz: jan.kowalski-nowak@um.krakow.pl.", &["pisz", "jan.kowalski-nowak@um.krakow.pl"]),
            ("https://www.krakow.pl/zmiana-imienia?x=1, tu", &["krakow.pl", "tu"]),
            ("wejdź na pz.gov.pl/pz.", &["wejdź", "na", "pz.gov.pl"]),
            ("www.bip.krakow.pl", &["bip.krakow.pl"]),
            ("(http://localhost.test:8080/a_b)", &["localhost.test"]),
            ("WWW.KRAKOW.PL", &["KRAKOW.PL"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
            assert!(codes(text).is_empty(), "{text}: {:?}", codes(text));
        }
        let spans =
            |text: &str| cut(text, |found| found.words.into_iter().map(|word| word.span).collect::<Vec<_>>());
        assert_eq!(spans("(https://pz.gov.pl/pz/x)."), std::iter::once(1..23).collect::<Vec<_>>());
        for prose in ["koniec.Potem", "ul.Rybna", "godz.15", "m.in. tak", "Dz.U.2024", "@", "a@b", "https://"]
        {
            assert!(
                words(prose).iter().all(|word| !word.contains(['.', '@'])),
                "{prose}: {:?}",
                words(prose)
            );
        }
    }

    #[test]
    fn long_rows_of_joined_runs_take_no_longer_than_others() {
        for piece in ["a.", "pl.", "x@", "a-", "1a", "a_pl.", "h://"] {
            let text = piece.repeat(200_000);
            let began = std::time::Instant::now();
            cut(&text, |found| assert!(!found.words.is_empty()));
            assert!(began.elapsed().as_secs() < 5, "{piece}: {:?}", began.elapsed());
        }
    }

    #[test]
    fn prose_and_addresses_hold_no_certain_codes() {
        for text in ["ul. Rybna 3", "dnia 5 maja", "e-konsultacje", "biało-czerwony", "od 7 do 15"] {
            assert!(cut(text, |found| found.codes.iter().all(|code| !code.certain)), "in {text:?}");
        }
    }

    #[test]
    fn a_word_broken_at_a_line_end_is_joined_only_into_a_word() {
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
