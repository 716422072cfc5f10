//! Cutting a body into passages, where paragraphs, items and rows end.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::article::Section;
use crate::article::body::html::{HIDDEN, ends_block, is_block, visible_text};
use crate::article::body::outline::{Anchors, Heading, Outline};
use crate::article::body::slug::slug;

/// The longest passage, in characters: about a minute and a half read aloud, and what fits a screen of hits.
pub(super) const PASSAGE: usize = 1200;

/// A piece of text that is not cut without need: a paragraph, an item, a row.
struct Piece {
    text: String,
    span: Range<usize>,
    internal: bool,
}

/// What the passages of a part have in common.
#[derive(Default)]
struct Head<'a> {
    name: &'a str,
    level: u8,
    anchor: &'a str,
    internal: bool,
    /// Where the heading begins; the first passage reaches up to it.
    start: Option<usize>,
}

/// The units under one heading.
struct Part {
    /// Index into the outline's headings; `None` for the text before the first one.
    heading: Option<usize>,
    units: Vec<Piece>,
}

pub(in crate::article) fn sections(outline: &Outline<'_>, title: Option<&str>) -> Vec<Section> {
    let parts = Units::of(outline);
    let mut anchors = Anchors::taken(&outline.headings);
    let mut sections = Vec::new();
    // Headings that nothing stands under but other headings: their words go to the front of those.
    let mut above: Vec<(u8, &str)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(heading) = part.heading.map(|index| &outline.headings[index]) else {
            passages(part, &Head::default(), &mut anchors, &mut sections);
            continue;
        };
        above.retain(|(level, _)| *level < heading.level);
        let below =
            parts.get(at + 1).and_then(|next| next.heading).map(|index| outline.headings[index].level);
        if part.units.is_empty() && below.is_some_and(|level| level > heading.level) {
            if !is_title(heading, title, at, &parts) {
                above.push((heading.level, &heading.text));
            }
            continue;
        }
        let mut words: Vec<&str> = above.iter().map(|(_, text)| *text).collect();
        words.push(&heading.text);
        words.retain(|text| !text.is_empty());
        let name = words.join(" – ");
        // A document title that differs from the article's names the document, not each of its sections.
        above.retain(|(level, _)| *level > 1);
        if part.units.is_empty() {
            if !name.is_empty() {
                sections.push(Section {
                    text: format!("{}\n", heading.text),
                    heading: name,
                    level: heading.level,
                    anchor: heading.anchor.clone(),
                    internal: heading.internal,
                    span: heading.span.clone(),
                });
            }
            continue;
        }
        let head = Head {
            name: &name,
            level: heading.level,
            anchor: &heading.anchor,
            internal: heading.internal,
            start: Some(heading.span.start),
        };
        passages(part, &head, &mut anchors, &mut sections);
    }
    sections.retain(|section| !section.text.trim().is_empty());
    sections
}

/// Whether a heading without text of its own only repeats the article's title.
fn is_title(heading: &Heading, title: Option<&str>, at: usize, parts: &[Part]) -> bool {
    let first = parts[..at].iter().all(|part| part.heading.is_none());
    match title {
        Some(title) => slug(title) == slug(&heading.text),
        None => heading.level == 1 && first,
    }
}

/// Cuts a part into passages of readable size, where items, rows and paragraphs end.
fn passages(part: &Part, head: &Head<'_>, anchors: &mut Anchors, sections: &mut Vec<Section>) {
    let total: usize = part.units.iter().map(|unit| unit.text.chars().count()).sum();
    // Pieces of like size: a passage of one left-over line would answer nothing.
    let aim = total.div_ceil(total.div_ceil(PASSAGE).max(1));
    let mut first = true;
    let mut open: Option<(Section, usize)> = None;
    for unit in &part.units {
        for piece in pieces(&unit.text) {
            let long = piece.chars().count() + 1;
            if let Some((section, len)) = &mut open
                && *len < aim
                && *len + long <= PASSAGE
                && section.internal == unit.internal
            {
                section.text.push_str(piece);
                section.text.push('\n');
                section.span.end = unit.span.end;
                *len += long;
                continue;
            }
            sections.extend(open.take().map(|(section, _)| section));
            let stem = if head.anchor.is_empty() { "dalej" } else { head.anchor };
            let section = Section {
                heading: head.name.to_owned(),
                level: head.level,
                anchor: if first { head.anchor.to_owned() } else { anchors.unique(stem) },
                text: format!("{piece}\n"),
                internal: head.internal || unit.internal,
                span: head.start.filter(|_| first).unwrap_or(unit.span.start)..unit.span.end,
            };
            first = false;
            open = Some((section, long));
        }
    }
    sections.extend(open.map(|(section, _)| section));
}

