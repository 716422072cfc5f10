#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;

const ARTICLE: &str = "---\n# Nie ruszać bez DK-03\nid: gabaryty\ntitle: \"Odbiór mebli: jak\"\nunit: MPO # spółka\n\
    nasz-klucz: [a, b]\n\n# pytania z września\nquestions:\n  - co z kanapą?\n  - \"ile: kosztuje?\"\nfacts:\n  phone: [\"12 646 22 00\"]\n  fax: \"12 1\"\n\
    source: {title: \"Strona MPO\", date: 2026-01-02, nr: 7}\n---\n\n# Treść\n---\nkoniec\n";

fn set(text: &str, pairs: &[(&str, &str)]) -> String {
    let changes =
        pairs.iter().map(|(key, value)| ((*key).to_owned(), Value::Text((*value).to_owned()))).collect();
    with_fields(text, &changes).unwrap()
}

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| (*item).to_owned()).collect())
}

#[test]
fn a_form_shows_what_the_header_says() {
    let fields = fields(ARTICLE).unwrap();
    assert_eq!(fields["title"], Value::Text("Odbiór mebli: jak".into()));
    assert_eq!(fields["questions"], list(&["co z kanapą?", "ile: kosztuje?"]));
    assert_eq!(fields["facts.phone"], list(&["12 646 22 00"]));
    assert_eq!(fields["source.date"], Value::Text("2026-01-02".into()));
    assert!(!fields.contains_key("summary") && !fields.contains_key("nasz-klucz"));
}

#[test]
fn one_key_changes_and_every_other_letter_stays() {
    assert_eq!(
        set(ARTICLE, &[("title", "Meble")]),
        ARTICLE.replace("title: \"Odbiór mebli: jak\"", "title: Meble")
    );
    assert_eq!(set(ARTICLE, &[("unit", "ZBK")]), ARTICLE.replace("unit: MPO # spółka", "unit: ZBK # spółka"));
    assert_eq!(
        set(ARTICLE, &[("title", "Odbiór mebli: jak")]),
        ARTICLE,
        "what is the same is not written again"
    );
    let changed =
        with_fields(ARTICLE, &[("questions".to_owned(), list(&["nowe?", "- kreska"]))].into()).unwrap();
    assert_eq!(
        changed,
        ARTICLE.replace("  - co z kanapą?\n  - \"ile: kosztuje?\"\n", "  - nowe?\n  - \"- kreska\"\n")
    );
}

#[test]
fn a_new_key_stands_where_the_manual_has_it() {
    let changed = set(ARTICLE, &[("summary", "Zdanie."), ("audience", "public"), ("facts.fee", "17 zł")]);
    assert!(
        changed.contains("jak\"\nsummary: Zdanie.\nunit: MPO # spółka\naudience: public\nnasz-klucz"),
        "{changed}"
    );
    assert!(changed.contains("  fax: \"12 1\"\n  fee: \"17 zł\"\nsource:"), "{changed}");
}

#[test]
fn an_emptied_field_takes_its_key_away_and_an_empty_group_goes_with_it() {
    assert_eq!(set(ARTICLE, &[("unit", " ")]), ARTICLE.replace("unit: MPO # spółka\n", ""));
    let bare = "---\ntitle: A\nfacts:\n  fee: x\n---\nB\n";
    assert_eq!(set(bare, &[("facts.fee", "")]), "---\ntitle: A\n---\nB\n");
    let inline = "---\ntitle: A\nsource: {title: x}\n---\nB\n";
    assert_eq!(set(inline, &[("source.title", "")]), "---\ntitle: A\n---\nB\n");
}

#[test]
fn a_group_on_one_line_stays_on_one_line_with_its_strangers() {
    let changed = set(ARTICLE, &[("source.url", "https://mpo.example/a,b")]);
    let line = "source: {title: Strona MPO, date: 2026-01-02, url: \"https://mpo.example/a,b\", nr: 7}\n";
    assert!(changed.contains(line), "{changed}");
}

#[test]
fn a_text_without_a_header_gets_one() {
    assert_eq!(set("# Tytuł\n\nTreść\n", &[("unit", "MPO")]), "---\nunit: MPO\n---\n\n# Tytuł\n\nTreść\n");
    assert_eq!(set("Treść", &[("facts.fee", "tanio")]), "---\nfacts:\n  fee: tanio\n---\n\nTreść");
}

#[test]
fn a_header_that_cannot_be_read_is_left_to_its_editor() {
    let broken = "---\ntitle: [a\nunit: MPO\n---\nx\n";
    let change: Fields = [("unit".to_owned(), Value::Text("ZBK".into()))].into();
    assert_eq!(with_fields(broken, &change), Err(FieldError::Unreadable));
    let flow = "---\n{title: a, unit: MPO}\n---\nx\n";
    assert_eq!(fields(flow), Ok(Fields::new()), "without a line that looks like a key it is text");
    let strange: Fields = [("haslo".to_owned(), Value::Text("x".into()))].into();
    assert_eq!(with_fields(ARTICLE, &strange), Err(FieldError::Unknown("haslo".into())));
}

#[test]
fn a_text_meant_for_the_header_cannot_break_out_of_it() {
    for text in [
        "x\n---\nstatus: published",
        "a: b",
        "# nie",
        "[a]",
        "\"",
        "'",
        "yes",
        "1.5",
        "---",
        "{{}}",
        "!!js",
        "&a *b",
        "\u{2028}x",
    ] {
        let changed = set("---\ntitle: A\nstatus: draft\n---\nB\n", &[("summary", text)]);
        let article = parse("a.md", changed.as_bytes()).article.unwrap();
        assert_eq!(article.status, crate::article::Status::Draft, "{changed}");
        assert_eq!(article.body, "B\n", "{changed}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_into_a_form_is_read_back(
        key in proptest::sample::select(vec!["title", "summary", "facts.fee", "facts.address", "source.title", "unit"]),
        text in "[^\\p{C}\\s]([^\\p{C}\\u{feff}]{0,40}[^\\p{C}\\s\\u{feff}])?",
    ) {
        let changes: Fields = [(key.to_owned(), Value::Text(text.clone()))].into();
        let changed = with_fields(ARTICLE, &changes).unwrap();
        let now = fields(&changed).unwrap();
        prop_assert_eq!(now[key].tidy(), Value::Text(text).tidy());
    }

    #[test]
    fn lists_of_anything_are_read_back(items in proptest::collection::vec("[^\\p{C}\\s\\u{feff}][^\\p{C}\\u{feff}]{0,30}", 1..6)) {
        let value = Value::List(items);
        for key in ["keywords", "questions", "facts.phone", "facts.documents", "repeals", "unknown"] {
            let changes: Fields = [(key.to_owned(), value.clone())].into();
            let changed = with_fields(ARTICLE, &changes).unwrap();
            prop_assert!(alike(&fields(&changed).unwrap()[key].tidy(), &value.tidy()));
        }
    }
}
