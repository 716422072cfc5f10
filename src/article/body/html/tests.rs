//! What a page may hold and what it must not.
#![allow(clippy::unwrap_used)]

use std::cell::Cell;

use proptest::prelude::*;

use super::{Reader, render};
use crate::article::testkit::grows_with_its_length;

fn page(body: &str) -> String {
    render(body, None, Reader::Agent).html
}

#[test]
fn nothing_that_runs_or_restyles_gets_through() {
    let body = "<script>alert(1)</script>\n\n<p onclick=\"x()\" style=\"color:red\" class=\"big\">tekst</p>\n\n<iframe src=\"https://a.pl\"></iframe>\n\n[zły](javascript:alert(1)) [też](data:text/html,x) [dobry](https://a.pl) [mail](mailto:a@b.pl) [tel](tel:126165555) [obok](/artykul/x#y)\n\n<img src=x onerror=alert(1)> <form action=/x><input name=q></form> <svg onload=x()><a xlink:href=\"javascript:x\">s</a></svg>\n";
    let html = page(body);
    for bad in [
        "script",
        "onclick",
        "style",
        "class=\"big\"",
        "iframe",
        "javascript",
        "data:",
        "onerror",
        "<form",
        "<input",
        "svg",
    ] {
        assert!(!html.contains(bad), "{bad} in {html}");
    }
    for good in ["href=\"https://a.pl\"", "mailto:a@b.pl", "tel:126165555", "href=\"/artykul/x#y\"", "tekst"]
    {
        assert!(html.contains(good), "{good} not in {html}");
    }
}

#[test]
fn only_our_headings_have_ids() {
    let html = page(
        "<h2 id=\"search\">A</h2>\n\n<a id=\"q\" name=\"q\">x</a> <span id=\"&#xf8d0;y\">y</span>\n\n## Mój nagłówek\n",
    );
    assert!(
        !html.contains("id=\"search\"") && !html.contains("id=\"q\"") && !html.contains("name="),
        "{html}"
    );
    assert!(html.contains("<h2 id=\"moj-naglowek\">Mój nagłówek</h2>"), "{html}");
}

#[test]
fn agents_see_internal_sections_marked_and_residents_not_at_all() {
    let body = "# A\n\njawne\n\n## Dla nas {.internal}\n\nsekret\n\n### Głębiej\n\nteż sekret\n\n## Koniec\n\njawne\n";
    let agent = render(body, None, Reader::Agent);
    assert!(agent.html.contains("<section class=\"internal\">"), "{}", agent.html);
    assert_eq!(agent.html.matches("<section").count(), agent.html.matches("</section>").count());
    let section = agent.html.split("<section").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("sekret") && section.contains("Głębiej") && !section.contains("Koniec"));
    assert_eq!(agent.toc.iter().filter(|entry| entry.internal).count(), 2);
    let public = render(body, None, Reader::Public);
    for secret in ["sekret", "Dla nas", "dla-nas", "Głębiej", "<section"] {
        assert!(!public.html.contains(secret), "{secret} in {}", public.html);
    }
    let toc: Vec<_> = public.toc.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(toc, ["A", "Koniec"]);
}

#[test]
fn the_title_is_left_to_the_page() {
    let html = render("# Dowód osobisty\n\nTekst.\n", Some("Dowód osobisty"), Reader::Public);
    assert!(!html.html.contains("<h1"), "{}", html.html);
    assert!(html.html.contains("id=\"dowod-osobisty\""), "the anchor stays: {}", html.html);
    assert!(html.toc.is_empty());
}

#[test]
fn tables_tasks_and_footnotes_look_like_what_they_are() {
    let html =
        page("| A | B |\n|:--|--:|\n| 1 | 2 |\n\n- [x] tak\n- [ ] nie\n\nTekst[^a].\n\n[^a]: Przypis.\n");
    for part in ["<th>A</th>", "<td>2</td>", "☑ tak", "☐ nie", "href=\"#przypis-1\"", "id=\"przypis-1\""]
    {
        assert!(html.contains(part), "{part} not in {html}");
    }
}

#[test]
fn tag_soup_takes_no_longer_than_its_length() {
    let soups = [
        ("<div>", 200_000),
        ("<b><i>", 50_000),
        ("<div>\n\n", 40_000),
        (">", 100_000),
        ("* ", 50_000),
        ("*a _b ", 50_000),
        ("[", 100_000),
        ("<a href=\"", 50_000),
        ("<!-- ", 50_000),
        ("`a", 50_000),
        ("## A\n", 50_000),
        ("| a ", 50_000),
        ("[^1]", 30_000),
        ("a & b § c\n\n", 20_000),
    ];
    for (piece, times) in soups {
        let read_and_shown = |soup: &str| {
            crate::article::body::markdown::read(soup, None);
            render(soup, None, Reader::Agent);
        };
        grows_with_its_length(|times| piece.repeat(times), times, read_and_shown);
    }
}

