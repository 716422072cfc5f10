//! What can be typed, and what it says as one of the sources of a [`Config`](crate::config::Config).

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::ArgAction;
use jiff::civil::{Date, DateTime};

use super::asking::tune;
use super::content::{document, repair};
use super::serving::{residents, token};
use crate::config::{Count, Days, Header, Layer, Limit, LogFilter, OptionValue, Roles};
use crate::quality::golden::By;
use crate::text::say;

/// Reads an option's value the way every other source reads it.
pub(super) fn value<T: OptionValue>(text: &str) -> Result<T, String> {
    T::read(text)
}

// Plain comments below, not doc comments: clap would take those for the help.

// What was typed.
#[derive(Debug, clap::Parser)]
#[command(name = "drogowskaz", version, about = "Wyszukiwarka bazy wiedzy miejskiej infolinii")]
#[command(after_help = "Bez polecenia program działa jak „drogowskaz serve”.")]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
#[command(subcommand_help_heading = "Polecenia", subcommand_value_name = "POLECENIE")]
pub(super) struct Typed {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    // `drogowskaz --listen …` is `drogowskaz serve --listen …`.
    #[command(flatten)]
    pub(super) serve: ServeArgs,

    #[command(flatten)]
    pub(super) common: CommonArgs,

    #[arg(short = 'V', long, display_order = 102, action = ArgAction::Version, help = "Wypisuje wersję")]
    pub(super) version: Option<bool>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CommonArgs {
    #[arg(
        long,
        global = true,
        display_order = 100,
        value_name = "PLIK",
        help = "Plik ustawień (domyślnie: drogowskaz.toml, jeśli jest)"
    )]
    pub(super) config: Option<PathBuf>,

    #[arg(long, global = true, display_order = 100, value_name = "FILTR", value_parser = value::<LogFilter>, help = "Co pisać do dziennika, na przykład info albo info,tantivy=warn")]
    pub(super) log: Option<LogFilter>,

    #[arg(long, global = true, display_order = 100, value_name = "RRRR-MM-DD", value_parser = value::<Date>, help = "Dzień, na który liczy się obowiązywanie (domyślnie: dziś)")]
    pub(super) today: Option<Date>,

    #[arg(short, long, global = true, display_order = 101, action = ArgAction::Help, help = "Wypisuje pomoc")]
    pub(super) help: Option<bool>,
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    #[command(about = "Doprowadza indeks do zgodności z kb/ i uruchamia serwer")]
    Serve(ServeArgs),
    #[command(about = "Doprowadza indeks do zgodności z kb/ i kończy")]
    Index(IndexArgs),
    #[command(about = "Szuka tak samo jak API i wypisuje wyniki")]
    Search(SearchArgs),
    #[command(about = "Zakłada nową instalację: foldery, bazę i znak, po którym poznać utraconą bazę")]
    Init(InitArgs),
    #[command(about = "Zamienia zarządzenie na artykuły")]
    Import(ImportTyped),
    #[command(about = "Pokazuje, co w pliku ze skanu odczytano źle i co tam stało")]
    Repair(repair::RepairArgs),
    #[command(about = "Mówi, jak program rozumie zapisane godziny otwarcia")]
    Hours(HoursArgs),
    #[command(about = "Sprawdza artykuły i słowniki")]
    Lint(LintArgs),
    #[command(about = "Mierzy jakość i czas wyszukiwania na pytaniach ze znanymi odpowiedziami")]
    Eval(EvalArgs),
    #[command(about = "Tworzy, wypisuje i unieważnia tokeny API")]
    Token(TokenArgs),
    #[command(about = "Szuka lepszych wag rankingu i sprawdza je krzyżowo na pytaniach odłożonych")]
    Tune(TuneArgs),
    #[command(about = "Wypisuje kod, którym portal osadza wyszukiwarkę")]
    Widget(residents::AddressArgs),
    #[command(hide = true)]
    Confined(document::ConfinedArgs),
    #[command(hide = true)]
    ReadDocument,
}

#[derive(Debug, Default, PartialEq, clap::Args)]
pub(super) struct FolderArgs {
    #[arg(long, value_name = "FOLDER", help = "Folder artykułów i słowników (domyślnie: kb)")]
    pub(super) kb: Option<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = "Folder indeksu (domyślnie: index)")]
    pub(super) index: Option<PathBuf>,

    #[arg(
        long,
        value_name = "FOLDER",
        help = "Folder danych, których nie da się odtworzyć (domyślnie: data)"
    )]
    pub(super) data: Option<PathBuf>,
}

#[derive(Debug, Default, PartialEq, clap::Args)]
pub(super) struct ModelArg {
    #[arg(
        long,
        value_name = "PLIK",
        help = "Model zdań e5-small-q4.bin: poprawia kolejność odpowiedzi na całe pytania (domyślnie: żaden)"
    )]
    pub(super) model: Option<PathBuf>,
}

