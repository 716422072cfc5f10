//! Who gets in, through the whole router: each way in, and each way that must stay shut.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::http::request::Builder;
use http_body_util::BodyExt;

use super::{FromRequestParts, Stay, enter};
use crate::http::peer::sign_on::HeaderSignIn;
use crate::http::peer::{Access, Peer};
use crate::http::state::clock::Clock;
use crate::http::testkit::{FixedClock, Got, Shelf, begin, door, send_to};
use crate::http::{Settings, State};
use crate::journal::people::audit::By;
use crate::journal::people::tokens::NewToken;
use crate::journal::{Journal, Role, Secret};

/// A server with its journal at hand.
struct Desk {
    state: State,
    journal: Arc<Journal>,
}

impl Desk {
    fn with(access: Access) -> Self {
        let journal = Arc::new(Journal::throw_away());
        let settings = Settings { access, ..Settings::default() };
        let shelf = Arc::new(Shelf::demo());
        let state = State::configured(shelf, door(), Arc::clone(&journal), Arc::new(FixedClock), settings);
        Self { state, journal }
    }

    fn open() -> Self {
        Self::with(Access::default())
    }

    /// The same server, so many seconds later.
    fn after(self, seconds: i64) -> Self {
        let (settings, journal) = (Settings::default(), Arc::clone(&self.journal));
        let shelf = Arc::new(Shelf::demo());
        let state =
            State::configured(shelf, door(), Arc::clone(&journal), Arc::new(Later(seconds)), settings);
        Self { state, journal }
    }

    /// When the first token was used, as it was written down.
    async fn last_used(&self) -> i64 {
        self.state.written().await;
        self.journal.tokens().unwrap()[0].last_used.unwrap()
    }

    fn token(&self, role: Role) -> String {
        let secret = Secret::draw().unwrap();
        let by = By { name: "test".into(), role: None, origin: "test".into() };
        let new = NewToken { name: format!("osoba z rolą {role}"), role, expires: None };
        self.journal.create_token(&new, &secret, &by, self.state.now()).unwrap();
        secret.reveal().to_owned()
    }

    async fn send(&self, request: Builder) -> Got {
        send_to(&self.state, request.body(Body::empty()).unwrap()).await
    }

    async fn get(&self, uri: &str) -> Got {
        self.send(Request::get(uri)).await
    }

    async fn get_with(&self, uri: &str, token: &str) -> Got {
        self.send(Request::get(uri).header("authorization", format!("Bearer {token}"))).await
    }

    async fn sign_in(&self, token: &str, target: &str) -> Got {
        let form = format!("token={token}&dalej={}", crate::http::wire::address::encode(target));
        let request = Request::post("/logowanie")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        send_to(&self.state, request.body(Body::from(form)).unwrap()).await
    }

    /// Actions of the audit trail, oldest first.
    fn trail(&self) -> Vec<String> {
        self.journal.audit_trail(0, i64::MAX).unwrap().into_iter().map(|line| line.action).collect()
    }
}

/// So many seconds later.
struct Later(i64);

impl Clock for Later {
    fn now(&self) -> jiff::Timestamp {
        FixedClock.now() + jiff::SignedDuration::from_secs(self.0)
    }

    fn local(&self) -> jiff::civil::DateTime {
        self.local_at(self.now())
    }
}

/// The cookie that an answer gives, as a browser sends it back.
fn cookie_of(got: &Got) -> String {
    got.header("set-cookie").split(';').next().unwrap().to_owned()
}

fn from(request: Builder, peer: &str) -> Builder {
    request.extension(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)))
}

const SEARCH: &str = "/api/v1/search?q=a";

#[tokio::test]
async fn without_tokens_this_machine_may_do_everything() {
    let desk = Desk::open();
    assert_eq!(desk.get(SEARCH).await.status, 200);
    let who = desk.get("/api/v1/session").await.json();
    assert_eq!((who["role"].as_str(), who["via"].as_str()), (Some("admin"), Some("machine")));
    assert_eq!(desk.send(Request::get(SEARCH).header("host", "localhost:8080")).await.status, 200);
}

