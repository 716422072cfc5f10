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

mod derived;

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

/// The public side of both cities.
fn city() -> TestApp {
    let app = TestApp::new();
    let settings = "today = \"2026-11-20\"\npublic-address = \"https://wiedza.example\"\npublic-rate = 0\n";
    fs::write(app.kb().join("../drogowskaz.toml"), settings).expect("the settings");
    app.write("slowniki/jednostki.toml", UNITS);
    app.write(
        "slowniki/kategorie.toml",
        "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\nopis = \"Śmieci.\"\n",
    );
    app.write("slowniki/synonimy.toml", SYNONYMS);
    app.write("slowniki/inne-podmioty.toml", OTHER_BODIES);
    app.write("odpady/gabaryty.md", GABARYTY);
    app.write("usc/odpis.md", "---\nid: odpis\ntitle: Odpis aktu urodzenia\naudience: public\nunit: MPO\n---\n\nOdpis wydaje urząd.\n");
    app.write("transport/bilety.md", "---\nid: bilety\ntitle: Bilety okresowe\naudience: public\n---\n\nUlgę ma uczeń. Meble w autobusie? Zob. [gabaryty](/artykul/gabaryty).\n");
    app
}

const UNITS: &str = "[[jednostka]]\ncode = \"MPO\"\nname = \"Miejskie Przedsiębiorstwo Oczyszczania\"\nkind = \"spółka\"\nphones = [\"801084084\"]\nstatus = \"aktualna\"\n\n\
    [[jednostka]]\ncode = \"DK-02\"\nname = \"Referat Infolinii\"\nkind = \"referat\"\naliases = [\"KCK\", \"Krakowskie Centrum Kontaktu\"]\nphones = [\"12 616 55 55\"]\nhours = \"Mo-Fr 07:40-15:30\"\nstatus = \"aktualna\"\n";
const OTHER_BODIES: &str = "[[podmiot]]\ncode = \"ZUS\"\nname = \"Zakład Ubezpieczeń Społecznych\"\naliases = [\"zus\"]\nmatters = [\"emerytura nie przyszła\"]\nsentence = \"Emerytury prowadzi ZUS.\"\nphone = [\"22 560 16 00\"]\nlink = \"https://www.zus.pl\"\n";
const SYNONYMS: &str = "[[synonim]]\nmowia = [\"rupiecie\"]\nznaczy = [\"meble\"]\n";
const GABARYTY: &str = "---\nid: gabaryty\ntitle: Odbiór starych mebli\nsummary: Meble odbiera MPO.\naudience: public\nunit: MPO\ncategory: odpady\nkpum_area: uslugi\nverified: 2026-10-01\nfacts:\n  fee: bezpłatnie\n---\n\nWersalkę odbiera MPO po zgłoszeniu.\n";

const REPEALS: &str = "---\nid: uchyla\ntitle: Zarządzenie uchylające\naudience: internal\nsource: {title: \"Zarządzenie nr 8/2026\"}\nrepeals: [\"7/2020\"]\nvalid_from: 2026-01-01\n---\n\nUchyla.\n";

/// Residents know it by an address of its own, so staff have to be known, too.
fn served(app: &TestApp) -> Server {
    let token = app.token("redakcja", "admin");
    app.serve().with_token(&token)
}

/// Whether what stands in [`PLACES`] is kept from residents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secrets {
    Kept,
    /// The same texts, and nothing says that they are internal: what can come out does.
    Open,
}

/// The same city with every secret there can be.
fn city_with_secrets() -> TestApp {
    city_with(Secrets::Kept)
}

