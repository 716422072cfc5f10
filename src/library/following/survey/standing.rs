//! What stood where before this look.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Before, Draft, Drafts};
use crate::article::ArticleId;
use crate::search::Card;

/// Which article each file was, as it was served or worked on so far.
pub(super) struct Standing {
    /// Ids by path: of published articles, else of drafts, else by the word of others.
    pub(super) ids: HashMap<String, String>,
    /// Paths of published articles.
    pub(super) published: HashSet<String>,
}

impl Standing {
    pub(super) fn of(cards: &[Arc<Card>], before: &Before<'_>) -> Self {
        let others = before.places.iter().map(|(id, path)| (path.clone(), id.to_string()));
        let drafts = before.drafts.iter().map(|(id, draft)| (draft.path.clone(), id.to_string()));
        let published: HashMap<String, String> =
            cards.iter().map(|card| (card.path.clone(), card.id.to_string())).collect();
        let paths = published.keys().cloned().collect();
        let mut ids: HashMap<String, String> = others.collect();
        ids.extend(drafts);
        ids.extend(published);
        Self { ids, published: paths }
    }

    pub(super) fn is_published(&self, path: &str) -> bool {
        self.published.contains(path)
    }

    /// The id under which `path` is published.
    pub(super) fn published(&self, path: &str) -> Option<&String> {
        self.ids.get(path).filter(|_| self.is_published(path))
    }

    /// The draft that stood at `path`.
    pub(super) fn draft<'a>(
        &self,
        path: &str,
        drafts: &'a Drafts,
    ) -> Option<(&'a ArticleId, &'a Arc<Draft>)> {
        if self.is_published(path) {
            return None;
        }
        let id = ArticleId::new(self.ids.get(path)?.clone())?;
        drafts.get_key_value(&id).filter(|(_, draft)| draft.path == path)
    }
}
