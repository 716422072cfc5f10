//! What an order is made of: its header, paragraphs with their points, and the units that they give work to.

pub(super) mod builder;
pub(super) mod header;
pub(super) mod paragraphs;
pub(super) mod units;
