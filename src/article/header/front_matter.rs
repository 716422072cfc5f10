//! From the bytes of a file to an [`Article`]: where the header ends, what its keys mean, and every fault with its
//! line.
//!
//! The rule throughout is that one wrong key costs one key. What a fault may never do is show more than the editor
//! wrote: a header whose `audience`, `status` or validity cannot be read falls back to what fewer people see.

mod doubts;
mod fences;

use doubts::{MOST_DOUBTS, close_where_told, doubtful};
use fences::{Split, split};

pub(in crate::article) use fences::header_tree;

use super::Header;
use crate::article::body::markdown;
use crate::article::body::markdown::Cause;
use crate::article::bounds::Excess;
use crate::article::check::codes;
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
