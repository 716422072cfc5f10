//! Small knowledge bases with something wrong in them, and what lint says.
#![allow(clippy::unwrap_used)]

use super::lint;
use crate::article::check::codes;
use crate::article::dictionary::Dictionaries;
use crate::article::{Parsed, parse};

/// Findings as `path:line code`, without those every short test article has.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let articles: Vec<(String, Parsed)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), parse(path, text.as_bytes()))).collect();
    let mut dictionaries = Dictionaries::default();
    dictionaries.read(
        "jednostki.toml",
        "[[jednostka]]\ncode = \"MPO\"\nname = \"Oczyszczanie\"\nphones = [\"12 000 10 10\"]\n[[jednostka]]\ncode = \"SA\"\nname = \"Sprawy\"\n",
    );
    dictionaries.read("kategorie.toml", "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\n");
    lint(&articles, &dictionaries, "2026-11-20".parse().unwrap())
        .into_iter()
        .filter(|problem| ![codes::NO_SUMMARY, codes::FEW_PHRASINGS].contains(&problem.code))
        .map(|problem| format!("{}:{} {}", problem.path, problem.line, problem.code))
        .collect()
}

fn one(header: &str) -> Vec<String> {
    findings(&[("a.md", &format!("---\ntitle: A\n{header}\n---\nTreść.\n"))])
}

#[test]
fn codes_outside_the_dictionaries_are_errors() {
    assert_eq!(one("unit: mpo\ncategory: Odpady"), [""; 0]);
    assert_eq!(one("unit: MPEC\ncategory: smieci"), ["a.md:3 E011", "a.md:4 E012"]);
}

#[test]
fn facts_that_cannot_be_dialled_or_computed_are_found() {
    assert_eq!(one("facts:\n  phone: [12 616 55 55, '112', 986]\n  hours: Mo-Fr 07:40-15:30"), [""; 0]);
    assert_eq!(
        one("facts:\n  hours: pn-pt 8-16\n  phone:\n    - 12 616 55\n    - '126165555'"),
        ["a.md:4 W010", "a.md:5 W008", "a.md:5 W009"]
    );
}

#[test]
fn addresses_of_the_citys_own_network_in_what_residents_read_are_errors() {
    let header = "facts:\n  link: http://intranet/x\n  email: kck@um.intranet\nsource:\n  title: T\n  url: http://10.0.0.5/x";
    assert_eq!(one(header), [""; 0], "agents reach them");
    assert_eq!(one(&format!("audience: public\n{header}")), ["a.md:5 E018", "a.md:6 E018", "a.md:9 E018"]);
    let body =
        |links: &str| findings(&[("a.md", &format!("---\ntitle: A\naudience: public\n---\n{links}\n"))]);
    assert_eq!(body("[x](http://kck.lan/) <http://192.168.1.10/>"), ["a.md:5 E018", "a.md:5 E018"]);
    assert_eq!(
        body("Jawne.\n\n## Dla nas {.internal}\n\n[x](http://kck.lan/) [y](https://krakow.pl/)"),
        [""; 0]
    );
}

#[test]
fn dates_that_cannot_be_or_have_passed_are_found() {
    assert_eq!(one("valid_from: 2026-02-01\nvalid_until: 2026-01-01"), ["a.md:4 E014"]);
    assert_eq!(one("review_by: 2026-11-19"), ["a.md:3 W011"]);
    assert_eq!(one("review_by: 2026-11-19\nstatus: archived"), [""; 0]);
}

#[test]
fn summaries_are_there_and_can_be_read_aloud() {
    let read = |header: &str| {
        let text = format!("---\ntitle: A\n{header}\n---\nX\n");
        let articles = [("a.md".to_owned(), parse("a.md", text.as_bytes()))];
        let found = lint(&articles, &Dictionaries::default(), "2026-11-20".parse().unwrap());
        found.into_iter().map(|problem| (problem.code, problem.line)).collect::<Vec<_>>()
    };
    assert_eq!(read("id: a"), [(codes::NO_SUMMARY, 1)]);
    assert_eq!(read(&format!("summary: {}", "słowo – ".repeat(40))), []);
    assert_eq!(read(&format!("summary: {}", "słowo ".repeat(41))), [(codes::LONG_SUMMARY, 3)]);
    assert_eq!(read("summary: S\naudience: public"), [(codes::FEW_PHRASINGS, 1)]);
}

#[test]
fn a_message_counts_words_as_polish_does() {
    let text = format!("---\ntitle: A\nsummary: {}\n---\nX\n", "słowo ".repeat(42));
    let articles = [("a.md".to_owned(), parse("a.md", text.as_bytes()))];
    let found = lint(&articles, &Dictionaries::default(), "2026-11-20".parse().unwrap());
    assert!(found[0].message.starts_with("streszczenie ma 42 słowa,"), "{found:?}");
}

#[test]
fn dead_links_are_found_and_live_ones_let_be() {
    let body = "# A\n\n## Tu\n\n[a](#tu) [b](/artykul/b#cena) [c](/artykul/b/) [d](../odpady/b.md#cena) [e](b.md) [f](https://krakow.pl/x.md) [g](mapa.pdf) [h](README.md) [i](zepsuty.md)\n\n[x](#tam) [y](/artykul/bb) [z](/artykul/b#kiedy)\n[w](inny.md)\n";
    let files = [
        ("odpady/a.md", body),
        ("odpady/b.md", "---\nid: b\n---\n# B\n\n## Cena\n\n1\n"),
        ("odpady/zepsuty.md", "---\ntitle: a: b\n---\n"),
    ];
    assert_eq!(
        findings(&files),
        [
            "odpady/a.md:7 E013",
            "odpady/a.md:7 E013",
            "odpady/a.md:7 E013",
            "odpady/a.md:8 E013",
            "odpady/zepsuty.md:2 E003"
        ]
    );
}

