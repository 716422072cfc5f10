//! `GET /api/v1/events`: what happens, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::response::IntoResponse;
use axum::response::sse::{self, KeepAlive, Sse};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

use super::banners;
use crate::http::State;
use crate::http::auth::Agent;
use crate::http::events::Event;
use crate::http::openapi::vocabulary;

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
    responses((status = 200, description = "A stream that ends when the server or the caller does", body = Happening, content_type = "text/event-stream")))]
pub(super) async fn events(Shared(state): Shared<State>, Agent(_): Agent) -> impl IntoResponse {
    let (sender, receiver) = mpsc::channel(16);
    // Subscribed before the first look: nothing between the two is missed.
    let happening = state.events.listen();
    tokio::spawn(follow(state, happening, sender));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(PULSE))
}

/// Tells one reader until they go or the server stops.
async fn follow(
    state: State,
    mut happening: tokio::sync::broadcast::Receiver<Event>,
    reader: mpsc::Sender<Result<sse::Event, Infallible>>,
) {
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
        let next = tokio::select! {
            next = happening.recv() => next,
            () = tokio::time::sleep(sleep) => continue,
            () = reader.closed() => return,
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
