//! Which articles may be hits at all: filters of the request, excluded words, quoted phrases.

use std::collections::HashSet;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use crate::search::hit::SearchRequest;
use crate::search::index::card::Card;
use crate::search::index::record::{Record, hash, tokens, words};
use crate::search::index::terms::form::Form;
use crate::search::question::lookup::Lookup;
use crate::search::question::query::{Query, QueryWord};

/// Articles with all the words of a quote up to which each is looked into, whether they stand in a row: then what is
/// counted is what is found.
pub(in crate::search) const LOOKED_INTO: usize = 400;

/// Decides on one article at a time.
pub(in crate::search) struct Filter {
    unit: Option<String>,
    category: Option<String>,
    area: Option<String>,
    excluded: HashSet<DocAddress>,
    /// Articles that have every quoted phrase; where many have all of their words, those, and the closer look tells.
    quoted: Option<HashSet<DocAddress>>,
}

impl Filter {
    pub fn new(lookup: &Lookup<'_>, query: &Query, request: &SearchRequest) -> tantivy::Result<Self> {
        let mut excluded = HashSet::new();
        for forms in &query.excluded {
            excluded.extend(having(lookup, Form::Lemma, &forms.lemma)?);
        }
        let mut quoted: Option<HashSet<DocAddress>> = None;
        for phrase in query.phrases.iter().filter(|_| query.demands) {
            for word in phrase {
                let having = having(lookup, Form::Folded, &word.forms.folded)?;
                let having: HashSet<DocAddress> = having.into_iter().collect();
                quoted = Some(match quoted {
                    Some(so_far) => so_far.intersection(&having).copied().collect(),
                    None => having,
                });
            }
        }
        if let Some(having) = quoted.take_if(|having| having.len() <= LOOKED_INTO) {
            let mut holding = HashSet::with_capacity(having.len());
            for address in having {
                let stored = lookup.snapshot.record(address)?;
                let record = Record::decode(&stored);
                if record
                    .is_some_and(|record| query.phrases.iter().all(|phrase| holds_phrase(&record, phrase)))
                {
                    holding.insert(address);
                }
            }
            quoted = Some(holding);
        }
        let lower = |code: &Option<String>| code.as_ref().map(|code| code.to_lowercase());
        Ok(Self {
            unit: lower(&request.unit),
            category: lower(&request.category),
            area: lower(&request.area),
            excluded,
            quoted,
        })
    }

    /// Whether it could keep any article out.
    pub fn is_set(&self) -> bool {
        self.unit.is_some()
            || self.category.is_some()
            || self.area.is_some()
            || !self.excluded.is_empty()
            || self.quoted.is_some()
    }

    pub fn admits(&self, address: DocAddress, card: &Card) -> bool {
        let is = |wanted: &Option<String>, code: &Option<String>| match wanted {
            Some(wanted) => code.as_ref().is_some_and(|code| code.to_lowercase() == *wanted),
            None => true,
        };
        is(&self.unit, &card.unit)
            && is(&self.category, &card.category)
            && is(&self.area, &card.area)
            && !self.excluded.contains(&address)
            && self.quoted.as_ref().is_none_or(|quoted| quoted.contains(&address))
    }
}

/// Whether the words of `phrase` stand in a row in one line of the article.
pub(in crate::search) fn holds_phrase(record: &Record<'_>, phrase: &[QueryWord]) -> bool {
    let wanted: Vec<u32> = phrase.iter().map(|word| hash(&word.forms.folded)).collect();
    let folded: Vec<u32> = words(record.words).map(|word| word.folded).collect();
    record.passages.iter().flat_map(|passage| [passage.tokens, passage.heading_tokens]).any(|line| {
        let line: Vec<u32> = tokens(line).filter_map(|token| folded.get(token.word).copied()).collect();
        line.windows(wanted.len().max(1)).any(|window| window == wanted)
    })
}