#[test]
fn pictures_of_others_are_their_words_and_addresses_that_mislead_lead_nowhere() {
    let foreign = [
        "https://obcy.example/x.png",
        "//obcy.example/x.png",
        "\\\\obcy.example/x.png",
        "/\\obcy.example/x.png",
        "/\\/obcy.example/x.png",
        "https:obcy.example/x.png",
        "https:/obcy.example/x.png",
        "HTTPS://obcy.example/x.png",
        "data:image/svg+xml,obcy.example",
        "javascript:obcy.example",
        "<//obcy.example/x y.png>",
        "/&#9;/obcy.example/x.png",
        "/&NewLine;/obcy.example",
        "&#47;&#47;obcy.example/x.png",
        "&#x5c;&#x5c;obcy.example/x.png",
        "&sol;&sol;obcy.example/x.png",
    ];
    for target in foreign {
        let quoted = target.trim_matches(['<', '>']);
        for body in [
            format!("Jest ![widok z góry]({target}) tu.\n"),
            format!("Jest ![widok z góry][a] tu.\n\n[a]: {target}\n"),
            format!("Jest [![widok z góry]({target})](/artykul/x) tu.\n"),
            format!("Jest <img alt=\"widok z góry\" src=\"{quoted}\"> tu.\n"),
            format!("<p>Jest <img\n src='{quoted}' alt='widok z góry' title='x'></p>\n"),
            format!("<p>Jest <IMG SRC={} alt='widok z góry'/></p>\n", quoted.replace(' ', "")),
        ] {
            for reader in [Reader::Agent, Reader::Public] {
                let html = render(&body, None, reader).html;
                assert!(!html.contains("<img") && html.contains("widok z góry"), "{body} {html}");
                assert!(!html.contains("src="), "{body} {html}");
            }
        }
    }
    for target in foreign.into_iter().filter(|target| !target.to_lowercase().starts_with("https://")) {
        let quoted = target.trim_matches(['<', '>']);
        for body in [format!("[tu]({target})\n"), format!("<a href=\"{quoted}\">tu</a>\n")] {
            let html = page(&body);
            assert!(!html.contains("href=") && html.contains("tu"), "{body} {html}");
        }
    }
    let html =
        page("![plan](/pliki/plan.png) ![b](mapa.png) <img src=\"/c.png\" alt=\"c\"> [d](https://a.pl/)\n");
    for good in ["src=\"/pliki/plan.png\"", "src=\"mapa.png\"", "src=\"/c.png\"", "href=\"https://a.pl/\""] {
        assert!(html.contains(good), "{good} not in {html}");
    }
}

#[test]
fn the_words_of_a_picture_are_words() {
    for alt in ["<script>x</script>", "\"><script>x</script>", "<img src=/x onerror=y>", "a\" src=\"b"] {
        let quoted = alt.replace('"', "&quot;");
        for body in [
            format!("<img src=\"//obcy.example\" alt=\"{quoted}\">\n"),
            format!("<a title=\"<img alt='{quoted}'>\" href=\"/b\">b</a> <img alt=\"{quoted}\">\n"),
        ] {
            let html = page(&body);
            assert!(!html.contains("<script") && !html.contains("<img"), "{body} {html}");
        }
    }
}

#[test]
fn no_body_shows_a_secret_to_residents() {
    const AROUND: &str = "[#*_`\\[\\](){}.<>/a-z!|\\-\n >&;:^~0-9\"']{0,200}";
    // What is opened by chance alone is closed by the next empty line.
    let open = prop_oneof![
        2 => Just(""),
        1 => prop::sample::select(vec!["\n```\n", "\n~~~~ x\n", "\n<!-- ", "\n<script>\n", "\n<pre>\n", "\n<![CDATA[\n"]),
    ];
    let (hidden, swallowed) = (Cell::new(0), Cell::new(0));
    proptest!(|(before in AROUND, open in open, after in AROUND)| {
        // A section that begins on a line of its own, whatever stands around it, unless an open block swallows it.
        let body = format!("{before}{open}\n\n## Dla nas {{.internal}}\n\nSEKRET\n\n{after}");
        let markdown = crate::article::body::markdown::read(&body, None);
        let html = render(&body, None, Reader::Public).html;
        if markdown.sections.iter().any(|s| s.internal && s.text.contains("SEKRET")) {
            prop_assert!(!html.contains("SEKRET"), "{html}");
            prop_assert!(render(&body, None, Reader::Agent).html.contains("SEKRET"), "agents read it: {body}");
            hidden.set(hidden.get() + 1);
        }
        // Whatever swallowed the heading: then the article is closed.
        if html.contains("SEKRET") {
            let text = format!("---\ntitle: T\naudience: public\n---\n{body}");
            let article = crate::article::parse("a.md", text.as_bytes()).article;
            let closed = article.is_none_or(|article| article.audience == crate::article::Audience::Internal);
            prop_assert!(closed, "{body}\n{html}");
            swallowed.set(swallowed.get() + 1);
        }
    });
    assert!(hidden.get() > 50 && swallowed.get() > 10, "{hidden:?} hidden, {swallowed:?} swallowed");
}

proptest! {
    #[test]
    fn no_body_makes_a_page_that_runs(body in "[<>/a-z\"'= \n:&;#x0-9()!\\-]{0,300}") {
        let html = page(&format!("<script {body} <img onerror=x {body}")).to_lowercase();
        prop_assert!(!html.contains("<script") && !html.contains("onerror="), "{html}");
    }
}
