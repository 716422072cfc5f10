//! The mark in HTML that an author wrote: elements, attributes and comments of that name, and what stands in them.

use super::attempts::{attempt, attempt_in};
use super::bare::bare;
use super::labels::Place;
use super::words::{Weight, is_near, is_other_name, weigh, words_of};
use super::{INTERNAL, Said, could_say, in_address, names_opposite, says, told};
use crate::article::body::html::{attribute, decode, tag_end, tag_name};

/// Elements that name what follows them.
const TITLES: [&str; 11] =
    ["h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "caption", "dt", "figcaption"];
/// Elements of which a text has many.
const PIECES: [&str; 2] = ["li", "dd"];
const CELLS: [&str; 2] = ["td", "th"];
/// Elements that set off what stands in them.
const SET_OFF: [&str; 14] =
    ["b", "strong", "i", "em", "small", "mark", "u", "s", "del", "ins", "sup", "sub", "kbd", "q"];
/// Elements within a line; all others stand on lines of their own.
const INLINE: [&str; 19] = [
    "a", "abbr", "b", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

/// A piece of HTML taken apart, as far as a mark can stand in it.
struct Parts<'h> {
    tags: Vec<&'h str>,
    comments: Vec<&'h str>,
    /// The words between the tags, with what kind of text they are.
    lines: Vec<(Place, Said)>,
    /// Elements that set off, and links, which stand open.
    set_off: usize,
    linked: usize,
}

impl<'h> Parts<'h> {
    /// Takes `html` apart; without what stands in elements for code where `code` is not wanted.
    fn of(html: &'h str, code: bool) -> Self {
        let mut parts = Self {
            tags: Vec::new(),
            comments: Vec::new(),
            lines: vec![(Place::Paragraph, Said::default())],
            set_off: 0,
            linked: 0,
        };
        let (mut pieces, mut cells, mut in_code) = (0usize, 0usize, 0usize);
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            parts.say(&rest[..at], in_code > 0 && !code);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
                parts.comments.push(inside);
                rest = after;
                continue;
            }
            let (tag, after) = rest.split_at(tag_end(rest));
            let (name, closing) = (tag_name(tag), tag.starts_with("</"));
            let count = |open: usize| if closing { open.saturating_sub(1) } else { open + 1 };
            match name.as_str() {
                "pre" | "code" => in_code = count(in_code),
                "a" => parts.linked = count(parts.linked),
                name if PIECES.contains(&name) => pieces = count(pieces),
                name if CELLS.contains(&name) => cells = count(cells),
                name if sets_off(name) => parts.set_off = count(parts.set_off),
                _ => {}
            }
            if name == "br" {
                if let Some((_, line)) = parts.lines.last_mut() {
                    line.part("\n\n");
                }
            } else if !INLINE.contains(&name.as_str()) {
                let place = match name.as_str() {
                    name if TITLES.contains(&name) && !closing => Place::Title,
                    _ if cells > 0 => Place::Cell,
                    _ if pieces > 0 => Place::Piece,
                    _ => Place::Paragraph,
                };
                parts.lines.push((place, Said::default()));
            }
            parts.tags.push(tag);
            rest = after;
        }
        parts.say(rest, in_code > 0 && !code);
        parts
    }

    fn say(&mut self, text: &str, unheard: bool) {
        if let Some((_, line)) = self.lines.last_mut() {
            match unheard {
                true => line.part(" "),
                false => line.push(&decode(text), self.set_off > 0, self.linked > 0),
            }
        }
    }

    /// Whether lists and tables name the opposite of „wewnętrzne”.
    fn is_opposed(&self) -> bool {
        let mut pieces = self.lines.iter().filter(|(place, _)| matches!(place, Place::Piece | Place::Cell));
        pieces.any(|(_, line)| names_opposite(line.text()))
    }

    fn is_labelled(&self) -> bool {
        let opposed = self.is_opposed();
        let of_many = |place: Place| opposed && matches!(place, Place::Piece | Place::Cell);
        self.lines.iter().any(|(place, line)| says(line, *place, of_many(*place)))
    }

    fn could_be_labelled(&self) -> bool {
        self.lines.iter().any(|(place, line)| could_say(line, *place, false))
    }

    fn is_attempt(&self) -> bool {
        let lines: Vec<&str> = self.lines.iter().map(|(_, line)| line.text()).collect();
        attempt(&lines.join("\n"))
    }
}