fn city_with(secrets: Secrets) -> TestApp {
    let app = city();
    let kept = |words: &str| if secrets == Secrets::Kept { words.to_owned() } else { String::new() };
    let audience = if secrets == Secrets::Kept { "internal" } else { "public" };
    let c = |place: &str| at(place);
    let folder = c("internal article: folder");
    app.write(
        &format!("{folder}/tajne.md"),
        format!(
            "---\n# {comment}\nid: {id}\ntitle: Meble {title}\nsummary: Meble {summary}\nunit: TAJ-01\ncategory: {category}\naudience: {audience}\nkeywords: [{keywords}, meble]\nquestions: [\"{questions} meble?\"]\n\
             facts:\n  phone: [\"12 616 00 00 {phone}\"]\n  email: {email}@krakow.example\n  address: ul. {address} 1\n  fee: 17 zł {fee}\n  deadline: 3 dni {deadline}\n  documents: [{documents}]\n  link: https://{link}.example/\n\
             source: {{title: \"Zarządzenie nr 1/2026 {source}\", url: \"https://{url}.example/\"}}\nnotatka: {unknown}\n{key}: x\n---\n\n## {heading}\n\nMeble {body} odbiera MPO.\n\n| a | b |\n|---|---|\n| {cell} | meble |\n\n<!-- {hidden} -->\n",
            comment = c("internal article: comment in front matter"),
            id = c("internal article: id"),
            title = c("internal article: title"),
            summary = c("internal article: summary"),
            category = c("internal article: category of its own"),
            keywords = c("internal article: keywords"),
            questions = c("internal article: questions"),
            phone = c("internal article: fact phone"),
            email = c("internal article: fact email"),
            address = c("internal article: fact address"),
            fee = c("internal article: fact fee"),
            deadline = c("internal article: fact deadline"),
            documents = c("internal article: fact documents"),
            link = c("internal article: fact link"),
            source = c("internal article: source title"),
            url = c("internal article: source url"),
            unknown = c("internal article: unknown front-matter key"),
            key = c("internal article: unknown key's name"),
            heading = c("internal article: heading"),
            body = c("internal article: body"),
            cell = c("internal article: table cell"),
            hidden = c("internal article: comment in the body"),
        ),
    );
    app.write(
        &format!("{}.md", c("internal article: file name as id")),
        format!("---\ntitle: Meble wewnętrzne\naudience: {audience}\n---\n\nMeble.\n"),
    );
    app.write(
        "odpady/gabaryty.md",
        GABARYTY
            .replace("facts:\n", &format!("facts:\n  uwaga: {}\n", c("public article: unknown key of facts")))
            .replace(
                "category: odpady\n",
                &format!(
                    "# {}\nnotatka: {}\ncategory: odpady\n",
                    c("public article: comment in front matter"),
                    c("public article: unknown front-matter key")
                ),
            )
            + &format!(
                "\n## {} {}\n\nWersalkę {} odbiera MPO.\n\n### {}\n\nMeble {}.\n",
                c("public article: internal section's heading"),
                kept("{.internal}"),
                c("public article: internal section's text"),
                c("public article: heading below an internal one"),
                c("public article: text below that"),
            ),
    );
    let hidden = [
        ("draft of a public article", "status: draft"),
        ("public article in review", "status: review"),
        ("archived public article", "status: archived"),
        ("public article in force from tomorrow", "valid_from: 2026-11-21"),
        ("public article in force until yesterday", "valid_until: 2026-11-19"),
        ("public article that an act repealed", "source: {title: \"Zarządzenie nr 7/2020\"}"),
    ];
    for (number, (place, line)) in hidden.into_iter().enumerate() {
        let (word, line) = (c(place), kept(line));
        app.write(
            &format!("ukryte/ukryty-{number}.md"),
            format!("---\nid: ukryty-{number}\ntitle: Meble {word}\naudience: public\nunit: MPO\ncategory: odpady\n{line}\n---\n\nWersalkę {word} odbiera MPO.\n"),
        );
    }
    if secrets == Secrets::Kept {
        app.write("ukryte/uchyla.md", REPEALS);
    }
    let of_mpo =
        format!("note = \"{}\"\nsource = \"{}\"\nstatus", c("units: note to agents"), c("units: source"));
    let scope = c("units: scope and name of a unit that no public article names");
    let secret_unit = format!(
        "\n[[jednostka]]\ncode = \"TAJ-01\"\nname = \"Referat {scope}\"\nkind = \"referat\"\nscope = [\"{scope}\"]\naliases = [\"{scope} meble\"]\nphones = [\"12 616 11 11\"]\nstatus = \"aktualna\"\n"
    );
    app.write("slowniki/jednostki.toml", UNITS.replacen("status", &of_mpo, 1) + &secret_unit);
    let of_body = format!(
        "note = \"{}\"\nsource = \"{}\"\n",
        c("other bodies: note to agents"),
        c("other bodies: source")
    );
    app.write("slowniki/inne-podmioty.toml", OTHER_BODIES.to_owned() + &of_body);
    let synonym = c("synonyms: what callers' words mean inside the house");
    app.write(
        "slowniki/synonimy.toml",
        format!("{SYNONYMS}\n[[synonim]]\nmowia = [\"wersalka\", \"bilet\"]\nznaczy = [\"{synonym}\"]\n"),
    );
    app
}

