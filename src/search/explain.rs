//! Why a hit stands where it stands, in words.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use super::expand::Plan;
use super::passage::RecordMatch;
use super::score::{Form, Scored, idf};
use super::searching::Searching;

/// Lines for an analyst: what matched and how much it weighed, then what the closer look added.
pub(super) fn explain(
    searching: &Searching<'_>,
    plan: &Plan,
    scored: &Scored,
    matched: &RecordMatch,
    score: f32,
) -> tantivy::Result<Vec<String>> {
    let mut lines = Vec::new();
    for probe in &plan.probes {
        if probe.form == Form::Gram {
            continue;
        }
        let inverted = searching.snapshot.inverted(scored.address.segment_ord as usize, probe.form);
        for (text, worth) in &probe.terms {
            let term = Term::from_field_text(probe.form.field(searching.fields), text);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            if postings.doc() < scored.address.doc_id {
                postings.seek(scored.address.doc_id);
            }
            if postings.doc() != scored.address.doc_id {
                continue;
            }
            let rarity = idf(searching.snapshot.docs, searching.df(probe.form, text)?);
            let weight = probe.form.weight(searching.weights) * probe.boost * worth;
            lines.push(format!("{} „{text}”: rzadkość {rarity:.2} × waga {weight:.2}", name(probe.form)));
        }
    }
    lines.push(format!(
        "pokrycie pytania {:.0} %, w jednym miejscu {:.0} %, kolejność {:.0} %, własne pytanie {:.0} %, pary słów +{:.2}",
        100.0 * matched.coverage,
        100.0 * matched.line.coverage,
        100.0 * matched.line.order,
        100.0 * matched.head.coverage,
        matched.pairs
    ));
    lines.push(format!("wynik {:.2} z pierwszego etapu {:.2}", score, scored.score));
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
