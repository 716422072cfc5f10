//! Which events only agents may see.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Cause, Doubt, Heading};

/// Which events only agents may see, by headings.
pub(super) fn mask(
    body: &str,
    events: &[(Event<'_>, Range<usize>)],
    headings: &[Heading],
    doubts: &mut Vec<Doubt>,
) -> Vec<bool> {
    let mut internal = Vec::with_capacity(events.len());
    let mut headings = headings.iter().peekable();
    // The heading that closed the section to residents, and the level of one inside a container, which reaches to the
    // end of that container.
    let mut closed: Option<&Heading> = None;
    let mut island: Option<(usize, u8)> = None;
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate() {
        if let Some(heading) = headings.next_if(|heading| heading.events.start == at) {
            // A heading that says nothing begins nothing: what stands below it still belongs above.
            let begins = heading.text.chars().any(char::is_alphanumeric);
            if heading.nested {
                if begins && island.is_some_and(|(inside, level)| inside == depth && heading.level <= level) {
                    island = None;
                }
                if heading.internal && island.is_none() {
                    island = Some((depth, heading.level));
                }
            } else {
                if let Some(above) = closed.filter(|above| begins && heading.level <= above.level) {
                    if !heading.internal && is_underlined_by_chance(body, heading, above) {
                        doubts.push(Doubt { offset: heading.span.start, cause: Cause::Underlined });
                    }
                    closed = None;
                }
                if heading.internal && closed.is_none() {
                    closed = Some(heading);
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

/// Whether a heading that ends an internal section was meant as its last paragraph with a rule below it: a line of
/// dashes right under a text makes a heading of the text.
fn is_underlined_by_chance(body: &str, heading: &Heading, above: &Heading) -> bool {
    let source = body.get(heading.span.clone()).unwrap_or_default();
    let is_sentence = heading.text.ends_with(['.', ';', ':', '!', ',']) || heading.text.chars().count() > 80;
    !heading.atx && (above.atx || is_sentence || source.trim().lines().count() > 2)
}

/// A footnote that only internal text refers to is internal, wherever its words stand.
pub(super) fn mask_footnotes(events: &[(Event<'_>, Range<usize>)], internal: &mut [bool]) {
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
