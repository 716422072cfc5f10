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
        state: if confident {
            "answer"
        } else if total == 0 {
            "nothing"
        } else {
            "unsure"
        },
        gap: None,
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
        fact: None,
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

fn missed(gap: &Gap) -> (String, i64, i64, Millis) {
    let matter = match &gap.matter {
        Matter::Fact { article, fact } => format!("{article}: {}", fact.as_deref().unwrap_or("?")),
        Matter::Words(words) => words.clone(),
    };
    (matter, gap.asked, gap.requested, gap.last)
}

#[test]
fn gaps_are_counted_by_article_and_fact_and_without_an_article_by_the_lemmas_of_the_question() {
    let journal = Journal::throw_away();
    let lacks = |at, text: &str, gap: &str| Asked {
        state: "unknown_fact",
        gap: Some(mask(gap)),
        ..asked(at, text, 3, false, Some("smieci"))
    };
    journal
        .record_questions(&[
            lacks(1, "numer konta na śmieci", "numer konta"),
            lacks(2, "na jakie konto za śmieci", "numer konta"),
            lacks(3, "ile za kompostownik", "fee"),
            asked(4, "Gdzie zgłosić martwe gołębie?", 0, false, None),
            asked(5, "martwy gołąb, gdzie to zgłoszę", 4, false, Some("ptaki")),
            asked(6, "ile to", 4, false, Some("ptaki")),
            asked(7, "kanapa", 3, true, Some("gabaryty")),
            Asked { state: "elsewhere", ..asked(8, "emerytura", 2, false, Some("a")) },
        ])
        .unwrap();
    let request = |at, kind, article: Option<&str>, fact: Option<&str>, question: Option<&str>| {
        let new = NewFeedback {
            kind,
            article: article.map(str::to_owned),
            fact: fact.map(mask),
            question: question.map(mask),
            text: None,
            query_id: None,
        };
        journal.record_feedback(&new, &stamp(at)).unwrap();
    };
    request(20, FeedbackKind::MissingFact, Some("smieci"), Some("numer konta"), None);
    request(21, FeedbackKind::MissingArticle, None, None, Some("martwe gołębie zgłosić"));
    request(22, FeedbackKind::Error, Some("smieci"), None, Some("zła opłata"));
    let gaps = journal.gaps(ALL, None, 10).unwrap();
    let told: Vec<_> = gaps.iter().map(missed).collect();
    assert_eq!(
        told,
        [
            ("zgłosić martwy gołąb".into(), 2, 1, 21),
            ("smieci: numer konta".into(), 2, 1, 20),
            ("smieci: fee".into(), 1, 0, 3),
        ]
    );
    assert_eq!(gaps[1].example.as_deref(), Some("na jakie konto za śmieci"), "the last question");
    assert_eq!(gaps[0].example.as_deref(), Some("martwy gołąb, gdzie to zgłoszę"), "not the request");
    assert_eq!(journal.gaps(ALL, None, 1).unwrap().len(), 1);
    assert_eq!(journal.gaps(ALL, Some("public"), 10).unwrap(), [], "agents alone asked");
    assert_eq!(journal.gaps(Span { from: 3, until: 4 }, None, 10).unwrap().len(), 1);
}

#[test]
fn questions_from_before_their_worth_was_written_down_are_told_as_far_as_it_is_known() {
    use crate::journal::base::opening::MIGRATIONS;
    let connection = Connection::open_in_memory().unwrap();
    for step in &MIGRATIONS[..6] {
        connection.execute_batch(step).unwrap();
    }
    for (total, confident) in [(3, 1), (0, 0), (5, 0)] {
        connection
            .execute(
                "INSERT INTO questions (at, view, text, folded, total, confident, us, query_id)
                 VALUES (1, 'staff', '', '', ?1, ?2, 0, '')",
                [total, confident],
            )
            .unwrap();
    }
    connection.execute_batch(MIGRATIONS[6]).unwrap();
    let mut statement = connection.prepare("SELECT state FROM questions ORDER BY id").unwrap();
    let states: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(states, ["answer", "nothing", "unsure"]);
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
