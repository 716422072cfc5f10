//! Every article there is, as editors look at them: published, drafts, withdrawn, and what waits beside them.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::article::body::slug::slug;
use crate::article::{self, ArticleId, Audience, Problem, Status};
use crate::library::Library;
use crate::library::publishing::store::{Revision, RevisionKind, Store, StoreError};

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueEntry {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Code of the unit in charge.
    pub unit: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// What stands.
    pub status: Status,
    /// Status of the version that waits beside it, and who left it there.
    pub waiting: Option<(Status, Revision)>,
    /// Whether residents may read it.
    pub public: bool,
    /// When an editor last checked the facts.
    pub verified: Option<Date>,
    /// Past this day it is stale.
    pub review_by: Option<Date>,
    /// The newest change, once there was any after the file was first seen.
    pub last: Option<Revision>,
    /// Why its file cannot be used as it is; its last good version stands, if there was any.
    pub broken: Option<Problem>,
    /// Whether there is an article at all: a file that never was good is listed by its path.
    pub is_article: bool,
    /// Whether its file was removed by hand; then the title is what it last had.
    pub gone: bool,
}

impl CatalogueEntry {
    /// Whether its review is overdue.
    pub fn is_stale(&self, today: Date) -> bool {
        self.status == Status::Published && self.review_by.is_some_and(|day| day < today)
    }

    /// Whether no editor has confirmed its facts.
    pub fn is_unverified(&self) -> bool {
        self.status == Status::Published && self.verified.is_none()
    }

    /// Whether its newest change was made by hand, past everybody who looks at texts here.
    pub fn is_by_hand(&self) -> bool {
        let by_hand = self.last.as_ref().is_some_and(|last| last.kind == RevisionKind::Hand);
        self.status == Status::Published && by_hand
    }

    /// Whether somebody has to look at it before it is published.
    pub fn is_in_review(&self) -> bool {
        self.status == Status::Review
            || self.waiting.as_ref().is_some_and(|(status, _)| *status == Status::Review)
    }

    /// Whether somebody has begun something.
    pub fn is_draft(&self) -> bool {
        self.status == Status::Draft
            || self.waiting.as_ref().is_some_and(|(status, _)| *status == Status::Draft)
    }
}

/// Which articles to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// All but those withdrawn.
    All,
    /// Their review is overdue.
    Stale,
    /// Nobody has confirmed their facts.
    Unverified,
    /// They wait for a second pair of eyes.
    Review,
    /// Somebody has begun something.
    Drafts,
    /// No question has led to them.
    NeverFound,
    /// Their files cannot be used as they are.
    Broken,
    /// The reader wrote last.
    Mine,
    /// Withdrawn.
    Archived,
    /// Removed by hand; their histories bring them back.
    Gone,
}

impl Filter {
    /// In the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Broken,
        Self::Review,
        Self::Drafts,
        Self::Mine,
        Self::Stale,
        Self::Unverified,
        Self::NeverFound,
        Self::Archived,
        Self::Gone,
    ];
}

/// In which order to list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By title.
    #[default]
    Title,
    /// The newest change first.
    Changed,
    /// What is longest overdue first; what has no date last.
    Review,
    /// By unit, then by title.
    Unit,
}

/// Who looks, when, and what is known about use.
#[derive(Debug, Clone, Copy)]
pub struct Looking<'a> {
    /// The reader's name.
    pub name: &'a str,
    /// The day in the city.
    pub today: Date,
    /// Articles that questions have led to; `None` while nobody counts.
    pub found: Option<&'a HashSet<ArticleId>>,
}

/// The list as asked for.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// What matches, in order.
    pub entries: Vec<CatalogueEntry>,
    /// How many articles each filter would give, whatever the words.
    pub counts: HashMap<Filter, usize>,
}