/// A text for a later day, laid beside the published one through the editors' door.
fn lay_a_version_beside(server: &Server, secrets: Secrets) {
    let tag = server.get("/api/v1/articles/odpis").is(200).header("etag").to_owned();
    let word = at("version waiting beside a published article");
    let status = if secrets == Secrets::Kept { "draft" } else { "published" };
    let draft = format!(
        "---\nid: odpis\ntitle: Odpis {word}\naudience: public\nstatus: {status}\nunit: MPO\n---\n\nMeble {word}.\n"
    );
    let headers = [("Content-Type", "text/markdown"), ("If-Match", tag.as_str())];
    let answer = server.send("PUT", "/api/v1/articles/odpis", &headers, &draft);
    assert!(matches!(answer.status, 200..=202), "{}\n{}", answer.head, answer.body);
}

/// Every address that residents can reach, with what they may put into it.
fn addresses() -> Vec<String> {
    let mut paths: Vec<String> = [
        "/p",
        "/p/gabaryty",
        "/p/odpis",
        "/p/bilety",
        "/p/tajne",
        "/p/ukryty-0",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/deklaracja-dostepnosci",
        "/widget.js",
        "/widget/demo",
        "/public/v1/infoline",
        "/public/v1/articles/gabaryty",
        "/public/v1/articles/odpis",
        "/public/v1/articles/bilety",
        "/public/v1/articles/uchyla",
        "/public/v1/search",
        "/public/v1/nic",
        "/public/v1/search?limit=1000",
        "/public/v1/search?q=meble&unit=TAJ-01",
        "/public/v1/search?q=meble&in_force=false",
        "/public/v1/search?q=meble&explain=true&limit=100",
        "/public/v1/search?q=zarz%C4%85dzenie+7/2020",
        "/public/v1/search?q=1/2026",
        "/public/v1/search?q=TAJ-01",
        "/public/v1/search?q=12+616+11+11",
        "/public/v1/search?q=12+616+00+00",
        "/public/v1/search?q=emerytura+nie+przysz%C5%82a",
        "/public/v1/search?q=zus+emerytura",
        "/public/v1/search?q=stare+meble+i+odpis+aktu",
        "/public/v1/search?q=a+telefon&context=gabaryty",
        "/public/v1/search?q=ile+kosztuje&context=gabaryty",
        "/public/v1/search?q=wersalka&context=odpis",
    ]
    .map(str::to_owned)
    .to_vec();
    for question in [
        "meble",
        "wersalka",
        "odbiór starych mebli",
        "ile kosztuje",
        "bilet",
        "rupiecie",
        "odpis urzą",
        "mpo",
        "xqvo",
        "referat",
    ] {
        let q = percent_encoded(question);
        paths.extend([
            format!("/public/v1/search?q={q}"),
            format!("/public/v1/suggest?q={q}"),
            format!("/public/v1/suggest?q={q}&category=odpady"),
            format!("/public/v1/suggest?q={q}&format=opensearch"),
            format!("/p?q={q}"),
        ]);
    }
    // With an article open that is not theirs they are answered as with none.
    let closed = [at("internal article: id"), at("internal article: file name as id"), "ukryty-0".to_owned()];
    for question in ["a+telefon", "ile+kosztuje", "meble", "odpis"] {
        let open = |id: &String| format!("/public/v1/search?q={question}&context={id}");
        paths.extend(closed.iter().map(open));
    }
    paths.extend((0..PLACES.len()).map(canary).flat_map(|word| about(&word)));
    paths
}

