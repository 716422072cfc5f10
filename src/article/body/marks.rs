//! What people write to keep a section from residents, and what only looks like it.
//!
//! The mark is `{.internal}` at the end of a heading. It is typed by people, pasted from word processors and carried
//! over from other tools, so it comes with invisible spaces, curly quotes, letters of another alphabet, other brackets.
//! Here is decided what each of them means, by a rule that is closed by default: what certainly means the mark hides
//! the section, and braces at a heading that are not wholly understood hide the article until somebody mends them.
//! Words are only compared after [`bare`] has taken away whatever a reader cannot see. Which words mean the mark is in
//! `words`, where they have to stand to be a label and no part of a sentence in `labels`.

mod bare;
mod html;
mod labels;
mod words;

use super::html::decode;
use bare::{bare, plain_bracket, unescaped};
use percent_encoding::percent_decode_str;
use words::{Weight, is_near, is_other_name, weigh, words_of};

pub(in crate::article) use html::{attempt_in_html, told_by_page};
pub(in crate::article) use labels::Place;

/// The class that closes a section to residents.
pub(in crate::article) const INTERNAL: &str = "internal";

/// What a heading says about who may read below it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::article) struct Mark {
    /// Agents alone.
    pub(in crate::article) internal: bool,
    /// Something in it was not understood: it may have been meant to hide more than it does.
    pub(in crate::article) unclear: bool,
    /// It bears no mark, and words that say the same: „Dla konsultanta (wewnętrzne)”.
    pub(in crate::article) labelled: bool,
    /// What stands in its braces, where that is not written as the manual has it.
    pub(in crate::article) odd: Option<String>,
}

/// Reads the mark of a heading from its `source` and from its `text`, in which Markdown has resolved escapes and
/// entities and taken off what it took for attributes.
pub(in crate::article) fn of_heading(source: &str, text: &str) -> Mark {
    let written = unescaped(source);
    let mut mark = Mark::default();
    let mut attempted = false;
    for text in [written.as_str(), text] {
        let text = bare(text);
        for group in groups(&text) {
            mark.take(group);
        }
        // A brace that closes nothing is half of a mark.
        mark.unclear |= text.matches('}').count() > text.matches('{').count();
        attempted |= attempt_in(&text, true);
    }
    // What is certainly hidden hides whatever else was meant; what looks like it is hidden, and not well enough.
    mark.unclear = !mark.internal && (mark.unclear || attempted);
    mark.internal |= attempted;
    mark.labelled = !mark.internal && !mark.unclear && (label(text, Place::Title) || is_stressed(source));
    if mark.internal || mark.unclear {
        let braces = source.find('{').map_or(source, |at| &source[at..]);
        let braces = braces.split_inclusive('}').next().unwrap_or(braces).trim();
        let plain = braces == "{.internal}"
            || braces.strip_prefix("{#").is_some_and(|rest| {
                rest.strip_suffix(" .internal}").is_some_and(|id| id.chars().all(is_of_id))
            });
        mark.odd = (!plain).then(|| braces.to_owned());
    }
    mark
}

/// Whether words that Markdown sets off in a heading are a label: `## Dla konsultanta *wewnętrzne*`.
fn is_stressed(source: &str) -> bool {
    let source = bare(source);
    let mut parts = source.split(['*', '_', '~', '"']).skip(1).peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() && weigh(part) >= Weight::Adjective {
            return true;
        }
    }
    false
}

fn is_of_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

impl Mark {
    /// Takes in one pair of braces, already [`bare`].
    fn take(&mut self, group: Group<'_>) {
        let squeezed: String = group.inside.chars().filter(|c| !c.is_whitespace()).collect();
        let parts = pieces(group.inside);
        if is_certain(&squeezed) || parts.iter().any(|part| is_certain(part)) {
            self.internal = true;
            return;
        }
        let understood = group.closed
            && !parts.is_empty()
            && parts.iter().all(|part| {
                part.strip_prefix('#').is_some_and(|id| {
                    !id.is_empty() && id.chars().all(|c| is_of_id(c) || c == '.') && !is_near(id)
                })
            });
        self.unclear |= !understood;
    }
}

