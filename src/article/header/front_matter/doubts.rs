//! Marks that hide nothing, and what may have been meant as one: closed to residents, and told with its line.

use crate::article::body::markdown::Cause;
use crate::article::body::{markdown, marks};
use crate::article::check::codes;
use crate::article::force::told::{self, Told};
use crate::article::header::yaml::{Node, NodeKind};
use crate::article::{Article, Audience, Problem};

/// Closes `article` to residents where anything they would be told by its header bears a mark, and says where.
pub(super) fn close_where_told(
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
pub(super) const MOST_DOUBTS: usize = 20;

/// The code of a mark that hides nothing; where there is nothing to hide from, it is only odd.
fn stray(public: bool) -> crate::article::Code {
    if public { codes::STRAY_INTERNAL } else { codes::HEADING_CLASS }
}

pub(super) fn closed(public: bool) -> &'static str {
    if public { "; do poprawki cały artykuł jest wewnętrzny" } else { "" }
}

/// What is told of a place that may have been meant to hide something.
pub(super) fn doubtful(path: &str, line: usize, cause: &Cause, public: bool) -> Problem {
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
