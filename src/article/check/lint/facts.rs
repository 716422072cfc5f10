//! Facts that have a form: telephones and hours, of the article and of its places.

use super::{Page, start_of};
use crate::article::Problem;
use crate::article::body::address::is_inside;
use crate::article::check::{codes, hours, phone};

impl Page<'_> {
    /// Addresses of the header that lead residents to where they do not come.
    pub(super) fn check_addresses(&self, problems: &mut Vec<Problem>) {
        let article = self.article;
        let email = article.facts.email.as_ref().map(|email| format!("mailto:{email}"));
        let url = article.source.as_ref().and_then(|source| source.url.clone());
        let addresses =
            [("facts.email", email), ("facts.link", article.facts.link.clone()), ("source.url", url)];
        for (key, address) in addresses {
            if let Some(address) = address.filter(|address| self.is_public() && is_inside(address)) {
                self.report_inside(&address, self.line(key), problems);
            }
        }
    }

    /// Tells that an address leads to where residents do not come.
    pub(super) fn report_inside(&self, address: &str, line: usize, problems: &mut Vec<Problem>) {
        let message = format!(
            "„{}” prowadzi do sieci wewnętrznej, do której mieszkaniec nie wejdzie",
            start_of(address)
        );
        let help = "przenieś odsyłacz do sekcji {.internal} albo podaj adres strony, którą widzi każdy";
        self.report(problems, codes::INSIDE_LINK, line, message, help);
    }

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