/// Cuts a text that is longer than a passage, after a sentence where there is one, else between words.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((limit, _)) = rest.char_indices().nth(PASSAGE - 1) {
        let window = &rest[..limit];
        let half = limit / 2;
        let sentence = window
            .char_indices()
            .rev()
            .take_while(|(at, _)| *at > half)
            .find(|&(at, c)| c == '\n' || (c == ' ' && window[..at].ends_with(['.', '!', '?', ';'])))
            .map(|(at, _)| at);
        let space = || window.rfind(char::is_whitespace).filter(|at| *at > half);
        let cut = sentence.or_else(space).unwrap_or(limit);
        pieces.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// Gathers units from events.
struct Units {
    parts: Vec<Part>,
    text: String,
    span: Option<Range<usize>>,
    internal: bool,
    /// The next cell of this row is not its first.
    cell: bool,
}

impl Units {
    fn of(outline: &Outline<'_>) -> Vec<Part> {
        let mut units = Self {
            parts: vec![Part { heading: None, units: Vec::new() }],
            text: String::new(),
            span: None,
            internal: false,
            cell: false,
        };
        let mut headings =
            outline.headings.iter().enumerate().filter(|(_, heading)| !heading.nested).peekable();
        let mut html = String::new();
        let mut hidden_html: Option<String> = None;
        for (at, (event, span)) in outline.events.iter().enumerate() {
            if let Some((index, heading)) = headings.peek()
                && heading.events.contains(&at)
            {
                if heading.events.start == at {
                    units.close();
                    units.parts.push(Part { heading: Some(*index), units: Vec::new() });
                }
                if heading.events.end == at + 1 {
                    headings.next();
                }
                continue;
            }
            let internal = outline.internal[at];
            match event {
                Event::Start(Tag::TableCell) => {
                    if std::mem::replace(&mut units.cell, true) {
                        units.text.push_str(" | ");
                    }
                }
                Event::Start(tag) => {
                    if is_block(tag) {
                        units.close();
                        units.cell = false;
                        hidden_html = None;
                    }
                }
                Event::End(TagEnd::HtmlBlock) => {
                    units.push(&visible_text(&html), span, internal);
                    html.clear();
                    units.close();
                }
                Event::End(end) => {
                    if ends_block(*end) {
                        units.close();
                        units.cell = false;
                        hidden_html = None;
                    }
                }
                Event::Html(text) => html.push_str(text),
                Event::InlineHtml(tag) => inline_html(tag, &mut hidden_html, &mut units, span, internal),
                _ if hidden_html.is_some() => {}
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => {
                    units.push(text, span, internal);
                }
                // The line end stays where a word may have been cut in two by it.
                Event::SoftBreak if units.text.ends_with(['-', '\u{ad}', '\u{2010}']) => {
                    units.text.push('\n')
                }
                Event::SoftBreak => units.text.push(' '),
                Event::HardBreak => units.text.push('\n'),
                Event::Rule | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            }
        }
        units.close();
        units.parts
    }

    fn push(&mut self, text: &str, span: &Range<usize>, internal: bool) {
        if self.text.is_empty() && text.trim().is_empty() {
            return;
        }
        self.text.push_str(text);
        self.internal |= internal;
        let start = self.span.as_ref().map_or(span.start, |known| known.start);
        self.span = Some(start..span.end);
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let internal = std::mem::take(&mut self.internal);
        if let Some(span) = self.span.take()
            && !text.trim_matches([' ', '\n', '\t', '|']).is_empty()
            && let Some(part) = self.parts.last_mut()
        {
            part.units.push(Piece { text: text.trim().to_owned(), span, internal });
        }
    }
}

/// Tags inside a paragraph say little as text: a line break is one, and scripts are not for reading.
fn inline_html(
    tag: &str,
    hidden: &mut Option<String>,
    units: &mut Units,
    span: &Range<usize>,
    internal: bool,
) {
    let lower = tag.to_ascii_lowercase();
    let name: String =
        lower.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
    if let Some(open) = hidden {
        if lower.starts_with("</") && *open == name {
            *hidden = None;
        }
    } else if !lower.starts_with("</") && HIDDEN.contains(&name.as_str()) {
        *hidden = Some(name);
    } else if name == "br" {
        units.text.push('\n');
    } else if name == "img" {
        units.push(&visible_text(tag), span, internal);
    }
}
