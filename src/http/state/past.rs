//! Questions that colleagues asked before and that found a sure answer: completions in callers' words.
//!
//! For agents alone: what was asked at the infoline is not told to residents. And only what was asked several times: a
//! question asked once may be somebody's own business, and what the mask of personal data took out of is never offered.

use std::sync::{Arc, PoisonError, RwLock};

use crate::article::ArticleId;
use crate::article::body::slug::slug;
use crate::journal::register::questions::OftenAsked;
use crate::journal::{Journal, Millis};
use crate::library::View;

/// Times a question must have been asked.
const LEAST: usize = 3;
/// Questions kept, the commonest.
const MOST: usize = 2_000;
/// How far back, in milliseconds: half a year, in which a whole season of questions stands.
const LOOK_BACK: Millis = 182 * 24 * 60 * 60 * 1_000;

/// One question, ready to be compared with what is being typed.
#[derive(Debug, PartialEq, Eq)]
struct Past {
    text: String,
    /// Its words, folded, joined by `-`.
    slug: String,
    top: ArticleId,
}

/// Past questions, the commonest first.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct PastQuestions(Arc<RwLock<Arc<Vec<Past>>>>);

impl PastQuestions {
    /// Reads them again.
    pub(in crate::http) fn refresh(&self, journal: &Journal, now: Millis) {
        match journal.asked_often(View::Staff.code(), now - LOOK_BACK, LEAST, MOST) {
            Ok(often) => {
                let past = Arc::new(often.into_iter().filter_map(past).collect());
                *self.0.write().unwrap_or_else(PoisonError::into_inner) = past;
            }
            Err(cause) => tracing::warn!(%cause, "past questions cannot be read; completions go on without"),
        }
    }

    /// Those that go on from what was typed, the commonest first: every word typed begins one of theirs, the first the
    /// first.
    pub(in crate::http) fn completing(&self, typed: &str, limit: usize) -> Vec<(String, ArticleId)> {
        let typed = slug(typed);
        let (first, others) = typed.split_once('-').unwrap_or((&typed, ""));
        if typed.len() < 2 {
            return Vec::new();
        }
        let goes_on = |past: &&Past| {
            past.slug != typed
                && past.slug.starts_with(first)
                && others
                    .split('-')
                    .filter(|word| !word.is_empty())
                    .all(|start| past.slug.split('-').skip(1).any(|word| word.starts_with(start)))
        };
        let known = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        known.iter().filter(goes_on).take(limit).map(|past| (past.text.clone(), past.top.clone())).collect()
    }
}

fn past(often: OftenAsked) -> Option<Past> {
    let text = often.text.trim();
    // `[telefon]`: what stood there was taken out, and the rest says little.
    if text.contains('[') || text.contains(char::is_numeric) {
        return None;
    }
    Some(Past { slug: slug(text), text: text.to_owned(), top: ArticleId::new(often.top)? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::journal::register::questions::Asked;
    use crate::text::{fold, mask};

    fn asked(text: &str, times: usize, view: &'static str, confident: bool) -> Vec<Asked> {
        let one = Asked {
            at: 1_000,
            view,
            text: mask(text),
            folded: fold(mask(text).as_str()),
            total: 3,
            confident,
            state: if confident { "answer" } else { "unsure" },
            gap: None,
            top: Some("gabaryty".to_owned()),
            us: 700,
            query_id: "0123456789abcdef".to_owned(),
        };
        vec![one; times]
    }

    fn completed(typed: &str, questions: &[Vec<Asked>]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        journal.record_questions(&questions.concat()).unwrap();
        let past = PastQuestions::default();
        past.refresh(&journal, 2_000);
        past.completing(typed, 5).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn a_question_asked_often_is_offered_the_commonest_first() {
        let questions =
            [asked("stara kanapa", 3, "staff", true), asked("stara lodówka gdzie", 5, "staff", true)];
        assert_eq!(completed("star", &questions), ["stara lodówka gdzie", "stara kanapa"]);
        assert_eq!(completed("stara lod", &questions), ["stara lodówka gdzie"]);
        assert_eq!(completed("stara gdz", &questions), ["stara lodówka gdzie"]);
        assert!(completed("kanapa", &questions).is_empty(), "it does not begin so");
        assert!(completed("stara kanapa", &questions).is_empty(), "there is nothing to complete");
    }

    #[test]
    fn accents_and_case_do_not_tell_questions_apart() {
        let questions = [asked("Żłobek zapisy", 2, "staff", true), asked("zlobek zapisy", 1, "staff", true)];
        assert_eq!(completed("zlo", &questions).len(), 1);
    }

    #[test]
    fn what_was_asked_rarely_found_nothing_sure_or_by_residents_is_not() {
        let questions = [
            asked("kanapa u kowalskich", 2, "staff", true),
            asked("kanapa z pcheł", 9, "staff", false),
            asked("kanapa na balkonie", 9, "public", true),
        ];
        assert!(completed("kanapa", &questions).is_empty());
    }

    #[test]
    fn personal_data_and_numbers_are_not() {
        let questions = [
            asked("kanapa 501 678 116", 9, "staff", true),
            asked("kanapa jan.kowalski@example.pl", 9, "staff", true),
            asked("kanapa Długa 5", 9, "staff", true),
        ];
        assert!(completed("kanapa", &questions).is_empty());
    }
}
