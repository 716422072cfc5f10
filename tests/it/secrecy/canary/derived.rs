//! What is made out of articles: corrections, completions, meanings, topics, lists for machines.
//!
//! The other tests of this module compare two cities. Here one has words that help residents find and that they are
//! not told, so answers may differ, and only what they say counts: no address says a canary that its asker has not
//! typed. Beside each stands who is told it, an agent or, of a word that can be read, a resident; or this test could
//! not see a canary if there was one.

use super::{city, served, told};
use crate::harness::{Server, TestApp, percent_encoded};

/// A word that no Polish text has, and which is in its own place alone.
const fn word(place: usize) -> &'static str {
    [
        "xqvobadgokw",
        "xqvolumnypw",
        "xqvorezsifw",
        "xqvotovbadw",
        "xqvogoklumw",
        "xqvonyprezw",
        "xqvosiftovw",
        "xqvobadlumw",
        "xqvogoknypw",
        "xqvolumrezw",
        "xqvonypsifw",
        "xqvoreztovw",
        "xqvosifbadw",
    ][place]
}

/// A word that residents can read, in the same city: it comes out where those below do not.
const READABLE: usize = 0;

/// Where a word stands that nobody may tell to residents, and the question to which an agent is told it, if it is one
/// that does not come by a slip.
const PLACES: [(&str, usize, Option<&str>); 10] = [
    ("public article: keywords", 1, None),
    ("public article: questions", 2, None),
    ("internal article: title", 3, None),
    ("internal article: body", 4, None),
    ("internal article: keywords", 5, None),
    ("internal article: questions", 6, None),
    ("public article: internal section", 7, None),
    ("unit of a public article: what it was called before", 8, None),
    ("synonyms: words of an internal article", 9, Some("wersalka")),
    ("synonyms: keywords of a public article", 10, Some("tapczan")),
];

/// A topic of internal articles, and one of articles that are not in force yet.
const TOPICS: [usize; 2] = [11, 12];

const CATEGORIES: &str = "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\nopis = \"Śmieci.\"\n";

fn city_with_words() -> TestApp {
    let app = city();
    let [readable, keyword, question] = [READABLE, 1, 2].map(word);
    app.write("odpady/slowa.md", format!(
        "---\nid: slowa\ntitle: Meble {readable}\naudience: public\nunit: MPO\ncategory: odpady\nkeywords: [{keyword}, {}]\nquestions: [\"gdzie {question} meble\"]\n---\n\nMeble odbiera MPO.\n\n## Dla nas {{.internal}}\n\nMeble {}.\n",
        word(10), word(7)
    ));
    app.write("odpady/wewnetrzny.md", format!(
        "---\nid: wewnetrzny\ntitle: Meble {}\ncategory: {}\nkeywords: [{}]\nquestions: [\"gdzie {} meble\"]\n---\n\nMeble {} i {}.\n",
        word(3), word(11), word(5), word(6), word(4), word(9)
    ));
    app.write("odpady/przyszly.md", format!(
        "---\nid: przyszly\ntitle: Meble od jutra\naudience: public\ncategory: {}\nvalid_from: 2026-11-21\n---\n\nMeble.\n",
        word(12)
    ));
    let topic = |place: usize| {
        let word = word(place);
        format!("\n[[kategoria]]\ncode = \"{word}\"\nname = \"Sprawy {word}\"\nopis = \"Meble {word}.\"\n")
    };
    app.write("slowniki/kategorie.toml", CATEGORIES.to_owned() + &TOPICS.map(topic).concat());
    app.write("slowniki/synonimy.toml", format!(
        "[[synonim]]\nmowia = [\"wersalka\"]\nznaczy = [\"{}\", \"{readable}\"]\n\n[[synonim]]\nmowia = [\"tapczan\"]\nznaczy = [\"{}\"]\n",
        word(9), word(10)
    ));
    let former = format!("formerly = [\"{}\"]\nstatus", word(8));
    app.write("slowniki/jednostki.toml", super::UNITS.replacen("status", &former, 1));
    app
}

/// What a person types who means `word` and slips: none has the word in it.
fn slips(word: &str) -> [String; 5] {
    let (start, end) = word.split_at(7);
    let mut swapped: Vec<char> = word.chars().collect();
    swapped.swap(6, 7);
    [
        swapped.into_iter().collect(),
        word[..word.len() - 1].to_owned(),
        format!("{start}a{end}"),
        format!("meble {start}{}", &end[1..]),
        start.to_owned(),
    ]
}

/// Addresses at which a question is answered.
fn asked(question: &str) -> [String; 6] {
    let q = percent_encoded(question);
    [
        format!("/public/v1/search?q={q}"),
        format!("/public/v1/search?q={q}&category=odpady&limit=100"),
        format!("/public/v1/suggest?q={q}"),
        format!("/public/v1/suggest?q={q}&category=odpady"),
        format!("/public/v1/suggest?q={q}&format=opensearch"),
        format!("/p?q={q}"),
    ]
}

