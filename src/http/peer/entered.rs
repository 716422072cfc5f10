//! Who was let in, and how.

use super::Peer;
use crate::journal::Actor;
use crate::journal::people::audit::By;

/// Who was let in, and by which way; an extension of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Entered {
    pub(in crate::http) actor: Actor,
    pub(in crate::http) way: Way,
    pub(in crate::http) peer: Peer,
}

impl Entered {
    /// As the audit trail names them.
    pub(in crate::http) fn by(&self) -> By {
        By::actor(&self.actor, self.peer.client.to_string())
    }
}

/// The way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Way {
    Token,
    Session,
    Proxy,
    Machine,
}

impl Way {
    /// All of them.
    pub(in crate::http) const ALL: [Self; 4] = [Self::Token, Self::Session, Self::Proxy, Self::Machine];

    pub(in crate::http) fn code(self) -> &'static str {
        match self {
            Way::Token => "token",
            Way::Session => "session",
            Way::Proxy => "proxy",
            Way::Machine => "machine",
        }
    }

    /// Whether a browser goes this way by itself, also when a foreign page sends it.
    pub(in crate::http) fn is_taken_unasked(self) -> bool {
        self != Way::Token
    }
}
