//! Where the repair of misread words plugs in, and telling a machine-read text from a typed one.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use crate::order::{Note, NoteKind};
use crate::text::ocr::{self, Repairer};

/// A word that was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// In the text that was given, in bytes.
    pub span: Range<usize>,
    /// What stood there.
    pub read: String,
    /// What stands there now.
    pub repaired: String,
    /// 0–1.
    pub certainty: f32,
}

/// A repaired text with what was done to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repaired {
    /// The whole text, with as many lines as before.
    pub text: String,
    /// Every change.
    pub repairs: Vec<Repair>,
}

/// Repairs what a scanner misread. Implemented by the normaliser; [`NoRepair`] where words are to stay as read.
pub trait TextRepair {
    /// Whether a machine read `text` from a scan.
    fn is_machine_read(&self, text: &str) -> bool;
    /// `text` with its misread words repaired. Line breaks must stay where they are.
    fn repair(&self, text: &str) -> Repaired;
}

/// Recognises machine-read text and leaves every word as it was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRepair;

/// Repairs what a machine misread, by the normaliser's noisy channel ([`crate::text::ocr`]).
#[derive(Debug, Default)]
pub struct OcrRepair {
    /// Remembers what it judged, which needs a mutable hold.
    repairer: RefCell<Repairer>,
}

impl TextRepair for OcrRepair {
    fn is_machine_read(&self, text: &str) -> bool {
        !ocr::misread(text, false).is_empty() || NoRepair.is_machine_read(text)
    }

    fn repair(&self, text: &str) -> Repaired {
        let found = self.repairer.borrow_mut().repair_parts(text, &ocr::misread(text, true));
        let mended = Repairer::apply(text, &found);
        let repairs = found
            .into_iter()
            .map(|repair| Repair {
                span: repair.span,
                read: repair.read,
                repaired: repair.repaired,
                certainty: repair.certainty,
            })
            .collect();
        Repaired { text: mended, repairs }
    }
}

/// Repairs that an editor has decided on, word by word.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    repairs: Vec<Repair>,
    machine_read: bool,
}

impl Decided {
    /// These repairs of one text, which a machine read or not. Those that do not fit it are passed over.
    pub fn new(text: &str, mut repairs: Vec<Repair>, machine_read: bool) -> Self {
        repairs.sort_by_key(|repair| repair.span.start);
        let mut at = 0;
        repairs.retain_mut(|repair| {
            let fits = repair.span.start >= at
                && text.get(repair.span.clone()) == Some(repair.read.as_str())
                && !repair.read.is_empty();
            at = if fits { repair.span.end } else { at };
            // The lines of the text are those of the notes: a word joined over a line's end leaves its break behind.
            let breaks = repair.read.matches('\n').count();
            repair.repaired = repair.repaired.replace(['\n', '\r'], " ") + &"\n".repeat(breaks);
            fits
        });
        Self { repairs, machine_read }
    }
}

impl TextRepair for Decided {
    fn is_machine_read(&self, _text: &str) -> bool {
        self.machine_read
    }

    fn repair(&self, text: &str) -> Repaired {
        let mut mended = String::with_capacity(text.len());
        let mut at = 0;
        for repair in &self.repairs {
            mended.push_str(text.get(at..repair.span.start).unwrap_or_default());
            mended.push_str(&repair.repaired);
            at = repair.span.end;
        }
        mended.push_str(text.get(at..).unwrap_or_default());
        Repaired { text: mended, repairs: self.repairs.clone() }
    }
}

/// In typed Polish about one letter in fifteen carries a mark (`ó` not counted, scanners do give it). Far below
/// that, the reader knew no Polish.
const RARE_POLISH_LETTERS: f32 = 0.01;
/// Fewer letters prove nothing by their absence.
const ENOUGH_LETTERS: usize = 200;
/// Tell-tale signs in a thousand letters that no typist makes.
const MANY_SIGNS: f32 = 1.0;

impl TextRepair for NoRepair {
    fn is_machine_read(&self, text: &str) -> bool {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let polish = text.to_lowercase().chars().filter(|c| "ąćęłńśźż".contains(*c)).count();
        let signs = telltales(text);
        let share = |count: usize| count as f32 / letters.max(1) as f32;
        let bare = share(polish) < RARE_POLISH_LETTERS;
        let riddled = share(signs) * 1000.0 >= MANY_SIGNS && signs >= 3;
        (bare && (letters >= ENOUGH_LETTERS || signs > 0)) || riddled
    }

    fn repair(&self, text: &str) -> Repaired {
        Repaired { text: text.to_owned(), repairs: Vec::new() }
    }
}

/// Signs that scans put in place of Polish letters: `¢`, `$` before or in a word, `;j`, a digit inside a word.
fn telltales(text: &str) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let sign = |window: &[char]| match window {
        [_, '$', after] => after.is_lowercase(),
        [before, ';', after] => before.is_lowercase() && matches!(after, 'j' | 'i'),
        [before, digit, after] => digit.is_ascii_digit() && before.is_lowercase() && after.is_lowercase(),
        _ => false,
    };
    let cents = chars.iter().filter(|c| **c == '¢').count();
    cents + chars.windows(3).filter(|window| sign(window)).count()
}

