//! Marks and labels that stand where they hide nothing, in everything of a body that residents are told.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::html::{ends_block, is_block};
use super::marks::{self, Place, Said};
use super::outline::{Cause, Doubt, Heading};

/// Where an editor tried to mark something as internal in a way that does nothing. In what is hidden anyway, words that
/// say so are no harm. Words that could have been meant so, and describe something as well, go to `hints`.
pub(super) fn strays(
    body: &str,
    events: &[(Event<'_>, Range<usize>)],
    internal: &[bool],
    headings: &[Heading],
    doubts: &mut Vec<Doubt>,
    hints: &mut Vec<Doubt>,
) {
    let mut headings = headings.iter().peekable();
    let mut block = Block::default();
    let mut code: Option<(bool, String)> = None;
    let mut html: Option<(usize, String)> = None;
    // Items around the text, and lists and tables, with whether they name the opposite of „wewnętrzne”.
    let mut pieces = 0usize;
    let mut cell = false;
    let mut opposed: Vec<bool> = Vec::new();
    let misplaced = |offset| Doubt { offset, cause: Cause::Misplaced };
    for (at, (event, span)) in events.iter().enumerate() {
        while headings.next_if(|heading| heading.events.end <= at).is_some() {}
        if headings.peek().is_some_and(|heading| heading.events.contains(&at)) {
            block.close(doubts, hints);
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
            Event::Start(Tag::Item) => pieces += 1,
            Event::End(TagEnd::Item) => pieces = pieces.saturating_sub(1),
            Event::Start(Tag::TableCell) => cell = true,
            Event::Start(Tag::List(_) | Tag::Table(_)) => opposed.push(
                opposed.last() == Some(&true)
                    || marks::names_opposite(body.get(span.clone()).unwrap_or_default()),
            ),
            Event::End(TagEnd::List(_) | TagEnd::Table) => drop(opposed.pop()),
            Event::Start(Tag::Link { .. }) => block.linked += 1,
            Event::End(TagEnd::Link) => block.linked = block.linked.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                block.close(doubts, hints);
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
                block.close(doubts, hints);
                html = Some((span.start, String::new()));
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((offset, html)) = html.take() {
                    if marks::attempt_in_html(&html, hidden) {
                        doubts.push(misplaced(offset));
                    } else if !hidden && marks::could_be_meant_in_html(&html) {
                        let text = super::html::visible_text(&html);
                        let line = text.lines().next().unwrap_or_default().to_owned();
                        hints.push(Doubt { offset, cause: Cause::Perhaps(line) });
                    }
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
                    block.opposed = opposed.last() == Some(&true);
                    block.place = match pieces {
                        _ if cell => Place::Cell,
                        0 => Place::Paragraph,
                        _ => Place::Piece,
                    };
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
                let name = super::html::tag_name(tag);
                let count = |open: usize| match tag.starts_with("</") {
                    true => open.saturating_sub(1),
                    false => open + 1,
                };
                match name.as_str() {
                    "a" => block.linked = count(block.linked),
                    name if marks::sets_off(name) => block.set_off = count(block.set_off),
                    _ => {}
                }
                let between = if name == "br" { "\n\n" } else { " " };
                block.pass(" ", between, span.start);
            }
            Event::SoftBreak => block.push("\n", span.end),
            Event::HardBreak => block.pass("\n", "\n\n", span.end),
            Event::Start(Tag::Strong | Tag::Emphasis) => block.set_off += 1,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => block.set_off = block.set_off.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => block.linked += 1,
            Event::End(TagEnd::Image) => block.linked = block.linked.saturating_sub(1),
            Event::Start(tag) if is_block(tag) => block.close(doubts, hints),
            Event::End(TagEnd::TableCell) => {
                block.close(doubts, hints);
                cell = false;
            }
            Event::End(end) if ends_block(*end) => block.close(doubts, hints),
            _ => {}
        }
    }
    block.close(doubts, hints);
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
struct Block {
    text: String,
    /// The same as its reader hears it.
    said: Said,
    /// How often the text that comes now is set off, and how many links it stands in.
    set_off: usize,
    linked: usize,
    /// Its code, of which only that counts which stands there alone.
    code: String,
    /// Its code stands before its words.
    led_by_code: bool,
    /// Where its lines begin in the body.
    starts: Vec<usize>,
    /// Residents do not read it.
    hidden: bool,
    /// What it is.
    place: Place,
    /// The list or table around it names the opposite of „wewnętrzne”.
    opposed: bool,
}

impl Default for Block {
    fn default() -> Self {
        Self {
            text: String::new(),
            said: Said::default(),
            set_off: 0,
            linked: 0,
            code: String::new(),
            led_by_code: false,
            starts: Vec::new(),
            hidden: false,
            place: Place::Paragraph,
            opposed: false,
        }
    }
}

impl Block {
    fn push(&mut self, text: &str, offset: usize) {
        self.begin(offset);
        self.text.push_str(text);
        self.said.push(text, self.set_off > 0, self.linked > 0);
    }

    fn pass(&mut self, text: &str, said: &str, offset: usize) {
        self.begin(offset);
        self.text.push_str(text);
        self.said.part(said);
    }

    fn begin(&mut self, offset: usize) {
        if self.starts.is_empty() || self.text.ends_with('\n') {
            self.starts.push(offset);
        }
    }

    fn push_code(&mut self, code: &str, offset: usize) {
        self.led_by_code |= self.text.trim().is_empty() && self.code.is_empty();
        self.said.push("0", false, false);
        self.pass(" ", " ", offset);
        self.code.push_str(code);
    }

    fn close(&mut self, doubts: &mut Vec<Doubt>, hints: &mut Vec<Doubt>) {
        let Self { text, said, code, starts, hidden, place, opposed, led_by_code, .. } = std::mem::take(self);
        let offset = starts.first().copied().unwrap_or_default();
        // The mark in code is an example where words lead to it.
        if (text.trim().is_empty() && marks::attempt(&code)) || (led_by_code && marks::is_mark(&code)) {
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
        if hidden {
            return;
        }
        if marks::says(&said, place, opposed) {
            let (offset, line) = begins(&|line| marks::label(line, place));
            doubts.push(Doubt { offset, cause: Cause::Label(line.trim().to_owned()) });
        } else if !opposed && marks::could_say(&said, place, opposed) {
            let (offset, line) = begins(&|line| marks::could_be_meant(line, place));
            hints.push(Doubt { offset, cause: Cause::Perhaps(line.trim().to_owned()) });
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
