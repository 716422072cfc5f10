//! The body of a request, on its way in: how slowly it may come, what becomes of one that nobody read, and which
//! answer one gets that cannot be read.
//!
//! A handler that refuses does so before it reads: the gate a stranger, the router an address that there is not. What
//! it left unread still stands in the connection, where the next request is expected. So the body comes back here when
//! its reader drops it; a small rest is read and thrown away, for a larger one the connection is closed, and said to be.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use super::listen::Connection;
use crate::http::State;
use crate::http::state::settings::Patience;
use crate::http::wire::problem::{Problem, ProblemKind};

/// The most that is read on only to be thrown away.
const SMALL: u64 = 256 * 1024;

/// And for how long: whoever was refused waits for his answer meanwhile.
const PROMPT: Duration = Duration::from_millis(500);

/// What became of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody asked for it, or not for all of it.
    Unread,
    /// Its reader waits for more.
    Awaited,
    Whole,
    /// It came too slowly.
    Slow,
    /// It is not written as HTTP has it, or its sender left.
    Broken,
}

/// Where a body is when nobody reads it.
#[derive(Debug)]
struct Home {
    fate: Fate,
    body: Option<Body>,
}

/// A body lent to whoever reads it.
struct Lent {
    body: Option<Body>,
    home: Arc<Mutex<Home>>,
    line: Option<Arc<Connection>>,
    patience: Patience,
    begun: Option<(Instant, Pin<Box<Sleep>>)>,
    bytes: u64,
}

fn lock(home: &Mutex<Home>) -> MutexGuard<'_, Home> {
    home.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Middleware: looks after the body of a request, whoever reads it and whoever does not.
pub(in crate::http) async fn attended(
    Shared(state): Shared<State>,
    request: Request,
    next: Next,
) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let line = request.extensions().get::<Arc<Connection>>().cloned();
    let waits_for_a_word = request.headers().contains_key(header::EXPECT);
    let home = Arc::new(Mutex::new(Home { fate: Fate::Unread, body: None }));
    let lend = |body| Lent {
        body: Some(body),
        home: Arc::clone(&home),
        line: line.clone(),
        patience: state.limits().patience,
        begun: None,
        bytes: 0,
    };
    let request = request.map(|body| Body::new(lend(body)));
    let response = next.run(request).await;
    let fate = lock(&home).fate;
    let too_long =
        response.extensions().get::<Problem>().is_some_and(|told| told.kind == ProblemKind::Timeout);
    match fate {
        Fate::Whole => response,
        Fate::Slow => closing(Problem::new(ProblemKind::SlowBody).into_response()),
        Fate::Awaited if too_long => closing(Problem::new(ProblemKind::SlowBody).into_response()),
        Fate::Broken => closing(
            Problem::saying(
                ProblemKind::BadRequest,
                "Treść żądania urwała się albo nie jest zapisana tak, jak każe HTTP (Content-Length, Transfer-Encoding: \
                 chunked). Wyślij ją jeszcze raz.",
            )
            .into_response(),
        ),
        Fate::Unread | Fate::Awaited => {
            let body = lock(&home).body.take();
            // Whoever waits to be told "100 Continue" has sent nothing, and now sends nothing; or he does.
            let drained = match body {
                Some(body) if !waits_for_a_word => is_small(&body) && drain(lend(body)).await,
                _ => false,
            };
            if drained { response } else { closing(response) }
        }
    }
}

