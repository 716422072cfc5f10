//! The residents' pages of topics: what is listed, all of it, page by page.

#![allow(clippy::unwrap_used)]

use crate::harness::{Server, TestApp};

const CATEGORIES: &str = "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\nopis = \"Śmieci.\"\n\n\
    [[kategoria]]\ncode = \"instrukcje\"\nname = \"Instrukcje\"\nopis = \"Jak pracujemy.\"\n\n\
    [[kategoria]]\ncode = \"puste\"\nname = \"Puste\"\nopis = \"Nic.\"\n";

/// Forty-five matters for residents, whose words have nothing to do with the name of their topic, and some that are not
/// for them.
fn city() -> TestApp {
    let app = TestApp::new();
    app.write("slowniki/kategorie.toml", CATEGORIES);
    for number in 0..45 {
        // Titles in the order of the alphabet: Ćma comes before Dom.
        let letter = ["Ala", "Ćma", "Dom", "Łąka", "Mak"][number / 9];
        app.write(
            &format!("odpady/sprawa-{number}.md"),
            format!(
                "---\nid: sprawa-{number}\ntitle: {letter} {number:02}\nsummary: Telefon {number}.\naudience: public\ncategory: Odpady\n---\n\nTreść.\n"
            ),
        );
    }
    for (name, header) in [
        ("wewnetrzna", "audience: internal"),
        ("szkic", "audience: public\nstatus: draft"),
        ("dawna", "audience: public\nvalid_until: 2020-01-01"),
    ] {
        app.write(
            &format!("odpady/{name}.md"),
            format!("---\ntitle: Bez {name}\n{header}\ncategory: odpady\n---\n\nTreść.\n"),
        );
    }
    app.write("instrukcje/jak.md", "---\ntitle: Jak szukać\ncategory: instrukcje\n---\n\nTak.\n");
    app
}

fn page(server: &Server, path: &str) -> String {
    server.send("GET", path, &[("Accept", "text/html")], "").is(200).body
}

/// Addresses of articles on a page, in their order.
fn listed(page: &str) -> Vec<String> {
    let links = page.split("<h2><a href=\"/p/").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(str::to_owned).collect()
}

/// Where a page's link of this kind leads.
fn link(page: &str, kind: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<a rel=\"{kind}\" href=\""))?;
    let href = rest.split('"').next()?.to_owned();
    assert!(page.contains(&format!("<link rel=\"{kind}\" href=\"{href}\">")), "the head says it, too");
    Some(href)
}

#[test]
fn only_topics_with_something_for_residents_are_offered() {
    let app = city();
    let server = app.serve();
    let start = page(&server, "/p");
    assert_eq!(listed(&start), ["temat/odpady"]);
    for other in ["Instrukcje", "Puste"] {
        assert!(!start.contains(other), "{other}");
    }
    for none in ["instrukcje", "puste", "nie-ma", "odpady?strona=4"] {
        server.get(&format!("/p/temat/{none}")).is(404);
    }
    server.get("/p/temat/odpady?strona=0").is(400);
}

#[test]
fn a_topic_lists_all_its_articles_once_in_order_page_by_page() {
    let app = city();
    let server = app.serve();
    let (mut all, mut path, mut pages) = (Vec::new(), "/p/temat/odpady".to_owned(), Vec::new());
    loop {
        let page = page(&server, &path);
        assert!(page.contains("45\u{a0}spraw"), "{page}");
        all.extend(listed(&page));
        pages.push(path.clone());
        match link(&page, "next") {
            Some(next) => path = next,
            None => break,
        }
        assert!(pages.len() < 10, "the list ends");
    }
    let expected: Vec<String> = (0..45).map(|number| format!("sprawa-{number}")).collect();
    assert_eq!(all, expected);
    assert_eq!(pages.len(), 3);
    let last = page(&server, &pages[2]);
    assert_eq!(link(&last, "prev").as_ref(), Some(&pages[1]));
    assert_eq!(link(&page(&server, &pages[1]), "prev").as_ref(), Some(&pages[0]));
    assert_eq!(link(&page(&server, &pages[0]), "prev"), None);
    assert!(
        page(&server, "/p/sprawa-7").contains("href=\"/p/temat/odpady\""),
        "an article leads to its topic"
    );
    let moved = server.get("/p?category=odpady");
    assert_eq!((moved.status, moved.header("location")), (308, "/p/temat/odpady"));
}

#[test]
fn looking_at_a_topic_is_no_question_in_reports() {
    let app = city();
    let server = app.serve();
    for _ in 0..3 {
        page(&server, "/p");
        page(&server, "/p/temat/odpady");
        page(&server, "/p/temat/odpady?strona=2");
    }
    page(&server, "/p?q=Telefon%207");
    let report = || server.get("/api/v1/reports/questions").is(200).body.to_lowercase();
    crate::harness::eventually(std::time::Duration::from_secs(30), "a question is noted", || {
        report().contains("telefon")
    });
    assert!(!report().contains("odpady"), "{}", report());
}
