//! Every option there is, with its type and its one name.

use std::net::SocketAddr;
use std::path::PathBuf;

use jiff::civil::Date;

use super::access::{Days, Header, Roles};
use super::public::{BaseAddress, Name, Networks, Origins, Rate};
use super::value::{Count, Limit, LogFilter, OptionValue, ValueKind};
use crate::quality::golden::By;

/// Declares the options once: the field, its type, its name everywhere.
macro_rules! options {
    ($(#[doc = $doc:literal] $field:ident: $type:ty = $key:literal;)*) => {
        /// What one source said: the options it names, and no others.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Layer {
            $(#[doc = $doc] pub $field: Option<$type>,)*
        }

        impl Layer {
            /// The names of all options.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            /// What is said here, completed by what `lower` says.
            pub fn or(self, lower: Self) -> Self {
                Self { $($field: self.$field.or(lower.$field),)* }
            }

            pub(super) fn kind(key: &str) -> Option<ValueKind> {
                match key { $($key => Some(<$type as OptionValue>::KIND),)* _ => None }
            }

            pub(super) fn set(&mut self, key: &str, text: &str) -> Result<(), String> {
                match key {
                    $($key => self.$field = Some(<$type as OptionValue>::read(text)?),)*
                    _ => {}
                }
                Ok(())
            }
        }
    };
}

options! {
    /// Folder of the articles and dictionaries.
    kb: PathBuf = "kb";
    /// Folder of the index.
    index: PathBuf = "index";
    /// Folder of what cannot be derived.
    data: PathBuf = "data";
    /// `serve`, `index`: the folder of the articles may be empty although articles are known.
    begin_empty: bool = "begin-empty";
    /// `serve`, `search`, `eval`: the sentence model that refines what words find.
    model: PathBuf = "model";
    /// Address and port of the server.
    listen: SocketAddr = "listen";
    /// `serve`: nobody approves a text of their own.
    four_eyes: bool = "four-eyes";
    /// Address under which residents know the server.
    public_address: BaseAddress = "public-address";
    /// Origins whose pages may read the public API.
    allowed_origins: Origins = "allowed-origins";
    /// Networks whose `X-Forwarded-For` is believed.
    trusted_proxies: Networks = "trusted-proxies";
    /// Requests a minute that one address may make of the public side.
    public_rate: Rate = "public-rate";
    /// The unit that residents call when they find nothing.
    infoline: Name = "infoline";
    /// Where to write about the accessibility of the residents' pages.
    accessibility_email: Name = "accessibility-email";
    /// Whether people reach the server over TLS only.
    https: bool = "https";
    /// The header with the name of whoever the proxy signed in.
    user_header: Header = "user-header";
    /// The header with their groups.
    group_header: Header = "group-header";
    /// Which group has which role.
    roles: Roles = "roles";
    /// For how many days questions are kept for reports.
    keep_questions: Days = "keep-questions";
    /// For how many days calls are kept.
    keep_calls: Days = "keep-calls";
    /// For how many days submissions are kept.
    keep_submissions: Days = "keep-submissions";
    /// For how many days feedback is kept.
    keep_feedback: Days = "keep-feedback";
    /// For how many days the audit trail is kept.
    keep_audit: Days = "keep-audit";
    /// Filter of the log.
    log: LogFilter = "log";
    /// The day for which "in force" is meant; today by default.
    today: Date = "today";
    /// `index`: build everything anew.
    full: bool = "full";
    /// `search`: how many hits.
    limit: Limit = "limit";
    /// `search`, `eval`: JSON instead of text for people.
    json: bool = "json";
    /// `search`: say why each hit stands where it stands.
    explain: bool = "explain";
    /// `search`: only what residents may see.
    public: bool = "public";
    /// `import`: folder for the articles.
    out: PathBuf = "out";
    /// `import`: write nothing.
    dry_run: bool = "dry-run";
    /// `eval`: questions.
    queries: PathBuf = "queries";
    /// `eval`: judgements.
    qrels: PathBuf = "qrels";
    /// `eval`: golden questions.
    golden: PathBuf = "golden";
    /// `eval`: the folder of callers' questions.
    calls: PathBuf = "calls";
    /// `eval`: what golden questions name.
    by: By = "by";
    /// `eval`: figures to compare with.
    baseline: PathBuf = "baseline";
    /// `eval`: where to write the figures.
    save: PathBuf = "save";
    /// `eval`: seed of the typing errors to make.
    typos: u64 = "typos";
    /// `eval`: take the Polish diacritics away.
    strip: bool = "strip";
    /// `tune`: into how many parts the questions are dealt.
    folds: Count = "folds";
    /// `tune`: how often each weight is tried.
    rounds: Count = "rounds";
    /// `tune`: one question in this many is asked.
    every: Count = "every";
    /// `tune`: where to write the report.
    report: PathBuf = "report";
}
