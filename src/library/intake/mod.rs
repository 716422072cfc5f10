//! A document on its way to becoming articles: what a machine misread, and what it would be cut into.
//!
//! An order of the Mayor is read by the importer, as `drogowskaz import` does it; anything else becomes one article.
//! Nothing is written here: the articles go through the one door for editors, to be looked at by another pair of eyes.

pub mod reading;

use super::Library;
use crate::article::header::fields;
use crate::article::header::fields::{Fields, Value};
use crate::article::{self, ArticleId, Status};
use crate::order::{Decided, ImportedOrder, Note, OcrRepair, Repair, TextRepair, import};

/// The longest line that is taken for a title.
const TITLE: usize = 160;

/// A document looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// Whether a machine read it from a scan.
    pub machine_read: bool,
    /// What it probably misread, in the order of the text.
    pub repairs: Vec<Repair>,
}

/// Looks for misread words. `scanned` is known of documents that were read here.
pub fn examine(text: &str, scanned: bool) -> Examined {
    let repairer = OcrRepair::default();
    let machine_read = scanned || (repairer.is_machine_read(text) && !has_header(text));
    let repairs = if machine_read { repairer.repair(text).repairs } else { Vec::new() };
    Examined { machine_read, repairs }
}

/// An article that a document would become.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// The whole file, its status being "review".
    pub markdown: String,
    /// Whether there is such an article already.
    pub exists: bool,
}

/// What a document would become.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The order, if the document is one.
    pub order: Option<ImportedOrder>,
    /// The articles.
    pub articles: Vec<Proposed>,
}

impl Proposal {
    /// What was mended, guessed and not understood beside the words that were decided on.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.order.iter().flat_map(|order| &order.notes)
    }
}

impl Library {
    /// What `text` from the file `name` becomes once `decided` repairs are made.
    pub fn propose(&self, name: &str, text: &str, decided: Vec<Repair>, machine_read: bool) -> Proposal {
        let repair = Decided::new(text, decided, machine_read);
        let order = import(name, text, &repair);
        let known = self.paths();
        let propose = |id: ArticleId, title: String, markdown: &str| Proposed {
            exists: known.contains_key(&id),
            markdown: article::with_status(markdown, Status::Review),
            id,
            title,
        };
        if order.is_order() && !has_header(text) {
            let drafts = order.drafts.iter().filter_map(|draft| {
                let article = article::parse(&draft.path, draft.markdown.as_bytes()).article?;
                Some(propose(article.id, article.title, &draft.markdown))
            });
            return Proposal { articles: drafts.collect(), order: Some(order) };
        }
        let markdown = single(name, &repair.repair(text).text, machine_read);
        let article = article::parse("nowy.md", markdown.as_bytes()).article;
        let title = article.as_ref().map(|article| article.title.clone()).unwrap_or_else(|| name.to_owned());
        let named = fields::fields(&markdown).ok().and_then(|fields| match fields.get("id") {
            Some(Value::Text(id)) => ArticleId::new(id.clone()),
            _ => None,
        });
        let id = named.unwrap_or_else(|| ArticleId::from_text(&title));
        Proposal { order: None, articles: vec![propose(id, title, &markdown)] }
    }
}

fn has_header(text: &str) -> bool {
    fields::fields(text).is_ok_and(|fields| !fields.is_empty())
}

