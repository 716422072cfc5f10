//! What the HTTP layer asks of the Baza Wiedzy.

use std::sync::Arc;

use jiff::civil::Date;

use crate::article::ArticleId;
use crate::article::dictionary::Dictionaries;
use crate::library::readiness::Trouble;
use crate::library::{Library, Served, View};
use crate::search::{Card, SearchRequest, SearchResponse, Suggestion};

/// The Baza Wiedzy as the HTTP layer needs it.
///
/// [`Library`] is the one that serves; the seam is here because the library behind it may come to keep its
/// articles elsewhere, and so that pages can be tested against answers chosen by hand. All methods may block.
pub trait Knowledge: Send + Sync + 'static {
    /// Ranked answers to a question.
    fn search(&self, view: View, request: &SearchRequest) -> SearchResponse;
    /// Completions of an unfinished question.
    fn suggest(&self, view: View, query: &str, limit: usize, today: Date) -> Vec<Suggestion>;
    /// An article, if it is there and `view` may see it.
    fn get(&self, view: View, id: &ArticleId, today: Date) -> Option<Served>;
    /// Whether `view` may see an article.
    fn sees(&self, view: View, id: &ArticleId, today: Date) -> bool {
        self.get(view, id, today).is_some()
    }
    /// Ids of all articles that `view` may see, with the day each was last checked.
    fn listed(&self, view: View, today: Date) -> Vec<(ArticleId, Option<Date>)>;
    /// What is known of every article that `view` may see, in no order.
    fn cards(&self, view: View, today: Date) -> Vec<Arc<Card>>;
    /// Another number whenever an answer to residents may be another one.
    fn public_version(&self) -> u64;
    /// Units and categories.
    fn dictionaries(&self) -> Arc<Dictionaries>;
    /// Every article with its title, in no order.
    fn titles(&self) -> Vec<(ArticleId, String)>;
    /// How many articles are indexed.
    fn articles(&self) -> usize;
    /// How many files of articles cannot be used as they are now.
    fn rejected(&self) -> usize {
        0
    }
    /// Whether searches can be answered.
    fn ready(&self) -> bool;
    /// What stands against doing the whole work.
    fn troubles(&self) -> Vec<Trouble> {
        Vec::new()
    }
}

impl Knowledge for Library {
    fn search(&self, view: View, request: &SearchRequest) -> SearchResponse {
        Library::search(self, view, request)
    }

    fn suggest(&self, view: View, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        Library::suggest(self, view, query, limit, today)
    }

    fn get(&self, view: View, id: &ArticleId, today: Date) -> Option<Served> {
        Library::get(self, view, id, today)
    }

    fn sees(&self, view: View, id: &ArticleId, today: Date) -> bool {
        Library::sees(self, view, id, today)
    }

    fn listed(&self, view: View, today: Date) -> Vec<(ArticleId, Option<Date>)> {
        Library::listed(self, view, today)
    }

    fn cards(&self, view: View, today: Date) -> Vec<Arc<Card>> {
        Library::cards_for(self, view, today)
    }

    fn public_version(&self) -> u64 {
        Library::public_version(self)
    }

    fn dictionaries(&self) -> Arc<Dictionaries> {
        Library::dictionaries(self)
    }

    fn titles(&self) -> Vec<(ArticleId, String)> {
        Library::titles(self)
    }

    fn articles(&self) -> usize {
        self.len()
    }

    fn rejected(&self) -> usize {
        Library::rejected(self).len()
    }

    fn ready(&self) -> bool {
        Library::ready(self)
    }

    fn troubles(&self) -> Vec<Trouble> {
        self.readiness().troubles()
    }
}
