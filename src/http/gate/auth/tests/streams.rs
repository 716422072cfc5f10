//! Streams of events end with what opened them.

use super::*;

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
