//! The best passage of an article: what is shown of it, with the words that matched.

use super::expand::Plan;
use super::hit::{Answer, Why};
use super::query::Query;
use super::record::{Kind, Passage, Record, StoredToken, hash, unpack};

/// Longest answer shown, in bytes; cut at a line or word.
const LONGEST: usize = 1400;

/// The words of a question as hashes, to compare with stored tokens.
pub(super) struct Matcher {
    words: Vec<MatchWord>,
    total: f32,
}

struct MatchWord {
    worth: f32,
    lemmas: Vec<(u32, Why)>,
    folded: Vec<u32>,
    exact: Box<str>,
    accented: bool,
    prefix: Option<Box<str>>,
    root: u16,
}

/// How a line answers the question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct LineMatch {
    /// Share of the question's worth that the line has, 0..=1.
    pub coverage: f32,
    /// Share of neighbouring words of the question that are neighbours in the line too, 0..=1.
    pub order: f32,
    /// Matched tokens over all tokens of the line.
    pub density: f32,
}

/// What an article's lines say together.
#[derive(Debug, Clone, Default)]
pub(super) struct RecordMatch {
    /// Index of the best shown passage.
    pub best: usize,
    /// The best line of any kind.
    pub line: LineMatch,
    /// The best line among title and questions: how nearly the question is this article's own.
    pub head: LineMatch,
    /// Share of the question found anywhere.
    pub coverage: f32,
    /// Words typed with the accents they have here.
    pub exact: f32,
}

impl Matcher {
    pub fn new(query: &Query, plan: &Plan) -> Self {
        let words: Vec<MatchWord> = query
            .content()
            .map(|(at, word)| {
                let readings = plan.readings.get(at).cloned().unwrap_or_default();
                MatchWord {
                    worth: plan.worth.get(at).copied().unwrap_or(0.0),
                    lemmas: readings.lemmas.iter().map(|(lemma, why)| (hash(lemma), *why)).collect(),
                    folded: readings.folded.iter().map(|(folded, _)| hash(folded)).collect(),
                    exact: word.forms.exact.clone(),
                    accented: word.forms.exact != word.forms.folded,
                    prefix: readings.prefix,
                    root: readings.root,
                }
            })
            .collect();
        let total = words.iter().map(|word| word.worth).sum::<f32>().max(f32::EPSILON);
        Self { words, total }
    }

    /// Which word of the question a token is, if any, and how well: 1 for the word, less for its root.
    fn find(&self, token: &StoredToken) -> Option<(usize, f32)> {
        let mut by_root = None;
        for (at, word) in self.words.iter().enumerate() {
            if word.lemmas.iter().any(|(lemma, _)| *lemma == token.lemma)
                || word.folded.contains(&token.folded)
            {
                return Some((at, 1.0));
            }
            if word.root != 0 && word.root == token.root && by_root.is_none() {
                by_root = Some((at, 0.6));
            }
        }
        by_root
    }

    /// Compares one line.
    fn line(
        &self,
        tokens: &[u8],
        heading: &[u8],
        text: &str,
        seen: &mut [f32],
        exact: &mut u64,
    ) -> LineMatch {
        let mut best = vec![0.0f32; self.words.len()];
        let mut last: Option<(usize, usize)> = None;
        let mut in_order = 0usize;
        let mut matched = 0usize;
        for token in unpack(heading) {
            if let Some((at, worth)) = self.find(&token) {
                best[at] = best[at].max(0.8 * worth);
            }
        }
        let all = unpack(tokens);
        let count = all.len();
        for (place, token) in all.enumerate() {
            let Some((at, worth)) = self.find(&token) else { continue };
            matched += 1;
            best[at] = best[at].max(worth);
            if worth >= 1.0 {
                let word = &self.words[at];
                let same = text.get(token.start..token.end).is_some_and(|here| {
                    if word.accented {
                        here.to_lowercase() == *word.exact
                    } else {
                        here.is_ascii() && here.eq_ignore_ascii_case(&word.exact)
                    }
                });
                if same {
                    *exact |= 1 << at.min(63);
                }
            }
            if let Some((before, stood)) = last
                && at == before + 1
                && place - stood <= 2
            {
                in_order += 1;
            }
            last = Some((at, place));
        }
        for (seen, best) in seen.iter_mut().zip(&best) {
            *seen = seen.max(*best);
        }
        let covered: f32 = self.words.iter().zip(&best).map(|(word, best)| word.worth * best).sum();
        LineMatch {
            coverage: covered / self.total,
            order: (in_order as f32 / self.words.len().saturating_sub(1).max(1) as f32).min(1.0),
            density: matched as f32 / count.max(1) as f32,
        }
    }

