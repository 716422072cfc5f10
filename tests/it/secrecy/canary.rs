//! Nothing internal comes out of a public address.
//!
//! Two cities have the same public articles. In one of them internal texts stand in every place where such a text can
//! stand, each with a word of its own that exists nowhere else (its canary): [`PLACES`] is the list. Whatever a
//! resident asks (the canaries as they are, misspelt, unfinished, quoted, excluded, as filters and as addresses, and
//! ordinary questions) both cities must answer alike: status, headers and body, scores and totals to the last digit.
//! What cannot be told from a city without secrets tells none.
//!
//! Time is not measured here, for a clock in a test proves nothing. It has nothing to depend on: the public engine
//! was built without these words, and the cache before it goes by a version that internal edits leave as it is
//! (`library/residents.rs` tests that).

mod addresses;
mod city;
mod derived;
mod handlers;
mod sections;

use addresses::{about, addresses, told};
use city::{Secrets, UNITS, city, city_with, city_with_secrets, lay_a_version_beside, served};

use std::fs;

use crate::harness::{Answer, Server, TestApp, percent_encoded};

/// Where an internal text can stand. Each place has the canary [`canary`] makes of its number.
const PLACES: [&str; 44] = [
    "internal article: title",
    "internal article: summary",
    "internal article: keywords",
    "internal article: questions",
    "internal article: fact phone",
    "internal article: fact email",
    "internal article: fact address",
    "internal article: fact fee",
    "internal article: fact deadline",
    "internal article: fact documents",
    "internal article: fact link",
    "internal article: source title",
    "internal article: source url",
    "internal article: heading",
    "internal article: body",
    "internal article: table cell",
    "internal article: unknown front-matter key",
    "internal article: unknown key's name",
    "internal article: comment in front matter",
    "internal article: comment in the body",
    "internal article: id",
    "internal article: folder",
    "internal article: file name as id",
    "internal article: category of its own",
    "public article: internal section's heading",
    "public article: internal section's text",
    "public article: heading below an internal one",
    "public article: text below that",
    "public article: unknown front-matter key",
    "public article: unknown key of facts",
    "public article: comment in front matter",
    "draft of a public article",
    "public article in review",
    "archived public article",
    "public article in force from tomorrow",
    "public article in force until yesterday",
    "public article that an act repealed",
    "version waiting beside a published article",
    "units: note to agents",
    "units: scope and name of a unit that no public article names",
    "units: source",
    "synonyms: what callers' words mean inside the house",
    "other bodies: note to agents",
    "other bodies: source",
];

/// A word that no Polish text has, for a place.
fn canary(place: usize) -> String {
    const SYLLABLES: [&str; 7] = ["bad", "gok", "lum", "nyp", "rez", "sif", "tov"];
    format!("xqvo{}{}w", SYLLABLES[place % 7], SYLLABLES[(place / 7 + 3 * place) % 7])
}

fn at(place: &str) -> String {
    let number = PLACES.iter().position(|known| *known == place);
    canary(number.unwrap_or_else(|| panic!("no such place: {place}")))
}

#[test]
fn every_place_has_a_canary_of_its_own() {
    let mut words: Vec<String> = (0..PLACES.len()).map(canary).collect();
    words.sort();
    words.dedup();
    assert_eq!(words.len(), PLACES.len());
}

/// Where staff read what stands in a place.
fn read_by_staff(place: &str) -> String {
    let id = at("internal article: id");
    match place {
        "internal article: folder" => format!("/api/v1/articles/{id}/history"),
        "internal article: file name as id" => format!("/api/v1/articles/{}", at(place)),
        "draft of a public article" => "/redakcja/ukryty-0".to_owned(),
        "public article in review" => "/redakcja/ukryty-1".to_owned(),
        "archived public article" => "/redakcja/ukryty-2".to_owned(),
        "public article in force from tomorrow" => "/api/v1/articles/ukryty-3".to_owned(),
        "public article in force until yesterday" => "/api/v1/articles/ukryty-4".to_owned(),
        "public article that an act repealed" => "/api/v1/articles/ukryty-5".to_owned(),
        "version waiting beside a published article" => "/api/v1/articles/odpis/next".to_owned(),
        _ if place.starts_with("internal article: ") => format!("/api/v1/articles/{id}"),
        _ if place.starts_with("public article: ") => "/api/v1/articles/gabaryty".to_owned(),
        _ if place.starts_with("units: ") => "/api/v1/dictionaries/jednostki".to_owned(),
        _ if place.starts_with("other bodies: ") => "/api/v1/dictionaries/inne-podmioty".to_owned(),
        _ if place.starts_with("synonyms: ") => "/api/v1/dictionaries/synonimy".to_owned(),
        _ => panic!("{place}: say here where staff read it"),
    }
}

