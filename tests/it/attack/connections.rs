//! Connections that cost nobody the service: idle, slow, greedy and garbled ones, under a limit of 64 open files.
//!
//! While each attack goes on, an agent with a token asks over connections of their own; the slowest answer is printed.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Ledger;
use crate::harness::{Server, TestApp, send};

/// So many files may the server have open.
const FILES: usize = 64;

/// An answer under attack comes within this, on a machine that builds and tests other things meanwhile.
const PROMPT: Duration = Duration::from_secs(3);

/// A server that may open few files, with a token for an agent and one for an editor.
struct Besieged {
    server: Server,
    agent: String,
    editor: String,
    slowest: Duration,
    _app: TestApp,
}

impl Besieged {
    fn new() -> Self {
        let app = TestApp::with_articles();
        let token = |role: &str| format!("Bearer {}", app.token(role, role));
        let (agent, editor) = (token("agent"), token("editor"));
        let server = app.start(few_files(&app));
        Self { server, agent, editor, slowest: Duration::ZERO, _app: app }
    }

    /// What an agent, a resident and the operator find.
    fn serves(&mut self) -> Result<(), String> {
        if !self.server.lives() {
            return Err("the server is gone".into());
        }
        let asked = [
            ("/api/v1/search?q=wersalka", Some(self.agent.as_str())),
            ("/healthz", None),
            ("/public/v1/search?q=wersalka", None),
        ];
        for (path, token) in asked {
            let begun = Instant::now();
            let headers: Vec<_> = token.map(|token| ("Authorization", token)).into_iter().collect();
            let answer = self.server.try_send("GET", path, &headers, "");
            let took = begun.elapsed();
            self.slowest = self.slowest.max(took);
            match answer {
                Ok(answer) if answer.status == 200 && took < PROMPT => {}
                Ok(answer) => return Err(format!("{path}: {} after {took:?}", answer.status)),
                Err(cause) => return Err(format!("{path}: {cause} after {took:?}")),
            }
        }
        Ok(())
    }

    /// Asks again and again for a while.
    fn goes_on_serving(&mut self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(2_500) {
            self.serves()?;
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// `many` connections on which `sent` is all that is said.
    fn connections(&self, many: usize, sent: &str) -> Vec<TcpStream> {
        let one = |_| {
            let mut stream = TcpStream::connect(self.server.address()).ok()?;
            stream.set_read_timeout(Some(Duration::from_millis(500))).ok()?;
            stream.set_write_timeout(Some(Duration::from_millis(500))).ok()?;
            // One that is closed at once was an attack, too.
            let _ = stream.write_all(sent.as_bytes());
            Some(stream)
        };
        (0..many).filter_map(one).collect()
    }
}

/// The server's command under a limit of open files, hard and soft.
fn few_files(app: &TestApp) -> Command {
    let plain = app.command(&["serve", "--listen", "127.0.0.1:0", "--public-rate", "0"]);
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -n {FILES}; exec \"$0\" \"$@\"")]);
    command.arg(plain.get_program()).args(plain.get_args());
    command.current_dir(app.folder()).stdin(Stdio::null());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

