//! A text that nobody sees yet, looked at as if it stood: how it reads, what is wrong with it, which article it
//! repeats and which it contradicts.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::article;
use crate::article::body::markdown;
use crate::article::body::slug::slug;
use crate::article::check::{codes, lint};
use crate::article::force::validity::State;
use crate::article::force::visibility::PublicArticle;
use crate::article::{Article, ArticleId, Audience, Parsed, Problem, Status};
use crate::library::{Library, View};
use crate::search::{Card, SearchRequest};
use crate::text::Analyzer;

/// Neighbours laid beside a text at most: those of its unit, those it links to, those it resembles.
const NEIGHBOURS: usize = 300;

/// Own questions that are put to the index at most, to find articles that answer them already.
const ASKED: usize = 12;

/// Own questions that another article must answer to be named for it.
const FEW: usize = 3;

/// Share of words that two titles have in common, from which on they are taken for the same.
const SAME_TITLE: f32 = 0.6;

/// A text as it would be.
#[derive(Debug)]
pub struct Preview {
    /// The article, if one can be made of the text.
    pub article: Option<Article>,
    /// In force, expired, repealed.
    pub state: State,
    /// What residents would read, or why they would not.
    pub resident: Result<Box<PublicArticle>, Hidden>,
    /// All findings, as if the text were published; those about other articles among them.
    pub problems: Vec<Finding>,
    /// Articles that may say the same already, likeliest first.
    pub likely: Vec<Likely>,
}

/// Why residents do not see a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// It is for agents.
    Internal,
    /// It is not in force today.
    NotInForce,
    /// It is no article yet.
    Broken,
    /// It is for residents, but nobody can tell how much of it.
    Closed,
}

/// Something that a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What and where.
    pub problem: Problem,
    /// The other article, where two say different things or the same twice.
    pub other: Option<(ArticleId, String)>,
}

/// An article that may say the same already.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Whether its title says the same.
    pub same_title: bool,
    /// How many of the text's own questions it answers first.
    pub answers: usize,
    /// Of how many that were asked.
    pub of: usize,
}

impl Library {
    /// Looks at `text` as the article `id`, or as a new one.
    pub fn preview(&self, id: Option<&ArticleId>, text: &str, today: Date) -> Preview {
        let (path, mut parsed) = self.read_as(id, text);
        let Some(article) = parsed.article.as_mut() else {
            return Preview {
                article: None,
                state: State::InForce,
                resident: Err(Hidden::Broken),
                problems: parsed.problems.into_iter().map(Finding::alone).collect(),
                likely: Vec::new(),
            };
        };
        // What a check says of a draft is what it will say of the article.
        article.status = Status::Published;
        let article = article.clone();
        let engines = self.engines();
        let state = engines.staff.state(&Card::new(&article, &path, [0; 16], false), today);
        let resident = match PublicArticle::new(&article, &state) {
            Some(public) => Ok(Box::new(public)),
            None if parsed.problems.iter().any(|problem| closes(problem.code)) => Err(Hidden::Closed),
            None if article.audience == Audience::Internal => Err(Hidden::Internal),
            None => Err(Hidden::NotInForce),
        };
        let likely = self.likely(&article, today);
        let problems = self.findings(id, &path, parsed, &likely, today);
        Preview { article: Some(article), state, resident, problems, likely }
    }

    /// What all checks say of `article` as the article `id`, whose file stands at `path`, with what its reader said:
    /// what a preview says.
    pub(in crate::library) fn examine(
        &self,
        id: &ArticleId,
        path: &str,
        (article, problems): (&Article, Vec<Problem>),
        today: Date,
    ) -> Vec<Finding> {
        let article = Article { status: Status::Published, ..article.clone() };
        let likely = self.likely(&article, today);
        let parsed = Parsed { article: Some(article), problems, names_itself: true };
        self.findings(Some(id), path, parsed, &likely, today)
    }

