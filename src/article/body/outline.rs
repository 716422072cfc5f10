//! A Markdown body as events, with what every later step has to agree on: its headings, their anchors, and which
//! events only agents may see.
//!
//! Passages and the rendered page are both made from here, so they cannot disagree about what is internal or where
//! an anchor stands. What residents read is made of the events of public sections after everything in them is resolved
//! ([`for_residents`]), never of a text out of which something was cut: a cut changes the meaning of what remains.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use anchors::anchor;
use internal::{mask, mask_footnotes};

use super::html::is_block;
use super::marks::{self, Place};
use super::strays::{asides, marking_lines, strays};

pub(in crate::article) use anchors::Anchors;

mod anchors;
mod internal;

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Level 1–6.
    pub level: u8,
    /// Its text, without Markdown.
    pub text: String,
    /// Its fragment in the page, without `#`; unique in the article.
    pub anchor: String,
    /// For agents alone, by its own `{.internal}` or by one above it.
    pub internal: bool,
    /// What stands in its braces, where that is not written as the manual has it; for `lint`.
    pub odd_mark: Option<String>,
    /// Where it stands in the body, in bytes.
    pub span: Range<usize>,
    /// It stands inside a list or a quotation and starts no passage.
    pub nested: bool,
    /// It has a mark that Markdown left as text, such as `{.internal` in its middle; the mark is not part of `text`.
    pub(in crate::article) marked_by_hand: bool,
    /// Words in it say that it is for agents, and no mark does.
    labelled: bool,
    /// It could have been meant for agents, and nothing says so for certain.
    perhaps: bool,
    /// It begins with `#`, not with a line under it.
    atx: bool,
    /// The id that its editor gave it.
    id: Option<String>,
    /// Its first event, and the one after its last.
    pub(in crate::article) events: Range<usize>,
}

/// A place that may have been meant to keep something from residents, and does not keep all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Where it stands in the body, in bytes.
    pub offset: usize,
    /// Why it is in doubt.
    pub cause: Cause,
}

/// Why nobody can tell what a place was meant to hide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// What stands at a heading was not understood.
    Heading(String),
    /// A mark stands where it does nothing.
    Misplaced,
    /// Words say that something is internal, where no mark hides it.
    Label(String),
    /// Words could have been meant to say so, and describe something else as well.
    Perhaps(String),
    /// A mark stands in what a link or a picture says beside its words.
    Aside,
    /// A mark hides no more than the rest of its list item or quotation.
    Nested,
    /// A line of dashes made a heading of the last paragraph of an internal section.
    Underlined,
    /// Without the definitions of links in internal sections the public text is another one.
    Unstable,
}

/// A reference definition, `[label]: address`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct Definition {
    /// Its label in small letters.
    pub(in crate::article) label: String,
    /// Its address or title bears a mark.
    marked: bool,
    /// Where it stands in the body, in bytes.
    pub(in crate::article) span: Range<usize>,
}

/// The events of a body and what they add up to.
pub(in crate::article) struct Outline<'a> {
    pub(in crate::article) events: Vec<(Event<'a>, Range<usize>)>,
    /// For each event, whether only agents may see it.
    pub(in crate::article) internal: Vec<bool>,
    pub(in crate::article) headings: Vec<Heading>,
    /// What the article is closed for until it is mended.
    pub(in crate::article) doubts: Vec<Doubt>,
    /// What could have been meant for agents, and closes nothing.
    pub(in crate::article) hints: Vec<Doubt>,
    /// Reference definitions that stand in internal sections.
    pub(in crate::article) internal_definitions: Vec<Definition>,
    /// Where events stood that residents may not read, in bytes, where those have been left out.
    pub(in crate::article) left_out: Vec<usize>,
}

