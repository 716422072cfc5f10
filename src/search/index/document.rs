//! From an article to what the index holds of it.

use foldhash::{HashSet, HashSetExt};
use tantivy::TantivyDocument;

use super::card::Card;
use super::profile::profile;
use super::record::{self, Packer, Passage, PassageKind, Record};
use super::schema::Fields;
use super::terms::tokenizer::pair;
use super::terms::unsaid;
use crate::article::dictionary::Unit;
use crate::article::{Article, Facts};
use crate::text::{Analysis, Analyzer, Replacement, glue};

/// One line of the article on its way into the index.
struct IndexedLine {
    kind: PassageKind,
    internal: bool,
    heading: String,
    anchor: String,
    text: String,
    shown: bool,
    /// Whether readers can read it: all but what callers say.
    said: bool,
    analysis: Analysis,
    heading_analysis: Analysis,
}

/// What a heading counts for where it is told what an article is about; see [`IndexedLine::tells`].
const HEADING_TELLS: f32 = 1.0;
/// How much of a profile is left where nobody but the text told it: what is said often there need not be the matter.
const TEXT_TELLS: f32 = 0.2;

impl IndexedLine {
    /// Whether somebody wrote it so that the article is found.
    fn is_own(&self) -> bool {
        match self.kind {
            PassageKind::Question | PassageKind::Unknown => true,
            // Facts and the names of offices are no matter.
            PassageKind::Keyword => !self.said,
            _ => false,
        }
    }

    /// What the line counts for where it is told what the article is about; `tokens` are its words, packed. Who wrote lines
    /// of the article's own told it with them and the title, better than the text does.
    fn tells(&self, tokens: &[u8], by_own: bool) -> f32 {
        match self.kind {
            PassageKind::Unknown => 0.7,
            PassageKind::Summary => 1.0,
            PassageKind::Title if by_own => 4.0,
            PassageKind::Title => 1.0,
            // For each sentence, which has about a dozen words.
            PassageKind::Body => {
                let each = if by_own { 0.3 } else { 1.0 };
                each * record::tokens(tokens).len() as f32 / 12.0
            }
            _ => f32::from(u8::from(self.is_own())),
        }
    }
}

/// Finds what a machine misread in each of several texts of one article; clean text has no repairs.
pub(in crate::search) type Repairs<'a> = dyn FnMut(&[&str]) -> Vec<Vec<Replacement>> + 'a;

/// Turns articles into documents. Holds an analyser: one for each thread.
#[derive(Default)]
pub(in crate::search) struct DocumentBuilder {
    analyzer: Analyzer,
}

/// An article ready for the writer.
pub(in crate::search) struct Prepared {
    pub document: TantivyDocument,
    pub card: Card,
}

/// Bytes of an article in which one more different word comes up, about.
const BYTES_A_WORD: usize = 12;
/// Shorter words have trigrams that stand in every article.
const SHORTEST_WITH_GRAMS: usize = 3;

/// The texts of every word field: the same words, parted by spaces.
#[derive(Default)]
struct Texts {
    lemma: String,
    folded: String,
    /// Each different word once: trigrams of a word said ten times say no more.
    gram: String,
    head: String,
    pair: String,
    code: String,
}

impl Texts {
    /// Room for an article of `size` bytes: a word takes about as much room in any of its forms.
    fn with_capacity(size: usize) -> Self {
        let whole = || String::with_capacity(size + size / 4);
        Self { lemma: whole(), folded: whole(), gram: String::with_capacity(size / 2), ..Self::default() }
    }

    fn push<'a>(&mut self, analysis: &'a Analysis, seen: &mut HashSet<&'a str>) {
        for token in &analysis.tokens {
            for (text, term) in
                [(&mut self.lemma, &token.forms.lemma), (&mut self.folded, &token.forms.folded)]
            {
                text.push_str(term);
                text.push(' ');
            }
            if token.forms.folded.len() >= SHORTEST_WITH_GRAMS && seen.insert(&*token.forms.folded) {
                self.gram.push_str(&token.forms.folded);
                self.gram.push(' ');
            }
        }
        // As read, beside the repair: a caller may quote the bad print itself.
        for token in &analysis.as_read {
            self.folded.push_str(&token.forms.folded);
            self.folded.push(' ');
        }
        for code in analysis.codes.iter().filter(|code| code.certain) {
            self.code.push_str(&code.term);
            self.code.push(' ');
            // `616 55 55` is how Kraków says `12 616 55 55`.
            if code.term.len() == 9
                && code.term.bytes().all(|b| b.is_ascii_digit())
                && let Some(local) = code.term.strip_prefix("12")
            {
                self.code.push_str(local);
                self.code.push(' ');
            }
        }
    }

    fn push_head(&mut self, analysis: &Analysis) {
        let mut before: Option<&str> = None;
        for token in &analysis.tokens {
            self.head.push_str(&token.forms.lemma);
            self.head.push(' ');
            if glue::is_asking(&token.forms.folded) || glue::is_filler(&token.forms.folded) {
                continue;
            }
            if let Some(before) = before {
                self.pair.push_str(&pair(before, &token.forms.lemma));
                self.pair.push(' ');
            }
            before = Some(&token.forms.lemma);
        }
    }
}

