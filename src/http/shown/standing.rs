//! What to beware of in an article, and how to say it.

use jiff::civil::Date;

use crate::article::Audience;
use crate::article::force::validity;
use crate::library::Served;
use crate::search::{Flag, Why};
use crate::text::say;

/// The flags of one article, the same that a search gives its hit.
pub(in crate::http) fn flags(served: &Served, today: Date) -> Vec<Flag> {
    let article = &served.article;
    let repealed = matches!(served.state, validity::State::Repealed { .. });
    let all = [
        (Flag::NotInForce, !served.state.is_in_force()),
        (Flag::Repealed, repealed),
        (Flag::Stale, validity::is_stale(article, today)),
        (Flag::Unverified, validity::is_unverified(article)),
        (Flag::Ocr, article.source.as_ref().and_then(|source| source.ocr).unwrap_or(false)),
        (Flag::Internal, article.audience == Audience::Internal),
    ];
    all.into_iter().filter_map(|(flag, holds)| holds.then_some(flag)).collect()
}

/// Why an article must not be read out as the law, or `None` where it may be.
pub(in crate::http) fn warning(flags: &[Flag], repealed_by: Option<&str>) -> Option<String> {
    match (flags.contains(&Flag::Repealed), flags.contains(&Flag::NotInForce), repealed_by) {
        (_, _, Some(act)) => Some(say::unbroken(&format!("nieaktualny – uchylony zarządzeniem nr {act}"))),
        (true, _, None) => Some("nieaktualny – uchylony późniejszym zarządzeniem".to_owned()),
        (_, true, None) => Some("nieaktualny – nie obowiązuje dzisiaj".to_owned()),
        _ => None,
    }
}

/// When it was last checked, or that nobody did.
pub(in crate::http) fn checked(verified: Option<Date>) -> String {
    match verified {
        Some(day) => format!("Sprawdzone {}", say::date(day)),
        None => "Niepotwierdzone".to_owned(),
    }
}

/// How the words were found.
pub(in crate::http) fn reasons(why: &[Why]) -> Vec<&'static str> {
    why.iter()
        .map(|why| match why {
            Why::Exact => "dokładne słowo",
            Why::Code => "numer lub kod",
            Why::Folded => "bez polskich znaków",
            Why::Lemma => "odmiana słowa",
            Why::Prefix => "początek słowa",
            Why::Synonym => "synonim",
            Why::Typo => "poprawiona literówka",
            Why::Ocr => "słowo ze skanu",
        })
        .collect()
}
