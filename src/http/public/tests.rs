//! What stands around the residents' side: who may read it, how much of it, and what is remembered.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::http::testkit::{FixedClock, Got, Shelf, browse, door, get, send_to, state, until};
use crate::http::{Limits, PublicSettings, State};
use crate::journal::people::audit::By;
use crate::journal::people::tokens::NewToken;
use crate::journal::{Journal, Role, Secret};

const PORTAL: &str = "https://kpum.krakow.pl";
const SEARCH: &str = "/public/v1/search?q=lod%C3%B3wka";

fn served(settings: PublicSettings) -> State {
    state(Shelf::demo(), Limits::default()).serving_residents(settings)
}

async fn from(state: &State, origin: &str, uri: &str) -> Got {
    send_to(state, Request::get(uri).header("origin", origin).body(Body::empty()).unwrap()).await
}

async fn ask(state: &State, uri: &str) -> Got {
    send_to(state, Request::get(uri).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn pages_of_allowed_origins_may_read_the_public_api_and_nothing_else() {
    let state = served(PublicSettings { origins: vec![PORTAL.into()], ..PublicSettings::default() });
    let allowed = from(&state, PORTAL, SEARCH).await;
    assert_eq!(allowed.header("access-control-allow-origin"), PORTAL);
    assert!(allowed.header("vary").to_lowercase().contains("origin"));
    assert_eq!(allowed.header("access-control-allow-credentials"), "");
    for (origin, uri) in [
        ("https://kpum.krakow.pl.example", SEARCH),
        ("http://kpum.krakow.pl", SEARCH),
        ("null", SEARCH),
        (PORTAL, "/api/v1/search?q=a"),
        (PORTAL, "/p/elektroodpady"),
        (PORTAL, "/healthz"),
    ] {
        let refused = from(&state, origin, uri).await;
        assert_eq!(refused.header("access-control-allow-origin"), "", "{origin} {uri}");
    }
    let preflight = Request::options(SEARCH)
        .header("origin", PORTAL)
        .header("access-control-request-method", "GET")
        .body(Body::empty())
        .unwrap();
    let preflight = send_to(&state, preflight).await;
    assert_eq!(preflight.status, StatusCode::NO_CONTENT);
    assert_eq!(preflight.header("access-control-allow-methods"), "GET, HEAD");
}

#[tokio::test]
async fn whoever_asks_too_much_is_told_when_to_come_back_and_the_page_may_read_it() {
    let settings = PublicSettings { rate: 3, origins: vec![PORTAL.into()], ..PublicSettings::default() };
    let state = served(settings);
    for _ in 0..3 {
        assert_eq!(from(&state, PORTAL, SEARCH).await.status, StatusCode::OK);
    }
    let refused = from(&state, PORTAL, SEARCH).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.json()["type"], "/problem/too-many-requests");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(refused.header("access-control-allow-origin"), PORTAL);
    assert_eq!(
        ask(&state, "/p/elektroodpady").await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "pages count, too"
    );
    for free in ["/api/v1/search?q=a", "/widget.js", "/healthz"] {
        assert_eq!(ask(&state, free).await.status, StatusCode::OK, "{free}");
    }
}

#[tokio::test]
async fn an_answer_is_remembered_until_something_that_residents_see_changes() {
    let shelf = Shelf::demo();
    let version = shelf.version.clone();
    let state = state(shelf, Limits::default());
    let name = |got: &Got| got.json()["query_id"].as_str().unwrap().to_owned();
    let first = ask(&state, SEARCH).await;
    assert_eq!(name(&first), name(&ask(&state, SEARCH).await), "the second answer is the first one");
    version.fetch_add(1, Ordering::Release);
    let later = ask(&state, SEARCH).await;
    assert_ne!(name(&first), name(&later), "after a publication it is asked anew");
    assert_eq!(first.header("etag"), later.header("etag"), "it says the same, so it has the same name");
    assert!(!first.header("etag").is_empty());
}

#[tokio::test]
async fn whoever_has_the_answer_is_not_sent_it_again() {
    let state = served(PublicSettings::default());
    for uri in [
        SEARCH,
        "/public/v1/suggest?q=lo",
        "/public/v1/articles/elektroodpady",
        "/p/elektroodpady",
        "/widget.js",
        "/sitemap.xml",
    ] {
        let tag = ask(&state, uri).await.header("etag").to_owned();
        assert!(!tag.is_empty(), "{uri} has a name");
        let again = Request::get(uri).header("if-none-match", &tag).body(Body::empty()).unwrap();
        let again = send_to(&state, again).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{uri}");
    }
}

#[tokio::test]
async fn residents_who_take_all_their_places_leave_agents_theirs() {
    let shelf = Shelf { search_takes: Duration::from_millis(300), ..Shelf::demo() };
    let limits = Limits { public_concurrent: 1, public_searches: 1, searches: 1, ..Limits::default() };
    let state = state(shelf, limits);
    let slow = tokio::spawn({
        let state = state.clone();
        async move { ask(&state, SEARCH).await.status }
    });
    until("the first is being answered", || state.public.requests.available_permits() == 0).await;
    let second = ask(&state, "/public/v1/search?q=inne").await;
    assert_eq!(second.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!second.header("retry-after").is_empty());
    assert_eq!(ask(&state, "/api/v1/search?q=a").await.status, StatusCode::OK, "an agent has a place");
    assert_eq!(slow.await.unwrap(), StatusCode::OK);
}

#[tokio::test]
async fn a_public_page_has_what_residents_may_read_and_its_one_address() {
    let page = browse("/p/elektroodpady").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("W\u{a0}punkcie zbiórki przy ul.\u{a0}Nowohuckiej."), "{}", page.text);
    assert!(page.text.contains("<link rel=\"canonical\" href=\"http://localhost/p/elektroodpady\">"));
    assert!(page.text.contains("tel:+48801084084"));
    let agents = get("/api/v1/articles/elektroodpady").await;
    for hidden in ["Zapytaj o", "sekret-redakcji", "pytanie-dzwoniącego", "słowo-kluczowe"] {
        assert!(agents.text.contains(hidden), "{hidden} is told to agents, or this sees nothing");
        assert!(!page.text.contains(hidden), "{hidden}");
    }
    let missing = browse("/p/sprzet-procedura").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text.contains("href=\"/p\"") && !missing.text.contains("dzwoniący"), "{}", missing.text);
}

