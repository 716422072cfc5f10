//! What becomes of each word of a question, and what an agent is told about it.
#![allow(clippy::unwrap_used)]

use super::{Plan, dedup, pairs};
use crate::article::dictionary::{Dictionaries, Synonym};
use crate::search::testkit::{CITY, ask, city, engine, first, hit, ids, made, weighing};
use crate::search::{Weights, Why};

/// What the article that should answer weighs for a question.
fn weight(weights: Weights, question: &str, id: &str) -> f32 {
    hit(&ask(&weighing(CITY, weights), question), id).score
}

#[test]
fn each_word_says_by_which_means_it_was_looked_up() {
    for (question, word, why, as_what) in [
        ("lodówka", "lodówka", Why::Exact, "lodówka"),
        ("lodówki", "lodówki", Why::Lemma, "lodówka"),
        ("lodowka", "lodowka", Why::Folded, "lodówka"),
        ("telwizor", "telwizor", Why::Typo, "telewizor"),
        ("telewi", "telewi", Why::Prefix, "telewizor"),
        ("zgubiłem prawko", "prawko", Why::Synonym, "prawo jazdy"),
        ("na prawko", "prawko", Why::Synonym, "prawo jazdy"),
        ("DK-03", "DK 03", Why::Code, "dk03"),
        ("§ 6", "6", Why::Code, "§6"),
        ("fotografia 35", "35", Why::Exact, "35"),
    ] {
        assert_eq!(made(&ask(city(), question), word, why).looked_up, [as_what], "{question}");
    }
}

#[test]
fn a_name_that_no_lexicon_has_is_found_without_its_accents_and_said_to_be() {
    let engine = engine(&[("a.md", "---\ntitle: Kładka\n---\nKładka prowadzi do osiedla Ćwirłoszów.")]);
    let made = |word: &str| ask(&engine, word).interpreted[0].clone();
    assert_eq!(made("cwirloszow ").why, Why::Exact);
    assert_eq!(made("ćwirloszow ").why, Why::Folded, "half of its accents were typed");
}

#[test]
fn a_word_that_stands_nowhere_is_passed_over_in_silence() {
    let response = ask(city(), "tramwaj mebel");
    assert!(!response.interpreted.iter().any(|made| made.text == "tramwaj"), "{:?}", response.interpreted);
    assert_eq!(ids(&response)[0], "gabaryty");
}

#[test]
fn every_form_of_a_word_finds_what_any_other_finds() {
    for question in ["lodówka", "lodówki", "lodówce", "lodówkę", "lodówką", "LODÓWEK", "lodowkami"] {
        assert_eq!(first(city(), question), "elektroodpady", "{question}");
    }
    for question in ["latarni", "oswietlenia", "ubytku latarnia nie swieci"] {
        assert_eq!(first(city(), question), "oswietlenie", "{question}");
    }
}

#[test]
fn an_unfinished_word_completes_and_a_finished_one_does_not() {
    assert_eq!(first(city(), "telewi"), "elektroodpady");
    assert_eq!(first(city(), "zgłoś huśt"), "plac-zabaw");
    // A space, a full stop or another word behind it: this is all of the word.
    for finished in ["plac ", "plac.", "plac oraz"] {
        let response = ask(city(), finished);
        assert!(!response.interpreted.iter().any(|made| made.why == Why::Prefix), "{finished:?}");
    }
    assert!(ask(city(), "t").interpreted.is_empty(), "one letter begins anything");
}

#[test]
fn a_word_that_nobody_knows_is_the_beginning_of_one_that_stands_here() {
    for (cut, id) in [("telewi stary", "elektroodpady"), ("huśt plac ", "plac-zabaw")] {
        let response = ask(city(), cut);
        assert_eq!(ids(&response)[0], id, "{cut}");
        assert!(response.interpreted.iter().any(|made| made.why == Why::Prefix), "{cut}");
    }
    // Two letters begin too much.
    assert!(!ask(city(), "hu stary").interpreted.iter().any(|made| made.why == Why::Prefix));
}

#[test]
fn an_unfinished_word_tells_the_commonest_of_what_it_may_become() {
    let engine = engine(&[
        ("a.md", "---\ntitle: Parking\n---\nParking przy stacji."),
        ("b.md", "---\ntitle: Parking i park\n---\nParking oraz park."),
        ("c.md", "---\ntitle: Partnerstwo\n---\nUmowa partnerska, partycypacja, partia, parytet, pardwa."),
    ]);
    let told = &made(&ask(&engine, "par"), "par", Why::Prefix).looked_up.clone();
    assert_eq!(told[0], "parking");
    assert_eq!(told.len(), 5, "{told:?}");
    assert_eq!(ask(&engine, "par").hits.len(), 3, "all of them are searched for");
}

