//! Opening the door: where the server may listen, how many it lets in and how long each may keep it waiting, and how
//! it stops without dropping what is under way.
//!
//! `axum::serve` takes whoever comes and waits for them for ever, so the loop is ours, on hyper: a place for each
//! connection ([`places`]), a clock for each ([`line`]), and a socket that tells the clock what passes ([`wire`]).
//! How long the server itself may take for a request is the matter of [`limits`](super::limits), how long its body may
//! take to come that of [`incoming`](super::incoming).

mod descriptors;
mod framing;
mod line;
mod places;
mod wire;

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

pub use descriptors::raise_open_files;
pub(in crate::http) use line::Connection;

use self::places::{Place, Places};
use self::wire::Wire;
use crate::http::State;
use crate::http::peer::household;
use crate::http::state::events::Event;

/// What a connection may hold in memory before it is worked on: the longest head of a request.
const BUFFER: usize = 64 * 1024;

/// How long nobody is let in after the system refused: it is short of files or memory, and asking at once again would
/// only keep it busy.
const RECOVERY: Duration = Duration::from_millis(50);

/// How often it is said in the log that it refuses.
const SAY_AGAIN: Duration = Duration::from_secs(10);

/// Why the server will not listen at an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "refusing to listen on {addr}: no API token is configured, so whoever reaches this address could read internal \
     articles; listen on 127.0.0.1, or create a token first with `drogowskaz token create`"
)]
pub struct ListenRefused {
    /// The address asked for.
    pub addr: SocketAddr,
}

/// Without tokens everything is served, so only to this machine.
pub fn listen_allowed(addr: SocketAddr, tokens_configured: bool) -> Result<(), ListenRefused> {
    // An IPv4 loopback address may come dressed as IPv6 (::ffff:127.0.0.1).
    let loopback = addr.ip().to_canonical().is_loopback();
    if loopback || tokens_configured { Ok(()) } else { Err(ListenRefused { addr }) }
}

/// Serves `app` on `listener` until `shutdown` is done, then finishes what is under way, within the drain limit.
pub async fn serve(
    listener: TcpListener,
    state: State,
    app: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let limits = state.limits();
    let places = Places::new(descriptors::connections(limits.connections), limits.patience);
    // Of neither streams that stay open nor residents may there be so many that no agent finds a place.
    state.share_places(places.most() / 2);
    tracing::info!(connections = places.most(), "listening");
    let_many_wait(&listener);
    let (stop, stopping) = watch::channel(());
    let mut shutdown = pin!(shutdown);
    let mut refused: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, address)) => {
                let peer = address.ip().to_canonical();
                let proxy = state.access().trusts(peer);
                let place = tokio::select! {
                    place = places.take(household(peer), proxy) => place,
                    () = &mut shutdown => break,
                };
                tokio::spawn(attend(stream, address, place, app.clone(), stopping.clone()));
            }
            // Whoever came has left again.
            Err(cause) if has_left(&cause) => {}
            Err(cause) => {
                if refused.is_none_or(|last| last.elapsed() >= SAY_AGAIN) {
                    tracing::warn!(%cause, "the system lets nobody in; closing what can be spared");
                    refused = Some(Instant::now());
                }
                places.spare_one();
                tokio::select! {
                    () = tokio::time::sleep(RECOVERY) => {}
                    () = &mut shutdown => break,
                }
            }
        }
    }
    tracing::info!("stopping: finishing the requests under way");
    drop(listener);
    state.events.tell(Event::Stopping);
    drop((stopping, stop));
    if tokio::time::timeout(limits.drain, places.empty()).await.is_err() {
        tracing::warn!(drain = ?limits.drain, "giving up the requests still under way");
        places.end_all();
    }
    Ok(())
}

/// Lets a crowd wait in the queue before the door: what does not fit into it comes again a second later, and with it
/// whoever stands behind. The system's own limit (`somaxconn`) still holds.
#[cfg(target_os = "linux")]
fn let_many_wait(listener: &TcpListener) {
    if let Err(cause) = rustix::net::listen(listener, 4096) {
        tracing::debug!(%cause, "the queue before the door stays short");
    }
}

#[cfg(not(target_os = "linux"))]
fn let_many_wait(_listener: &TcpListener) {}

fn has_left(cause: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Serves one connection until it ends, its time is over, or its place is needed.
async fn attend(
    stream: TcpStream,
    address: SocketAddr,
    place: Place,
    app: Router,
    mut stopping: watch::Receiver<()>,
) {
    // An answer is one small write: waiting to fill a packet would only delay it.
    if let Err(cause) = stream.set_nodelay(true) {
        tracing::debug!(%cause, "cannot set TCP_NODELAY");
    }
    let line = &place.line;
    let service = service_fn(|request: hyper::Request<Incoming>| {
        line.asked();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        request.extensions_mut().insert(Arc::clone(line));
        let (answer, line) = (app.clone().oneshot(request), Arc::clone(line));
        async move {
            let response = answer.await?;
            Ok::<_, Infallible>(response.map(|body| Answer { body, line }))
        }
    });
    let io = TokioIo::new(Wire::new(stream, Arc::clone(line)));
    let connection = http1::Builder::new().max_buf_size(BUFFER).serve_connection(io, service);
    let mut connection = pin!(connection);
    let mut clock = pin!(tokio::time::sleep(Duration::ZERO));
    let mut stops = false;
    loop {
        let watched = poll_fn(|cx| {
            if let Poll::Ready(ended) = connection.as_mut().poll(cx) {
                return Poll::Ready(ended.map_err(Some));
            }
            // Whatever moves the deadline has happened in the line above.
            overdue(line, clock.as_mut(), cx).map(|()| Err(None))
        });
        tokio::select! {
            ended = watched => {
                match ended {
                    Ok(()) => {}
                    Err(Some(cause)) => tracing::debug!(%cause, "a connection broke"),
                    Err(None) => tracing::debug!(line = line.number, "closed: it took too long"),
                }
                return;
            }
            () = line.given_up.notified() => return,
            _ = stopping.changed(), if !stops => {
                stops = true;
                connection.as_mut().graceful_shutdown();
                line.stops();
            }
        }
    }
}

/// Ready when the time of `line` is over.
fn overdue(line: &Connection, mut clock: Pin<&mut tokio::time::Sleep>, cx: &mut Context<'_>) -> Poll<()> {
    let Some(deadline) = line.deadline() else { return Poll::Pending };
    if clock.deadline() != deadline {
        clock.as_mut().reset(deadline);
    }
    clock.poll(cx)
}

/// The body of an answer; tells the line when it is given out.
struct Answer {
    body: Body,
    line: Arc<Connection>,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.line.answered();
    }
}

#[cfg(test)]
mod tests;
