//! Everything that can be said about a Baza Wiedzy without asking a caller: faults of single articles, and what only
//! shows when all are laid side by side.
//!
//! The table of codes with their meanings is [`super::codes`]. Checks that compare articles are in `across`, what a
//! terminal shows in `render`. A check that cries wolf gets switched off by its readers, so where a rule could be
//! strict or quiet, it is quiet.

mod across;
mod facts;
mod render;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use percent_encoding::percent_decode_str;

use super::codes;
use crate::article::body::address::{is_inside, is_our_picture, leads};
use crate::article::body::leading::file_named;
use crate::article::body::markdown;
use crate::article::body::markdown::Link;
use crate::article::dictionary::Dictionaries;
use crate::article::force::validity;
use crate::article::header::edits;
use crate::article::header::front_matter::{header_tree, id_from};
use crate::article::header::yaml::{Node, NodeKind};
use crate::article::{Article, Audience, Code, Parsed, Problem, Status};
use crate::text::say::Noun;

pub use render::render_problem;

/// A summary of more words is not listened to over the phone.
const SUMMARY_WORDS: usize = 40;

const WORD: Noun = Noun::new("słowo", "słowa", "słów");

/// Findings about links of one article that are told; who has more mends these first.
const MOST_LINKS_TOLD: usize = 50;

/// With fewer keywords or questions than this, callers' own words hardly ever lead to an article.
const PHRASINGS: usize = 5;

/// All findings about `articles` (paths below `kb/` with what [`crate::article::parse`] made of them), those of parsing
/// included, in the order of paths and lines.
///
/// Checks against a dictionary are left out where it is empty: a folder of plain Markdown has none.
pub fn lint(articles: &[(String, Parsed)], dictionaries: &Dictionaries, today: Date) -> Vec<Problem> {
    let pages: Vec<Page<'_>> = articles
        .iter()
        .filter_map(|(path, parsed)| parsed.article.as_ref().map(|article| Page::of(path, article)))
        .collect();
    let site = Site::of(articles, &pages);
    let mut problems: Vec<Problem> =
        articles.iter().flat_map(|(_, parsed)| parsed.problems.iter().cloned()).collect();
    for page in &pages {
        page.check(dictionaries, today, &mut problems);
        site.check_links(page, &mut problems);
    }
    across::check(&pages, dictionaries, &mut problems);
    problems.sort_by(|a, b| (&a.path, a.line, a.code).cmp(&(&b.path, b.line, b.code)));
    problems
}

/// An article as the checks look at it.
struct Page<'a> {
    path: &'a str,
    article: &'a Article,
    header: Option<Node>,
    anchors: HashSet<String>,
    links: Vec<Link>,
    /// Headings with a mark that is written otherwise than it should be: where, and what stands there.
    odd_marks: Vec<(usize, String)>,
}

impl<'a> Page<'a> {
    fn of(path: &'a str, article: &'a Article) -> Self {
        let text = markdown::read(&article.body, Some(&article.title));
        let anchors = text.headings.iter().map(|heading| &heading.anchor);
        let anchors = anchors.chain(text.sections.iter().map(|section| &section.anchor)).cloned().collect();
        let headings = text.headings.into_iter().filter(|heading| heading.internal);
        let marks = headings.filter_map(|heading| Some((heading.span.start, heading.odd_mark?)));
        // What is in doubt was told when the file was read.
        let doubted: HashSet<usize> = text.doubts.iter().map(|doubt| doubt.offset).collect();
        let odd_marks = marks.filter(|(offset, _)| !doubted.contains(offset)).collect();
        Self { path, article, header: header_tree(&article.raw), anchors, links: text.links, odd_marks }
    }

    /// The line of a key, `facts.phone` for one in a group; 1 where it does not stand in the file.
    fn line(&self, key: &str) -> usize {
        let mut line = 1;
        let mut at = self.header.as_ref();
        for part in key.split('.') {
            let Some(NodeKind::Map(entries)) = at.map(|node| &node.kind) else { break };
            let Some(entry) = entries.iter().find(|entry| entry.key.trim().eq_ignore_ascii_case(part)) else {
                break;
            };
            line = entry.line;
            at = Some(&entry.value);
        }
        line
    }

    /// The line of the `index`-th text of a list, which may stand on the key's own line.
    fn item_line(&self, key: &str, index: usize) -> usize {
        let Some(NodeKind::Map(entries)) = self.header.as_ref().map(|node| &node.kind) else { return 1 };
        let item =
            entries.iter().find(|entry| entry.key.trim().eq_ignore_ascii_case(key)).and_then(|entry| {
                match &entry.value.kind {
                    NodeKind::List(items) => items.get(index),
                    _ => None,
                }
            });
        item.map_or_else(|| self.line(key), |item| item.line)
    }

    fn report(&self, problems: &mut Vec<Problem>, code: Code, line: usize, message: String, help: &str) {
        problems.push(Problem::new(code, self.path, line, message).help(help));
    }

