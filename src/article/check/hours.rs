//! Opening hours as `lint` reports them, the same for articles and dictionaries.

use super::codes;
use crate::article::facts::hours;
use crate::article::{Code, Severity};

/// What is wrong with hours: code, words, remedy. Words for people instead of hours are shown as they stand, so they
/// are a warning.
pub(in crate::article) fn faults(written: &str) -> impl Iterator<Item = (Code, String, &'static str)> {
    hours::problems(written).into_iter().map(|problem| {
        let code = match problem.severity {
            _ if problem.unreadable => codes::BAD_HOURS,
            Severity::Error => codes::CONTRADICTING_HOURS,
            Severity::Warning => codes::DOUBTFUL_HOURS,
        };
        let message =
            if problem.unreadable { problem.message } else { format!("godziny: {}", problem.message) };
        (code, message, problem.help)
    })
}
