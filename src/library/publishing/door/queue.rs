//! Edits that arrive together are committed together: a commit takes as long for eight articles as for one.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::sync::{PoisonError, mpsc};
use std::time::Instant;

use jiff::civil::Date;

use super::{PublishError, Publisher};
use crate::article::Article;
use crate::library::Turn;
use crate::library::publishing::store::{Edit, Place, Revision};

/// Edits that share one commit at most: beyond this the first would wait too long for the last.
const BATCH: usize = 128;

/// One editor's change on its way.
pub(super) struct Wanted {
    edit: Edit,
    done: mpsc::Sender<Result<Revision, PublishError>>,
}

impl Publisher {
    /// Group commit: whoever gets the turn commits for everybody who waits.
    pub(super) fn submit(&self, edit: Edit, today: Date) -> Result<Revision, PublishError> {
        let (done, result) = mpsc::channel();
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).push(Wanted { edit, done });
        loop {
            let turn = self.library.turn();
            if let Ok(result) = result.try_recv() {
                return result;
            }
            let batch = self.next_batch();
            if batch.is_empty() {
                // Ours was taken by a leader that died; nobody else will answer.
                return Err(PublishError::Index("zapis został przerwany".to_owned()));
            }
            self.commit(batch, today, &turn);
        }
    }

    /// The wishes that have waited longest, each article once.
    fn next_batch(&self) -> Vec<Wanted> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = HashSet::new();
        let (batch, later): (Vec<Wanted>, Vec<Wanted>) =
            queue.drain(..).partition(|wish| taken.len() < BATCH && taken.insert(wish.edit.id.clone()));
        *queue = later;
        batch
    }

    fn commit(&self, batch: Vec<Wanted>, today: Date, turn: &Turn<'_>) {
        let (edits, doors): (Vec<Edit>, Vec<_>) =
            batch.into_iter().map(|wish| (wish.edit, wish.done)).unzip();
        let results = self.store.apply(&edits);
        results
            .iter()
            .filter_map(|result| result.as_ref().err())
            .for_each(|error| self.library.tell_of_the_disk(error));
        let standing: Vec<(&str, &Article)> = edits
            .iter()
            .zip(&results)
            .filter_map(|(edit, result)| Some((result.as_ref().ok()?.path.as_str(), edit.comes_to_stand()?)))
            .collect();
        *self.busy.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        let indexed = self.library.index(&standing, today, turn).map_err(|error| error.to_string());
        if let Err(error) = &indexed {
            self.behind.store(true, Ordering::Release);
            tracing::error!(%error, "changes are saved but not indexed");
        }
        for (result, done) in results.into_iter().zip(doors) {
            let answer = match (result, &indexed) {
                (Err(refused), _) => Err(refused.into()),
                (Ok(revision), Err(error)) if revision.place == Place::Current => {
                    Err(PublishError::Index(error.clone()))
                }
                (Ok(revision), _) => Ok(revision),
            };
            // An editor who hung up is answered by the history.
            let _ = done.send(answer);
        }
    }
}
