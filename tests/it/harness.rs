//! A throw-away Baza Wiedzy and the real program at work on it.
//!
//! ```ignore
//! let app = TestApp::new();
//! app.write("odpady/gabaryty.md", "---\ntitle: Stare meble\n---\nMeble odbiera MPO.\n");
//! app.run(&["index"]).succeeded();
//! assert_eq!(app.found("mebel"), ["odpady-gabaryty"]);
//! let server = app.serve();
//! assert_eq!(server.get("/healthz").status, 200);
//! ```
//!
//! The program runs in the folder that holds `kb/`, so its defaults are the folders of the test. Settings of the
//! person who runs the tests are kept out. Everything a command said is part of a failure's message.

mod server;

pub use server::{Answer, DESCRIPTION, Server, send, send_bytes};

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::description::{Description, Said};
use crate::support;

/// How long a server may take to come up: an index is built first, on a machine that is busy with other tests.
const START: Duration = Duration::from_secs(120);

/// A Baza Wiedzy of its own.
pub struct TestApp {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl TestApp {
    /// An empty `kb/`.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("kb")).expect("kb/");
        Self { folder }
    }

    /// A `kb/` with three small matters of a city in it.
    pub fn with_articles() -> Self {
        let app = Self::new();
        app.write(
            "odpady/gabaryty.md",
            "---\nid: gabaryty\ntitle: Odbiór starych mebli\naudience: public\n---\n\nWersalkę odbiera MPO po zgłoszeniu.\n",
        );
        app.write(
            "usc/odpis.md",
            "---\nid: odpis\ntitle: Odpis aktu urodzenia\naudience: public\n---\n\nOdpis wydaje Urząd Stanu Cywilnego.\n",
        );
        app.write(
            "transport/bilety.md",
            "---\nid: bilety\ntitle: Bilety okresowe\naudience: public\n---\n\nUlgę ma uczeń z legitymacją.\n",
        );
        app
    }

    /// A `kb/` of `count` made-up articles.
    pub fn generated(count: usize) -> Self {
        let app = Self::new();
        support::write_kb(&app.kb(), &support::dictionaries(), count, support::CHARS, support::SEED)
            .expect("made-up articles");
        app
    }

    pub fn kb(&self) -> PathBuf {
        self.folder.path().join("kb")
    }

    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Writes an article; `path` is below `kb/`.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.kb().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("its folder");
        fs::write(file, content).expect("an article");
    }

    /// The program, ready to be given more than [`TestApp::run`] gives.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drogowskaz"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DROGOWSKAZ_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().expect("the program starts");
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Ids that a question finds, best first.
    pub fn found(&self, question: &str) -> Vec<String> {
        ids(&self.run(&["search", question, "--json"]).succeeded().stdout)
    }

    /// Every file of `kb/` with its content: what must never change by itself.
    pub fn sources(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = files_below(&self.kb())
            .into_iter()
            .map(|file| (file.clone(), fs::read(&file).expect("a readable source")))
            .collect();
        files.sort();
        files
    }

    /// The folder that holds `kb/`, `index/` and `data/`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Makes a token.
    pub fn token(&self, name: &str, role: &str) -> String {
        let ran = self.run(&["token", "create", "--name", name, "--role", role]).succeeded();
        ran.stdout.trim().to_owned()
    }

    /// Starts the server on a free port and waits until it serves.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// The same, with more options.
    pub fn serve_with(&self, options: &[&str]) -> Server {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(options);
        self.start(command)
    }

    /// A server for all tests of a file, in a `static` that is never dropped: it ends, and its folder goes, when the
    /// process of the tests does, however that comes about.
    pub fn serve_for_all(self, options: &[&str]) -> Server {
        // Whoever holds the other end of standard input lives; at its end the server is stopped.
        const HOLD: &str = "folder=$1; shift; \"$@\" & cat >/dev/null; kill $!; wait; rm -rf \"$folder\"";
        let served = self.command(&[&["serve", "--listen", "127.0.0.1:0"], options].concat());
        let mut command = Command::new("sh");
        command.args(["-c", HOLD, "sh"]).arg(self.folder()).arg(served.get_program()).args(served.get_args());
        command.current_dir(self.folder()).stdin(Stdio::piped());
        for (name, _) in served.get_envs() {
            command.env_remove(name);
        }
        let server = self.start(command);
        let _ = self.folder.keep();
        server
    }

    /// The articles and dictionaries of the project itself, to be changed at will.
    pub fn of_krakow() -> Self {
        let app = Self::new();
        let kb = Path::new(env!("CARGO_MANIFEST_DIR")).join("kb");
        for file in files_below(&kb) {
            let below = file.strip_prefix(&kb).expect("below kb/").to_string_lossy().into_owned();
            app.write(&below, fs::read(&file).expect("a readable source"));
        }
        app
    }

    /// Starts a server from a command of one's own (limits, other variables) and waits until it serves.
    pub fn start(&self, mut command: Command) -> Server {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the server starts");
        let said = Arc::new(Mutex::new(String::new()));
        let stderr = gather(child.stderr.take().expect("a pipe"), Arc::clone(&said));
        let (tell, told) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        // The thread reads on after the address: a server whose pipe is full would stop.
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line) {
                    let _ = tell.send(address);
                }
            }
        });
        match told.recv_timeout(START) {
            Ok(address) => Server { child, address, said, token: None },
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                let _ = stderr.join();
                panic!(
                    "the server never told its address; standard error:\n{}",
                    said.lock().expect("what it said")
                );
            }
        }
    }
}

