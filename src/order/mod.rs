//! An order of the Mayor, as a clerk's word processor or a scanner left it, becomes articles.
//!
//! [`import`] takes the text of one order and gives one article for the scope of each unit and one for each other
//! paragraph that stands by itself; [`relate`] compares several orders. Nothing is read or written here, and nothing
//! fails: what was mended, guessed or not understood is a [`Note`] with its line, and what found no place stands in
//! an article of its own ("części nierozpoznane"), so that no word of the source is ever lost ([`uncovered`]).
//!
//! The steps, in order:
//!
//! ```text
//! repair      words a scanner misread (TextRepair, plugged in by the caller)
//! scan        lines without layout, and the marks they begin with
//! furniture   page numbers, stray addresses, signature, attachments
//! paragraphs  §, ust., pkt, lit., –; broken numbering, columns of numbers, displaced paragraphs; join mends hyphens
//! header      number, date, matter, legal basis; first day in force, acts repealed
//! units       codes, names, scopes, department
//! drafts      which article says what; render writes it
//! coverage    every word of the source is in some article
//! ```

use std::fmt;

use jiff::civil::Date;

pub use drafting::coverage::uncovered;
pub use drafting::relate::relate;
pub use drafting::report::{DOUBTFUL, report};
pub use lines::repair::{Decided, NoRepair, OcrRepair, Repair, Repaired, TextRepair};

/// What was read from one file.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedOrder {
    /// `1231/2025`
    pub number: Option<String>,
    /// "Zarządzenie nr 1231/2025 w sprawie …"
    pub title: String,
    /// What the order is about, without "w sprawie".
    pub matter: Option<String>,
    /// The day it was signed.
    pub date: Option<Date>,
    /// "art. 33 ust. 3 ustawy …"
    pub legal_basis: Option<String>,
    /// The first day in force.
    pub effective: Option<Date>,
    /// Numbers of the acts it repeals as a whole.
    pub repeals: Vec<String>,
    /// Whether a machine read the text from a scan.
    pub ocr: bool,
    /// The articles it becomes.
    pub drafts: Vec<DraftArticle>,
    /// Everything mended, guessed and not understood, by line.
    pub notes: Vec<Note>,
    /// How many paragraphs (§) were found.
    pub paragraphs: usize,
    matter_line: usize,
}

impl ImportedOrder {
    /// Whether the file held an order at all; a letter or a list has neither paragraphs nor a number.
    pub fn is_order(&self) -> bool {
        self.paragraphs > 0 && (self.number.is_some() || self.matter.is_some())
    }
}

/// An article that an order becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftArticle {
    /// Below the folder of articles: `zarzadzenia/1231-2025-dk-03.md`.
    pub path: String,
    /// The whole file.
    pub markdown: String,
    front: drafting::render::FrontMatter,
    body: String,
    /// What the scan had where words were repaired, as a comment at the end; see [`lines::repair::readings`].
    readings: String,
}

impl DraftArticle {
    fn new(path: String, front: drafting::render::FrontMatter, body: String) -> Self {
        let mut draft = Self { path, markdown: String::new(), front, body, readings: String::new() };
        draft.write();
        draft
    }

    fn write(&mut self) {
        self.markdown = format!("{}\n{}\n{}", self.front.yaml(), self.body, self.readings);
    }

    /// Lays what the scan had beside the words that were repaired.
    fn keep_readings(&mut self, notes: &[Note]) {
        self.readings = lines::repair::readings(&self.markdown, notes);
        self.write();
    }

    /// Proposes the last day in force.
    fn end_on(&mut self, day: Date, why: &str) {
        self.front.valid_until = Some((day, why.to_owned()));
        self.write();
    }

    /// The article's title.
    pub fn title(&self) -> &str {
        &self.front.title
    }
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A word repaired.
    Word,
    /// A number or letter of an item, paragraph or clause.
    Numbering,
    /// Numbers that stood in a column before their items.
    Column,
    /// A paragraph in the middle of another.
    Displaced,
    /// A sentence cut by a page's end or by empty lines.
    Break,
    /// A word cut at a line's end.
    Hyphen,
    /// Letters of two scripts in one word, kept as read.
    Script,
    /// A page number.
    Layout,
    /// Kept, but not understood.
    Unrecognised,
    /// Something an order should have and this one has not, or not readably.
    Missing,
    /// A fact that was concluded, not read.
    Concluded,
    /// An act repealed.
    Repeal,
    /// Another order takes this one's place.
    Proposal,
}

/// One mend, guess or doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// In the source file, from 1.
    pub line: usize,
    /// What it is about.
    pub kind: NoteKind,
    /// What stood there; empty where nothing was changed.
    pub read: String,
    /// What it became; empty where nothing was changed.
    pub became: String,
    /// 0–1.
    pub certainty: f32,
    /// For the editor.
    pub message_pl: String,
}

