//! An answer's text as HTML: escaped, what matched in `<mark>`, line ends as `<br>`. Nothing else is in it.
//!
//! Below, marks are places in the text its author wrote. Here they become tags, in one pass over the text; nobody looks
//! for them in HTML afterwards.

use crate::search::Answer;
use crate::text::say;

/// The text as it stands, for programs.
pub(in crate::http) fn html(answer: &Answer) -> String {
    written(answer, &answer.text)
}

/// For a page: lines end nowhere where Polish lets none end, nor does the passage end in an empty one.
pub(in crate::http) fn for_page(answer: &Answer) -> String {
    written(answer, &say::unbroken(answer.text.trim_end()))
}

/// Writes `shown`, which is the answer's text letter for letter but for the width of its spaces.
fn written(answer: &Answer, shown: &str) -> String {
    let mut html = String::with_capacity(shown.len() + 32);
    let mut letters = shown.chars();
    for (part, matched) in answer.parts() {
        let part = letters.by_ref().take(part.chars().count());
        if matched {
            html.push_str("<mark>");
            part.for_each(|letter| escape_into(letter, &mut html));
            html.push_str("</mark>");
        } else {
            part.for_each(|letter| escape_into(letter, &mut html));
        }
    }
    html
}

fn escape_into(letter: char, html: &mut String) {
    match letter {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        '\n' => html.push_str("<br>"),
        letter => html.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer in which every `word` matched.
    fn answer(text: &str, word: &str) -> Answer {
        let marks = text.match_indices(word).map(|(at, word)| (at, at + word.len())).collect();
        Answer {
            heading: String::new(),
            text: text.into(),
            marks,
            anchor: String::new(),
            fact: None,
            internal: false,
        }
    }

    #[test]
    fn what_an_author_wrote_is_shown_as_text_and_what_matched_is_marked() {
        assert_eq!(
            html(&answer("a <b> & \"c\"\nd'", "<b>")),
            "a <mark>&lt;b&gt;</mark> &amp; &quot;c&quot;<br>d&#39;"
        );
        assert_eq!(html(&answer("♻️ stół, ława", "ława")), "♻️ stół, <mark>ława</mark>");
        assert_eq!(html(&answer("bez znaków", "x")), "bez znaków");
    }

    #[test]
    fn a_mark_stays_on_its_word_wherever_the_page_lets_no_line_end() {
        let page = |text, word| for_page(&answer(text, word)).replace(crate::text::say::NBSP, "~");
        assert_eq!(page("🧺 w domu i w piwnicy", "piwnicy"), "🧺 w~domu i~w~<mark>piwnicy</mark>");
        assert_eq!(page("z domu", "z"), "<mark>z</mark>~domu");
        assert_eq!(page("opłata 17 zł,\nod łóżka\n", "zł"), "opłata 17~<mark>zł</mark>,<br>od łóżka");
        assert_eq!(page("od 1 czerwca", "1 czerwca"), "od <mark>1~czerwca</mark>");
    }
}
