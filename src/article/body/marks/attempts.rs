//! Attempts: what has the shape of a mark, in whatever tool's manner, and stands where it hides nothing.

use super::INTERNAL;
use super::bare::bare;
use super::foreign::overrides;
use super::things::is_name_behind_internal;
use super::words::{Weight, is_adjective, is_near, is_other_name, weigh, words_of};
use crate::article::body::html::decode;

/// Whether running text holds what looks like an attempt at the mark.
pub(in crate::article) fn attempt(text: &str) -> bool {
    overrides(text) || (could_be(text) && attempt_in(&bare(text), false))
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
    const STEMS: [&str; 20] = [
        "ukryt",
        "zastrz",
        "npubl",
        "hidden",
        "private",
        "unlist",
        "lanret",
        "nrtenw",
        "int",
        "nternal",
        "wew",
        "wnetrzn",
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
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4ff}');
    overrides(text)
        || plain.contains(cyrillic)
        || plain.contains(['{', '[', '🔒', '🔐', '🔏', '🤫', '㊙'])
        || STEMS.iter().any(|stem| plain.contains(stem))
}

/// Whether the word stands anywhere in a text, so that its lines are worth looking at.
pub(in crate::article) fn names_it(text: &str) -> bool {
    bare(&decode(text)).contains(INTERNAL)
}

/// The same for text that is [`bare`]. In a heading the word alone is enough.
pub(super) fn attempt_in(text: &str, heading: bool) -> bool {
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
pub(super) fn up_to<'t>(text: &'t str, closing: &[char]) -> &'t str {
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
            match words_of(&line[end..]).next() {
                Some(next) if is_name_behind_internal(next) => continue,
                _ => return true,
            }
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
            Some(_) | None => false,
        };
        // `.internal` and the like, standing free.
        let free = signs.ends_with(sign)
            && (before == 0 || signs.starts_with(char::is_whitespace))
            && match exact {
                true => signs.ends_with(['.', ':', '#', '!', '@', '%']),
                // `#wewnętrzne`, and no telephone.
                false => {
                    signs.ends_with(['#', '@', '!', '%'])
                        && (is_adjective(word) || (heading && is_other_name(word)))
                        && !line[end..]
                            .trim_start_matches(['.', ':', ' '])
                            .starts_with(|c: char| c.is_ascii_digit())
                }
            };
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
