//! `GET /api/v1/events`: what happens, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::response::IntoResponse;
use axum::response::sse::{self, KeepAlive, Sse};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

use crate::http::State;
use crate::http::api::content::banners;
use crate::http::gate::auth::{Agent, Stay};
use crate::http::state::events::Event;
use crate::http::state::streams::Stream;
use crate::http::wire::vocabulary;

/// How often it is looked whether whoever listens still may.
const CHECK: Duration = Duration::from_secs(3);

/// Whoever a proxy let in has to come by it again after this: only the proxy knows whether they still may.
const BY_PROXY: Duration = Duration::from_secs(5 * 60);

/// Longer than any stream.
const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How soon a stream that ended for its reader's good is opened again.
const SOON: Duration = Duration::from_secs(1);

/// And one that gave way to others of the same person.
const LATER: Duration = Duration::from_secs(60);

/// How often a silent stream shows that it is alive.
const PULSE: Duration = Duration::from_secs(15);

/// Longest sleep before the announcements are looked at again, should the clock be set meanwhile.
const LOOK: Duration = Duration::from_secs(60);

/// One event of the stream.
// Documentation: events are lines of text.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct Happening {
    /// What it is.
    #[schema(schema_with = vocabulary::event)]
    event: String,
    /// The rest of it, as JSON.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// Follow what happens
///
/// Server-sent events: `banner` with `{"banners": […]}` at once and whenever an announcement goes up, begins or ends;
/// `published` with `{"id": "…"}` when an article changes.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "follow_events", tag = "operations",
    responses((status = 200, description = "A stream that ends when the server, the caller or the right to it does", body = Happening, content_type = "text/event-stream")))]
pub(in crate::http::api) async fn events(
    Shared(state): Shared<State>,
    Agent(_): Agent,
    reader: Stay,
) -> impl IntoResponse {
    let (sender, receiver) = mpsc::channel(16);
    // Subscribed before the first look: nothing between the two is missed.
    let happening = state.events.listen();
    let stream = state.streams.open(reader.person());
    tokio::spawn(follow(state, happening, reader, stream, sender));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(PULSE))
}

/// Tells one reader until they go or may no longer listen, or the server stops.
async fn follow(
    state: State,
    mut happening: tokio::sync::broadcast::Receiver<Event>,
    who: Stay,
    stream: Stream,
    reader: mpsc::Sender<Result<sse::Event, Infallible>>,
) {
    let until = Instant::now() + if who.is_by_proxy() { BY_PROXY } else { FOR_EVER };
    let mut check = tokio::time::interval(CHECK);
    let mut told = None;
    loop {
        let mut sleep = LOOK;
        if let Ok((shown, change)) = banners::shown(&state).await {
            sleep = sleep.min(change.unwrap_or(LOOK));
            if told.as_ref() != Some(&shown) {
                let event = sse::Event::default().event("banner").data(shown.clone());
                if reader.send(Ok(event)).await.is_err() {
                    return;
                }
                told = Some(shown);
            }
        }
        let look = Instant::now() + sleep;
        let next = loop {
            tokio::select! {
                next = happening.recv() => break next,
                () = tokio::time::sleep_until(look) => break Ok(Event::Banners),
                _ = check.tick() => if !who.holds(&state).await { return },
                () = tokio::time::sleep_until(until) => return say_when_to_return(&reader, SOON),
                () = stream.ended() => return say_when_to_return(&reader, LATER),
                () = reader.closed() => return,
            }
        };
        match next {
            Ok(Event::Published(id)) => {
                let data = serde_json::json!({ "id": id }).to_string();
                let event = sse::Event::default().event("published").data(data);
                if reader.send(Ok(event)).await.is_err() {
                    return;
                }
            }
            Ok(Event::Banners) | Err(RecvError::Lagged(_)) => {}
            Ok(Event::Stopping) | Err(RecvError::Closed) => return,
        }
    }
}

/// The last word of a stream: its reader, a browser, opens the next one after so long.
fn say_when_to_return(reader: &mpsc::Sender<Result<sse::Event, Infallible>>, after: Duration) {
    // Whoever does not take it returns when they like.
    let _ = reader.try_send(Ok(sse::Event::default().retry(after)));
}
