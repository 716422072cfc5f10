//! What was sent, read into the struct that describes it: a query string ([`params::Params`]), a body of JSON
//! ([`body::Sent`]).
//!
//! The struct is the reader and the documentation. A field says with `deserialize_with` how it is read ([`value`]), serde
//! says where something is amiss, and [`fault`] says it to whoever has to mend it.

pub(in crate::http) mod body;
mod fault;
pub(in crate::http) mod params;
pub(in crate::http) mod value;

#[cfg(test)]
mod tests;
