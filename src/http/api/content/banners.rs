//! `/api/v1/banners`: announcements above everybody's results.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::article::ArticleId;
use crate::http::State;
use crate::http::api::fields;
use crate::http::gate::auth::{Agent, Editor};
use crate::http::state::events::Event;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::body::Sent;
use crate::http::wire::read::value;
use crate::journal::Millis;
use crate::journal::banners::Banner as Kept;
use crate::library::View;
use crate::text::{Label, Masked, mask};

/// Longest announcement, in characters: it is read at a glance.
const LONGEST: usize = 300;

/// Nothing is announced for longer than this, in days: what lasts is an article.
const DAYS: i64 = 31;

/// An announcement.
#[derive(Debug, Serialize, ToSchema)]
pub struct Banner {
    /// Its number.
    pub id: i64,
    /// What agents read, and read out.
    pub text: String,
    /// Id of the answer pinned to it.
    #[schema(required)]
    pub article: Option<String>,
    /// Title of that answer.
    #[schema(required)]
    pub title: Option<String>,
    /// Shown from.
    #[schema(format = DateTime)]
    pub from: String,
    /// Shown until.
    #[schema(format = DateTime)]
    pub until: String,
    /// Why it is there.
    pub reason: String,
    /// Who put it up.
    pub owner: String,
}

/// The announcements.
#[derive(Debug, Serialize, ToSchema)]
pub struct Banners {
    /// The newest first.
    pub banners: Vec<Banner>,
}

/// An announcement to put up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBanner {
    /// What agents read, and read out: at most 300 characters.
    #[schema(max_length = 300, pattern = r"[^\s\x00-\x1f\x7f-\x9f]")]
    #[serde(deserialize_with = "value::some_plain::<_, LONGEST>")]
    text: String,
    /// Id of an article to pin to it.
    #[schema(value_type = Option<String>, max_length = 200, pattern = "^[a-z0-9-]*$")]
    #[serde(default, deserialize_with = "fields::article")]
    article: Option<ArticleId>,
    /// Why it is put up; for the history.
    #[schema(value_type = String, max_length = 1000, pattern = r"[^\s\x00-\x1f\x7f-\x9f]")]
    #[serde(deserialize_with = "value::some_masked::<_, 1000>")]
    reason: Masked,
    /// Shown from; now, where it is missing.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(default, deserialize_with = "value::moment")]
    from: Option<Timestamp>,
    /// Shown until, at most 31 days ahead.
    #[schema(value_type = String, format = DateTime)]
    #[serde(deserialize_with = "value::some_moment")]
    until: Timestamp,
}

/// Announcements that are shown, or will be
#[utoipa::path(get, path = "/api/v1/banners", operation_id = "list_banners", tag = "operations",
    responses((status = 200, description = "The announcements", body = Banners)))]
pub(in crate::http::api) async fn list(
    Shared(state): Shared<State>,
    Agent(_): Agent,
) -> Result<Json<Banners>, Problem> {
    let now = state.now();
    let kept = state.journal(move |journal| journal.banners_from(now)).await?;
    Ok(Json(Banners { banners: named(&state, kept).await? }))
}

/// Put an announcement up
///
/// It stands above the results of every open console within a second.
#[utoipa::path(post, path = "/api/v1/banners", operation_id = "put_up_banner", tag = "operations", request_body = NewBanner,
    security(("token" = ["editor", "admin"])),
    responses((status = 201, description = "It is up", body = Banner), (status = 400, description = "A member is missing or out of bounds; `parameter` names it")))]
pub(in crate::http::api) async fn put_up(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Sent(new): Sent<NewBanner>,
) -> Result<(StatusCode, Json<Banner>), Problem> {
    let now = state.now();
    let banner = checked(&state, new, now).await?;
    let kept = state.journal(move |journal| journal.put_up(&banner, &by, now)).await?;
    state.events.tell(Event::Banners);
    let banner = named(&state, vec![kept]).await?.pop();
    Ok((StatusCode::CREATED, Json(banner.ok_or_else(|| Problem::new(ProblemKind::Internal))?)))
}

