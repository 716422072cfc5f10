//! `GET /api/v1/suggest`: completions while typing.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::article::Article;
use crate::article::body::slug::slug;
use crate::http::State;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::library::View;

/// What can be completed.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(in crate::http::api) struct SuggestQuery {
    /// The question so far; its last word may be unfinished.
    #[param(max_length = 1000, example = "wielko")]
    #[serde(deserialize_with = "value::question")]
    q: String,
    /// How many completions to give.
    #[param(minimum = 1, maximum = 20, default = 8)]
    #[serde(deserialize_with = "value::number::<_, 1, 20>")]
    limit: Option<usize>,
}

/// Completions of a question: what was asked before and answered, then what articles call themselves.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The question so far.
    pub query: String,
    /// Best first.
    pub suggestions: Vec<Completion>,
}

/// One way a question may go on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Completion {
    /// What to put into the search box.
    pub text: String,
    /// The article it leads to.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Complete a question
#[utoipa::path(get, path = "/api/v1/suggest", operation_id = "suggest", tag = "search", params(SuggestQuery), responses(
    (status = 200, description = "Completions, best first", body = Suggestions),
    (status = 400, description = "A parameter is out of bounds"),
))]
pub(in crate::http::api) async fn suggest(
    Shared(state): Shared<State>,
    Params(SuggestQuery { q: query, limit }): Params<SuggestQuery>,
) -> Result<Json<Suggestions>, Problem> {
    let limit = limit.unwrap_or(8);
    if query.is_empty() {
        return Ok(Json(Suggestions { query, suggestions: Vec::new() }));
    }
    let today = state.today();
    let asked = query.clone();
    let past = state.past_questions().completing(&query, limit.div_ceil(2));
    let suggestions = state
        .ask(move |knowledge| {
            let mut completions: Vec<Completion> = Vec::new();
            // What colleagues asked and found is likelier than what merely could be asked.
            for (text, id) in past {
                let served = knowledge.get(View::Staff, &id, today);
                let Some(served) = served.filter(|served| served.state.is_in_force()) else { continue };
                completions.push(Completion { text, id: id.to_string(), title: served.article.title });
            }
            for found in knowledge.suggest(View::Staff, &asked, limit, today) {
                let article = knowledge.get(View::Staff, &found.id, today);
                let text = article.and_then(|served| wording(&served.article, &asked)).unwrap_or(found.text);
                if !completions.iter().any(|known| slug(&known.text) == slug(&text)) {
                    completions.push(Completion { text, id: found.id.to_string(), title: found.title });
                }
            }
            completions.truncate(limit);
            completions
        })
        .await?;
    Ok(Json(Suggestions { query, suggestions }))
}

/// The words of an article that go on from what was typed: a keyword, else the title, else a heading. The last word
/// typed may be unfinished; the others may stand in another form, and the small ones do not count.
fn wording(article: &Article, typed: &str) -> Option<String> {
    let typed = slug(typed);
    let (others, last) = typed.rsplit_once('-').unwrap_or(("", &typed));
    let others: Vec<&str> = others.split('-').filter(|word| word.len() > 2).map(stem).collect();
    let goes_on = |text: &&str| {
        let slug = slug(text);
        let has = |start: &str| slug.split('-').any(|word| word.starts_with(start));
        has(last) && others.iter().all(|start| has(start))
    };
    let shortest = |texts: &mut dyn Iterator<Item = &str>| {
        // What goes on from the very beginning is what was meant.
        let from_the_start = |text: &str| slug(text).starts_with(&typed);
        texts
            .filter(goes_on)
            .min_by_key(|text| (!from_the_start(text), text.chars().count()))
            .map(str::to_owned)
    };
    let headings = article.sections.iter().filter(|section| !section.internal);
    shortest(&mut article.keywords.iter().map(String::as_str))
        .or_else(|| shortest(&mut std::iter::once(article.title.as_str())))
        .or_else(|| shortest(&mut headings.map(|section| section.heading.as_str())))
}

/// What a word and its other forms begin with, near enough for a completion.
fn stem(word: &str) -> &str {
    word.get(..word.len().saturating_sub(2).max(3)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn completed(typed: &str) -> Option<String> {
        let file = "---\ntitle: Odbiór odpadów wielkogabarytowych\nkeywords: [stara kanapa, gabaryty, meble ogrodowe]\n---\n\n\
                    ## Harmonogram wywozu\n\nCo miesiąc.\n\n## Wytyczne {.internal}\n\nNie obiecuj.\n";
        wording(&crate::article::parse("odpady/gabaryty.md", file.as_bytes()).article.unwrap(), typed)
    }

    #[test]
    fn the_last_word_may_be_unfinished_and_the_others_inflected() {
        assert_eq!(completed("gab").as_deref(), Some("gabaryty"));
        assert_eq!(completed("starą kan").as_deref(), Some("stara kanapa"));
        assert_eq!(completed("odpady wielko").as_deref(), Some("Odbiór odpadów wielkogabarytowych"));
        assert_eq!(completed("stara pral"), None, "every word counts");
    }

    #[test]
    fn headings_complete_what_neither_keywords_nor_the_title_do() {
        assert_eq!(completed("harm").as_deref(), Some("Harmonogram wywozu"));
        assert_eq!(completed("wytycz"), None, "internal headings are no questions");
    }
}