/// Places in which agents find nothing by the word itself, for what stands there is not for searching.
const NOT_SEARCHED: [&str; 17] = [
    "internal article: fact link",
    "internal article: source url",
    "internal article: unknown key's name",
    "internal article: comment in front matter",
    "internal article: comment in the body",
    "internal article: folder",
    "internal article: category of its own",
    "public article: unknown front-matter key",
    "public article: comment in front matter",
    "draft of a public article",
    "public article in review",
    "archived public article",
    "version waiting beside a published article",
    "units: note to agents",
    "units: source",
    "synonyms: what callers' words mean inside the house",
    "other bodies: source",
];

/// Places out of which nothing comes although they are open: what residents are never told.
const NEVER_TOLD: [&str; 15] = [
    "internal article: keywords",
    "internal article: questions",
    "internal article: unknown front-matter key",
    "internal article: unknown key's name",
    "internal article: comment in front matter",
    "internal article: comment in the body",
    "internal article: folder",
    "public article: unknown front-matter key",
    "public article: unknown key of facts",
    "public article: comment in front matter",
    "units: note to agents",
    "units: source",
    "synonyms: what callers' words mean inside the house",
    "other bodies: note to agents",
    "other bodies: source",
];

#[test]
fn a_city_with_secrets_answers_residents_like_one_without() {
    let (bare, secret) = (city(), city_with_secrets());
    let (bare, secret) = (served(&bare), served(&secret));
    lay_a_version_beside(&secret, Secrets::Kept);
    // Each of them is there to be read and found by staff, or the test would prove nothing of its place.
    let (mut unread, mut unfound) = (Vec::new(), Vec::new());
    for place in PLACES {
        let word = at(place);
        let read = secret.get(&read_by_staff(place));
        if read.status != 200 || !read.body.contains(&word) {
            unread.push((place, read.status));
        }
        let found = secret.get(&format!("/api/v1/search?q={word}")).is(200).json();
        if found["total"] == 0 {
            unfound.push(place);
        }
    }
    assert!(unread.is_empty(), "staff read nothing there: {unread:#?}");
    assert_eq!(unfound, NOT_SEARCHED, "what agents do not find by its word");
    let mut compared = 0;
    for path in addresses() {
        let (without, with) = (bare.get(&path), secret.get(&path));
        assert_eq!(told(&with), told(&without), "GET {path} tells that there is something");
        compared += usize::from(without.status == 200);
    }
    assert!(compared > 10 * PLACES.len(), "{compared} answers that say something were compared");
}

/// The eyes of the test above: the same words in the same places, of which nothing says that they are internal.
#[test]
fn the_same_words_come_out_where_nothing_says_that_they_are_internal() {
    let app = city_with(Secrets::Open);
    let server = served(&app);
    lay_a_version_beside(&server, Secrets::Open);
    let mut pages: Vec<String> =
        ["/p", "/sitemap.xml", "/public/v1/search?q=meble&limit=100"].map(str::to_owned).to_vec();
    let ids = [
        "gabaryty".to_owned(),
        "odpis".to_owned(),
        at("internal article: id"),
        at("internal article: file name as id"),
    ];
    for id in ids.into_iter().chain((0..6).map(|number| format!("ukryty-{number}"))) {
        pages.extend([format!("/p/{id}"), format!("/public/v1/articles/{id}")]);
    }
    let closed: Vec<&String> = pages.iter().filter(|path| server.get(path).status != 200).collect();
    assert!(closed.is_empty(), "residents read no page there: {closed:?}");
    let shown: Vec<String> = pages.iter().map(|path| told(&server.get(path))).collect();
    let never: Vec<&str> = PLACES
        .into_iter()
        .filter(|place| {
            let word = at(place);
            let asked = about(&word).into_iter().filter(|path| !path.contains(&word));
            !shown.iter().any(|text| text.contains(&word))
                && !asked.into_iter().any(|path| told(&server.get(&path)).contains(&word))
        })
        .collect();
    assert_eq!(never, NEVER_TOLD, "what residents are not told of an open city");
}

