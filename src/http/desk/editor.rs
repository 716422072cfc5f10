//! `/redakcja/{id}` and `/redakcja/nowy`: one text, its header as a form, and what becomes of both.
//!
//! The text is the truth; the form reads it and changes single keys of it. Merging happens here, where the header is
//! read by the same code that publishes it.

mod collision;
mod questions;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub(super) use collision::{code, collision};
pub(super) use questions::questions;

use super::{Frame, html, when};
use crate::article::header::fields;
use crate::article::header::fields::{FieldError, Fields};
use crate::article::{self, ArticleId, Status};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::body::{AS_ROUTED, Sent};
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::library::publishing::door::PublishError;
use crate::library::publishing::store::{Held, RevisionKind as Deed, Version};
use crate::search::LONGEST_QUESTION;
use crate::text::say;

/// What a new article begins with.
const FRESH: &str = "---\ntitle: \nsummary: \naudience: internal\nstatus: draft\n---\n\n## Kto może\n\n\n## Ile to kosztuje\n\n\n## Dla konsultanta {.internal}\n\n";

#[derive(Template)]
#[template(path = "desk/pages/editor.html")]
struct EditorPage {
    frame: Frame,
    /// Empty for a new article.
    id: String,
    title: String,
    text: String,
    etag: String,
    revision: String,
    /// Status of what stands; empty for a new article.
    status: &'static str,
    waiting: &'static str,
    /// Where the article stands, in words.
    standing: String,
    four_eyes: bool,
    may_approve: bool,
    /// Whether the published text was changed by hand and nobody has approved it.
    unapproved: bool,
    /// Whether the published text is being corrected while another version waits.
    correcting: bool,
    /// Whether that can be done.
    correctable: bool,
    /// The rule of four eyes, in words.
    rule: &'static str,
    notice: Option<String>,
    units: Vec<(String, String)>,
    categories: Vec<(String, String)>,
}

/// What a new article begins with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// What was asked and found none.
    #[serde(deserialize_with = "value::text")]
    pytanie: Option<String>,
}

pub(super) async fn fresh(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Params(Wanted { pytanie }): Params<Wanted>,
) -> Result<Response, Problem> {
    // What was asked and found no article begins the list of questions of the one that is written for it.
    let question = pytanie.filter(|asked| asked.chars().count() <= LONGEST_QUESTION);
    let text = question.map(|asked| [("questions".to_owned(), fields::Value::List(vec![asked]))]);
    let text = text.and_then(|questions| fields::with_fields(FRESH, &questions.into()).ok());
    let four_eyes = state.publish(|publisher, _| Ok::<_, Problem>(publisher.rules().four_eyes)).await?;
    let page = EditorPage {
        frame: Frame::new("Nowy artykuł", "nowy", &by.name),
        id: String::new(),
        title: "Nowy artykuł".to_owned(),
        text: text.unwrap_or_else(|| FRESH.to_owned()),
        etag: String::new(),
        revision: String::new(),
        status: "",
        waiting: "",
        standing: "Jeszcze niezapisany.".to_owned(),
        four_eyes,
        may_approve: !four_eyes,
        unapproved: false,
        correcting: false,
        correctable: false,
        rule: rule(four_eyes, false),
        notice: None,
        units: units(&state),
        categories: categories(&state),
    };
    Ok(html(&page))
}

/// How an article is opened to be edited.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Opened {
    /// What was done to it a moment ago.
    #[serde(deserialize_with = "value::code")]
    zapisano: Option<String>,
    /// `opublikowana`: the text that is served, not the one that waits.
    #[serde(deserialize_with = "value::code")]
    wersja: Option<String>,
}

pub(super) async fn page(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Path(id): Path<String>,
    Params(Opened { zapisano: saved, wersja }): Params<Opened>,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    let wants_published = wersja.as_deref() == Some("opublikowana");
    let (own, actor) = (id.clone(), by.clone());
    let (held, four_eyes, may_approve, unapproved) = state
        .publish(move |publisher, _| {
            let mut held = publisher.store().held(&own)?;
            let may_approve = publisher.may_approve(&own, &held, &actor)?;
            let unapproved = publisher.is_unapproved(&own, &held)?;
            // A baseline is recorded with the first change: until then the text is as old as the file.
            if let Some(current) = held.current.as_mut()
                && current.revision.as_ref().is_some_and(|revision| revision.etag != current.etag)
            {
                current.revision = None;
            }
            Ok::<_, PublishError>((held, publisher.rules().four_eyes, may_approve, unapproved))
        })
        .await?;
    let waits = held.next.is_some() && held.current.is_some();
    let correcting = wants_published && waits && !four_eyes;
    let shown = if correcting { held.current.as_ref() } else { held.newest() };
    let newest = shown.cloned().ok_or_else(Problem::no_article)?;
    let path = held.path.clone().unwrap_or_else(|| format!("{id}.md"));
    let read = |text: &str| article::parse(&path, text.as_bytes()).article;
    let current = held.current.as_ref().and_then(|version| read(&version.text)).map(|article| article.status);
    let next =
        held.next.as_ref().map(|version| read(&version.text).map_or(Status::Draft, |article| article.status));
    let title = read(&newest.text).map_or_else(|| id.to_string(), |article| article.title);
    let page = EditorPage {
        frame: Frame::new(&title, "", &by.name),
        id: id.to_string(),
        title: say::unbroken(&title),
        etag: newest.etag.clone(),
        revision: newest.revision.as_ref().map(|revision| revision.seq.to_string()).unwrap_or_default(),
        status: current.map_or("", Status::code),
        waiting: next.filter(|_| !correcting).map_or("", Status::code),
        standing: standing(&held, current, next, correcting),
        four_eyes,
        may_approve,
        unapproved,
        correcting,
        correctable: waits && !four_eyes && !correcting && current == Some(Status::Published),
        rule: rule(four_eyes, may_approve),
        notice: saved.as_deref().and_then(done).map(str::to_owned),
        text: newest.text,
        units: units(&state),
        categories: categories(&state),
    };
    Ok(html(&page))
}

