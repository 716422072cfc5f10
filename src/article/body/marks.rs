//! What people write to keep a section from residents, and what only looks like it.
//!
//! The mark is `{.internal}` at the end of a heading. It is typed by people, pasted from word processors and carried
//! over from other tools, so it comes with invisible spaces, curly quotes, letters of another alphabet, other brackets.
//! Here is decided what each of them means, by a rule that is closed by default: what certainly means the mark hides
//! the section, and braces at a heading that are not wholly understood hide the article until somebody mends them.
//! Words are only compared after [`bare`] has taken away whatever a reader cannot see.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::html::{decode, tag_end, tag_name};
use crate::article::header::edits;
use crate::text::chars::latin_for;
use crate::text::fold;

/// The class that closes a section to residents.
pub(in crate::article) const INTERNAL: &str = "internal";

/// What a heading says about who may read below it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::article) struct Mark {
    /// Agents alone.
    pub(in crate::article) internal: bool,
    /// Something in it was not understood: it may have been meant to hide more than it does.
    pub(in crate::article) unclear: bool,
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

/// Whether an HTML block or tag looks like an attempt: an element or a comment of that name, an attribute.
pub(in crate::article) fn attempt_in_html(html: &str) -> bool {
    // The words between the tags, each element but those within a line on lines of its own.
    let mut said = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        said.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
            if attempt_in_comment(inside) {
                return true;
            }
            rest = after;
            continue;
        }
        let (tag, after) = rest.split_at(tag_end(rest));
        if attempt_in_tag(&decode(tag)) {
            return true;
        }
        if !["a", "b", "code", "em", "i", "small", "span", "strong", "u"].contains(&tag_name(tag).as_str()) {
            said.push('\n');
        }
        rest = after;
    }
    said.push_str(rest);
    attempt(&decode(&said))
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

/// Whether the word stands anywhere in a text, so that its lines are worth looking at.
pub(in crate::article) fn names_it(text: &str) -> bool {
    bare(&decode(text)).contains(INTERNAL)
}