/// Take an announcement down
#[utoipa::path(delete, path = "/api/v1/banners/{id}", operation_id = "take_down_banner", tag = "operations",
    security(("token" = ["editor", "admin"])),
    params(("id" = i64, Path, description = "The announcement's number")),
    responses((status = 204, description = "It is down"), (status = 404, description = "There is none with this number, or it has ended")))]
pub(in crate::http::api) async fn take_down(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let now = state.now();
    let was = state.journal(move |journal| journal.take_down(id, &by, now)).await?;
    state.events.tell(Event::Banners);
    if was {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::saying(ProblemKind::NotFound, "Nie ma takiego ogłoszenia albo już się skończyło."))
    }
}

/// What is shown at this moment, as the stream of events tells it, and how long until one begins or ends.
pub(in crate::http::api) async fn shown(state: &State) -> Result<(String, Option<Duration>), Problem> {
    let now = state.now();
    let mut kept = state.journal(move |journal| journal.banners_from(now)).await?;
    let changes = kept.iter().flat_map(|banner| [banner.starts, banner.ends]).filter(|at| *at > now);
    let change = changes.min().map(|at| Duration::from_millis((at - now).unsigned_abs()));
    kept.retain(|banner| banner.is_shown(now));
    let banners = Banners { banners: named(state, kept).await? };
    let json = serde_json::to_string(&banners).map_err(|error| Problem::internal(&error))?;
    Ok((json, change))
}

async fn checked(state: &State, new: NewBanner, now: Millis) -> Result<Kept, Problem> {
    // Agents read it out, and it stays in the history of what was done.
    let pesel = Label::Pesel.placeholder();
    if mask(&new.text).as_str().contains(pesel) && !new.text.contains(pesel) {
        return Err(Problem::invalid(
            "text",
            "an announcement without a PESEL",
            "W ogłoszeniu jest PESEL. Usuń go: ogłoszenie widzą wszyscy konsultanci i zostaje w historii.",
        ));
    }
    let (starts, ends) = (new.from.map_or(now, Timestamp::as_millisecond), new.until.as_millisecond());
    if ends <= starts.max(now) || ends - now > DAYS * 24 * 60 * 60 * 1000 {
        return Err(Problem::invalid(
            "until",
            format!("after `from`, within {DAYS} days"),
            format!("Ogłoszenie musi kończyć się po tym, jak się zacznie, i nie później niż za {DAYS} dni."),
        ));
    }
    if let Some(id) = new.article.clone() {
        let today = state.today();
        if !state.ask(move |knowledge| knowledge.get(View::Staff, &id, today).is_some()).await? {
            return Err(no_pinned());
        }
    }
    let NewBanner { text, article, .. } = new;
    let (reason, owner) = (new.reason.to_string(), String::new());
    Ok(Kept { id: 0, text, article, reason, owner, starts, ends, ended_by: None })
}

fn no_pinned() -> Problem {
    Problem::invalid("article", "id of a published article", "Nie ma opublikowanego artykułu o tym id.")
}

/// With the titles of the pinned answers.
async fn named(state: &State, kept: Vec<Kept>) -> Result<Vec<Banner>, Problem> {
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let today = state.today();
    state
        .ask(move |knowledge| {
            let title = |id: &ArticleId| Some(knowledge.get(View::Staff, id, today)?.article.title);
            kept.into_iter()
                .map(|banner| Banner {
                    id: banner.id,
                    text: banner.text,
                    title: banner.article.as_ref().and_then(title),
                    article: banner.article.map(|id| id.to_string()),
                    from: spelt(banner.starts),
                    until: spelt(banner.ends),
                    reason: banner.reason,
                    owner: banner.owner,
                })
                .collect()
        })
        .await
}

fn spelt(at: Millis) -> String {
    Timestamp::from_millisecond(at).unwrap_or_default().to_string()
}
