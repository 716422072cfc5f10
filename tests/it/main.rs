//! The one integration binary: each further file in `tests/` would link the whole program again.
//!
//! | file | promise |
//! |---|---|
//! | `access` | tokens made beside a running server let in at once, and no longer than they hold |
//! | `architecture` | modules depend downwards only, and each library is named in one layer |
//! | `attack` | what was tried to end the service, or to make it forget, and what was left of it: `survived / tried` |
//! | `canary` | nothing internal comes out of a public address, in any place it can stand |
//! | `corpus` | the made-up articles of benches and tests are good Polish and always the same |
//! | `desk` | what editors look at leaves no trace, what they list is what there is |
//! | `faults` | power cuts, damaged indexes, broken articles and full disks cost nothing but time |
//! | `golden` | the golden questions of kb/pytania keep their answers, and silence where nothing answers |
//! | `harness` | a throw-away Baza Wiedzy and the real program |
//! | `hostile` | texts and names that mean harm run nowhere and leave no folder |
//! | `publish` | what editors publish is durable, found, never lost to a race, and its history is whole |
//! | `storm` | a server killed amid publishing has lost nothing that it acknowledged |
//! | `topics` | topics for residents list all that is theirs and nothing else |
//!
//! Names of tests are sentences about behaviour; what one module promises by itself is tested beside its code.

mod access;
mod architecture;
mod attack;
mod canary;
mod corpus;
mod desk;
mod faults;
mod golden;
mod harness;
mod hostile;
mod publish;
mod storm;
mod topics;

#[path = "../../benches/support/mod.rs"]
mod support;