#[tokio::test]
async fn without_tokens_a_foreign_name_for_this_machine_is_refused() {
    let desk = Desk::open();
    let got = desk.send(Request::get(SEARCH).header("host", "zly.example")).await;
    assert_eq!(got.status, 421, "{}", got.text);
    assert_eq!(got.json()["type"], "/problem/misdirected");
    for uri in ["/public/v1/search?q=a", "/p", "/healthz", "/metrics", "/logowanie", "/nie/ma"] {
        assert_eq!(desk.send(Request::get(uri).header("host", "zly.example")).await.status, 421, "{uri}");
        let two = Request::get(uri).header("host", "localhost").header("host", "zly.example");
        assert_eq!(desk.send(two).await.status, 421, "{uri}");
    }
    desk.token(Role::Agent);
    let open = desk.send(Request::get("/public/v1/search?q=a").header("host", "krakow.example")).await;
    assert_eq!(open.status, 200, "what is for residents is for them under any name, once there are tokens");
}

#[tokio::test]
async fn without_tokens_nothing_is_served_that_came_through_a_proxy_or_from_elsewhere() {
    let desk = Desk::open();
    let everywhere =
        [SEARCH, "/", "/redakcja", "/public/v1/search?q=a", "/p", "/healthz", "/metrics", "/static/x"];
    for uri in everywhere {
        for header in [
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "forwarded",
            "via",
            "x-real-ip",
            "X-Forwarded-Server",
        ] {
            let got = desk.send(Request::get(uri).header(header, "127.0.0.1")).await;
            assert_eq!(got.status, 403, "{uri} with {header}");
            assert_eq!(got.json()["type"], "/problem/forbidden");
            let detail = got.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains("token create") && detail.contains(&header.to_lowercase()), "{detail}");
        }
        assert_eq!(
            desk.send(from(Request::get(uri), "198.51.100.7")).await.status,
            403,
            "{uri} from elsewhere"
        );
        assert!(desk.get(uri).await.status != 403, "{uri}");
    }
    let changing = Request::post("/api/v1/calls").header("via", "1.1 proxy");
    assert_eq!(desk.send(changing).await.status, 403);
    let token = desk.token(Role::Agent);
    let known =
        Request::get(SEARCH).header("via", "1.1 proxy").header("authorization", format!("Bearer {token}"));
    assert_eq!(desk.send(known).await.status, 200, "with tokens a proxy may stand before it");
}

#[tokio::test]
async fn without_tokens_a_foreign_page_changes_nothing() {
    let desk = Desk::open();
    let sent = Request::post("/api/v1/calls").header("sec-fetch-site", "cross-site");
    assert_eq!(desk.send(sent).await.status, 403);
    let sent =
        Request::post("/api/v1/calls").header("origin", "https://zly.example").header("host", "localhost");
    assert_eq!(desk.send(sent).await.status, 403);
}

#[tokio::test]
async fn from_the_first_token_on_everybody_must_be_known() {
    let desk = Desk::open();
    assert_eq!(desk.get(SEARCH).await.status, 200);
    let token = desk.token(Role::Agent);
    for uri in
        [SEARCH, "/api/v1/units", "/api/v1/articles/elektroodpady", "/nie/ma/takiej", "/api/v1/session"]
    {
        let got = desk.get(uri).await;
        assert_eq!(got.status, 401, "{uri}");
        assert!(got.header("www-authenticate").starts_with("Bearer"), "{uri}");
        assert_eq!(got.json()["type"], "/problem/unauthorized");
    }
    assert_eq!(desk.get_with(SEARCH, &token).await.status, 200);
    let lower = Request::get(SEARCH).header("authorization", format!("bearer {token}"));
    assert_eq!(desk.send(lower).await.status, 200, "the scheme has no case");
}