/// Where somebody asks who knows a word, or nearly.
fn about(word: &str) -> Vec<String> {
    let swapped = format!("{}{}{}{}", &word[..5], &word[6..7], &word[5..6], &word[7..]);
    let (lost, unfinished) = (&word[..word.len() - 1], &word[..6]);
    let mut paths = Vec::new();
    for q in [word, &swapped, lost, unfinished, &format!("meble%20{word}")] {
        paths.push(format!("/public/v1/search?q={q}"));
        paths.push(format!("/public/v1/suggest?q={q}"));
    }
    paths.extend([
        format!("/public/v1/search?q=%22{word}%22"),
        format!("/public/v1/search?q=meble%20-{word}"),
        format!("/public/v1/search?q=meble&unit={word}"),
        format!("/public/v1/search?q=meble&category={word}"),
        format!("/public/v1/search?q=meble&area={word}"),
        format!("/public/v1/articles/{word}"),
        format!("/p/{word}"),
        format!("/p?q={swapped}"),
    ]);
    paths
}

/// An answer without what differs each time: when, how fast, and the name of the request.
fn told(answer: &Answer) -> String {
    const EACH_TIME: [&str; 3] = ["date:", "x-request-id:", "content-length:"];
    let head = answer
        .head
        .lines()
        .filter(|line| !EACH_TIME.iter().any(|name| line.to_lowercase().starts_with(name)));
    let mut body = answer.body.clone();
    if let Ok(mut json) = serde_json::from_str::<serde_json::Value>(&body)
        && let Some(object) = json.as_object_mut()
    {
        for key in ["took_us", "query_id", "code"] {
            object.remove(key);
        }
        body = json.to_string();
    }
    format!("{}\n\n{body}", head.collect::<Vec<_>>().join("\n"))
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

/// Spellings that hide their section.
const HIDING: [&str; 12] = [
    "## @ {.internal}",
    "## @ {\u{a0}.internal}",
    "## @ {\u{200b}.inter\u{ad}nal\u{feff}}",
    "## @ {class=\"internal\"}",
    "## @ {class=internal}",
    "## @ {#@ .Internal}",
    "## {.internal} @",
    "## @ \\{.internal\\}",
    "## @ ｛．internal｝ ##",
    "## @ {.intеrnal}",
    "@ {.internal}\n---",
    "## @ {&#8203;.internal}",
];

/// What looks like an attempt, or hides the only title: the article is closed.
const CLOSING: [&str; 44] = [
    "## @ {”.internal”}\n\n@",
    "    ## @ {.internal}\n\n@",
    "## @ [.internal]\n\n@",
    "## @ (.internal)\n\n@",
    "## @ {.intenal}\n\n@",
    "## @ {.wewnętrzne}\n\n@",
    "::: internal\n@\n:::",
    "!!! internal\n    @",
    "> ## @ {.internal}\n\n@",
    "<h2 class=\"internal\">@</h2>\n\n@",
    "<!-- internal -->\n@",
    "```\nkod\n\n## @ {.internal}\n\n@",
    "## a {.internal}\n\n@\n---\n\nDalej.",
    "# @ {.internal}\n\n@",
    "## @ (wewnętrzne)\n\n@",
    "## @ (wewn.)\n\n@",
    "## @ – wewnętrzne\n\n@",
    "## @ (do użytku wewnętrznego)\n\n@",
    "## Wewnętrzne: @\n\n@",
    "## Tylko dla agentów\n\n@",
    "## @ (inter nal)\n\n@",
    "(internal) @",
    "@ (tylko dla konsultantów).",
    "Wewnętrzne: @",
    "Meble. INTERNAL: @",
    "> **Internal:** @",
    "- Poufne: @",
    "| @ (służbowe) | a |\n|---|---|\n| @ | b |",
    "**@ (internal)**\n\n@",
    "~~~wewnętrzne\n@\n~~~",
    "```\nInternal: @\n```",
    "`(internal) @`",
    "<h2>@ (wewnętrzne)</h2>\n\n@",
    "<details>\n<summary>Wewnętrzne</summary>\n\n@\n\n</details>",
    "<p title='{.internal}'>@</p>",
    "<a href=\"/artykul/gabaryty\" title=\"@ {.internal}\">@</a>",
    "<img src=\"/a.png\" alt=\"@ (wewnętrzne)\">",
    "[@](https://e.example \"@ {.internal}\")",
    "[@](https://e.example/{.internal}@)",
    "[r]\n\n[r]: https://e.example/%7B.internal%7D@ '@'",
    "[r]\n\n[r]: https://e.example '@ ::: internal'",
    "![@ (internal)](/a.png)",
    "![@](/a.png \"@ {.internal}\")",
    "Meble[^a].\n\n[^a]: (internal) @",
];

/// Keys of the header that bear a mark, each of an article of its own.
const CLOSING_KEYS: [&str; 16] = [
    "title: \"Meble @ (wewnętrzne)\"",
    "summary: \"@ {.internal}\"",
    "unit: \"@ {.internal}\"",
    "category: \"@ {.internal}\"",
    "keywords: [meble, \"@ {.internal}\"]",
    "questions: [\"@ {.internal}\"]",
    "facts: {phone: [\"12 616 00 00 @ {.internal}\"]}",
    "facts: {email: \"@ {.internal}\"}",
    "facts: {address: \"@ {.internal}\"}",
    "facts: {hours: \"@ {.internal}\"}",
    "facts: {fee: \"10 zł (internal: @)\"}",
    "facts: {deadline: \"10 dni [wewnętrzne: @]\"}",
    "facts: {documents: [\"@ (do użytku służbowego)\"]}",
    "facts: {link: \"https://@.example/{.internal}\"}",
    "source: {title: \"@ {.internal}\"}",
    "source: {title: A, url: \"https://@.example/%7B.internal%7D\"}",
];

/// Puts a word that no text has into each `@`.
fn with_words(text: &str, number: &mut usize) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        out.push_str(&format!("zqxvu{}{}{}k", letter(*number / 676), letter(*number / 26), letter(*number)));
        out.push_str(part);
        *number += 1;
    }
    out
}

