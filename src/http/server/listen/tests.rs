//! The door, tried with sockets: who is let in, how long they may take, what they are told.
#![allow(clippy::unwrap_used)]
use std::io::{Read, Write};
use std::net::TcpStream;

use tokio::sync::oneshot;

use super::*;
use crate::http::Limits;
use crate::http::state::settings::Patience;
use crate::http::testkit::{self, FixedClock, Shelf};
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

/// Asks a slow question, stops the server while it is being answered, and gives what arrived and how long the
/// stop took.
async fn stop_while_answering(search_takes: Duration, drain: Duration) -> (String, Duration) {
    let shelf = Shelf { search_takes, ..Shelf::demo() };
    let limits = Limits { drain, ..Limits::default() };
    let state = State::new(
        Arc::new(shelf),
        testkit::door(),
        Arc::new(Journal::throw_away()),
        Arc::new(FixedClock),
        limits,
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(crate::http::serve(listener, state.clone(), async move {
        let _ = stopped.await;
    }));
    let client = tokio::task::spawn_blocking(move || {
        let mut stream = connect(addr);
        let request = b"GET /api/v1/search?q=kanapa HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).unwrap();
        let mut answer = String::new();
        // Whoever is given up hears nothing more, and hears it at once.
        let _ = stream.read_to_string(&mut answer);
        answer
    });
    let all = limits.concurrent;
    testkit::until("it is being answered", || state.requests.available_permits() < all).await;
    let begun = Instant::now();
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    let took = begun.elapsed();
    (client.await.unwrap(), took)
}

#[tokio::test]
async fn stopping_finishes_the_request_under_way() {
    let search = Duration::from_millis(300);
    let (answer, took) = stop_while_answering(search, Duration::from_secs(20)).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "got {answer:?}");
    assert!(took > search / 3 && took < PROMPT, "it waits for the answer and for nothing else: {took:?}");
}

#[tokio::test]
async fn stopping_does_not_wait_beyond_the_drain_limit() {
    let (search, drain) = (Duration::from_millis(2_500), Duration::from_millis(100));
    let (answer, took) = stop_while_answering(search, drain).await;
    assert_eq!(answer, "", "the answer was not ready within the limit");
    assert!(took >= drain && took < search / 2, "{took:?}");
}

// --- connections that cost

const PROMPT: Duration = Duration::from_secs(2);

const IMPATIENT: Patience = Patience {
    head: Duration::from_millis(300),
    idle: Duration::from_millis(600),
    transfer: Duration::from_millis(400),
    rate: 1 << 20,
    closing: Duration::from_millis(300),
};

/// A server with little patience, for so many connections; stops with the value.
async fn impatient(connections: usize) -> (SocketAddr, oneshot::Sender<()>) {
    serving(connections, IMPATIENT).await
}

async fn serving(connections: usize, patience: Patience) -> (SocketAddr, oneshot::Sender<()>) {
    let limits = Limits { connections, patience, ..Limits::default() };
    let state = testkit::state(Shelf::demo(), limits);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(crate::http::serve(listener, state, async move {
        let _ = stopped.await;
    }));
    (addr, stop)
}

