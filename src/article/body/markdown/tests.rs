//! What passages come out of a body.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use super::passages::PASSAGE;
use super::{Markdown, Reader, plain, read, render};

fn texts(body: &str) -> Vec<(String, String)> {
    read(body, None).sections.into_iter().map(|section| (section.heading, section.text)).collect()
}

fn text(body: &str) -> String {
    read(body, None).sections.into_iter().map(|section| section.text).collect()
}

#[test]
fn headings_cut_the_text_into_passages() {
    let body = "Wstęp.\n\n## Ile to kosztuje?\n\nNic.\n\n### Kiedy *płacę*\n\nWcale.\n";
    let sections = read(body, None).sections;
    let found: Vec<_> = sections
        .iter()
        .map(|s| (s.heading.as_str(), s.level, s.anchor.as_str(), s.text.as_str(), &body[s.span.clone()]))
        .collect();
    assert_eq!(
        found,
        [
            ("", 0, "", "Wstęp.\n", "Wstęp."),
            ("Ile to kosztuje?", 2, "ile-to-kosztuje", "Nic.\n", "## Ile to kosztuje?\n\nNic."),
            ("Kiedy płacę", 3, "kiedy-place", "Wcale.\n", "### Kiedy *płacę*\n\nWcale."),
        ]
    );
}

#[test]
fn items_cells_and_breaks_stay_apart() {
    assert_eq!(text("- jeden\n- dwa\n  - trzy\n\n1. cztery\n2. pięć\n"), "jeden\ndwa\ntrzy\ncztery\npięć\n");
    assert_eq!(
        text("| Rzecz | Cena |\n|---|--:|\n| Dowód | 0 zł |\n| | 5 zł |\n"),
        "Rzecz | Cena\nDowód | 0 zł\n| 5 zł\n"
    );
    assert_eq!(text("Pierwszy\nwiersz  \ndrugi\\\ntrzeci"), "Pierwszy wiersz\ndrugi\ntrzeci\n");
    assert_eq!(text("odpa-\ndów i biało-\nczerwony"), "odpa-\ndów i biało-\nczerwony\n");
    assert_eq!(text("- [x] zrobione\n- [ ] nie\n"), "zrobione\nnie\n");
    assert_eq!(
        text("~~17 zł~~ **27** zł `PIT-37` [link](https://a.pl) ![mapa dojazdu](m.png)"),
        "17 zł 27 zł PIT-37 link mapa dojazdu\n"
    );
    assert_eq!(text("> cytat\n>\n> drugi\n\n```\nkod 1\nkod 2\n```\n"), "cytat\ndrugi\nkod 1\nkod 2\n");
    assert_eq!(text("Opłata[^1].\n\n[^1]: Z wyjątkami.\n"), "Opłata.\nZ wyjątkami.\n");
}

#[test]
fn html_says_what_a_reader_sees() {
    let html = "<div class=\"a>b\">\n<!-- uwaga <b> -->\n<h3>Ceny</h3><ul><li>jeden &amp; pół</li><li>dwa&nbsp;z&oacute;ł</li></ul>\n<script>alert('x')</script><style>p{}</style>\n<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><img src=x alt=\"plan miasta\"> 2 < 3\n</div>\n";
    assert_eq!(text(html), "Ceny\njeden & pół\ndwa\u{a0}zół\na | b\nc\nplan miasta 2 < 3\n");
    assert_eq!(
        text("Linia<br>druga <b>ważna</b> <script>zło()</script>koniec"),
        "Linia\ndruga ważna koniec\n"
    );
    assert_eq!(text("<script>\n\nzło()\n\n</script>\n\nDobro."), "Dobro.\n");
}

#[test]
fn internal_reaches_down_to_the_next_heading_of_its_level() {
    let body = "# A\na\n## B {.internal}\nb\n### C\nc\n## D {#dd}\nd\n### E {#e .internal}\ne\n#### F\nf\n### G\ng\n";
    let sections = read(body, None).sections;
    let internal: Vec<_> = sections.iter().filter(|s| s.internal).map(|s| s.heading.as_str()).collect();
    assert_eq!(internal, ["B", "C", "E", "F"]);
    assert_eq!(sections[3].anchor, "dd");
}

#[test]
fn a_slip_in_the_mark_still_hides_the_section() {
    for heading in [
        "## B {.internal} ##",
        "## B {.internal",
        "## B {internal}",
        "## B {.Internal}",
        "## B {.interal}",
        "## B {:.internal}",
        "B {.internal}\n---",
        "## B {.internal #b}",
    ] {
        let body = format!("a\n\n{heading}\n\nsekret\n");
        let markdown = read(&body, None);
        assert!(markdown.sections[1].internal, "{heading}");
        assert_eq!(markdown.sections[1].heading, "B", "{heading}");
        assert!(!render(&body, None, Reader::Public).html.contains("sekret"), "{heading}");
        // One letter off is hidden, too; whether it is meant is for a person to say.
        assert_eq!(markdown.doubts.is_empty(), !heading.contains("interal"), "{heading}");
    }
}