/// The articles that both cities have, and what one of them has beside.
fn city_of_sections(secret: bool) -> (TestApp, usize) {
    let app = city();
    let mut number = 0;
    for (at, heading) in HIDING.iter().enumerate() {
        let section = with_words(&format!("{heading}\n\n{}\n\n", LENT.join("\n\n")), &mut number);
        let section = if secret { section } else { String::new() };
        app.write(
            &format!("sekcje/jawny-{at}.md"),
            format!("---\nid: jawny-{at}\ntitle: Jawny {at}\naudience: public\n---\n\nMeble, [cennik] i [regulamin][], ![plan][cennik].[^1]\n\n{section}## Dalej\n\nWersalka i [cennik].\n"),
        );
    }
    for (at, text) in CLOSING.iter().enumerate() {
        let text = with_words(text, &mut number);
        let title = if text.starts_with("# ") { "" } else { "title: Meble zamknięte\n" };
        if secret {
            app.write(
                &format!("sekcje/zamkniety-{at}.md"),
                format!("---\nid: zamkniety-{at}\n{title}audience: public\n---\n\nMeble.\n\n{text}\n"),
            );
        }
    }
    for (at, key) in CLOSING_KEYS.iter().enumerate() {
        let key = with_words(key, &mut number);
        let title = if key.starts_with("title") { "" } else { "title: Meble zamknięte\n" };
        if secret {
            app.write(
                &format!("sekcje/zakryty-{at}.md"),
                format!("---\nid: zakryty-{at}\n{title}audience: public\n{key}\n---\n\nMeble.\n"),
            );
        }
    }
    (app, number)
}

/// The articles that are closed to residents whole.
fn closed_articles() -> impl Iterator<Item = String> {
    let by_body = (0..CLOSING.len()).map(|at| format!("zamkniety-{at}"));
    by_body.chain((0..CLOSING_KEYS.len()).map(|at| format!("zakryty-{at}")))
}