fn connect(addr: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(addr).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// How long the server keeps a connection of which `sent` is all that comes, byte by byte if `slowly`.
fn kept(addr: SocketAddr, sent: &[u8], slowly: bool) -> Duration {
    let mut stream = connect(addr);
    let begun = Instant::now();
    if slowly {
        let mut writer = stream.try_clone().unwrap();
        let sent = sent.to_vec();
        std::thread::spawn(move || {
            for byte in sent {
                if writer.write_all(&[byte]).is_err() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        });
    } else {
        stream.write_all(sent).unwrap();
    }
    let _ = stream.read_to_end(&mut Vec::new());
    begun.elapsed()
}

/// One answer off a connection that stays open.
fn answer(stream: &mut TcpStream) -> std::io::Result<String> {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        text.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&text).to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body)?;
    text.extend(body);
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn ask(addr: SocketAddr) -> Duration {
    let begun = Instant::now();
    let mut stream = connect(addr);
    stream.write_all(b"GET /api/v1/search?q=kanapa HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let got = answer(&mut stream).unwrap();
    assert!(got.starts_with("HTTP/1.1 200"), "{got}");
    begun.elapsed()
}

/// Runs what blocks beside the server.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test]
async fn whoever_sends_no_head_or_a_slow_one_is_not_waited_for() {
    let (addr, _stop) = impatient(64).await;
    let long = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (sent, slowly) in [("", false), ("G", false), (long, true)] {
        let kept = beside(move || kept(addr, sent.as_bytes(), slowly)).await;
        assert!(kept >= Duration::from_millis(250) && kept < PROMPT, "{sent}: {kept:?}");
    }
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_and_not_for_ever() {
    let (addr, _stop) = impatient(64).await;
    let request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let (second, idle) = beside(move || {
        let mut stream = connect(addr);
        stream.write_all(request).unwrap();
        answer(&mut stream).unwrap();
        std::thread::sleep(Duration::from_millis(400));
        stream.write_all(request).unwrap();
        let second = answer(&mut stream).unwrap();
        let idle = Instant::now();
        let _ = stream.read_to_end(&mut Vec::new());
        let idle = idle.elapsed();
        (second, idle)
    })
    .await;
    assert!(second.starts_with("HTTP/1.1 200"), "beyond the time for a head: {second}");
    assert!(idle >= Duration::from_millis(500) && idle < PROMPT, "{idle:?}");
}

#[tokio::test]
async fn whoever_reads_nothing_is_not_waited_for_and_whoever_reads_slowly_is() {
    // Nothing but the time for taking an answer may end it: not that of the next head, which stands behind.
    let minute = Duration::from_secs(60);
    let (addr, _stop) = serving(64, Patience { head: minute, idle: minute, ..IMPATIENT }).await;
    let asked = |times: usize| "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(times);
    let closed = beside(move || {
        let mut stream = connect(addr);
        stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
        let begun = Instant::now();
        // Until both sockets are full, and then until there is nobody to write to.
        while begun.elapsed() < Duration::from_secs(20) {
            if let Err(cause) = stream.write_all(asked(100).as_bytes()) {
                return (begun.elapsed(), cause.kind());
            }
        }
        (begun.elapsed(), std::io::ErrorKind::Other)
    })
    .await;
    let gone = [std::io::ErrorKind::ConnectionReset, std::io::ErrorKind::BrokenPipe];
    assert!(gone.contains(&closed.1), "{closed:?}");
    assert!(closed.0 >= IMPATIENT.transfer && closed.0 < 2 * PROMPT, "{closed:?}");
    let whole = beside(move || {
        let mut stream = connect(addr);
        stream.write_all(asked(200).as_bytes()).unwrap();
        (0..200).all(|number| {
            if number % 20 == 0 {
                std::thread::sleep(Duration::from_millis(30));
            }
            answer(&mut stream).is_ok()
        })
    })
    .await;
    assert!(whole, "somebody who reads on is waited for");
}

/// How many of a crowd the server has let go of.
fn let_go(crowd: &[TcpStream]) -> usize {
    let gone = |mut stream: &TcpStream| {
        stream.set_nonblocking(true).unwrap();
        match stream.read(&mut [0]) {
            Ok(read) => read == 0,
            Err(cause) => cause.kind() != io::ErrorKind::WouldBlock,
        }
    };
    crowd.iter().filter(|stream| gone(stream)).count()
}

/// Connects a crowd of strangers that says nothing, waits until all of them but `places` are let go of, and gives
/// how long that took.
fn crowd_in(addr: SocketAddr, many: usize, places: usize) -> (Vec<TcpStream>, Duration) {
    let begun = Instant::now();
    let crowd: Vec<TcpStream> = (0..many).map(|_| connect(addr)).collect();
    while let_go(&crowd) < many - places && begun.elapsed() < 4 * PATIENT.head {
        std::thread::sleep(Duration::from_millis(5));
    }
    (crowd, begun.elapsed())
}

/// Nobody of a crowd is let go of for waiting: only for want of places.
const PATIENT: Patience = Patience { head: Duration::from_secs(5), ..IMPATIENT };

#[tokio::test]
async fn a_crowd_that_asks_nothing_pushes_out_itself() {
    const PLACES: usize = 8;
    let (addr, _stop) = serving(PLACES, PATIENT).await;
    let (took, left, slowest) = beside(move || {
        let (crowd, took) = crowd_in(addr, 200, PLACES);
        let left = crowd.len() - let_go(&crowd);
        let slowest = (0..20).map(|_| ask(addr)).max().unwrap();
        (took, left, slowest)
    })
    .await;
    assert!(took < PATIENT.head, "a place is made by whoever comes, not by time: {took:?}");
    assert!((PLACES / 2..=PLACES).contains(&left), "{left} are left, and there are {PLACES} places");
    assert!(slowest < PROMPT, "{slowest:?}");
}

#[tokio::test]
async fn whoever_is_known_keeps_the_connection_while_strangers_crowd() {
    const PLACES: usize = 8;
    let (addr, _stop) = serving(PLACES, PATIENT).await;
    let (kept, stranger, left) = beside(move || {
        let request = b"GET /api/v1/search?q=a HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let unknown = b"GET /public/v1/search?q=a HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let (mut agent, mut stranger) = (connect(addr), connect(addr));
        agent.write_all(request).unwrap();
        answer(&mut agent).unwrap();
        stranger.write_all(unknown).unwrap();
        answer(&mut stranger).unwrap();
        let (crowd, _) = crowd_in(addr, 100, PLACES - 1);
        let left = crowd.len() - let_go(&crowd);
        // Between two requests both; one of them has a name.
        let stranger = stranger.write_all(unknown).and_then(|()| answer(&mut stranger));
        agent.write_all(request).unwrap();
        (answer(&mut agent), stranger, left)
    })
    .await;
    assert!(left < PLACES, "{left} strangers are left beside the agent, and there are {PLACES} places");
    assert!(stranger.is_err(), "a stranger's connection is not kept: {stranger:?}");
    assert!(kept.unwrap().starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_refused_body_costs_the_next_request_nothing() {
    let (addr, _stop) = impatient(64).await;
    let failed = beside(move || {
        let mut stream = connect(addr);
        let mut failed = Vec::new();
        for turn in 0..120 {
            let (path, kind) = [("/nie/ma", "text/plain"), ("/api/v1/calls", "text/xml")][turn % 2];
            let body = "x".repeat([0, 20, 3_000, 100_000][turn / 2 % 4]);
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            // In two pieces: the answer may be there before the body is.
            let sent = stream.write_all(head.as_bytes()).and_then(|()| {
                std::thread::sleep(Duration::from_millis(turn as u64 % 3));
                stream.write_all(body.as_bytes())
            });
            match sent.and_then(|()| answer(&mut stream)) {
                Ok(got) if got.starts_with("HTTP/1.1 4") => {
                    if got.to_lowercase().contains("connection: close") {
                        stream = connect(addr);
                    }
                }
                other => {
                    failed.push((turn, other.map_err(|cause| cause.to_string())));
                    stream = connect(addr);
                }
            }
        }
        failed
    })
    .await;
    assert!(failed.is_empty(), "{} of 120 failed: {:?}", failed.len(), failed.first());
}

#[tokio::test]
async fn the_answer_to_a_body_too_large_to_be_read_arrives_all_the_same() {
    let (addr, _stop) = impatient(64).await;
    for _ in 0..5 {
        let got = beside(move || {
            let mut stream = connect(addr);
            let (size, piece) = (8 << 20, vec![b'x'; 64 << 10]);
            let head = format!("POST /nie/ma HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            for _ in 0..size / piece.len() {
                if stream.write_all(&piece).is_err() {
                    break;
                }
            }
            answer(&mut stream)
        })
        .await;
        let got = got.unwrap();
        assert!(got.starts_with("HTTP/1.1 404") && got.to_lowercase().contains("connection: close"), "{got}");
    }
}

#[tokio::test]
async fn a_chunk_that_is_none_is_a_bad_request() {
    let (addr, _stop) = impatient(64).await;
    for (path, kind) in [
        ("/api/v1/calls", "application/json"),
        ("/api/v1/articles/preview", "text/markdown"),
        ("/redakcja/wczytaj", "text/plain"),
    ] {
        for chunk in ["zz\r\n{}\r\n", "-1\r\n", "2\r\n{}}}}}", "fffffffffffffffff\r\n{}\r\n"] {
            let got = beside(move || {
                let mut stream = connect(addr);
                let head = format!(
                    "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
                );
                stream.write_all(format!("{head}{chunk}").as_bytes()).unwrap();
                answer(&mut stream)
            })
            .await
            .unwrap();
            assert!(got.starts_with("HTTP/1.1 400"), "{path} {chunk:?}: {got}");
        }
    }
}

#[tokio::test]
async fn a_request_with_two_ends_is_refused_and_its_connection_closed() {
    let (addr, _stop) = impatient(64).await;
    for headers in [
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    ] {
        let got = beside(move || {
            let mut stream = connect(addr);
            let head = format!("POST /api/v1/calls HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n");
            let next = "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
            stream.write_all(format!("{head}{next}").as_bytes()).unwrap();
            answer(&mut stream)
        })
        .await
        .unwrap();
        assert!(got.starts_with("HTTP/1.1 400") && got.matches("HTTP/1.1").count() == 1, "{headers}: {got}");
    }
}

#[tokio::test]
async fn a_request_that_does_not_say_or_says_twice_whom_it_wants_is_refused() {
    let (addr, _stop) = serving(8, Patience::default()).await;
    let answers = tokio::task::spawn_blocking(move || {
        let status = |head: &str| {
            let mut stream = connect(addr);
            stream.write_all(format!("GET /healthz {head}Connection: close\r\n\r\n").as_bytes()).unwrap();
            let mut answer = String::new();
            let _ = stream.read_to_string(&mut answer);
            answer.split(' ').nth(1).unwrap_or_default().to_owned()
        };
        [
            status("HTTP/1.1\r\nHost: localhost\r\n"),
            status("HTTP/1.0\r\n"),
            status("HTTP/1.1\r\n"),
            status("HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n"),
        ]
    });
    assert_eq!(answers.await.unwrap(), ["200", "200", "400", "400"]);
}
