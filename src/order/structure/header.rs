//! What an order says about itself: number, date, matter and legal basis before the first §; the day it takes
//! effect and the acts it repeals in its last ones.

use jiff::ToSpan;
use jiff::civil::Date;

use super::paragraphs::{Document, Paragraph};
use crate::order::lines::dates::{act_numbers, dates, polish};
use crate::order::lines::join::Joiner;
use crate::order::lines::likeness::{find, has, skeleton, words};
use crate::order::lines::scan::ScanLine;
use crate::order::{Note, NoteKind};

/// The text before the first §, by its parts.
#[derive(Debug, Default)]
pub(in crate::order) struct Header {
    pub number: Option<String>,
    pub date: Option<Date>,
    /// "ZARZĄDZENIE NR … PREZYDENTA … Z DNIA …", as read.
    pub heading: String,
    /// What the order is about, without "w sprawie".
    pub matter: Option<String>,
    /// Where the matter stands.
    pub matter_line: usize,
    /// "art. 33 ust. 3 ustawy …", without "Na podstawie".
    pub legal_basis: Option<String>,
    /// "w sprawie … Na podstawie … zarządza się, co następuje:", as read.
    pub preamble: String,
    /// Where "Na podstawie" begins in it; its end where there is none.
    pub basis_at: usize,
    /// Text that stands between the preamble and the first § and belongs to neither.
    pub stray: Vec<ScanLine>,
}

/// Reads the preamble. `file_name` may know the number where the text does not.
pub(in crate::order) fn header(file_name: &str, preamble: &[ScanLine], notes: &mut Vec<Note>) -> Header {
    let mut header = Header::default();
    let mut joiner = Joiner::new(preamble);
    let mut body = String::new();
    let (mut closed, mut before) = (false, "");
    for line in preamble {
        if closed {
            let message = format!(
                "wiersz między wstępem a § 1 „{}” – zachowano w „Częściach nierozpoznanych”",
                line.text
            );
            notes.push(Note::remark(line.number, NoteKind::Unrecognised, 0.5, message));
            header.stray.push(line.clone());
            continue;
        }
        if body.is_empty() && !has(&line.text, "w sprawie") && !has(&line.text, "na podstawie") {
            joiner.join(&mut header.heading, line, &line.text, notes);
            continue;
        }
        if header.matter_line == 0 {
            header.matter_line = line.number;
        }
        joiner.join(&mut body, line, &line.text, notes);
        // The phrase may be broken over two lines; looking at the whole body each time would be quadratic.
        let tail = format!("{before} {}", line.text);
        closed = has(&tail, "co następuje");
        before = &line.text;
    }
    header.matter_line = header.matter_line.max(1);
    header.number = number(file_name, &header.heading, notes);
    header.date = dates(&header.heading).first().map(|(date, _)| *date);
    let basis = find(&body, "na podstawie");
    let basis_at = basis.as_ref().map_or(body.len(), |basis| basis.start);
    if let Some(about) = find(&body, "w sprawie") {
        let end = basis.as_ref().map_or(body.len(), |basis| basis.start.max(about.end));
        header.matter = some(&body[about.end..end]);
    }
    if let Some(basis) = basis {
        let end =
            find(&body[basis.end..], "zarządza się").map_or(body.len(), |enacts| basis.end + enacts.start);
        header.legal_basis = some(&body[basis.end..end]);
    }
    header.basis_at = basis_at;
    header.preamble = body;
    let missing = [
        (header.date.is_none(), "daty zarządzenia"),
        (header.matter.is_none(), "słów „w sprawie”"),
        (header.legal_basis.is_none(), "podstawy prawnej"),
    ];
    for (_, what) in missing.into_iter().filter(|(absent, _)| *absent) {
        notes.push(Note::remark(1, NoteKind::Missing, 0.5, format!("nie znaleziono {what}")));
    }
    header
}

