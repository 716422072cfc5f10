//! What editors write, well and badly, and what becomes of it.
#![allow(clippy::unwrap_used)]

use std::cell::Cell;

use proptest::prelude::*;

use crate::article::check::codes;
use crate::article::testkit::grows_with_its_length;
use crate::article::{Article, ArticleId, Audience, Parsed, Severity, Status, is_article_path, parse};

fn read(text: &str) -> Parsed {
    parse("odpady/gabaryty.md", text.as_bytes())
}

fn article(text: &str) -> Article {
    read(text).article.expect("an article")
}

/// Codes with lines, in order.
fn faults(text: &str) -> Vec<(&'static str, usize)> {
    read(text).problems.iter().map(|problem| (problem.code, problem.line)).collect()
}

const FULL: &str = r#"---
id: gabaryty
title: Odbiór odpadów wielkogabarytowych
summary: >
  Meble zabierają
  spod altany.
unit: MPO                        # kto odpowiada
category: odpady
kpum_area: uslugi
audience: public
status: published
valid_from: 2026-01-01
valid_until: 2026-12-31
verified: 2026-10-01
review_by: 2027-04-01
keywords: [gabaryty, stara kanapa, meble]
questions: [stara wersalka co zrobić, "kiedy zabierają meble spod bloku?"]
facts:
  phone: ["12 000 00 01"]
  fee: 17.50
  hours: "Mo-Fr 07:40-15:30"
  documents: dowód osobisty
  link: https://example.org/a?b=c#d
source: {title: "Zarządzenie nr 1231/2025", date: 2025-05-23, ocr: true}
repeals: ["3465/2024"]
---
# Odbiór odpadów

Tekst.
"#;

#[test]
fn a_header_of_the_contract_is_read_whole_and_without_complaint() {
    let parsed = read(FULL);
    assert_eq!(parsed.problems, []);
    let article = parsed.article.unwrap();
    assert_eq!(article.id.as_str(), "gabaryty");
    assert_eq!(article.summary.as_deref(), Some("Meble zabierają spod altany."));
    assert_eq!(article.unit.as_deref(), Some("MPO"));
    assert_eq!(article.kpum_area.as_deref(), Some("uslugi"));
    assert_eq!((article.audience, article.status), (Audience::Public, Status::Published));
    assert_eq!(article.valid_until.unwrap().to_string(), "2026-12-31");
    assert_eq!(article.questions, ["stara wersalka co zrobić", "kiedy zabierają meble spod bloku?"]);
    assert_eq!(article.facts.phone, ["12 000 00 01"]);
    assert_eq!(article.facts.fee.as_deref(), Some("17.50"));
    assert_eq!(article.facts.documents, ["dowód osobisty"]);
    assert_eq!(article.facts.link.as_deref(), Some("https://example.org/a?b=c#d"));
    assert_eq!(article.source.as_ref().unwrap().ocr, Some(true));
    assert_eq!(article.act_number(), Some("1231/2025"));
    assert_eq!(article.body, "# Odbiór odpadów\n\nTekst.\n");
    assert_eq!(article.raw, FULL);
    assert_eq!(article.line_of(0), 27);
}

#[test]
fn the_same_file_with_bom_and_windows_line_ends_is_the_same_article() {
    let windows = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    assert_eq!(article(&windows), article(FULL));
    let mac = FULL.replace('\n', "\r");
    assert_eq!(article(&mac), article(FULL));
}

#[test]
fn what_a_plain_markdown_file_leaves_out_is_filled_in_and_hidden_from_residents() {
    let parsed = read("# Jak oddać *stare* meble\n\nZadzwoń.\n");
    assert_eq!(parsed.problems, []);
    let article = parsed.article.unwrap();
    assert_eq!(article.id.as_str(), "odpady-gabaryty");
    assert_eq!(article.title, "Jak oddać stare meble");
    assert_eq!((article.audience, article.status), (Audience::Internal, Status::Published));
}

#[test]
fn a_file_without_title_or_heading_is_indexed_under_its_name() {
    let parsed = parse("odpady/stare_meble-i inne.md", "Zadzwoń.\n".as_bytes());
    assert_eq!(parsed.article.unwrap().title, "Stare meble i inne");
    assert_eq!(parsed.problems[0].code, codes::NO_TITLE);
    assert!(parsed.problems[0].help.contains("title:"));
    let empty = parse("pusty.md", b"");
    assert!(empty.article.is_some());
    assert!(empty.problems.iter().any(|problem| problem.code == codes::EMPTY_ARTICLE));
}