#[test]
fn a_referral_is_told_to_residents_and_a_follow_up_only_of_what_is_theirs() {
    let app = city_with_secrets();
    let server = served(&app);
    let ask = |door: &str, query: &str| server.get(&format!("{door}/search?{query}")).is(200).json();
    let id = at("internal article: id");
    for door in ["/public/v1", "/api/v1"] {
        let answer = ask(door, "q=emerytura+nie+przysz%C5%82a");
        assert_eq!(answer["state"], "elsewhere", "{door}");
        assert_eq!(answer["refer"]["code"], "ZUS", "{door}");
        let keys: Vec<&String> = answer["refer"].as_object().expect("a referral").keys().collect();
        assert_eq!(keys.len(), 5, "code, name, sentence, phone, link: {keys:?}");
        assert_eq!(ask(door, "q=ile+kosztuje&context=gabaryty")["hits"][0]["id"], "gabaryty", "{door}");
    }
    assert_eq!(ask("/api/v1", &format!("q=ile+kosztuje&context={id}"))["hits"][0]["id"], *id);
    let open = told(&server.get(&format!("/public/v1/search?q=ile+kosztuje&context={id}")));
    assert_eq!(open, told(&server.get("/public/v1/search?q=ile+kosztuje")), "as if nothing lay open");
}

#[test]
fn what_an_internal_article_is_called_cannot_be_told_from_what_is_not_there() {
    let app = city_with_secrets();
    let server = served(&app);
    for (hidden, missing) in [("uchyla", "nie-ma"), ("ukryty-1", "ukryty-9")] {
        let to_staff = |id: &str| server.get(&format!("/api/v1/articles/{id}/history")).status;
        assert_eq!((to_staff(hidden), to_staff(missing)), (200, 404), "staff know the one and not the other");
        for folder in ["/public/v1/articles/", "/p/"] {
            let (hidden, missing) =
                (server.get(&format!("{folder}{hidden}")), server.get(&format!("{folder}{missing}")));
            assert_eq!((hidden.status, missing.status), (404, 404));
            assert_eq!(told(&hidden), told(&missing));
        }
    }
}

/// A word that was public and is no more stays in the index's files until they are merged.
#[test]
fn words_of_an_article_that_was_withdrawn_do_not_come_back_as_corrections() {
    const QUESTIONS: [&str; 4] = ["xqvobadukwoe", "xqvobadukow", "xqvobadu", "xqvobadukowa"];
    let app = city();
    let article = |audience: &str| {
        format!(
            "---\nid: wycofany\ntitle: Meble Xqvobadukowe\naudience: {audience}\n---\n\nMeble xqvobadukowe.\n"
        )
    };
    app.write("odpady/wycofany.md", article("public"));
    let token = app.token("redakcja", "admin");
    let server = app.serve().with_token(&token);
    let says = |path: &str| server.get(path).is(200).body.to_lowercase().contains("xqvobadukowe");
    for q in QUESTIONS {
        assert!(says(&format!("/public/v1/search?q={q}")), "as long as it is public, {q} leads to it");
    }
    drop(server);
    app.write("odpady/wycofany.md", article("internal"));
    let server = app.serve().with_token(&token);
    let answer = |path: &str| server.get(path).is(200).body.to_lowercase();
    for q in QUESTIONS {
        for path in ["search", "suggest"] {
            let answer = answer(&format!("/public/v1/{path}?q={q}"));
            assert!(!answer.contains("xqvobadukowe"), "{path}?q={q}: {answer}");
        }
        assert!(answer(&format!("/api/v1/search?q={q}")).contains("xqvobadukowe"), "agents are still told");
    }
}