    /// Compares a whole article.
    pub fn article(&self, record: &Record<'_>) -> RecordMatch {
        let mut result = RecordMatch::default();
        let mut seen = vec![0.0f32; self.words.len()];
        let mut exact = 0u64;
        let mut best_shown = f32::NEG_INFINITY;
        for (at, passage) in record.passages.iter().enumerate() {
            let line = self.line(passage.tokens, passage.heading_tokens, passage.text, &mut seen, &mut exact);
            let value = line.coverage + 0.25 * line.order;
            if value > result.line.coverage + 0.25 * result.line.order {
                result.line = line;
            }
            if matches!(passage.kind, Kind::Title | Kind::Question)
                && value > result.head.coverage + 0.25 * result.head.order
            {
                result.head = line;
            }
            if !passage.text.is_empty() {
                // The summary is what is read out: it wins ties, and a passage must say clearly more to displace it.
                let shown =
                    value + 0.15 * line.density + if passage.kind == Kind::Summary { 0.05 } else { 0.0 };
                if shown > best_shown {
                    best_shown = shown;
                    result.best = at;
                }
            }
        }
        result.coverage =
            self.words.iter().zip(&seen).map(|(word, seen)| word.worth * seen).sum::<f32>() / self.total;
        result.exact = exact.count_ones() as f32 / self.words.len().max(1) as f32;
        result
    }

    /// The passage as an answer, its matched words marked.
    pub fn answer(&self, passage: &Passage<'_>, title: &str, fact: Option<&'static str>) -> Answer {
        let text = cut(passage.text);
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for token in unpack(passage.tokens) {
            if token.end > text.len() {
                break;
            }
            let by_prefix = || {
                self.words.iter().filter_map(|word| word.prefix.as_deref()).any(|prefix| {
                    text.get(token.start..token.end)
                        .is_some_and(|here| crate::text::fold(here).starts_with(prefix))
                })
            };
            if self.find(&token).is_some() || by_prefix() {
                marks.push((token.start, token.end));
            }
        }
        Answer {
            heading: if passage.heading.is_empty() { title.to_owned() } else { passage.heading.to_owned() },
            text: text.to_owned(),
            marks,
            anchor: if passage.anchor.is_empty() { String::new() } else { format!("#{}", passage.anchor) },
            fact,
            internal: passage.internal,
        }
    }

    /// The means by which this article was found, best first.
    pub fn why(&self, record: &Record<'_>, machine_read: bool) -> Vec<Why> {
        let mut why = Vec::new();
        for passage in &record.passages {
            for token in unpack(passage.tokens) {
                for word in &self.words {
                    if let Some((_, means)) = word.lemmas.iter().find(|(lemma, _)| *lemma == token.lemma) {
                        let here = passage.text.get(token.start..token.end).map(str::to_lowercase);
                        let means = match means {
                            Why::Lemma if here.as_deref() == Some(&*word.exact) => Why::Exact,
                            Why::Lemma if word.folded.contains(&token.folded) => {
                                if machine_read {
                                    Why::Ocr
                                } else if here.is_none() {
                                    Why::Exact
                                } else {
                                    Why::Folded
                                }
                            }
                            means => *means,
                        };
                        if !why.contains(&means) {
                            why.push(means);
                        }
                    }
                }
            }
        }
        why.sort();
        why
    }
}

/// Cuts a text that is too long to be shown at the end of a line, a sentence or a word.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let at = head.rfind('\n').or_else(|| head.rfind(". ").map(|at| at + 1)).or_else(|| head.rfind(' '));
    match at {
        Some(at) if at > LONGEST / 2 => &text[..at],
        _ => head,
    }
}
