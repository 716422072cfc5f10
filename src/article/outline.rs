//! A Markdown body as events, with what every later step has to agree on: its headings, their anchors, and which
//! events only agents may see.
//!
//! Passages and the rendered page are both made from here, so they cannot disagree about what is internal or where
//! an anchor stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::header::edits;
use super::slug::slug;

/// The class that closes a section to residents.
pub(super) const INTERNAL: &str = "internal";

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
    /// Where it stands in the body, in bytes.
    pub span: Range<usize>,
    /// Classes that mean nothing to us, for `lint`.
    pub unknown_classes: Vec<String>,
    /// It stands inside a list or a quotation and starts no passage.
    pub nested: bool,
    /// It ends in a mark that Markdown left as text, such as `{internal}`; the mark is not part of `text`.
    pub(super) marked_by_hand: bool,
    /// Its first event, and the one after its last.
    pub(super) events: Range<usize>,
}

/// The events of a body and what they add up to.
pub(super) struct Outline<'a> {
    pub(super) events: Vec<(Event<'a>, Range<usize>)>,
    /// For each event, whether only agents may see it.
    pub(super) internal: Vec<bool>,
    pub(super) headings: Vec<Heading>,
    /// Where `{.internal}` stands outside a heading, in bytes.
    pub(super) stray_internal: Option<usize>,
}

impl<'a> Outline<'a> {
    /// Reads `body`. Any text is Markdown, so nothing can go wrong.
    pub(super) fn of(body: &'a str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let events: Vec<_> =
            TextMergeWithOffset::new(Parser::new_ext(body, options).into_offset_iter()).collect();
        let mut headings = headings(&events);
        let mut internal = mask(&events, headings.iter().map(|(heading, _)| heading));
        mask_footnotes(&events, &mut internal);
        for (heading, _) in &mut headings {
            heading.internal = internal[heading.events.start];
        }
        anchor(&mut headings);
        let headings: Vec<Heading> = headings.into_iter().map(|(heading, _)| heading).collect();
        let stray_internal = stray(&events, &headings);
        Self { events, internal, headings, stray_internal }
    }
}