#[test]
fn no_crowd_of_connections_keeps_an_agent_from_an_answer() {
    let mut siege = Besieged::new();
    let mut ledger = Ledger::open("connections", siege.server.pid());
    ledger.note("nothing yet", siege.serves());
    let (agent, editor) = (siege.agent.clone(), siege.editor.clone());
    let upload = |rest: &str| {
        format!("POST /redakcja/wczytaj HTTP/1.1\r\nHost: localhost\r\nAuthorization: {editor}\r\n{rest}")
    };
    let events = format!("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: {agent}\r\n\r\n");
    let asks = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let known = format!("GET /api/v1/units HTTP/1.1\r\nHost: localhost\r\nAuthorization: {agent}\r\n\r\n");
    let attacks: Vec<(&str, usize, String)> = vec![
        ("idle sockets", 80, String::new()),
        ("hundreds of idle sockets", 500, String::new()),
        ("one byte each", 200, "G".into()),
        ("heads that never end", 200, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: a".into()),
        ("heads that are too long", 40, format!("GET / HTTP/1.1\r\nX-Long: {}", "a".repeat(200_000))),
        ("kept-alive strangers", 200, asks("/healthz")),
        ("kept-alive residents", 200, asks("/public/v1/search?q=meble")),
        ("kept-alive agents", 200, known),
        ("bodies that never come, refused", 200, "POST /api/v1/calls HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n{".into()),
        ("bodies that never come, by an agent", 200, format!("POST /api/v1/calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: {agent}\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{{")),
        ("forms that never come", 200, "POST /logowanie HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\ntoken=".into()),
        ("documents that never come", 200, upload("Content-Length: 40000000\r\n\r\n%PDF-1.4")),
        ("documents in chunks that never come", 100, upload("Transfer-Encoding: chunked\r\n\r\n5\r\n%PDF-\r\n")),
        ("event streams", 300, events.clone()),
        ("pages that nobody reads", 60, asks("/api/v1/openapi.json").repeat(300)),
        ("event streams that nobody reads, with pages behind", 60, events + &asks("/p").repeat(200)),
        ("garbage", 200, "\0\u{1}\u{2}garbage\r\n\r\n".repeat(50)),
        ("garbage behind a request", 200, asks("/healthz") + "xx yy zz\r\n\r\n"),
        ("TLS to a plain port", 200, "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}".into()),
        ("another protocol", 100, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into()),
    ];
    for (name, many, sent) in attacks {
        let crowd = siege.connections(many, &sent);
        ledger.note(name, siege.goes_on_serving());
        if name == "event streams" {
            let open = crowd.iter().filter(|stream| goes_on(stream)).count();
            let few = if (1..=16).contains(&open) { Ok(()) } else { Err(format!("{open} go on")) };
            ledger.note("event streams of one person", few);
        }
        drop(crowd);
    }
    ledger.note("slow bytes on many connections", slow_bytes(&mut siege));
    ledger.note("connections that come and go", churn(&mut siege));
    ledger.note("half-closed connections", {
        let crowd = siege.connections(200, "");
        crowd.iter().for_each(|stream| drop(stream.shutdown(Shutdown::Write)));
        siege.goes_on_serving()
    });
    ledger.note("malformed chunks", malformed_chunks(&siege));
    ledger.note("refused bodies on one connection", refused_bodies(&siege));
    ledger.note("and afterwards", siege.serves());
    println!(
        "attack connections: the slowest answer of an agent, a resident or the operator took {:?}",
        siege.slowest
    );
    ledger.close();
}

/// Without a token the same holds: an operator's own machine runs many things.
#[test]
fn eighty_idle_sockets_lock_nobody_out_at_no_token() {
    let app = TestApp::with_articles();
    let server = app.start(few_files(&app));
    let idle: Vec<_> = (0..80).map(|_| TcpStream::connect(server.address()).expect("a connection")).collect();
    for _ in 0..20 {
        let begun = Instant::now();
        let answer = server.get("/api/v1/search?q=wersalka");
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(begun.elapsed() < PROMPT, "{:?}", begun.elapsed());
    }
    drop(idle);
}

/// Whether a stream of events began and has not come to its end.
fn goes_on(mut stream: &TcpStream) -> bool {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(20)));
    let (mut told, mut bytes) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return false,
            Ok(read) => told.extend_from_slice(&bytes[..read]),
            Err(cause) => {
                let waits = [std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut];
                let began = told.starts_with(b"HTTP/1.1 200");
                return waits.contains(&cause.kind()) && began && !told.ends_with(b"\r\n0\r\n\r\n");
            }
        }
    }
}

