//! From the bytes of a file to an [`Article`]: where the header ends, what its keys mean, and every fault with its
//! line.
//!
//! The rule throughout is that one wrong key costs one key. What a fault may never do is show more than the editor
//! wrote: a header whose `audience`, `status` or validity cannot be read falls back to what fewer people see.

use super::Header;
use super::yaml::{self, Node, NodeKind};
use crate::article::body::markdown::Cause;
use crate::article::body::{markdown, marks};
use crate::article::bounds::Excess;
use crate::article::check::codes;
use crate::article::force::told::{self, Told};
use crate::article::{Article, ArticleId, Audience, Facts, Parsed, Problem, bounds};

/// See [`crate::article::parse`].
pub(in crate::article) fn parse(path: &str, bytes: &[u8]) -> Parsed {
    let raw = match decode(bytes) {
        Ok(raw) => raw,
        Err((line, message)) => {
            let problem = Problem::new(codes::NOT_UTF8, path, line, message)
                .help("zapisz plik jako UTF-8 (w Notatniku: „Zapisz jako…”, Kodowanie: UTF-8)");
            return Parsed { article: None, problems: vec![problem], names_itself: false };
        }
    };
    if let Err(excess) = bounds::of_file(&raw) {
        return refused(path, 0, &excess);
    }
    let mut problems = Vec::new();
    match split(&raw, path) {
        Ok(Split { header, body_at, doubt }) => {
            if let Err(excess) = bounds::of_body(&raw[body_at..]) {
                return refused(path, raw[..body_at].matches('\n').count(), &excess);
            }
            problems.extend(doubt);
            let tree = header;
            let header = Header::read(path, tree.as_ref(), &mut problems);
            let names_itself = header.id.is_some();
            let article = assemble(path, raw, body_at, header, &mut problems);
            if let Err(excess) = bounds::of_title(&article.title) {
                return refused(path, 0, &excess);
            }
            let article = close_where_told(path, article, tree.as_ref(), &mut problems);
            problems.sort_by_key(|problem| problem.line);
            Parsed { article: Some(article), problems, names_itself }
        }
        Err(problem) => Parsed { article: None, problems: vec![problem], names_itself: false },
    }
}

/// A text that would take too long to read or to show is no article, so that the last good version stays.
fn refused(path: &str, above: usize, excess: &Excess) -> Parsed {
    let problem =
        Problem::new(codes::TOO_MUCH, path, above + excess.line, excess.what.clone()).help(excess.help);
    Parsed { article: None, problems: vec![problem], names_itself: false }
}

