//! What an operator's signals do to a running server: TERM and INT finish what is in flight, HUP reads `kb/` again.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use crate::harness::{Server, TestApp, eventually};

/// A machine that is busy with other tests is given this long.
const SOON: Duration = Duration::from_secs(20);

/// An article on its way: its head and half of its text are with the server, which has begun to read them.
struct Upload {
    stream: TcpStream,
    rest: String,
}

impl Upload {
    fn begin(server: &Server, id: &str) -> Self {
        let text = format!("---\nid: {id}\ntitle: Kładka {id}\n---\n\nKładkę {id} zamknięto do wiosny.\n");
        let (half, rest) = text.split_at(20);
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(SOON)).unwrap();
        let head = format!(
            "PUT /api/v1/articles/{id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIf-None-Match: *\r\n\
             Content-Type: text/markdown\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            text.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // The server says so when a handler asks for the body: from here on the request is under way.
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(half.as_bytes()).unwrap();
        Self { stream, rest: rest.to_owned() }
    }

    /// Sends the other half and gives the answer; empty where the server went without one.
    fn end(mut self) -> String {
        let mut answer = String::new();
        if self.stream.write_all(self.rest.as_bytes()).is_ok() {
            let _ = self.stream.read_to_string(&mut answer);
        }
        answer
    }
}

#[test]
fn asked_to_stop_the_server_finishes_what_is_in_flight_and_ends_well() {
    for (signal, id) in [("TERM", "kladka-term"), ("INT", "kladka-int")] {
        let app = TestApp::with_articles();
        let mut server = app.serve();
        let uploads = [Upload::begin(&server, id), Upload::begin(&server, &format!("{id}-druga"))];
        server.signal(signal);
        eventually(SOON, "nobody new is let in", || TcpStream::connect(server.address()).is_err());
        assert!(server.lives(), "{signal}: it waits for what is under way");
        for upload in uploads {
            let answer = upload.end();
            assert!(answer.starts_with("HTTP/1.1 201"), "{signal}: what was in flight came to „{answer}”");
        }
        assert_eq!(server.ended(SOON), Some(0), "{signal}: an end that was asked for is no failure");
        let log = server.log();
        assert!(log.contains("stopping") && !log.contains("giving up"), "{signal}: {log}");
        // What was answered in the last moment counts like everything else.
        let server = app.serve();
        for id in [id.to_owned(), format!("{id}-druga")] {
            assert!(fs::exists(app.kb().join(format!("{id}.md"))).unwrap(), "{signal}: {id} is no file");
            assert_eq!(server.found(&format!("kładka {id}")).first(), Some(&id), "{signal}");
            assert_eq!(server.get(&format!("/api/v1/articles/{id}/history")).json()[0]["kind"], "put");
        }
    }
}

#[test]
fn sighup_reads_articles_and_dictionaries_again() {
    let app = TestApp::with_articles();
    app.write("slowniki/synonimy.toml", "");
    // The system tells of changes made through the names in kb/, and of none made through another name of the same file.
    let other_names = ["usc/odpis.md", "slowniki/synonimy.toml"].map(|path| {
        let outside = app.folder().join(path.replace('/', "-"));
        fs::hard_link(app.kb().join(path), &outside).unwrap();
        outside
    });
    let mut server = app.serve();
    // The watcher begins with a look of its own: once it has found this, it waits to be told.
    app.write("znak.md", "# Znak\n\nPatrzę.\n");
    eventually(SOON, "the watcher is at work", || server.found("znak patrzę") == ["znak"]);
    thread::sleep(Duration::from_secs(1));
    assert!(server.found("apostille").is_empty() && server.found("szpargały").is_empty());
    fs::write(
        &other_names[0],
        "---\nid: odpis\ntitle: Odpis aktu urodzenia\naudience: public\n---\n\nOdpis dla obcego urzędu opatruje się apostille.\n",
    )
    .unwrap();
    fs::write(&other_names[1], "[[synonim]]\nmowia = [\"szpargały\"]\nznaczy = [\"wersalka\"]\n").unwrap();
    // Longer than the watcher takes for what it is told of: nothing but the signal makes the difference.
    thread::sleep(Duration::from_millis(2_500));
    assert!(server.found("apostille").is_empty(), "found without a signal: this test sees nothing");
    server.signal("HUP");
    eventually(SOON, "the article is read again", || server.found("apostille") == ["odpis"]);
    eventually(SOON, "the dictionary is read again", || server.found("szpargały") == ["gabaryty"]);
    assert!(server.log().contains("synced with kb/"), "the operator is told: {}", server.log());
    assert!(server.lives());
    // And again: the second time is no other than the first.
    fs::write(
        &other_names[0],
        "---\nid: odpis\ntitle: Odpis aktu\naudience: public\n---\n\nPotrzebna jest legalizacja.\n",
    )
    .unwrap();
    server.signal("HUP");
    eventually(SOON, "the article is read a second time", || server.found("legalizacja") == ["odpis"]);
}