/// A byte every tenth of a second on each: never silent, never done.
fn slow_bytes(siege: &mut Besieged) -> Result<(), String> {
    let mut crowd = siege.connections(100, "POST /api/v1/calls HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    for _ in 0..20 {
        crowd.iter_mut().for_each(|stream| drop(stream.write_all(b"a")));
        siege.serves()?;
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// New ones all the time, faster than anybody asks.
fn churn(siege: &mut Besieged) -> Result<(), String> {
    let address = siege.server.address().to_owned();
    let begun = Instant::now();
    let crowd: Vec<_> = (0..2)
        .map(|_| {
            let address = address.clone();
            std::thread::spawn(move || {
                let mut held = std::collections::VecDeque::new();
                while begun.elapsed() < Duration::from_secs(3) {
                    held.extend(TcpStream::connect(&address));
                    if held.len() > 100 {
                        held.pop_front();
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
            })
        })
        .collect();
    let done = siege.goes_on_serving();
    crowd.into_iter().for_each(|thread| drop(thread.join()));
    done
}

fn malformed_chunks(siege: &Besieged) -> Result<(), String> {
    let routes = [
        ("/api/v1/calls", &siege.agent, "application/json"),
        ("/api/v1/feedback", &siege.agent, "application/json"),
        ("/api/v1/articles/preview", &siege.editor, "text/markdown"),
        ("/redakcja/naglowek", &siege.editor, "application/json"),
        ("/redakcja/wczytaj", &siege.editor, "text/plain"),
        ("/logowanie", &siege.agent, "application/x-www-form-urlencoded"),
    ];
    for (path, token, kind) in routes {
        for chunk in ["zz\r\n{}\r\n", "2\r\n{}xx\r\n", "-2\r\n{}\r\n", "ffffffffffffffffff\r\n{}\r\n"] {
            let sent = format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}"
            );
            let mut stream = TcpStream::connect(siege.server.address()).map_err(|cause| cause.to_string())?;
            let _ = stream.set_read_timeout(Some(PROMPT));
            stream.write_all(sent.as_bytes()).map_err(|cause| cause.to_string())?;
            let mut answer = String::new();
            let _ = stream.read_to_string(&mut answer);
            if !answer.starts_with("HTTP/1.1 400") {
                return Err(format!("{path} {chunk:?}: {}", answer.lines().next().unwrap_or("silence")));
            }
        }
    }
    Ok(())
}

/// Refused for want of a token, of a page and of a format, each on the connection of the one before.
fn refused_bodies(siege: &Besieged) -> Result<(), String> {
    let mut stream = TcpStream::connect(siege.server.address()).map_err(|cause| cause.to_string())?;
    let mut failed = 0;
    for turn in 0..200 {
        let (path, token) =
            [("/api/v1/calls", ""), ("/nie/ma", &*siege.agent), ("/api/v1/calls", &*siege.agent)][turn % 3];
        let body = "x".repeat(1 + 37 * turn);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let sent = stream.write_all(head.as_bytes()).and_then(|()| {
            std::thread::sleep(Duration::from_millis(turn as u64 % 3));
            stream.write_all(body.as_bytes())
        });
        let head = sent.and_then(|()| head_of_answer(&mut stream));
        let refused = |head: &String| {
            ["401", "404", "415"].iter().any(|status| head.starts_with(&format!("HTTP/1.1 {status}")))
        };
        if !head.as_ref().is_ok_and(refused) {
            failed += 1;
        }
        if head.map_or(true, |head| head.to_lowercase().contains("connection: close")) {
            stream = TcpStream::connect(siege.server.address()).map_err(|cause| cause.to_string())?;
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of 200 failed")) }
}

/// The head of the next answer; its body is read and left.
fn head_of_answer(stream: &mut TcpStream) -> std::io::Result<String> {
    stream.set_read_timeout(Some(PROMPT))?;
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let length = head.to_lowercase();
    let length = length.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    let mut body = vec![0; length.and_then(|length| length.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut body)?;
    Ok(head)
}

#[test]
fn stopping_waits_for_nobody_who_only_stays_connected() {
    let app = TestApp::with_articles();
    let mut server = app.serve();
    let mut kept: Vec<_> =
        (0..20).map(|_| TcpStream::connect(server.address()).expect("a connection")).collect();
    for stream in kept.iter_mut().take(10) {
        stream.write_all(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
    }
    assert_eq!(send(server.address(), "GET", "/healthz", &[], "").expect("an answer").status, 200);
    let begun = Instant::now();
    let pid = server.pid().to_string();
    Command::new("kill").args(["-TERM", &pid]).status().expect("kill");
    crate::harness::eventually(Duration::from_secs(8), "the server ends", || !server.lives());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
