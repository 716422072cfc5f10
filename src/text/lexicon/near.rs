//! Forms one slip of a finger away from a word.
//!
//! Neighbours of a word share its beginning with it. Walking the dictionary once along the word and stepping aside at
//! each letter reads a fraction of what asking for each of six hundred neighbours would. With an automaton, the usual
//! way, misspelt questions were measured to take a third longer: it looks at every letter that goes on from every place
//! it comes to.

use fst::raw::{Fst, Node};

/// Calls `each` with every key of `dictionary` that one letter changed, lost, added or swapped with its neighbour
/// makes of `word`; with some more than once. Letters are ASCII: a word with others has no neighbours.
pub(super) fn one_edit_away<D: AsRef<[u8]>>(dictionary: &Fst<D>, word: &str, each: &mut dyn FnMut(&str)) {
    if !word.is_ascii() {
        return;
    }
    let word = word.as_bytes();
    let mut found = Vec::with_capacity(word.len() + 1);
    let mut emit = |head: &[u8], middle: &[u8], tail: &[u8]| {
        found.clear();
        found.extend_from_slice(head);
        found.extend_from_slice(middle);
        found.extend_from_slice(tail);
        if let Ok(found) = std::str::from_utf8(&found) {
            each(found);
        }
    };
    let mut node = dictionary.root();
    for at in 0..=word.len() {
        let (head, tail) = word.split_at(at);
        if let [_, rest @ ..] = tail
            && is_key(dictionary, node, rest)
        {
            emit(head, &[], rest);
        }
        if let [first, second, rest @ ..] = tail
            && first != second
            && step(dictionary, &node, *second)
                .and_then(|next| step(dictionary, &next, *first))
                .is_some_and(|next| is_key(dictionary, next, rest))
        {
            emit(head, &[*second, *first], rest);
        }
        for aside in node.transitions().filter(|aside| aside.inp.is_ascii_lowercase()) {
            let next = dictionary.node(aside.addr);
            if is_key(dictionary, next, tail) {
                emit(head, &[aside.inp], tail);
            }
            if let [first, rest @ ..] = tail
                && *first != aside.inp
                && is_key(dictionary, next, rest)
            {
                emit(head, &[aside.inp], rest);
            }
        }
        match tail.first().and_then(|&letter| step(dictionary, &node, letter)) {
            Some(next) => node = next,
            None => return,
        }
    }
}

fn step<'f, D: AsRef<[u8]>>(dictionary: &'f Fst<D>, node: &Node<'f>, letter: u8) -> Option<Node<'f>> {
    Some(dictionary.node(node.transition_addr(node.find_input(letter)?)))
}

/// Whether `tail` leads from `node` to the end of a key.
fn is_key<'f, D: AsRef<[u8]>>(dictionary: &'f Fst<D>, mut node: Node<'f>, tail: &[u8]) -> bool {
    for &letter in tail {
        match step(dictionary, &node, letter) {
            Some(next) => node = next,
            None => return false,
        }
    }
    node.is_final()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::text::lexicon::Lexicon;

    fn edits(word: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for at in 0..=word.len() {
            let (head, tail) = word.split_at(at);
            for letter in 'a'..='z' {
                all.insert(format!("{head}{letter}{tail}"));
                if !tail.is_empty() {
                    all.insert(format!("{head}{letter}{}", &tail[1..]));
                }
            }
            if !tail.is_empty() {
                all.insert(format!("{head}{}", &tail[1..]));
            }
            if let [first, second, ..] = tail.as_bytes() {
                all.insert(format!("{head}{}{}{}", char::from(*second), char::from(*first), &tail[2..]));
            }
        }
        all
    }

    #[test]
    fn the_walk_finds_what_trying_every_neighbour_finds() {
        let lexicon = Lexicon::polish();
        for word in ["zgloszneie", "parkign", "wniosk", "podatke", "kot", "ab", "lodowka", "xqzzy", ""] {
            let mut found = BTreeSet::new();
            lexicon.one_edit_away(word, &mut |form| {
                found.insert(form.to_owned());
            });
            found.remove(word);
            let is_form = |form: &String| form != word && lexicon.knows_folded(form);
            let expected: BTreeSet<String> = edits(word).into_iter().filter(is_form).collect();
            assert_eq!(found, expected, "of {word}");
        }
    }

    #[test]
    fn a_word_of_other_letters_has_no_neighbours() {
        Lexicon::polish().one_edit_away("київ", &mut |form| panic!("{form}"));
    }
}
