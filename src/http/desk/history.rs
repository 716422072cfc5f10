//! `/redakcja/{id}/historia`: who changed what, when and why; any two versions side by side; the way back.
//!
//! Works without JavaScript: links choose, forms act.

use std::collections::BTreeSet;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{Frame, LINE, html, when};
use crate::article::change::compare;
use crate::article::change::compare::Stretch;
use crate::article::{self, ArticleId, Severity};
use crate::http::State;
use crate::http::api::content::editing::{codes_of, moved_from};
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::library::View;
use crate::library::publishing::door;
use crate::library::publishing::door::{Action, PublishError, Unconfirmed};
use crate::library::publishing::store::{Place, Revision, RevisionKind as Deed, Seq};
use crate::text::mask;
use crate::text::say;

/// Lines around a change that stay in sight.
const AROUND: usize = 2;

#[derive(Template)]
#[template(path = "desk/pages/history.html")]
struct HistoryPage {
    frame: Frame,
    id: String,
    title: String,
    notice: Option<String>,
    rows: Vec<Row>,
    comparison: Option<Comparison>,
    four_eyes: bool,
    /// Whether there is a text to edit.
    editable: bool,
    /// Whether agents find the article.
    served: bool,
    /// Whether its file is gone.
    gone: bool,
    /// Whether there is any version to go back to.
    returnable: bool,
}

struct Row {
    seq: Seq,
    when: String,
    author: String,
    deed: &'static str,
    waiting: bool,
    why: String,
    /// Who approved it, if it was another than who wrote it.
    approved: Option<String>,
    /// Codes of the errors that it was published despite.
    despite: String,
    /// Compares it with the version before.
    url: Option<String>,
    /// Whether it can be taken up again.
    returnable: bool,
    from: bool,
    to: bool,
}

struct Comparison {
    older: String,
    newer: String,
    same: bool,
    stretches: Vec<Shown>,
}

/// Part of a comparison as it is shown.
struct Shown {
    /// What changed, word by word.
    pieces: Vec<(&'static str, String)>,
    /// Lines that did not change, out of sight: how many, and the lines.
    folded: Option<(String, String)>,
}

/// What is looked at.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    /// The earlier of two versions that are compared.
    #[serde(rename = "od", deserialize_with = "value::number::<_, 0, { usize::MAX }>")]
    from: Option<usize>,
    /// The later one.
    #[serde(rename = "do", deserialize_with = "value::number::<_, 0, { usize::MAX }>")]
    to: Option<usize>,
    /// What was gone back to a moment ago.
    #[serde(rename = "cofnieto", deserialize_with = "value::number::<_, 0, { usize::MAX }>")]
    back: Option<usize>,
}

pub(super) async fn page(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Path(id): Path<String>,
    Params(chosen): Params<Chosen>,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    let number = |written: Option<usize>| Seq::try_from(written?).ok().filter(|seq| *seq > 0);
    let (from, to, back) = (number(chosen.from), number(chosen.to), number(chosen.back));
    let own = id.clone();
    let (history, texts, held, four_eyes, served, last) = state
        .publish(move |publisher, moment| {
            let store = publisher.store();
            let history = store.history(&own)?;
            let held = store.held(&own)?;
            let text = |seq: Option<Seq>| -> Result<_, PublishError> {
                let found = seq.map(|seq| store.revision(seq)).transpose()?.flatten();
                Ok(found.filter(|(revision, _)| revision.id == own))
            };
            let newest = to.or_else(|| history.first().map(|revision| revision.seq));
            // Unless two are named, the newest is set against the one before it.
            let before = from.or_else(|| before(&history, newest?));
            let served = publisher.library().get(View::Staff, &own, moment.today).is_some();
            // Of a file that is gone, what it last held.
            let last = match held.newest() {
                Some(version) => Some(version.text.clone()),
                None => {
                    let last = history.iter().find(|one| !one.etag.is_empty()).map(|one| one.seq);
                    text(last)?.map(|(_, text)| text)
                }
            };
            let texts = (text(before)?, text(newest)?);
            Ok::<_, PublishError>((history, texts, held, publisher.rules().four_eyes, served, last))
        })
        .await?;
    if history.is_empty() && held.newest().is_none() {
        return Err(Problem::no_article());
    }
    let gone = held.current.is_none();
    let editable = held.newest().is_some();
    let path = held.path.unwrap_or_else(|| format!("{id}.md"));
    let title = article::parse(&path, last.unwrap_or_default().as_bytes())
        .article
        .map_or_else(|| id.to_string(), |article| article.title);
    let comparison = match &texts {
        (Some((older, old)), Some((newer, new))) => Some(Comparison::new((older, old), (newer, new))),
        _ => None,
    };
    let chosen = (texts.0.as_ref().map(|(one, _)| one.seq), texts.1.as_ref().map(|(one, _)| one.seq));
    let rows = rows(&id, &history, chosen);
    let page = HistoryPage {
        frame: Frame::new(&format!("Historia: {title}"), "", &by.name),
        title: say::unbroken(&title),
        notice: back.map(|seq| {
            if four_eyes {
                format!("Wersja {seq} wróciła jako tekst do sprawdzenia; opublikuje ją inny redaktor.")
            } else {
                format!("Tekst wrócił do wersji {seq}.")
            }
        }),
        returnable: rows.iter().any(|row| row.returnable),
        rows,
        comparison,
        four_eyes,
        editable,
        served,
        gone,
        id: id.to_string(),
    };
    Ok(html(&page))
}