#[test]
fn residents_are_not_led_to_what_they_cannot_see() {
    let public = "---\ntitle: A\naudience: public\n---\n[b](/artykul/b)\n\n## Dla nas {.internal}\n\n[b](/artykul/b)\n";
    assert_eq!(findings(&[("a.md", public), ("b.md", "# B\n\nX\n")]), ["a.md:5 W016"]);
}

#[test]
fn one_name_or_question_belongs_to_one_article() {
    let files = [
        ("a.md", "---\ntitle: A\nquestions:\n- gdzie to jest\n- Ile kosztuje DOWÓD?\n---\nX\n"),
        ("b/a.md", "---\nid: a\ntitle: B\nquestions: [inne]\n---\nX\n"),
        ("c.md", "---\ntitle: C\nquestions:\n- nowe\n- ile kosztuje dowod\n---\nX\n"),
    ];
    assert_eq!(findings(&files), ["b/a.md:2 E010", "c.md:5 W013"]);
}

#[test]
fn amounts_for_the_same_thing_have_to_agree() {
    let article = |unit: &str, text: &str| format!("---\ntitle: A\nunit: {unit}\n---\n{text}\n");
    let a = article("SA", "Opłata skarbowa za złożenie pełnomocnictwa wynosi 17 zł.");
    let differs = article(
        "SA",
        "Ile to kosztuje:\n\n- opłata za złożenie pełnomocnictwa: druk\n- złożenie pełnomocnictwa kosztuje 27 zł",
    );
    assert_eq!(findings(&[("a.md", &a), ("b.md", &differs)]), ["b.md:8 W014"]);
    for quiet in [
        article("SA", "Za złożenie pełnomocnictwa 17 zł."),
        article("MPO", "Za złożenie pełnomocnictwa 27 zł."),
        article("SA", "Opłata skarbowa wynosi 82 zł."),
        article("SA", "Złożenie pełnomocnictwa 17 zł, a dawniej złożenie pełnomocnictwa 10 zł."),
    ] {
        assert_eq!(findings(&[("a.md", &a), ("b.md", &quiet)]), [""; 0], "{quiet}");
    }
}

#[test]
fn a_number_one_digit_off_its_units_is_a_slip() {
    let article = |unit: &str, phones: &str| {
        format!("---\ntitle: A\nunit: {unit}\nfacts: {{phone: {phones}}}\n---\nX\n")
    };
    assert_eq!(findings(&[("a.md", &article("MPO", "[12 000 10 11]"))]), ["a.md:4 W015"]);
    assert_eq!(findings(&[("a.md", &article("MPO", "[12 000 01 10]"))]), ["a.md:4 W015"]);
    for quiet in ["[12 000 10 10, 12 000 10 11]", "[12 777 10 10]", "[12 000 10 10]"] {
        assert_eq!(findings(&[("a.md", &article("MPO", quiet))]), [""; 0], "{quiet}");
    }
    assert_eq!(findings(&[("a.md", &article("SA", "[12 000 10 11]"))]), [""; 0]);
}

#[test]
fn marks_that_are_written_otherwise_or_not_understood_are_named() {
    let text = "# A\n\n## B {.intern}\n\nx\n\n## C {class=\"internal\"}\n\ny\n\n## D {.internal}\n\nz\n";
    assert_eq!(findings(&[("a.md", text)]), ["a.md:3 W017", "a.md:7 W017"]);
    let public = format!("---\ntitle: A\naudience: public\n---\n{text}");
    assert_eq!(findings(&[("a.md", &public)]), ["a.md:7 E020", "a.md:11 W017"]);
}

#[test]
fn addresses_that_lead_elsewhere_than_they_say_are_named() {
    let text = "# A\n\n![plan](/plan.png) ![x](https://obcy.example/x.png)\n\n![x](//obcy.example/x.png)\n\n[a](//obcy.example) [b](https:obcy.example) [c](https://a.pl) [d](#a)\n\n<img src=\"https://obcy.example/y.png\"> <a href='javascript:x'>x</a>\n";
    assert_eq!(
        findings(&[("a.md", text)]),
        ["a.md:3 W020", "a.md:5 W020", "a.md:7 E008", "a.md:7 E008", "a.md:9 E008", "a.md:9 W020"]
    );
}

#[test]
fn a_link_that_borrows_its_address_from_agents_is_named() {
    let text = "---\ntitle: A\naudience: public\n---\nZob. [cennik] i [urząd].\n\n## B {.internal}\n\n[cennik].\n\n[Cennik]: https://a.pl/\n\n## C\n\n[urząd]: https://b.pl/\n";
    assert_eq!(findings(&[("a.md", text)]), ["a.md:5 W021"]);
}

#[test]
fn an_article_of_dead_links_is_told_of_the_first_of_them() {
    let links = "[x](/artykul/nie-ma)\n".repeat(2_000);
    let found = findings(&[("a.md", &format!("# A\n\n{links}"))]);
    assert_eq!(found.len(), super::MOST_LINKS_TOLD);
}
