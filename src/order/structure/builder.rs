//! From lines to paragraphs, whatever happened to the lines on the way.
//!
//! The order's own numbering is the guide: a mark is believed when it is the one that is due, or when the text
//! before it has come to an end. Whatever had to be decided against the source as it stands is a [`Note`].

use std::collections::VecDeque;

use super::paragraphs::{Level, Node, Paragraph};
use crate::order::lines::join::{Ending, Joiner, ending, head, is_broken, leans_on_next};
use crate::order::lines::likeness::starts;
use crate::order::lines::scan;
use crate::order::lines::scan::{Mark, Marked, ScanLine, marked, sign_as_letter, sign_as_number};
use crate::order::{Note, NoteKind};

/// Mended from the numbers on both sides.
const CERTAINTY_SEQUENCE: f32 = 0.97;
/// Numbers that stood in a column before their items.
const CERTAINTY_COLUMN: f32 = 0.95;
/// A number that was supplied where the source has none, with the next one to confirm it, and without.
const CERTAINTY_SUPPLIED: f32 = 0.9;
const CERTAINTY_GUESSED: f32 = 0.75;
/// Kept as read although it does not fit.
const CERTAINTY_ODD: f32 = 0.5;

/// For each line, the number of the next item before the next paragraph or clause.
fn next_items(lines: &[ScanLine]) -> Vec<Option<u32>> {
    let mut next = None;
    let backwards = lines.iter().rev().map(|line| {
        let after = next;
        next = match marked(&line.text).mark {
            Mark::Item(number, _) => Some(number),
            Mark::Section { dotted: true, .. } | Mark::Clause(_) => None,
            _ => next,
        };
        after
    });
    let mut found: Vec<_> = backwards.collect();
    found.reverse();
    found
}

/// Reads line after line.
pub(in crate::order) struct Builder<'n> {
    joiner: Joiner,
    /// For each line, the number of the item that comes after it.
    next_items: Vec<Option<u32>>,
    /// How many lines have been read, the present one included.
    read: usize,
    notes: &'n mut Vec<Note>,
    preamble: Vec<ScanLine>,
    paragraphs: Vec<Paragraph>,
    current: usize,
    /// The paragraph that a displaced one interrupted.
    suspended: Option<usize>,
    chapter: Option<String>,
    /// Numbers read before their items: label and line.
    pending: VecDeque<(u32, usize)>,
    unplaced: Vec<ScanLine>,
}

impl<'n> Builder<'n> {
    /// For a document of these lines; `unplaced` are those already set aside.
    pub fn new(lines: &[ScanLine], unplaced: Vec<ScanLine>, notes: &'n mut Vec<Note>) -> Self {
        Self {
            joiner: Joiner::new(lines),
            next_items: next_items(lines),
            read: 0,
            notes,
            preamble: Vec::new(),
            paragraphs: Vec::new(),
            current: 0,
            suspended: None,
            chapter: None,
            pending: VecDeque::new(),
            unplaced,
        }
    }

    /// The preamble, the paragraphs in the order of their numbers, and what found no place.
    pub fn finish(mut self) -> (Vec<ScanLine>, Vec<Paragraph>, Vec<ScanLine>) {
        self.give_up_pending();
        self.joiner.report(self.notes);
        self.order_paragraphs();
        (self.preamble, self.paragraphs, self.unplaced)
    }

    /// Takes the next line.
    pub fn line(&mut self, line: &ScanLine) {
        self.read += 1;
        self.place(line);
    }

    fn place(&mut self, line: &ScanLine) {
        let marked = marked(&line.text);
        if let Mark::Section { number, suffix, dotted } = marked.mark
            && self.begins_section(dotted, marked.rest)
        {
            return self.section(number, suffix, line, &marked);
        }
        if let Some(chapter) = &mut self.chapter {
            chapter.push_str(". ");
            chapter.push_str(&line.text);
            return;
        }
        if self.begins_chapter(line) {
            self.chapter = Some(line.text.clone());
            return;
        }
        if self.paragraphs.is_empty() {
            self.preamble.push(line.clone());
            return;
        }
        let taken = match marked.mark {
            // "(XY-" and "01)" on the next line: what completes a broken word is no mark.
            _ if is_broken(self.last().2) => false,
            Mark::Clause(number) => self.clause(number, line, marked.rest),
            Mark::Item(number, suffix) => self.item(number, suffix, line, &marked),
            Mark::Sign(sign) => self.sign(sign, line, &marked),
            Mark::Dash => self.dash(line, marked.rest),
            Mark::Section { .. } | Mark::None => line.bullet && self.dash(line, &line.text),
        };
        if !taken {
            self.plain(line);
        }
    }

