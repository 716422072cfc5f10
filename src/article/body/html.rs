//! HTML on both sides: what an author's HTML says to a reader, and the page that a body becomes.
//!
//! Nothing leaves here that did not pass through ammonia last. An id in the output is one of ours: authors' own are
//! dropped, so that no article can take over an element that the page's script looks for.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use safe::{sanitise, without_foreign_pictures};

use super::outline::{Heading, Outline, for_residents};
use super::{address, leading, markdown};

pub(in crate::article) use super::visible::{HIDDEN, attribute, decode, tag_end, tag_name, visible_text};

mod safe;

/// Stands before an id that we wrote; taken off by the sanitiser, which drops every id without it.
const OURS: char = '\u{f8d0}';

/// How deep lists and quotations may nest in a page; deeper ones continue on this level. Text is never lost.
const DEEPEST: usize = 64;

/// Beyond so many tags written by hand in one body, they are shown as text: browsers and sanitisers take quadratic
/// time over what some of these tag soups ask of them.
const MOST_TAGS: usize = 20_000;

/// For whom a page is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A resident: internal sections are not there.
    Public,
    /// An agent: internal sections stand in `<section class="internal">`.
    Agent,
}

/// A rendered body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html {
    /// Safe HTML, to be set into a page unescaped.
    pub html: String,
    /// The headings in it, for a table of contents.
    pub toc: Vec<TocEntry>,
}

/// A line of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TocEntry {
    /// Level 1–6.
    pub level: u8,
    /// The heading as text.
    pub text: String,
    /// Its fragment, without `#`.
    pub anchor: String,
    /// For agents alone.
    pub internal: bool,
}

/// Renders a body as safe HTML, with an element for the anchor of every passage. A heading of level 1 that repeats
/// `title` is left to the page, which has it as its own.
pub fn render(body: &str, title: Option<&str>, reader: Reader) -> Html {
    match reader {
        Reader::Agent => page(&Outline::of(body), title, reader),
        Reader::Public => for_residents(body, |_, outline| page(outline, title, reader)).unwrap_or_default(),
    }
}

/// The page of `outline`, which for residents holds nothing but theirs.
pub(in crate::article) fn page(outline: &Outline<'_>, title: Option<&str>, reader: Reader) -> Html {
    // Anchors of passages that begin inside a section; headings carry their own.
    let headings: HashSet<&str> = outline.headings.iter().map(|heading| heading.anchor.as_str()).collect();
    let marks: Vec<(usize, String)> = markdown::sections(outline, title)
        .into_iter()
        .filter(|section| !section.anchor.is_empty() && !headings.contains(section.anchor.as_str()))
        .map(|section| (section.span.start, section.anchor))
        .collect();
    let repeats_title = |heading: &Heading| {
        heading.level == 1
            && title.is_some_and(|title| super::slug::slug(title) == super::slug::slug(&heading.text))
    };
    let toc = outline
        .headings
        .iter()
        .filter(|heading| reader == Reader::Agent || !heading.internal)
        .filter(|heading| !repeats_title(heading) && !heading.text.is_empty())
        .map(|heading| TocEntry {
            level: heading.level,
            text: heading.text.clone(),
            anchor: heading.anchor.clone(),
            internal: heading.internal,
        })
        .collect();
    let events =
        Renderer { reader, marks: marks.into_iter().peekable(), out: Vec::new() }.run(outline, repeats_title);
    let mut html = String::with_capacity(outline.events.len() * 16);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    Html { html: without_foreign_pictures(sanitise(&html, reader)), toc }
}

struct Renderer<'a, I: Iterator<Item = (usize, String)>> {
    reader: Reader,
    marks: std::iter::Peekable<I>,
    out: Vec<Event<'a>>,
}