    /// Whether anybody finds the article.
    fn is_live(&self) -> bool {
        self.article.status == Status::Published
    }

    fn is_public(&self) -> bool {
        self.is_live() && self.article.audience == Audience::Public
    }

    fn check(&self, dictionaries: &Dictionaries, today: Date, problems: &mut Vec<Problem>) {
        self.check_codes(dictionaries, problems);
        self.check_summary(problems);
        self.check_facts(problems);
        self.check_addresses(problems);
        let article = self.article;
        if let (Some(from), Some(until)) = (article.valid_from, article.valid_until)
            && until < from
        {
            let message = format!("artykuł obowiązuje od {from} do {until}, czyli nigdy");
            self.report(
                problems,
                codes::VALIDITY_REVERSED,
                self.line("valid_until"),
                message,
                "popraw jedną z dat",
            );
        }
        if self.is_live() && validity::is_stale(article, today) {
            let day = article.review_by.map(|day| day.to_string()).unwrap_or_default();
            let message = format!("termin przeglądu minął {day}");
            let help = "sprawdź fakty, wpisz dzisiejszą datę w verified i nowy termin w review_by";
            self.report(problems, codes::REVIEW_PASSED, self.line("review_by"), message, help);
        }
        let (keywords, questions) = (article.keywords.len(), article.questions.len());
        if self.is_public() && (keywords < PHRASINGS || questions < PHRASINGS) {
            let message = format!(
                "słów kluczowych: {keywords}, pytań dzwoniących: {questions}; takiego artykułu mało kto znajdzie"
            );
            let help = format!(
                "dopisz słowa, jakich używają dzwoniący (keywords), i całe pytania (questions), po co najmniej {PHRASINGS}"
            );
            let key = if keywords < PHRASINGS { "keywords" } else { "questions" };
            self.report(problems, codes::FEW_PHRASINGS, self.line(key), message, &help);
        }
        for (offset, mark) in &self.odd_marks {
            let message = format!("„{mark}” przy śródtytule biorę za {{.internal}}");
            let help = "zapisz na końcu śródtytułu: {.internal}";
            self.report(problems, codes::HEADING_CLASS, self.article.line_of(*offset), message, help);
        }
    }

    fn check_codes(&self, dictionaries: &Dictionaries, problems: &mut Vec<Problem>) {
        if let Some(code) = &self.article.unit
            && !dictionaries.units.is_empty()
            && dictionaries.unit(code).is_none()
        {
            let help = suggest(
                code,
                dictionaries.units.iter().map(|unit| unit.code.as_str()),
                "slowniki/jednostki.toml",
            );
            self.report(
                problems,
                codes::UNKNOWN_UNIT,
                self.line("unit"),
                format!("nie ma jednostki „{code}”"),
                &help,
            );
        }
        if let Some(code) = &self.article.category
            && !dictionaries.categories.is_empty()
            && dictionaries.category(code).is_none()
        {
            let known = dictionaries.categories.iter().map(|category| category.code.as_str());
            let help = suggest(code, known, "slowniki/kategorie.toml");
            self.report(
                problems,
                codes::UNKNOWN_CATEGORY,
                self.line("category"),
                format!("nie ma kategorii „{code}”"),
                &help,
            );
        }
    }

    fn check_summary(&self, problems: &mut Vec<Problem>) {
        let Some(summary) = &self.article.summary else {
            if self.article.status != Status::Archived {
                let help = "dopisz w nagłówku: summary: jedno lub dwa zdania, które konsultant odczyta";
                self.report(problems, codes::NO_SUMMARY, 1, "artykuł nie ma streszczenia".to_owned(), help);
            }
            return;
        };
        let words = summary.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        if words > SUMMARY_WORDS {
            let message =
                format!("streszczenie ma {}, a odczytać da się do {SUMMARY_WORDS}", WORD.counted(words));
            let help = "zostaw samą odpowiedź, resztę przenieś do treści";
            self.report(problems, codes::LONG_SUMMARY, self.line("summary"), message, help);
        }
    }
}

/// As much of an address as a message has room for.
fn start_of(address: &str) -> String {
    const ROOM: usize = 80;
    match address.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

/// "Did you mean", or where the list stands.
fn suggest<'c>(code: &str, known: impl Iterator<Item = &'c str>, file: &str) -> String {
    let lower = code.to_lowercase();
    let near = known.map(|known| (edits(&known.to_lowercase(), &lower), known)).min();
    match near {
        Some((slips, known)) if slips <= 1 || (slips == 2 && code.len() > 5) => {
            format!("czy chodziło o „{known}”?")
        }
        _ => format!("kody stoją w {file}"),
    }
}

/// What links can lead to.
struct Site<'a> {
    by_id: HashMap<&'a str, &'a Page<'a>>,
    by_path: HashMap<&'a str, &'a Page<'a>>,
    /// Files that are there but could not be read: a link to them is not dead, only out of order.
    broken_ids: HashSet<String>,
    broken_paths: HashSet<&'a str>,
}