#[tokio::test]
async fn what_is_for_residents_and_machines_stays_open() {
    let desk = Desk::open();
    desk.token(Role::Admin);
    for uri in [
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/v1/openapi.json",
        "/public/v1/search?q=a",
        "/public/v1/suggest?q=a",
        "/public/v1/articles/elektroodpady",
        "/problem/not-found",
        "/logowanie",
    ] {
        assert_eq!(desk.get(uri).await.status, 200, "{uri}");
    }
    assert_eq!(desk.get("/static/console.css").await.status, 404, "reached, though such a name has no hash");
}

#[tokio::test]
async fn counters_are_for_this_machine_and_for_those_with_a_token() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    assert_eq!(desk.send(from(Request::get("/metrics"), "198.51.100.7")).await.status, 401);
    for header in ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "x-real-ip"] {
        let handed_on = Request::get("/metrics").header(header, "198.51.100.7");
        assert_eq!(desk.send(handed_on).await.status, 401, "{header}");
    }
    assert_eq!(desk.get("/metrics").await.status, 200);
    let known =
        from(Request::get("/metrics"), "198.51.100.7").header("authorization", format!("Bearer {token}"));
    assert_eq!(desk.send(known).await.status, 200);
}

#[tokio::test]
async fn a_token_opens_and_revoking_it_closes_with_the_next_request() {
    let desk = Desk::open();
    let token = desk.token(Role::Editor);
    assert_eq!(desk.get_with(SEARCH, &token).await.status, 200);
    let by = By { name: "test".into(), role: None, origin: "test".into() };
    desk.journal.revoke_token("1", &by, desk.state.now()).unwrap();
    let got = desk.get_with(SEARCH, &token).await;
    assert_eq!(got.status, 401);
    assert!(got.json()["detail"].as_str().unwrap().contains("unieważniono"), "{}", got.text);
    assert_eq!(desk.get(SEARCH).await.status, 401, "the door does not open again");
}

#[tokio::test]
async fn last_use_is_written_down() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    desk.get_with(SEARCH, &token).await;
    desk.state.written().await;
    assert_eq!(desk.journal.tokens().unwrap()[0].last_used, Some(desk.state.now()));
}

#[tokio::test]
async fn last_use_moves_on_with_each_minute_and_is_not_written_at_each_request() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    desk.get_with(SEARCH, &token).await;
    let first = desk.last_used().await;
    let desk = desk.after(59);
    desk.get_with(SEARCH, &token).await;
    assert_eq!(desk.last_used().await, first, "a minute has not passed");
    let desk = desk.after(60);
    desk.get_with(SEARCH, &token).await;
    assert_eq!(desk.last_used().await, first + 60_000);
}

#[tokio::test]
async fn a_session_that_is_used_keeps_its_token_in_use_once_a_minute() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    let cookie = cookie_of(&desk.sign_in(&token, "/").await);
    let search = || Request::get(SEARCH).header("cookie", &cookie);
    desk.get_with(SEARCH, &token).await;
    let first = desk.last_used().await;
    let desk = desk.after(59);
    desk.send(search()).await;
    assert_eq!(desk.last_used().await, first, "a minute has not passed");
    let desk = desk.after(60);
    desk.send(search()).await;
    assert_eq!(desk.last_used().await, first + 60_000);
}

#[tokio::test]
async fn a_wrong_token_is_refused_even_where_a_cookie_would_do() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    let cookie = cookie_of(&desk.sign_in(&token, "/").await);
    let both = Request::get(SEARCH).header("cookie", &cookie).header("authorization", "Bearer dgw_nic");
    assert_eq!(desk.send(both).await.status, 401);
    let basic = Request::get(SEARCH).header("cookie", &cookie).header("authorization", "Basic eDp5");
    assert_eq!(desk.send(basic).await.status, 200, "another scheme is for somebody else");
}

