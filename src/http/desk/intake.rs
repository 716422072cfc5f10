//! `/redakcja/wczytaj`: a document comes in, its misread words are decided on one by one, and articles go to review.

use std::sync::OnceLock;

use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::{Frame, html};
use crate::article::order::{DOUBTFUL, Repair};
use crate::http::State;
use crate::http::auth::Editor;
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::library::intake::{self, Examined};
use crate::library::reading::{self, Document, Limits, Origin, ReadingError};

/// The longest text that is taken on, in bytes: a thousand pages.
const LONGEST: usize = 3 * 1024 * 1024;

#[derive(Template)]
#[template(path = "desk/intake.html")]
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

pub(super) async fn read(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    params: Params,
    body: Bytes,
) -> Result<Json<Reading>, Problem> {
    // Reading a scan takes all of a processor for minutes: one at a time, others wait.
    static ONE: OnceLock<Semaphore> = OnceLock::new();
    let name = file_name(&params.code("nazwa")?.unwrap_or_default());
    let turn =
        ONE.get_or_init(|| Semaphore::new(1)).acquire().await.map_err(|cause| Problem::internal(&cause))?;
    let reading = state
        .publish(move |publisher, _| {
            let document = reading::read(&body, &publisher.library().folders().data, &Limits::default())?;
            if document.text.len() > LONGEST {
                return Err(Problem::saying(
                    Kind::TooLarge,
                    "Dokument ma ponad trzy miliony znaków. Podziel go na mniejsze i wczytaj po kolei.",
                ));
            }
            let examined = intake::examine(&document.text, document.origin == Origin::Scan);
            Ok::<_, Problem>(Reading::new(name, document, examined))
        })
        .await?;
    drop(turn);
    Ok(Json(reading))
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
            ReadingError::Unknown(_) => Kind::UnsupportedMediaType,
            ReadingError::Disk(_) => Kind::Internal,
            ReadingError::TooLong => Kind::Timeout,
            _ => Kind::InvalidArticle,
        };
        let said = error.to_string();
        let mut letters = said.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        Self::saying(kind, format!("{first}{}.", letters.as_str()))
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
    Json(decided): Json<Decided>,
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
