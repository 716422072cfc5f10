//! Who gets in, through the whole router: each way in, and each way that must stay shut.
#![allow(clippy::unwrap_used)]

mod proxy;
mod roles;
mod sessions;
mod streams;

use proxy::behind_a_proxy;

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
