//! What people write to keep a section from residents, and what only looks like it.
//!
//! The mark is `{.internal}` at the end of a heading. It is typed by people, pasted from word processors and carried
//! over from other tools, so it comes with invisible spaces, curly quotes, letters of another alphabet, other brackets.
//! Here is decided what each of them means, by a rule that is closed by default: what certainly means the mark hides
//! the section, and braces at a heading that are not wholly understood hide the article until somebody mends them.
//! Words are only compared after [`bare`] has taken away whatever a reader cannot see. Which shapes are an attempt is in `attempts`, which words mean the mark in
//! `words`, where they have to stand to be a label and no part of a sentence in `labels`, what else sets them apart in
//! `said`, and which things of a city they describe in `things`.

mod attempts;
mod bare;
mod foreign;
mod html;
mod labels;
mod said;
mod things;
mod words;

use super::html::decode;
use attempts::{attempt_in, up_to};
use bare::{bare, plain_bracket, unescaped};
use foreign::turns;
use labels::Verdict;
use percent_encoding::percent_decode_str;
use things::describes;
use words::{Weight, is_addressed, is_near, is_note, is_only_a_word, is_other_name, weigh, words_of};

pub(in crate::article) use attempts::{attempt, could_be_told, is_marking_line, names_it};
pub(in crate::article) use html::{attempt_in_html, could_be_meant_in_html, sets_off, told_by_page};
pub(in crate::article) use labels::Place;
pub(in crate::article) use said::Said;

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
    /// It could have been meant for agents alone, and nothing in it says so for certain.
    pub(in crate::article) perhaps: bool,
    /// What stands in its braces, where that is not written as the manual has it.
    pub(in crate::article) odd: Option<String>,
}

/// Reads the mark of a heading from its `source` and from its `text`, in which Markdown has resolved escapes and
/// entities and taken off what it took for attributes.
pub(in crate::article) fn of_heading(source: &str, text: &str) -> Mark {
    let written = unescaped(source);
    let mut mark = Mark::default();
    let mut attempted = turns(&written) || turns(text);
    for text in [written.as_str(), text] {
        let is_code = |word: &str| text.contains(&word.to_ascii_uppercase());
        let text = bare(text);
        let mut whose = None;
        for group in groups(&text) {
            // Where the words say for whom, a word in braces was meant to say more.
            let whose = || *whose.get_or_insert_with(|| is_for_somebody(&without_braces(&text)));
            mark.take(group, whose, &is_code);
        }
        // A brace that closes nothing is half of a mark.
        mark.unclear |= text.matches('}').count() > text.matches('{').count();
        attempted |= attempt_in(&text, true);
    }
    // What is certainly hidden hides whatever else was meant; what looks like it is hidden, and not well enough.
    mark.unclear = !mark.internal && (mark.unclear || attempted);
    mark.internal |= attempted;
    if !mark.internal && !mark.unclear {
        let verdict = Said::of(text).verdict(Place::Title, false).max(stressed(source)).max(initial(text));
        mark.labelled = verdict >= Verdict::Says;
        mark.perhaps = !mark.labelled && (mark.perhaps || verdict == Verdict::Perhaps);
    }
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

/// What words say that Markdown sets off in a heading: `## Dla konsultanta *wewnętrzne*`.
fn stressed(source: &str) -> Verdict {
    let source = bare(source);
    let mut verdict = Verdict::Silent;
    let mut parts = source.split(['*', '_', '~', '"']).peekable();
    let mut before = parts.next().unwrap_or_default();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() && weigh(part) >= Weight::Limited {
            let described = describes(part, before, "");
            verdict = verdict.max(if described { Verdict::Perhaps } else { Verdict::Says });
        }
        before = part;
    }
    verdict
}

