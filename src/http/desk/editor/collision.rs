//! Two versions of one text laid over each other, for whoever came second.

use axum::Json;
use axum::extract::{Path, State as Shared};
use serde::{Deserialize, Serialize};

use crate::article::change::compare::{Change, Part};
use crate::article::change::merge::Piece;
use crate::article::change::{compare, merge};
use crate::http::State;
use crate::http::api::content::editing::valid;
use crate::http::desk::when;
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::body::{AS_ROUTED, Sent};
use crate::library::publishing::door::PublishError;
use crate::library::publishing::store::Version;

/// A text whose race was lost.
#[derive(Debug, Deserialize)]
pub(in crate::http::desk) struct Collided {
    /// Tag of the version it was made from.
    base: String,
    text: String,
    /// Whether it is the published text that is newer, not the one that waits.
    #[serde(default)]
    published: bool,
}

/// Both sides laid over each other.
#[derive(Debug, Serialize)]
pub(in crate::http::desk) struct Collision {
    /// Tag of the newest version.
    etag: String,
    revision: Option<i64>,
    /// Who was first, when and why, in words.
    theirs: String,
    /// Whether the version both began with is known; without it everything that differs is in question.
    base_known: bool,
    parts: Vec<Side>,
}

/// Some lines, and what each side made of them.
#[derive(Debug, Serialize)]
struct Side {
    /// `same`, `mine`, `theirs`, `conflict`.
    kind: &'static str,
    /// The key of the header that it is about.
    key: Option<String>,
    mine: String,
    theirs: String,
    /// Where both changed it: the text that has both changes, if there is one. It is proposed.
    joined: Option<String>,
    /// What changed in them, word by word.
    mine_pieces: Vec<(&'static str, String)>,
    theirs_pieces: Vec<(&'static str, String)>,
}

pub(in crate::http::desk) async fn collision(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Path(id): Path<String>,
    Sent(collided): Sent<Collided, AS_ROUTED>,
) -> Result<Json<Collision>, Problem> {
    let id = valid(id)?;
    let collision = state
        .publish(move |publisher, _| {
            let held = publisher.store().held(&id)?;
            let base =
                publisher.store().history(&id)?.into_iter().find(|revision| revision.etag == collided.base);
            let base = base.map(|revision| publisher.store().revision(revision.seq)).transpose()?.flatten();
            let newer = if collided.published { held.current.as_ref() } else { held.newest() };
            Ok::<_, PublishError>(
                newer.map(|newer| Collision::new(newer, base.map(|(_, text)| text), &collided.text)),
            )
        })
        .await?;
    collision.map(Json).ok_or_else(Problem::no_article)
}

impl Collision {
    fn new(newer: &Version, base: Option<String>, mine: &str) -> Self {
        let mine = mine.replace("\r\n", "\n");
        let parts = merge::merge(base.as_deref(), &mine, &newer.text);
        let theirs = newer.revision.as_ref().map(|revision| {
            let why =
                if revision.why.is_empty() { String::new() } else { format!(": „{}”", revision.why) };
            format!("{}, {}{why}", revision.author, when(revision.at))
        });
        Self {
            etag: newer.etag.clone(),
            revision: newer.revision.as_ref().map(|revision| revision.seq),
            theirs: theirs.unwrap_or_else(|| "plik zmieniono poza redakcją".to_owned()),
            base_known: base.is_some(),
            parts: parts.into_iter().map(Side::from).collect(),
        }
    }
}

impl From<Piece> for Side {
    fn from(Piece { key, part, joined }: Piece) -> Self {
        let pieces = |from: &str, to: &str| {
            compare::compare(from, to)
                .into_iter()
                .flat_map(|one| one.pieces)
                .map(|piece| (code(piece.change), piece.text))
                .collect()
        };
        let none = Vec::new;
        let (kind, mine_pieces, theirs_pieces, mine, theirs) = match part {
            Part::Settled(text) => ("same", none(), none(), text.clone(), text),
            Part::Mine { base, mine } => ("mine", pieces(&base, &mine), none(), mine, base),
            Part::Theirs { base, theirs } => ("theirs", none(), pieces(&base, &theirs), base, theirs),
            Part::Conflict { base, mine, theirs } => {
                ("conflict", pieces(&base, &mine), pieces(&base, &theirs), mine, theirs)
            }
        };
        Self { kind, key, mine, theirs, joined, mine_pieces, theirs_pieces }
    }
}

pub(in crate::http::desk) fn code(change: Change) -> &'static str {
    match change {
        Change::Same => "same",
        Change::Removed => "removed",
        Change::Added => "added",
    }
}
