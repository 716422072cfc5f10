//! What an editor is told when a text is not taken: why, and what stands instead.

use std::time::Duration;

use crate::article::{self, ArticleId};
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::library::LibraryError;
use crate::library::publishing::door::{PublishError, Unconfirmed};
use crate::library::publishing::store::{Held, StoreError, Version};
use crate::library::readiness::Trouble;

use super::{Change, Finding, Noted};

/// A lost race shows both sides: what the loser wanted to write, and what stands now.
pub(super) fn with_yours(error: PublishError, id: &ArticleId, text: &str) -> Problem {
    let lost = matches!(
        &error,
        PublishError::Store(StoreError::Lost(_) | StoreError::Exists(_) | StoreError::Behind(_))
    );
    let problem = Problem::from(error);
    if lost { problem.with("yours", summary(id, text)) } else { problem }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Store(error) => error.into(),
            PublishError::Invalid(mut problems) => {
                // What must be mended stands before what may be.
                problems.sort_by_key(|problem| (std::cmp::Reverse(problem.severity), problem.line));
                let findings: Vec<Finding> = problems.iter().map(Finding::from).collect();
                let first = problems.iter().find(|problem| problem.severity == article::Severity::Error);
                let detail = first.map(|problem| {
                    format!(
                        "Wiersz {}: {}. Popraw go i wyślij tekst jeszcze raz.",
                        problem.line.max(1),
                        problem.message
                    )
                });
                Self {
                    detail: detail.unwrap_or_else(|| ProblemKind::InvalidArticle.advice().to_owned()),
                    ..Self::new(ProblemKind::InvalidArticle)
                }
                .with("problems", serde_json::to_value(findings).unwrap_or_default())
            }
            PublishError::Unconfirmed(unconfirmed) => unconfirmed_errors(&unconfirmed),
            PublishError::NoReason => Self {
                parameter: Some("why".into()),
                ..Self::saying(
                    ProblemKind::InvalidParameter,
                    "Wycofanie artykułu wymaga powodu: za miesiąc ktoś o niego zapyta. Podaj go w parametrze why.",
                )
            },
            PublishError::State(why) => Self::saying(ProblemKind::Conflict, why),
            PublishError::Unwritable(trouble) => trouble.into(),
            PublishError::Index(cause) => {
                tracing::error!(%cause, "saved but not indexed");
                Self::saying(
                    ProblemKind::NotReady,
                    "Tekst jest zapisany, ale wyszukiwarka jeszcze go nie pokazuje. Wyślij go ponownie za chwilę; jeśli to się powtórzy, sprawdź wolne miejsce na dysku.",
                )
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Lost(held) => theirs(Self::new(ProblemKind::LostRace), &held),
            StoreError::WhichVersion => Self::saying(
                ProblemKind::PreconditionRequired,
                "Ta wersja zmieniła się, odkąd czeka na zatwierdzenie. Przeczytaj ją i wyślij jej ETag w nagłówku If-Match.",
            ),
            StoreError::Exists(held) => theirs(
                Self::saying(
                    ProblemKind::LostRace,
                    "Taki artykuł już jest. Odczytaj go i wyślij zmianę z jego ETag albo wybierz inny identyfikator.",
                ),
                &held,
            ),
            StoreError::Behind(held) => behind(&held),
            StoreError::Unapproved => Self::saying(
                ProblemKind::Forbidden,
                "Autor nie zatwierdza własnego tekstu. Wyślij go do sprawdzenia (status: review); opublikuje go inny redaktor, który niczego w nim nie pisał.",
            ),
            StoreError::Missing => Self::no_article(),
            StoreError::Unwritable(trouble) => trouble.into(),
            StoreError::Journal(error) => error.into(),
            StoreError::Disk { .. } => {
                tracing::error!(%error, "a change could not be saved");
                Self::saying(
                    ProblemKind::NotWritable,
                    format!("{} Powód: {error}.", ProblemKind::NotWritable.advice()),
                )
            }
        }
    }
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        let detail = format!("{} Powód: {trouble}.", ProblemKind::NotWritable.advice());
        Self::saying(ProblemKind::NotWritable, detail)
            .with("cause", trouble.cause.code())
            .retry_after(COME_BACK)
    }
}