/// Attributes of a group: what white space parts, and classes that stand glued together (`#id.internal`). An equals
/// sign holds together what stands around it.
fn pieces(inside: &str) -> Vec<String> {
    let mut joined = String::with_capacity(inside.len());
    let mut quote = None;
    for c in inside.chars() {
        match c {
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() && joined.trim_end().ends_with('=') => quote = Some(c),
            _ => {}
        }
        let space = c.is_whitespace();
        if space && quote.is_none() && joined.trim_end().ends_with('=') {
            continue;
        }
        if c == '=' && quote.is_none() {
            joined.truncate(joined.trim_end().len());
        }
        joined.push(if space && quote.is_some() { '\u{1f}' } else { c });
    }
    let mut pieces = Vec::new();
    for word in joined.split_whitespace() {
        if word.starts_with('.') || word.starts_with('#') {
            let mut from = 0;
            for (at, _) in word.match_indices(['.', '#']).skip(1) {
                pieces.push(word[from..at].to_owned());
                from = at;
            }
            pieces.push(word[from..].to_owned());
        } else if word != ":" {
            pieces.push(word.to_owned());
        }
    }
    pieces
}

/// Whether an attribute means the mark and can mean nothing else.
fn is_certain(part: &str) -> bool {
    let part = part.trim_start_matches(':');
    if matches!(part, ".internal" | "internal") {
        return true;
    }
    let Some(value) = part.strip_prefix("class=") else { return false };
    let value = value.trim_matches(['"', '\'']);
    value.split(['\u{1f}', ',']).any(|class| class.trim_start_matches('.') == INTERNAL)
}

/// A pair of braces, or one that nobody closed.
#[derive(Debug, Clone, Copy)]
struct Group<'a> {
    inside: &'a str,
    closed: bool,
}

fn groups(text: &str) -> impl Iterator<Item = Group<'_>> {
    text.split('{').skip(1).map(|rest| match rest.split_once('}') {
        Some((inside, _)) => Group { inside, closed: true },
        None => Group { inside: rest, closed: false },
    })
}

/// The words of a heading without what stands in braces.
pub(in crate::article) fn without_braces(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match plain_bracket(c) {
            Some('{') => inside = true,
            Some('}') if inside => inside = false,
            _ if !inside => words.push(c),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether running text holds what looks like an attempt at the mark.
pub(in crate::article) fn attempt(text: &str) -> bool {
    could_be(text) && attempt_in(&bare(text), false)
}

/// Whether words in a text say that it is internal, standing apart from it as a label.
pub(in crate::article) fn label(text: &str, place: Place) -> bool {
    labels::is_labelled(&bare(text), place)
}

/// Whether a text that residents are told bears a mark or a label.
pub(in crate::article) fn told(text: &str, place: Place) -> bool {
    let plain = bare(&decode(text));
    let named = place == Place::Aside && !plain.trim().contains(|c: char| !c.is_alphanumeric());
    (!named && attempt_in(&plain, place == Place::Title)) || labels::is_labelled(&plain, place)
}

/// Whether an address holds a mark. Servers and folders may be called „internal”.
pub(in crate::article) fn in_address(address: &str) -> bool {
    let plain = bare(&decode(&percent_decode_str(address).decode_utf8_lossy()));
    let of_mark = |word: &str| is_near(word) || is_other_name(word);
    groups(&plain).any(|group| words_of(group.inside).any(of_mark))
        || plain
            .match_indices(['(', '[', '<'])
            .any(|(at, _)| weigh(up_to(&plain[at + 1..], &[')', ']', '>'])) == Weight::Certain)
}

/// Most text has nothing of it, and is not worth taking apart: every shape needs a brace or a square bracket, a sign
/// that stands free before a word, a line that begins with one, a character that texts hardly have, or next to nothing
/// beside the word.
fn could_be(text: &str) -> bool {
    const SIGNS: &str = ".:#!@%/?=$^&";
    const ALONE: usize = 24;
    if text.trim().len() <= ALONE {
        return true;
    }
    let mut before = '\n';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let begins = before == '\n' && !c.is_whitespace();
        let usual = c.is_alphanumeric() || c.is_whitespace() || "„”–—…§€°’(".contains(c);
        let free = !before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphabetic());
        let found = match c {
            '{' | '[' => true,
            c if SIGNS.contains(c) => begins || free,
            c if c.is_ascii() => begins && !usual && !"-*>\"'".contains(c),
            _ => !usual,
        };
        if found {
            return true;
        }
        if !(c.is_whitespace() && before == '\n') {
            before = c;
        }
    }
    false
}