impl Note {
    fn mend(
        line: usize,
        kind: NoteKind,
        read: impl Into<String>,
        became: impl Into<String>,
        certainty: f32,
        message: impl Into<String>,
    ) -> Self {
        Self { line, kind, read: read.into(), became: became.into(), certainty, message_pl: message.into() }
    }

    fn remark(line: usize, kind: NoteKind, certainty: f32, message: impl Into<String>) -> Self {
        Self::mend(line, kind, "", "", certainty, message)
    }
}

impl fmt::Display for Note {
    /// `wiersz 246: odczytano „113)’” → poprawiono „1)” (pewność 97 %): numer punktu`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wiersz {}: ", self.line)?;
        let percent = (self.certainty * 100.0).round();
        if self.became.is_empty() {
            return write!(f, "{} (pewność {percent} %)", self.message_pl);
        }
        write!(f, "odczytano „{}” → poprawiono „{}” (pewność {percent} %)", self.read, self.became)?;
        if self.message_pl.is_empty() { Ok(()) } else { write!(f, ": {}", self.message_pl) }
    }
}

/// Reads the order in `text`. `file_name` stands in for a number that the text does not give.
pub fn import(file_name: &str, text: &str, repair: &dyn TextRepair) -> ImportedOrder {
    let mut notes = Vec::new();
    let ocr = repair.is_machine_read(text);
    let repaired = if ocr { lines::repair::by_lines(repair, text, &mut notes) } else { text.to_owned() };
    lines::repair::note_mixed_scripts(&repaired, &mut notes);
    let document = structure::paragraphs::read(lines::scan::lines(&repaired), &mut notes);
    let header = structure::header::header(file_name, &document.preamble, &mut notes);
    let effective = structure::header::effective(&document, header.date, &mut notes);
    let repeals = structure::header::repeals(&document.paragraphs, header.number.as_deref(), &mut notes);
    let units = structure::units::listed(&document.paragraphs);
    let mut department = structure::units::department(&document.paragraphs, header.matter.as_deref());
    let mut code = structure::units::department_code(&units);
    let scoped =
        document.paragraphs.iter().any(|paragraph| !structure::units::scopes(paragraph, &units).is_empty());
    if code.is_none()
        && !scoped
        && let Some((letters, name)) = header.matter.as_deref().and_then(structure::units::initials)
    {
        let message = format!("symbol „{letters}” utworzono z pierwszych liter nazwy „{name}”");
        notes.push(Note::remark(header.matter_line, NoteKind::Concluded, 0.6, message));
        code = Some(letters);
        department = department.or_else(|| Some(structure::units::as_named(&document.paragraphs, &name)));
    }
    let act = drafting::drafts::Act {
        header: &header,
        stem: drafting::drafts::stem(header.number.as_deref(), file_name),
        effective,
        repeals: &repeals,
        ocr,
        units: &units,
        department,
        code,
        writer: drafting::render::Writer { markdown: is_markdown(file_name, text) },
    };
    let mut drafts = drafting::drafts::drafts(&act, &document, &[]);
    let lost: Vec<lines::scan::ScanLine> = uncovered(&repaired, &drafts)
        .into_iter()
        .map(|(number, text)| {
            let message = format!(
                "wiersz „{text}” nie trafił do żadnego przepisu – zachowano w „Częściach nierozpoznanych”"
            );
            notes.push(Note::remark(number, NoteKind::Unrecognised, 0.3, message));
            lines::scan::ScanLine { number, text, blanks: 0, page_break: false, bullet: false, row: false }
        })
        .collect();
    if !lost.is_empty() {
        drafts = drafting::drafts::drafts(&act, &document, &lost);
    }
    notes.sort_by_key(|note| (note.line, note.kind));
    for draft in &mut drafts {
        draft.keep_readings(&notes);
    }
    let matter = header.matter.clone();
    let name = structure::header::name(header.number.as_deref());
    ImportedOrder {
        title: matter.as_ref().map_or_else(|| name.clone(), |matter| format!("{name} w sprawie {matter}")),
        number: header.number.clone(),
        matter,
        date: header.date,
        legal_basis: header.legal_basis.clone(),
        effective,
        repeals,
        ocr,
        drafts,
        notes,
        paragraphs: document.paragraphs.len(),
        matter_line: header.matter_line,
    }
}

/// Whether the source is Markdown, whose links are to stay links.
fn is_markdown(file_name: &str, text: &str) -> bool {
    file_name.to_lowercase().ends_with(".md") || text.contains("](http") || text.contains("|--")
}

mod drafting;
mod lines;
mod structure;
#[cfg(test)]
mod tests;