    /// Reads a text once, as the article `id` or as a new one, and says where it stands or would stand: a new article
    /// with its category's others if it names its id, else where its id follows from the path.
    pub(in crate::library) fn read_as(&self, id: Option<&ArticleId>, text: &str) -> (String, Parsed) {
        if let Some(path) = id.and_then(|id| self.path_of(id)) {
            let parsed = article::parse(&path, text.as_bytes());
            return (path, parsed);
        }
        let plain = id.map_or_else(|| "nowy.md".to_owned(), |id| format!("{id}.md"));
        let parsed = article::parse(&plain, text.as_bytes());
        let Some(article) = &parsed.article else { return (plain, parsed) };
        let closed = parsed.problems.iter().any(|problem| problem.code == codes::INTERNAL_TITLE);
        // Its own words name a new article.
        let id = id.cloned().unwrap_or_else(|| match (parsed.names_itself, closed) {
            (true, _) => article.id.clone(),
            // A title that is for agents must not become the address of a page.
            (false, true) => ArticleId::from_text(""),
            (false, false) => ArticleId::from_text(&article.title),
        });
        let folder = article.category.clone().and_then(ArticleId::new).filter(|folder| {
            // The id must not come from the path there.
            let names_it = parsed.names_itself && article.id == id;
            let file = self.folders().kb.join(folder.as_str());
            names_it && std::fs::symlink_metadata(file).is_ok_and(|found| found.is_dir())
        });
        let path = folder.map_or_else(|| format!("{id}.md"), |folder| format!("{folder}/{id}.md"));
        let parsed = parsed.placed(&id, &path);
        (path, parsed)
    }

    fn path_of(&self, id: &ArticleId) -> Option<String> {
        let card = self.engines().staff.card(id.as_str()).map(|card| card.path.clone());
        card.or_else(|| self.drafts().get(id).map(|draft| draft.path.clone()))
    }

    /// What all checks say of the text, laid beside the articles it has to do with.
    fn findings(
        &self,
        id: Option<&ArticleId>,
        path: &str,
        parsed: Parsed,
        likely: &[Likely],
        today: Date,
    ) -> Vec<Finding> {
        let Some(article) = &parsed.article else { return Vec::new() };
        let own = article.id.clone();
        let mut neighbours = self.neighbours(article, likely);
        if let Some(id) = id {
            neighbours.retain(|(_, parsed)| parsed.article.as_ref().is_none_or(|other| other.id != *id));
        }
        // The text comes last: of two that disagree, the later one is told.
        let titles: BTreeMap<String, (ArticleId, String)> = neighbours
            .iter()
            .filter_map(|(path, parsed)| {
                let article = parsed.article.as_ref()?;
                Some((path.clone(), (article.id.clone(), article.title.clone())))
            })
            .collect();
        // A new text may not have the name of an old one, but the same path would hide one from the other.
        let path = if titles.contains_key(path) { format!("nowy/{path}") } else { path.to_owned() };
        neighbours.push((path.clone(), parsed));
        let mut problems = lint::lint(&neighbours, &self.dictionaries(), today);
        problems.retain(|problem| problem.path == path);
        if let Some(id) = id.filter(|id| **id != own) {
            let message = format!("tekst jest artykułem „{own}”, a zapisywany jest jako „{id}”");
            let wrong =
                Problem::new(codes::WRONG_ID, &path, 1, message).help(format!("wpisz w nagłówku: id: {id}"));
            problems.push(wrong);
        }
        problems.sort_by_key(|problem| (problem.line, problem.code));
        problems
            .into_iter()
            .map(|problem| {
                let named = titles.iter().find(|(path, _)| {
                    problem.message.contains(&format!("{path}:")) || problem.message.ends_with(path.as_str())
                });
                Finding { other: named.map(|(_, other)| other.clone()), problem }
            })
            .collect()
    }

