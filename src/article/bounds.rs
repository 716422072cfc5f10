//! How much an article may ask of whoever reads and shows it.
//!
//! What people write stays far below: the longest article of the city has 20 KB. What programs can be made to write
//! does not, and some of it costs the square of its length wherever it is read or sanitised. All of this is counted in
//! one pass over the text before anything else looks at it, so that a refusal costs less than the text's transport.

/// The longest file, in bytes.
const BYTES: usize = 1 << 20;
/// The same for whoever asks before reading it.
pub const LARGEST: u64 = BYTES as u64;
/// The longest header, in bytes.
const HEADER_BYTES: usize = 64 << 10;
/// The longest title, in characters: it stands in every list, and is looked for as a question is.
const TITLE: usize = 1_000;
/// How deep brackets and indentation may nest in a header.
const HEADER_DEPTH: usize = 64;
/// The most lines.
const LINES: usize = 30_000;
/// The longest line, in bytes.
const LINE_BYTES: usize = 100_000;
/// The most characters that mean something to Markdown.
const SIGNS: usize = 60_000;
/// The same within one paragraph, table or list without a blank line, where they can be paired with one another.
const SIGNS_TOGETHER: usize = 20_000;
/// The most columns of a table.
const COLUMNS: usize = 100;
/// How deep quotations and lists may nest.
const DEPTH: usize = 40;
/// The most tags written by hand, how long one of them may be, and how deep they may nest.
const TAGS: usize = 4_000;
const TAG_BYTES: usize = 4_000;
const TAG_DEPTH: usize = 100;

/// What is too much, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excess {
    /// The line, from 1, in the text that was looked at.
    pub(super) line: usize,
    /// What, in Polish.
    pub(super) what: String,
    /// What to do about it.
    pub(super) help: &'static str,
}

const SPLIT: &str = "podziel artykuł na mniejsze, po jednej sprawie w każdym";
const PLAIN: &str = "zapisz ten fragment prościej albo usuń go, jeśli powstał przez pomyłkę";

fn excess(line: usize, what: String, help: &'static str) -> Result<(), Excess> {
    Err(Excess { line, what, help })
}

/// Whether a whole file is short enough to be looked at.
pub(super) fn of_file(raw: &str) -> Result<(), Excess> {
    if raw.len() > BYTES {
        let what = format!("artykuł ma {} KB, a może mieć najwyżej {} KB", raw.len() >> 10, BYTES >> 10);
        return excess(1, what, SPLIT);
    }
    Ok(())
}

/// Whether a header can be read within a bound.
pub(super) fn of_header(yaml: &str) -> Result<(), Excess> {
    if yaml.len() > HEADER_BYTES {
        let what =
            format!("nagłówek ma {} KB, a może mieć najwyżej {} KB", yaml.len() >> 10, HEADER_BYTES >> 10);
        return excess(1, what, "skróć listy słów kluczowych i pytań");
    }
    let mut depth = 0usize;
    for (at, line) in yaml.lines().enumerate() {
        let opened = line.matches(['[', '{']).count();
        depth = (depth + opened).saturating_sub(line.matches([']', '}']).count());
        let lead = line.len() - line.trim_start_matches([' ', '-', '?', ':']).len();
        if depth.max(opened) > HEADER_DEPTH || lead > 4 * HEADER_DEPTH {
            return excess(
                at + 1,
                "nagłówek jest zagnieżdżony głębiej, niż da się odczytać".to_owned(),
                PLAIN,
            );
        }
    }
    Ok(())
}

/// Whether a title, wherever it comes from, is one.
pub(super) fn of_title(title: &str) -> Result<(), Excess> {
    let length = title.chars().count();
    if length > TITLE {
        let what = format!("tytuł ma {length} znaków, a może mieć najwyżej {TITLE}");
        return excess(1, what, "skróć tytuł do jednego zdania, a resztę napisz w summary albo w treści");
    }
    Ok(())
}

/// Whether a body can be read and shown within a bound.
pub(super) fn of_body(body: &str) -> Result<(), Excess> {
    let (mut signs, mut together) = (0usize, 0usize);
    for (at, line) in body.lines().enumerate() {
        let number = at + 1;
        if number > LINES {
            return excess(number, format!("artykuł ma ponad {LINES} wierszy"), SPLIT);
        }
        if line.len() > LINE_BYTES {
            let what =
                format!("wiersz ma {} KB, a może mieć najwyżej {} KB", line.len() >> 10, LINE_BYTES >> 10);
            return excess(number, what, "podziel go na akapity");
        }
        let here = line.bytes().filter(|&byte| is_sign(byte)).count();
        signs += here;
        together = if line.trim().is_empty() { 0 } else { together + here };
        if signs > SIGNS || together > SIGNS_TOGETHER {
            return excess(number, "znaków formatowania jest więcej, niż da się pokazać".to_owned(), PLAIN);
        }
        if line.bytes().filter(|&byte| byte == b'|').count() > COLUMNS + 1 {
            return excess(number, format!("tabela ma ponad {COLUMNS} kolumn"), "podziel tabelę");
        }
        if containers(line) > DEPTH {
            return excess(number, format!("cytaty i listy są zagnieżdżone głębiej niż {DEPTH} razy"), PLAIN);
        }
    }
    tags(body)
}

/// Signs that Markdown pairs or resolves.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'`' | b'[' | b']' | b'<' | b'>' | b'!' | b'&' | b'\\' | b'|' | b'"')
}

/// How many quotations and lists a line begins in, at most.
fn containers(line: &str) -> usize {
    let indent = line.len() - line.trim_start().len();
    let (mut quotes, mut items) = (0, 0);
    for word in line.split_whitespace() {
        let numbered =
            word.strip_suffix(['.', ')']).is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
        if word.bytes().all(|byte| byte == b'>') {
            quotes += word.len();
        } else if matches!(word, "-" | "*" | "+") || numbered {
            items += 1;
        } else {
            // `>>>x`: the first word may stand right behind its signs.
            quotes += word.bytes().take_while(|&byte| byte == b'>').count();
            break;
        }
    }
    let nested = if items > 0 { indent / 2 } else { 0 };
    quotes + items + nested
}

/// Elements that end themselves, or that their successors end.
const SHALLOW: [&str; 20] = [
    "br", "img", "hr", "input", "wbr", "col", "area", "base", "link", "meta", "source", "p", "li", "td",
    "th", "tr", "dt", "dd", "tbody", "thead",
];

fn tags(body: &str) -> Result<(), Excess> {
    let bytes = body.as_bytes();
    let line = |at: usize| 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
    let (mut count, mut depth, mut from) = (0usize, 0usize, 0usize);
    while let Some(at) = body[from..].find('<').map(|at| from + at) {
        from = at + 1;
        let rest = &body[from..];
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name: String = name
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(20)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        count += 1;
        if count > TAGS {
            return excess(
                line(at),
                format!("znaczników HTML jest ponad {TAGS}"),
                "zapisz ten fragment w Markdownie",
            );
        }
        let window = &bytes[from..bytes.len().min(from + TAG_BYTES)];
        let ended = window.iter().position(|byte| matches!(byte, b'>' | b'<'));
        if ended.is_none() && window.len() == TAG_BYTES {
            return excess(line(at), "znacznik HTML jest za długi".to_owned(), PLAIN);
        }
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > TAG_DEPTH {
            let what = format!("znaczniki HTML są zagnieżdżone głębiej niż {TAG_DEPTH} razy");
            return excess(line(at), what, "zamknij otwarte znaczniki albo zapisz ten fragment w Markdownie");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
