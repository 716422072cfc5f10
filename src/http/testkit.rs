//! For tests of the HTTP layer: a Baza Wiedzy whose answers are chosen by hand, a fixed day, and one call that puts
//! a request to the router without a socket.
//!
//! What the answers are made of is tested in the layers below; here only what becomes of them. Where an address promises
//! what is found (filters, pages, corrections, what residents do not see), the [`city`] answers and no hand.
#![allow(clippy::unwrap_used)]

mod shelf;

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, response};
use http_body_util::BodyExt;
use tower::ServiceExt;

pub(super) use shelf::{FixedClock, Shelf};

use super::description::{Description, Said};
use super::state::clock::Clock;
use super::{Limits, State, openapi, router};
use crate::journal::Journal;
use crate::library::intake::reading;
use crate::library::progress::Silent;
use crate::library::publishing::door::{Publisher, Rules};
use crate::library::publishing::store::Store;
use crate::library::publishing::store::memory::Memory;
use crate::library::{Folders, Library};
use crate::search::testkit::{CITY, TODAY};

/// What came back.
pub(super) struct Got {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Got {
    /// The body as JSON; a body that is none explains itself.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|cause| panic!("{cause} in {:?}", self.text))
    }

    /// A header as text, or empty.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A server over `shelf`.
pub(super) fn state(shelf: Shelf, limits: Limits) -> State {
    State::new(Arc::new(shelf), door(), Arc::new(Journal::throw_away()), Arc::new(FixedClock), limits)
        .reading(Arc::new(reader()))
}

/// Takes documents in; there is no program that would read them.
pub(super) fn reader() -> reading::DocumentReader {
    reading::DocumentReader::new("/nie/ma/takiego/programu".into(), std::env::temp_dir(), Vec::new())
}

/// A Baza Wiedzy of its own with a door over a store in memory: whatever the server's tests do, they do through what
/// the trait of stores says. The folder holds dictionaries, the index and what stood there before.
pub(super) struct House {
    pub(super) library: Arc<Library>,
    pub(super) publisher: Arc<Publisher>,
    _folder: tempfile::TempDir,
}

impl House {
    pub(super) fn open(rules: Rules) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = library_in(folder.path());
        let publisher = Arc::new(Publisher::over(Arc::clone(&library), memory(), rules, 0).unwrap());
        Self { library, publisher, _folder: folder }
    }
}

fn memory() -> Arc<dyn Store> {
    Arc::new(Memory::default())
}

fn library_in(place: &Path) -> Arc<Library> {
    let below = |name: &str| place.join(name);
    let folders = Folders { kb: below("kb"), index: below("index"), data: below("data") };
    std::fs::create_dir_all(folders.kb.join("slowniki")).unwrap();
    std::fs::create_dir_all(&folders.data).unwrap();
    std::fs::write(folders.kb.join("slowniki/synonimy.toml"), "# słownik\n").unwrap();
    std::fs::write(folders.kb.join("meble.md"), "---\ntitle: Odbiór mebli\n---\nWersalkę odbiera MPO.\n")
        .unwrap();
    Arc::new(Library::open(&folders, &Silent, FixedClock.today()).unwrap().0)
}

/// A door with a store in memory that is this server's alone, for tests that are about something else: the library
/// behind it is opened once for all of them.
pub(super) fn door() -> Arc<Publisher> {
    static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
        let below = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/http");
        // What is static is never dropped: whoever comes next sweeps what runs before left.
        for folder in std::fs::read_dir(&below).into_iter().flatten().flatten() {
            if !Path::new("/proc").join(folder.file_name()).exists() {
                let _ = std::fs::remove_dir_all(folder.path());
            }
        }
        library_in(&below.join(std::process::id().to_string()))
    });
    Arc::new(Publisher::over(Arc::clone(&LIBRARY), memory(), Rules::default(), 0).unwrap())
}

/// The small city of the search's tests as a Baza Wiedzy that ranks for itself.
pub(super) fn city() -> Arc<Library> {
    static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let below = |name: &str| folder.path().join(name);
        let folders = Folders { kb: below("kb"), index: below("index"), data: below("data") };
        for (path, text) in CITY.iter().chain(INTERNAL) {
            let path = folders.kb.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        std::fs::create_dir_all(folders.kb.join("slowniki")).unwrap();
        std::fs::write(folders.kb.join("slowniki/synonimy.toml"), SYNONYMS).unwrap();
        // Searching needs no file that is not open: the folder goes when this is done.
        Arc::new(Library::open(&folders, &Silent, TODAY).unwrap().0)
    });
    Arc::clone(&LIBRARY)
}

/// An article for residents of which a part is not.
const INTERNAL: &[(&str, &str)] = &[(
    "rodzina/zlobek.md",
    "---\nid: zlobek\ntitle: Zapisy do żłobka\naudience: public\nkeywords: [przedszkolaczek]\n---\n\
     Zapisy prowadzi dyrektor żłobka.\n\n\
     ## Dla konsultanta {.internal}\n\nLista rezerwowa: hasło szafranowy.\n",
)];

const SYNONYMS: &str = "[[synonim]]\nmowia = [\"prawko\"]\nznaczy = [\"prawo jazdy\"]\n\n\
                        [[synonim]]\nmowia = [\"metryka\"]\nznaczy = [\"odpis aktu urodzenia\"]\n";

/// A server over the [`city`].
pub(super) fn of_the_city() -> State {
    State::new(city(), door(), Arc::new(Journal::throw_away()), Arc::new(FixedClock), Limits::default())
}

/// Puts one request to a server over the demo shelf.
pub(super) async fn send(request: Request<Body>) -> Got {
    send_to(&state(Shelf::demo(), Limits::default()), request).await
}

/// The server's description of itself, to which every answer is held.
pub(super) static DESCRIPTION: LazyLock<Description> =
    LazyLock::new(|| Description::new(openapi::description()));

/// Puts one request to this server, and holds its answer to the description.
pub(super) async fn send_to(state: &State, request: Request<Body>) -> Got {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = router(state.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    hold_to_description(&method, &path, &parts, Some(&text));
    Got { status: parts.status, headers: parts.headers, text }
}

/// The same for an answer that does not end, or whose body is no text: its head is held to the description, and its
/// body is the caller's.
pub(super) async fn begin(state: &State, request: Request<Body>) -> Response<Body> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = router(state.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    hold_to_description(&method, &path, &parts, None);
    Response::from_parts(parts, body)
}

#[track_caller]
fn hold_to_description(method: &Method, path: &str, head: &response::Parts, body: Option<&str>) {
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    let said = Said { method: method.as_str(), path, status: head.status.as_u16(), headers: &headers, body };
    if let Err(fault) = DESCRIPTION.check(&said) {
        panic!("not as it is described: {fault}");
    }
}

/// Lets others go on until `holds`, instead of waiting for as long as it usually takes.
pub(super) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(30), "never came true: {what}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// `GET` as a program does it.
pub(super) async fn get(uri: &str) -> Got {
    send(Request::get(uri).body(Body::empty()).unwrap()).await
}

/// `GET` as a browser does it.
pub(super) async fn browse(uri: &str) -> Got {
    send(Request::get(uri).header("accept", "text/html,*/*;q=0.8").body(Body::empty()).unwrap()).await
}