#[test]
fn what_is_internal_inside_lists_and_footnotes_is_told_apart() {
    let body = "- jawne\n- ## Dla nas {.internal}\n  sekret\n- też jawne\n\n## Dla nas {.internal}\n\nZob.[^1]\n\n## Jawne\n\nTekst[^2].\n\n[^1]: tajny przypis\n\n[^2]: jawny przypis\n";
    let public: String =
        read(body, None).sections.into_iter().filter(|s| !s.internal).map(|s| s.text).collect();
    assert_eq!(public, "jawne\nteż jawne\nTekst.\njawny przypis\n");
    let page = render(body, None, Reader::Public).html;
    assert!(!page.contains("sekret") && !page.contains("tajny") && !page.contains("Dla nas"), "{page}");
    assert!(page.contains("jawny przypis"), "{page}");
    let agents = render(body, None, Reader::Agent).html;
    for word in ["sekret", "tajny", "Dla nas"] {
        assert!(agents.contains(word), "agents read „{word}”: {agents}");
    }
}

#[test]
fn a_long_section_is_cut_between_items_under_the_same_heading() {
    let items: String =
        (0..100).map(|i| format!("- pozycja numer {i} na liście potrzebnych rzeczy\n")).collect();
    let body = format!("## Co zabrać\n\n{items}\n## Dalej\n\nKoniec.\n");
    let sections = read(&body, None).sections;
    assert!(sections.len() > 3);
    let anchors: HashSet<_> = sections.iter().map(|s| &s.anchor).collect();
    assert_eq!(anchors.len(), sections.len(), "anchors are unique");
    for section in &sections[..sections.len() - 1] {
        assert_eq!(section.heading, "Co zabrać");
        let len = section.text.chars().count();
        assert!((PASSAGE / 2..=PASSAGE).contains(&len), "a passage of {len} characters");
        assert!(section.text.starts_with("pozycja"));
    }
    let page = render(&body, None, Reader::Agent).html;
    for section in &sections {
        assert!(
            page.contains(&format!("id=\"{}\"", section.anchor)),
            "the page has no place {}",
            section.anchor
        );
    }
}

#[test]
fn a_long_paragraph_is_cut_after_sentences_and_an_endless_word_anywhere() {
    let sentences = "To jest zdanie o odpadach. ".repeat(200);
    let passages = read(&sentences, None).sections;
    assert!(passages.len() > 3, "{} passages", passages.len());
    for section in passages {
        assert!(section.text.trim_end().ends_with('.'), "{}", section.text);
        assert!(section.text.chars().count() <= PASSAGE);
    }
    let word = "ż".repeat(5000);
    let sections = read(&word, None).sections;
    assert_eq!(sections.iter().map(|s| s.text.trim_end()).collect::<String>(), word);
}

#[test]
fn a_heading_above_headings_goes_to_the_front_of_those_below() {
    let found = texts("# Tytuł\n\n## Opłaty\n\n### Dowód\n\n0 zł\n\n### Paszport\n\n140 zł\n\n## Kontakt\n");
    let headings: Vec<_> = found.iter().map(|(heading, _)| heading.as_str()).collect();
    assert_eq!(headings, ["Opłaty – Dowód", "Opłaty – Paszport", "Kontakt"]);
    assert_eq!(found[2].1, "Kontakt\n");
    let other = read("# Ulotka\n\n## A\n\na\n\n## B\n\nb\n", Some("Tytuł"));
    let headings: Vec<_> = other.sections.iter().map(|s| s.heading.as_str()).collect();
    assert_eq!(headings, ["Ulotka – A", "B"]);
}

#[test]
fn anchors_are_ascii_unique_and_the_editors_own_win() {
    let body = "## Żłobki\n1\n## Żłobki\n2\n## ???\n3\n## Inne {#zlobki}\n4\n## Złe {#\"><b>}\n5\n";
    let anchors: Vec<_> = read(body, None).headings.into_iter().map(|h| h.anchor).collect();
    assert_eq!(anchors[..4], ["zlobki-1", "zlobki-2", "sekcja", "zlobki"]);
    assert!(anchors[4].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{}", anchors[4]);
}

#[test]
fn an_internal_heading_leaves_no_trace_in_public_anchors() {
    let body = "## Kontakt {.internal}\n1\n## Kontakt\n2\n## Inne {#x .internal}\n3\n## X\n4\n";
    let anchors: Vec<_> = read(body, None).headings.into_iter().map(|h| h.anchor).collect();
    assert_eq!(anchors, ["kontakt-1", "kontakt", "x-1", "x"]);
}

#[test]
fn deep_nesting_keeps_every_word() {
    let list: String = (0..20).map(|i| format!("{}- poziom {i}\n", "  ".repeat(i))).collect();
    let found = text(&list);
    for i in 0..20 {
        assert!(found.contains(&format!("poziom {i}\n")), "{found}");
    }
    let quote = format!("{} dno\n", ">".repeat(3000));
    assert_eq!(text(&quote).trim(), "dno");
    assert!(render(&quote, None, Reader::Agent).html.contains("dno"));
}

#[test]
fn one_line_texts_lose_their_markdown() {
    assert_eq!(plain("  **Ważne**: [tutaj](https://a.pl) `PIT-37` &amp; co"), "Ważne: tutaj PIT-37 & co");
    assert_eq!(plain("Zwykły tekst – bez znaków"), "Zwykły tekst – bez znaków");
}

#[test]
fn links_are_listed_with_their_place() {
    let Markdown { links, .. } = read("[a](/artykul/x)\n\n## B {.internal}\n\n[b](y.md#c)\n", None);
    let found: Vec<_> = links.iter().map(|l| (l.target.as_str(), l.internal, l.offset)).collect();
    assert_eq!(found, [("/artykul/x", false, 0), ("y.md#c", true, 35)]);
}