#[test]
fn ids_are_made_of_paths_whatever_they_are_written_in() {
    let id = |path| parse(path, b"# A").article.unwrap().id;
    assert_eq!(id("Zieleń/Łąki kwietne.md").as_str(), "zielen-laki-kwietne");
    assert_eq!(id("a.md").as_str(), "a");
    let (one, two) = (id("文書/甲.md"), id("文書/乙.md"));
    assert_ne!(one, two);
    for id in [one, two, id(&format!("{}.md", "bardzo-".repeat(80))), id("..md"), id("")] {
        assert_eq!(ArticleId::new(id.as_str()), Some(id));
    }
}

#[test]
fn an_id_that_is_no_slug_is_mended_and_reported() {
    let text = "---\ntitle: A\nid: Śmieci i Gabaryty\n---\nX\n";
    assert_eq!(article(text).id.as_str(), "smieci-i-gabaryty");
    assert_eq!(faults(text), [(codes::BAD_ID, 3)]);
    let text = "---\nid: ../../etc/passwd\ntitle: A\n---\nX\n";
    assert_eq!(article(text).id.as_str(), "etc-passwd");
}

#[test]
fn numbers_and_truth_values_are_the_text_they_were_written_as() {
    let text = "---\nid: 0123\ntitle: 500\nunit: no\ncategory: 1e3\nkeywords: [112, yes, 3.10, 1_000, ~]\nfacts:\n  phone: 126165555\n  fee: 17\n  deadline: 2026-01-31\n---\nX\n";
    let parsed = read(text);
    assert_eq!(parsed.problems, []);
    let article = parsed.article.unwrap();
    assert_eq!(article.id.as_str(), "0123");
    assert_eq!(article.title, "500");
    assert_eq!(article.unit.as_deref(), Some("no"));
    assert_eq!(article.category.as_deref(), Some("1e3"));
    assert_eq!(article.keywords, ["112", "yes", "3.10", "1_000"]);
    assert_eq!(article.facts.phone, ["126165555"]);
    assert_eq!(article.facts.fee.as_deref(), Some("17"));
    assert_eq!(article.facts.deadline.as_deref(), Some("2026-01-31"));
}

#[test]
fn a_colon_without_quotes_in_a_list_is_still_the_sentence() {
    let text = "---\ntitle: A\nquestions:\n  - proszę pani: gdzie to oddać?\n  - drugie\n---\nX\n";
    assert_eq!(article(text).questions, ["proszę pani: gdzie to oddać?", "drugie"]);
    assert_eq!(faults(text), [(codes::RESHAPED, 4)]);
}

#[test]
fn a_wrong_key_costs_that_key_and_names_its_line() {
    let text = "---\ntitle: A\nsummary: [a, b]\nverified: 1.10.2026\nreview_by: 2026-02-30\nkpum_area: sklep\nkeywords: [dobre, [złe]]\nfacts: telefon\nsource:\n  title: T\n  ocr: może\n---\nTreść.\n";
    let expected = [
        (codes::WRONG_KIND, 3),
        (codes::BAD_DATE, 4),
        (codes::BAD_DATE, 5),
        (codes::NOT_ALLOWED, 6),
        (codes::WRONG_KIND, 7),
        (codes::WRONG_KIND, 8),
        (codes::NOT_ALLOWED, 11),
    ];
    assert_eq!(faults(text), expected);
    let article = article(text);
    assert_eq!((article.title.as_str(), article.keywords), ("A", vec!["dobre".to_owned()]));
    assert_eq!(article.source.unwrap().title, "T");
    assert_eq!((article.audience, article.status), (Audience::Internal, Status::Published));
    let problems = read(text).problems;
    assert_eq!(problems[1].help, "zapisz: verified: 2026-10-01");
    assert!(problems[3].help.contains("uslugi, kck, branzowa, konto"), "{:?}", problems[3]);
}

#[test]
fn what_limits_readers_and_cannot_be_read_lets_fewer_of_them_in() {
    let see = |header: &str| {
        let article = article(&format!("---\ntitle: A\n{header}\n---\nX\n"));
        (article.audience, article.status)
    };
    assert_eq!(see("audience: Public"), (Audience::Public, Status::Published));
    assert_eq!(see("audience: publik"), (Audience::Internal, Status::Published));
    assert_eq!(see("audience: [public, internal]"), (Audience::Internal, Status::Published));
    assert_eq!(see("audience:"), (Audience::Internal, Status::Published));
    assert_eq!(see("audience: public\nstatus: szkic"), (Audience::Public, Status::Draft));
    assert_eq!(see("audience: public\nstauts: draft"), (Audience::Public, Status::Draft));
    assert_eq!(see("audience: public\nstatus:\n  - draft\n  - x"), (Audience::Public, Status::Draft));
    assert_eq!(see("audience: public\nvalid_from: jutro"), (Audience::Internal, Status::Published));
    assert_eq!(see("valid_until: 2026-13-01\naudience: public"), (Audience::Internal, Status::Published));
    // Whoever says both means that not everybody reads it.
    assert_eq!(see("audience: public\nAudience: internal").0, Audience::Internal);
    assert_eq!(see("audience: public\nAudience: public").0, Audience::Public);
}