impl<'a, I: Iterator<Item = (usize, String)>> Renderer<'a, I> {
    fn run(mut self, outline: &Outline<'a>, repeats_title: impl Fn(&Heading) -> bool) -> Vec<Event<'a>> {
        let mut headings = outline.headings.iter().peekable();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let visible_notes = self.visible_notes(outline);
        let tags = outline.events.iter().filter(|(e, _)| matches!(e, Event::Html(_) | Event::InlineHtml(_)));
        let raw_html = tags.map(|(e, _)| tag_count(e)).sum::<usize>() <= MOST_TAGS;
        let mut inside = false;
        let mut images = 0usize;
        // Links and code around the text, in which an address is no link of its own.
        let mut links = 0usize;
        let mut in_code = false;
        let mut depths: Vec<bool> = Vec::new();
        let mut at = 0;
        while let Some((event, span)) = outline.events.get(at) {
            let internal = outline.internal[at];
            if internal != inside && self.reader == Reader::Agent {
                self.html(if internal { "<section class=\"internal\">\n" } else { "</section>\n" });
            }
            inside = internal;
            at += 1;
            let heading = headings.next_if(|heading| heading.events.start == at - 1);
            if internal && self.reader == Reader::Public {
                continue;
            }
            if let Some(heading) = heading {
                at = heading.events.end;
                self.heading(heading, &outline.events[heading.events.clone()], repeats_title(heading));
                continue;
            }
            if images == 0 && is_content(event) {
                while let Some((_, anchor)) = self.marks.next_if(|(start, _)| *start <= span.start) {
                    self.html(format!("<span id=\"{OURS}{anchor}\"></span>"));
                }
            }
            match event {
                Event::Start(Tag::Image { .. }) => images += 1,
                Event::End(TagEnd::Image) => images = images.saturating_sub(1),
                Event::Start(Tag::Link { .. }) => links += 1,
                Event::End(TagEnd::Link) => links = links.saturating_sub(1),
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::InlineHtml(tag) if tag_name(tag) == "a" => {
                    links = if tag.starts_with("</") { links.saturating_sub(1) } else { links + 1 };
                }
                _ => {}
            }
            match event {
                Event::Start(tag) if nests(tag) => {
                    let keep = depths.len() < DEEPEST;
                    depths.push(keep);
                    if keep {
                        self.out.push(event.clone());
                    }
                }
                Event::End(end) if end_nests(*end) => {
                    if depths.pop().unwrap_or(true) {
                        self.out.push(event.clone());
                    }
                }
                // Markdown writes an address in another spelling than its author; it is judged as it was.
                Event::Start(Tag::Link { link_type, dest_url, title, id })
                    if address::leads(dest_url).is_none()
                        || (self.reader == Reader::Public && address::is_inside(dest_url)) =>
                {
                    let (dest_url, title, id) = (CowStr::from(""), title.clone(), id.clone());
                    self.out.push(Event::Start(Tag::Link { link_type: *link_type, dest_url, title, id }));
                }
                Event::Start(Tag::Image { link_type, dest_url, title, id })
                    if !address::is_our_picture(dest_url) =>
                {
                    let (dest_url, title, id) = (CowStr::from(""), title.clone(), id.clone());
                    self.out.push(Event::Start(Tag::Image { link_type: *link_type, dest_url, title, id }));
                }
                Event::Start(Tag::Table(_)) => self.out.push(Event::Start(Tag::Table(Vec::new()))),
                Event::FootnoteReference(label) => {
                    if visible_notes.contains(label.as_ref()) {
                        let next = numbers.len() + 1;
                        let number = *numbers.entry(label).or_insert(next);
                        self.html(format!("<sup><a href=\"#przypis-{number}\">{number}</a></sup>"));
                    }
                }
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let next = numbers.len() + 1;
                    let number = *numbers.entry(label).or_insert(next);
                    self.html(format!(
                        "<div class=\"footnote\" id=\"{OURS}przypis-{number}\"><sup>{number}</sup>"
                    ));
                }
                Event::End(TagEnd::FootnoteDefinition) => self.html("</div>\n"),
                Event::TaskListMarker(done) => self.html(if *done { "☑ " } else { "☐ " }),
                Event::Html(html) | Event::InlineHtml(html) if raw_html => {
                    let html = html.replace(OURS, "");
                    self.html(html);
                }
                Event::Html(html) | Event::InlineHtml(html) => self.out.push(Event::Text(html.clone())),
                Event::Text(text) if links == 0 && images == 0 && !in_code => {
                    leading::linked(text, &mut self.out);
                }
                _ => self.out.push(event.clone()),
            }
        }
        if inside && self.reader == Reader::Agent {
            self.html("</section>\n");
        }
        self.out
    }

    fn html(&mut self, html: impl Into<String>) {
        self.out.push(Event::Html(CowStr::from(html.into())));
    }

    fn heading(
        &mut self,
        heading: &Heading,
        events: &[(Event<'a>, std::ops::Range<usize>)],
        repeats_title: bool,
    ) {
        let (level, anchor) = (heading.level, &heading.anchor);
        if repeats_title {
            self.html(format!("<span id=\"{OURS}{anchor}\"></span>\n"));
            return;
        }
        self.html(format!("\n<h{level} id=\"{OURS}{anchor}\">"));
        if heading.marked_by_hand {
            self.out.push(Event::Text(CowStr::from(heading.text.clone())));
        } else {
            let inner = events.get(1..events.len().saturating_sub(1)).unwrap_or_default();
            for (event, _) in inner {
                if !matches!(event, Event::FootnoteReference(_) | Event::Html(_) | Event::InlineHtml(_)) {
                    self.out.push(event.clone());
                }
            }
        }
        self.html(format!("</h{level}>\n"));
    }

    /// The footnotes that this reader will find on the page.
    fn visible_notes<'o>(&self, outline: &'o Outline<'a>) -> HashSet<&'o str> {
        outline
            .events
            .iter()
            .zip(&outline.internal)
            .filter(|(_, internal)| self.reader == Reader::Agent || !**internal)
            .filter_map(|((event, _), _)| match event {
                Event::Start(Tag::FootnoteDefinition(label)) => Some(label.as_ref()),
                _ => None,
            })
            .collect()
    }
}

/// Whether what `tag` begins stands on lines of its own.
pub(in crate::article) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// The same of its end; the cells of a row stand on one line.
pub(in crate::article) fn ends_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
    )
}

/// Events that put something on the page inside a paragraph, item or cell, where an anchor may stand before them.
fn is_content(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::Image { .. })
    )
}

fn nests(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::List(_) | Tag::Item | Tag::BlockQuote(_) | Tag::Emphasis | Tag::Strong | Tag::Strikethrough
    )
}

fn end_nests(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
    )
}

fn tag_count(event: &Event<'_>) -> usize {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => html.matches('<').count(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
