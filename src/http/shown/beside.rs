//! What stands beside an answer: the notes that are for the agent alone, and the articles next to it.

use jiff::civil::Date;

use crate::article::body::markdown;
use crate::article::{Article, ArticleId, Audience};
use crate::http::Knowledge;
use crate::http::wire::address;
use crate::library::View;
use crate::search::SearchRequest;
use crate::text::say;

/// Another article, by its title.
pub(in crate::http) struct Link {
    pub(in crate::http) title: String,
    pub(in crate::http) url: String,
}

/// Notes and neighbours of one article.
#[derive(Default)]
pub(in crate::http) struct Beside {
    /// What must not be read out, a line each.
    pub(in crate::http) notes: Vec<String>,
    pub(in crate::http) related: Vec<Link>,
}

/// More than this nobody reads mid-call; the article has it all.
const NOTES: usize = 4;
const RELATED: usize = 4;

impl Beside {
    /// What an answer card shows of its article: the articles that its author linked.
    pub(in crate::http) fn card(article: &Article, knowledge: &dyn Knowledge, today: Date) -> Self {
        Self { notes: notes(article), related: linked(article, knowledge, today) }
    }

    /// What the article's page shows: those linked, then those found under the same words.
    pub(in crate::http) fn page(article: &Article, knowledge: &dyn Knowledge, today: Date) -> Self {
        let mut related = linked(article, knowledge, today);
        if related.len() < RELATED {
            let request = SearchRequest {
                limit: RELATED + 1 + related.len(),
                in_force: Some(true),
                category: article.category.clone(),
                ..SearchRequest::new(&article.title, today)
            };
            let found = knowledge.search(View::Staff, &request).hits;
            for hit in found.into_iter().filter(|hit| hit.in_force && hit.id != article.id) {
                let url = address::article(hit.id.as_str(), "", "");
                if related.len() < RELATED && !related.iter().any(|link| link.url == url) {
                    related.push(Link { title: say::unbroken(&hit.title), url });
                }
            }
        }
        // The page shows its internal sections where they stand.
        Self { notes: Vec::new(), related }
    }
}

/// Internal sections of a public article; an internal one is a note as a whole.
fn notes(article: &Article) -> Vec<String> {
    if article.audience == Audience::Internal {
        return Vec::new();
    }
    let internal = article.sections.iter().filter(|section| section.internal);
    let lines = internal.flat_map(|section| section.text.lines()).map(str::trim);
    lines.filter(|line| !line.is_empty()).take(NOTES).map(say::unbroken).collect()
}

fn linked(article: &Article, knowledge: &dyn Knowledge, today: Date) -> Vec<Link> {
    let mut ids: Vec<ArticleId> = Vec::new();
    for link in markdown::read(&article.body, Some(&article.title)).links {
        let id = link.target.strip_prefix("/artykul/").and_then(|rest| rest.split(['#', '?']).next());
        if let Some(id) = id.and_then(ArticleId::new)
            && id != article.id
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    ids.iter()
        .take(RELATED)
        .filter_map(|id| knowledge.get(View::Staff, id, today))
        .filter(|served| served.state.is_in_force())
        .map(|served| Link {
            title: say::unbroken(&served.article.title),
            url: address::article(served.article.id.as_str(), "", ""),
        })
        .collect()
}