/// Whether an element sets off what stands in it.
pub(in crate::article) fn sets_off(name: &str) -> bool {
    SET_OFF.contains(&name)
}

/// Whether the words of an HTML block could have been meant for agents.
pub(in crate::article) fn could_be_meant_in_html(html: &str) -> bool {
    Parts::of(html, true).could_be_labelled()
}

/// Whether an HTML block or tag looks like an attempt. Where all of it is `hidden` from residents anyway, only marks
/// count and no words.
pub(in crate::article) fn attempt_in_html(html: &str, hidden: bool) -> bool {
    let parts = Parts::of(html, true);
    parts.comments.iter().any(|comment| attempt_in_comment(comment))
        || parts.tags.iter().any(|tag| attempt_in_tag(&decode(tag)) || (!hidden && said_by_attributes(tag)))
        || parts.is_attempt()
        || (!hidden && parts.is_labelled())
}

/// Whether a page, as residents are to have it, bears a mark or a label. What it shows as code is an example.
pub(in crate::article) fn told_by_page(html: &str) -> bool {
    let parts = Parts::of(html, false);
    parts.tags.iter().any(|tag| said_by_attributes(tag)) || parts.is_attempt() || parts.is_labelled()
}

fn attempt_in_comment(inside: &str) -> bool {
    let text = bare(inside);
    let words: Vec<&str> = words_of(&text).collect();
    words.contains(&INTERNAL) && words.len() <= 4
        || weigh(&text) >= Weight::Name
        || words.iter().any(|word| is_near(word) || is_other_name(word)) && words.len() <= 2
        || attempt_in(&text, false)
}

fn attempt_in_tag(tag: &str) -> bool {
    let tag = bare(tag);
    let inside = tag.trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    if is_near(name)
        || weigh(name) >= Weight::Limited
        || name.split(['-', ':']).any(|part| part == INTERNAL || is_other_name(part))
    {
        return true;
    }
    // What a page would not show was not meant to be shown.
    let squeezed: String = attributes.chars().filter(|c| !c.is_whitespace()).collect();
    if squeezed.contains("display:none") || squeezed.contains("visibility:hidden") {
        return true;
    }
    // Where a link leads, and what a picture shows, says nothing about who may read.
    let mut said = attributes.replace("= ", "=").replace(" =", "=");
    for quiet in ["href", "src", "title", "alt", "cite", "aria-hidden", "aria-label"] {
        said = without_attribute(&said, quiet);
    }
    words_of(&said).any(|word| word == INTERNAL || is_near(word) || is_other_name(word))
}

/// Whether what a reader is shown of attributes bears a mark. A picture or a link may be called „internal”.
fn said_by_attributes(tag: &str) -> bool {
    let place =
        if matches!(tag_name(tag).as_str(), "a" | "img" | "abbr") { Place::Aside } else { Place::Title };
    ["title", "alt", "aria-label", "cite"]
        .iter()
        .filter_map(|name| attribute(tag, name))
        .any(|value| told(value, place))
        || ["href", "src"].iter().filter_map(|name| attribute(tag, name)).any(in_address)
}

fn without_attribute(attributes: &str, name: &str) -> String {
    let Some(at) = attributes.find(&format!("{name}=")) else { return attributes.to_owned() };
    let value = &attributes[at + name.len() + 1..];
    let rest = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
        _ => value.split_once(' ').map_or("", |(_, rest)| rest),
    };
    format!("{} {rest}", &attributes[..at])
}