impl DocumentBuilder {
    /// Builds the document of `article`, whose unit is `unit` if the dictionary knows it.
    ///
    /// # Errors
    /// Only if the record cannot be encoded, which no article seen so far achieves.
    pub fn build(
        &mut self,
        fields: &Fields,
        article: &Article,
        unit: Option<&Unit>,
        mut card: Card,
        repairs: &mut Repairs<'_>,
    ) -> Result<Prepared, postcard::Error> {
        let lines = self.lines(article, unit, repairs);
        let mut texts = Texts::with_capacity(article.body.len());
        let different = article.body.len() / BYTES_A_WORD;
        let mut seen = HashSet::with_capacity(different);
        for line in lines.iter().filter(|line| line.kind != PassageKind::Name) {
            texts.push(&line.heading_analysis, &mut seen);
            texts.push(&line.analysis, &mut seen);
            card.ocr |= !line.analysis.as_read.is_empty();
            if line.kind != PassageKind::Body {
                texts.push_head(&line.analysis);
            }
            texts.push_head(&line.heading_analysis);
        }
        let said = |said: bool| {
            let lines = lines.iter().filter(move |line| line.said == said);
            lines.flat_map(|line| [&line.heading_analysis, &line.analysis])
        };
        let unsaid = unsaid::unsaid(said(true), said(false));
        let mut packer = Packer::with_capacity(different);
        let packed: Vec<(Vec<u8>, Vec<u8>)> = lines
            .iter()
            .map(|line| (packer.pack(&line.analysis), packer.pack(&line.heading_analysis)))
            .collect();
        let (words, is_glue) = packer.finish();
        let by_own = lines.iter().any(IndexedLine::is_own);
        let of_lines =
            lines.iter().zip(&packed).map(|(line, (tokens, _))| (line.tells(tokens, by_own), &tokens[..]));
        let of_headings = packed.iter().map(|(_, heading)| (HEADING_TELLS, &heading[..]));
        let worth = if by_own { 1.0 } else { TEXT_TELLS };
        let profile = profile(&words, &is_glue, of_lines.chain(of_headings), worth);
        let facts = serde_json::to_string(&article.facts).unwrap_or_default();
        let record = Record {
            summary: article.summary.as_deref().unwrap_or_default().as_bytes(),
            facts: facts.as_bytes(),
            words: &words,
            profile: &profile,
            passages: lines
                .iter()
                .zip(&packed)
                .map(|(line, (tokens, heading_tokens))| Passage {
                    kind: line.kind,
                    internal: line.internal,
                    heading: line.heading.as_bytes(),
                    anchor: line.anchor.as_bytes(),
                    text: if line.shown { line.text.as_bytes() } else { b"" },
                    tokens,
                    heading_tokens,
                })
                .collect(),
        };
        let mut document = TantivyDocument::default();
        document.add_text(fields.id, article.id.as_str());
        for field in [fields.lemma, fields.root] {
            document.add_text(field, &texts.lemma);
        }
        document.add_text(fields.folded, &texts.folded);
        document.add_text(fields.gram, &texts.gram);
        document.add_text(fields.head, &texts.head);
        document.add_text(fields.pair, &texts.pair);
        document.add_text(fields.code, &texts.code);
        document.add_text(fields.unsaid, &unsaid);
        document.add_bytes(fields.card, &postcard::to_allocvec(&card)?);
        document.add_text(fields.raw, &article.raw);
        // The last of what is stored, so that it is found from the end.
        document.add_bytes(fields.record, &record.encode()?);
        Ok(Prepared { document, card })
    }