fn before(history: &[Revision], seq: Seq) -> Option<Seq> {
    history.iter().map(|revision| revision.seq).find(|one| *one < seq)
}

fn rows(id: &ArticleId, history: &[Revision], chosen: (Option<Seq>, Option<Seq>)) -> Vec<Row> {
    let newest = history.first().map(|revision| revision.etag.clone()).unwrap_or_default();
    history
        .iter()
        .map(|revision| Row {
            seq: revision.seq,
            when: when(revision.at),
            author: revision.author.clone(),
            deed: deed(revision.kind, revision.place),
            waiting: revision.place == Place::Next && revision.kind != Deed::Discard,
            why: match moved_from(history, revision) {
                Some(from) => format!("z {from} do {}", revision.path),
                None => revision.why.clone(),
            },
            approved: revision.account.as_ref().and_then(|account| account.approved.clone()),
            despite: revision.account.as_ref().map(|account| account.despite.join(", ")).unwrap_or_default(),
            url: before(history, revision.seq)
                .map(|older| format!("/redakcja/{id}/historia?od={older}&do={}#roznice_", revision.seq)),
            returnable: revision.kind != Deed::Gone && revision.etag != newest,
            from: chosen.0 == Some(revision.seq),
            to: chosen.1 == Some(revision.seq),
        })
        .collect()
}

fn deed(kind: Deed, place: Place) -> &'static str {
    match (kind, place) {
        (Deed::Baseline, _) => "tekst, z którym plik zauważono po raz pierwszy",
        (Deed::Put, Place::Current) => "zapis",
        (Deed::Put, Place::Next) => "zapis nowej wersji obok",
        (Deed::Publish, _) => "publikacja",
        (Deed::Archive, _) => "wycofanie",
        (Deed::Restore, _) => "przywrócenie",
        (Deed::RollBack, _) => "powrót do wcześniejszej wersji",
        (Deed::Discard, _) => "odrzucenie czekającej wersji",
        (Deed::Hand, _) => "zmiana pliku poza redakcją",
        (Deed::Gone, _) => "plik usunięto poza redakcją",
        (Deed::Moved, _) => "plik przeniesiono poza redakcją",
    }
}

impl Comparison {
    fn new((older, old): (&Revision, &str), (newer, new): (&Revision, &str)) -> Self {
        let name = |revision: &Revision| {
            format!("wersja {} ({}, {})", revision.seq, revision.author, when(revision.at))
        };
        let stretches = compare::compare(old, new);
        Self {
            older: name(older),
            newer: name(newer),
            same: !stretches.iter().any(Stretch::is_changed),
            stretches: folded(&stretches),
        }
    }
}