impl<'a> Outline<'a> {
    /// Reads `body`. Any text is Markdown, so nothing can go wrong.
    pub(in crate::article) fn of(body: &'a str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let parser = Parser::new_ext(body, options);
        let definitions = parser.reference_definitions().iter();
        let definitions: Vec<Definition> = definitions
            .map(|(label, known)| Definition {
                label: label.to_lowercase(),
                span: known.span.clone(),
                marked: known.title.as_deref().is_some_and(|title| marks::told(title, Place::Aside))
                    || marks::in_address(&known.dest),
            })
            .collect();
        let events: Vec<_> = TextMergeWithOffset::new(parser.into_offset_iter()).collect();
        let mut doubts = Vec::new();
        let mut headings = headings(body, &events, &mut doubts);
        let mut internal = mask(body, &events, &headings, &mut doubts);
        mask_footnotes(&events, &mut internal);
        let mut hints = Vec::new();
        for heading in &mut headings {
            heading.internal = internal[heading.events.start];
            let offset = heading.span.start;
            if heading.labelled && !heading.internal {
                doubts.push(Doubt { offset, cause: Cause::Label(heading.text.clone()) });
            } else if heading.perhaps && !heading.internal {
                hints.push(Doubt { offset, cause: Cause::Perhaps(heading.text.clone()) });
            }
        }
        anchor(&mut headings);
        strays(body, &events, &internal, &headings, &mut doubts, &mut hints);
        asides(&events, &internal, &mut doubts);
        marking_lines(body, &events, &headings, &mut doubts);
        let marked: Vec<usize> =
            definitions.iter().filter(|known| known.marked).map(|known| known.span.start).collect();
        let internal_definitions = standing_in_internal(definitions, &events, &internal);
        let hidden: HashSet<usize> = internal_definitions.iter().map(|known| known.span.start).collect();
        let open = marked.into_iter().filter(|at| !hidden.contains(at));
        doubts.extend(open.map(|offset| Doubt { offset, cause: Cause::Aside }));
        doubts.sort_by_key(|doubt| doubt.offset);
        Self { events, internal, headings, doubts, hints, internal_definitions, left_out: Vec::new() }
    }

    /// What of it residents may read; `None` where that has no beginning or no end.
    fn public(&self, body: &'a str) -> Option<Self> {
        let visible: HashSet<&str> = self
            .events
            .iter()
            .zip(&self.internal)
            .filter_map(|((event, _), internal)| match event {
                Event::Start(Tag::FootnoteDefinition(label)) if !internal => Some(label.as_ref()),
                _ => None,
            })
            .collect();
        let mut events = Vec::with_capacity(self.events.len());
        // Where each event went.
        let mut places = Vec::with_capacity(self.events.len() + 1);
        let mut left_out = Vec::new();
        let mut depth = 0usize;
        for ((event, span), internal) in self.events.iter().zip(&self.internal) {
            places.push(events.len());
            if *internal {
                left_out.push(span.start);
                continue;
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.checked_sub(1)?,
                _ => {}
            }
            // A reference to a note that is not there is text, as Markdown has it.
            let event = match event {
                Event::FootnoteReference(label) if !visible.contains(label.as_ref()) => {
                    Event::Text(body.get(span.clone()).unwrap_or_default().into())
                }
                event => event.clone(),
            };
            events.push((event, span.clone()));
        }
        places.push(events.len());
        if depth != 0 {
            return None;
        }
        let kept = self.headings.iter().filter(|heading| !heading.internal);
        let mut headings: Vec<Heading> = kept
            .map(|heading| Heading {
                events: places[heading.events.start]..places[heading.events.end],
                ..heading.clone()
            })
            .collect();
        anchor(&mut headings);
        left_out.sort_unstable();
        let internal = vec![false; events.len()];
        let (doubts, hints, internal_definitions) = (Vec::new(), Vec::new(), Vec::new());
        Some(Self { events, internal, headings, doubts, hints, internal_definitions, left_out })
    }

    /// What must not change when definitions in internal sections go: headings, and blocks that residents read.
    fn shape(&self) -> Vec<(Range<usize>, u8)> {
        let headings = self
            .headings
            .iter()
            .map(|heading| (heading.span.clone(), heading.level * 2 + u8::from(heading.internal)));
        let blocks =
            self.events.iter().zip(&self.internal).filter_map(|((event, span), internal)| match event {
                Event::Start(tag) if !internal && is_block(tag) => Some((span.clone(), 0)),
                _ => None,
            });
        headings.chain(blocks).collect()
    }
}