impl From<LibraryError> for Problem {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Unwritable(trouble) => trouble.into(),
            LibraryError::Write { .. } => {
                tracing::error!(%error, "a dictionary could not be saved");
                Self::saying(
                    ProblemKind::NotWritable,
                    format!("{} Powód: {error}.", ProblemKind::NotWritable.advice()),
                )
            }
            other => Self::internal(&other),
        }
    }
}

/// When a change that could not be written may be sent again: nobody knows, but a minute is lost time.
const COME_BACK: Duration = Duration::from_secs(10);

fn theirs(problem: Problem, held: &Held) -> Problem {
    match held.newest() {
        Some(newest) => beside(problem, held, newest),
        None => problem,
    }
}

/// What waits was begun from another text than stands now.
fn behind(held: &Held) -> Problem {
    let detail = if held.current.is_some() {
        "Tekst artykułu zmienił się, odkąd zaczęto tę wersję. Porównaj oba i połącz je, a potem zapisz połączony tekst, podając w parametrze base ETag tego, który stoi."
    } else {
        "Artykuł usunięto, odkąd zaczęto tę wersję. Przywróć go (…/restore), a potem opublikuj tę wersję."
    };
    let base = held.next.as_ref().and_then(|next| next.revision.as_ref()?.account.as_ref()?.base.clone());
    let problem = Problem::saying(ProblemKind::LostRace, detail).with("base", base);
    match &held.current {
        Some(current) => beside(problem, held, current),
        None => problem,
    }
}

fn beside(problem: Problem, held: &Held, version: &Version) -> Problem {
    let known = [&held.current, &held.next].into_iter().flatten().find_map(|one| one.revision.as_ref());
    let id = known.map(|revision| revision.id.clone());
    let id = id.unwrap_or_else(|| ArticleId::from_text(held.path.as_deref().unwrap_or_default()));
    problem.with("etag", version.etag.as_str()).with("theirs", version_summary(&id, version))
}

/// Errors that a person has to name before the text is published despite them.
fn unconfirmed_errors(Unconfirmed { problems, missing, superfluous }: &Unconfirmed) -> Problem {
    let list = |codes: &[article::Code]| codes.join(", ");
    let detail = match (missing.as_slice(), superfluous.as_slice()) {
        (missing, []) => format!(
            "Kontrola znalazła w tekście błędy: {}. Popraw je. Jeśli tekst ma być opublikowany mimo to, wymień te kody w parametrze despite={}.",
            list(missing),
            missing.join(",")
        ),
        ([], superfluous) => format!(
            "W tekście nie ma błędów, mimo których miał być opublikowany: {}. Wymień w parametrze despite tylko te, które podaje kontrola.",
            list(superfluous)
        ),
        (missing, superfluous) => format!(
            "W parametrze despite brakuje: {}, a niepotrzebnie stoją: {}. Wymień dokładnie te kody, które podaje kontrola.",
            list(missing),
            list(superfluous)
        ),
    };
    let noted: Vec<Noted> = problems.iter().map(Noted::from).collect();
    Problem::saying(ProblemKind::UnconfirmedErrors, detail)
        .with("missing", missing.clone())
        .with("superfluous", superfluous.clone())
        .with("problems", serde_json::to_value(noted).unwrap_or_default())
}

fn version_summary(id: &ArticleId, version: &Version) -> serde_json::Value {
    let mut summary = summary(id, &version.text);
    if let Some(members) = summary.as_object_mut() {
        members.insert("etag".into(), version.etag.clone().into());
        if let Some(revision) = &version.revision {
            let change = serde_json::to_value(Change::from(revision)).unwrap_or_default();
            members.insert("change".into(), change);
        }
    }
    summary
}

/// What tells two versions apart at a glance.
fn summary(id: &ArticleId, text: &str) -> serde_json::Value {
    let article = article::parse(&format!("{id}.md"), text.as_bytes()).article;
    serde_json::json!({
        "title": article.as_ref().map(|article| article.title.clone()),
        "summary": article.as_ref().and_then(|article| article.summary.clone()),
        "status": article.as_ref().map(|article| article.status.code()),
        "lines": text.lines().count(),
        "characters": text.chars().count(),
    })
}
