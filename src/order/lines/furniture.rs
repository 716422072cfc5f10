//! What stands on the pages of an order and is not its text: page numbers, running heads, stray addresses, the
//! signature, and the place where an attachment begins.

use super::join::{Ending, ending};
use super::likeness::{has, starts};
use super::scan::{Mark, ScanLine, marked};
use crate::order::{Note, NoteKind};

/// A document's lines by what they are for.
pub(in crate::order) struct Parts {
    /// The order itself.
    pub main: Vec<ScanLine>,
    /// The signature and what follows it.
    pub closing: Vec<ScanLine>,
    /// Attachments printed behind the order, each with its heading.
    pub attachments: Vec<Vec<ScanLine>>,
    /// Lines that belong to no sentence.
    pub unplaced: Vec<ScanLine>,
}

/// Sorts `lines`.
pub(in crate::order) fn part(lines: Vec<ScanLine>, notes: &mut Vec<Note>) -> Parts {
    let (mut main, mut unplaced) = (Vec::new(), Vec::new());
    let mut page = 0;
    let column = in_columns(&lines);
    for (line, in_column) in lines.into_iter().zip(column) {
        if let Some(number) = page_number(&line, page).filter(|_| !in_column) {
            page = number;
            let message = format!("numer strony „{}” – pominięto w treści", line.text);
            notes.push(Note::remark(line.number, NoteKind::Layout, 0.95, message));
        } else if is_address(&line.text) || is_running_head(&line, &main) {
            let message =
                format!("wiersz poza tekstem „{}” – zachowano w „Częściach nierozpoznanych”", line.text);
            notes.push(Note::remark(line.number, NoteKind::Unrecognised, 0.8, message));
            unplaced.push(line);
        } else {
            main.push(line);
        }
    }
    let mut attachments = Vec::new();
    while let Some(at) = (1..main.len()).rev().find(|at| is_attachment(&main, *at)) {
        attachments.insert(0, main.split_off(at));
    }
    let last_section = main.iter().rposition(is_section).unwrap_or(main.len());
    let signature = (last_section + 1..main.len()).find(|at| is_signature(&main[*at]));
    let closing = signature.map(|at| main.split_off(at)).unwrap_or_default();
    Parts { main, closing, attachments, unplaced }
}

fn is_section(line: &ScanLine) -> bool {
    matches!(marked(&line.text).mark, Mark::Section { dotted: true, .. })
}

/// "- 3 -", "Strona 3 z 5", or a bare number that follows on the last page's. A bare number out of sequence may
/// be the end of a sentence and stays.
fn page_number(line: &ScanLine, last: u32) -> Option<u32> {
    if line.text.starts_with(['S', 's']) && (starts(&line.text, "strona") || starts(&line.text, "str")) {
        let mut numbers = line.text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
        let short = line.text.split_whitespace().count() <= 4;
        return numbers.next().filter(|_| short);
    }
    let bare = line.text.trim_matches(['-', '–', '—', ' ']);
    let number: u32 = bare.parse().ok().filter(|_| bare.len() <= 3)?;
    let framed = bare.len() < line.text.len();
    let follows = line.blanks > 0 && (number == last + 1 || (last == 0 && number == 2));
    (framed || follows).then_some(number)
}

/// Which lines are numbers beside numbers: a column of a table, not pages.
fn in_columns(lines: &[ScanLine]) -> Vec<bool> {
    let bare = |line: &ScanLine| line.text.bytes().all(|b| b.is_ascii_digit());
    let beside =
        |at: usize| at.checked_sub(1).into_iter().chain([at + 1]).filter_map(|at| lines.get(at)).any(bare);
    (0..lines.len()).map(|at| bare(&lines[at]) && beside(at)).collect()
}

fn is_address(text: &str) -> bool {
    !text.contains(' ')
        && (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
}

/// The order's own heading, repeated on a later page.
fn is_running_head(line: &ScanLine, main: &[ScanLine]) -> bool {
    const HEADING: usize = 8;
    let heading = main.iter().take(HEADING);
    let repeated = main.len() > HEADING && heading.into_iter().any(|seen| seen.text == line.text);
    repeated && starts(&line.text, "zarządzenie nr")
}

fn is_attachment(lines: &[ScanLine], at: usize) -> bool {
    const NEAR: usize = 4;
    let (line, before) = (&lines[at], &lines[at - 1]);
    // A small letter is a sentence's own "załącznik", broken over two lines.
    if line.blanks == 0 || line.text.len() > 120 || !line.text.starts_with('Z') {
        return false;
    }
    let settled = || {
        ending(&before.text) == Ending::Stop || lines[at.saturating_sub(NEAR)..at].iter().any(is_signature)
    };
    starts(&line.text, "załącznik*") && settled() && lines[..at].iter().any(is_section)
}

/// Offices that sign, in capitals, or "z up." before them.
fn is_signature(line: &ScanLine) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = line.text.chars().filter(|c| c.is_uppercase()).count();
    let loud = letters >= 8 && capitals * 10 >= letters * 8;
    let office = ["prezydent*", "zastępca", "sekretarz*", "przewodnicząc*", "dyrektor*", "burmistrz*"];
    let signs = || office.iter().any(|office| has(&line.text, office));
    let proxy = || starts(&line.text, "z up") || line.text.starts_with("(-)");
    (loud && signs()) || (line.blanks > 0 && line.text.len() <= 60 && proxy())
}

#[cfg(test)]
mod tests {
    use super::super::scan::lines;
    use super::*;

    const ORDER: &str = "ZARZĄDZENIE NR 5/2020\nPREZYDENTA MIASTA\n\n§ 1. Zakłada się ogród.\n\n2\n\n\
        § 2. Ogród jest otwarty\n\nhttp://przyklad.example/\n\nod maja.\n\nPREZYDENT MIASTA\nJan Przykładowy\n\n\
        Załącznik nr 1 do zarządzenia\n\nPlan ogrodu";

    #[test]
    fn the_signature_and_the_attachment_are_told_from_the_text() {
        let mut notes = Vec::new();
        let parts = part(lines(ORDER), &mut notes);
        assert_eq!(parts.closing.len(), 2, "{:?}", parts.closing);
        assert_eq!(parts.attachments.len(), 1);
        assert_eq!(parts.attachments[0].len(), 2);
        assert_eq!(parts.main.last().map(|line| line.text.as_str()), Some("od maja."));
    }

    #[test]
    fn page_numbers_are_layout_and_stray_addresses_are_kept_apart() {
        let mut notes = Vec::new();
        let parts = part(lines(ORDER), &mut notes);
        assert_eq!(parts.unplaced.len(), 1);
        let kinds: Vec<_> = notes.iter().map(|note| (note.line, note.kind)).collect();
        assert_eq!(kinds, [(6, NoteKind::Layout), (10, NoteKind::Unrecognised)]);
    }

    #[test]
    fn a_number_that_ends_a_sentence_is_no_page_number() {
        let mut notes = Vec::new();
        let parts = part(lines("§ 1. Wydaje się ust.\n\n45\n\nrazy."), &mut notes);
        assert_eq!(parts.main.len(), 3);
    }
}
