//! Vectors of questions: known from before, or made while a search waits, but not for long.

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::library::background;
use crate::search::Understands;
use crate::text::mask;
use crate::text::meaning::{Part, SentenceModel};

/// Questions that are known: some megabytes.
const KNOWN: usize = 4096;
/// Makes questions' vectors on a thread of its own, one after another.
pub(super) struct Questions {
    waiting: SyncSender<Asked>,
    known: Arc<Mutex<Known>>,
    patience: Duration,
}

struct Asked {
    text: String,
    until: Instant,
    answer: SyncSender<Arc<[f32]>>,
}

/// Vectors by question, the oldest first to go. A question that tells of a person is not among them.
#[derive(Default)]
struct Known {
    vectors: HashMap<String, Arc<[f32]>>,
    order: VecDeque<String>,
}

impl Questions {
    /// Starts the thread, which the system runs `behind` others; it ends with the last holder. While `most` wait, nobody else
    /// does: they would not be answered in time.
    pub fn start(model: Arc<dyn SentenceModel>, patience: Duration, behind: i32, most: usize) -> Self {
        let (waiting, asked) = sync_channel(most);
        let known = Arc::<Mutex<Known>>::default();
        let thread = thread::Builder::new().name("questions".to_owned());
        let shared = Arc::clone(&known);
        if let Err(error) = thread.spawn(move || work(&*model, &asked, &shared, behind)) {
            tracing::error!(%error, "no thread to understand questions; the sentence model is not used");
        }
        Self { waiting, known, patience }
    }
}

impl Understands for Questions {
    fn question(&self, text: &str) -> Option<Arc<[f32]>> {
        if let Some(known) = lock(&self.known).vectors.get(text) {
            return Some(Arc::clone(known));
        }
        let (answer, made) = sync_channel(1);
        let until = Instant::now() + self.patience;
        self.waiting.try_send(Asked { text: text.to_owned(), until, answer }).ok()?;
        made.recv_timeout(self.patience).ok()
    }
}

fn lock(known: &Mutex<Known>) -> std::sync::MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(model: &dyn SentenceModel, asked: &Receiver<Asked>, known: &Mutex<Known>, behind: i32) {
    background::step_back(behind);
    for Asked { text, until, answer } in asked {
        if Instant::now() >= until {
            continue;
        }
        let vector = model.vectors(Part::Question, &[&text]).pop().flatten();
        let Some(vector) = vector.map(Arc::<[f32]>::from) else { continue };
        // Late, too: it is asked again, perhaps.
        if mask(&text).as_str() == text {
            lock(known).keep(text, Arc::clone(&vector));
        }
        let _ = answer.send(vector);
    }
}

impl Known {
    fn keep(&mut self, text: String, vector: Arc<[f32]>) {
        if self.vectors.insert(text.clone(), vector).is_none() {
            self.order.push_back(text);
        }
        while self.order.len() > KNOWN {
            let oldest = self.order.pop_front();
            oldest.and_then(|oldest| self.vectors.remove(&oldest));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Makes the same of everything, in its own time.
    struct Slow(AtomicUsize, Duration);

    impl SentenceModel for Slow {
        fn width(&self) -> usize {
            1
        }

        fn vectors(&self, _part: Part, texts: &[&str]) -> Vec<Option<Vec<f32>>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            thread::sleep(self.1);
            texts.iter().map(|_| Some(vec![1.0])).collect()
        }
    }

    #[test]
    fn a_question_is_understood_once_and_one_that_tells_of_a_person_is_not_remembered() {
        let model = Arc::new(Slow(AtomicUsize::new(0), Duration::ZERO));
        let questions = Questions::start(model.clone(), Duration::from_secs(60), 0, 4);
        for question in
            ["gdzie jest urząd", "gdzie jest urząd", "mój pesel 44051401359", "mój pesel 44051401359"]
        {
            assert!(questions.question(question).is_some());
        }
        assert_eq!(model.0.load(Ordering::Relaxed), 3);
        assert_eq!(lock(&questions.known).order, ["gdzie jest urząd"]);
    }

    #[test]
    fn nobody_waits_longer_than_they_would_and_what_comes_late_is_known_the_next_time() {
        let model = Arc::new(Slow(AtomicUsize::new(0), Duration::from_millis(200)));
        let questions = Questions::start(model, Duration::from_millis(10), 0, 4);
        let begun = Instant::now();
        assert!(questions.question("gdzie jest urząd").is_none());
        assert!(begun.elapsed() < Duration::from_millis(150), "{:?}", begun.elapsed());
        while questions.question("gdzie jest urząd").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut known = Known::default();
        (0..KNOWN + 10).for_each(|at| known.keep(format!("pytanie {at}"), Arc::from([1.0])));
        assert_eq!((known.vectors.len(), known.order.len()), (KNOWN, KNOWN));
        assert!(!known.vectors.contains_key("pytanie 0"));
    }
}
