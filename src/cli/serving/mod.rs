//! Commands of whoever runs the server.

pub(super) mod init;
pub(super) mod residents;
pub(super) mod serve;
pub(super) mod token;
pub(super) mod widget;