fn some(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([',', ';', '.']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(file_name: &str, heading: &str, notes: &mut Vec<Note>) -> Option<String> {
    let named = find(heading, "zarządzenie").map_or(0, |word| word.end);
    if let Some((number, _)) = act_numbers(&heading[named..]).into_iter().next() {
        return Some(number);
    }
    let from_name =
        act_numbers(&file_name.replace(['-', '_'], "/")).into_iter().next().map(|(number, _)| number);
    let message = match &from_name {
        Some(number) => format!("numeru nie ma w nagłówku – przyjęto {number} z nazwy pliku"),
        None => "nie znaleziono numeru zarządzenia".to_owned(),
    };
    notes.push(Note::remark(1, NoteKind::Missing, 0.6, message));
    from_name
}

/// The first day in force, or `None` with a note where the order does not let itself be understood.
pub(in crate::order) fn effective(
    document: &Document,
    date: Option<Date>,
    notes: &mut Vec<Note>,
) -> Option<Date> {
    let clauses = document.paragraphs.iter().rev().flat_map(|paragraph| &paragraph.nodes);
    let Some((node, from)) =
        clauses.filter_map(|node| Some((node, find(&node.text, "wchodzi w życie")?))).next()
    else {
        let message = "nie znaleziono dnia wejścia w życie – artykuły nie mają „valid_from”";
        notes.push(Note::remark(1, NoteKind::Missing, 0.5, message));
        return None;
    };
    let text = &node.text[from.end..];
    let signing = has(text, "podpisania") || has(text, "podjęcia");
    // "…, z mocą od dnia 1 marca 2024 r.": the later wording wins, it says when the rules begin to count.
    let binding = find(text, "z mocą").map_or(text, |words| &text[words.end..]);
    let written = dates(binding).first().map(|(date, _)| *date);
    let waiting = find(text, "po upływie").and_then(|words| days_after(&text[words.end..]));
    let effective = match (written, waiting) {
        (Some(written), _) => Some(written),
        // "po upływie 14 dni": the fourteen days pass, the fifteenth is the first in force.
        (None, Some(days)) if signing => date.and_then(|date| date.checked_add((days + 1).days()).ok()),
        (None, None) if signing => date,
        _ => None,
    };
    if effective.is_none() {
        let message = "nie udało się ustalić dnia wejścia w życie – artykuły nie mają „valid_from”";
        notes.push(Note::remark(node.line, NoteKind::Missing, 0.5, message));
    }
    effective
}

fn days_after(text: &str) -> Option<i64> {
    words(text).first()?.text.parse().ok().filter(|days| (0..=366).contains(days))
}

/// Numbers of the acts repealed as a whole. An act of which only a part is repealed stays in force and is noted.
pub(in crate::order) fn repeals(
    paragraphs: &[Paragraph],
    own: Option<&str>,
    notes: &mut Vec<Note>,
) -> Vec<String> {
    let mut repealed = Vec::new();
    for paragraph in
        paragraphs.iter().filter(|p| ["traci moc", "tracą moc"].iter().any(|words| has(p.opening(), words)))
    {
        for node in &paragraph.nodes {
            let from = ["traci moc", "tracą moc"].iter().find_map(|words| find(&node.text, words));
            let text = &node.text[from.map_or(0, |from| from.end)..];
            let numbers = act_numbers(text);
            let before = numbers.first().map_or("", |(_, place)| &text[..place.start]);
            let part = before.contains('§')
                || words(before).iter().any(|word| skeleton(word.text) == skeleton("ust"));
            for (number, _) in numbers {
                if part {
                    let message =
                        format!("uchylono tylko część zarządzenia nr {number} – pozostaje ono w mocy");
                    notes.push(Note::remark(node.line, NoteKind::Repeal, 0.7, message));
                } else if own != Some(number.as_str()) && !repealed.contains(&number) {
                    let message = format!("uchyla zarządzenie nr {number}");
                    notes.push(Note::remark(node.line, NoteKind::Repeal, 0.97, message));
                    repealed.push(number);
                }
            }
        }
    }
    repealed
}

/// "Zarządzenie nr 1231/2025 z dnia 23 maja 2025 r.", as far as it is known.
pub(in crate::order) fn citation(number: Option<&str>, date: Option<Date>) -> String {
    let date = date.map(|date| format!(" z dnia {}", polish(date))).unwrap_or_default();
    format!("{}{date}", name(number))
}

/// "Zarządzenie nr 1231/2025".
pub(in crate::order) fn name(number: Option<&str>) -> String {
    number.map_or_else(|| "Zarządzenie".to_owned(), |number| format!("Zarządzenie nr {number}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::super::paragraphs;
    use super::*;
    use crate::order::lines::scan;

    fn document(body: &str) -> Document {
        paragraphs::read(scan::lines(body), &mut Vec::new())
    }

    #[test]
    fn the_preamble_is_taken_apart_through_a_bad_scan() {
        let text = "ZARZADZENIE NR 77/2023\nPREZYDENTA MIASTA\nZ. DNIA 4 pazdziernika 2023 r.\n\nw sprawie opieki\n\
            nad ogrodami\n\nNa podstawie art. 30 ustawy z dnia 2 maja 1991 r., zarzadza si¢, co nastgpuje:\n\nplama\n\n§ 1. A.";
        let mut notes = Vec::new();
        let header = header("plik.txt", &document(text).preamble, &mut notes);
        assert_eq!(header.number.as_deref(), Some("77/2023"));
        assert_eq!(header.date, Some(date(2023, 10, 4)));
        assert_eq!(header.matter.as_deref(), Some("opieki nad ogrodami"));
        assert_eq!(header.legal_basis.as_deref(), Some("art. 30 ustawy z dnia 2 maja 1991 r"));
        assert_eq!(header.stray.len(), 1, "a stray line is kept apart");
    }

    #[track_caller]
    fn check_effective(clause: &str, expected: Option<Date>) {
        let document = document(&format!("§ 1. Zarządzenie wchodzi w życie {clause}."));
        assert_eq!(effective(&document, Some(date(2024, 3, 10)), &mut Vec::new()), expected, "{clause}");
    }

    #[test]
    fn the_day_of_effect_is_read_in_its_usual_wordings() {
        check_effective("z dniem podpisania", Some(date(2024, 3, 10)));
        check_effective("z dniem 1 lipca 2024 r", Some(date(2024, 7, 1)));
        check_effective("z dniem podpisania, z mocą od dnia 2 kwietnia 2024 r", Some(date(2024, 4, 2)));
        check_effective("po upływie 14 dni od dnia podpisania", Some(date(2024, 3, 25)));
        check_effective("po upływie 14 dni od dnia ogłoszenia", None);
    }

    #[test]
    fn acts_repealed_as_a_whole_are_listed_and_partly_repealed_ones_are_not() {
        let whole = document("§ 9. Tracą moc:\n1) zarządzenie nr 5/2019;\n2) zarządzenie nr 6 / 2020.");
        assert_eq!(repeals(&whole.paragraphs, None, &mut Vec::new()), ["5/2019", "6/2020"]);
        let mut notes = Vec::new();
        let part = document("§ 9. Traci moc § 3 zarządzenia nr 5/2019.");
        assert!(repeals(&part.paragraphs, None, &mut notes).is_empty());
        assert!(notes.iter().any(|note| note.kind == NoteKind::Repeal));
    }
}