#[tokio::test]
async fn whoever_goes_on_trying_is_told_to_wait_and_others_are_not() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    let attempt = |peer: &'static str, token: String| {
        from(Request::get(SEARCH), peer).header("authorization", format!("Bearer {token}"))
    };
    for _ in 0..10 {
        assert_eq!(desk.send(attempt("198.51.100.7", "dgw_zly".into())).await.status, 401);
    }
    let got = desk.send(attempt("198.51.100.7", "dgw_zly".into())).await;
    assert_eq!(got.status, 429, "{}", got.text);
    assert!(got.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(desk.send(attempt("198.51.100.8", "dgw_zly".into())).await.status, 401);
    assert_eq!(desk.send(attempt("198.51.100.7", token)).await.status, 200, "a right one always opens");
    let refused = desk.trail().iter().filter(|action| *action == "session.refused").count();
    assert_eq!(refused, 11, "what is only told to wait fills no trail");
}

// --- pages and sessions

#[tokio::test]
async fn a_page_sends_its_visitor_to_sign_in_and_back_with_the_question_kept() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    let uri = "/?q=stara%20kanapa&unit=MPO";
    let visit = desk.send(Request::get(uri).header("accept", "text/html")).await;
    assert_eq!(visit.status, 303);
    let door = visit.header("location").to_owned();
    assert_eq!(door, "/logowanie?dalej=%2F%3Fq%3Dstara%2520kanapa%26unit%3DMPO");
    let form = desk.send(Request::get(&door).header("accept", "text/html")).await;
    assert!(form.text.contains("value=\"/?q=stara%20kanapa&#38;unit=MPO\""), "{}", form.text);
    let signed_in = desk.sign_in(&token, uri).await;
    assert_eq!((signed_in.status.as_u16(), signed_in.header("location")), (303, uri));
    let page = Request::get(uri).header("cookie", cookie_of(&signed_in));
    assert_eq!(desk.send(page).await.status, 200);
    assert_eq!(desk.trail(), ["token.create", "session.begin"]);
}

#[tokio::test]
async fn the_script_of_an_open_page_is_told_plainly_that_the_session_is_over() {
    let desk = Desk::open();
    desk.token(Role::Agent);
    let fragment = Request::get("/?q=a&fragment=1").header("accept", "text/html");
    assert_eq!(desk.send(fragment).await.status, 401);
    let fetched = Request::get("/?q=a").header("accept", "text/html").header("sec-fetch-mode", "cors");
    assert_eq!(desk.send(fetched).await.status, 401);
}

#[tokio::test]
async fn signing_in_leads_to_no_foreign_page() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    for target in ["https://zly.example/", "//zly.example", "/\\zly.example", "/logowanie", "javascript:1"] {
        let got = desk.sign_in(&token, target).await;
        assert_eq!((got.status.as_u16(), got.header("location")), (303, "/"), "{target}");
    }
}

#[tokio::test]
async fn a_wrong_token_shows_the_form_again_without_it() {
    let desk = Desk::open();
    desk.token(Role::Agent);
    let got = desk.sign_in("dgw_pomylka", "/artykul/elektroodpady").await;
    assert_eq!(got.status, 401);
    assert!(got.text.contains("role=\"alert\"") && got.text.contains("value=\"/artykul/elektroodpady\""));
    assert!(!got.text.contains("dgw_pomylka"), "a page holds no token");
    assert_eq!(got.header("set-cookie"), "");
    assert_eq!(got.header("cache-control"), "no-store");
    assert_eq!(desk.sign_in("", "/").await.status, 422);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_and_new_with_each_sign_in() {
    let desk = Desk::with(Access { https: true, ..Access::default() });
    let token = desk.token(Role::Agent);
    let (one, two) = (desk.sign_in(&token, "/").await, desk.sign_in(&token, "/").await);
    assert_ne!(cookie_of(&one), cookie_of(&two));
    let given = one.header("set-cookie");
    for part in ["__Host-drogowskaz=", "HttpOnly", "SameSite=Strict", "Path=/", "Secure"] {
        assert!(given.contains(part), "{part} in {given}");
    }
    assert!(!given.contains(&token), "the cookie is not the token");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let desk = Desk::open();
    let cookie = cookie_of(&desk.sign_in(&desk.token(Role::Agent), "/").await);
    let asked = desk.send(Request::get("/wyloguj").header("cookie", &cookie)).await;
    assert!(asked.text.contains("osoba z rolą agent"), "a link alone signs nobody out");
    assert_eq!(desk.send(Request::get(SEARCH).header("cookie", &cookie)).await.status, 200);
    let foreign = Request::post("/wyloguj").header("cookie", &cookie).header("sec-fetch-site", "cross-site");
    assert_eq!(desk.send(foreign).await.status, 403);
    let out = desk.send(Request::post("/wyloguj").header("cookie", &cookie)).await;
    assert_eq!((out.status.as_u16(), out.header("location")), (303, "/logowanie"));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), "\"cache\"", "and nothing that is not ours alone");
    assert_eq!(desk.send(Request::get(SEARCH).header("cookie", &cookie)).await.status, 401);
}

