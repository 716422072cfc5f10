//! The one integration binary: each further file in `tests/` would link the whole program again.
//!
//! | where | promise |
//! |---|---|
//! | **`finding`** | whoever asks gets what the Baza Wiedzy says, and no more certainty than there is |
//! | `finding::golden` | the golden questions of kb/pytania keep their answers, and silence where nothing answers |
//! | `finding::searches` | filters, quotes, minus, pages, typos and confidence, on the city's own articles |
//! | `finding::when` | a question with a day gets the state of that day, at the command line and at both doors |
//! | **`editing`** | who publishes what, and what becomes of the versions |
//! | `editing::desk` | what editors look at leaves no trace, what they list is what there is |
//! | `editing::history` | every version is kept, whoever changed, moved or removed the file, and each can come back |
//! | `editing::publish` | what editors publish is durable, found, never lost to a race, and its history is whole |
//! | `editing::rules` | nobody serves what nobody else approved, overwrites what is newer, or passes errors over in silence |
//! | **`doors`** | who may pass where, and what comes out of each address |
//! | `doors::access` | tokens made beside a running server let in at once, and no longer than they hold |
//! | `doors::described` | every operation of the API's description answers as it is described |
//! | `doors::proxies` | sign-on by a proxy, whose word about an address counts, how much one address may ask |
//! | `doors::roles` | each route lets in the roles that the description names, and nobody else |
//! | `doors::topics` | topics for residents list all that is theirs and nothing else |
//! | **`secrecy`** | what must not be seen is not there to be seen |
//! | `secrecy::canary` | nothing internal comes out of a public address, in any place it can stand |
//! | `secrecy::personal` | what is typed about a caller at any door stands in no byte that the server wrote |
//! | `secrecy::retention` | what is written down is deleted when its period is over, and then it is nowhere |
//! | **`lasting`** | nothing acknowledged is lost, whatever happens to the process or the disk |
//! | `lasting::durable` | what is acknowledged was on the disk before: file, folder and database, in this order |
//! | `lasting::faults` | power cuts, damaged indexes, broken articles and full disks cost nothing but time |
//! | `lasting::rebuild` | a rebuild stands beside the live index, and what made the index another way means one |
//! | `lasting::signals` | asked to stop, the server finishes what is in flight; asked to read again, it reads |
//! | `lasting::storm` | a server killed amid publishing has lost nothing that it acknowledged |
//! | **`attack`** | what was tried to end the service, or to make it forget, and what was left of it: `survived / tried` |
//! | `attack::hostile` | texts and names that mean harm run nowhere and leave no folder |
//! | **`house`** | the tree is what it says it is |
//! | `house::architecture` | modules depend downwards only, and each library is named in one layer |
//! | `house::corpus` | the made-up articles of benches and tests are good Polish and always the same |
//! | `house::planted` | the faults of tests/planted apply to the tree as it is, and name tests that there are |
//! | `house::promises` | tests/PROMISES.md names tests that there are, and counts what it lists |
//! | `options` | each option has its effect, said as a flag, as a variable and in the file, and none unsaid |
//! | `harness` | a throw-away Baza Wiedzy and the real program |
//!
//! Names of tests are sentences about behaviour; what one module promises by itself is tested beside its code.
//!
//! No test may hold because nothing happened. A loop or a branch in which something is asserted counts how often it
//! came to that; beside each "does not", "is masked", "is refused" stands what would be seen if it did; what this machine
//! does not let us try says so aloud (`harness::left_out`); and what happens by itself is waited for (`eventually`),
//! never for as long as it usually takes.

mod harness;
mod options;

mod finding {
    mod golden;
    mod searches;
    mod when;
}
mod editing {
    mod desk;
    mod history;
    mod publish;
    mod rules;
}
mod doors {
    mod access;
    mod described;
    mod proxies;
    mod roles;
    mod topics;
}
mod secrecy {
    mod canary;
    mod personal;
    mod retention;
}
mod lasting {
    mod durable;
    pub mod faults;
    mod rebuild;
    mod signals;
    mod storm;
}
mod attack;
mod house {
    pub mod architecture;
    mod corpus;
    mod planted;
    mod promises;
}

#[path = "../openapi/description.rs"]
mod description;
#[path = "../../benches/support/mod.rs"]
mod support;
#[path = "../model/tiny.rs"]
mod tiny;
