//! Who gets in, through the whole router: each way in, and each way that must stay shut.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::http::request::Builder;

use super::{Access, HeaderSignIn};
use crate::http::testkit::{FixedClock, Got, Shelf, send_to};
use crate::http::{Settings, State};
use crate::journal::audit::By;
use crate::journal::tokens::NewToken;
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
        let state = State::configured(shelf, Arc::clone(&journal), Arc::new(FixedClock), settings);
        Self { state, journal }
    }

    fn open() -> Self {
        Self::with(Access::default())
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
        let form = format!("token={token}&dalej={}", crate::http::console::encode(target));
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
    let open = desk.send(Request::get("/public/v1/search?q=a").header("host", "krakow.example")).await;
    assert_eq!(open.status, 200, "what is for residents is for them under any name");
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
    let handed_on = Request::get("/metrics").header("x-forwarded-for", "198.51.100.7");
    assert_eq!(desk.send(handed_on).await.status, 401);
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