#[tokio::test]
async fn a_foreign_page_can_use_no_session() {
    let desk = Desk::open();
    let token = desk.token(Role::Admin);
    let cookie = cookie_of(&desk.sign_in(&token, "/").await);
    for site in ["cross-site", "same-site"] {
        let sent = Request::post("/api/v1/calls").header("cookie", &cookie).header("sec-fetch-site", site);
        assert_eq!(desk.send(sent).await.status, 403, "{site}");
    }
    let login = Request::post("/logowanie").header("sec-fetch-site", "cross-site");
    let login = login.header("content-type", "application/x-www-form-urlencoded");
    let got = send_to(&desk.state, login.body(Body::from(format!("token={token}"))).unwrap()).await;
    assert_eq!(got.status, 403, "nor sign anybody in");
}

#[tokio::test]
async fn a_token_in_the_header_is_enough_wherever_the_page_stands_that_sends_it() {
    let desk = Desk::open();
    let token = desk.token(Role::Admin);
    let sent = Request::post("/api/v1/calls").header("authorization", format!("Bearer {token}"));
    let got = desk.send(sent.header("sec-fetch-site", "cross-site")).await;
    assert_ne!(got.status, 403, "no browser adds it by itself: {}", got.text);
}

#[tokio::test]
async fn where_there_is_nothing_to_sign_in_to_the_page_leads_on() {
    let desk = Desk::open();
    let got = desk.get("/logowanie?dalej=%2Fartykul%2Felektroodpady").await;
    assert_eq!((got.status.as_u16(), got.header("location")), (303, "/artykul/elektroodpady"));
}

// --- sign-in by a proxy

fn behind_a_proxy() -> Desk {
    let roles = vec![("dk-03".to_owned(), Role::Editor), ("*".to_owned(), Role::Agent)];
    Desk::with(Access {
        proxies: vec!["10.0.0.5/32".parse().unwrap()],
        header: HeaderSignIn::new("x-remote-user", Some("x-remote-groups"), roles),
        https: false,
    })
}

#[tokio::test]
async fn the_header_of_the_named_proxy_signs_in() {
    let desk = behind_a_proxy();
    let request = |groups: &'static str| {
        from(Request::get("/api/v1/session"), "10.0.0.5")
            .header("x-remote-user", "anna")
            .header("x-remote-groups", groups)
    };
    let editor = desk.send(request("DK-03")).await.json();
    assert_eq!((editor["name"].as_str(), editor["role"].as_str()), (Some("anna"), Some("editor")));
    assert_eq!(desk.send(request("inni")).await.json()["role"], "agent");
}

#[tokio::test]
async fn the_same_header_from_anybody_else_is_a_header_like_any_other() {
    let desk = behind_a_proxy();
    for peer in ["10.0.0.6", "127.0.0.1", "198.51.100.7"] {
        let lying = from(Request::get(SEARCH), peer).header("x-remote-user", "anna");
        let lying = lying.header("x-remote-groups", "dk-03").header("x-forwarded-for", "10.0.0.5");
        assert_eq!(desk.send(lying).await.status, 401, "{peer}");
    }
    let off = Desk::with(Access { header: None, ..behind_a_proxy().state.access().clone() });
    off.token(Role::Agent);
    let sent = from(Request::get(SEARCH), "10.0.0.5").header("x-remote-user", "anna");
    assert_eq!(off.send(sent).await.status, 401, "and where it is off, from the proxy as well");
}