fn having(lookup: &Lookup<'_>, form: Form, term: &str) -> tantivy::Result<Vec<DocAddress>> {
    let field = form.field(lookup.fields);
    let mut all = Vec::new();
    for (ord, (_, inverted)) in (0..).zip(lookup.snapshot.of_form(form)) {
        let term = Term::from_field_text(field, term);
        let Some(mut postings) = inverted.read_block_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while !postings.docs().is_empty() {
            all.extend(postings.docs().iter().map(|&doc| DocAddress::new(ord, doc)));
            postings.advance();
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::search::testkit::{ask, city, engine, ids, request};
    use crate::search::{Hit, SearchResponse};

    fn all(question: &str, narrow: impl FnOnce(&mut SearchRequest)) -> SearchResponse {
        let mut request = SearchRequest { limit: 100, ..request(question) };
        narrow(&mut request);
        city().search(&request)
    }

    /// Holds a narrowed search to what it should leave of the whole: the same articles in the same order.
    #[track_caller]
    fn leaves(question: &str, narrow: impl FnOnce(&mut SearchRequest), which: impl Fn(&Hit) -> bool) {
        let (whole, narrowed) = (all(question, |_| {}), all(question, narrow));
        let expected: Vec<&str> =
            whole.hits.iter().filter(|hit| which(hit)).map(|hit| hit.id.as_str()).collect();
        assert!(expected.len() > 1 && expected.len() < whole.hits.len(), "nothing to tell: {expected:?}");
        assert_eq!(ids(&narrowed), expected);
        assert!(narrowed.total <= whole.total, "{} of {}", narrowed.total, whole.total);
    }

    #[test]
    fn a_unit_a_category_and_an_area_each_leave_their_own_articles() {
        let question = "odpady projekt zgłosić";
        leaves(question, |asked| asked.unit = Some("MPO".into()), |hit| hit.unit.as_deref() == Some("MPO"));
        leaves(
            question,
            |asked| asked.category = Some("odpady".into()),
            |hit| hit.category.as_deref() == Some("odpady"),
        );
        leaves(
            question,
            |asked| asked.area = Some("kck".into()),
            |hit| city().card(hit.id.as_str()).unwrap().area.as_deref() == Some("kck"),
        );
    }

    #[test]
    fn a_code_is_a_code_in_capitals_and_without() {
        let of_unit = |code: &str| {
            let narrowed = all("odpady projekt", |asked| asked.unit = Some(code.into()));
            narrowed.hits.into_iter().map(|hit| hit.id.to_string()).collect::<Vec<_>>()
        };
        assert!(!of_unit("MPO").is_empty() && of_unit("MPO") != of_unit("DK-03"));
        assert_eq!(of_unit("mpo"), of_unit("MPO"));
        assert_eq!(of_unit("Dk-03"), of_unit("DK-03"));
        let upper = all("odpady projekt", |asked| asked.category = Some("ODPADY".into()));
        let lower = all("odpady projekt", |asked| asked.category = Some("odpady".into()));
        assert!(!upper.hits.is_empty());
        assert_eq!(ids(&upper), ids(&lower));
    }

    #[test]
    fn what_nobody_has_leaves_nothing_and_a_part_of_a_code_is_no_code() {
        assert!(all("odpady", |asked| asked.unit = Some("MPO".into())).hits.len() > 1);
        for code in ["NASA", "MP", "MPO-1", ""] {
            let narrowed = all("odpady", |asked| asked.unit = Some(code.into()));
            assert!(narrowed.hits.is_empty() && narrowed.total == 0, "{code}: {:?}", ids(&narrowed));
            assert!(!narrowed.confident());
        }
    }

    #[test]
    fn an_article_without_a_unit_passes_no_filter_by_unit() {
        let engine = engine(&[
            ("a.md", "---\ntitle: Ławka w parku\n---\nZepsuta ławka."),
            ("b.md", "---\ntitle: Ławka na przystanku\nunit: ZTP\n---\nZepsuta ławka."),
        ]);
        assert_eq!(ask(&engine, "ławka").hits.len(), 2);
        let narrowed = engine.search(&SearchRequest { unit: Some("ZTP".into()), ..request("ławka") });
        assert_eq!(ids(&narrowed), ["b"]);
    }

    #[test]
    fn filters_narrow_together() {
        let question = "zgłosić wniosek opłata";
        leaves(
            question,
            |asked| {
                asked.unit = Some("ZDMK".into());
                asked.category = Some("drogi".into());
            },
            |hit| hit.unit.as_deref() == Some("ZDMK") && hit.category.as_deref() == Some("drogi"),
        );
        assert!(
            all(question, |asked| asked.unit = Some("ZDMK".into())).hits.len() > 2,
            "others are of the unit"
        );
        let none = all(question, |asked| {
            asked.unit = Some("SA".into());
            asked.category = Some("drogi".into());
        });
        assert!(none.hits.is_empty(), "{:?}", ids(&none));
    }

    #[test]
    fn counts_are_of_what_the_filter_leaves() {
        let whole = all("odpady projekt", |_| {});
        let count = |code: &str| whole.units.iter().find(|facet| facet.code == code).unwrap().count;
        assert!(count("MPO") > 1 && count("DK-03") > 1, "{:?}", whole.units);
        assert_eq!(whole.total, whole.units.iter().map(|facet| facet.count).sum::<usize>());
        let narrowed = all("odpady projekt", |asked| asked.unit = Some("MPO".into()));
        assert_eq!(narrowed.total, count("MPO"));
        assert_eq!(narrowed.units.iter().map(|facet| facet.code.as_str()).collect::<Vec<_>>(), ["MPO"]);
        let categories = narrowed.categories.iter().map(|facet| (facet.code.as_str(), facet.count));
        assert_eq!(categories.collect::<Vec<_>>(), [("odpady", count("MPO"))]);
    }

    #[test]
    fn what_is_in_force_and_what_is_not_are_parted_on_request() {
        let question = "projekt targowisko odpady";
        leaves(question, |asked| asked.in_force = Some(true), |hit| hit.in_force);
        leaves(question, |asked| asked.in_force = Some(false), |hit| !hit.in_force);
        let lapsed = all(question, |asked| asked.in_force = Some(false));
        assert!(!lapsed.confident(), "what is not in force is read out to nobody");
        let both = all(question, |_| {});
        let counted = |in_force| all(question, |asked| asked.in_force = Some(in_force)).total;
        assert_eq!(both.total, counted(true) + counted(false));
    }

    #[test]
    fn a_word_after_a_minus_keeps_out_every_article_that_has_it_in_any_form() {
        let whole = ask(city(), "odpady");
        for gone in ["gruz", "gabaryty"] {
            assert!(ids(&whole).contains(&gone), "{:?}", ids(&whole));
        }
        let left: Vec<&str> =
            ids(&whole).into_iter().filter(|id| !["gruz", "gabaryty"].contains(id)).collect();
        assert!(!left.is_empty());
        // „Gruzu (…) nie zabiera się razem z meblami”.
        assert_eq!(ids(&ask(city(), "odpady -gruz")), left);
        assert_eq!(ids(&ask(city(), "odpady -gruzem")), left, "in another form it is the same word");
        assert_eq!(
            ids(&ask(city(), "odpady -tramwaj")),
            ids(&whole),
            "what stands nowhere keeps out nothing"
        );
        assert!(ask(city(), "odpady -gruz -śmieci -pralka").hits.is_empty(), "all of them keep out");
    }

    const WASTE: &[(&str, &str)] = &[
        ("w-rzedzie.md", "---\ntitle: Piwnice\n---\nWywóz mebli zamawia zarządca."),
        ("osobno.md", "---\ntitle: Strychy\n---\nMebli nie wystawiaj. Zamów wywóz."),
        ("odwrotnie.md", "---\ntitle: Altany\n---\nMebli wywóz w soboty."),
        ("naglowek.md", "---\ntitle: Bloki\n---\n## Wywóz mebli\n\nW soboty."),
        ("dwie-linie.md", "---\ntitle: Domy\n---\nOpłata za wywóz\n\n## Mebli dotyczy\n\nTo samo."),
        ("odmiana.md", "---\ntitle: Garaże\n---\nTermin wywozu meblom nie szkodzi."),
    ];

    #[test]
    fn words_in_quotes_must_stand_in_a_row_in_one_line() {
        let engine = engine(WASTE);
        assert_eq!(ask(&engine, "wywóz mebli").hits.len(), WASTE.len(), "without quotes all have them");
        for quoted in ["„wywóz mebli”", "\"wywóz mebli\"", "«wywóz mebli»", "„WYWOZ Mebli”", "„wywóz  mebli”"]
        {
            let found = ask(&engine, quoted);
            let mut found = ids(&found);
            found.sort_unstable();
            assert_eq!(found, ["naglowek", "w-rzedzie"], "{quoted}");
        }
        assert_eq!(
            ids(&ask(&engine, "„wywozu meblom”")),
            ["odmiana"],
            "as it is written, not in another form"
        );
        assert!(ask(&engine, "„mebli wywóz w niedziele”").hits.is_empty());
    }

    #[test]
    fn what_a_quote_demands_is_demanded_beside_other_words_and_other_quotes() {
        let engine = engine(WASTE);
        assert_eq!(ids(&ask(&engine, "„wywóz mebli” zarządca"))[0], "w-rzedzie");
        assert_eq!(ask(&engine, "„wywóz mebli” zarządca").hits.len(), 2);
        assert_eq!(ids(&ask(&engine, "„wywóz mebli” „zamawia zarządca”")), ["w-rzedzie"]);
        assert!(ask(&engine, "„wywóz mebli” „nie wystawiaj”").hits.is_empty());
        assert_eq!(ids(&ask(&engine, "„wywóz mebli” -zarządca")), ["naglowek"]);
    }

    #[test]
    fn each_of_several_quotes_is_demanded_and_counted() {
        let engine = engine(&[
            ("a.md", "---\ntitle: Piwnice\n---\nWywóz mebli. Zarządca sam zamawia."),
            ("b.md", "---\ntitle: Strychy\n---\nWywóz mebli zamawia zarządca."),
        ]);
        let quoted = ask(&engine, "„wywóz mebli” „zamawia zarządca”");
        assert_eq!((ids(&quoted), quoted.total), (vec!["b"], 1));
    }

    #[test]
    fn articles_that_have_the_quoted_words_apart_are_not_counted() {
        let engine = engine(WASTE);
        let quoted = ask(&engine, "„wywóz mebli”");
        assert_eq!((quoted.hits.len(), quoted.total), (2, 2), "{:?}", ids(&quoted));
    }

    #[test]
    fn a_quote_is_found_behind_many_articles_that_have_its_words_apart() {
        let noise: Vec<(String, String)> = (0..60)
            .map(|at| {
                let text = format!("---\ntitle: Mebli wywóz {at}\n---\nMebli wywóz, odbiór i wywóz. Meble.");
                (format!("n{at}.md"), text)
            })
            .collect();
        let long = "Zarządca ustala zasady. ".repeat(40);
        let text = format!("---\ntitle: Zasady\n---\n{long}Wywóz mebli raz w roku. {long}");
        let mut articles: Vec<(&str, &str)> =
            noise.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        articles.push(("zasady.md", &text));
        let engine = engine(&articles);
        assert!(!ids(&ask(&engine, "wywóz mebli")).contains(&"zasady"), "the others stand before it");
        assert_eq!(ids(&ask(&engine, "„wywóz mebli”")), ["zasady"]);
    }
}
