//! The promise that nothing is dropped, as a check: every word of the source stands in some article.
//!
//! The check knows nothing of how the order was taken apart. It compares the words of each source line, in their
//! order, with the words of the finished articles; a line whose words are nowhere together was lost.

use crate::order::DraftArticle;
use crate::order::lines::scan::{Mark, lines, marked};

/// Lines of `text` (as repaired) whose words do not reach any of `drafts`: line number and text.
pub fn uncovered(text: &str, drafts: &[DraftArticle]) -> Vec<(usize, String)> {
    let articles: Vec<&str> = drafts.iter().map(|draft| draft.markdown.as_str()).collect();
    missing(text, &articles)
}

fn missing(text: &str, articles: &[&str]) -> Vec<(usize, String)> {
    let streams: Vec<String> = articles.iter().map(|article| stream(article)).collect();
    let mut lost = Vec::new();
    let mut nearby = Nearby::default();
    let mut halved = false;
    for line in lines(text) {
        let marked = marked(&line.text);
        let inner = if matches!(marked.mark, Mark::Section { .. }) {
            crate::order::lines::scan::marked(marked.rest).rest
        } else {
            marked.rest
        };
        let mut words = words(inner);
        // Halves of a hyphenated word stand joined in the article.
        let skip = usize::from(halved).min(words.len());
        words.drain(..skip);
        halved = line.text.ends_with(['-', '\u{ad}']);
        if halved {
            words.pop();
        }
        // A table's row, or a break within a cell, may have been joined or parted anywhere but inside a word.
        let needle = format!(" {} ", words.join(" "));
        let number_alone = words.len() == 1 && words[0].bytes().all(|b| b.is_ascii_digit());
        if words.is_empty() || number_alone || nearby.find(&streams, &needle) {
            continue;
        }
        lost.push((line.number, line.text));
    }
    lost
}

/// Looks where the last line was found first: lines follow one another in the articles too, and a search through
/// everything for each line would be quadratic.
#[derive(Default)]
struct Nearby {
    stream: usize,
    at: usize,
}

impl Nearby {
    /// How far ahead the next line may stand, in bytes.
    const REACH: usize = 4096;

    fn find(&mut self, streams: &[String], needle: &str) -> bool {
        if let Some(ahead) = streams.get(self.stream).and_then(|stream| stream.get(self.at..)) {
            let mut end = Self::REACH.min(ahead.len());
            while !ahead.is_char_boundary(end) {
                end += 1;
            }
            if let Some(found) = ahead[..end].find(needle) {
                self.at += found;
                return true;
            }
        }
        let everywhere =
            streams.iter().enumerate().find_map(|(index, stream)| Some((index, stream.find(needle)?)));
        if let Some((stream, at)) = everywhere {
            *self = Self { stream, at };
        }
        everywhere.is_some()
    }
}

/// The words of an article, each between single spaces.
fn stream(markdown: &str) -> String {
    format!(" {} ", words(markdown).join(" "))
}

fn words(text: &str) -> Vec<String> {
    let plain = text.replace('\\', "");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_line_is_found_and_a_joined_one_is_not() {
        let text = "§ 1. 1. Ogród jest czyn-\nny codziennie,\n\n113)’ także zimą;\n\n4)\n\nzguba w parku";
        let lost = missing(text, &["§ 1. Ogród jest czynny codziennie,\n\n1) także zimą;"]);
        assert_eq!(lost, [(8, "zguba w parku".to_owned())]);
    }

    #[test]
    fn words_in_another_order_do_not_count() {
        assert_eq!(missing("zima wiosna lato", &["lato wiosna zima"]).len(), 1);
    }
}