    fn last(&self) -> (Level, Ending, &str) {
        let node = self.paragraphs.get(self.current).and_then(|paragraph| paragraph.nodes.last());
        node.map_or((Level::Clause, Ending::Empty, ""), |node| (node.level, ending(&node.text), &node.text))
    }

    fn settled(&self) -> bool {
        !matches!(self.last().1, Ending::Open | Ending::Comma)
    }

    fn begins_section(&self, dotted: bool, rest: &str) -> bool {
        if self.paragraphs.is_empty() {
            return dotted || rest.is_empty() || rest.starts_with(char::is_uppercase);
        }
        let (_, _, before) = self.last();
        let heads = rest.starts_with(char::is_uppercase) || rest.starts_with(|c: char| c.is_ascii_digit());
        if dotted {
            !leans_on_next(before) && (heads || self.settled())
        } else {
            self.settled() && (heads || rest.is_empty())
        }
    }

    fn begins_chapter(&self, line: &ScanLine) -> bool {
        if line.text.len() > 90 || !line.text.starts_with(['R', 'D']) {
            return false;
        }
        let named = || ["rozdział", "dział"].iter().any(|word| starts(&line.text, word));
        let numbered = line.text.split_whitespace().nth(1).is_some_and(|word| {
            let number = word.trim_end_matches('.');
            number.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | 'L'))
        });
        numbered && named() && self.settled()
    }

    fn section(&mut self, number: u32, suffix: Option<char>, line: &ScanLine, marked: &Marked<'_>) {
        self.give_up_pending();
        let twice = self.paragraphs.iter().any(|other| (other.number, other.suffix) == (number, suffix));
        let highest = self.paragraphs.iter().map(|paragraph| paragraph.number).max().unwrap_or(0);
        if !marked.read.starts_with('§') {
            let became = format!("§ {number}.");
            let note =
                Note::mend(line.number, NoteKind::Numbering, marked.read, became, 0.95, "znak paragrafu");
            self.notes.push(note);
        }
        self.suspended = None;
        if twice {
            let message =
                format!("drugi paragraf o numerze § {number} – zachowano oba, numeru nie zmieniono");
            self.notes.push(Note::remark(line.number, NoteKind::Numbering, CERTAINTY_ODD, message));
        } else if number < highest {
            let host = self.paragraphs.get(self.current).map(Paragraph::name).unwrap_or_default();
            let message = format!("§ {number} stał w środku § {host} – przywrócono mu własne miejsce");
            self.notes.push(Note::remark(line.number, NoteKind::Displaced, CERTAINTY_COLUMN, message));
            self.suspended = Some(self.current);
        }
        let (label, text) = match scan::clause(marked.rest) {
            Some((Mark::Clause(1), rest)) => (Some("1".to_owned()), rest),
            _ => (None, marked.rest),
        };
        let node = Node { level: Level::Clause, label, text: text.to_owned(), line: line.number };
        let chapter = self.chapter.take();
        self.paragraphs.push(Paragraph { number, suffix, line: line.number, chapter, nodes: vec![node] });
        self.current = self.paragraphs.len() - 1;
    }

    fn clause(&mut self, number: u32, line: &ScanLine, rest: &str) -> bool {
        let (_, how, before) = self.last();
        if leans_on_next(before)
            || !rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '„')
        {
            return false;
        }
        let nodes = &mut self.paragraphs[self.current].nodes;
        if how == Ending::Empty && number == 1 && nodes.len() == 1 {
            // "§ 1" alone on its line, its first clause on the next.
            nodes[0].label = Some("1".to_owned());
            nodes[0].text = rest.to_owned();
            return true;
        }
        let clauses = nodes.iter().filter(|node| node.level == Level::Clause);
        let due = clauses.filter_map(|node| node.label.as_ref()?.parse::<u32>().ok()).max().unwrap_or(1) + 1;
        if number != due {
            if !self.settled() || number < due || number > due + 2 {
                return false;
            }
            let message = format!("ustęp {number} tam, gdzie należałoby się {due} – zachowano jak w źródle");
            self.notes.push(Note::remark(line.number, NoteKind::Numbering, CERTAINTY_ODD, message));
        }
        self.give_up_pending();
        self.push(Level::Clause, Some(number.to_string()), rest, line.number);
        true
    }

    /// The number of the last item of the current clause; `paragraph` by index.
    fn last_item(&self, paragraph: usize) -> u32 {
        let nodes = self.paragraphs.get(paragraph).map_or(&[][..], |paragraph| &paragraph.nodes);
        let clause = nodes.iter().rev().take_while(|node| node.level != Level::Clause);
        let number = |node: &Node| {
            let digits = node.label.as_deref()?.trim_end_matches(|c: char| c.is_ascii_lowercase());
            digits.parse().ok()
        };
        clause.filter(|node| node.level == Level::Item).find_map(number).unwrap_or(0)
    }

    /// The letter that is due in the current item.
    fn due_letter(&self) -> char {
        let nodes = &self.paragraphs[self.current].nodes;
        let last = nodes.iter().rev().take_while(|node| node.level > Level::Item);
        let last = last.filter(|node| node.level == Level::Letter).find_map(|node| node.label.as_deref());
        let last = last.and_then(|label| label.bytes().next());
        last.map_or('a', |letter| char::from(letter.saturating_add(1)))
    }

    /// The next item's number before the next paragraph or clause.
    fn next_item(&self) -> Option<u32> {
        self.next_items.get(self.read.checked_sub(1)?).copied().flatten()
    }

    fn item(&mut self, number: u32, suffix: Option<char>, line: &ScanLine, marked: &Marked<'_>) -> bool {
        let last = self.pending.back().map_or_else(|| self.last_item(self.current), |(number, _)| *number);
        let due = last + 1;
        if number != due && self.suspended.is_some_and(|host| number == self.last_item(host) + 1) {
            self.current = self.suspended.take().unwrap_or(self.current);
            self.place_item(number, suffix, line, marked.rest);
            return true;
        }
        // "6)" where "b)" is due.
        if number == 6 && due != 6 && self.due_letter() == 'b' {
            return self.letter('b', line, marked);
        }
        let follows = number == due || (suffix.is_some() && number == last);
        if !follows && !self.settled() {
            return false;
        }
        let clean = format!("{number}{})", suffix.map(String::from).unwrap_or_default());
        let confirmed = self.next_item() == Some(due + 1);
        let mended = !follows && number != 1 && (confirmed || number > 3 * due + 20);
        let label = if mended { due } else { number };
        if mended || marked.read != clean {
            let certainty = if confirmed || follows { CERTAINTY_SEQUENCE } else { CERTAINTY_GUESSED };
            let became = if mended { format!("{due})") } else { clean };
            let note =
                Note::mend(line.number, NoteKind::Numbering, marked.read, became, certainty, "numer punktu");
            self.notes.push(note);
        } else if !follows && number != 1 {
            let message = format!("punkt {number}) tam, gdzie należałby się {due}) – zachowano jak w źródle");
            self.notes.push(Note::remark(line.number, NoteKind::Numbering, CERTAINTY_ODD, message));
        }
        self.place_item(label, if mended { None } else { suffix }, line, marked.rest);
        true
    }

    fn place_item(&mut self, number: u32, suffix: Option<char>, line: &ScanLine, rest: &str) {
        if rest.is_empty() {
            self.pending.push_back((number, line.number));
        } else {
            let label = format!("{number}{}", suffix.map(String::from).unwrap_or_default());
            self.push(Level::Item, Some(label), rest, line.number);
        }
    }

    /// A bracket after one sign: a letter, or a digit read as a letter.
    fn sign(&mut self, sign: char, line: &ScanLine, marked: &Marked<'_>) -> bool {
        let last = self.pending.back().map_or_else(|| self.last_item(self.current), |(number, _)| *number);
        let letter_due = sign_as_letter(sign) == Some(self.due_letter());
        if sign_as_number(sign) == Some(last + 1) && !letter_due {
            let became = format!("{})", last + 1);
            let message = "numer punktu odczytany jako litera";
            let note = Note::mend(
                line.number,
                NoteKind::Numbering,
                marked.read,
                became,
                CERTAINTY_SEQUENCE,
                message,
            );
            self.notes.push(note);
            self.place_item(last + 1, None, line, marked.rest);
            return true;
        }
        self.letter(sign, line, marked)
    }

    fn letter(&mut self, sign: char, line: &ScanLine, marked: &Marked<'_>) -> bool {
        let Some(letter) = sign_as_letter(sign) else { return false };
        let due = self.due_letter();
        if marked.rest.is_empty() || (letter != due && !self.settled() && self.last().1 != Ending::Comma) {
            return false;
        }
        if marked.read != format!("{letter})") {
            let became = format!("{letter})");
            let note = Note::mend(
                line.number,
                NoteKind::Numbering,
                marked.read,
                became,
                CERTAINTY_SEQUENCE,
                "oznaczenie litery",
            );
            self.notes.push(note);
        }
        if letter != due {
            let message =
                format!("litera {letter}) tam, gdzie należałaby się {due}) – zachowano jak w źródle");
            self.notes.push(Note::remark(line.number, NoteKind::Numbering, CERTAINTY_ODD, message));
        }
        self.push(Level::Letter, Some(letter.to_string()), marked.rest, line.number);
        true
    }

    fn dash(&mut self, line: &ScanLine, rest: &str) -> bool {
        if !(line.row || line.bullet || self.last().1 != Ending::Open) || rest.is_empty() {
            return false;
        }
        self.push(Level::Dash, None, rest, line.number);
        true
    }

    /// Running text: an item whose number stood elsewhere or is missing, or simply more of the same sentence.
    fn plain(&mut self, line: &ScanLine) {
        let (level, how, _) = self.last();
        let over = matches!(how, Ending::Semicolon | Ending::Stop) && level != Level::Clause;
        let opened = level == Level::Clause && how == Ending::Colon;
        if (over || opened)
            && let Some((number, read_at)) = self.pending.pop_front()
        {
            let (read, became) = (format!("{number})"), format!("{number}) {}", head(&line.text)));
            let message = format!(
                "numer stał w kolumnie przed tekstem – przypisano mu punkt z wiersza {}",
                line.number
            );
            self.notes.push(Note::mend(read_at, NoteKind::Column, read, became, CERTAINTY_COLUMN, message));
            return self.push(Level::Item, Some(number.to_string()), &line.text, line.number);
        }
        let due = self.last_item(self.current) + 1;
        let next = self.next_item();
        let unnumbered =
            over && how == Ending::Semicolon && due > 1 && (next.is_none() || next == Some(due + 1));
        if unnumbered {
            let became = format!("{due}) {}", head(&line.text));
            let certainty = if next.is_some() { CERTAINTY_SUPPLIED } else { CERTAINTY_GUESSED };
            let message = "punkt bez numeru – nadano należny";
            self.notes.push(Note::mend(
                line.number,
                NoteKind::Numbering,
                head(&line.text),
                became,
                certainty,
                message,
            ));
            return self.push(Level::Item, Some(due.to_string()), &line.text, line.number);
        }
        // "Ponadto prowadzi:" between two lists of one clause.
        let introduces =
            over && how == Ending::Stop && next == Some(1) && line.text.starts_with(char::is_uppercase);
        if introduces {
            return self.push(Level::Clause, None, &line.text, line.number);
        }
        let list_without_numbers =
            (opened && (line.row || next.is_none())) || (level == Level::Dash && how == Ending::Semicolon);
        if list_without_numbers {
            return self.push(Level::Dash, None, &line.text, line.number);
        }
        let Some(node) =
            self.paragraphs.get_mut(self.current).and_then(|paragraph| paragraph.nodes.last_mut())
        else {
            return;
        };
        self.joiner.join(&mut node.text, line, &line.text, self.notes);
    }

    fn push(&mut self, level: Level, label: Option<String>, text: &str, line: usize) {
        if let Some(paragraph) = self.paragraphs.get_mut(self.current) {
            paragraph.nodes.push(Node { level, label, text: text.to_owned(), line });
        }
    }

    /// Numbers that waited for their items in vain are kept aside and reported.
    fn give_up_pending(&mut self) {
        for (number, line) in std::mem::take(&mut self.pending) {
            let message =
                format!("numer {number}) bez swojego punktu – zachowano w „Częściach nierozpoznanych”");
            self.notes.push(Note::remark(line, NoteKind::Unrecognised, CERTAINTY_ODD, message));
            let text = format!("{number})");
            self.unplaced.push(ScanLine {
                number: line,
                text,
                blanks: 0,
                page_break: false,
                bullet: false,
                row: false,
            });
        }
    }

    fn order_paragraphs(&mut self) {
        self.paragraphs.sort_by_key(|paragraph| (paragraph.number, paragraph.suffix));
        let numbers: Vec<u32> = self.paragraphs.iter().map(|paragraph| paragraph.number).collect();
        for pair in numbers.windows(2) {
            for missing in pair[0] + 1..pair[1].min(pair[0] + 10) {
                let line = self.paragraphs.iter().find(|p| p.number == pair[1]).map_or(1, |p| p.line);
                let message = format!("brak § {missing} w źródle");
                self.notes.push(Note::remark(line, NoteKind::Missing, CERTAINTY_ODD, message));
            }
        }
    }
}