#[tokio::test]
async fn a_foreign_page_cannot_use_the_sign_in_of_the_proxy() {
    let desk = behind_a_proxy();
    let sent = from(Request::post("/api/v1/calls"), "10.0.0.5").header("x-remote-user", "anna");
    assert_eq!(desk.send(sent.header("sec-fetch-site", "cross-site")).await.status, 403);
}

#[tokio::test]
async fn a_doubled_identity_or_group_is_refused_at_every_door() {
    let desk = behind_a_proxy();
    let request = |uri: &str| from(Request::get(uri), "10.0.0.5");
    for uri in [SEARCH, "/api/v1/session", "/api/v1/events"] {
        let (user, groups) = ("x-remote-user", "x-remote-groups");
        let two = request(uri).header(user, "anna").header(user, "admin").header(groups, "dk-03");
        assert_eq!(desk.send(two).await.status, 401, "{uri}");
        let comma = request(uri).header(user, "anna, admin").header(groups, "dk-03");
        assert_eq!(desk.send(comma).await.status, 401, "{uri}");
        let two = request(uri).header(user, "anna").header(groups, "inni").header(groups, "dk-03");
        assert_eq!(desk.send(two).await.status, 401, "{uri}");
    }
    let token = desk.token(Role::Agent);
    let twice = Request::get(SEARCH).header("authorization", format!("Bearer {token}"));
    let twice = twice.header("authorization", format!("Bearer {token}"));
    assert_eq!(desk.send(twice).await.status, 401, "nor is one of two tokens believed");
    assert_eq!(desk.get_with(SEARCH, &token).await.status, 200);
}

// --- event streams

/// Opens a stream and waits for its first word.
async fn stream(desk: &Desk, request: Builder) -> Body {
    let response = begin(&desk.state, request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 200);
    let mut body = response.into_body();
    assert!(body.frame().await.unwrap().is_ok(), "the announcements come at once");
    body
}

/// What is said until the stream ends; `None` if it does not end soon. It is looked at every three seconds whether it
/// may go on.
async fn rest(body: Body) -> Option<String> {
    let rest = tokio::time::timeout(Duration::from_secs(5), body.collect()).await.ok()?;
    Some(String::from_utf8(rest.unwrap().to_bytes().to_vec()).unwrap())
}

#[tokio::test]
async fn a_stream_ends_within_seconds_of_what_opened_it() {
    let desk = Desk::open();
    let by = || By { name: "test".into(), role: None, origin: "test".into() };
    let machine = stream(&desk, Request::get("/api/v1/events")).await;
    let agent = desk.token(Role::Agent);
    assert!(rest(machine).await.is_some(), "the first token closes what was open to this machine");
    let editor = desk.token(Role::Editor);
    let bearing =
        |token: &str| Request::get("/api/v1/events").header("authorization", format!("Bearer {token}"));
    let (revoked, kept) = (stream(&desk, bearing(&agent)).await, stream(&desk, bearing(&editor)).await);
    let cookie = cookie_of(&desk.sign_in(&agent, "/").await);
    let session = stream(&desk, Request::get("/api/v1/events").header("cookie", &cookie)).await;
    desk.journal.revoke_token("1", &by(), 1).unwrap();
    let begun = std::time::Instant::now();
    let (revoked, session) = tokio::join!(rest(revoked), rest(session));
    assert!(revoked.is_some() && session.is_some(), "both the token's stream and its session's");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let out = cookie_of(&desk.sign_in(&editor, "/").await);
    let signed_out = stream(&desk, Request::get("/api/v1/events").header("cookie", &out)).await;
    desk.send(Request::post("/wyloguj").header("cookie", &out)).await;
    assert!(rest(signed_out).await.is_some(), "signing out ends the stream, too");
    assert!(rest(kept).await.is_none(), "whoever still may listen goes on");
    assert!(!desk.trail().contains(&"session.refused".to_owned()), "looking again is no attempt to get in");
}