/// Addresses that say what there is.
const LISTS: [&str; 13] = [
    "/p",
    "/p/temat/odpady",
    "/p/slowa",
    "/p/gabaryty",
    "/sitemap.xml",
    "/robots.txt",
    "/opensearch.xml",
    "/widget.js",
    "/widget/demo",
    "/deklaracja-dostepnosci",
    "/public/v1/infoline",
    "/public/v1/articles/slowa",
    "/public/v1/articles/gabaryty",
];

fn says(server: &Server, path: &str, word: &str) -> bool {
    told(&server.get(path)).to_lowercase().contains(&word.to_lowercase())
}

#[test]
fn what_is_derived_says_no_word_that_residents_cannot_read() {
    let app = city_with_words();
    let server = served(&app);
    let agents = |question: &str| format!("/api/v1/search?q={}", percent_encoded(question));
    let questions = |place: usize, typed: Option<&str>| {
        let mut questions = slips(word(place)).to_vec();
        questions.extend(["wersalka", "tapczan", "meble", "xqvo", "odbiór mebli"].map(str::to_owned));
        questions.extend(typed.map(str::to_owned));
        questions
    };
    let (mut doors, mut out) = (0, Vec::new());
    for (place, number, typed) in PLACES {
        let word = word(number);
        let told_to_agents = match typed {
            Some(question) => says(&server, &agents(question), word),
            None => slips(word).iter().any(|slip| {
                server.get(&agents(slip)).json()["did_you_mean"].to_string().to_lowercase().contains(word)
            }),
        };
        assert!(told_to_agents, "an agent is told „{word}” ({place}), or this sees nothing");
        let mut paths: Vec<String> = LISTS.map(str::to_owned).to_vec();
        paths.extend(questions(number, typed).iter().flat_map(|question| asked(question)));
        doors = paths.len();
        out.extend(
            paths.into_iter().filter(|path| says(&server, path, word)).map(|path| format!("{place}: {path}")),
        );
    }
    for number in TOPICS {
        let word = word(number);
        server.get(&format!("/p/temat/{word}")).is(404);
        let paths =
            LISTS.map(str::to_owned).into_iter().chain(slips(word).into_iter().flat_map(|slip| asked(&slip)));
        out.extend(paths.filter(|path| says(&server, path, word)).map(|path| format!("topic: {path}")));
    }
    println!(
        "canary of what is derived: {} places × {doors} doors, {} out",
        PLACES.len() + TOPICS.len(),
        out.len()
    );
    assert!(out.is_empty(), "told to residents:\n{}", out.join("\n"));

    // The same questions about a word that can be read: it does come out, at each door.
    let readable = word(READABLE);
    for door in 0..asked("").len() {
        let seen =
            questions(READABLE, None).iter().any(|question| says(&server, &asked(question)[door], readable));
        assert!(seen, "nothing readable comes out of {}", asked("…")[door]);
    }
    let meaning = server.get("/public/v1/search?q=wersalka").json()["interpreted"].to_string();
    assert!(meaning.contains(readable), "a meaning that can be read is told: {meaning}");
    let corrected = server.get(&asked(&slips(readable)[0])[0]).json()["did_you_mean"].to_string();
    assert!(corrected.contains(readable), "a correction that can be read is told: {corrected}");
    for list in ["/p/temat/odpady", "/p/slowa", "/public/v1/articles/slowa"] {
        assert!(says(&server, list, readable), "{list}");
    }
    assert!(says(&server, "/p", "/p/temat/odpady") && says(&server, "/sitemap.xml", "/p/temat/odpady"));
}

#[test]
fn words_that_are_not_told_still_help_to_find() {
    let app = city_with_words();
    let server = served(&app);
    for number in [1, 2] {
        for question in [word(number), &slips(word(number))[0]] {
            let found = server.get(&format!("/public/v1/search?q={question}")).is(200).json();
            assert!(found["hits"].to_string().contains("\"slowa\""), "{question}: {found}");
        }
    }
}

#[test]
fn a_topic_of_internal_articles_cannot_be_told_from_none() {
    let (bare, secret) = (city(), city());
    let word = word(11);
    let topic = format!("\n[[kategoria]]\ncode = \"{word}\"\nname = \"Sprawy {word}\"\nopis = \"Meble.\"\n");
    secret.write("slowniki/kategorie.toml", CATEGORIES.to_owned() + &topic);
    secret.write("odpady/wewnetrzny.md", format!("---\ntitle: Meble\ncategory: {word}\n---\n\nMeble.\n"));
    secret.write("odpady/drugi.md", "---\ntitle: Meble\ncategory: odpady\n---\n\nMeble.\n");
    let (bare, secret) = (served(&bare), served(&secret));
    let more =
        [format!("/p/temat/{word}"), format!("/p?category={word}"), "/p/temat/odpady?strona=2".to_owned()];
    for path in LISTS.map(str::to_owned).iter().chain(&more) {
        assert_eq!(told(&secret.get(path)), told(&bare.get(path)), "GET {path}");
    }
}