#[test]
fn no_spelling_of_an_internal_heading_and_nothing_below_it_reaches_residents() {
    let ((bare, words), (secret, _)) = (city_of_sections(false), city_of_sections(true));
    let (bare, secret) = (served(&bare), served(&secret));
    let mut number = 0;
    let word = |number: &mut usize| with_words("@", number);
    // Agents read every one of them and find almost every one, or the test would prove nothing.
    let articles = (0..HIDING.len()).map(|at| format!("jawny-{at}"));
    let articles = articles.chain(closed_articles());
    let read: String =
        articles.map(|id| secret.get(&format!("/api/v1/articles/{id}")).is(200).body).collect();
    let (mut at, mut found) = (0, 0);
    while at < words {
        let word = word(&mut at);
        assert!(read.contains(&word), "agents read {word}");
        found += usize::from(secret.get(&format!("/api/v1/search?q={word}")).is(200).json()["total"] != 0);
    }
    assert!(words > 200 && found * 10 >= words * 7, "agents find {found} of {words}");
    let mut paths: Vec<String> = [
        "/sitemap.xml",
        "/p",
        "/public/v1/search?q=meble&limit=100",
        "/public/v1/search?q=wersalka&limit=100",
        "/public/v1/search?q=cennik",
        "/public/v1/suggest?q=meb",
        "/public/v1/suggest?q=zqxvu",
        "/p?q=meble",
    ]
    .map(str::to_owned)
    .to_vec();
    for at in 0..HIDING.len() {
        paths.extend([format!("/p/jawny-{at}"), format!("/public/v1/articles/jawny-{at}")]);
    }
    for id in closed_articles() {
        paths.extend([format!("/p/{id}"), format!("/public/v1/articles/{id}")]);
    }
    while number < words {
        let word = word(&mut number);
        paths.extend([format!("/public/v1/search?q={word}"), format!("/public/v1/suggest?q={}", &word[..8])]);
    }
    for path in &paths {
        let (without, with) = (bare.get(path), secret.get(path));
        assert_eq!(told(&with), told(&without), "GET {path} tells that there is something");
        assert!(!with.body.contains("zqxvua") || path.contains("zqxvua"), "GET {path}: {}", with.body);
    }
    let page = secret.get("/p/jawny-0").is(200).body;
    assert!(page.contains("Wersalka") && page.contains("[cennik]"), "what is theirs is there: {page}");
}

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

/// What a handler says that asks as an agent, token by token.
const WAYS_TO_STAFF: [&str; 8] = [
    " View ",
    " Staff ",
    " Reader : : Agent ",
    " Knowledge ",
    " Shared < State > ",
    " unit . note ",
    " unit : : UnitCard ",
    " beside : : Beside ",
];

/// The handlers of the residents' side are given `Residents`; this holds them to it.
#[test]
fn no_handler_for_residents_can_ask_as_an_agent() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let files = ["public", "widget"].map(|folder| crate::harness::files_below(&src.join(folder)));
    let mut seen = 0;
    for file in files.into_iter().flatten().filter(|file| file.extension().is_some_and(|kind| kind == "rs")) {
        if file.ends_with("public/tests.rs") {
            continue;
        }
        let code = format!(" {} ", crate::architecture::code_of(&file));
        for way in WAYS_TO_STAFF {
            assert!(!code.contains(way), "{} names {way}; ask through Residents", file.display());
        }
        seen += 1;
    }
    assert!(seen > 8, "the files are where the test looks for them");
    // The handlers of agents do, by all of these ways.
    let files = ["console", "desk", "api", "shown", "words"]
        .map(|folder| crate::harness::files_below(&src.join(folder)));
    let code: String = files
        .into_iter()
        .flatten()
        .filter(|file| file.extension().is_some_and(|kind| kind == "rs"))
        .map(|file| crate::architecture::code_of(&file))
        .collect();
    let unseen: Vec<_> = WAYS_TO_STAFF.into_iter().filter(|way| !code.contains(way)).collect();
    assert!(unseen.is_empty(), "nobody goes these ways, or nobody is seen going them: {unseen:?}");
}