/// Where something of an internal section of a public article can stand, and what could carry it out: each `@` is a
/// word of its own. Written into a section of every spelling that certainly means the mark.
const LENT: [&str; 14] = [
    "@heading",
    "@text of the section",
    "[cennik]: https://@.example/ \"@\"",
    "[regulamin]: /artykul/@",
    "[^1]: @footnote",
    "[a](https://@.example/ \"@\")",
    "![@](/@.png \"@\")",
    "<!-- @ -->",
    "<div title=\"@\">@</div>",
    "- [ ] @task",
    "> @quotation",
    "| @cell |\n|---|\n| @cell |",
    "```\n@code\n```",
    "### @heading below\n\n@text below",
];

#[test]
fn no_picture_of_another_server_and_no_address_that_misleads_reaches_a_reader() {
    let app = city();
    let pictures = [
        "https://obcy.example/x.png",
        "//obcy.example/x.png",
        "\\\\\\\\obcy.example/x.png",
        "/\\\\obcy.example/x.png",
        "https:obcy.example/x.png",
        "data:image/png;obcy.example",
        "/&#9;/obcy.example/x.png",
    ];
    let mut body = String::new();
    for target in pictures {
        body.push_str(&format!("![słowa obrazu]({target}) <img src=\"{target}\" alt=\"słowa obrazu\">\n\n"));
        if !target.starts_with("https://") {
            body.push_str(&format!("[słowa odsyłacza]({target}) <a href=\"{target}\">x</a>\n\n"));
        }
    }
    for (at, link) in [
        "//obcy.example",
        "javascript:obcy.example",
        "mailto:obcy@obcy.example",
        "/obcy.example",
        "https:obcy.example",
        "https://krakow.pl@obcy.example",
    ]
    .iter()
    .enumerate()
    {
        app.write(&format!("obce/link-{at}.md"), format!("---\nid: link-{at}\ntitle: Obcy {at}\naudience: public\nfacts: {{link: \"{link}\"}}\nsource: {{title: Źródło, url: \"{link}\"}}\n---\nMeble.\n"));
    }
    app.write("obce/obrazy.md", format!("---\nid: obrazy\ntitle: Obrazy\naudience: public\nfacts: {{link: \"https://www.krakow.pl/strona\"}}\n---\n{body}"));
    let server = served(&app);
    let mut paths: Vec<String> = ["/artykul/", "/p/", "/public/v1/articles/", "/api/v1/articles/"]
        .map(|door| format!("{door}obrazy"))
        .to_vec();
    for at in 0..6 {
        paths.extend(["/artykul/", "/p/", "/public/v1/articles/"].map(|door| format!("{door}link-{at}")));
    }
    for path in paths {
        let answer = server.send("GET", &path, &[("Accept", "text/html,*/*")], "").is(200);
        // The file itself is the editors'; what is made of it is not.
        let shown = match serde_json::from_str::<serde_json::Value>(&answer.body) {
            Ok(mut json) => {
                json.as_object_mut().map(|object| object.remove("markdown"));
                json.to_string()
            }
            Err(_) => answer.body.clone(),
        };
        assert!(!shown.contains("obcy.example"), "GET {path}: {shown}");
        if path.ends_with("obrazy") {
            assert!(
                shown.contains("słowa obrazu")
                    && shown.contains("słowa odsyłacza")
                    && shown.contains("krakow.pl/strona"),
                "GET {path}: {shown}"
            );
        }
    }
    let looked = server
        .send(
            "POST",
            "/api/v1/articles/preview",
            &[("Content-Type", "text/markdown")],
            &format!("---\ntitle: A\naudience: public\n---\n{body}"),
        )
        .is(200)
        .json();
    for reader in ["agent", "resident"] {
        let html = looked[reader]["html"].as_str().unwrap_or_default();
        assert!(html.contains("słowa obrazu") && !html.contains("obcy.example"), "{reader}: {html}");
    }
    assert!(
        looked["problems"].to_string().contains("W020") && looked["problems"].to_string().contains("E008")
    );
}