#[test]
fn a_mark_that_hides_nothing_hides_the_article() {
    for body in [
        "Tylko dla nas {.internal}\n\nSekret.",
        "<h2 class=\"internal\">Dla nas</h2>\n\nSekret.",
        "<div class='box internal'>\nSekret.\n</div>",
    ] {
        let text = format!("---\ntitle: A\naudience: public\n---\n{body}\n");
        assert_eq!(article(&text).audience, Audience::Internal, "{body}");
        assert_eq!(faults(&text), [(codes::STRAY_INTERNAL, 5)], "{body}");
    }
    let manual =
        "---\ntitle: A\naudience: public\n---\nPisz `{.internal}` tak:\n\n```\n## Dla nas {.internal}\n```\n";
    assert_eq!(article(manual).audience, Audience::Public);
}

#[test]
fn unknown_keys_are_kept_and_warned_about_also_in_groups() {
    let text = "---\ntitle: A\ntags: [x, 1]\nsumary: S\nfacts:\n  fax: 12 000\n---\nX\n";
    let article = article(text);
    let unknown: Vec<_> =
        article.other_keys.iter().map(|(key, value)| (key.as_str(), value.to_string())).collect();
    assert_eq!(
        unknown,
        [("tags", "[\"x\",1]".into()), ("sumary", "\"S\"".into()), ("facts.fax", "\"12 000\"".into())]
    );
    let problems = read(text).problems;
    assert_eq!(faults(text), [(codes::UNKNOWN_KEY, 3), (codes::UNKNOWN_KEY, 4), (codes::UNKNOWN_KEY, 6)]);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
    assert_eq!(problems[1].help, "czy chodziło o „summary”?");
}

#[test]
fn keys_of_other_programs_that_would_keep_an_article_back_close_it_to_residents() {
    let of = |key: &str| format!("---\ntitle: A\naudience: public\n{key}\n---\nX\n");
    let closing = [
        "draft: true",
        "draft: tak",
        "Draft: yes",
        "published: false",
        "publish: no",
        "internal: true",
        "wewnętrzny: tak",
        "hidden: true",
        "private: 1",
        "visibility: internal",
        "visibility: [staff]",
        "widoczność: konsultanci",
        "access: private",
        "valid-from: 2027-01-01",
        "valid from: 2027-01-01",
        "validFrom: 2027-01-01",
        "obowiazuje_od: 2027-01-01",
        "ważne_do: 2026-01-01",
        "expiryDate: 2026-01-01",
        "audiance: internal",
        "staus: zrobione",
    ];
    for key in closing {
        let text = of(key);
        assert_eq!(article(&text).audience, Audience::Internal, "{key}");
        let told = read(&text).problems;
        let told = told.iter().find(|problem| problem.code == codes::FOREIGN_LIMIT);
        assert!(told.is_some_and(|told| told.line >= 4 && told.help.contains("valid_until")), "{key}");
    }
    let open = [
        "draft: false",
        "draft:",
        "published: true",
        "hidden: nie",
        "visibility: public",
        "dostęp: wszyscy",
        "tags: [internal, draft]",
        "author: Private Office",
        "layout: published",
        "notatka: internal",
        "state: x",
        "valid_from: 2020-01-01",
    ];
    for key in open {
        assert_eq!(article(&of(key)).audience, Audience::Public, "{key}");
    }
}

#[test]
fn addresses_that_could_run_something_are_refused() {
    let text =
        "---\ntitle: A\nfacts:\n  link: javascript:alert(1)\nsource:\n  url: www.krakow.pl/a\n---\nX\n";
    let article = article(text);
    assert_eq!(article.facts.link, None);
    assert_eq!(article.source.unwrap().url.as_deref(), Some("https://www.krakow.pl/a"));
    assert_eq!(faults(text), [(codes::UNSAFE_LINK, 4), (codes::RESHAPED, 6)]);
}