/// The text of a file: UTF-8, without BOM, lines ending in `\n`.
pub(in crate::article) fn decode(bytes: &[u8]) -> Result<String, (usize, String)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err((1, "plik jest zapisany w UTF-16, a nie w UTF-8".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = &bytes[..error.valid_up_to()];
        let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        (line, format!("bajt 0x{byte:02X} nie jest tekstem UTF-8 (plik bywa zapisany w Windows-1250)"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.contains('\r') {
        return Ok(text.to_owned());
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A file cut at its fences.
struct Split {
    /// The keys above the body, lines counted in the file.
    header: Option<Node>,
    /// Where the body begins, in bytes.
    body_at: usize,
    /// What was taken for text although it might have been meant as a header.
    doubt: Option<Problem>,
}

/// Finds the header. A `---` line alone does not make one: in plain Markdown it is a rule, so a header also needs
/// a line that looks like a key.
fn split(raw: &str, path: &str) -> Result<Split, Problem> {
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

/// Puts header and body together and settles what only both can tell: title, id, what a stray mark hides.
fn assemble(path: &str, raw: String, body_at: usize, header: Header, problems: &mut Vec<Problem>) -> Article {
    let body = raw[body_at..].to_owned();
    let text = markdown::read(&body, header.title.as_deref());
    let above = raw[..body_at].matches('\n').count();
    let mut audience = header.audience;
    let line =
        |offset: usize| above + 1 + body.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count();
    // Nobody can tell how much was meant to be hidden, so nothing is shown. An internal article has nothing to hide.
    let public = audience == Audience::Public;
    for doubt in text.doubts.iter().take(MOST_DOUBTS) {
        audience = Audience::Internal;
        if !public && matches!(doubt.cause, Cause::Label(_) | Cause::Aside) {
            continue;
        }
        problems.push(doubtful(path, line(doubt.offset), &doubt.cause, public));
    }
    let doubted: Vec<usize> = text.doubts.iter().map(|doubt| doubt.offset).collect();
    let hints = text.hints.iter().filter(|hint| public && !doubted.contains(&hint.offset));
    for hint in hints.take(MOST_DOUBTS) {
        problems.push(doubtful(path, line(hint.offset), &hint.cause, public));
    }
    if let Some(offset) = text.internal_title.filter(|_| header.title.is_none() && public) {
        audience = Audience::Internal;
        let message = "artykuł nie ma tytułu dla mieszkańców: jedyny stoi w sekcji wewnętrznej; do poprawki cały artykuł jest wewnętrzny";
        problems.push(
            Problem::new(codes::INTERNAL_TITLE, path, line(offset), message)
                .help("dopisz w nagłówku: title: Tytuł artykułu"),
        );
    }
    let title = header.title.or(text.title).unwrap_or_else(|| {
        let title = title_from(path);
        problems.push(
            Problem::new(
                codes::NO_TITLE,
                path,
                1,
                format!("artykuł nie ma tytułu; używam nazwy pliku: „{title}”"),
            )
            .help("dopisz w nagłówku: title: Tytuł artykułu"),
        );
        title
    });
    if body.trim().is_empty() && header.summary.is_none() && header.facts == Facts::default() {
        problems.push(
            Problem::new(codes::EMPTY_ARTICLE, path, 1, "artykuł nie ma żadnej treści")
                .help("napisz treść pod nagłówkiem albo usuń plik"),
        );
    }
    Article {
        id: header.id.unwrap_or_else(|| id_from(path)),
        title,
        summary: header.summary,
        unit: header.unit,
        category: header.category,
        kpum_area: header.kpum_area,
        audience,
        status: header.status,
        valid_from: header.valid_from,
        valid_until: header.valid_until,
        verified: header.verified,
        review_by: header.review_by,
        keywords: header.keywords,
        questions: header.questions,
        facts: header.facts,
        source: header.source,
        repeals: header.repeals,
        unknown: header.unknown,
        other_keys: header.other_keys,
        body,
        raw,
        sections: text.sections,
    }
}

/// Closes `article` to residents where anything they would be told by its header bears a mark, and says where.
fn close_where_told(
    path: &str,
    mut article: Article,
    header: Option<&Node>,
    problems: &mut Vec<Problem>,
) -> Article {
    let public = article.audience == Audience::Public;
    let mut marked: Vec<(usize, &'static str)> = told::by_header(&article)
        .iter()
        .filter(|told| if public { told.is_marked() } else { told.is_attempt() })
        .map(|told| (line_of(header, told), told.key))
        .collect();
    marked.dedup();
    for (line, key) in marked.iter().take(MOST_DOUBTS) {
        let message = format!("oznaczenie w „{key}” niczego nie ukrywa{}", closed(public));
        let help = "usuń je z nagłówka; ukryć można tylko sekcję treści: ## Dla konsultanta {.internal}, a cały artykuł: audience: internal";
        problems.push(Problem::new(stray(public), path, (*line).max(1), message).help(help));
    }
    if !marked.is_empty() {
        article.audience = Audience::Internal;
    } else if public {
        let perhaps = told::by_header(&article).into_iter().filter(Told::is_perhaps_meant);
        for told in perhaps.take(MOST_DOUBTS) {
            let message = format!("„{}” w „{}” czytają mieszkańcy", start_of(told.text()), told.key);
            let help = "jeśli to tylko dla konsultantów, przenieś to do sekcji treści: ## Dla konsultanta {.internal}; jeśli nie, napisz to inaczej, bez nawiasu";
            let line = line_of(header, &told).max(1);
            problems.push(Problem::new(codes::PERHAPS_INTERNAL, path, line, message).help(help));
        }
    }
    // The last door asks of the page what was asked of its source; if it finds more, that has to be said, too.
    if article.audience == Audience::Public
        && marks::could_be_told(&article.body)
        && markdown::public(&article.body, Some(&article.title))
            .is_some_and(|text| marks::told_by_page(&text.html.html))
    {
        article.audience = Audience::Internal;
        let message = format!("w treści stoi oznaczenie, które niczego nie ukrywa{}", closed(public));
        let help = "sekcję tylko dla konsultantów oznacz tak: ## Dla konsultanta {.internal}; inne nawiasy i dopiski o tym, dla kogo jest tekst, usuń";
        let line = article.line_of(0);
        problems.push(Problem::new(stray(public), path, line, message).help(help));
    }
    article
}

/// The line on which a text of the header stands; 0 where it does not stand there.
fn line_of(header: Option<&Node>, told: &Told<'_>) -> usize {
    let (mut at, mut line) = (header, 0);
    for part in told.key.split('.') {
        let Some(NodeKind::Map(entries)) = at.map(|node| &node.kind) else { break };
        let Some(entry) = entries.iter().find(|entry| entry.key.trim().eq_ignore_ascii_case(part)) else {
            break;
        };
        (at, line) = (Some(&entry.value), entry.line);
    }
    match at.map(|node| &node.kind) {
        Some(NodeKind::List(items)) => {
            let bears = |item: &&Node| matches!(&item.kind, NodeKind::Scalar { text, .. } if told.would_be_marked(text));
            items.iter().find(bears).map_or(line, |item| item.line)
        }
        _ => line,
    }
}

/// As much of a text as a message has room for.
fn start_of(text: &str) -> String {
    const ROOM: usize = 60;
    match text.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// More doubts than this about one text tell nothing new.
const MOST_DOUBTS: usize = 20;

/// The code of a mark that hides nothing; where there is nothing to hide from, it is only odd.
fn stray(public: bool) -> crate::article::Code {
    if public { codes::STRAY_INTERNAL } else { codes::HEADING_CLASS }
}

fn closed(public: bool) -> &'static str {
    if public { "; do poprawki cały artykuł jest wewnętrzny" } else { "" }
}

/// What is told of a place that may have been meant to hide something.
fn doubtful(path: &str, line: usize, cause: &Cause, public: bool) -> Problem {
    const HEADING: &str = "## Dla konsultanta {.internal}";
    let closed = closed(public);
    let (code, message, help) = match cause {
        Cause::Heading(written) => (
            if public { codes::UNCLEAR_MARK } else { codes::HEADING_CLASS },
            format!("nie rozumiem „{written}” przy śródtytule{closed}"),
            format!(
                "sekcję tylko dla konsultantów oznacz tak: {HEADING}; w innym razie usuń nawiasy z treścią"
            ),
        ),
        Cause::Misplaced => (
            stray(public),
            format!("oznaczenie {{.internal}} działa tylko na końcu śródtytułu{closed}"),
            format!(
                "przenieś je na koniec śródtytułu, od początku wiersza: {HEADING}; jeśli to nie oznaczenie, napisz to inaczej"
            ),
        ),
        Cause::Label(written) => (
            stray(public),
            format!(
                "„{}” mówi, że to nie dla mieszkańców, ale niczego nie ukrywa{closed}",
                start_of(written)
            ),
            format!(
                "sekcję tylko dla konsultantów oznacz tak: {HEADING}; jeśli to zwykła treść, napisz ją zdaniem, bez nawiasu, dwukropka i myślnika"
            ),
        ),
        Cause::Perhaps(written) => (
            codes::PERHAPS_INTERNAL,
            format!("„{}” czytają mieszkańcy", start_of(written)),
            format!(
                "jeśli to tylko dla konsultantów, zacznij sekcję tak: {HEADING}; jeśli nie, napisz to zdaniem, bez nawiasu"
            ),
        ),
        Cause::Aside => (
            stray(public),
            format!(
                "oznaczenie w adresie, opisie odsyłacza, obrazu, przypisu albo kodu niczego nie ukrywa{closed}"
            ),
            format!("usuń je stamtąd; ukryć można tylko sekcję treści: {HEADING}"),
        ),
        Cause::Nested => (
            stray(public),
            format!("śródtytuł w liście albo w cytacie nie ukryje tego, co stoi za nimi{closed}"),
            format!("zacznij śródtytuł od początku wiersza, bez „-” i „>”: {HEADING}"),
        ),
        Cause::Underlined => (
            stray(public),
            format!(
                "linia kresek pod akapitem zrobiła z niego śródtytuł i zakończyła sekcję wewnętrzną{closed}"
            ),
            "wstaw pusty wiersz nad linią kresek, a śródtytuły zaczynaj od ##".to_owned(),
        ),
        Cause::Unstable => (
            stray(public),
            format!(
                "adresów odsyłaczy z sekcji wewnętrznej nie da się oddzielić od treści dla mieszkańców{closed}"
            ),
            "zapisz odsyłacze tej sekcji w miejscu: [tekst](adres)".to_owned(),
        ),
    };
    Problem::new(code, path, line, message).help(help)
}

/// The id of a file that names none: its path, slugged.
pub(in crate::article) fn id_from(path: &str) -> ArticleId {
    let stem = path.strip_suffix(".md").or_else(|| path.strip_suffix(".markdown")).unwrap_or(path);
    ArticleId::from_text(stem)
}

/// `gabaryty-i-inne.md` → `Gabaryty i inne`.
fn title_from(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let words =
        stem.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).filter(|word| !word.is_empty());
    let title = words.collect::<Vec<_>>().join(" ");
    let mut chars = title.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Bez tytułu".to_owned(),
    }
}

#[cfg(test)]
mod tests;