fn attempt_in_comment(inside: &str) -> bool {
    let text = bare(inside);
    let words: Vec<&str> = words_of(&text).collect();
    words.contains(&INTERNAL) && words.len() <= 4
        || says_nothing_else(&text)
        || words.iter().any(|word| is_near(word) || is_other_name(word)) && words.len() <= 2
        || attempt_in(&text, false)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether words say for whom something is, or that it must not be shown, and nothing beside that: „tylko dla
/// konsultantów”, „nie publikować”, `START: tylko wewnętrzne`, `internal=true`.
fn says_nothing_else(text: &str) -> bool {
    const AROUND: [&str; 42] = [
        "dla",
        "tylko",
        "wylacznie",
        "do",
        "uzytku",
        "tresc",
        "tresci",
        "tekst",
        "sekcja",
        "fragment",
        "czesc",
        "uwaga",
        "start",
        "poczatek",
        "koniec",
        "begin",
        "end",
        "only",
        "for",
        "not",
        "no",
        "nie",
        "to",
        "true",
        "yes",
        "tak",
        "if",
        "user",
        "is",
        "class",
        "role",
        "type",
        "style",
        "audience",
        "visibility",
        "visible",
        "section",
        "block",
        "note",
        "content",
        "box",
        "hint",
    ];
    let words: Vec<&str> = words_of(text).collect();
    let telling =
        |word: &str| word == INTERNAL || is_near(word) || word.starts_with("wewn") || is_other_name(word);
    let denied = words.windows(2).any(|pair| {
        ["nie", "not", "no", "dont"].contains(&pair[0])
            && ["publik", "public", "publish", "pokaz", "ujawni", "show", "print", "dla"]
                .iter()
                .any(|stem| pair[1].starts_with(stem))
    });
    let published = |word: &str| {
        ["publik", "public", "publish", "pokaz", "ujawni", "show", "print", "mieszkan"]
            .iter()
            .any(|stem| word.starts_with(stem))
    };
    words.len() <= 8
        && (denied || words.iter().any(|word| telling(word)))
        && words.iter().all(|word| telling(word) || AROUND.contains(word) || (denied && published(word)))
}

fn attempt_in_tag(tag: &str) -> bool {
    let tag = bare(tag);
    let inside = tag.trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    if is_near(name) || name.split(['-', ':']).any(|part| part == INTERNAL || is_other_name(part)) {
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

fn without_attribute(attributes: &str, name: &str) -> String {
    let Some(at) = attributes.find(&format!("{name}=")) else { return attributes.to_owned() };
    let value = &attributes[at + name.len() + 1..];
    let rest = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
        _ => value.split_once(' ').map_or("", |(_, rest)| rest),
    };
    format!("{} {rest}", &attributes[..at])
}

/// The same for text that is [`bare`]. In a heading the word alone is enough.
fn attempt_in(text: &str, heading: bool) -> bool {
    text.lines().any(|line| attempt_in_line(line, heading))
        || words_of(text).eq([INTERNAL])
        // A fence, and the word below it.
        || text.lines().zip(text.lines().skip(1)).any(|(fence, line)| {
            !fence.trim().is_empty() && words_of(fence).next().is_none() && says_nothing_else(line)
        })
}

/// How the blocks of other tools begin.
const BLOCKS: [&str; 10] = [":::", "!!!", "???", "%%", "{%", "{{", "[!", "@", "++", "..."];

/// Words by which templates and preprocessors begin what only some shall see.
const COMMANDS: [&str; 13] = [
    "if", "ifdef", "ifndef", "unless", "when", "only", "hint", "note", "include", "begin", "start", "show",
    "hide",
];

/// The bracket that stands open before `at`, and what stands in it.
fn around(line: &str, at: usize) -> Option<(char, &str)> {
    let mut open = Vec::new();
    for (place, c) in line[..at].char_indices() {
        match c {
            '{' | '[' | '(' | '<' => open.push((c, place + 1)),
            '}' | ']' | ')' | '>' => drop(open.pop()),
            _ => {}
        }
    }
    let (bracket, from) = open.pop()?;
    let inside = &line[from..];
    let closing = match bracket {
        '{' => '}',
        '[' => ']',
        '(' => ')',
        _ => '>',
    };
    Some((bracket, inside.split_once(closing).map_or(inside, |(inside, _)| inside)))
}

fn attempt_in_line(line: &str, heading: bool) -> bool {
    let mut from = 0;
    let mut first = true;
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
        let bracketed = match around(line, start) {
            // A brace is nobody's prose, and a square bracket is where it is no link and says for whom.
            Some(('{', _)) => true,
            Some(('[', inside)) => (heading && !near) || says_nothing_else(inside),
            Some(('<', inside)) => heading && (exact || !inside.contains(['/', '.', '@'])),
            Some((_, inside)) => heading && !near && says_nothing_else(inside),
            None => false,
        };
        // `.internal` and the like, standing free.
        let free = exact
            && signs.ends_with(['.', ':', '#', '!', '@', '%'])
            && (before == 0 || signs.starts_with(char::is_whitespace));
        // `::: internal`, `!!! box internal`: a line that begins as other tools' blocks do; `ifdef::internal[]`.
        let block = (is_block && (exact || (led && before == 0) || says_nothing_else(line)))
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

/// Whether a word is the mark misspelt. Words of the language that happen to be near are none.
fn is_near(word: &str) -> bool {
    const WORDS: [&str; 6] = ["internet", "internat", "internis", "internow", "external", "infernal"];
    if word.len() < 5 || WORDS.iter().any(|known| word.starts_with(known)) {
        return false;
    }
    word.starts_with("intern") || word.starts_with("wewn") || edits(word, INTERNAL) <= 2
}

/// Other names that people give to what is not for residents.
fn is_other_name(word: &str) -> bool {
    const NAMES: [&str; 23] = [
        "konsultanc",
        "agenci",
        "utajn",
        "zastrzez",
        "sluzbow",
        "niepubl",
        "nonpubl",
        "nopubl",
        "noprint",
        "restricted",
        "unlisted",
        "niejawn",
        "poufn",
        "tajn",
        "ukryt",
        "prywatn",
        "konsultant",
        "agent",
        "staff",
        "private",
        "hidden",
        "secret",
        "confidential",
    ];
    NAMES.iter().any(|name| word.starts_with(name))
}

/// The source of a heading without escapes and entities.
fn unescaped(source: &str) -> String {
    let decoded = if source.contains('&') { decode(source) } else { source.to_owned() };
    let mut text = String::with_capacity(decoded.len());
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(|next| next.is_ascii_punctuation()) {
            continue;
        }
        text.push(c);
    }
    text
}

/// `text` as it looks: without invisible characters, accents and capitals, with one kind of space, bracket, quote and
/// dot, and with Latin letters where another alphabet's look the same. Lines stay lines.
fn bare(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some(bracket) = plain_bracket(c) {
            plain.push(bracket);
            continue;
        }
        for c in c.nfkd() {
            match c {
                '\n' => plain.push('\n'),
                c if is_invisible(c) || is_combining_mark(c) => {}
                c if c.is_whitespace() => plain.push(' '),
                '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{2033}' | '\u{2036}' | '`' => plain.push('"'),
                '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{2039}' | '\u{203a}' | '´' => {
                    plain.push('\'')
                }
                '·' | '•' | '。' | '․' | '∙' | '⋅' | '・' | '﹒' | '˙' => plain.push('.'),
                c => match latin_for(c) {
                    Some(latin) => plain.push_str(latin),
                    None => match plain_bracket(c) {
                        Some(bracket) => plain.push(bracket),
                        None => plain.push(c),
                    },
                },
            }
        }
    }
    fold(&plain)
}

fn plain_bracket(c: char) -> Option<char> {
    Some(match c {
        '{' | '｛' | '﹛' | '❴' | '⦃' | '︷' | '⎨' => '{',
        '}' | '｝' | '﹜' | '❵' | '⦄' | '︸' | '⎬' => '}',
        '[' | '［' | '〔' | '【' | '「' | '『' | '〖' | '⟦' | '❲' => '[',
        ']' | '］' | '〕' | '】' | '」' | '』' | '〗' | '⟧' | '❳' => ']',
        '(' | '（' | '❨' | '⦅' => '(',
        ')' | '）' | '❩' | '⦆' => ')',
        '<' | '＜' | '〈' | '⟨' | '❬' | '❮' => '<',
        '>' | '＞' | '〉' | '⟩' | '❭' | '❯' => '>',
        _ => return None,
    })
}

/// Characters that leave no trace on paper.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests;