#[tokio::test]
async fn one_stream_too_many_ends_the_oldest_and_says_when_to_return() {
    let desk = Desk::open();
    let first = stream(&desk, Request::get("/api/v1/events")).await;
    let mut others = Vec::new();
    for _ in 0..16 {
        others.push(stream(&desk, Request::get("/api/v1/events")).await);
    }
    let last_word = rest(first).await.unwrap();
    assert!(last_word.contains("retry: 60000"), "{last_word}");
    assert_eq!(desk.state.streams.count(), 16);
    drop(others);
}

#[tokio::test]
async fn nobodys_streams_count_for_somebody_else() {
    let desk = Desk::open();
    let mut open = Vec::new();
    let people = [(Role::Agent, desk.token(Role::Agent)), (Role::Editor, desk.token(Role::Editor))];
    for (role, token) in people {
        for _ in 0..if role == Role::Agent { 16 } else { 1 } {
            let request = Request::get("/api/v1/events").header("authorization", format!("Bearer {token}"));
            open.push(stream(&desk, request).await);
        }
    }
    assert_eq!(desk.state.streams.count(), 17, "the editor's first ends none of the agent's sixteen");
}

#[tokio::test]
async fn whoever_a_proxy_let_in_is_known_to_have_come_by_it() {
    let desk = behind_a_proxy();
    let token = desk.token(Role::Agent);
    let by_proxy = from(Request::get(SEARCH), "10.0.0.5").header("x-remote-user", "anna");
    let by_token = from(Request::get(SEARCH), "10.0.0.5").header("authorization", format!("Bearer {token}"));
    for (request, expected) in [(by_proxy, true), (by_token, false)] {
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer = Peer::of(&parts.extensions, &parts.headers, desk.state.access());
        let entered = enter(&desk.state, &parts, peer).await.unwrap();
        parts.extensions.insert(entered);
        let stay = Stay::from_request_parts(&mut parts, &desk.state).await.unwrap();
        assert_eq!(
            stay.is_by_proxy(),
            expected,
            "only a new request tells whether the proxy still lets them in"
        );
    }
}

// --- what each role may

/// Every route of the document that is not everybody's, and who may use it.
const STAFF: [(&str, &str, &[Role]); 33] = {
    const ALL: &[Role] = &Role::ALL;
    const EDITORS: &[Role] = &[Role::Editor, Role::Admin];
    const AGENTS: &[Role] = &[Role::Agent, Role::Editor, Role::Admin, Role::Analyst];
    const KEEPERS: &[Role] = &[Role::Editor, Role::Admin, Role::Analyst];
    const ANALYSTS: &[Role] = &[Role::Analyst, Role::Admin];
    [
        ("POST", "/api/v1/articles/preview", EDITORS),
        ("GET", "/api/v1/articles/{id}", ALL),
        ("PUT", "/api/v1/articles/{id}", EDITORS),
        ("POST", "/api/v1/articles/{id}/archive", EDITORS),
        ("POST", "/api/v1/articles/{id}/discard", EDITORS),
        ("GET", "/api/v1/articles/{id}/history", EDITORS),
        ("GET", "/api/v1/articles/{id}/history/{revision}", EDITORS),
        ("GET", "/api/v1/articles/{id}/next", EDITORS),
        ("POST", "/api/v1/articles/{id}/publish", EDITORS),
        ("POST", "/api/v1/articles/{id}/restore", EDITORS),
        ("GET", "/api/v1/audit", &[Role::Admin]),
        ("GET", "/api/v1/banners", ALL),
        ("POST", "/api/v1/banners", EDITORS),
        ("DELETE", "/api/v1/banners/{id}", EDITORS),
        ("POST", "/api/v1/calls", AGENTS),
        ("GET", "/api/v1/dictionaries", ALL),
        ("GET", "/api/v1/dictionaries/{name}", ALL),
        ("GET", "/api/v1/dictionaries/{name}/next", KEEPERS),
        ("GET", "/api/v1/dictionaries/{name}/history", KEEPERS),
        ("POST", "/api/v1/dictionaries/{name}/publish", KEEPERS),
        ("POST", "/api/v1/dictionaries/{name}/discard", KEEPERS),
        ("PUT", "/api/v1/dictionaries/{name}", KEEPERS),
        ("GET", "/api/v1/events", ALL),
        ("POST", "/api/v1/feedback", AGENTS),
        ("GET", "/api/v1/reports/{report}", ANALYSTS),
        ("GET", "/api/v1/search", ALL),
        ("GET", "/api/v1/session", ALL),
        ("POST", "/api/v1/submissions", AGENTS),
        ("GET", "/api/v1/suggest", ALL),
        ("GET", "/api/v1/units", ALL),
        // Pages that are not in the document.
        ("GET", "/", ALL),
        ("GET", "/artykul/{id}", ALL),
        ("GET", "/formularze", ALL),
    ]
};