impl Ran {
    /// Fails with all that was said unless the command ended well.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "the command failed\n{self}");
        self
    }

    /// Fails unless the command ended with this exit code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "another exit code than expected\n{self}");
        self
    }

    /// Fails unless standard error or output has every one of `words`, whatever their case.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        let said = format!("{}\n{}", self.stdout, self.stderr).to_lowercase();
        for word in words {
            assert!(said.contains(&word.to_lowercase()), "nothing said of „{word}”\n{self}");
        }
        self
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit code {:?}\n-- stdout\n{}\n-- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

fn ids(json: &str) -> Vec<String> {
    let answer: serde_json::Value =
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"));
    let hits = answer["hits"].as_array().unwrap_or_else(|| panic!("no hits in {json}"));
    hits.iter().filter_map(|hit| Some(hit["id"].as_str()?.to_owned())).collect()
}

fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://")?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ':'))).unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}

pub fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// Collects what comes through `pipe`, line by line, while the program runs.
fn gather(pipe: impl Read + Send + 'static, said: Arc<Mutex<String>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let mut said = said.lock().expect("what it said");
            said.push_str(&String::from_utf8_lossy(&line));
            said.push('\n');
        }
    })
}

/// Waits until `holds`, looking often; the one way in which tests wait for what happens by itself.
#[track_caller]
pub fn eventually(within: Duration, what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + within;
    while !holds() {
        assert!(Instant::now() < until, "not within {within:?}: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Says that something was not tried because this machine does not allow it, aloud: past what the runner of the tests
/// keeps to itself. Where `DROGOWSKAZ_TESTS_LEAVE_NOTHING_OUT` is set, as in continuous integration that may mount, it
/// is a failure.
#[track_caller]
pub fn left_out(what: &str, reason: &str) {
    static SO_FAR: AtomicUsize = AtomicUsize::new(0);
    let number = SO_FAR.fetch_add(1, Ordering::Relaxed) + 1;
    let told = format!("NOT TRIED, {number} so far: {what}, because {reason}");
    assert!(std::env::var_os("DROGOWSKAZ_TESTS_LEAVE_NOTHING_OUT").is_none(), "{told}");
    let _ = writeln!(std::io::stderr(), "\n{told}");
}

/// The same for what no machine is bound to allow.
pub fn not_checked(what: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "\nNOT CHECKED: {what} ({why})");
}

/// All files below a folder; none if there is no such folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .map(|entry| entry.path())
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}
