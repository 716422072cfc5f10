//! What a match is worth, and that each part of the sum is in it.
#![allow(clippy::unwrap_used)]

use crate::search::index::terms::form::Form;
use crate::search::question::lookup::idf;
use crate::search::testkit::{CITY, ask, engine, hit, ids, weighing};
use crate::search::{Engine, Weights};

/// What an article weighs for a question.
fn score(engine: &Engine, question: &str, id: &str) -> f32 {
    hit(&ask(engine, question), id).score
}

#[test]
fn forms_are_listed_by_their_numbers() {
    let numbers: Vec<usize> = Form::ALL.map(|form| form as usize).into();
    assert_eq!(numbers, (0..Form::ALL.len()).collect::<Vec<_>>(), "snapshots and lookups go by them");
}

#[test]
fn a_rare_word_says_more_than_a_common_one_and_none_says_less_than_nothing() {
    assert!(idf(100, 1) > idf(100, 2) && idf(100, 2) > idf(100, 50) && idf(100, 50) > idf(100, 100));
    assert!(
        idf(100, 100) > 0.0 && idf(100, 1_000) > 0.0,
        "more articles than there are is a word that all have"
    );
    assert!(idf(1_000, 1) > idf(100, 1), "one of a thousand is rarer than one of a hundred");
    assert!((idf(100, 1) - (1.0_f32 + 99.5 / 1.5).ln()).abs() < 1e-6);
    assert!((idf(10, 10) - (1.0_f32 + 0.5 / 10.5).ln()).abs() < 1e-6);
}

