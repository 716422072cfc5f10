//! Does an agent notice that residents flood the public side?
//!
//! The real server on a made-up Baza Wiedzy (`benches/support`, seed 2026), real connections. One agent asks headings,
//! one after the other; then again while eight residents ask without pause, each a question of its own each time, so
//! that no cache helps. Twice: without a rate limit, where only the residents' own queue stands between them and the
//! agent, and with the default limit, which turns most of them away. The clients run on the same processors as the
//! server, so that what is measured is worse than what an office would see. Whatever is neither answered nor turned
//! away for asking too often ends the bench.
//!
//! Run: `cargo bench --bench flood`, or `cargo bench --bench flood -- 2000 300` for another number of articles and of
//! questions. Figures with machine and date: docs/figures.md.

#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use support::measure::Times;
use support::queries::{Query, Variant};

const ARTICLES: usize = 10_000;
const QUESTIONS: usize = 1_000;
const CLIENTS: usize = 8;
/// What the issue allows.
const MOST: f64 = 2.0;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let size = sizes.first().copied().unwrap_or(ARTICLES);
    let asked = sizes.get(1).copied().unwrap_or(QUESTIONS);
    let folder = tempfile::tempdir()?;
    let kb = folder.path().join("kb");
    let headings = support::write_kb(&kb, &support::dictionaries(), size, support::CHARS, support::SEED)?;
    make_public(&kb)?;
    let questions = headings.queries(asked, Variant::ALL[0], support::SEED);
    println!("{}; {size} articles, {CLIENTS} clients without pause", support::measure::machine());
    println!(
        "| limit a minute | agent alone p50 | p95 ms | amid the flood p50 | p95 ms | times p95 | residents answered/s | turned away/s |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut worst: f64 = 0.0;
    for rate in ["0", "600"] {
        let server = Server::start(folder.path(), rate)?;
        agent(&server.address, &questions)?;
        let mut alone = agent(&server.address, &questions)?;
        let flood = Flood::begin(&server.address, &questions, rate != "0");
        let mut amid = agent(&server.address, &questions)?;
        let (answered, refused) = flood.end()?;
        let times = amid.percentile(95.0) / alone.percentile(95.0);
        println!(
            "| {rate} | {:.2} | {:.2} | {:.2} | {:.2} | {times:.2} | {answered:.0} | {refused:.0} |",
            alone.percentile(50.0),
            alone.percentile(95.0),
            amid.percentile(50.0),
            amid.percentile(95.0),
        );
        worst = worst.max(times);
    }
    println!("\nan agent's p95 amid the flood is at most {worst:.2} times that without; allowed are {MOST}");
    if worst > MOST {
        return Err(format!("the flood is felt at the desk: {worst:.2} times").into());
    }
    Ok(())
}

/// Residents are to have as much to search as agents.
fn make_public(kb: &Path) -> std::io::Result<()> {
    for folder in std::fs::read_dir(kb)?.flatten().filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(folder.path())?.flatten().map(|entry| entry.path()) {
            if file.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(&file)?;
                std::fs::write(&file, text.replace("audience: internal", "audience: public"))?;
            }
        }
    }
    Ok(())
}

/// The program, serving.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, rate: &str) -> Result<Self, Box<dyn Error>> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_drogowskaz"))
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--log",
                "error",
                "--today",
                "2026-11-20",
                "--public-rate",
                rate,
            ])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("a pipe")?).lines();
        let address = loop {
            let line = lines.next().ok_or("the server ended")??;
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split([' ', '/']).next().unwrap_or_default().to_owned();
            }
        };
        // A server whose pipe is full would stop.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection, kept.
struct Client(BufReader<TcpStream>, String);

impl Client {
    fn connect(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self(BufReader::new(stream), address.to_owned()))
    }

    /// Asks, reads the whole answer, gives the status.
    fn get(&mut self, path: &str) -> std::io::Result<u16> {
        write!(self.0.get_mut(), "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.1)?;
        let (mut status, mut length, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            self.0.read_line(&mut line)?;
            let field = line.trim_end().to_ascii_lowercase();
            if field.is_empty() {
                break;
            }
            if let Some(code) = field.strip_prefix("http/1.1 ") {
                status = code.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
            }
            if let Some(bytes) = field.strip_prefix("content-length:") {
                length = bytes.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(status)
    }
}

fn agent(address: &str, questions: &[Query]) -> Result<Times, Box<dyn Error>> {
    let mut client = Client::connect(address)?;
    let mut times = Times::default();
    for question in questions {
        let path = format!("/api/v1/search?q={}", encoded(&question.text));
        let started = Instant::now();
        let status = client.get(&path)?;
        times.push(started.elapsed());
        if status != 200 {
            return Err(format!("the agent was answered {status}").into());
        }
    }
    Ok(times)
}

/// Residents who ask without pause until they are told to end.
struct Flood {
    on: Arc<AtomicBool>,
    counts: Arc<[AtomicU64; 2]>,
    clients: Vec<thread::JoinHandle<Result<(), String>>>,
    since: Instant,
}

impl Flood {
    /// `limited` says whether somebody may be turned away.
    fn begin(address: &str, questions: &[Query], limited: bool) -> Self {
        let on = Arc::new(AtomicBool::new(true));
        let counts: Arc<[AtomicU64; 2]> = Arc::default();
        let clients = (0..CLIENTS)
            .map(|client| {
                let (on, counts, address) = (Arc::clone(&on), Arc::clone(&counts), address.to_owned());
                let questions: Vec<String> = questions
                    .iter()
                    .skip(client)
                    .step_by(CLIENTS)
                    .map(|question| encoded(&question.text))
                    .collect();
                thread::spawn(move || {
                    let failed = |cause: std::io::Error| format!("a resident's connection: {cause}");
                    let mut connection = Client::connect(&address).map_err(failed)?;
                    for round in 0.. {
                        for question in &questions {
                            if !on.load(Ordering::Relaxed) {
                                return Ok(());
                            }
                            // Another number each time: the same question would come out of the cache.
                            let path = format!("/public/v1/search?q={question}&offset={}", round % 10_000);
                            match connection.get(&path).map_err(failed)? {
                                200 => drop(counts[0].fetch_add(1, Ordering::Relaxed)),
                                429 if limited => drop(counts[1].fetch_add(1, Ordering::Relaxed)),
                                other => return Err(format!("a resident was answered {other}")),
                            }
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        Self { on, counts, clients, since: Instant::now() }
    }

    /// Answered and refused, a second.
    fn end(self) -> Result<(f64, f64), String> {
        let seconds = self.since.elapsed().as_secs_f64();
        self.on.store(false, Ordering::Relaxed);
        let [answered, refused] =
            [0, 1].map(|at: usize| self.counts[at].load(Ordering::Relaxed) as f64 / seconds);
        for client in self.clients {
            client.join().map_err(|_| "a resident broke".to_owned())??;
        }
        if answered == 0.0 { Err("nobody was answered".to_owned()) } else { Ok((answered, refused)) }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
