//! What happens where more is asked than can be answered at once.

use super::*;
use crate::http::State;

fn slow(takes: u64, limits: Limits) -> State {
    state(Shelf { search_takes: Duration::from_millis(takes), ..Shelf::demo() }, limits)
}

fn question() -> Request<Body> {
    Request::get("/api/v1/search?q=a").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let state = slow(300, Limits { deadline: Duration::from_millis(30), ..Limits::default() });
    problem(&send_to(&state, question()).await, 503, "timeout");
}

#[tokio::test]
async fn one_request_too_many_is_told_to_come_back_and_the_operator_still_sees_in() {
    let state = slow(300, Limits { concurrent: 1, ..Limits::default() });
    let first = tokio::spawn({
        let state = state.clone();
        async move { send_to(&state, question()).await.status }
    });
    until("the first is being answered", || state.requests.available_permits() == 0).await;
    let second = send_to(&state, question()).await;
    problem(&second, 503, "busy");
    assert_eq!(second.header("retry-after"), "1");
    let health = send_to(&state, Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!(health.status, StatusCode::OK);
    assert_eq!(first.await.unwrap(), StatusCode::OK);
}

#[tokio::test]
async fn searches_wait_for_their_turn_without_holding_up_the_runtime() {
    // One worker thread drives this test: if a search ran on it, nothing else could.
    let state = slow(150, Limits { searches: 1, ..Limits::default() });
    let started = std::time::Instant::now();
    let health = async {
        let got = send_to(&state, Request::get("/healthz").body(Body::empty()).unwrap()).await;
        (got.status, started.elapsed())
    };
    let (one, two, (health, after)) =
        tokio::join!(send_to(&state, question()), send_to(&state, question()), health);
    assert_eq!((one.status, two.status, health), (StatusCode::OK, StatusCode::OK, StatusCode::OK));
    assert!(after < Duration::from_millis(140), "the health check waited {after:?}");
    assert!(started.elapsed() >= Duration::from_millis(300), "the two searches overlapped");
}