/// Whether a line of the source is a mark and nothing else, in whatever tool's manner: a fence of that name, a comment
/// of Markdown (`[//]: # (internal)`), `[role=internal]`, `.. class:: internal`, a line of a header below the header.
pub(in crate::article) fn is_marking_line(line: &str) -> bool {
    const MARKUP: [&str; 18] = [
        "class",
        "role",
        "audience",
        "comment",
        "div",
        "span",
        "section",
        "note",
        "block",
        "begin",
        "start",
        "end",
        "visibility",
        "status",
        "only",
        "style",
        "attr",
        "type",
    ];
    if line.len() > 200 {
        return false;
    }
    let line = bare(&decode(line));
    let signed = line.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace());
    signed
        && words_of(&line).any(|word| word == INTERNAL)
        && words_of(&line).all(|word| word == INTERNAL || MARKUP.contains(&word))
}

/// Whether anything stands in a text by which a label could be one: most texts have none of it.
pub(in crate::article) fn could_be_told(text: &str) -> bool {
    const STEMS: [&str; 12] = [
        "intern",
        "nternal",
        "inte",
        "wew",
        "pouf",
        "tajn",
        "jawn",
        "sluzb",
        "agen",
        "konsultan",
        "pracowni",
        "urzedni",
    ];
    let plain = bare(&decode(text));
    plain.contains(['{', '[']) || STEMS.iter().any(|stem| plain.contains(stem))
}

/// Whether the word stands anywhere in a text, so that its lines are worth looking at.
pub(in crate::article) fn names_it(text: &str) -> bool {
    bare(&decode(text)).contains(INTERNAL)
}

/// The same for text that is [`bare`]. In a heading the word alone is enough.
fn attempt_in(text: &str, heading: bool) -> bool {
    text.lines().any(|line| attempt_in_line(line, heading))
        || words_of(text).eq([INTERNAL])
        // A fence, and the word below it.
        || text.lines().zip(text.lines().skip(1)).any(|(fence, line)| {
            !fence.trim().is_empty() && words_of(fence).next().is_none() && weigh(line) >= Weight::Name
        })
}

/// How the blocks of other tools begin.
const BLOCKS: [&str; 10] = [":::", "!!!", "???", "%%", "{%", "{{", "[!", "@", "++", "..."];

/// Words by which templates and preprocessors begin what only some shall see.
const COMMANDS: [&str; 13] = [
    "if", "ifdef", "ifndef", "unless", "when", "only", "hint", "note", "include", "begin", "start", "show",
    "hide",
];

/// The brackets of a line that stand open where its reader is.
#[derive(Default)]
struct Brackets {
    open: Vec<(char, usize)>,
    read: usize,
}

