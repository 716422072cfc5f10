//! The program as it serves: started, asked, signalled.

use super::*;

/// A running server; ends with its value.
pub struct Server {
    pub(super) child: Child,
    pub(super) address: String,
    pub(super) said: Arc<Mutex<String>>,
    pub(super) token: Option<String>,
}

/// An HTTP answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    pub body: String,
}

impl Answer {
    /// A header, or empty.
    pub fn header(&self, name: &str) -> &str {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut named = fields.filter(|(field, _)| field.eq_ignore_ascii_case(name));
        named.next().map_or("", |(_, value)| value.trim())
    }

    /// The body as JSON; a body that is none explains itself.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|cause| panic!("{cause} in {}\n{}", self.head, self.body))
    }

    /// Fails with all that was said unless the status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }
}

impl Server {
    /// `GET path`, byte for byte: no client library between the test and the wire.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("Accept", "*/*")], "")
    }

    /// Any request.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Any request to a server that may die meanwhile.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> std::io::Result<Answer> {
        let for_staff = ["/api/", "/redakcja", "/artykul"].iter().any(|start| path.starts_with(start));
        match &self.token {
            Some(token) if for_staff => {
                let headers = [headers, &[("Authorization", token)]].concat();
                send(&self.address, method, path, &headers, body)
            }
            _ => send(&self.address, method, path, headers, body),
        }
    }

    /// Shows this token wherever staff have to be known.
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(format!("Bearer {token}"));
        self
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether the process still lives.
    pub fn lives(&mut self) -> bool {
        self.child.try_wait().expect("its state").is_none()
    }

    /// Sends it a signal by name, as an operator does: `TERM`, `HUP`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.pid().to_string()]).status();
        assert!(sent.expect("kill").success(), "no signal {name} for the server");
    }

    /// How it ended by itself, if it did `within` this time; the code is `None` where a signal ended it.
    #[track_caller]
    pub fn ended(&mut self, within: Duration) -> Option<i32> {
        let mut ended = None;
        eventually(within, "the server ends by itself", || {
            ended = self.child.try_wait().expect("its state");
            ended.is_some()
        });
        ended.and_then(|status| status.code())
    }

    /// What it has written to its log (standard error) so far.
    pub fn log(&self) -> String {
        self.said.lock().expect("what it said").clone()
    }

    /// Kills it as a power cut would.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Ids that a question finds, best first.
    pub fn found(&self, question: &str) -> Vec<String> {
        let answer = self.get(&format!("/api/v1/search?q={}", percent_encoded(question)));
        assert_eq!(answer.status, 200, "{}", answer.body);
        ids(&answer.body)
    }
}

/// One request over a connection of its own.
pub fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> std::io::Result<Answer> {
    send_bytes(address, method, path, headers, body.as_bytes(), Duration::from_secs(30))
}

/// The same with a body of any bytes, to a server that may take its time.
pub fn send_bytes(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
    patience: Duration,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(patience))?;
    let mut head =
        format!("{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    // A server that refuses does not read to the end; its answer is there all the same.
    let written = stream.write_all(body);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        written?;
    }
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other(format!("no HTTP answer: {head}")))?;
    let answer = Answer { status, head: head.to_owned(), body: body.to_owned() };
    hold_to_description(method, path, &answer);
    Ok(answer)
}

/// The server's description of itself, to which every answer is held.
pub static DESCRIPTION: LazyLock<Description> =
    LazyLock::new(|| Description::new(drogowskaz::http::description()));

#[track_caller]
fn hold_to_description(method: &str, path: &str, answer: &Answer) {
    let length = answer.header("content-length").parse().unwrap_or(answer.body.len());
    if answer.body.len() < length && method != "HEAD" {
        // The server died while it spoke.
        return;
    }
    if answer.status == 400 && answer.body.is_empty() && answer.header("content-type").is_empty() {
        // It was no HTTP, and no handler has heard of it.
        return;
    }
    let headers: Vec<(String, String)> = answer
        .head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let said = Said { method, path, status: answer.status, headers: &headers, body: Some(&answer.body) };
    if let Err(fault) = DESCRIPTION.check(&said) {
        panic!("not as it is described: {fault}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
