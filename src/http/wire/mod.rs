//! What passes over the wire: parameters, addresses, problems, tags, the description of values; of the Baza Wiedzy it
//! knows nothing.

pub(super) mod address;
pub(super) mod assets;
pub(super) mod cache;
pub(super) mod etag;
pub(super) mod facts;
pub(super) mod kept;
pub(super) mod problem;
pub(super) mod read;
pub(super) mod request_id;
pub(in crate::http) mod vocabulary;