impl Brackets {
    /// The bracket that stands open before `at`, and what stands in it. Asked from left to right.
    fn around<'l>(&mut self, line: &'l str, at: usize) -> Option<(char, &'l str)> {
        for (place, c) in line[self.read..at].char_indices() {
            match c {
                '{' | '[' | '(' | '<' => self.open.push((c, self.read + place + 1)),
                '}' | ']' | ')' | '>' => drop(self.open.pop()),
                _ => {}
            }
        }
        self.read = at;
        let (bracket, from) = *self.open.last()?;
        let closing = match bracket {
            '{' => '}',
            '[' => ']',
            '(' => ')',
            _ => '>',
        };
        Some((bracket, up_to(&line[from..], &[closing])))
    }
}

/// What stands before the first of `closing`; of what goes on for long, as much as tells that no label ends there.
fn up_to<'t>(text: &'t str, closing: &[char]) -> &'t str {
    const FAR: usize = 200;
    let far = text.char_indices().nth(FAR).map_or(text.len(), |(end, _)| end);
    let text = &text[..far];
    text.split_once(closing).map_or(text, |(inside, _)| inside)
}

fn attempt_in_line(line: &str, heading: bool) -> bool {
    let mut from = 0;
    let mut first = true;
    let mut brackets = Brackets::default();
    let led_by: String =
        line.chars().take_while(|c| !c.is_alphanumeric()).filter(|c| !c.is_whitespace()).collect();
    let is_block = BLOCKS.iter().any(|start| led_by.starts_with(start));
    let is_command = led_by.chars().any(|c| "#@%${<&".contains(c))
        && words_of(line).next().is_some_and(|word| COMMANDS.contains(&word));
    while let Some(start) = line[from..].find(char::is_alphabetic).map(|at| from + at) {
        let end = line[start..].find(|c: char| !c.is_alphabetic()).map_or(line.len(), |at| start + at);
        let word = &line[start..end];
        from = end;
        let led = std::mem::take(&mut first);
        let (exact, near) = (word == INTERNAL, is_near(word) || word == "wewn");
        let denies = word.starts_with("publik") && line[..start].trim_end().ends_with("nie");
        if !exact && !near && !denies && !is_other_name(word) {
            continue;
        }
        if exact && heading {
            return true;
        }
        // The signs before the word, up to the word before it.
        let before = line[..start].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let signs = &line[before..start];
        let packed: String = signs.chars().filter(|c| !c.is_whitespace()).collect();
        let closes = line[end..].trim_start().chars().next();
        let sign =
            |c: char| matches!(c, '.' | ':' | '#' | '!' | '@' | '%' | '/' | '?' | '=' | '$' | '^' | '&');
        let opens = packed.contains(['{', '[', '<', '(']);
        // `{.x`, `[.x`, `(#x`: a bracket, then a sign, then the word.
        let signed = opens && packed.ends_with(sign) && signs.ends_with(|c: char| !c.is_whitespace());
        let braced = packed.contains('{') && (exact || signed || closes == Some('}'));
        let bracketed = match brackets.around(line, start) {
            // A brace is nobody's prose, and a square bracket is where it is no link and says for whom.
            Some(('{', _)) => true,
            Some(('[', inside)) => (heading && !near) || weigh(inside) >= Weight::Name,
            Some(('<', inside)) => heading && (exact || !inside.contains(['/', '.', '@'])),
            Some((_, inside)) => heading && !near && weigh(inside) >= Weight::Name,
            None => false,
        };
        // `.internal` and the like, standing free.
        let free = exact
            && signs.ends_with(['.', ':', '#', '!', '@', '%'])
            && (before == 0 || signs.starts_with(char::is_whitespace));
        // `::: internal`, `!!! box internal`: a line that begins as other tools' blocks do; `ifdef::internal[]`.
        let block = ["::: ", "!!! ", "??? "].iter().any(|start| exact && signs.ends_with(start))
            || (is_block && (exact || (led && before == 0) || weigh(line) >= Weight::Name))
            || (is_command && (exact || near))
            || (exact && signs.ends_with("::"));
        if signed || braced || bracketed || free || block {
            return true;
        }
        if exact && led && before == 0 && packed.chars().filter(|c| sign(*c)).count() > 1 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
