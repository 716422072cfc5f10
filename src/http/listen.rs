//! Opening the door: where the server may listen, and how it stops without dropping what is under way.

use std::future::{Future, IntoFuture};
use std::io;
use std::net::SocketAddr;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::events::Event;
use super::{State, router};

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

/// Serves on `listener` until `shutdown` is done, then finishes what is under way, within the drain limit.
pub async fn serve(
    listener: TcpListener,
    state: State,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (drain, events) = (state.limits().drain, state.events.clone());
    let (stopping, stopped) = oneshot::channel::<()>();
    // An answer is one small write: waiting to fill a packet would only delay it.
    let listener = listener.tap_io(|stream| {
        if let Err(cause) = stream.set_nodelay(true) {
            tracing::debug!(%cause, "cannot set TCP_NODELAY");
        }
    });
    let server = axum::serve(listener, router(state).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            tracing::info!("stopping: finishing the requests under way");
            events.tell(Event::Stopping);
            // Nobody listens any more only when the server has ended already.
            let _ = stopping.send(());
        });
    let overdue = async {
        match stopped.await {
            Ok(()) => tokio::time::sleep(drain).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        result = server.into_future() => result,
        () = overdue => {
            tracing::warn!(?drain, "giving up the requests still under way");
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::http::Limits;
    use crate::http::testkit::{FixedClock, Shelf};
    use crate::journal::Journal;

    #[test]
    fn without_tokens_the_server_listens_to_this_machine_alone() {
        for loopback in ["127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(listen_allowed(loopback.parse().unwrap(), false), Ok(()), "{loopback}");
        }
        for open in ["0.0.0.0:8080", "[::]:8080", "192.168.1.10:80", "[::ffff:10.0.0.1]:80"] {
            let refused = listen_allowed(open.parse().unwrap(), false).unwrap_err();
            assert!(refused.to_string().contains("listen on 127.0.0.1"), "{refused}");
            assert_eq!(listen_allowed(open.parse().unwrap(), true), Ok(()), "{open}");
        }
    }

    /// Asks a slow question, stops the server while it is being answered, and gives what arrived.
    async fn stop_while_answering(search_takes: Duration, drain: Duration) -> String {
        let shelf = Shelf { search_takes, ..Shelf::demo() };
        let limits = Limits { drain, ..Limits::default() };
        let state =
            State::new(Arc::new(shelf), Arc::new(Journal::throw_away()), Arc::new(FixedClock), limits);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(serve(listener, state, async move {
            let _ = stopped.await;
        }));
        let client = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(addr).unwrap();
            let request =
                b"GET /api/v1/search?q=kanapa HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            stream.write_all(request).unwrap();
            let mut answer = String::new();
            // A server that gives up drops the connection when its runtime ends: silence is an answer, too.
            stream.set_read_timeout(Some(Duration::from_millis(400))).unwrap();
            let _ = stream.read_to_string(&mut answer);
            answer
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
        client.await.unwrap()
    }

    #[tokio::test]
    async fn stopping_finishes_the_request_under_way() {
        let answer = stop_while_answering(Duration::from_millis(200), Duration::from_secs(5)).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "got {answer:?}");
    }

    #[tokio::test]
    async fn stopping_does_not_wait_beyond_the_drain_limit() {
        let answer = stop_while_answering(Duration::from_millis(900), Duration::from_millis(100)).await;
        assert_eq!(answer, "", "the answer was not ready within the limit");
    }
}