fn units(state: &State) -> Vec<(String, String)> {
    let dictionaries = state.dictionaries();
    dictionaries.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect()
}

fn categories(state: &State) -> Vec<(String, String)> {
    let dictionaries = state.dictionaries();
    dictionaries.categories.iter().map(|category| (category.code.clone(), category.name.clone())).collect()
}

/// What was just done, said on the page that follows.
fn done(what: &str) -> Option<&'static str> {
    Some(match what {
        "szkic" => "Szkic jest zapisany.",
        "do-sprawdzenia" => "Tekst czeka na sprawdzenie przez innego redaktora.",
        "opublikowano" => "Opublikowano. Konsultanci znajdują już ten tekst.",
        "wycofano" => "Artykuł jest wycofany: nikt go już nie znajdzie. Możesz go przywrócić.",
        "przywrocono" => "Artykuł jest znowu opublikowany.",
        "przywrocono-do-sprawdzenia" => {
            "Artykuł wrócił jako tekst do sprawdzenia: tej wersji nikt poza jej autorami nie zatwierdził. Opublikuje ją inny redaktor."
        }
        "odrzucono" => "Czekająca wersja jest odrzucona; zostaje w historii.",
        _ => return None,
    })
}

fn standing(held: &Held, current: Option<Status>, next: Option<Status>, correcting: bool) -> String {
    let by = |version: &Option<Version>| {
        let revision = version.as_ref().and_then(|version| version.revision.as_ref());
        revision.map(|one| format!(" – {}, {}", one.author, when(one.at))).unwrap_or_default()
    };
    let stands = match current {
        Some(Status::Published) => "Opublikowany",
        Some(Status::Draft) => "Szkic, którego nikt poza redakcją nie widzi",
        Some(Status::Review) => "Czeka na sprawdzenie, nikt poza redakcją go nie widzi",
        Some(Status::Archived) => "Wycofany: nikt go nie znajdzie",
        None => "Pliku nie da się odczytać: wyszukiwarka podaje ostatnią dobrą wersję",
    };
    let waits = match next {
        Some(_) if correcting => {
            format!(" To jego poprawiasz. Obok czeka inna wersja{}; zostanie nietknięta.", by(&held.next))
        }
        Some(Status::Review) => {
            format!(" Obok czeka nowa wersja do sprawdzenia{}; to ją widzisz niżej.", by(&held.next))
        }
        Some(_) => format!(" Obok leży szkic nowej wersji{}; to jego widzisz niżej.", by(&held.next)),
        None => String::new(),
    };
    let base = held.next.as_ref().and_then(|next| next.revision.as_ref()?.account.as_ref()?.base.as_ref());
    let behind = match (base, &held.current) {
        (Some(base), Some(current)) if *base != current.etag && current_is_newer(current) && !correcting => {
            " Opublikowany tekst zmienił się, odkąd ją zaczęto: przy publikacji połączysz obie."
        }
        _ => "",
    };
    let hand = held.current.as_ref().and_then(|current| current.revision.as_ref());
    let by_hand = match hand {
        Some(revision) if revision.kind == Deed::Hand && current == Some(Status::Published) => {
            " Ostatnią zmianę zrobiono w pliku, poza redakcją; nikt jej tu nie zatwierdził."
        }
        _ => "",
    };
    format!("{stands}{}.{by_hand}{waits}{behind}", by(&held.current))
}

/// Whether more than its status changed: withdrawing a text makes none newer.
fn current_is_newer(current: &Version) -> bool {
    current.revision.as_ref().is_none_or(|revision| revision.kind != Deed::Archive)
}

fn rule(four_eyes: bool, may_approve: bool) -> &'static str {
    match (four_eyes, may_approve) {
        (false, _) => "Każdy redaktor może publikować. Ważną zmianę wyślij komuś do sprawdzenia.",
        (true, true) => {
            "Zasada czterech oczu: tekst publikuje ktoś inny niż jego autor. Tę wersję możesz zatwierdzić, jeśli niczego w niej nie zmienisz."
        }
        (true, false) => {
            "Zasada czterech oczu: tekst publikuje ktoś inny niż jego autor. Wyślij go do sprawdzenia, a opublikuje go inny redaktor."
        }
    }
}

/// A text and the fields a form wants in its header.
#[derive(Debug, Deserialize)]
pub(super) struct Merging {
    text: String,
    fields: Fields,
}

/// The text with those fields.
#[derive(Debug, Serialize)]
pub(super) struct Merged {
    text: String,
    fields: Fields,
}

pub(super) async fn header(
    Editor(_): Editor,
    Sent(merging): Sent<Merging, AS_ROUTED>,
) -> Result<Json<Merged>, Problem> {
    let merged = fields::with_fields(&merging.text, &merging.fields);
    let text = merged.map_err(|error| refused(&error))?;
    let fields = fields::fields(&text).map_err(|error| refused(&error))?;
    Ok(Json(Merged { text, fields }))
}

fn refused(error: &FieldError) -> Problem {
    Problem::saying(ProblemKind::InvalidArticle, say::sentence(&error.to_string()))
}
