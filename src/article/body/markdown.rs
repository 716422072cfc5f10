//! A Markdown body as passages: headings with the text under them, small enough to be read out over the phone.
//!
//! The text is plain and keeps apart what stood apart (items, cells, rows), because it is both indexed and read.
//! Words are kept as they stand: joining what a line end hyphenated is the normaliser's business, so a line that ends
//! in a hyphen keeps its line end. How the page looks is the matter of `html`.

use pulldown_cmark::{Event, LinkType, Tag};

use super::html::{attribute, page, tag_end, tag_name};
use super::outline::{Outline, for_residents, one_line};
use crate::article::Section;

mod passages;

pub(in crate::article) use passages::sections;

pub use super::html::{Html, Reader, TocEntry, render};
pub use super::outline::{Cause, Doubt, Heading};

/// What a body holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Markdown {
    /// The first heading of level 1 that residents may read, which is the title where the header has none; failing
    /// that, the first that is for agents.
    pub title: Option<String>,
    /// Where the heading of the title stands, if it is for agents: then it is no title for residents.
    pub internal_title: Option<usize>,
    /// All headings in the order of the text.
    pub headings: Vec<Heading>,
    /// The passages.
    pub sections: Vec<Section>,
    /// Where the links lead.
    pub links: Vec<Link>,
    /// What the article is closed to residents for until it is mended, in the order of the text.
    pub doubts: Vec<Doubt>,
    /// What could have been meant for agents alone, and closes nothing, in the order of the text.
    pub hints: Vec<Doubt>,
}

/// A link of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its target as written.
    pub target: String,
    /// Whether it stands in an internal section.
    pub internal: bool,
    /// Whether it is a picture.
    pub image: bool,
    /// Whether residents' text takes its address from an internal section; they see no link there.
    pub borrowed: bool,
    /// Where it stands in the body, in bytes.
    pub offset: usize,
}

/// What residents may read of a body.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::article) struct PublicText {
    /// The passages. Their spans lead nowhere: where something stands in the file tells of what stands before it.
    pub(in crate::article) sections: Vec<Section>,
    /// The page.
    pub(in crate::article) html: Html,
    /// The source of the blocks, for whoever has to know how the text was typed; not to be read as Markdown again.
    pub(in crate::article) source: String,
}

/// Reads a body. `title` is the article's, if the header has one: a lone `# Title` above the sections then says
/// nothing new and becomes no passage.
pub fn read(body: &str, title: Option<&str>) -> Markdown {
    let outline = Outline::of(body);
    let sections = sections(&outline, title);
    let named = |internal: bool| {
        move |heading: &&Heading| {
            heading.level == 1 && !heading.text.is_empty() && heading.internal == internal
        }
    };
    let h1 = outline.headings.iter().find(named(false));
    let h1 = h1.or_else(|| outline.headings.iter().find(named(true)));
    let mut links = Vec::new();
    for ((event, span), &internal) in outline.events.iter().zip(&outline.internal) {
        let offset = span.start;
        match event {
            Event::Start(
                Tag::Link { link_type, dest_url, id, .. } | Tag::Image { link_type, dest_url, id, .. },
            ) => {
                let image = matches!(event, Event::Start(Tag::Image { .. }));
                let label = id.to_lowercase();
                let by_label =
                    matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
                let borrowed = by_label
                    && !internal
                    && outline.internal_definitions.iter().any(|known| known.label == label);
                links.push(Link { target: dest_url.to_string(), internal, image, borrowed, offset });
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let found = written_by_hand(html).into_iter();
                links.extend(found.map(|(target, image)| Link {
                    target,
                    internal,
                    image,
                    borrowed: false,
                    offset,
                }));
            }
            _ => {}
        }
    }
    let mut doubts = outline.doubts;
    if !outline.internal_definitions.is_empty() && for_residents(body, |_, _| ()).is_none() {
        let offset = outline.internal_definitions.first().map_or(0, |definition| definition.span.start);
        doubts.push(Doubt { offset, cause: Cause::Unstable });
    }
    Markdown {
        title: h1.map(|heading| heading.text.clone()),
        internal_title: h1.filter(|heading| heading.internal).map(|heading| heading.span.start),
        sections,
        links,
        doubts,
        hints: outline.hints,
        headings: outline.headings,
    }
}

/// Whether nothing in `body` is kept from residents.
pub(in crate::article) fn is_open(body: &str) -> bool {
    !Outline::of(body).internal.contains(&true)
}

/// What residents may read of `body`; nothing where it cannot be told from the rest.
pub(in crate::article) fn public(body: &str, title: Option<&str>) -> Option<PublicText> {
    for_residents(body, |text, outline| {
        let mut sections = sections(outline, title);
        for section in &mut sections {
            section.span = 0..0;
        }
        PublicText { html: page(outline, title, Reader::Public), source: source(text, outline), sections }
    })
}

/// The source of the blocks of `outline`, apart from definitions; the words alone of a block out of which something
/// was left.
fn source(text: &str, outline: &Outline<'_>) -> String {
    let mut shown = String::with_capacity(text.len());
    let (mut depth, mut end, mut whole) = (0usize, None::<usize>, true);
    for (event, span) in &outline.events {
        if depth == 0 && !matches!(event, Event::End(_)) {
            let between = end.and_then(|end| text.get(end..span.start)).filter(|gap| gap.trim().is_empty());
            shown.push_str(if end.is_none() { "" } else { between.unwrap_or("\n\n") });
            let first = outline.left_out.partition_point(|&at| at < span.start);
            whole = outline.left_out.get(first).is_none_or(|&at| at >= span.end);
            if whole {
                shown.push_str(text.get(span.clone()).unwrap_or_default());
            }
            end = Some(span.end);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(words) | Event::Code(words) if !whole => {
                shown.push_str(words);
                shown.push('\n');
            }
            _ => {}
        }
    }
    shown
}

/// Where the links and pictures of a piece of HTML lead; `true` for a picture.
fn written_by_hand(html: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (tag, after) = rest[at..].split_at(tag_end(&rest[at..]));
        let target = match tag_name(tag).as_str() {
            "img" => attribute(tag, "src").map(|target| (target.to_owned(), true)),
            "a" => attribute(tag, "href").map(|target| (target.to_owned(), false)),
            _ => None,
        };
        found.extend(target);
        rest = after;
    }
    found
}

/// One line of text without its Markdown: `**Ważne**: [tutaj](…)` → `Ważne: tutaj`.
pub fn plain(text: &str) -> String {
    if !text.contains(['*', '_', '`', '[', '<', '&', '\\', '~', '#', '\n', '!']) {
        return text.trim().to_owned();
    }
    one_line(&Outline::of(text).events)
}

#[cfg(test)]
mod tests;
