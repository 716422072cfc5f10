//! A text as the rules read it: tokens with their digits and letters, whatever script, markup or grouping hides them.

pub(super) mod digit;
pub(super) mod markup;
pub(super) mod run;
pub(super) mod script;
pub(super) mod settled;
mod spelt;
pub(super) mod token;
