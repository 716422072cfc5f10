//! `/redakcja/wczytaj`: a document comes in, its misread words are decided on one by one, and articles go to review.

use std::time::Duration;

use askama::Template;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;

use super::{Frame, html};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::body::{AS_ROUTED, Sent};
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::library::intake::reading::{Document, Incoming, Origin, ReadingError};
use crate::library::intake::{self, Examined};
use crate::order::{DOUBTFUL, Repair};
use crate::text::say;

#[derive(Template)]
#[template(path = "desk/pages/intake.html")]
struct IntakePage {
    frame: Frame,
    megabytes: usize,
}

pub(super) async fn page(Shared(state): Shared<State>, Editor(by): Editor) -> Result<Response, Problem> {
    let megabytes = state.limits().upload / (1024 * 1024);
    Ok(html(&IntakePage { frame: Frame::new("Wczytaj dokument", "wczytaj", &by.name), megabytes }))
}

/// What was read, for the page.
#[derive(Debug, Serialize)]
pub(super) struct Reading {
    name: String,
    /// `text`, `pdf`, `scan`.
    origin: &'static str,
    pages: usize,
    remarks: Vec<String>,
    machine_read: bool,
    text: String,
    /// The text in pieces, in order: as it is, or misread.
    pieces: Vec<Piece>,
    doubtful: usize,
}

/// Some text, or a word that was misread.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Piece {
    Plain(String),
    Misread {
        /// Where it stands, in bytes; to be given back.
        start: usize,
        read: String,
        repaired: String,
        /// In percent.
        certainty: u8,
        doubtful: bool,
    },
}

/// What the document is called.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    #[serde(deserialize_with = "value::code")]
    nazwa: Option<String>,
}

pub(super) async fn read(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Params(Named { nazwa }): Params<Named>,
    body: Body,
) -> Result<Json<Reading>, Problem> {
    let name = file_name(&nazwa.unwrap_or_default());
    let incoming = receive(&state, body).await?;
    let reading = state.read(move |reader| {
        let document = reader.read(&incoming)?;
        drop(incoming);
        let examined = intake::examine(&document.text, document.origin == Origin::Scan);
        Ok::<_, ReadingError>(Reading::new(name, document, examined))
    });
    Ok(Json(reading.await?))
}

/// Takes a document in, part by part: of so many large ones no more than a few parts are ever in memory.
async fn receive(state: &State, body: Body) -> Result<Incoming, Problem> {
    const PARTS: usize = 4;
    let (send, mut parts) = mpsc::channel::<Bytes>(PARTS);
    let taken = state.read(move |reader| {
        let mut incoming = reader.incoming()?;
        while let Some(part) = parts.blocking_recv() {
            incoming.take(&part)?;
        }
        Ok::<_, ReadingError>(incoming)
    });
    let sent = async move {
        let mut body = body.into_data_stream();
        while let Some(part) = body.next().await {
            let part = part.map_err(|cause| broken_off(&cause))?;
            // Whoever takes them in has a reason to stop, and gives it.
            if send.send(part).await.is_err() {
                break;
            }
        }
        Ok::<_, Problem>(())
    };
    let (taken, sent) = tokio::join!(taken, sent);
    let incoming = taken?;
    sent?;
    Ok(incoming)
}

/// A body that does not come to its end: longer than allowed, or its sender left.
fn broken_off(cause: &axum::Error) -> Problem {
    if cause.to_string().contains("length limit") {
        return ReadingError::TooLarge.into();
    }
    Problem::saying(ProblemKind::BadRequest, "Plik nie dotarł w całości. Wczytaj go jeszcze raz.")
}

/// The last part of a path, without what could be taken for anything but a name.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(100).collect::<String>().trim().to_owned()
}

