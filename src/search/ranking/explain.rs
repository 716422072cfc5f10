//! Why a hit stands where it stands, in numbers that add up to its score.

use super::passage::RecordMatch;
use super::rerank::Lift;
use super::score::{self, Scored};
use crate::search::index::terms::form::Form;
use crate::search::question::lookup::Lookup;
use crate::search::question::plan::Plan;
use crate::search::weights::Weights;

/// Lines for an analyst: what each word of the question added, then what the closer look made of their sum.
///
/// # Errors
/// Only what tantivy reports of a damaged index.
pub(in crate::search) fn explain(
    lookup: &Lookup<'_>,
    weights: &Weights,
    plan: &Plan,
    scored: &Scored,
    (matched, lift): (&RecordMatch, &Lift),
    score: f32,
) -> tantivy::Result<Vec<String>> {
    let parts = score::parts(lookup, weights, &plan.probes, scored.address)?;
    let (grams, words): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.form == Form::Gram);
    let mut lines: Vec<String> = words
        .iter()
        .map(|part| {
            let (name, term) = (name(part.form), part.term);
            let score::Part { idf, weight, frequency, gain, .. } = part;
            format!(
                "{name} „{term}”: rzadkość {idf:.2} × waga {weight:.2} × częstość {frequency:.2} = {gain:.3}"
            )
        })
        .collect();
    if !grams.is_empty() {
        let gain: f32 = grams.iter().map(|part| part.gain).sum();
        lines.push(format!("{} ({}): {gain:.3}", name(Form::Gram), grams.len()));
    }
    lines.push(format!("pierwszy etap, suma: {:.3}", scored.score));
    lines.push(format!(
        "pokrycie pytania {:.0} %, w jednym miejscu {:.0} %, kolejność {:.0} %, własne pytanie {:.0} %",
        100.0 * matched.coverage,
        100.0 * matched.line.coverage,
        100.0 * matched.line.order,
        100.0 * matched.head.coverage,
    ));
    lines.push(format!(
        "bliższe spojrzenie: (suma + pary słów {:.3}) × (1 + jedno miejsce {:.3} + kolejność {:.3} + pokrycie {:.3} \
         + własne pytanie {:.3} + cytaty {:.3} + nazwy {:.3} + miano {:.3} + nagłówek {:.3} + zadanie {:.3} + profil {:.3} + znaki {:.3}) × dostępność {:.2} = {:.3}",
        lift.pairs,
        lift.line,
        lift.order,
        lift.coverage,
        lift.own,
        lift.quote,
        lift.names,
        lift.called,
        lift.headed,
        lift.duty,
        lift.profile,
        lift.accents,
        lift.standing,
        lift.of_words(scored.score)
    ));
    if lift.near > 0.0 {
        let Lift { near, meaning, .. } = lift;
        lines.push(format!("model zdań: podobieństwo {near:.3} × waga {:.1} = {meaning:.3}", meaning / near));
    }
    // No article stands above one that was looked at in a round before it.
    let capped = if score < lift.of(scored.score) { ", nie wyżej niż artykuły przed nim" } else { "" };
    let kept = if score > lift.of(scored.score) {
        ", nie niżej niż artykuły po nim: słowa są pewne"
    } else {
        ""
    };
    lines.push(format!("wynik {score:.2} z pierwszego etapu {:.2}{capped}{kept}", scored.score));
    Ok(lines)
}

fn name(form: Form) -> &'static str {
    match form {
        Form::Lemma => "słowo w odmianie",
        Form::Root => "wspólny rdzeń",
        Form::Folded => "słowo bez znaków",
        Form::Gram => "trójki liter",
        Form::Head => "w tytule, nagłówku lub pytaniu",
        Form::Pair => "razem w tytule, nagłówku lub pytaniu",
        Form::Code => "numer lub symbol",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::search::testkit::{city, request};
    use crate::search::{Hit, SearchRequest};

    /// The number behind the last `=` or `:` of a line.
    fn number(line: &str) -> f64 {
        line.rsplit([':', '=']).next().unwrap().trim().parse().unwrap()
    }

    /// The numbers that stand behind words in the line of the closer look.
    fn factors(line: &str) -> Vec<f64> {
        line.split([' ', '(', ')']).filter_map(|word| word.parse().ok()).collect()
    }

    #[track_caller]
    fn adds_up(question: &str, hit: &Hit) {
        let lines = &hit.explanation;
        let total = lines.iter().position(|line| line.starts_with("pierwszy etap")).unwrap();
        let sum: f64 = lines[..total].iter().map(|line| number(line)).sum();
        let rounding = 0.0006 * (total as f64 + 1.0);
        assert!(
            (sum - number(&lines[total])).abs() < rounding,
            "{question}, {}: {sum} in {lines:#?}",
            hit.id
        );

        // How rare a word is counts once, and apart from what its form weighs.
        let weighs = |line: &str| line.split_once("waga ")?.1.split(' ').next()?.parse::<f32>().ok();
        for weight in lines[..total].iter().filter_map(|line| weighs(line)) {
            assert!(weight <= crate::search::Weights::DEFAULT.code, "{question}, {}: {lines:#?}", hit.id);
        }

        let [pairs, ref lifts @ .., standing, result] = factors(&lines[total + 2])[..] else {
            panic!("{lines:#?}");
        };
        let product = (number(&lines[total]) + pairs) * lifts.iter().sum::<f64>() * standing;
        assert!((product - result).abs() < 0.005 * result, "{question}, {}: {product} in {lines:#?}", hit.id);
        let score = f64::from(hit.score);
        let capped = lines.last().unwrap().ends_with("przed nim");
        assert!(capped && score < result || (score - result).abs() < 0.001, "{question}: {lines:#?}");
    }

    #[test]
    fn what_the_words_added_and_what_the_closer_look_made_of_it_is_the_score() {
        let mut hits = 0;
        for question in [
            "gdzie wyrzucić starą lodówkę",
            "wywuz gabarytow",
            "zarządzenie 1231/2025",
            "ile kosztuje zameldowanie",
            "odpady kom",
            "„wywóz mebli”",
            "projekt targowisko odpady",
        ] {
            let response = city().search(&SearchRequest { explain: true, limit: 50, ..request(question) });
            for hit in &response.hits {
                adds_up(question, hit);
            }
            hits += response.hits.len();
        }
        assert!(hits > 20, "{hits} hits");
    }
}