impl Library {
    /// Lists what `filter` lets through and has all of `words` in its title, id or unit.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn catalogue(
        &self,
        store: &dyn Store,
        filter: Filter,
        words: &str,
        order: Order,
        reader: Looking<'_>,
    ) -> Result<Catalogue, StoreError> {
        let all = self.entries(store)?;
        let counts = Filter::ALL
            .into_iter()
            .map(|filter| (filter, all.iter().filter(|one| lets(filter, one, reader)).count()));
        let counts = counts.collect();
        let words: Vec<String> =
            slug(words).split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let mut entries: Vec<CatalogueEntry> =
            all.into_iter().filter(|one| lets(filter, one, reader) && has(one, &words)).collect();
        sort(&mut entries, order);
        Ok(Catalogue { entries, counts })
    }

    fn entries(&self, store: &dyn Store) -> Result<Vec<CatalogueEntry>, StoreError> {
        let mut last: HashMap<ArticleId, Revision> =
            store.newest()?.into_iter().map(|revision| (revision.id.clone(), revision)).collect();
        let mut waiting: HashMap<ArticleId, (Status, Revision)> = HashMap::new();
        for (revision, text) in store.waiting()? {
            let status =
                article::parse(&revision.path, text.as_bytes()).article.map(|article| article.status);
            waiting.insert(revision.id.clone(), (status.unwrap_or(Status::Draft), revision));
        }
        let broken = RefCell::new(self.rejected());
        let broken_at = |path: &str| broken.borrow_mut().remove(path).map(|rejected| rejected.problem);
        let mut entries: Vec<CatalogueEntry> = Vec::new();
        for card in self.cards() {
            entries.push(CatalogueEntry {
                title: card.title.clone(),
                unit: card.unit.clone(),
                category: card.category.clone(),
                status: Status::Published,
                waiting: waiting.remove(&card.id),
                public: card.public,
                verified: card.verified,
                review_by: card.review_by,
                broken: broken_at(&card.path),
                is_article: true,
                last: last.remove(&card.id).filter(is_change),
                gone: false,
                id: card.id.clone(),
            });
        }
        let published: HashSet<ArticleId> = entries.iter().map(|entry| entry.id.clone()).collect();
        for (id, draft) in self.drafts().into_iter().filter(|(id, _)| !published.contains(id)) {
            let article = &draft.article;
            entries.push(CatalogueEntry {
                title: article.title.clone(),
                unit: article.unit.clone(),
                category: article.category.clone(),
                status: article.status,
                waiting: waiting.remove(&id),
                public: article.audience == Audience::Public,
                verified: article.verified,
                review_by: article.review_by,
                broken: broken_at(&draft.path),
                is_article: true,
                last: last.remove(&id).filter(is_change),
                gone: false,
                id,
            });
        }
        // What is left was never good: nobody but its author knows of it.
        entries.extend(broken.into_inner().into_iter().map(|(path, rejected)| CatalogueEntry {
            id: ArticleId::from_text(&path),
            title: path,
            unit: None,
            category: None,
            status: Status::Draft,
            waiting: None,
            public: false,
            verified: None,
            review_by: None,
            last: None,
            broken: Some(rejected.problem),
            is_article: false,
            gone: false,
        }));
        let gone = last.into_values().filter(|revision| revision.kind == RevisionKind::Gone);
        for revision in gone {
            let history = store.history(&revision.id)?;
            let held = history.iter().find(|one| !one.etag.is_empty()).map(|one| store.revision(one.seq));
            let text = held.transpose()?.flatten().map(|(_, text)| text).unwrap_or_default();
            let article = article::parse(&revision.path, text.as_bytes()).article;
            let title = article.as_ref().map_or_else(|| revision.id.to_string(), |one| one.title.clone());
            entries.push(CatalogueEntry {
                title,
                unit: article.as_ref().and_then(|one| one.unit.clone()),
                category: article.as_ref().and_then(|one| one.category.clone()),
                status: Status::Archived,
                waiting: waiting.remove(&revision.id),
                public: article.is_some_and(|one| one.audience == Audience::Public),
                verified: None,
                review_by: None,
                id: revision.id.clone(),
                last: Some(revision),
                gone: true,
                broken: None,
                is_article: true,
            });
        }
        Ok(entries)
    }
}

/// That a file was seen for the first time is no change of it.
fn is_change(revision: &Revision) -> bool {
    revision.kind != RevisionKind::Baseline
}

fn lets(filter: Filter, entry: &CatalogueEntry, reader: Looking<'_>) -> bool {
    if !entry.is_article && filter != Filter::Broken {
        return false;
    }
    if entry.gone || filter == Filter::Gone {
        return entry.gone && filter == Filter::Gone;
    }
    match filter {
        Filter::Broken => entry.broken.is_some(),
        Filter::All => entry.status != Status::Archived,
        Filter::Stale => entry.is_stale(reader.today),
        Filter::Unverified => entry.is_unverified(),
        Filter::Review => entry.is_in_review(),
        Filter::Drafts => entry.is_draft(),
        Filter::NeverFound => {
            entry.status == Status::Published && reader.found.is_some_and(|found| !found.contains(&entry.id))
        }
        Filter::Mine => {
            entry.status != Status::Archived
                && entry.last.as_ref().is_some_and(|last| last.author == reader.name)
        }
        Filter::Archived => entry.status == Status::Archived,
        Filter::Gone => entry.gone,
    }
}

/// Beginnings of words, without accents: „odb meb” finds „Odbiór mebli”.
fn has(entry: &CatalogueEntry, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = slug(&format!("{} {} {}", entry.title, entry.id, entry.unit.as_deref().unwrap_or_default()));
    words.iter().all(|word| text.split('-').any(|own| own.starts_with(word.as_str())))
}

fn sort(entries: &mut [CatalogueEntry], order: Order) {
    let title = |entry: &CatalogueEntry| (slug(&entry.title), entry.id.clone());
    match order {
        Order::Title => entries.sort_by_cached_key(title),
        Order::Changed => entries.sort_by_cached_key(|entry| {
            (Reverse(entry.last.as_ref().map_or(0, |last| last.seq)), title(entry))
        }),
        Order::Review => {
            entries.sort_by_cached_key(|entry| (entry.review_by.unwrap_or(Date::MAX), title(entry)))
        }
        Order::Unit => entries.sort_by_cached_key(|entry| {
            (entry.unit.is_none(), entry.unit.as_deref().unwrap_or_default().to_uppercase(), title(entry))
        }),
    }
}
