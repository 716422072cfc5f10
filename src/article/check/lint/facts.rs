//! Facts that have a form: telephones and hours, of the article and of its places.

use super::Page;
use crate::article::Problem;
use crate::article::check::{hours, phone};

impl Page<'_> {
    pub(super) fn check_facts(&self, problems: &mut Vec<Problem>) {
        let facts = &self.article.facts;
        let line = self.line("facts.phone");
        for (code, message, help) in facts.phone.iter().filter_map(|number| phone::fault(number)) {
            self.report(problems, code, line, message, &help);
        }
        let line = self.line("facts.hours");
        for (code, message, help) in facts.hours.as_deref().into_iter().flat_map(hours::faults) {
            self.report(problems, code, line, message, help);
        }
        let line = self.line("facts.places");
        for place in &facts.places {
            let named = |message: String| format!("{}: {message}", place.name);
            for (code, message, help) in place.phone.iter().filter_map(|number| phone::fault(number)) {
                self.report(problems, code, line, named(message), &help);
            }
            for (code, message, help) in place.hours.as_deref().into_iter().flat_map(hours::faults) {
                self.report(problems, code, line, named(message), help);
            }
        }
    }
}