/// The headings with the ids that editors gave them, as yet without anchors.
fn headings(events: &[(Event<'_>, Range<usize>)]) -> Vec<(Heading, Option<String>)> {
    let mut found: Vec<(Heading, Option<String>)> = Vec::new();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some((event, span)) = events.get(at) {
        if let Event::Start(Tag::Heading { level, id, classes, attrs }) = event {
            let end = at
                + events[at..]
                    .iter()
                    .position(|(e, _)| matches!(e, Event::End(TagEnd::Heading(_))))
                    .unwrap_or(0);
            let mut text = one_line(&events[at + 1..end.max(at + 1)]);
            let by_hand = take_mark(&mut text);
            // `{internal}` without its dot is an attribute to Markdown and plain enough to us.
            let attributes = attrs.iter().map(|(name, _)| name);
            let marked = by_hand
                || classes
                    .iter()
                    .chain(attributes)
                    .any(|class| is_internal(class.trim_start_matches(['.', ':'])));
            let unknown_classes = classes
                .iter()
                .filter(|class| class.as_ref() != INTERNAL)
                .map(|class| class.to_string())
                .collect();
            let heading = Heading {
                level: number(*level),
                text,
                anchor: String::new(),
                internal: marked,
                span: span.clone(),
                unknown_classes,
                nested: depth > 0,
                marked_by_hand: by_hand,
                events: at..end + 1,
            };
            found.push((heading, id.as_ref().map(|id| id.to_string())));
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

/// Gives every heading its anchor. Those that an editor wrote come first: links elsewhere count on them. Internal
/// headings come last: a resident must not tell by `kontakt-1` that there is another „Kontakt”.
fn anchor(found: &mut [(Heading, Option<String>)]) {
    let mut anchors = Anchors::default();
    for internal in [false, true] {
        for written in [true, false] {
            let turn = |(heading, id): &&mut (Heading, Option<String>)| {
                heading.internal == internal && id.is_some() == written
            };
            for (heading, id) in found.iter_mut().filter(turn) {
                let safe = |id: &&String| {
                    id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                };
                let stem = match id {
                    Some(id) => Some(&*id).filter(safe).cloned().unwrap_or_else(|| slug(id)),
                    None => slug(&heading.text),
                };
                heading.anchor = anchors.unique(&stem);
            }
        }
    }
}

/// Anchors that are taken.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
    /// The number to try next for each stem, so that a thousand headings „Uwaga” take a thousand steps.
    next: HashMap<String, usize>,
}

impl Anchors {
    pub(super) fn taken(headings: &[Heading]) -> Self {
        Self { taken: headings.iter().map(|heading| heading.anchor.clone()).collect(), next: HashMap::new() }
    }

    pub(super) fn unique(&mut self, stem: &str) -> String {
        let stem = if stem.is_empty() { "sekcja" } else { stem };
        if self.taken.insert(stem.to_owned()) {
            return stem.to_owned();
        }
        let next = self.next.entry(stem.to_owned()).or_insert(1);
        loop {
            let anchor = format!("{stem}-{next}");
            *next += 1;
            if self.taken.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}

/// Which events only agents may see, by headings.
fn mask<'h>(events: &[(Event<'_>, Range<usize>)], headings: impl Iterator<Item = &'h Heading>) -> Vec<bool> {
    let mut internal = Vec::with_capacity(events.len());
    let mut headings = headings.peekable();
    // The level of the heading that closed the section to residents, and the same for one inside a container,
    // which reaches to the end of that container.
    let mut closed: Option<u8> = None;
    let mut island: Option<(usize, u8)> = None;
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate() {
        if let Some(heading) = headings.next_if(|heading| heading.events.start == at) {
            if heading.nested {
                if island.is_some_and(|(inside, level)| inside == depth && heading.level <= level) {
                    island = None;
                }
                if heading.internal && island.is_none() {
                    island = Some((depth, heading.level));
                }
            } else {
                if closed.is_some_and(|level| heading.level <= level) {
                    closed = None;
                }
                if heading.internal && closed.is_none() {
                    closed = Some(heading.level);
                }
            }
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if island.is_some_and(|(inside, _)| depth < inside) {
                    island = None;
                }
            }
            _ => {}
        }
        internal.push(closed.is_some() || island.is_some());
    }
    internal
}

/// A footnote that only internal text refers to is internal, wherever its words stand.
fn mask_footnotes(events: &[(Event<'_>, Range<usize>)], internal: &mut [bool]) {
    // A footnote may refer to another one; nobody writes chains longer than this.
    for _ in 0..4 {
        let mut referred: HashMap<&str, bool> = HashMap::new();
        for ((event, _), &hidden) in events.iter().zip(internal.iter()) {
            if let Event::FootnoteReference(label) = event {
                *referred.entry(label).or_insert(true) &= hidden;
            }
        }
        if !hide_definitions(events, internal, &referred) {
            return;
        }
    }
}

/// Hides the definitions whose references are all hidden; says whether any was to be seen before.
fn hide_definitions(
    events: &[(Event<'_>, Range<usize>)],
    internal: &mut [bool],
    referred: &HashMap<&str, bool>,
) -> bool {
    let mut hiding = false;
    let mut changed = false;
    for ((event, _), hidden) in events.iter().zip(internal.iter_mut()) {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event {
            hiding = referred.get(label.as_ref()).copied().unwrap_or(false);
        }
        changed |= hiding && !*hidden;
        *hidden |= hiding;
        if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
            hiding = false;
        }
    }
    changed
}

/// Where an editor tried to mark something as internal in a way that does nothing.
fn stray(events: &[(Event<'_>, Range<usize>)], headings: &[Heading]) -> Option<usize> {
    let mut headings = headings.iter().peekable();
    let mut code = false;
    for (at, (event, span)) in events.iter().enumerate() {
        while headings.next_if(|heading| heading.events.end <= at).is_some() {}
        if headings.peek().is_some_and(|heading| heading.events.contains(&at)) {
            continue;
        }
        let stray = match event {
            Event::Start(Tag::CodeBlock(_)) => {
                code = true;
                false
            }
            Event::End(TagEnd::CodeBlock) => {
                code = false;
                false
            }
            Event::Text(text) => !code && has_mark(text),
            Event::Html(html) | Event::InlineHtml(html) => has_mark(html) || has_internal_class(html),
            _ => false,
        };
        if stray {
            return Some(span.start);
        }
    }
    None
}

/// The class that closes a section to residents. One letter off still does: the editor meant to hide something.
fn is_internal(class: &str) -> bool {
    edits(&class.to_lowercase(), INTERNAL) <= 1
}

/// `{.internal}` or a slip of it, closed or not: braces around the class, or around nothing but the word.
fn has_mark(text: &str) -> bool {
    text.split('{').skip(1).any(|rest| {
        let inside = rest.split_once('}').map_or(rest, |(inside, _)| inside);
        inside.len() < 80
            && (is_internal(inside.trim())
                || inside
                    .split_whitespace()
                    .any(|word| word.strip_prefix(['.', ':']).is_some_and(is_internal)))
    })
}

/// `<section class="internal">`, copied from a rendered page.
fn has_internal_class(html: &str) -> bool {
    html.split('<').skip(1).any(|tag| {
        let tag = tag.split('>').next().unwrap_or_default().to_ascii_lowercase();
        tag.split_once("class").is_some_and(|(_, value)| {
            let value = value.trim_start().strip_prefix('=').unwrap_or_default().trim_start();
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
                _ => value.split_whitespace().next().unwrap_or_default(),
            };
            value.split_whitespace().any(is_internal)
        })
    })
}

/// Cuts a mark that Markdown did not recognise off the end of a heading, and says whether there was one.
fn take_mark(text: &mut String) -> bool {
    if !has_mark(text) {
        return false;
    }
    if let Some(start) = text.rfind('{') {
        text.truncate(start);
        text.truncate(text.trim_end().len());
    }
    true
}

/// Inline events as one line of plain text.
pub(super) fn one_line(events: &[(Event<'_>, Range<usize>)]) -> String {
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