/// What „(W)” says at either end of a heading: „Procedura (W)” is for agents, „Dworzec (W)” may lie in the west.
fn initial(text: &str) -> Verdict {
    let text = bare(text);
    let text = text.trim();
    let behind = ["(w)", "[w]", "(w.)", "- w", "– w"].iter().find_map(|mark| text.strip_suffix(mark));
    let before = || ["(w) ", "[w] ", "(w.) "].iter().find_map(|mark| text.strip_prefix(mark));
    let Some(rest) = behind.or_else(before) else { return Verdict::Silent };
    match rest.trim().is_empty() || is_note(rest) || is_for_somebody(rest) {
        true => Verdict::Says,
        false => Verdict::Silent,
    }
}

/// Whether a heading, apart from its braces, could be one for agents.
fn is_for_somebody(words: &str) -> bool {
    is_addressed(words) || could_say(&Said::of(words), Place::Title, false)
}

fn is_of_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

impl Mark {
    /// Takes in one pair of braces, already [`bare`].
    fn take(&mut self, group: Group<'_>, whose: impl FnOnce() -> bool, is_code: &dyn Fn(&str) -> bool) {
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
        // „Formularz {DJ-1}”, „Ścieżka {rowerowa}”: a word that says nothing about readers is lost, and hides nothing.
        let wordy = group.closed
            && group.inside.contains(char::is_alphanumeric)
            && group.inside.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/'))
            && !group.inside.trim_start().starts_with(['-', '/'])
            && weigh(group.inside) == Weight::Nothing
            && words_of(group.inside).all(|word| is_only_a_word(word, is_code))
            && !whose();
        self.unclear |= !understood && !wordy;
        self.perhaps |= wordy;
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

/// Whether a text is the mark as the manual has it, and nothing else.
pub(in crate::article) fn is_mark(text: &str) -> bool {
    bare(text).chars().filter(|c| !c.is_whitespace()).eq("{.internal}".chars())
}

/// Whether words say that what they stand by is internal.
pub(in crate::article) fn says(said: &Said, place: Place, opposed: bool) -> bool {
    said.verdict(place, opposed) >= Verdict::Says
}

/// Whether words could have been meant to say so.
pub(in crate::article) fn could_say(said: &Said, place: Place, opposed: bool) -> bool {
    said.verdict(place, opposed) >= Verdict::Perhaps
}

/// The same for a text of which nothing is set off.
pub(in crate::article) fn label(text: &str, place: Place) -> bool {
    says(&Said::of(text), place, false)
}

/// Whether a text that residents are told bears a mark or a label.
pub(in crate::article) fn told(text: &str, place: Place) -> bool {
    let decoded = decode(text);
    let plain = bare(&decoded);
    let named = place == Place::Aside && !plain.trim().contains(|c: char| !c.is_alphanumeric());
    turns(text) || (!named && attempt_in(&plain, place == Place::Title)) || label(&decoded, place)
}

/// Whether a text that residents are told could have been meant for agents.
pub(in crate::article) fn could_be_meant(text: &str, place: Place) -> bool {
    could_say(&Said::of(&decode(text)), place, false)
}

/// Whether a text names the opposite of „wewnętrzne”, so that the word stands for a kind.
pub(in crate::article) fn names_opposite(text: &str) -> bool {
    words_of(&bare(text)).any(|word| word.starts_with("zewnetrzn"))
}

/// Whether an address holds a mark. Servers and folders may be called „internal”; a place in a text of ours is not.
pub(in crate::article) fn in_address(address: &str) -> bool {
    let plain = bare(&decode(&percent_decode_str(address).decode_utf8_lossy()));
    let of_mark = |word: &str| is_near(word) || is_other_name(word);
    let place = plain.split_once('#').filter(|(page, _)| !page.contains("://"));
    place.is_some_and(|(_, place)| weigh(place) >= Weight::Adjective)
        || groups(&plain).any(|group| words_of(group.inside).any(of_mark))
        || plain
            .match_indices(['(', '[', '<'])
            .any(|(at, _)| weigh(up_to(&plain[at + 1..], &[')', ']', '>'])) == Weight::Certain)
}

#[cfg(test)]
mod tests;
