//! Cutting machine-read text into readings: runs of letters with the signs that stand for letters inside them.
//!
//! Unlike [`crate::text`]'s segmenter this one keeps `$rodkami`, `si¢` and `Informacyjne;j` whole.

use std::ops::Range;

/// A run of signs that may be a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// The run without signs at its ends that are more likely punctuation.
    pub(super) core: Range<usize>,
    /// The run with a sign at its end that may be a letter (`mia!`).
    pub(super) full: Range<usize>,
}

/// Signs that are read for letters.
const FOR_LETTERS: &str = "¢$!}{|;§&£€";
/// Those that may begin a word.
const AT_START: &str = "$¢§£€";
/// Those that are letters even at the end of a word, for nothing else puts them there.
const AT_END: &str = "¢$£€";

fn letterish(c: char) -> bool {
    c.is_alphanumeric() || FOR_LETTERS.contains(c) || unicode_normalization::char::is_combining_mark(c)
}

/// The runs of `text` in reading order, each with at least one letter or digit.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (letterish(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.extend(trim(text, from..at));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

fn trim(text: &str, run: Range<usize>) -> Option<Run> {
    let whole = text.get(run.clone())?;
    let head = whole.trim_start_matches(|c: char| FOR_LETTERS.contains(c) && !AT_START.contains(c));
    let start = run.end - head.len();
    let core = head.trim_end_matches(|c: char| FOR_LETTERS.contains(c) && !AT_END.contains(c));
    if !core.chars().any(char::is_alphanumeric) && head.chars().count() != 1 {
        return None;
    }
    let end = start + core.len();
    // One sign more at most, and none of many: `po!!!` ends in no letter.
    let tail = &head[core.len()..];
    let full = match tail.chars().next() {
        Some(mark) if tail.chars().count() <= 2 => end + mark.len_utf8(),
        _ => end,
    };
    if core.is_empty() { None } else { Some(Run { core: start..end, full: start..full }) }
}

/// Stretches that are addresses of the web or of mail.
pub(super) fn web(text: &str) -> Vec<Range<usize>> {
    const ENDS: [&str; 8] = [".pl", ".eu", ".com", ".org", ".gov", ".net", ".info", ".edu"];
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in text.split(char::is_whitespace) {
        let lower = chunk.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_web = chunk.contains('@')
            || chunk.contains("www.")
            || chunk.contains("://")
            || ENDS.iter().any(|end| {
                lower.find(end).is_some_and(|at| !lower[at + end.len()..].starts_with(char::is_alphanumeric))
            });
        if is_web {
            found.push(at..at + chunk.len());
        }
        // Whitespace may be longer than a byte.
        at += chunk.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}

/// Abbreviations that a full stop follows; as words they would be repaired.
const ABBREVIATIONS: [&str; 57] = [
    "al", "art", "ash", "cd", "cm", "cyt", "cz", "dot", "dr", "ds", "dz", "etc", "ew", "fot", "godz", "gr",
    "hab", "im", "in", "inż", "inz", "itd", "itp", "jw", "kk", "km", "lek", "lit", "lp", "łac", "m", "mgr",
    "min", "mjr", "mkw", "np", "nr", "ok", "os", "par", "pkt", "pl", "por", "poz", "pow", "ppoz", "prof",
    "pt", "red", "ros", "rys", "tab", "tel", "tys", "tzw", "ul", "ust",
];

/// Whether `run` is nothing that a repair may touch: numbers, codes, acronyms, abbreviations, parts of names with
/// an apostrophe.
pub(super) fn is_left_alone(text: &str, run: &Run) -> bool {
    let Some(core) = text.get(run.core.clone()) else { return true };
    let (mut letters, mut capitals, mut digits, mut total) = (0, 0, 0, 0);
    for c in core.chars() {
        total += 1;
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
        digits += usize::from(c.is_numeric());
    }
    let small = letters - capitals;
    let before = text[..run.core.start].chars().next_back();
    let after = text[run.core.end..].chars().next();
    // A single sign is a list marker or a conjunction; the latter is looked at elsewhere.
    total < 2
        || letters == 0
        || digits > 2
        // `DK03`, `A4`, `m2`, `2a`
        || (digits > 0 && (small == 0 || total <= 2))
        // `12m`, `25r`: digits, then a unit; a lone first digit may be a misread letter
        || (digits >= 2 && core.chars().take(2).all(char::is_numeric))
        // acronyms; a heading in capitals has longer words
        || (small == 0 && letters <= 4 && total == letters)
        || is_camel(core)
        // `Kennedy'ego`, `O'Hara`
        || before.is_some_and(is_apostrophe)
        || after.is_some_and(is_apostrophe)
        || (after == Some('.') && letters == total && ABBREVIATIONS.contains(&core.to_lowercase().as_str()))
}

/// `ePUAP`, `KPUMu`: two capitals and small letters.
fn is_camel(core: &str) -> bool {
    let chars: Vec<char> = core.chars().collect();
    chars.windows(2).any(|pair| pair.iter().all(|c| c.is_uppercase()))
        && chars.iter().any(|c| c.is_lowercase())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´')
}

/// `word` with the capitals of `read`; of a name with its own.
pub(super) fn in_case_of(read: &str, word: &str, proper: bool) -> String {
    let letters = read.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = read.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 && capitals * 10 >= letters * 8 {
        return word.to_uppercase();
    }
    let first = read.chars().next();
    if first.is_some_and(char::is_uppercase) || (proper && !first.is_some_and(char::is_lowercase)) {
        let mut chars = word.chars();
        return chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    }
    word.to_owned()
}