impl Reading {
    fn new(name: String, document: Document, examined: Examined) -> Self {
        let text = document.text;
        let mut pieces = Vec::new();
        let mut at = 0;
        for repair in &examined.repairs {
            let plain = text.get(at..repair.span.start).unwrap_or_default();
            if !plain.is_empty() {
                pieces.push(Piece::Plain(plain.to_owned()));
            }
            pieces.push(Piece::Misread {
                start: repair.span.start,
                read: repair.read.clone(),
                repaired: repair.repaired.clone(),
                certainty: (repair.certainty.clamp(0.0, 1.0) * 100.0) as u8,
                doubtful: repair.certainty < DOUBTFUL,
            });
            at = repair.span.end;
        }
        pieces.push(Piece::Plain(text.get(at..).unwrap_or_default().to_owned()));
        Self {
            name,
            origin: match document.origin {
                Origin::Text => "text",
                Origin::Pdf => "pdf",
                Origin::Scan => "scan",
            },
            pages: document.pages,
            remarks: document.remarks,
            machine_read: examined.machine_read,
            doubtful: examined.repairs.iter().filter(|repair| repair.certainty < DOUBTFUL).count(),
            pieces,
            text,
        }
    }
}

impl From<ReadingError> for Problem {
    fn from(error: ReadingError) -> Self {
        let kind = match error {
            ReadingError::Unknown(_) => ProblemKind::UnsupportedMediaType,
            ReadingError::Unavailable => ProblemKind::Internal,
            ReadingError::Busy => ProblemKind::Busy,
            ReadingError::TooLarge | ReadingError::TooMuchText => ProblemKind::TooLarge,
            _ => ProblemKind::UnreadableDocument,
        };
        let problem = Self::saying(kind, say::sentence(&error.to_string()));
        if kind == ProblemKind::Busy { problem.retry_after(Duration::from_secs(60)) } else { problem }
    }
}

/// A document with its words decided on.
#[derive(Debug, Deserialize)]
pub(super) struct Decided {
    #[serde(default)]
    name: String,
    text: String,
    machine_read: bool,
    /// Repairs that were taken, as they are to be.
    repairs: Vec<Taken>,
}

#[derive(Debug, Deserialize)]
struct Taken {
    start: usize,
    read: String,
    repaired: String,
    /// In percent; what a person typed is certain.
    certainty: u8,
}

/// The articles it becomes.
#[derive(Debug, Serialize)]
pub(super) struct Proposal {
    /// Title of the order, if it is one.
    order: Option<String>,
    /// What an editor should look at, line by line.
    notes: Vec<String>,
    articles: Vec<Proposed>,
}

#[derive(Debug, Serialize)]
struct Proposed {
    id: String,
    title: String,
    markdown: String,
    exists: bool,
}

pub(super) async fn propose(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Sent(decided): Sent<Decided, AS_ROUTED>,
) -> Result<Json<Proposal>, Problem> {
    let repairs = decided.repairs.into_iter().map(|taken| Repair {
        span: taken.start..taken.start.saturating_add(taken.read.len()),
        read: taken.read,
        repaired: taken.repaired,
        certainty: f32::from(taken.certainty) / 100.0,
    });
    let repairs: Vec<Repair> = repairs.collect();
    let (name, text, machine_read) = (file_name(&decided.name), decided.text, decided.machine_read);
    let proposal = state
        .publish(move |publisher, _| {
            Ok::<_, Problem>(publisher.library().propose(&name, &text, repairs, machine_read))
        })
        .await?;
    let notes = proposal.notes().filter(|note| note.became.is_empty() || note.certainty < DOUBTFUL);
    Ok(Json(Proposal {
        notes: notes.map(ToString::to_string).collect(),
        order: proposal.order.as_ref().map(|order| order.title.clone()),
        articles: proposal
            .articles
            .into_iter()
            .map(|one| Proposed {
                id: one.id.to_string(),
                title: one.title,
                markdown: one.markdown,
                exists: one.exists,
            })
            .collect(),
    }))
}