fn closing(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn is_small(body: &Body) -> bool {
    HttpBody::size_hint(body).lower() <= SMALL
}

/// Reads what is left; whether it was small and came to its end.
async fn drain(mut rest: Lent) -> bool {
    let end = std::future::poll_fn(|cx| {
        loop {
            match ready!(Pin::new(&mut rest).poll_frame(cx)) {
                None => return Poll::Ready(true),
                Some(Ok(_)) if rest.is_end_stream() => return Poll::Ready(true),
                Some(Ok(_)) if rest.bytes <= SMALL => {}
                Some(_) => return Poll::Ready(false),
            }
        }
    });
    tokio::time::timeout(PROMPT, end).await.unwrap_or(false)
}

impl Lent {
    fn fate(&mut self, fate: Fate) {
        lock(&self.home).fate = fate;
        if let Some(line) = &self.line {
            line.awaits_body(fate == Fate::Awaited);
        }
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        match Pin::new(body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                this.bytes += frame.data_ref().map_or(0, Bytes::len) as u64;
                let whole = this.is_end_stream();
                this.fate(if whole { Fate::Whole } else { Fate::Unread });
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(None) => {
                this.fate(Fate::Whole);
                Poll::Ready(None)
            }
            Poll::Ready(Some(Err(cause))) => {
                this.fate(Fate::Broken);
                Poll::Ready(Some(Err(cause)))
            }
            Poll::Pending => {
                let patience = this.patience;
                let (since, clock) = this.begun.get_or_insert_with(|| {
                    let now = Instant::now();
                    (now, Box::pin(tokio::time::sleep_until(patience.overdue(now, 0))))
                });
                let overdue = patience.overdue(*since, this.bytes);
                if clock.deadline() != overdue {
                    clock.as_mut().reset(overdue);
                }
                if clock.as_mut().poll(cx).is_pending() {
                    this.fate(Fate::Awaited);
                    return Poll::Pending;
                }
                this.fate(Fate::Slow);
                let cause = io::Error::new(io::ErrorKind::TimedOut, "the body came too slowly");
                Poll::Ready(Some(Err(axum::Error::new(cause))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Lent {
    /// Whoever read it has had enough.
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            line.awaits_body(false);
        }
        lock(&self.home).body = self.body.take();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::Request;

    use super::*;
    use crate::http::Limits;
    use crate::http::testkit::{Got, Shelf, send_to, state};

    /// A body that comes in these pieces, one every so often; `None` breaks off.
    fn pieces(pieces: Vec<Option<&'static str>>, every: Duration) -> Body {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        tokio::spawn(async move {
            for piece in pieces {
                tokio::time::sleep(every).await;
                let piece = piece.map(|text| Bytes::from_static(text.as_bytes()));
                if sender.send(piece.ok_or_else(|| io::Error::other("an invalid chunk"))).await.is_err() {
                    return;
                }
            }
        });
        Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receiver))
    }

    async fn post(uri: &str, body: Body) -> Got {
        let kind = match uri {
            "/logowanie" => "application/x-www-form-urlencoded",
            "/api/v1/articles/preview" => "text/markdown",
            _ => "application/json",
        };
        let request = Request::post(uri).header("content-type", kind).body(body).unwrap();
        send_to(&state(Shelf::demo(), Limits::default()), request).await
    }

    const SOON: Duration = Duration::from_millis(1);

    #[tokio::test]
    async fn a_body_that_is_not_written_as_http_has_it_is_the_senders_fault_wherever_it_goes() {
        for uri in [
            "/api/v1/calls",
            "/api/v1/feedback",
            "/api/v1/articles/preview",
            "/redakcja/wczytaj",
            "/logowanie",
        ] {
            let got = post(uri, pieces(vec![Some("{"), None], SOON)).await;
            assert_eq!(got.status, 400, "{uri}: {}", got.text);
            assert_eq!(got.header("connection"), "close", "{uri}");
        }
    }

    #[tokio::test]
    async fn a_body_that_comes_too_slowly_is_given_up_and_said_to_be() {
        let patience = Patience { transfer: Duration::from_millis(200), rate: 1_000, ..Patience::default() };
        let deadline = Duration::from_millis(500);
        let hasty = Limits { patience, deadline, ..Limits::default() };
        // Stopped by the pace it must keep, and by the time that any request has.
        let patient = Limits { deadline, ..Limits::default() };
        for (uri, limits) in
            [("/api/v1/calls", hasty), ("/redakcja/wczytaj", hasty), ("/api/v1/calls", patient)]
        {
            let begun = Instant::now();
            let body = pieces(vec![Some("{"); 100], Duration::from_millis(50));
            let request = Request::post(uri).header("content-type", "application/json").body(body).unwrap();
            let got = send_to(&state(Shelf::demo(), limits), request).await;
            let told = (got.status.as_u16(), got.json()["type"].clone());
            assert_eq!(told, (408, "/problem/slow-body".into()), "{uri}: {}", got.text);
            assert_eq!(got.header("connection"), "close");
            assert!(begun.elapsed() < Duration::from_secs(3), "{uri}: {:?}", begun.elapsed());
        }
    }

    #[tokio::test]
    async fn what_nobody_read_is_read_on_where_it_is_small_and_else_the_connection_is_closed() {
        let small = post("/nie/ma", pieces(vec![Some("{"), Some("}")], SOON)).await;
        assert_eq!((small.status.as_u16(), small.header("connection")), (404, ""));
        let whole = post("/nie/ma", Body::from("x".repeat(10_000))).await;
        assert_eq!((whole.status.as_u16(), whole.header("connection")), (404, ""));
        let large = post("/nie/ma", Body::from("x".repeat(1 << 20))).await;
        assert_eq!((large.status.as_u16(), large.header("connection")), (404, "close"));
        let slow = post("/nie/ma", pieces(vec![Some("{"); 30], Duration::from_millis(100))).await;
        assert_eq!((slow.status.as_u16(), slow.header("connection")), (404, "close"));
        let expects =
            Request::post("/nie/ma").header("expect", "100-continue").body(Body::from("{}")).unwrap();
        let expects = send_to(&state(Shelf::demo(), Limits::default()), expects).await;
        assert_eq!((expects.status.as_u16(), expects.header("connection")), (404, "close"));
    }

    #[tokio::test]
    async fn a_body_that_was_read_leaves_the_connection_as_it_is() {
        let got = post("/api/v1/feedback", Body::from("{}")).await;
        assert_eq!((got.status.as_u16(), got.header("connection")), (400, ""));
    }
}