    fn lines(
        &mut self,
        article: &Article,
        unit: Option<&Unit>,
        repairs: &mut Repairs<'_>,
    ) -> Vec<IndexedLine> {
        let mut lines = Vec::with_capacity(article.sections.len() + article.questions.len() + 8);
        let mut line = |kind, text: &str, shown, said| {
            let analysis = self.analyzer.analyze(text);
            lines.push(IndexedLine {
                kind,
                internal: false,
                heading: String::new(),
                anchor: String::new(),
                text: text.to_owned(),
                shown,
                said,
                analysis,
                heading_analysis: Analysis::default(),
            });
        };
        line(PassageKind::Title, &article.title, false, true);
        for name in names(article) {
            line(PassageKind::Name, &name, false, true);
        }
        if let Some(summary) = &article.summary {
            line(PassageKind::Summary, summary, true, true);
        }
        for question in &article.questions {
            line(PassageKind::Question, question, false, false);
        }
        for keyword in &article.keywords {
            line(PassageKind::Keyword, keyword, false, false);
        }
        for gap in &article.unknown {
            line(PassageKind::Unknown, gap, true, false);
        }
        for fact in fact_lines(&article.facts) {
            line(PassageKind::Keyword, fact, false, true);
        }
        if let Some(unit) = unit {
            for name in [&unit.code, &unit.name] {
                line(PassageKind::Keyword, name, false, true);
            }
            // What a unit is also called, and was called, stands on no page.
            for name in unit.aliases.iter().chain(&unit.formerly) {
                line(PassageKind::Keyword, name, false, false);
            }
        } else if let Some(code) = &article.unit {
            line(PassageKind::Keyword, code, false, true);
        }
        if let Some(source) = &article.source {
            line(PassageKind::Keyword, &source.title, false, true);
        }
        // All of them at once: a lone `1` is an `i` more surely in company.
        let texts: Vec<&str> = article
            .sections
            .iter()
            .flat_map(|section| [section.heading.as_str(), section.text.as_str()])
            .collect();
        let mut found = repairs(&texts).into_iter();
        for section in &article.sections {
            let of_heading = found.next().unwrap_or_default();
            let heading_analysis = self.analyzer.analyze_repaired(&section.heading, &of_heading);
            let of_text = found.next().unwrap_or_default();
            let analysis = self.analyzer.analyze_repaired(&section.text, &of_text);
            lines.push(IndexedLine {
                kind: PassageKind::Body,
                internal: section.internal,
                heading: section.heading.clone(),
                anchor: section.anchor.clone(),
                text: section.text.clone(),
                shown: true,
                said: true,
                analysis,
                heading_analysis,
            });
        }
        lines
    }
}

/// What an article is called beside its title. Nothing is found by it: it tells which of those found is meant.
fn names(article: &Article) -> impl Iterator<Item = String> {
    let id = article.id.as_str().replace('-', " ");
    let head = Some(head(&article.title)).filter(|head| *head != article.title);
    head.map(str::to_owned).into_iter().chain([id])
}

/// A title up to its dash: the matter itself. What stands behind says what is told of it.
pub(in crate::search) fn head(title: &str) -> &str {
    let ends = [" – ", " - ", ": ", " ("];
    let end = ends.iter().filter_map(|end| title.find(end)).min();
    end.and_then(|end| title.get(..end)).unwrap_or(title)
}

/// The values of `facts`, each a line to be found by.
fn fact_lines(facts: &Facts) -> impl Iterator<Item = &str> {
    facts
        .phone
        .iter()
        .chain(&facts.documents)
        .chain(
            [&facts.email, &facts.address, &facts.hours, &facts.fee, &facts.deadline].into_iter().flatten(),
        )
        .map(String::as_str)
        .chain(facts.places.iter().flat_map(|place| place.texts()))
}

#[cfg(test)]
mod tests {
    use crate::search::testkit::{CITY, ask, city, engine, first, hit, ids, request};
    use crate::search::{SearchRequest, Why};

    #[test]
    fn an_article_is_found_by_its_unit_whatever_that_is_called_or_was() {
        for question in
            ["Miejskie Przedsiębiorstwo Oczyszczania", "MPO", "oczyszczarka", "zakład asenizacyjny"]
        {
            let response = ask(city(), question);
            let of_unit = response.hits.iter().filter(|hit| hit.unit.as_deref() == Some("MPO")).count();
            assert_eq!(of_unit, 4, "{question}: {:?}", ids(&response));
            assert_eq!(response.hits[0].unit.as_deref(), Some("MPO"), "{question}");
        }
    }

    #[test]
    fn what_a_unit_is_also_called_is_told_to_no_resident() {
        let told = |residents: bool| {
            let engine = engine(CITY);
            let engine = if residents { engine.for_residents() } else { engine };
            ask(&engine, "asenizacyjnyy").did_you_mean
        };
        assert_eq!(told(false).as_deref(), Some("asenizacyjny"));
        assert_eq!(told(true), None);
    }

    #[test]
    fn an_article_is_found_by_its_act_its_facts_its_keywords_and_its_questions() {
        for (question, id) in [
            ("Zarządzenie nr 3465/2024", "regulamin-2024"),
            ("fotografia i dotychczasowy dowód", "dowod-osobisty"),
            ("odpis skrócony 22 zł", "odpis-aktu"),
            ("Nowohucka", "elektroodpady"),
            ("kanapa", "gabaryty"),
            ("meble spod bloku", "gabaryty"),
        ] {
            assert_eq!(first(city(), question), id, "{question}");
        }
    }

    #[test]
    fn what_only_may_be_a_code_is_indexed_as_words() {
        let engine = engine(&[
            ("a.md", "---\ntitle: Pokoje\n---\nPokój dk 03 na parterze."),
            ("b.md", "---\ntitle: Referaty\n---\nReferat DK-03 na piętrze."),
        ]);
        let response = engine.search(&SearchRequest { explain: true, ..request("DK-03") });
        assert_eq!(ids(&response), ["b", "a"]);
        assert!(response.interpreted.iter().any(|made| made.why == Why::Code));
        let by_code =
            |id| hit(&response, id).explanation.iter().any(|line| line.contains("numer lub symbol"));
        assert!(by_code("b") && !by_code("a"));
    }
}