/// The editors' desk, which is not in the document.
const DESK: [(&str, &str); 12] = [
    ("GET", "/redakcja"),
    ("GET", "/redakcja/nowy"),
    ("GET", "/redakcja/braki"),
    ("GET", "/redakcja/ogloszenie"),
    ("POST", "/redakcja/naglowek"),
    ("GET", "/redakcja/wczytaj"),
    ("POST", "/redakcja/wczytaj"),
    ("POST", "/redakcja/wczytaj/artykuly"),
    ("GET", "/redakcja/{id}"),
    ("GET", "/redakcja/{id}/pytania"),
    ("POST", "/redakcja/{id}/porownanie"),
    ("GET", "/redakcja/{id}/historia"),
];

#[tokio::test]
async fn every_route_is_closed_to_strangers_and_open_to_the_roles_that_are_written_down_here() {
    let desk = Desk::open();
    let tokens: Vec<(Role, String)> = Role::ALL.into_iter().map(|role| (role, desk.token(role))).collect();
    let status = async |method: &str, path: &str, token: Option<&str>| {
        let uri =
            path.replace("{id}", "elektroodpady").replace("{revision}", "1").replace("{name}", "synonimy");
        let mut request = Request::builder().method(method).uri(uri.replace("{report}", "questions"));
        // From elsewhere: what is open to this machine is no matter of roles.
        request = from(request, "198.51.100.7");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        // The body is not waited for: that of a stream does not end.
        begin(&desk.state, request).await.status().as_u16()
    };
    let editors = [Role::Editor, Role::Admin];
    let desk_pages = DESK.iter().map(|(method, path)| (*method, *path, &editors[..]));
    for (method, path, may) in STAFF.into_iter().chain(desk_pages) {
        assert_eq!(status(method, path, None).await, 401, "{method} {path} is open to strangers");
        for (role, token) in &tokens {
            let got = status(method, path, Some(token)).await;
            if may.contains(role) {
                assert!(
                    ![401, 403, 404, 405].contains(&got) || (got == 404 && path.contains('{')),
                    "{role} at {method} {path}: {got}"
                );
            } else {
                assert_eq!(got, 403, "{role} at {method} {path}");
            }
        }
    }
    // A route that somebody adds is noticed, whichever way it is left.
    let document = desk.get("/api/v1/openapi.json").await.json();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let written = STAFF.iter().any(|(known, at, _)| (*known, *at) == (&*method, &**path));
            let everybodys = ["/healthz", "/readyz", "/api/v1/openapi.json"].contains(&&**path)
                || path.starts_with("/public/v1/");
            assert!(
                written != everybodys || path == "/metrics",
                "{method} {path}: write down here who may use it"
            );
            if everybodys {
                let got = status(&method, path, None).await;
                assert!(![401, 403].contains(&got), "{method} {path} is everybody's: {got}");
            }
        }
    }
}
