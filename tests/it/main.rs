//! The one integration binary: each further file in `tests/` would link the whole program again.
//!
//! | file | promise |
//! |---|---|
//! | `access` | tokens made beside a running server let in at once, and no longer than they hold |
//! | `architecture` | modules depend downwards only, and each library is named in one layer |
//! | `attack` | what was tried to end the service, or to make it forget, and what was left of it: `survived / tried` |
//! | `canary` | nothing internal comes out of a public address, in any place it can stand |
//! | `corpus` | the made-up articles of benches and tests are good Polish and always the same |
//! | `described` | every operation of the API's description answers as it is described |
//! | `desk` | what editors look at leaves no trace, what they list is what there is |
//! | `durable` | what is acknowledged was on the disk before: file, folder and database, in this order |
//! | `faults` | power cuts, damaged indexes, broken articles and full disks cost nothing but time |
//! | `golden` | the golden questions of kb/pytania keep their answers, and silence where nothing answers |
//! | `harness` | a throw-away Baza Wiedzy and the real program |
//! | `history` | every version is kept, whoever changed, moved or removed the file, and each can come back |
//! | `hostile` | texts and names that mean harm run nowhere and leave no folder |
//! | `options` | each option has its effect, said as a flag, as a variable and in the file, and none unsaid |
//! | `personal` | what is typed about a caller at any door stands in no byte that the server wrote |
//! | `planted` | the faults of tests/planted apply to the tree as it is, and name tests that there are |
//! | `promises` | tests/PROMISES.md names tests that there are, and counts what it lists |
//! | `proxies` | sign-on by a proxy, whose word about an address counts, how much one address may ask |
//! | `publish` | what editors publish is durable, found, never lost to a race, and its history is whole |
//! | `rebuild` | a rebuild stands beside the live index, and what made the index another way means one |
//! | `retention` | what is written down is deleted when its period is over, and then it is nowhere |
//! | `roles` | each route lets in the roles that the description names, and nobody else |
//! | `rules` | nobody serves what nobody else approved, overwrites what is newer, or passes errors over in silence |
//! | `searches` | filters, quotes, minus, pages, typos and confidence, on the city's own articles |
//! | `signals` | asked to stop, the server finishes what is in flight; asked to read again, it reads |
//! | `storm` | a server killed amid publishing has lost nothing that it acknowledged |
//! | `topics` | topics for residents list all that is theirs and nothing else |
//! | `when` | a question with a day gets the state of that day, at the command line and at both doors |
//!
//! Names of tests are sentences about behaviour; what one module promises by itself is tested beside its code.
//!
//! No test may hold because nothing happened. A loop or a branch in which something is asserted counts how often it
//! came to that; beside each "does not", "is masked", "is refused" stands what would be seen if it did; what this machine
//! does not let us try says so aloud (`harness::left_out`); and what happens by itself is waited for (`eventually`),
//! never for as long as it usually takes.

mod access;
mod architecture;
mod attack;
mod canary;
mod corpus;
mod described;
mod desk;
mod durable;
mod faults;
mod golden;
mod harness;
mod history;
mod hostile;
mod options;
mod personal;
mod planted;
mod promises;
mod proxies;
mod publish;
mod rebuild;
mod retention;
mod roles;
mod rules;
mod searches;
mod signals;
mod storm;
mod topics;
mod when;

#[path = "../openapi/description.rs"]
mod description;
#[path = "../../benches/support/mod.rs"]
mod support;
