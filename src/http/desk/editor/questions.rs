//! The golden questions of one article, and where each leads today.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;

use crate::article::ArticleId;
use crate::http::State;
use crate::http::api::content::editing::valid;
use crate::http::desk::html;
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::Problem;
use crate::library::publishing::door::Publisher;
use crate::quality::golden::Answered;
use crate::text::say::{self, Noun};

/// The golden questions of one article, best first.
#[derive(Template)]
#[template(path = "desk/pages/questions.html")]
struct QuestionsPart {
    asked: Vec<Asked>,
    heading: String,
}

struct Asked {
    question: String,
    place: &'static str,
    good: bool,
    /// What comes first instead.
    first: Option<(String, String)>,
}

pub(in crate::http::desk) async fn questions(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = valid(id)?;
    let golden = Arc::clone(&state.golden);
    let part = state
        .publish(move |publisher, moment| {
            let run = golden.of(publisher.library(), moment.today);
            Ok::<_, Problem>(QuestionsPart::new(publisher, &id, &run))
        })
        .await?;
    Ok(html(&part))
}

impl QuestionsPart {
    fn new(publisher: &Publisher, id: &ArticleId, run: &[Answered]) -> Self {
        let cards = publisher.library().cards();
        let title = |id: &ArticleId| cards.iter().find(|card| card.id == *id).map(|card| card.title.clone());
        let unit = cards.iter().find(|card| card.id == *id).and_then(|card| card.unit.clone());
        let mut asked: Vec<(usize, Asked)> = run
            .iter()
            .filter_map(|one| {
                let rank = one.first.iter().position(|found| found == id);
                let right = &one.question.right;
                let meant = right.iter().any(|right| right == id.as_str());
                // A question about a unit is answered by any of the unit's articles.
                let of_unit = unit
                    .as_ref()
                    .is_some_and(|unit| right.iter().any(|right| right.eq_ignore_ascii_case(unit)));
                if rank.is_none() && !meant {
                    return None;
                }
                let (place, good) = match (rank, meant || of_unit) {
                    (Some(0), true) => ("pierwszy", true),
                    (Some(_), true) => ("w pierwszej trójce", true),
                    (None, _) => ("poza pierwszą trójką, a powinien odpowiadać", false),
                    (Some(0), false) if right.is_empty() => ("pierwszy, choć nic tu nie odpowiada", false),
                    (Some(0), false) => ("pierwszy, choć odpowiada kto inny", false),
                    (Some(_), false) => ("w pierwszej trójce, choć odpowiada kto inny", true),
                };
                let first = one.first.first().filter(|first| *first != id);
                let first = first.map(|first| {
                    (format!("/redakcja/{first}"), title(first).unwrap_or_else(|| first.to_string()))
                });
                let order = match (good, rank) {
                    (false, _) => 0,
                    (true, rank) => 1 + rank.unwrap_or(3),
                };
                Some((order, Asked { question: one.question.query.clone(), place, good, first }))
            })
            .collect();
        asked.sort_by_key(|(order, _)| *order);
        let asked: Vec<Asked> = asked.into_iter().map(|(_, asked)| asked).collect();
        const QUESTION: Noun = Noun::new("pytanie wzorcowe", "pytania wzorcowe", "pytań wzorcowych");
        Self { heading: say::count(asked.len(), QUESTION), asked }
    }
}