/// Any text as one article: its own header where it has one, otherwise its first line for a title.
fn single(name: &str, text: &str, machine_read: bool) -> String {
    let text = text.replace('\u{c}', "");
    if has_header(&text) {
        return text;
    }
    let first = text.lines().map(str::trim).find(|line| line.contains(char::is_alphanumeric)).unwrap_or(name);
    let title: String = first.trim_start_matches('#').trim().chars().take(TITLE).collect();
    let mut header = Fields::from([
        ("title".to_owned(), Value::Text(title)),
        ("audience".to_owned(), Value::Text("internal".to_owned())),
        ("status".to_owned(), Value::Text(Status::Review.code().to_owned())),
    ]);
    if !name.is_empty() {
        header.insert("source.title".to_owned(), Value::Text(name.to_owned()));
    }
    if machine_read {
        header.insert("source.ocr".to_owned(), Value::Text("true".to_owned()));
    }
    // A text that begins like a header and is none stays as it is; its editor will be told why.
    fields::with_fields(&text, &header).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::library::{Folders, progress};

    fn library() -> (tempfile::TempDir, Library) {
        let folder = tempfile::tempdir().unwrap();
        let below = |name: &str| folder.path().join(name);
        let folders = Folders { kb: below("kb"), index: below("index"), data: below("data") };
        std::fs::create_dir(&folders.kb).unwrap();
        std::fs::write(folders.kb.join("zabawa.md"), "# Zabawa\n\nx\n").unwrap();
        let library = Library::open(&folders, &progress::Silent, jiff::civil::date(2026, 11, 20)).unwrap().0;
        (folder, library)
    }

    const ORDER: &str = "ZARZADZENIE NR 7/2024\nPREZYDENTA MIASTA KRAKOWA\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu dziatania Wydziatu Zab\n\
        Na podstawie art. 1 zarzadza sie, co nastepuje:\n§ 1. Wydziatem Zab kieruje Naczelnik, ktory odpowiada za $rodki.\n\
        § 2. Zarzadzenie wchodzi w zycie z dniem podpisania.\n";

    #[test]
    fn misread_words_are_proposed_and_only_those_taken_are_changed() {
        let (_folder, library) = library();
        let examined = examine(ORDER, true);
        let read: Vec<_> = examined.repairs.iter().map(|repair| repair.read.as_str()).collect();
        assert!(read.contains(&"Wydziatem") && read.contains(&"$rodki"), "{read:?}");
        let taken: Vec<Repair> =
            examined.repairs.into_iter().filter(|repair| repair.read == "Wydziatem").collect();
        let proposal = library.propose("skan.pdf", ORDER, taken, true);
        let all: String = proposal.articles.iter().map(|one| one.markdown.as_str()).collect();
        assert!(all.contains("Wydziałem") && all.contains("$rodki"), "{all}");
        assert!(all.contains("Wydziałem ← Wydziatem"), "the reading stands beside: {all}");
        for one in &proposal.articles {
            let article = article::parse("x.md", one.markdown.as_bytes()).article.unwrap();
            assert_eq!((article.status, &article.id), (Status::Review, &one.id));
            assert_eq!(article.source.unwrap().ocr, Some(true));
        }
    }

    #[test]
    fn anything_else_becomes_one_article_named_by_its_first_line() {
        let (_folder, library) = library();
        let proposal =
            library.propose("ulotka.txt", "\n# Zabawa\n\nW sobotę: [tańce] o 18.\n", Vec::new(), false);
        assert!(proposal.order.is_none());
        let [one] = &proposal.articles[..] else { panic!("{proposal:?}") };
        assert_eq!((one.id.as_str(), one.title.as_str(), one.exists), ("zabawa", "Zabawa", true));
        assert!(
            one.markdown.contains("source: {title: ulotka.txt}")
                || one.markdown.contains("title: ulotka.txt"),
            "{}",
            one.markdown
        );
        assert!(one.markdown.ends_with("W sobotę: [tańce] o 18.\n"));
    }

    #[test]
    fn an_article_with_a_header_comes_as_it_is_but_goes_to_review() {
        let (_folder, library) = library();
        let text = "---\nid: nowy-temat\ntitle: Nowy temat\nstatus: published\nnasze: x\n---\nTreść.\n";
        let proposal = library.propose("a.md", text, Vec::new(), false);
        assert_eq!(proposal.articles[0].markdown, text.replace("published", "review"));
        assert_eq!(proposal.articles[0].id.as_str(), "nowy-temat");
    }

    #[test]
    fn a_repair_over_a_line_end_keeps_the_lines_counted() {
        let text = "Do zada\u{144} nale\u{17c}y dzia-\nłanie dalej.\nKoniec";
        let span = text.find("dzia-").unwrap()..text.find(" dalej").unwrap();
        let repair = Repair {
            read: text[span.clone()].to_owned(),
            span,
            repaired: "działanie".into(),
            certainty: 1.0,
        };
        let stale = Repair { span: 0..2, read: "Xx".into(), repaired: "Yy".into(), certainty: 1.0 };
        let mended = Decided::new(text, vec![stale, repair], true).repair(text).text;
        assert_eq!(mended, "Do zadań należy działanie\n dalej.\nKoniec");
    }
}