impl<'a> Site<'a> {
    fn of(articles: &'a [(String, Parsed)], pages: &'a [Page<'a>]) -> Self {
        let broken =
            || articles.iter().filter(|(_, parsed)| parsed.article.is_none()).map(|(path, _)| path.as_str());
        Self {
            by_id: pages.iter().rev().map(|page| (page.article.id.as_str(), page)).collect(),
            by_path: pages.iter().map(|page| (page.path, page)).collect(),
            broken_ids: broken().map(|path| id_from(path).to_string()).collect(),
            broken_paths: broken().collect(),
        }
    }

    fn check_links(&self, page: &Page<'_>, problems: &mut Vec<Problem>) {
        let mut told = 0;
        for link in page.links.iter().filter(|link| !link.target.is_empty()) {
            let before = problems.len();
            let line = || page.article.line_of(link.offset);
            if link.image {
                if !is_our_picture(&link.target) {
                    let message = format!(
                        "obraz „{}” nie leży u nas, więc nikt go nie zobaczy",
                        start_of(&link.target)
                    );
                    let help = "opisz słowami, co przedstawia, albo daj odsyłacz do strony, na której jest";
                    page.report(problems, codes::FOREIGN_IMAGE, line(), message, help);
                }
            } else if leads(&link.target).is_none() {
                let message =
                    format!("„{}” nie jest adresem, pod który można odesłać", start_of(&link.target));
                let help = "zapisz cały adres, na przykład https://www.krakow.pl/sprawa, albo drogę do artykułu: /artykul/…";
                page.report(problems, codes::UNSAFE_LINK, line(), message, help);
            } else if page.is_public() && !link.internal && is_inside(&link.target) {
                page.report_inside(&link.target, line(), problems);
            } else {
                self.check_link(page, &link.target, link.internal, line, problems);
            }
            if link.borrowed {
                let message =
                    "adres tego odsyłacza stoi w sekcji wewnętrznej, więc mieszkaniec zobaczy sam tekst"
                        .to_owned();
                let help = "przenieś wiersz z adresem ([nazwa]: https://…) do treści dla mieszkańców";
                page.report(problems, codes::BORROWED_LINK, line(), message, help);
            }
            told += problems.len() - before;
            if told >= MOST_LINKS_TOLD {
                break;
            }
        }
    }

    fn check_link(
        &self,
        page: &Page<'_>,
        target: &str,
        internal: bool,
        line: impl Fn() -> usize,
        problems: &mut Vec<Problem>,
    ) {
        let (address, anchor) = target.split_once('#').unwrap_or((target, ""));
        let address = address.split('?').next().unwrap_or_default();
        let address = percent_decode_str(address).decode_utf8_lossy();
        let found = if address.is_empty() {
            Some(page)
        } else if let Some(id) = address.strip_prefix("/artykul/") {
            let id = id.trim_end_matches('/');
            if self.broken_ids.contains(id) {
                return;
            }
            self.by_id.get(id).copied()
        } else if let Some((path, _)) = file_named(page.path, target) {
            // People's own files (README.md) may be linked to and are no articles.
            if self.broken_paths.contains(path.as_str()) || !crate::article::is_article_path(&path) {
                return;
            }
            self.by_path.get(path.as_str()).copied()
        } else {
            return;
        };
        let Some(found) = found else {
            let message = format!("odsyłacz „{target}” prowadzi donikąd");
            let known = self.by_id.keys().copied();
            let wanted = address.trim_start_matches("/artykul/").trim_end_matches(".md");
            let help = match near_id(wanted, known) {
                Some(id) => format!("czy chodziło o „/artykul/{id}”?"),
                None => "popraw adres albo usuń odsyłacz".to_owned(),
            };
            page.report(problems, codes::DEAD_LINK, line(), message, &help);
            return;
        };
        if !anchor.is_empty()
            && !found.anchors.contains(percent_decode_str(anchor).decode_utf8_lossy().as_ref())
        {
            let message = format!(
                "w „{}” nie ma miejsca „#{anchor}”, do którego prowadzi odsyłacz „{target}”",
                found.article.title
            );
            let mut known: Vec<&str> =
                found.anchors.iter().map(String::as_str).filter(|anchor| !anchor.is_empty()).collect();
            known.sort_unstable();
            known.truncate(8);
            page.report(
                problems,
                codes::DEAD_LINK,
                line(),
                message,
                &format!("miejsca w tym artykule: {}", known.join(", ")),
            );
        }
        if page.is_public() && !internal && !found.is_public() {
            let message = format!("odsyłacz „{target}” prowadzi mieszkańca do artykułu, którego nie zobaczy");
            let help = "przenieś odsyłacz do sekcji {.internal} albo udostępnij tamten artykuł";
            page.report(problems, codes::LINK_NOT_PUBLIC, line(), message, help);
        }
    }
}

fn near_id<'i>(wanted: &str, known: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    let (slips, id) = known.map(|id| (edits(id, wanted), id)).min()?;
    (slips <= 2 && wanted.len() > 4).then_some(id)
}

#[cfg(test)]
mod tests;
