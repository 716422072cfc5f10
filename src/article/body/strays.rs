//! Marks and labels that stand where they hide nothing, in everything of a body that residents are told.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::html::{ends_block, is_block};
use super::marks::{self, Place};
use super::outline::{Cause, Doubt, Heading};

/// Where an editor tried to mark something as internal in a way that does nothing. In what is hidden anyway, words that
/// say so are no harm.
pub(super) fn strays(
    body: &str,
    events: &[(Event<'_>, Range<usize>)],
    internal: &[bool],
    headings: &[Heading],
    doubts: &mut Vec<Doubt>,
) {
    let mut headings = headings.iter().peekable();
    let mut block = Block::default();
    let mut code: Option<(bool, String)> = None;
    let mut html: Option<(usize, String)> = None;
    // Items and cells around the text.
    let mut pieces = 0usize;
    let misplaced = |offset| Doubt { offset, cause: Cause::Misplaced };
    for (at, (event, span)) in events.iter().enumerate() {
        while headings.next_if(|heading| heading.events.end <= at).is_some() {}
        if headings.peek().is_some_and(|heading| heading.events.contains(&at)) {
            block.close(doubts);
            if let Event::InlineHtml(tag) = event
                && !internal[at]
                && marks::attempt_in_html(tag, false)
            {
                doubts.push(misplaced(span.start));
            }
            continue;
        }
        let hidden = internal[at];
        match event {
            Event::Start(Tag::Item | Tag::TableCell) => pieces += 1,
            Event::End(TagEnd::Item | TagEnd::TableCell) => pieces = pieces.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                block.close(doubts);
                code = Some((matches!(kind, CodeBlockKind::Fenced(_)), String::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                let (fenced, text) = code.take().unwrap_or_default();
                let source = body.get(span.clone()).unwrap_or_default();
                if is_attempt_in_code(&text, fenced, source) {
                    doubts.push(misplaced(span.start));
                } else if let Some(line) = text.lines().find(|line| !hidden && is_labelled_code(line)) {
                    doubts.push(Doubt { offset: span.start, cause: Cause::Label(line.trim().to_owned()) });
                }
            }
            Event::Start(Tag::HtmlBlock) => {
                block.close(doubts);
                html = Some((span.start, String::new()));
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((offset, html)) = html.take()
                    && marks::attempt_in_html(&html, hidden)
                {
                    doubts.push(misplaced(offset));
                }
            }
            Event::Html(part) => {
                if let Some((_, html)) = &mut html {
                    html.push_str(part);
                }
            }
            Event::Text(text) => match &mut code {
                Some((_, code)) => code.push_str(text),
                None => {
                    block.hidden = hidden;
                    block.piece = pieces > 0;
                    block.push(text, span.start);
                }
            },
            Event::Code(text) => {
                if !hidden && is_labelled_code(text) {
                    doubts.push(Doubt { offset: span.start, cause: Cause::Label(text.to_string()) });
                }
                block.push_code(text, span.start);
            }
            Event::InlineHtml(tag) => {
                if marks::attempt_in_html(tag, hidden) {
                    doubts.push(misplaced(span.start));
                }
                let between = if super::html::tag_name(tag) == "br" { "\n\n" } else { " " };
                block.pass(" ", between, span.start);
            }
            Event::SoftBreak => block.push("\n", span.end),
            Event::HardBreak => block.pass("\n", "\n\n", span.end),
            Event::Start(Tag::Strong | Tag::Emphasis) => block.set_off += 1,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => block.set_off = block.set_off.saturating_sub(1),
            Event::Start(tag) if is_block(tag) => block.close(doubts),
            Event::End(TagEnd::TableCell) => block.close(doubts),
            Event::End(end) if ends_block(*end) => block.close(doubts),
            _ => {}
        }
    }
    block.close(doubts);
}

/// What links, pictures, notes and fences say beside their words.
pub(super) fn asides(events: &[(Event<'_>, Range<usize>)], internal: &[bool], doubts: &mut Vec<Doubt>) {
    for ((event, span), _) in events.iter().zip(internal).filter(|(_, hidden)| !**hidden) {
        let marked = match event {
            Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                marks::in_address(dest_url) || marks::told(title, Place::Aside)
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => marks::told(info, Place::Title),
            Event::Start(Tag::FootnoteDefinition(name)) | Event::FootnoteReference(name) => {
                marks::told(name, Place::Title)
            }
            _ => false,
        };
        if marked {
            doubts.push(Doubt { offset: span.start, cause: Cause::Aside });
        }
    }
}

/// Whether a line of code bears a label. The mark as the manual has it is an example there.
fn is_labelled_code(line: &str) -> bool {
    marks::label(&line.replace("{.internal}", ""), Place::Piece)
}

/// Lines that are a mark and nothing else, also those that no reader is shown: definitions, comments, fences. What stands
/// in code is an example; what opens it is none.
pub(super) fn marking_lines(
    body: &str,
    events: &[(Event<'_>, Range<usize>)],
    headings: &[Heading],
    doubts: &mut Vec<Doubt>,
) {
    if !marks::names_it(body) {
        return;
    }
    let code: Vec<&Range<usize>> = events
        .iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, span)| span)
        .collect();
    let told: BTreeSet<usize> = doubts.iter().map(|doubt| doubt.offset).collect();
    let mut offset = 0;
    for line in body.split_inclusive('\n') {
        let begins = offset + line.len() - line.trim_start().len();
        let end = offset + line.len();
        if marks::is_marking_line(line) && told.range(offset..end).next().is_none() {
            let in_heading = headings.iter().any(|heading| heading.span.contains(&begins));
            let in_code = code.iter().any(|span| {
                let first = body[span.start..].find('\n').map_or(span.end, |end| span.start + end);
                (first..span.end).contains(&begins)
            });
            if !in_heading && !in_code {
                doubts.push(Doubt { offset: begins, cause: Cause::Misplaced });
            }
        }
        offset = end;
    }
}

/// A paragraph, item or cell, line by line.
#[derive(Default)]
struct Block {
    text: String,
    /// The same with an empty line where its author ended a line.
    said: String,
    /// What its author set off at its beginning, in bold letters or slanted ones.
    lead: String,
    /// Something stands in it that is not set off.
    plain: bool,
    /// How often the text that comes now is set off.
    set_off: usize,
    /// Its code, of which only that counts which stands there alone.
    code: String,
    /// Where its lines begin in the body.
    starts: Vec<usize>,
    /// Residents do not read it.
    hidden: bool,
    /// It is an item or a cell.
    piece: bool,
}

impl Block {
    fn push(&mut self, text: &str, offset: usize) {
        if !text.trim().is_empty() {
            if self.set_off > 0 && !self.plain {
                self.lead.push_str(text);
            }
            self.plain |= self.set_off == 0;
        }
        self.pass(text, text, offset);
    }

    fn pass(&mut self, text: &str, said: &str, offset: usize) {
        if self.starts.is_empty() || self.text.ends_with('\n') {
            self.starts.push(offset);
        }
        self.text.push_str(text);
        self.said.push_str(said);
    }

    fn push_code(&mut self, code: &str, offset: usize) {
        self.plain = true;
        self.pass(" ", " ", offset);
        self.code.push_str(code);
    }

    fn close(&mut self, doubts: &mut Vec<Doubt>) {
        let Self { text, said, lead, plain, code, starts, hidden, piece, .. } = std::mem::take(self);
        let offset = starts.first().copied().unwrap_or_default();
        if text.trim().is_empty() && marks::attempt(&code) {
            doubts.push(Doubt { offset, cause: Cause::Misplaced });
        }
        let begins = |found: &dyn Fn(&str) -> bool| {
            let line = text.lines().zip(&starts).find(|(line, _)| found(line));
            line.map_or((offset, text.as_str()), |(line, offset)| (*offset, line))
        };
        if marks::attempt(&text) {
            doubts.push(Doubt { offset: begins(&marks::attempt).0, cause: Cause::Misplaced });
            return;
        }
        let place = match (piece, plain || lead.is_empty()) {
            (true, _) => Place::Piece,
            (false, true) => Place::Paragraph,
            (false, false) => Place::Title,
        };
        // Words in bold letters before a text are its heading.
        let leads = if piece { Place::Piece } else { Place::Title };
        let led = plain && !lead.is_empty() && marks::label(&lead, leads);
        if !hidden && (led || marks::label(&said, place)) {
            let (offset, line) = begins(&|line| marks::label(line, place));
            doubts.push(Doubt { offset, cause: Cause::Label(line.trim().to_owned()) });
        }
    }
}

/// Code may show how the mark is written. It is no such example where the heading is code by its indentation alone,
/// where nobody closed the fence, and where the section that the mark was to hide stands below it.
fn is_attempt_in_code(text: &str, fenced: bool, source: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| !marks::attempt(line));
    if lines.next().is_none() {
        return false;
    }
    let fence = source.trim_start().chars().next().unwrap_or('`');
    let last = source.trim_end().lines().next_back().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>').trim_end();
    let closed = source.trim().lines().count() > 1 && last.len() >= 3 && last.chars().all(|c| c == fence);
    !fenced || !closed || lines.any(|line| !line.trim().is_empty())
}