#[derive(Debug, Default, PartialEq, clap::Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) folders: FolderArgs,

    #[command(flatten)]
    pub(super) model: ModelArg,

    #[arg(long, value_name = "ADRES:PORT", value_parser = value::<SocketAddr>, help = "Adres i port (domyślnie: 127.0.0.1:8080)")]
    pub(super) listen: Option<SocketAddr>,

    #[command(flatten)]
    pub(super) begin_empty: BeginEmpty,

    #[command(flatten)]
    pub(super) four_eyes: FourEyes,

    #[command(flatten)]
    pub(super) residents: residents::ResidentsArgs,

    #[command(flatten)]
    pub(super) https: Https,

    #[arg(long, value_name = "NAGŁÓWEK", value_parser = value::<Header>, help = "Nagłówek, w którym pośrednik podaje zalogowaną osobę")]
    pub(super) user_header: Option<Header>,

    #[arg(long, value_name = "NAGŁÓWEK", value_parser = value::<Header>, help = "Nagłówek, w którym pośrednik podaje jej grupy")]
    pub(super) group_header: Option<Header>,

    #[arg(long, value_name = "GRUPA=ROLA,…", value_parser = value::<Roles>, help = "Role grup, na przykład dk-03=editor,*=agent")]
    pub(super) roles: Option<Roles>,

    #[command(flatten)]
    pub(super) keep: KeepArgs,
}

// How long what is written down is kept.
#[derive(Debug, Default, PartialEq, clap::Args)]
pub(super) struct KeepArgs {
    #[arg(long, value_name = "DNI", value_parser = value::<Days>, help = "Ile dni trzymać pytania na potrzeby raportów (domyślnie: 400)")]
    pub(super) keep_questions: Option<Days>,

    #[arg(long, value_name = "DNI", value_parser = value::<Days>, help = "Ile dni trzymać zapisy rozmów (domyślnie: 400)")]
    pub(super) keep_calls: Option<Days>,

    #[arg(long, value_name = "DNI", value_parser = value::<Days>, help = "Ile dni trzymać zgłoszenia dzwoniących (domyślnie: 730)")]
    pub(super) keep_submissions: Option<Days>,

    #[arg(long, value_name = "DNI", value_parser = value::<Days>, help = "Ile dni trzymać uwagi do artykułów (domyślnie: 400)")]
    pub(super) keep_feedback: Option<Days>,

    #[arg(long, value_name = "DNI", value_parser = value::<Days>, help = "Ile dni trzymać rejestr czynności (domyślnie: 1100)")]
    pub(super) keep_audit: Option<Days>,
}

// Where the database of `token` lies.
#[derive(Debug, clap::Args)]
pub(super) struct DataArg {
    #[arg(long, value_name = "FOLDER", help = "Folder danych serwera (domyślnie: data)")]
    pub(super) data: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct TokenArgs {
    #[command(subcommand)]
    pub(super) action: token::TokenAction,
}

#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    #[command(flatten)]
    pub(super) folders: FolderArgs,

    // Said each time anew: no file and no variable may decide that a lost database is forgotten.
    #[arg(
        long,
        help = "Zaczyna od tego, co jest teraz: zapomina o bazie, której nie ma, i przyjmuje tę, która leży"
    )]
    pub(super) anew: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct IndexArgs {
    #[command(flatten)]
    pub(super) folders: FolderArgs,

    #[command(flatten)]
    pub(super) full: Full,

    #[command(flatten)]
    pub(super) begin_empty: BeginEmpty,
}

/// A switch: `--full` is true, `--full=false` overrides the environment and the file.
macro_rules! switch {
    ($name:ident, $field:ident, $help:literal) => {
        #[derive(Debug, Default, PartialEq, clap::Args)]
        pub(super) struct $name {
            #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true,
                  default_missing_value = "true", value_parser = value::<bool>, hide_possible_values = true, help = $help)]
            pub(super) $field: Option<bool>,
        }
    };
}

switch!(
    BeginEmpty,
    begin_empty,
    "W folderze artykułów może brakować większości albo wszystkich znanych artykułów"
);
switch!(FourEyes, four_eyes, "Nikt nie publikuje własnego tekstu: zatwierdza go inny redaktor");
switch!(Full, full, "Buduje cały indeks od nowa, obok starego, i podmienia");
switch!(Json, json, "Wypisuje JSON zamiast tekstu dla ludzi");
switch!(Explain, explain, "Mówi, dlaczego wynik stoi tam, gdzie stoi");
switch!(Public, public, "Pokazuje tylko to, co widzą mieszkańcy");
switch!(DryRun, dry_run, "Tylko pokazuje, co by powstało; niczego nie zapisuje");
switch!(Https, https, "Ludzie docierają do serwera tylko przez HTTPS");
switch!(Strip, strip, "Odbiera pytaniom polskie znaki");