#[tokio::test]
async fn the_host_of_a_request_writes_nothing_into_a_page() {
    let journal = Arc::new(Journal::throw_away());
    let state = State::new(Arc::new(Shelf::demo()), door(), journal, Arc::new(FixedClock), Limits::default());
    let by = By { name: "test".into(), role: None, origin: "test".into() };
    let new = NewToken { name: "Anna".into(), role: Role::Agent, expires: None };
    let secret = Secret::draw().unwrap();
    state.journal(move |journal| Ok(journal.create_token(&new, &secret, &by, 0).unwrap())).await.unwrap();
    let hosts = [
        "a\"><script>",
        "zly.example",
        "localhost.zly.example",
        "127.0.0.1.zly.example:80",
        "127.0.0.1@zly.example",
    ];
    for host in hosts {
        for uri in
            ["/p", "/p/elektroodpady", "/sitemap.xml", "/robots.txt", "/opensearch.xml", "/widget/demo"]
        {
            for named in ["host", "x-forwarded-host"] {
                let request = Request::get(uri).header(named, host).body(Body::empty()).unwrap();
                let page = send_to(&state, request).await;
                assert_eq!(page.status, StatusCode::OK, "{uri}");
                assert!(
                    !page.text.contains("zly.example") && !page.text.contains("a\"><script>"),
                    "{uri}: {}",
                    page.text
                );
            }
        }
    }
    let local =
        Request::get("/p/elektroodpady").header("host", "127.0.0.1:8080").body(Body::empty()).unwrap();
    let local = send_to(&state, local).await;
    assert!(local.text.contains("<link rel=\"canonical\" href=\"http://127.0.0.1:8080/p/elektroodpady\">"));
}

#[tokio::test]
async fn machines_are_told_of_public_articles_alone() {
    let map = get("/sitemap.xml").await;
    assert!(map.text.contains("<loc>http://localhost/p/elektroodpady</loc><lastmod>2026-10-01</lastmod>"));
    assert!(!map.text.contains("sprzet-procedura"));
    let robots = get("/robots.txt").await.text;
    assert!(robots.contains("Disallow: /\n") && robots.contains("Allow: /p/\n"));
    let search = get("/opensearch.xml").await.text;
    assert!(search.contains("template=\"http://localhost/p?q={searchTerms}\""));
    let completed = get("/public/v1/suggest?q=ele&format=opensearch").await.json();
    assert_eq!(completed[0], "ele");
    assert!(completed[1].is_array());
}