/// Repairs `text` and notes every change with its line. A repair that moves line breaks would make every later
/// note point to a wrong line; such a text is repaired line by line instead.
pub(in crate::order) fn by_lines(repair: &dyn TextRepair, text: &str, notes: &mut Vec<Note>) -> String {
    let whole = repair.repair(text);
    if whole.text.lines().count() == text.lines().count() {
        note_repairs(text, 1, whole.repairs, notes);
        return whole.text;
    }
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let repaired = repair.repair(line);
        note_repairs(line, index + 1, repaired.repairs, notes);
        lines.push(repaired.text.replace(['\n', '\r'], " "));
    }
    lines.join("\n")
}

fn note_repairs(text: &str, first_line: usize, repairs: Vec<Repair>, notes: &mut Vec<Note>) {
    let (mut line, mut counted) = (first_line, 0);
    let mut repairs = repairs;
    repairs.sort_by_key(|repair| repair.span.start);
    for Repair { span, read, repaired, certainty } in repairs {
        let breaks = text.as_bytes().get(counted..span.start).unwrap_or_default();
        line += breaks.iter().filter(|byte| **byte == b'\n').count();
        counted = counted.max(span.start);
        notes.push(Note::mend(line, NoteKind::Word, read, repaired, certainty, ""));
    }
}

/// The readings behind the repaired words of an article, as a comment at its end: whoever doubts a word sees what the
/// scan had, and pages and the index see nothing. Empty where nothing was repaired.
pub(in crate::order) fn readings(markdown: &str, notes: &[Note]) -> String {
    let words: HashSet<&str> = markdown.split(|c: char| !c.is_alphanumeric()).collect();
    let stands = |became: &str| {
        let mut parts =
            became.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).peekable();
        parts.peek().is_some() && parts.all(|part| words.contains(part))
    };
    let mut listed = BTreeSet::new();
    for note in notes.iter().filter(|note| note.kind == NoteKind::Word && stands(&note.became)) {
        // Two hyphens would end the comment.
        let line = format!("{} ← {}", note.became, note.read).replace(['\n', '\r'], " ").replace("--", "- -");
        listed.insert(line.replace('>', "&gt;"));
    }
    if listed.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = listed.into_iter().collect();
    format!("\n<!-- W skanie odczytano (słowo w artykule ← odczyt):\n{}\n-->\n", lines.join("\n"))
}

/// Notes words that mix scripts (a Georgian letter in a Polish word). They are kept as read: which letter was
/// meant is for a person to say, and the search's folding copes.
pub(in crate::order) fn note_mixed_scripts(text: &str, notes: &mut Vec<Note>) {
    let latin = |c: char| matches!(u32::from(c), 0x41..=0x24F | 0x1E00..=0x1EFF | 0xFB00..=0xFB06);
    for (index, line) in text.lines().enumerate() {
        for word in line.split(|c: char| !c.is_alphanumeric()) {
            let foreign =
                word.chars().any(|c| c.is_alphabetic() && !latin(c) && !matches!(c, 'º' | 'ª' | 'µ'));
            if foreign && word.chars().any(|c| c.is_alphabetic() && latin(c)) {
                let message = format!("obce litery w wyrazie „{word}” – zachowano jak odczytano");
                notes.push(Note::remark(index + 1, NoteKind::Script, 0.3, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_told_from_a_typed_text() {
        let typed = "Zażółć gęślą jaźń, a potem wróć do domu ścieżką obok łąki. ".repeat(5);
        assert!(!NoRepair.is_machine_read(&typed));
        let bare = "Zazolc gesla jazn, a potem wroc do domu sciezka obok laki. ".repeat(5);
        assert!(NoRepair.is_machine_read(&bare));
        assert!(NoRepair.is_machine_read("zarzadza si¢"));
        assert!(!NoRepair.is_machine_read("Ogród"), "too short to tell");
        assert!(!NoRepair.is_machine_read(""));
    }

    struct Upper;
    impl TextRepair for Upper {
        fn is_machine_read(&self, _: &str) -> bool {
            true
        }
        fn repair(&self, text: &str) -> Repaired {
            let repairs = text.match_indices("si¢").map(|(at, read)| Repair {
                span: at..at + read.len(),
                read: read.to_owned(),
                repaired: "się".to_owned(),
                certainty: 0.99,
            });
            Repaired { text: text.replace("si¢", "się"), repairs: repairs.collect() }
        }
    }

    #[test]
    fn every_repaired_word_is_noted_with_its_line() {
        let mut notes = Vec::new();
        let text = by_lines(&Upper, "a\nb si¢\n\nsi¢ c si¢", &mut notes);
        assert_eq!(text, "a\nb się\n\nsię c się");
        assert_eq!(notes.iter().map(|note| note.line).collect::<Vec<_>>(), [2, 4, 4]);
    }

    #[test]
    fn a_word_of_two_scripts_is_reported_and_a_foreign_word_is_not() {
        let mut notes = Vec::new();
        note_mixed_scripts("zwykły\nogroдów ΑΒΓ", &mut notes);
        assert_eq!(notes.iter().map(|note| note.line).collect::<Vec<_>>(), [2]);
    }
}