    /// Articles whose facts and questions a text must agree with: of its unit, linked from it, like it.
    fn neighbours(&self, article: &Article, likely: &[Likely]) -> Vec<(String, Parsed)> {
        let engines = self.engines();
        let mut targets: HashSet<String> = HashSet::new();
        let links = markdown::read(&article.body, Some(&article.title)).links;
        for target in links.into_iter().map(|link| link.target).chain(article.facts.link.clone()) {
            let address =
                target.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/').to_owned();
            targets.insert(address.rsplit('/').next().unwrap_or_default().to_owned());
        }
        let unit = article.unit.as_ref().map(|unit| unit.to_lowercase());
        let close = |card: &Card| {
            card.id == article.id
                || likely.iter().any(|one| one.id == card.id)
                || targets.contains(card.id.as_str())
                || card.path.rsplit('/').next().is_some_and(|name| targets.contains(name))
        };
        let of_unit =
            |card: &Card| unit.is_some() && card.unit.as_ref().map(|unit| unit.to_lowercase()) == unit;
        let cards = engines.staff.cards();
        let (mut chosen, others): (Vec<Arc<Card>>, Vec<Arc<Card>>) =
            cards.into_iter().partition(|card| close(card));
        let room = NEIGHBOURS.saturating_sub(chosen.len());
        chosen.extend(others.into_iter().filter(|card| of_unit(card)).take(room));
        let mut neighbours: Vec<(String, Parsed)> = chosen
            .iter()
            .filter_map(|card| {
                let raw = engines.staff.raw(card.id.as_str())?;
                Some((card.path.clone(), article::parse(&card.path, raw.as_bytes())))
            })
            .collect();
        // A draft that is linked to is not a dead link, only one that residents do not see.
        let drafts = self.drafts();
        let linked = drafts
            .values()
            .filter(|draft| draft.article.id == article.id || targets.contains(draft.article.id.as_str()));
        neighbours.extend(linked.map(|draft| {
            let parsed =
                Parsed { article: Some(draft.article.clone()), problems: Vec::new(), names_itself: true };
            (draft.path.clone(), parsed)
        }));
        neighbours
    }

    /// Articles that the text's own title and questions find first.
    fn likely(&self, article: &Article, today: Date) -> Vec<Likely> {
        let mut found: BTreeMap<ArticleId, Likely> = BTreeMap::new();
        let ask = |query: &str| {
            let request = SearchRequest { limit: 5, ..SearchRequest::new(query, today) };
            self.search(View::Staff, &request)
        };
        let mut analyzer = Analyzer::default();
        let mut words = |text: &str| -> HashSet<Box<str>> {
            analyzer.analyze(text).tokens.iter().map(|token| token.forms.lemma.clone()).collect()
        };
        let own_words = words(&article.title);
        for hit in ask(&article.title).hits.into_iter().filter(|hit| hit.id != article.id) {
            let theirs = words(&hit.title);
            let common = own_words.intersection(&theirs).count() as f32;
            let all = own_words.union(&theirs).count().max(1) as f32;
            if slug(&hit.title) == slug(&article.title) || common / all >= SAME_TITLE {
                let one =
                    Likely { id: hit.id.clone(), title: hit.title, same_title: true, answers: 0, of: 0 };
                found.insert(hit.id, one);
            }
        }
        let asked: Vec<&String> = article.questions.iter().take(ASKED).collect();
        for question in &asked {
            let response = ask(question);
            let confident = response.confident();
            let Some(first) = response.hits.into_iter().next() else { continue };
            if confident && first.id != article.id {
                let one = found.entry(first.id.clone()).or_insert_with(|| Likely {
                    id: first.id,
                    title: first.title,
                    same_title: false,
                    answers: 0,
                    of: 0,
                });
                one.answers += 1;
            }
        }
        let mut likely: Vec<Likely> = found
            .into_values()
            .map(|one| Likely { of: asked.len(), ..one })
            .filter(|one| one.same_title || (one.answers >= FEW && one.answers * 2 >= one.of))
            .collect();
        likely.sort_by_key(|one| (!one.same_title, std::cmp::Reverse(one.answers)));
        likely
    }
}

/// Whether a finding closes to residents what was meant for them.
fn closes(code: article::Code) -> bool {
    [codes::STRAY_INTERNAL, codes::UNCLEAR_MARK, codes::INTERNAL_TITLE].contains(&code)
}

impl Finding {
    fn alone(problem: Problem) -> Self {
        Self { problem, other: None }
    }

    /// Whether it is about two articles that say different things, or the same twice.
    pub fn is_contradiction(&self) -> bool {
        const ACROSS: [article::Code; 3] =
            [codes::SAME_QUESTION, codes::AMOUNT_DIFFERS, codes::PHONE_DIFFERS];
        ACROSS.contains(&self.problem.code)
    }
}

#[cfg(test)]
mod tests;