/// Folds what did not change, but for the lines next to a change.
fn folded(stretches: &[Stretch]) -> Vec<Shown> {
    let mut shown = Vec::new();
    let plain = |text: String| Shown { pieces: vec![("same", text)], folded: None };
    for (at, stretch) in stretches.iter().enumerate() {
        if stretch.is_changed() {
            let pieces =
                stretch.pieces.iter().map(|piece| (super::editor::code(piece.change), piece.text.clone()));
            shown.push(Shown { pieces: pieces.collect(), folded: None });
            continue;
        }
        let text: String = stretch.pieces.iter().map(|piece| piece.text.as_str()).collect();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let head = if at == 0 { 0 } else { AROUND.min(lines.len()) };
        let tail = if at + 1 == stretches.len() { 0 } else { AROUND.min(lines.len() - head) };
        let middle = &lines[head..lines.len() - tail];
        // One line out of sight takes as much room as one in sight.
        if middle.len() < 2 {
            shown.push(plain(text));
            continue;
        }
        if head > 0 {
            shown.push(plain(lines[..head].concat()));
        }
        let summary = format!("{} bez zmian", say::count(middle.len(), LINE));
        shown.push(Shown { pieces: Vec::new(), folded: Some((summary, middle.concat())) });
        if tail > 0 {
            shown.push(plain(lines[lines.len() - tail..].concat()));
        }
    }
    shown
}

/// What the form of the way back says.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    wersja: Seq,
    #[serde(default)]
    powod: String,
    /// Codes of errors, once somebody has decided to go back despite them.
    #[serde(default)]
    mimo: String,
}

/// What an editor is asked before a text with errors goes into service.
#[derive(Template)]
#[template(path = "desk/pages/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    id: String,
    seq: Seq,
    why: String,
    /// Line, words and code of each error.
    errors: Vec<(usize, String, String, &'static str)>,
    /// The codes, as the form sends them.
    codes: String,
    /// The codes, as they are read.
    named: String,
}

pub(super) async fn roll_back(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Path(id): Path<String>,
    Form(wish): Form<Wish>,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    if wish.powod.trim().is_empty() {
        return Err(Problem::saying(
            ProblemKind::InvalidArticle,
            "Napisz, dlaczego cofasz tekst: za miesiąc nikt już nie będzie pamiętał. Wróć do historii i uzupełnij powód.",
        ));
    }
    let why: String = wish.powod.trim().chars().take(300).collect();
    let (own, why) = (id.clone(), mask(&why).to_string());
    let despite = codes_of(&wish.mimo)?;
    let frame = Frame::new("Cofnięcie tekstu z błędami", "", &by.name);
    let done = state
        .publish(move |publisher, moment| {
            let deed = door::Deed { despite: &despite, ..door::Deed::new(&by, &why) };
            match publisher.act(&own, Action::RollBack(wish.wersja), None, deed, moment) {
                Err(PublishError::Unconfirmed(unconfirmed)) => Ok(Err((why, unconfirmed))),
                done => done.map(Ok),
            }
        })
        .await?;
    let saved = match done {
        Ok(saved) => saved,
        Err((why, unconfirmed)) => {
            return Ok(html(&ConfirmPage::new(frame, &id, wish.wersja, why, &unconfirmed)));
        }
    };
    state.published(&saved.revision.id);
    Ok(Redirect::to(&format!("/redakcja/{id}/historia?cofnieto={}", wish.wersja)).into_response())
}

impl ConfirmPage {
    fn new(frame: Frame, id: &ArticleId, seq: Seq, why: String, unconfirmed: &Unconfirmed) -> Self {
        let problems = unconfirmed.problems.iter().map(|finding| &finding.problem);
        let errors: Vec<_> = problems
            .filter(|problem| problem.severity == Severity::Error)
            .map(|one| (one.line, one.message.clone(), one.help.clone(), one.code))
            .collect();
        let codes: BTreeSet<&str> = errors.iter().map(|error| error.3).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        Self { frame, id: id.to_string(), seq, why, errors, codes: codes.join(","), named: codes.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_from_a_change_lines_are_folded_and_counted() {
        let old: String = (0..20).map(|line| format!("wiersz {line}\n")).collect();
        let new = old.replace("wiersz 10\n", "wiersz dziesiąty\n");
        let shown = folded(&compare::compare(&old, &new));
        let told: Vec<_> =
            shown.iter().filter_map(|one| one.folded.as_ref().map(|(told, _)| told.as_str())).collect();
        assert_eq!(told, ["8\u{a0}wierszy bez zmian", "7\u{a0}wierszy bez zmian"]);
        let text: String = shown
            .iter()
            .flat_map(|one| {
                let folded = one.folded.iter().map(|(_, text)| text.clone());
                folded.chain(
                    one.pieces
                        .iter()
                        .filter(|(change, _)| *change != "removed")
                        .map(|(_, text)| text.clone()),
                )
            })
            .collect();
        assert_eq!(text, new, "nothing is out of reach");
    }
}
