//! Where the header ends: a file cut at its fences.

use crate::article::check::codes;
use crate::article::header::yaml::{self, Node, NodeKind};
use crate::article::{Problem, bounds};

/// A file cut at its fences.
pub(super) struct Split {
    /// The keys above the body, lines counted in the file.
    pub(super) header: Option<Node>,
    /// Where the body begins, in bytes.
    pub(super) body_at: usize,
    /// What was taken for text although it might have been meant as a header.
    pub(super) doubt: Option<Problem>,
}

/// Finds the header. A `---` line alone does not make one: in plain Markdown it is a rule, so a header also needs
/// a line that looks like a key.
pub(super) fn split(raw: &str, path: &str) -> Result<Split, Problem> {
    let plain = |doubt| Ok(Split { header: None, body_at: 0, doubt });
    let mut lines = Lines { text: raw, at: 0, line: 0 };
    let Some(first) = lines.by_ref().find(|line| !line.text.trim().is_empty()) else {
        return plain(None);
    };
    match first.text.trim_end() {
        "---" => {}
        "+++" => {
            let doubt = Problem::new(
                codes::NOT_A_HEADER,
                path,
                first.number,
                "nagłówek TOML (+++) czytam jak zwykły tekst",
            )
            .help("zapisz nagłówek w YAML-u, między liniami ---");
            return plain(Some(doubt));
        }
        _ => return plain(None),
    }
    let from = first.end;
    let mut keys = false;
    let mut broken = false;
    let close = lines.find(|line| {
        let end = matches!(line.text.trim_end(), "---" | "...");
        keys |= !end && looks_like_key(line.text);
        broken |= line.text.trim().is_empty();
        end
    });
    let Some(close) = close else {
        // A rule at the top of a plain text: what follows does not begin with a key.
        let next = raw[from..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if !looks_like_key(next) {
            return plain(None);
        }
        return Err(Problem::new(
            codes::OPEN_HEADER,
            path,
            first.number,
            "nagłówek zaczyna się tu, ale nigdzie się nie kończy",
        )
        .help("wstaw linię --- pod ostatnim kluczem nagłówka"));
    };
    let yaml = &raw[from..close.start];
    let only_comments = yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    if only_comments && !broken {
        return Ok(Split { header: None, body_at: close.end, doubt: None });
    }
    if !keys {
        let doubt = (!only_comments).then(|| {
            Problem::new(
                codes::NOT_A_HEADER,
                path,
                first.number,
                "między liniami --- nie ma żadnego klucza; czytam to jak zwykły tekst",
            )
            .help("klucz nagłówka zapisuje się tak: title: Tytuł artykułu")
        });
        return plain(doubt);
    }
    if let Err(excess) = bounds::of_header(yaml) {
        return Err(
            Problem::new(codes::TOO_MUCH, path, first.number + excess.line, excess.what).help(excess.help)
        );
    }
    let header = yaml::parse(yaml).map_err(|error| not_yaml(path, yaml, first.number, &error))?;
    let header = shift(header, first.number);
    if !matches!(header.kind, NodeKind::Map(_)) {
        return Err(Problem::new(
            codes::NOT_YAML,
            path,
            header.line,
            "nagłówek nie składa się z kluczy i wartości",
        )
        .help("każdy klucz w osobnej linii, od początku linii, po dwukropku odstęp: title: Tytuł artykułu"));
    }
    Ok(Split { header: Some(header), body_at: close.end, doubt: None })
}

/// The header of a file as a tree with lines, for checks that point at a key; `None` where there is none.
pub(in crate::article) fn header_tree(raw: &str) -> Option<Node> {
    split(raw, "").ok()?.header
}

/// `key:` at the beginning of a line, as YAML headers have it and prose hardly ever.
fn looks_like_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let key = key.trim_end().trim_matches(['"', '\'']);
    (rest.is_empty() || rest.starts_with(char::is_whitespace))
        && key.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn not_yaml(path: &str, yaml: &str, above: usize, error: &yaml::YamlError) -> Problem {
    let line = yaml.lines().nth(error.line - 1).unwrap_or_default();
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim_start());
    let help = if line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t') {
        "wcięcia w nagłówku rób odstępami, nie tabulatorem"
    } else if error.message.contains("duplicate") {
        "ten klucz stoi w nagłówku dwa razy; zostaw jeden"
    } else if value.starts_with(['"', '\'', '[', '{']) {
        "sprawdź, czy każdy cudzysłów i nawias jest zamknięty, a po zamykającym nic już nie stoi"
    } else if value.contains(": ")
        || value.ends_with(':')
        || value.starts_with(['@', '`', '%', '*', '&', '!', '|', '>'])
    {
        "ujmij całą wartość w cudzysłów \"…\""
    } else {
        "tekst z dwukropkiem, # albo cudzysłowem ujmij w cudzysłów \"…\"; sprawdź wcięcia"
    };
    Problem::new(
        codes::NOT_YAML,
        path,
        above + error.line,
        format!("nagłówek nie jest poprawnym YAML-em: {}", error.message),
    )
    .help(help)
}

/// Counts the lines of a tree from the top of the file: `above` lines stand over the YAML.
fn shift(mut node: Node, above: usize) -> Node {
    node.line += above;
    node.kind = match node.kind {
        NodeKind::List(items) => NodeKind::List(items.into_iter().map(|item| shift(item, above)).collect()),
        NodeKind::Map(mut entries) => {
            for entry in &mut entries {
                entry.line += above;
                let value = std::mem::replace(&mut entry.value, Node { line: 0, kind: NodeKind::Null });
                entry.value = shift(value, above);
            }
            NodeKind::Map(entries)
        }
        leaf => leaf,
    };
    node
}

struct RawLine<'a> {
    text: &'a str,
    number: usize,
    start: usize,
    end: usize,
}

/// Lines with where they begin and where the next one does.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = RawLine<'a>;

    fn next(&mut self) -> Option<RawLine<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        let start = self.at;
        self.at += len;
        self.line += 1;
        Some(RawLine { text: rest[..len].trim_end_matches('\n'), number: self.line, start, end: self.at })
    }
}