#[test]
fn files_that_cannot_be_read_say_where_and_why() {
    let reject = |bytes: &[u8]| {
        let parsed = parse("a.md", bytes);
        assert!(parsed.article.is_none(), "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(parsed.problems.len(), 1);
        let problem = &parsed.problems[0];
        assert!(!problem.help.is_empty());
        (problem.code, problem.line)
    };
    assert_eq!(reject(b"---\ntitle: A\n---\nza\xbf\xf3\xb3\xe6"), (codes::NOT_UTF8, 4));
    assert_eq!(reject(b"\xff\xfe-\0-\0-\0"), (codes::NOT_UTF8, 1));
    assert_eq!(reject(b"---\ntitle: A\nsummary: x: y\n---\n"), (codes::NOT_YAML, 3));
    assert_eq!(reject(b"---\ntitle: \"A\nkeywords: [a\n---\nX"), (codes::NOT_YAML, 3));
    assert_eq!(reject(b"---\ntitle: A\n\tsummary: x\n---\n").0, codes::NOT_YAML);
    assert_eq!(reject(b"---\ntitle: A\nunit: X\ntitle: B\n---\n"), (codes::NOT_YAML, 4));
    assert_eq!(reject(b"---\ntitle: A\n\nText without an end.\n"), (codes::OPEN_HEADER, 1));
}

#[test]
fn rules_and_quotations_at_the_top_are_text_not_headers() {
    for text in [
        "---\n\nZdanie.\n",
        "---\nZdanie bez klucza\n---\n# A\n",
        "---\n- punkt\n---\nX\n",
        "---\n",
        "----\ntitle: A\n",
    ] {
        let article = article(text);
        assert_eq!(article.body, text, "{text:?}");
    }
    assert_eq!(faults("# A\n\n---\ntitle: B\n---\n"), []);
    let toml = read("+++\ntitle = \"A\"\n+++\n# Tytuł\n");
    assert_eq!((toml.article.unwrap().title.as_str(), toml.problems[0].code), ("Tytuł", codes::NOT_A_HEADER));
}

#[test]
fn headers_end_at_dashes_or_dots_and_may_be_empty() {
    assert_eq!(article("---\ntitle: A\n...\nX\n").body, "X\n");
    assert_eq!(article("---   \ntitle: A\n---  \nX\n").body, "X\n");
    assert_eq!(article("---\n---\n# T\n").title, "T");
    assert_eq!(article("---\n# komentarz\n---\n# T\n").title, "T");
    assert_eq!(article("\n\n---\ntitle: A\n---\nX").title, "A");
    assert_eq!(faults("\n\n---\ntitle: A\ntagi: x\n---\nX"), [(codes::UNKNOWN_KEY, 5)]);
    assert_eq!(
        article("---\nsummary: |\n  a\n  ---\n  b\ntitle: A\n---\nX").summary.as_deref(),
        Some("a --- b")
    );
}

#[test]
fn readmes_and_dotted_folders_are_no_articles() {
    for path in ["a.md", "odpady/a.md", "a/b/c.MD"] {
        assert!(is_article_path(path), "{path}");
    }
    for path in
        ["README.md", "odpady/Readme.md", ".git/a.md", "a/.x/b.md", ".a.md", "a.txt", "slowniki/a.toml"]
    {
        assert!(!is_article_path(path), "{path}");
    }
}

#[test]
fn the_longest_text_takes_no_longer_than_its_length() {
    let paragraph = "Zażółć gęślą jaźń, a potem jeszcze raz i jeszcze. ";
    let text = |times: usize| {
        let body = format!(
            "# T\n\n{}\n\n## Dalej\n\n{}\n",
            (paragraph.repeat(20) + "\n\n").repeat(times / 64),
            "- punkt listy\n".repeat(times)
        );
        format!("---\ntitle: A\n---\n{body}")
    };
    const LONGEST: usize = 29_000;
    assert!(text(LONGEST).len() > 800_000, "{}", text(LONGEST).len());
    let longest = article(&text(LONGEST));
    assert!(longest.sections.len() > 500, "{}", longest.sections.len());
    grows_with_its_length(text, LONGEST, |text| drop(parse("a.md", text.as_bytes())));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        parse("a/b.md", &bytes);
    }
}

#[test]
fn no_header_makes_it_panic_and_its_sections_lie_in_the_text() {
    let (articles, sections) = (Cell::new(0), Cell::new(0));
    proptest!(|(
        header in "[a-z:\\[\\]{}\"'#&*!|>%@`~\\- \t\n0-9.,?<]{0,200}",
        body in "[#*_`\\[\\](){}.<>/a-zł!|\\-\n \t&;:^~0-9\"']{0,400}",
        plain in any::<bool>(),
    )| {
        // Hardly one in a hundred of such headers is one: every other text has none.
        let header = if plain { String::new() } else { header };
        let parsed = parse("a.md", format!("---\ntitle: A\n{header}\n---\n{body}").as_bytes());
        if let Some(article) = parsed.article {
            prop_assert!(article.raw.ends_with(&article.body));
            prop_assert!(ArticleId::new(article.id.as_str()).is_some());
            for section in &article.sections {
                prop_assert!(article.body.get(section.span.clone()).is_some(), "span {:?}", section.span);
                prop_assert!(!section.text.trim().is_empty());
            }
            articles.set(articles.get() + 1);
            sections.set(sections.get() + article.sections.len());
        }
    });
    assert!(articles.get() > 50 && sections.get() > 50, "{articles:?} articles, {sections:?} sections");
}
