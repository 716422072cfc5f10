//! The parts of an order: paragraphs (§), clauses (ust.), items (pkt), letters (lit.) and dashes.

use super::builder::Builder;
use crate::order::Note;
use crate::order::lines::furniture::part;
use crate::order::lines::scan::ScanLine;

/// An order, or an attachment, taken apart.
pub(in crate::order) struct Document {
    /// Everything before the first §.
    pub preamble: Vec<ScanLine>,
    /// In the order of their numbers.
    pub paragraphs: Vec<Paragraph>,
    /// The signature.
    pub closing: Vec<ScanLine>,
    pub attachments: Vec<Document>,
    /// Lines with no place in any sentence.
    pub unplaced: Vec<ScanLine>,
}

/// One §.
#[derive(Debug, Clone)]
pub(in crate::order) struct Paragraph {
    pub number: u32,
    pub suffix: Option<char>,
    pub line: usize,
    /// The chapter that begins with it, with its title.
    pub chapter: Option<String>,
    /// In reading order; the first is always a [`Level::Clause`].
    pub nodes: Vec<Node>,
}

impl Paragraph {
    /// `6` or `6a`.
    pub fn name(&self) -> String {
        format!("{}{}", self.number, self.suffix.map(String::from).unwrap_or_default())
    }

    /// The text of the first clause.
    pub fn opening(&self) -> &str {
        self.nodes.first().map_or("", |node| node.text.as_str())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::order) enum Level {
    Clause,
    Item,
    Letter,
    Dash,
}

/// A numbered piece of a paragraph.
#[derive(Debug, Clone)]
pub(in crate::order) struct Node {
    pub level: Level,
    /// `2` for a clause, `14a` for an item, `b` for a letter.
    pub label: Option<String>,
    pub text: String,
    pub line: usize,
}

/// Takes a document apart.
pub(in crate::order) fn read(lines: Vec<ScanLine>, notes: &mut Vec<Note>) -> Document {
    let parts = part(lines, notes);
    let mut builder = Builder::new(&parts.main, parts.unplaced, notes);
    for line in &parts.main {
        builder.line(line);
    }
    let (preamble, paragraphs, unplaced) = builder.finish();
    let attachments = parts.attachments.into_iter().map(|lines| read(lines, notes)).collect();
    Document { preamble, paragraphs, closing: parts.closing, attachments, unplaced }
}
