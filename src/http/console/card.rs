//! The answer card: one hit, ready to be read out.

use jiff::civil::DateTime;

use crate::article::dictionary::Dictionaries;
use crate::http::shown::beside::{Beside, Link};
use crate::http::shown::facts::{self, Fact};
use crate::http::shown::unit::UnitName;
use crate::http::shown::verdict::{self, Day, Gap};
use crate::http::shown::{marked, standing};
use crate::http::wire::address;
use crate::search::{Flag, Hit};
use crate::text::say;

/// A hit as the agent reads it, top to bottom.
pub(super) struct Card {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) url: String,
    /// Whether it is the one to read out.
    pub(super) lead: bool,
    /// Why it must not be read out as the law.
    pub(super) warning: Option<String>,
    pub(super) summary: Option<String>,
    /// The summary with its matched words marked, where it is the best passage itself: nobody reads it twice.
    pub(super) marked_summary: Option<String>,
    /// What it does not hold of what was asked, in place of a sentence to read out.
    pub(super) gap: Option<Gap>,
    /// The days asked about, to be shown large.
    pub(super) days: Vec<Day>,
    /// The fact asked for, to be shown large.
    pub(super) asked: Option<Fact>,
    /// What else to have at hand: how to get in touch, and on the first card what it costs and when.
    pub(super) facts: Vec<Fact>,
    pub(super) passage: Option<Passage>,
    pub(super) unit: Option<UnitName>,
    /// Code of the category, for the record of the call.
    pub(super) category: Option<String>,
    /// For the agent alone, a line each.
    pub(super) notes: Vec<String>,
    pub(super) related: Vec<Link>,
    pub(super) checked: String,
    pub(super) verified: bool,
    pub(super) stale: bool,
    pub(super) ocr: bool,
    pub(super) internal: bool,
    pub(super) source: Option<String>,
    pub(super) reasons: Vec<&'static str>,
}

/// The best passage.
pub(super) struct Passage {
    /// Empty where it would repeat the title.
    pub(super) heading: String,
    /// Escaped, with `<mark>` and `<br>` only.
    pub(super) html: String,
    pub(super) url: String,
    pub(super) internal: bool,
}

/// As what a hit is shown.
pub(super) enum Rank {
    /// To be read out, with what stands beside it.
    Answer(Beside),
    /// The topic, of which the Baza Wiedzy does not hold the fact asked for: a key of `facts`, or `other`.
    Gap(Beside, Option<&'static str>),
    /// One of several.
    Listed,
}

impl Card {
    pub(super) fn new(
        hit: &Hit,
        query: &str,
        rank: Rank,
        dictionaries: &Dictionaries,
        now: DateTime,
    ) -> Self {
        let url = address::article(hit.id.as_str(), query, "");
        let (lead, beside, gap) = match rank {
            Rank::Answer(beside) => (true, beside, None),
            Rank::Gap(beside, fact) => (true, beside, Some(Gap::of(hit, fact, dictionaries, now))),
            Rank::Listed => (false, Beside::default(), None),
        };
        if gap.is_some() {
            // What it does hold is about something else: an agent in a hurry would read it out.
            return Self {
                summary: None,
                marked_summary: None,
                asked: None,
                days: Vec::new(),
                facts: Vec::new(),
                passage: None,
                gap,
                ..Self::new(hit, query, Rank::Answer(beside), dictionaries, now)
            };
        }
        let mut facts = facts::all(&hit.facts);
        let unit = hit.unit.as_deref().and_then(|code| dictionaries.unit(code)).filter(|_| lead);
        if let Some(unit) = unit {
            let known: Vec<_> = facts.iter().map(|fact| fact.key).collect();
            facts.extend(facts::of_unit(unit, &known, now));
        }
        let days = verdict::days(hit);
        if let Some(hours) = facts.iter_mut().find(|fact| fact.key == "hours") {
            // Beside the days asked about nothing is told of now.
            hours.now = hit.open.clone().filter(|_| days.is_empty());
        }
        let asked = hit
            .answer
            .fact
            .filter(|key| *key != "hours" || days.is_empty())
            .and_then(|key| facts.iter().position(|fact| fact.key == key))
            .map(|place| facts.remove(place));
        facts.retain(|fact| match fact.key {
            "phone" | "hours" => true,
            "address" | "fee" | "deadline" | "documents" => lead,
            _ => false,
        });
        let says_it_all = hit.summary.as_deref() == Some(hit.answer.text.as_str());
        let passage = (!says_it_all && !hit.answer.text.trim().is_empty()).then(|| Passage {
            // The label of an internal passage says that already.
            heading: if hit.answer.heading == hit.title
                || (hit.answer.internal && hit.answer.heading.to_lowercase() == "dla konsultanta")
            {
                String::new()
            } else {
                say::unbroken(&hit.answer.heading)
            },
            html: marked::for_page(&hit.answer),
            url: address::article(hit.id.as_str(), query, &hit.answer.anchor),
            internal: hit.answer.internal,
        });
        Self {
            id: hit.id.to_string(),
            title: say::unbroken(&hit.title),
            url,
            lead,
            warning: standing::warning(&hit.flags, hit.repealed_by.as_deref())
                .or_else(|| (!hit.in_force).then(|| "nieaktualny – nie obowiązuje dzisiaj".to_owned())),
            summary: hit.summary.as_deref().map(say::unbroken),
            marked_summary: says_it_all.then(|| marked::for_page(&hit.answer)),
            gap: None,
            days,
            asked,
            facts,
            passage,
            unit: hit.unit.as_deref().map(|code| UnitName::named(code, dictionaries)),
            category: hit.category.clone(),
            // The passage on show is not said twice.
            notes: if hit.answer.internal { Vec::new() } else { beside.notes },
            related: beside.related,
            checked: standing::checked(hit.verified),
            verified: hit.verified.is_some() && !hit.flags.contains(&Flag::Unverified),
            stale: hit.flags.contains(&Flag::Stale),
            ocr: hit.flags.contains(&Flag::Ocr),
            internal: hit.flags.contains(&Flag::Internal),
            source: hit.source.as_deref().map(say::unbroken),
            reasons: standing::reasons(&hit.why),
        }
    }
}