/// Gives `read` what residents may read of `body`: the source to which the places lead, and the events of public
/// sections. Addresses that only an internal section defines are not there: a link to one of them is no link. `None`
/// where the public text cannot be told from the rest.
pub(in crate::article) fn for_residents<T>(
    body: &str,
    read: impl FnOnce(&str, &Outline<'_>) -> T,
) -> Option<T> {
    /// A definition behind another one of the same label counts once the first is gone.
    const PASSES: usize = 8;
    let whole = Outline::of(body);
    if whole.internal_definitions.is_empty() {
        return Some(read(body, &whole.public(body)?));
    }
    let shape = whole.shape();
    let mut blank = whole.internal_definitions;
    let mut text = body.to_owned();
    for _ in 0..PASSES {
        let mut bytes = text.into_bytes();
        for definition in &blank {
            for byte in bytes.get_mut(definition.span.clone()).unwrap_or_default() {
                *byte = if *byte == b'\n' { b'\n' } else { b' ' };
            }
        }
        text = String::from_utf8(bytes).ok()?;
        let outline = Outline::of(&text);
        if outline.shape() != shape {
            return None;
        }
        if outline.internal_definitions.is_empty() {
            return Some(read(&text, &outline.public(&text)?));
        }
        blank = outline.internal_definitions;
    }
    None
}

/// The definitions that stand in internal sections: behind an event that only agents may see.
fn standing_in_internal(
    mut definitions: Vec<Definition>,
    events: &[(Event<'_>, Range<usize>)],
    internal: &[bool],
) -> Vec<Definition> {
    definitions.sort_by_key(|definition| definition.span.start);
    let mut passed = events.iter().zip(internal).peekable();
    let mut inside = false;
    definitions.retain(|definition| {
        let is_passed = |((event, span), _): &(&(Event<'_>, Range<usize>), &bool)| {
            let at = if matches!(event, Event::End(_)) { span.end } else { span.start };
            at <= definition.span.start
        };
        while let Some((_, internal)) = passed.next_if(is_passed) {
            inside = *internal;
        }
        inside
    });
    definitions
}

/// The headings, as yet without anchors.
fn headings(body: &str, events: &[(Event<'_>, Range<usize>)], doubts: &mut Vec<Doubt>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some((event, span)) = events.get(at) {
        if let Event::Start(Tag::Heading { level, id, .. }) = event {
            let end = at
                + events[at..]
                    .iter()
                    .position(|(e, _)| matches!(e, Event::End(TagEnd::Heading(_))))
                    .unwrap_or(0);
            let source = body.get(span.clone()).unwrap_or_default();
            let written = one_line(&events[at + 1..end.max(at + 1)]);
            let mark = marks::of_heading(source, &written);
            let doubt = |cause| Doubt { offset: span.start, cause };
            if mark.unclear {
                doubts.push(doubt(Cause::Heading(mark.odd.clone().unwrap_or_default())));
            } else if mark.internal && depth > 0 {
                doubts.push(doubt(Cause::Nested));
            }
            let text =
                if mark.internal || mark.unclear { marks::without_braces(&written) } else { written.clone() };
            found.push(Heading {
                level: number(*level),
                marked_by_hand: text != written,
                text,
                anchor: String::new(),
                internal: mark.internal,
                odd_mark: mark.odd,
                span: span.clone(),
                nested: depth > 0,
                labelled: mark.labelled,
                perhaps: mark.perhaps,
                atx: source.trim_start().starts_with('#'),
                id: id.as_ref().map(|id| id.to_string()),
                events: at..end + 1,
            });
            at = end.max(at) + 1;
            continue;
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    found
}

/// Inline events as one line of plain text.
pub(in crate::article) fn one_line(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(t) | Event::Code(t) | Event::InlineMath(t) | Event::DisplayMath(t) => {
                text.push_str(t)
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}