#[test]
fn residents_are_told_no_completion_by_which_an_article_is_only_found() {
    let articles = [("a.md", "---\ntitle: Stare meble\nkeywords: [wersalka]\n---\nOdbiera zarządca.")];
    let told = |residents: bool, question: &str| {
        let engine = engine(&articles);
        let engine = if residents { engine.for_residents() } else { engine };
        let response = ask(&engine, question);
        assert_eq!(ids(&response), ["a"], "it is found in any case");
        response.interpreted.iter().flat_map(|made| made.looked_up.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(false, "wersal"), ["wersalka"]);
    assert_eq!(told(true, "wersal"), [""; 0]);
    assert_eq!(told(true, "zarządc"), ["zarzadca"], "what they can read is told");
}

#[test]
fn words_of_manners_find_nothing_by_themselves_and_spoil_nothing() {
    let polite =
        ask(city(), "dzień dobry, chciałabym zapytać, proszę pani, o lodówkę, bo to jest moja sprawa");
    assert_eq!(ids(&polite)[0], "elektroodpady");
    assert_eq!(ids(&polite), ids(&ask(city(), "o lodówkę")), "no article is found for its manners");
}

#[test]
fn a_synonym_reaches_what_the_callers_word_does_not() {
    for (question, article) in [
        ("zgubiłem prawko i chcę nowe, wymiana", "prawo-jazdy"),
        ("metryki", "odpis-aktu"),
        ("do mops-u", "rodzina"),
        ("Miejski Ośrodek Pomocy Społecznej", "rodzina"),
        ("lampy nie świecą", "oswietlenie"),
        ("dziury w drodze", "dziura"),
    ] {
        assert_eq!(first(city(), question), article, "{question}");
    }
    let without = engine(CITY);
    without.set_dictionaries(&Dictionaries::default());
    for question in ["metryki", "lampa"] {
        assert!(ask(&without, question).hits.is_empty(), "{question} is no word of the articles");
    }
}

#[test]
fn a_synonym_goes_one_way_unless_it_is_said_to_go_both() {
    let response = ask(city(), "latarnia");
    assert!(!response.interpreted.iter().any(|made| made.looked_up == ["lampa"]), "nobody wrote „lampa”");
    let two = [
        ("a.md", "---\ntitle: Prawko na skuter\n---\nEgzamin."),
        ("b.md", "---\ntitle: Prawo jazdy\n---\nEgzamin."),
        ("c.md", "---\ntitle: Lampa\n---\nEgzamin."),
        ("d.md", "---\ntitle: Latarnia\n---\nEgzamin."),
    ];
    let engine = engine(&two);
    assert_eq!(ids(&ask(&engine, "prawko")), ["a", "b"], "the caller's own word stands first");
    let back = ask(&engine, "prawo jazdy");
    assert_eq!(ids(&back)[0], "b");
    assert!(!back.interpreted.iter().any(|made| made.why == Why::Synonym), "{:?}", back.interpreted);
    assert_eq!(ids(&ask(&engine, "lampa")), ["c", "d"]);
    assert_eq!(ids(&ask(&engine, "latarnia")), ["d", "c"]);
}

#[test]
fn a_synonym_is_told_only_where_some_article_has_its_words() {
    let engine = engine(CITY);
    engine.set_dictionaries(&Dictionaries {
        synonyms: vec![Synonym {
            mowia: vec!["wersalka".into()],
            znaczy: vec!["sofa rozkładana".into(), "mebel".into()],
            w_obie_strony: false,
        }],
        ..Dictionaries::default()
    });
    let response = ask(&engine, "wersalka");
    let told: Vec<&str> = response
        .interpreted
        .iter()
        .filter(|made| made.why == Why::Synonym)
        .flat_map(|made| made.looked_up.iter().map(String::as_str))
        .collect();
    assert_eq!(told, ["mebel"]);
}

#[test]
fn a_synonym_of_a_resident_is_told_only_where_one_article_says_all_of_it() {
    let articles = [
        ("a.md", "---\ntitle: Prawo pracy\n---\nUmowy."),
        ("b.md", "---\ntitle: Nauka jazdy\nkeywords: [prawo jazdy]\n---\nKursy."),
    ];
    let is_told = |residents: bool| {
        let engine = engine(&articles);
        let engine = if residents { engine.for_residents() } else { engine };
        let response = ask(&engine, "prawko");
        assert!(!response.hits.is_empty(), "it is found in any case");
        response.interpreted.iter().any(|made| made.why == Why::Synonym)
    };
    assert!(is_told(false));
    assert!(!is_told(true), "no article that a resident can read says „prawo jazdy”");
}

#[test]
fn a_code_is_found_however_it_is_spaced_and_never_nearly() {
    for typed in ["12 616 55 55", "126165555", "12-616-55-55", "616 55 55"] {
        assert_eq!(first(city(), typed), "odpis-aktu", "{typed}");
    }
    for typed in ["DK-03", "dk03", "dk 03"] {
        let response = ask(city(), typed);
        assert!(response.interpreted.iter().any(|made| made.why == Why::Code), "{typed}");
    }
    let other = ask(city(), "12 616 55 56");
    assert!(!other.interpreted.iter().any(|made| made.why == Why::Code), "{:?}", other.interpreted);
}

#[test]
fn a_slip_that_makes_another_word_is_a_hint_and_no_correction() {
    // „Skup” is Polish and stands nowhere; „słup” stands in one article.
    let question = "awaria skup";
    let response = ask(city(), question);
    assert_eq!(response.did_you_mean, None);
    assert!(!response.interpreted.iter().any(|made| made.text == "skup"), "{:?}", response.interpreted);
    let hinted = |hint| weight(Weights { hint, ..Weights::DEFAULT }, question, "oswietlenie");
    assert!(hinted(0.6) > 1.05 * hinted(0.0), "{} and {}", hinted(0.6), hinted(0.0));
}

#[test]
fn the_weight_of_a_reading_bears_on_words_read_so_and_on_no_others() {
    let plain = Weights::DEFAULT;
    for (name, off, question, article) in [
        ("synonym", Weights { synonym: 0.0, ..plain }, "lampa nie świeci", "oswietlenie"),
        ("typo", Weights { typo: 0.0, ..plain }, "stara lodówkka", "elektroodpady"),
        ("prefix", Weights { prefix: 0.0, ..plain }, "stara pralka i telewi", "elektroodpady"),
        ("number", Weights { number: 1.0, ..plain }, "fotografia 35", "dowod-osobisty"),
        ("filler", Weights { filler: 0.0, ..plain }, "ubytek w jezdni", "dziura"),
        ("code", Weights { code: 0.0, ..plain }, "616 55 55", "odpis-aktu"),
    ] {
        let (with, without) = (weight(plain, question, article), weight(off, question, article));
        assert!(without < with * 0.97, "{name}: {without} without, {with} with it");
        let none = "stara pralka";
        assert_eq!(
            weight(off, none, "elektroodpady"),
            weight(plain, none, "elektroodpady"),
            "{name}: {none}"
        );
    }
}

#[test]
fn an_article_counts_as_found_when_it_carries_enough_of_the_question() {
    let plan = Plan { worth: vec![3.0, 1.0, 0.0], ..Plan::default() };
    assert!(plan.carries(0b001, 0.75) && !plan.carries(0b010, 0.3) && plan.carries(0b010, 0.25));
    assert!(plan.carries(0b011, 1.0) && !plan.carries(0b100, 0.01) && !plan.carries(0, 0.01));
    assert!(Plan::default().carries(0, 1.0), "of nothing, nothing is all");
    let long = Plan { worth: vec![1.0; 70], ..Plan::default() };
    assert!(long.carries(1 << 63, 0.09), "words beyond the last bit count with it");
}

#[test]
fn readings_of_neighbours_are_paired_each_with_each_and_the_likelier_weigh_more() {
    let terms = |words: &[(&str, f32)]| {
        words.iter().map(|(word, worth)| ((*word).to_owned(), *worth)).collect::<Vec<_>>()
    };
    let before = terms(&[("prawo", 1.0), ("praca", 0.5)]);
    let paired = pairs(&before, &terms(&[("jazda", 1.0), ("jazz", 0.25)]));
    assert_eq!(
        paired,
        terms(&[("prawo_jazda", 1.0), ("prawo_jazz", 0.25), ("praca_jazda", 0.5), ("praca_jazz", 0.125)])
    );
    assert_eq!(pairs(&vec![("a".to_owned(), 1.0); 20], &vec![("b".to_owned(), 1.0); 20]).len(), 36);
    let unique = dedup(terms(&[("prac", 0.5), ("jazd", 1.0), ("prac", 0.75)]).into_iter());
    assert_eq!(unique, terms(&[("prac", 0.75), ("jazd", 1.0)]));
}