#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    #[arg(required = true, value_name = "PYTANIE", help = "Słowa dzwoniącego, w cudzysłowie albo bez")]
    pub(super) query: Vec<String>,

    #[arg(long, value_name = "N", value_parser = value::<Limit>, help = "Ile wyników, od 1 do 100 (domyślnie: 10)")]
    pub(super) limit: Option<Limit>,

    #[command(flatten)]
    pub(super) json: Json,

    #[command(flatten)]
    pub(super) explain: Explain,

    #[command(flatten)]
    pub(super) public: Public,

    #[command(flatten)]
    pub(super) model: ModelArg,

    #[command(flatten)]
    pub(super) folders: FolderArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct HoursArgs {
    #[arg(
        required = true,
        value_name = "GODZINY",
        help = "Godziny w zapisie OpenStreetMap, na przykład \"Mo-Fr 07:40-15:30\""
    )]
    pub(super) hours: String,

    #[arg(long, value_name = "CHWILA", value_parser = moment, help = "Chwila czasu krakowskiego, na przykład 2026-12-24T10:00 (domyślnie: teraz)")]
    pub(super) at: Option<DateTime>,

    #[command(flatten)]
    pub(super) json: Json,
}

fn moment(text: &str) -> Result<DateTime, String> {
    say::read_local(text)
        .ok_or_else(|| "chwila ma postać RRRR-MM-DDTGG:MM, na przykład 2026-12-24T10:00".to_owned())
}

// What `import` is told on the command line; `import::ImportArgs` is what it means.
#[derive(Debug, clap::Args)]
pub(super) struct ImportTyped {
    #[arg(
        required = true,
        value_name = "PLIK",
        help = "Zarządzenia: tekst, Markdown, PDF albo obraz strony"
    )]
    pub(super) files: Vec<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = "Folder, w którym powstaną artykuły, na przykład kb")]
    pub(super) out: Option<PathBuf>,

    #[command(flatten)]
    pub(super) dry_run: DryRun,
}

#[derive(Debug, clap::Args)]
pub(super) struct LintArgs {
    #[arg(long, value_name = "FOLDER", help = "Folder artykułów i słowników (domyślnie: kb)")]
    pub(super) kb: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct EvalArgs {
    #[arg(long, value_name = "PLIK", help = "Pytania: w każdym wierszu obiekt JSON z kluczami id i text")]
    pub(super) queries: Option<PathBuf>,

    #[arg(
        long,
        value_name = "PLIK",
        help = "Oceny: pytanie, artykuł i ocena po tabulatorze (także w postaci TREC)"
    )]
    pub(super) qrels: Option<PathBuf>,

    #[arg(long, value_name = "PLIK", help = "Pytania wzorcowe: pytanie, właściwe id po średniku, rodzaj")]
    pub(super) golden: Option<PathBuf>,

    #[arg(
        long,
        value_name = "FOLDER",
        help = "Folder pytań dzwoniących, po pliku na rodzaj (telefony.tsv, luki.tsv, fakty.tsv …), na przykład kb/pytania"
    )]
    pub(super) calls: Option<PathBuf>,

    #[arg(long, value_name = "id|unit", value_parser = value::<By>, help = "Co podają pytania wzorcowe: id artykułów czy kody jednostek (domyślnie: id)")]
    pub(super) by: Option<By>,

    #[arg(long, value_name = "FOLDER", help = "Folder artykułów i słowników (domyślnie: kb)")]
    pub(super) kb: Option<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = "Folder indeksu do ponownego użycia (domyślnie: tymczasowy)")]
    pub(super) index: Option<PathBuf>,

    #[command(flatten)]
    pub(super) model: ModelArg,

    #[command(flatten)]
    pub(super) json: Json,

    #[arg(long, value_name = "PLIK", help = "Porównuje z wynikiem zapisanym przez --save")]
    pub(super) baseline: Option<PathBuf>,

    #[arg(long, value_name = "PLIK", help = "Zapisuje wynik każdego pytania")]
    pub(super) save: Option<PathBuf>,

    #[arg(long, value_name = "ZIARNO", value_parser = value::<u64>, help = "Robi w każdym pytaniu jedną losową literówkę; ziarno wyznacza jakie")]
    pub(super) typos: Option<u64>,

    #[command(flatten)]
    pub(super) strip: Strip,
}

