#![allow(clippy::unwrap_used)]
use super::super::register::calls::{NewCall, Outcome};
use super::super::register::feedback::{FeedbackKind, NewFeedback};
use super::super::register::once::Stamp;
use super::super::register::questions::Asked;
use super::*;
use crate::text::mask;

const ALL: Span = Span { from: 0, until: i64::MAX };

fn asked(at: Millis, text: &str, total: usize, confident: bool, top: Option<&str>) -> Asked {
    Asked {
        at,
        view: "staff",
        text: mask(text),
        folded: text.to_lowercase(),
        total,
        confident,
        top: top.map(str::to_owned),
        us: 800,
        query_id: "0".into(),
    }
}

fn stamp(at: Millis) -> Stamp {
    Stamp { who: "Anna".into(), at, key: None }
}

fn call(at: Millis, category: Option<&str>, outcome: Outcome, seconds: u32) -> (NewCall, Stamp) {
    let call = NewCall {
        call: None,
        article: Some("gabaryty".into()),
        question: mask("kanapa"),
        category: category.map(str::to_owned),
        outcome,
        seconds,
        query_id: None,
    };
    (call, stamp(at))
}

#[test]
fn spellings_of_one_question_count_as_one_and_the_last_is_shown() {
    let journal = Journal::throw_away();
    journal
        .record_questions(&[
            asked(1, "Stara kanapa", 3, true, Some("gabaryty")),
            asked(2, "stara KANAPA", 3, false, Some("meble")),
            asked(3, "żłobek", 0, false, None),
            asked(99, "spoza okresu", 1, true, None),
        ])
        .unwrap();
    let top = journal.top_questions(Span { from: 1, until: 99 }, Wanted::default(), 10).unwrap();
    assert_eq!(top.len(), 2);
    let first = &top[0];
    assert_eq!((first.question.as_str(), first.asked, first.confident), ("stara KANAPA", 2, 1));
    assert_eq!((first.top.as_deref(), first.last), (Some("meble"), 2));
    assert_eq!(journal.top_questions(ALL, Wanted::default(), 1).unwrap().len(), 1);
}

#[test]
fn unanswered_is_what_found_nothing_or_nothing_sure() {
    let journal = Journal::throw_away();
    journal
        .record_questions(&[
            asked(1, "pewne", 3, true, Some("a")),
            asked(2, "nic", 0, false, None),
            asked(3, "nic", 0, false, None),
            asked(4, "niepewne", 5, false, Some("b")),
        ])
        .unwrap();
    let wanted = Wanted { unanswered: true, view: Some("staff") };
    let rows = journal.top_questions(ALL, wanted, 10).unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.question.as_str(), row.nothing)).collect();
    assert_eq!(told, [("nic", 2), ("niepewne", 0)]);
    let residents = Wanted { view: Some("public"), ..wanted };
    assert_eq!(journal.top_questions(ALL, residents, 10).unwrap(), []);
}

#[test]
fn an_article_is_counted_by_searches_calls_and_feedback() {
    let journal = Journal::throw_away();
    journal.record_questions(&[asked(1, "kanapa", 3, true, Some("gabaryty"))]).unwrap();
    let (new, at) = call(2, None, Outcome::Given, 60);
    journal.record_call(&new, &at).unwrap();
    let feedback = NewFeedback {
        kind: FeedbackKind::Error,
        article: Some("odpis".into()),
        question: None,
        text: Some(mask("zła opłata")),
        query_id: None,
    };
    journal.record_feedback(&feedback, &stamp(3)).unwrap();
    let mut counts = journal.article_counts(ALL).unwrap();
    counts.sort_by(|a, b| a.article.cmp(&b.article));
    assert_eq!(
        counts,
        [
            ArticleCount {
                article: "gabaryty".into(),
                first: 1,
                confident: 1,
                calls: 1,
                ..Default::default()
            },
            ArticleCount { article: "odpis".into(), errors: 1, ..Default::default() },
        ]
    );
    assert_eq!(journal.feedback(ALL, 10).unwrap()[0].text.as_deref(), Some("zła opłata"));
}

#[test]
fn calls_are_counted_by_category_and_outcome_with_their_seconds() {
    let journal = Journal::throw_away();
    for (at, category, outcome, seconds) in [
        (1, Some("odpady"), Outcome::Given, 60),
        (2, Some("odpady"), Outcome::Given, 100),
        (3, None, Outcome::Nothing, 30),
    ] {
        let (new, stamp) = call(at, category, outcome, seconds);
        journal.record_call(&new, &stamp).unwrap();
    }
    let counts = journal.call_counts(ALL).unwrap();
    assert_eq!(counts.len(), 2);
    assert_eq!((counts[0].calls, counts[0].seconds, counts[0].longest), (2, 160, 100));
    assert_eq!((counts[1].category.as_deref(), counts[1].outcome.as_str()), (None, "brak"));
}

#[test]
fn old_questions_are_swept() {
    use crate::journal::retention::KeptSince;
    let journal = Journal::throw_away();
    journal.record_questions(&[asked(1, "a", 1, true, None), asked(50, "b", 1, true, None)]).unwrap();
    let kept = KeptSince { questions: 50, ..KeptSince::EVER };
    assert_eq!(journal.delete_old(&kept).unwrap(), [("questions", 1)]);
    assert_eq!(journal.top_questions(ALL, Wanted::default(), 10).unwrap()[0].question, "b");
}
