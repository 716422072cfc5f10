//! The forms of a word by which it is found.

use tantivy::schema::Field;

use crate::search::index::schema::Fields;

/// By what a term is compared; one field of the index each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::search) enum Form {
    Lemma,
    Root,
    Folded,
    Gram,
    Head,
    Pair,
    Code,
}

impl Form {
    /// Every form, in the order of its number.
    pub const ALL: [Form; 7] =
        [Form::Lemma, Form::Root, Form::Folded, Form::Gram, Form::Head, Form::Pair, Form::Code];

    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Form::Lemma => fields.lemma,
            Form::Root => fields.root,
            Form::Folded => fields.folded,
            Form::Gram => fields.gram,
            Form::Head => fields.head,
            Form::Pair => fields.pair,
            Form::Code => fields.code,
        }
    }
}
