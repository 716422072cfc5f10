//! The terms by which an article is found: the forms of a word, and what each field derives from them.

pub(in crate::search) mod form;
pub(in crate::search) mod grams;
pub(in crate::search) mod tokenizer;
pub(in crate::search) mod unsaid;