#[tokio::test]
async fn answers_to_residents_lead_to_public_pages() {
    let body = get(SEARCH).await.json();
    let hit = &body["hits"][0];
    assert_eq!(hit["url"], "/p/elektroodpady");
    assert_eq!(hit["unit_name"], "Miejskie Przedsiębiorstwo Oczyszczania");
    assert_eq!(hit["asked"][0]["text"], "pn.–pt.\u{a0}10:00–18:00, sob.\u{a0}7:30–15:00");
    assert!(hit.get("explain").is_none());
}

#[tokio::test]
async fn what_the_base_does_not_hold_is_said_to_residents_with_the_unit_that_knows_it() {
    let page = browse("/p?q=luka").await.text.replace('\u{a0}', " ");
    let card = page.split_once("class=\"card lead\"").unwrap().1.split_once("</article>").unwrap().0;
    assert!(card.contains("Baza tego nie podaje: <strong>numer konta</strong>."), "{card}");
    assert!(card.contains("Zapytaj: Miejskie Przedsiębiorstwo Oczyszczania"), "{card}");
    assert!(
        card.contains("tel:+48801084084") && card.contains("class=\"now open\">Czynne do 18:00"),
        "{card}"
    );
    for other in ["bezpłatnie", "Lodówkę oddasz", "class=\"asked\"", "class=\"passage\"", "Nowohucka"] {
        assert!(!card.contains(other), "{other} is about something else: {card}");
    }
    assert!(!page.contains("Nie ma pewnej odpowiedzi"), "it is no doubt: the topic is known");

    // The widget is told the same.
    let answer = get("/public/v1/search?q=luka").await.json();
    let contact = &answer["hits"][0]["contact"];
    assert_eq!(contact["name"], "Miejskie Przedsiębiorstwo Oczyszczania");
    assert_eq!(contact["phones"][0]["href"], "tel:+48801084084");
    assert_eq!((&contact["open"], &contact["now"]), (&true.into(), &"Czynne do\u{a0}18:00".into()));
    assert!(get("/public/v1/search?q=a").await.json()["hits"][0].get("contact").is_none());
    assert!(
        get("/api/v1/search?q=luka").await.json()["hits"][0].get("contact").is_none(),
        "agents have cards"
    );
    // Who asks for another number is not given the one that the article has.
    let named = browse("/p?q=op%C5%82ata").await.text;
    assert!(named.contains("Baza tego nie podaje: <strong>opłata</strong>."), "{named}");
}

#[tokio::test]
async fn residents_are_told_who_else_deals_with_a_matter_the_day_asked_about_and_both_of_two() {
    let page = browse("/p?q=obcy").await.text.replace('\u{a0}', " ");
    let (before, after) = page.split_once("Tę sprawę prowadzi: Zakład Ubezpieczeń Społecznych").unwrap();
    assert!(!before.contains("class=\"card"), "nothing stands above it");
    assert!(after.contains("Emerytury wypłaca ZUS, proszę zadzwonić do niego."));
    assert!(after.contains("tel:+48225601600") && after.contains("https://www.zus.example/"));
    assert!(after.contains("Sprawy miejskie") && !after.contains("class=\"card lead\""));

    let page = browse("/p?q=wigilia").await.text.replace('\u{a0}', " ");
    let card = page.split_once("class=\"card lead\"").unwrap().1.split_once("</article>").unwrap().0;
    assert!(
        card.contains("<p class=\"now closed\">Lamusownia: w czwartek 24 grudnia zamknięte: Wigilia</p>"),
        "{card}"
    );
    assert!(card.contains("<li>Barycz: zamknięte</li>") && !card.contains("Czynne do"), "{card}");

    let page = browse("/p?q=jedno+i+drugie").await.text.replace('\u{a0}', " ");
    let parts: Vec<&str> = page.split("<section class=\"part\"").skip(1).collect();
    assert_eq!(parts.len(), 2, "{page}");
    assert!(parts[0].contains("„jedno”") && parts[0].contains("href=\"/p/elektroodpady\""), "{page}");
    assert!(
        parts[1].contains("„drugie”") && parts[1].contains("Baza tego nie podaje"),
        "its own state: {page}"
    );
    assert_eq!(page.matches("href=\"/p/elektroodpady\"").count(), 1, "no answer stands twice");
}