/// Every constant that adds to a score: a question and an article that have what it is for.
fn parts() -> Vec<(&'static str, Weights, &'static str, &'static str)> {
    let all = Weights::DEFAULT;
    vec![
        ("lemma", Weights { lemma: 0.0, ..all }, "starej pralki", "elektroodpady"),
        ("root", Weights { root: 0.0, ..all }, "rejestrować pojazd", "rejestracja-pojazdu"),
        ("folded", Weights { folded: 0.0, ..all }, "stara pralka", "elektroodpady"),
        ("gram", Weights { gram: 0.0, ..all }, "wielkogabarytowe", "gabaryty"),
        ("head", Weights { head: 0.0, ..all }, "ubytek w nawierzchni", "dziura"),
        ("head_pair", Weights { head_pair: 0.0, ..all }, "ubytek w nawierzchni", "dziura"),
        ("code", Weights { code: 0.0, ..all }, "12 616 55 55", "odpis-aktu"),
        ("lemma_pair", Weights { lemma_pair: 0.0, ..all }, "przyjmuje punktami zbiórki", "gruz"),
        ("folded_pair", Weights { folded_pair: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("pair_alone", Weights { pair_alone: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("pair_quote", Weights { pair_quote: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("line", Weights { line: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("order", Weights { order: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("coverage", Weights { coverage: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("own", Weights { own: 0.0, ..all }, "kiedy zabierają meble", "gabaryty"),
        ("accents", Weights { accents: 0.0, ..all }, "punkt zbiórki", "gruz"),
    ]
}

#[test]
fn each_part_of_a_score_is_in_it() {
    let (mut engines, whole) = (0, engine(CITY));
    for (name, without, question, id) in parts() {
        let partly = weighing(CITY, without);
        let (with, without) = (score(&whole, question, id), score(&partly, question, id));
        assert!(without < with, "{name}: {without} without it, {with} with it ({question})");
        engines += 1;
    }
    assert_eq!(engines, 16);
}

#[test]
fn what_a_part_is_for_is_missing_elsewhere() {
    let whole = engine(CITY);
    let all = Weights::DEFAULT;
    for (name, without, question, id) in [
        ("code", Weights { code: 0.0, ..all }, "punkt zbiórki", "gruz"),
        ("head", Weights { head: 0.0, ..all }, "kontener", "gruz"),
        ("head_pair", Weights { head_pair: 0.0, ..all }, "kontener gruz", "gruz"),
        ("lemma_pair", Weights { lemma_pair: 0.0, ..all }, "kontener", "gruz"),
        ("folded_pair", Weights { folded_pair: 0.0, ..all }, "punktu zbiórka", "gruz"),
        ("order", Weights { order: 0.0, ..all }, "kontener", "gruz"),
        ("accents", Weights { accents: 0.0, ..all }, "zbiorki", "gruz"),
        ("internal", Weights { internal: 0.1, ..all }, "punkt zbiórki", "gruz"),
    ] {
        let partly = weighing(CITY, without);
        assert_eq!(score(&partly, question, id), score(&whole, question, id), "{name}: {question}");
    }
}

#[test]
fn an_internal_article_stands_behind_one_that_may_be_read_out() {
    let text =
        |audience| format!("---\ntitle: Wymiana pieca\naudience: {audience}\n---\nDotacja na nowy piec.\n");
    let (public, internal) = (text("public"), text("internal"));
    let articles = [("a.md", internal.as_str()), ("b.md", public.as_str())];
    assert_eq!(ids(&ask(&engine(&articles), "wymiana pieca")), ["b", "a"]);
    let even = weighing(&articles, Weights { internal: 1.0, ..Weights::DEFAULT });
    assert_eq!(ids(&ask(&even, "wymiana pieca")), ["a", "b"], "of equals the id decides");
}

#[test]
fn a_word_in_a_title_says_more_than_one_in_the_text() {
    let engine = engine(&[
        ("a.md", "---\ntitle: Kompostownik\n---\nZasady i terminy podaje gmina w ogłoszeniu."),
        ("b.md", "---\ntitle: Ogłoszenie gminy\n---\nZasady i terminy podaje gmina, także kompostownik."),
    ]);
    assert_eq!(ids(&ask(&engine, "kompostownik")), ["a", "b"]);
}

#[test]
fn the_same_words_say_more_in_a_short_article() {
    let filling = "Zasady ogłasza gmina w terminie podanym na stronie. ".repeat(30);
    let long = format!("---\ntitle: Zasady\n---\nKompostownik stoi w ogrodzie. {filling}");
    let engine =
        engine(&[("a.md", &long), ("b.md", "---\ntitle: Zasady\n---\nKompostownik stoi w ogrodzie.")]);
    assert_eq!(ids(&ask(&engine, "kompostownik")), ["b", "a"]);
    // What they are about is not looked at here.
    let even = weighing(
        &[("a.md", &long), ("b.md", "---\ntitle: Zasady\n---\nKompostownik stoi w ogrodzie.")],
        Weights { b: 0.0, profile: 0.0, ..Weights::DEFAULT },
    );
    let response = ask(&even, "kompostownik");
    assert!(hit(&response, "a").score / hit(&response, "b").score > 0.9, "without lengths they are alike");
}

#[test]
fn a_word_said_often_says_more_but_not_in_proportion() {
    let text = |times: usize| {
        let said = "Kompostownik. ".repeat(times) + &"Ogródek. ".repeat(12 - times);
        format!("---\ntitle: Zasady\n---\n{said}")
    };
    let (once, often) = (text(1), text(8));
    let articles = [("a.md", once.as_str()), ("b.md", often.as_str())];
    let response = ask(&engine(&articles), "kompostownik");
    assert_eq!(ids(&response), ["b", "a"]);
    let ratio =
        |response: &crate::search::SearchResponse| hit(response, "b").score / hit(response, "a").score;
    assert!(ratio(&response) < 3.0, "eight times is not eight times as much");
    let unsaturated = weighing(&articles, Weights { k1: 50.0, ..Weights::DEFAULT });
    assert!(ratio(&ask(&unsaturated, "kompostownik")) > ratio(&response));
}

#[test]
fn of_several_readings_of_a_word_the_best_counts_and_not_their_sum() {
    // All that begins with „kompost”: an article that has many of it is no better than one that has the one word.
    let many =
        "---\ntitle: Odpady\n---\nKompost kompostownik kompostowanie kompostowy kompostować kompostownia.";
    let one = "---\ntitle: Odpady\n---\nKompost ogródek balkon trawnik doniczka ziemia.";
    let sums = Weights { profile: 0.0, ..Weights::DEFAULT };
    let response = ask(&weighing(&[("a.md", many), ("b.md", one)], sums), "kompost");
    assert!(hit(&response, "a").score < 1.3 * hit(&response, "b").score, "{:?}", response.hits);
}

#[test]
fn trigrams_that_many_articles_have_are_not_asked_for() {
    let narrow = weighing(CITY, Weights { gram_share: 0.0, ..Weights::DEFAULT });
    let none = weighing(CITY, Weights { gram: 0.0, ..Weights::DEFAULT });
    let question = "zgłosić ubytek";
    assert_eq!(score(&narrow, question, "dziura"), score(&none, question, "dziura"));
    let wide = weighing(CITY, Weights { gram_share: 1.0, ..Weights::DEFAULT });
    assert!(score(&wide, question, "dziura") > score(&engine(CITY), question, "dziura"));
    assert!(score(&engine(CITY), question, "dziura") > score(&none, question, "dziura"));
}

#[test]
fn an_explanation_names_what_counted_and_sums_up() {
    let request = crate::search::SearchRequest {
        explain: true,
        ..crate::search::testkit::request("12 646 23 28 stare meble")
    };
    let response = crate::search::testkit::city().search(&request);
    let lines = hit(&response, "gabaryty").explanation.join("\n");
    for said in [
        "słowo w odmianie „mebel”",
        "słowo bez znaków „meble”",
        "wspólny rdzeń „mebe”",
        "w tytule, nagłówku lub pytaniu „stary”",
        "razem w tytule, nagłówku lub pytaniu „stary_mebel”",
        "numer lub symbol „126462328”",
        "pokrycie pytania 100 %",
    ] {
        assert!(lines.contains(said), "no {said:?} in\n{lines}");
    }
    let score = hit(&response, "gabaryty").score;
    assert!(lines.contains(&format!("wynik {score:.2} z pierwszego etapu ")), "{lines}");
    let unasked = ask(crate::search::testkit::city(), "odpis aktu");
    assert!(unasked.hits.iter().all(|hit| hit.explanation.is_empty()));
    for other in response.hits.iter().filter(|hit| hit.id.as_str() != "gabaryty") {
        assert!(!other.explanation.join("\n").contains("126462328"), "{}: {:?}", other.id, other.explanation);
    }
}

#[test]
fn a_code_says_as_much_in_a_long_article_as_in_a_short_one() {
    let long =
        format!("---\ntitle: Poradnia\n---\nTel. 12 616 55 55. {}", "Rano przyjmuje lekarz. ".repeat(40));
    let articles = [("a.md", "---\ntitle: Poradnia\n---\nTel. 12 616 55 55."), ("b.md", long.as_str())];
    let plain = Weights { line: 0.0, order: 0.0, coverage: 0.0, own: 0.0, profile: 0.0, ..Weights::DEFAULT };
    let (with, without) = (weighing(&articles, plain), weighing(&articles, Weights { code: 0.0, ..plain }));
    let [short, long] = ["a", "b"].map(|id| {
        let score = |engine| score(engine, "12 616 55 55", id);
        score(&with) - score(&without)
    });
    assert!(short > 0.0 && (short - long).abs() < 1e-3 * short, "{short} and {long}");
}

#[test]
fn an_article_that_has_the_name_of_the_question_weighs_more_for_it() {
    let articles = [
        ("a.md", "---\ntitle: Remont\n---\nUlica Zurdela jest zamknięta."),
        ("b.md", "---\ntitle: Objazd\n---\nUlica Długa jest zamknięta."),
    ];
    let without = weighing(&articles, Weights { names: 0.0, ..Weights::DEFAULT });
    let question = "remont Zurdela";
    assert!(score(&engine(&articles), question, "a") > score(&without, question, "a"));
}

#[test]
fn what_is_typed_with_all_of_its_accents_counts_once_however_many_words_it_has() {
    let request =
        crate::search::SearchRequest { explain: true, ..crate::search::testkit::request("punkt zbiórki") };
    let response = crate::search::testkit::city().search(&request);
    let lines = hit(&response, "gruz").explanation.join("\n");
    assert!(lines.contains(&format!("znaki {:.3})", Weights::DEFAULT.accents)), "{lines}");
}
