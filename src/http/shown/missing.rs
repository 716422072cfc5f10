//! What was asked for and is not in the Baza Wiedzy, for those who report on it and those who can add it.

use std::collections::HashMap;

use crate::http::State;
use crate::http::wire;
use crate::http::wire::problem::Problem;
use crate::journal::Millis;
use crate::journal::reports::{Matter, Span};

/// Something missing, as people read it.
pub(in crate::http) struct Missing {
    /// What: a fact of an article by its name in words, `None` where it has none; or the words of a matter.
    pub(in crate::http) matter: Matter,
    /// Title of the article, or of the nearest, where there still is one.
    pub(in crate::http) title: Option<String>,
    /// How many questions asked for it.
    pub(in crate::http) asked: i64,
    /// How often an agent asked for it to be added.
    pub(in crate::http) requested: i64,
    /// When last.
    pub(in crate::http) last: Millis,
    /// A question that asked for it; masked.
    pub(in crate::http) example: Option<String>,
    /// Of a matter without an article, the nearest one.
    pub(in crate::http) nearest: Option<String>,
}

/// What was missed most, first; by residents, by agents or by both.
pub(in crate::http) async fn missing(
    state: &State,
    span: Span,
    view: Option<&'static str>,
    limit: usize,
) -> Result<Vec<Missing>, Problem> {
    let gaps = state.journal(move |journal| journal.gaps(span, view, limit)).await?;
    let titles = state.ask(|knowledge| knowledge.titles()).await?;
    let titles: HashMap<String, String> =
        titles.into_iter().map(|(id, title)| (id.to_string(), title)).collect();
    let missing = gaps.into_iter().map(|gap| {
        let (article, matter) = match gap.matter {
            Matter::Fact { article, fact } => {
                (Some(article.clone()), Matter::Fact { article, fact: fact.and_then(in_words) })
            }
            words @ Matter::Words(_) => (gap.nearest.clone(), words),
        };
        Missing {
            title: article.and_then(|article| titles.get(&article).cloned()),
            matter,
            asked: gap.asked,
            requested: gap.requested,
            last: gap.last,
            example: gap.example,
            nearest: gap.nearest,
        }
    });
    Ok(missing.collect())
}

/// A key of `facts` by its name; what callers call it stays as it is, and what has no name gets none.
fn in_words(fact: String) -> Option<String> {
    match wire::facts::name(&fact) {
        Some(name) => Some(name.to_owned()),
        None => Some(fact).filter(|fact| fact != "other"),
    }
}
