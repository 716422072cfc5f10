#![allow(clippy::unwrap_used)]
use jiff::civil::date;

use super::*;
use crate::library::{Folders, progress};

const TODAY: Date = date(2026, 11, 20);

/// A library of these articles, with the folder that holds it.
fn library(articles: &[(&str, &str)]) -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let below = |name: &str| folder.path().join(name);
    let folders = Folders { kb: below("kb"), index: below("index"), data: below("data") };
    for (path, text) in articles {
        let file = folders.kb.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let (library, _) = Library::open(&folders, &progress::Silent, TODAY).unwrap();
    (folder, library)
}

const MEBLE: &str = "---\nid: meble\ntitle: Odbiór starych mebli\nunit: MPO\naudience: public\nquestions: [gdzie wyrzucić starą kanapę, kto zabierze wersalkę, ile kosztuje wywóz tapczanu]\nfacts: {phone: \"12 646 22 00\"}\n---\nZa wydanie duplikatu harmonogramu odbioru zapłacisz 17 zł.\n";
const BILETY: &str =
    "---\nid: bilety\ntitle: Bilety okresowe\nunit: ZTP\naudience: public\n---\nUlgę ma uczeń.\n";

fn codes_of(preview: &Preview) -> Vec<&str> {
    preview.problems.iter().map(|finding| finding.problem.code).collect()
}

#[test]
fn a_text_that_says_what_an_article_says_already_is_told_so() {
    let (_folder, library) = library(&[("meble.md", MEBLE), ("bilety.md", BILETY)]);
    let text = "---\ntitle: Odbiór mebli starych\nquestions: [gdzie wyrzucić kanapę starą, kto zabierze wersalkę?]\n---\nx\n";
    let preview = library.preview(None, text, TODAY);
    assert_eq!(preview.likely.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["meble"]);
    assert!(preview.likely[0].same_title);
    let same = preview.problems.iter().find(|finding| finding.problem.code == codes::SAME_QUESTION).unwrap();
    assert!(same.is_contradiction());
    assert_eq!(same.other.as_ref().unwrap().0.as_str(), "meble");
    let unlike = library.preview(None, "---\ntitle: Żłobki\nquestions: [a kto pyta]\n---\nx\n", TODAY);
    assert_eq!(unlike.likely, []);
}

#[test]
fn an_article_is_no_likeness_of_itself() {
    let (_folder, library) = library(&[("meble.md", MEBLE)]);
    let preview = library.preview(ArticleId::new("meble").as_ref(), MEBLE, TODAY);
    assert_eq!(preview.likely, []);
    assert!(!codes_of(&preview).contains(&codes::DUPLICATE_ID), "{:?}", preview.problems);
    let copy = library.preview(None, MEBLE, TODAY);
    assert!(codes_of(&copy).contains(&codes::DUPLICATE_ID), "{:?}", copy.problems);
}

#[test]
fn an_amount_that_differs_from_another_articles_is_named_with_that_article() {
    let (_folder, library) = library(&[("meble.md", MEBLE)]);
    let text = "---\nid: harmonogram\ntitle: Harmonogram\nunit: MPO\nstatus: draft\n---\nZa wydanie duplikatu harmonogramu odbioru zapłacisz 22 zł.\n";
    let preview = library.preview(None, text, TODAY);
    let differs =
        preview.problems.iter().find(|finding| finding.problem.code == codes::AMOUNT_DIFFERS).unwrap();
    assert_eq!((differs.problem.line, differs.other.as_ref().unwrap().0.as_str()), (7, "meble"));
}

#[test]
fn links_are_checked_against_the_whole_library() {
    let (_folder, library) = library(&[("a/meble.md", MEBLE), ("bilety.md", BILETY)]);
    let text = "---\nid: nowy\ntitle: Nowy\n---\n[dobry](/artykul/bilety) [też](a/meble.md) [zły](/artykul/biletyx)\n";
    let preview = library.preview(None, text, TODAY);
    let dead: Vec<_> =
        preview.problems.iter().filter(|finding| finding.problem.code == codes::DEAD_LINK).collect();
    assert_eq!(dead.len(), 1, "{dead:?}");
    assert!(dead[0].problem.message.contains("biletyx"));
}

#[test]
fn residents_see_public_texts_in_force_without_internal_sections_and_otherwise_the_reason() {
    let (_folder, library) = library(&[("bilety.md", BILETY)]);
    let of =
        |text: &str| library.preview(None, text, TODAY).resident.map(|public| public.html().html.clone());
    let open = "---\ntitle: A\naudience: public\nstatus: draft\n---\nJawne.\n\n## Dla konsultanta {.internal}\n\nSpytaj kierownika.\n";
    let body = of(open).unwrap();
    assert!(body.contains("Jawne") && !body.contains("kierownika"), "{body}");
    let marked_nothing = of(&open.replace(" {.internal}", "")).unwrap();
    assert!(marked_nothing.contains("kierownika"), "without the mark it is theirs: {marked_nothing}");
    assert_eq!(of("---\ntitle: A\n---\nx\n"), Err(Hidden::Internal));
    assert_eq!(
        of("---\ntitle: A\naudience: public\nvalid_until: 2026-11-19\n---\nx\n"),
        Err(Hidden::NotInForce)
    );
    assert_eq!(of("---\ntitle: [A\n---\nx\n"), Err(Hidden::Broken));
}