#[derive(Debug, clap::Args)]
pub(super) struct TuneArgs {
    #[arg(long, value_name = "KB:PYTANIA:OCENY", value_parser = value::<tune::JudgedFiles>, help = "Zbiór z ocenami: folder artykułów, pytania i oceny jak w eval; można powtórzyć")]
    pub(super) set: Vec<tune::JudgedFiles>,

    #[arg(long, value_name = "KB:PLIK[:id|unit]", value_parser = value::<tune::GoldenFile>, help = "Pytania wzorcowe: folder artykułów, plik jak w eval i to, co podaje (domyślnie: id); można powtórzyć")]
    pub(super) golden: Vec<tune::GoldenFile>,

    #[arg(long, value_name = "N", value_parser = value::<Count>, help = "Na ile części podzielić pytania, co najmniej 2 (domyślnie: 4)")]
    pub(super) folds: Option<Count>,

    #[arg(long, value_name = "N", value_parser = value::<Count>, help = "Ile razy próbować każdej wagi (domyślnie: 2)")]
    pub(super) rounds: Option<Count>,

    #[arg(long, value_name = "N", value_parser = value::<Count>, help = "Zadaje co N-te pytanie każdego zbioru (domyślnie: 1, wszystkie)")]
    pub(super) every: Option<Count>,

    #[arg(long, value_name = "PLIK", help = "Plik na raport (Markdown, po angielsku)")]
    pub(super) report: Option<PathBuf>,
}

impl FolderArgs {
    pub(super) fn said(&self) -> Layer {
        Layer { kb: self.kb.clone(), index: self.index.clone(), data: self.data.clone(), ..Layer::default() }
    }
}

impl Typed {
    /// What the flags say, as one of the sources of a [`Config`].
    pub(super) fn said(&self) -> Layer {
        let common = Layer { log: self.common.log.clone(), today: self.common.today, ..Layer::default() };
        let command = match &self.command {
            None => serve_said(&self.serve),
            Some(Command::Serve(args)) => serve_said(args).or(serve_said(&self.serve)),
            Some(Command::Init(args)) => args.folders.said(),
            Some(Command::Index(args)) => Layer {
                full: args.full.full,
                begin_empty: args.begin_empty.begin_empty,
                ..args.folders.said()
            },
            Some(Command::Search(args)) => Layer {
                limit: args.limit,
                json: args.json.json,
                explain: args.explain.explain,
                public: args.public.public,
                model: args.model.model.clone(),
                ..args.folders.said()
            },
            Some(Command::Import(args)) => {
                Layer { out: args.out.clone(), dry_run: args.dry_run.dry_run, ..Layer::default() }
            }
            Some(Command::Hours(args)) => Layer { json: args.json.json, ..Layer::default() },
            Some(Command::Repair(_) | Command::Confined(_) | Command::ReadDocument) => Layer::default(),
            Some(Command::Lint(args)) => Layer { kb: args.kb.clone(), ..Layer::default() },
            Some(Command::Eval(args)) => Layer {
                kb: args.kb.clone(),
                index: args.index.clone(),
                model: args.model.model.clone(),
                json: args.json.json,
                queries: args.queries.clone(),
                qrels: args.qrels.clone(),
                golden: args.golden.clone(),
                calls: args.calls.clone(),
                by: args.by,
                baseline: args.baseline.clone(),
                save: args.save.clone(),
                typos: args.typos,
                strip: args.strip.strip,
                ..Layer::default()
            },
            Some(Command::Token(args)) => token_said(&args.action),
            Some(Command::Tune(args)) => Layer {
                folds: args.folds,
                rounds: args.rounds,
                every: args.every,
                report: args.report.clone(),
                ..Layer::default()
            },
            Some(Command::Widget(args)) => args.said(Layer::default()),
        };
        command.or(common)
    }
}

fn serve_said(args: &ServeArgs) -> Layer {
    Layer {
        listen: args.listen,
        model: args.model.model.clone(),
        begin_empty: args.begin_empty.begin_empty,
        four_eyes: args.four_eyes.four_eyes,
        https: args.https.https,
        user_header: args.user_header.clone(),
        group_header: args.group_header.clone(),
        roles: args.roles.clone(),
        keep_questions: args.keep.keep_questions,
        keep_calls: args.keep.keep_calls,
        keep_submissions: args.keep.keep_submissions,
        keep_feedback: args.keep.keep_feedback,
        keep_audit: args.keep.keep_audit,
        ..args.residents.said(args.folders.said())
    }
}

fn token_said(action: &token::TokenAction) -> Layer {
    use token::TokenAction::{Create, List, Revoke};
    let (data, json) = match action {
        Create(args) => (&args.data, args.json.json),
        List(args) => (&args.data, args.json.json),
        Revoke(args) => (&args.data, None),
    };
    Layer { data: data.data.clone(), json, ..Layer::default() }
}
