//! The command line: what can be typed, and which command it starts.
//!
//! One file per command; each is a `run` that takes what was typed and a [`Config`], writes its answer to the `out`
//! it is given, and returns an exit code or an error. Help and messages are Polish: the people who type here run a
//! Polish office's infoline. Nothing is decided here that the HTTP side would have to decide again.

mod eval;
mod fault;
mod import;
mod index;
mod lint;
mod progress;
mod repair;
mod residents;
mod search;
mod serve;
mod token;
mod tune;
mod usage;
mod widget;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, FromArgMatches};
use jiff::civil::Date;

pub use fault::{Fault, INTERNAL, Kind, exit_code, report, report_panic};

use crate::config::{By, Config, Count, Days, Header, Layer, Limit, LogFilter, OptionValue, Roles};
use crate::http::{CityClock, Clock};
use crate::telemetry;

/// Reads an option's value the way every other source reads it.
fn value<T: OptionValue>(text: &str) -> Result<T, String> {
    T::read(text)
}

// Plain comments below, not doc comments: clap would take those for the help.

// What was typed.
#[derive(Debug, clap::Parser)]
#[command(name = "drogowskaz", version, about = "Wyszukiwarka bazy wiedzy miejskiej infolinii")]
#[command(after_help = "Bez polecenia program działa jak „drogowskaz serve”.")]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
#[command(subcommand_help_heading = "Polecenia", subcommand_value_name = "POLECENIE")]
struct Typed {
    #[command(subcommand)]
    command: Option<Command>,

    // `drogowskaz --listen …` is `drogowskaz serve --listen …`.
    #[command(flatten)]
    serve: ServeArgs,

    #[command(flatten)]
    common: CommonArgs,

    #[arg(short = 'V', long, display_order = 102, action = ArgAction::Version, help = "Wypisuje wersję")]
    version: Option<bool>,
}

#[derive(Debug, clap::Args)]
struct CommonArgs {
    #[arg(
        long,
        global = true,
        display_order = 100,
        value_name = "PLIK",
        help = "Plik ustawień (domyślnie: drogowskaz.toml, jeśli jest)"
    )]
    config: Option<PathBuf>,

    #[arg(long, global = true, display_order = 100, value_name = "FILTR", value_parser = value::<LogFilter>, help = "Co pisać do dziennika, na przykład info albo info,tantivy=warn")]
    log: Option<LogFilter>,

    #[arg(long, global = true, display_order = 100, value_name = "RRRR-MM-DD", value_parser = value::<Date>, help = "Dzień, na który liczy się obowiązywanie (domyślnie: dziś)")]
    today: Option<Date>,

    #[arg(short, long, global = true, display_order = 101, action = ArgAction::Help, help = "Wypisuje pomoc")]
    help: Option<bool>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    #[command(about = "Doprowadza indeks do zgodności z kb/ i uruchamia serwer")]
    Serve(ServeArgs),
    #[command(about = "Doprowadza indeks do zgodności z kb/ i kończy")]
    Index(IndexArgs),
    #[command(about = "Szuka tak samo jak API i wypisuje wyniki")]
    Search(SearchArgs),
    #[command(about = "Zamienia zarządzenie na artykuły")]
    Import(ImportTyped),
    #[command(about = "Pokazuje, co w pliku ze skanu odczytano źle i co tam stało")]
    Repair(repair::RepairArgs),
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
}

#[derive(Debug, Default, PartialEq, clap::Args)]
struct FolderArgs {
    #[arg(long, value_name = "FOLDER", help = "Folder artykułów i słowników (domyślnie: kb)")]
    kb: Option<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = "Folder indeksu (domyślnie: index)")]
    index: Option<PathBuf>,

    #[arg(
        long,
        value_name = "FOLDER",
        help = "Folder danych, których nie da się odtworzyć (domyślnie: data)"
    )]
    data: Option<PathBuf>,
}

#[derive(Debug, Default, PartialEq, clap::Args)]
struct ServeArgs {
    #[command(flatten)]
    folders: FolderArgs,

    #[arg(long, value_name = "ADRES:PORT", value_parser = value::<SocketAddr>, help = "Adres i port (domyślnie: 127.0.0.1:8080)")]
    listen: Option<SocketAddr>,

    #[command(flatten)]
    four_eyes: FourEyes,

    #[command(flatten)]
    residents: residents::ResidentsArgs,

    #[command(flatten)]
    https: Https,

    #[arg(long, value_name = "NAGŁÓWEK", value_parser = value::<Header>, help = "Nagłówek, w którym pośrednik podaje zalogowaną osobę")]
    user_header: Option<Header>,

    #[arg(long, value_name = "NAGŁÓWEK", value_parser = value::<Header>, help = "Nagłówek, w którym pośrednik podaje jej grupy")]
    group_header: Option<Header>,

    #[arg(long, value_name = "GRUPA=ROLA,…", value_parser = value::<Roles>, help = "Role grup, na przykład dk-03=editor,*=agent")]
    roles: Option<Roles>,

    #[arg(long, value_name = "DNI", value_parser = value::<Days>, help = "Ile dni trzymać pytania na potrzeby raportów (domyślnie: 400)")]
    keep_questions: Option<Days>,
}

// Where the database of `token` lies.
#[derive(Debug, clap::Args)]
struct DataArg {
    #[arg(long, value_name = "FOLDER", help = "Folder danych serwera (domyślnie: data)")]
    data: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct TokenArgs {
    #[command(subcommand)]
    action: token::TokenAction,
}

#[derive(Debug, clap::Args)]
struct IndexArgs {
    #[command(flatten)]
    folders: FolderArgs,

    #[command(flatten)]
    full: Full,
}

/// A switch: `--full` is true, `--full=false` overrides the environment and the file.
macro_rules! switch {
    ($name:ident, $field:ident, $help:literal) => {
        #[derive(Debug, Default, PartialEq, clap::Args)]
        struct $name {
            #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true,
                  default_missing_value = "true", value_parser = value::<bool>, hide_possible_values = true, help = $help)]
            $field: Option<bool>,
        }
    };
}

switch!(FourEyes, four_eyes, "Nikt nie publikuje własnego tekstu: zatwierdza go inny redaktor");
switch!(Full, full, "Buduje cały indeks od nowa, obok starego, i podmienia");
switch!(Json, json, "Wypisuje JSON zamiast tekstu dla ludzi");
switch!(Explain, explain, "Mówi, dlaczego wynik stoi tam, gdzie stoi");
switch!(Public, public, "Pokazuje tylko to, co widzą mieszkańcy");
switch!(DryRun, dry_run, "Tylko pokazuje, co by powstało; niczego nie zapisuje");
switch!(Https, https, "Ludzie docierają do serwera tylko przez HTTPS");
switch!(Strip, strip, "Odbiera pytaniom polskie znaki");

#[derive(Debug, clap::Args)]
struct SearchArgs {
    #[arg(required = true, value_name = "PYTANIE", help = "Słowa dzwoniącego, w cudzysłowie albo bez")]
    query: Vec<String>,

    #[arg(long, value_name = "N", value_parser = value::<Limit>, help = "Ile wyników, od 1 do 100 (domyślnie: 10)")]
    limit: Option<Limit>,

    #[command(flatten)]
    json: Json,

    #[command(flatten)]
    explain: Explain,

    #[command(flatten)]
    public: Public,

    #[command(flatten)]
    folders: FolderArgs,
}

// What `import` is told on the command line; `import::ImportArgs` is what it means.
#[derive(Debug, clap::Args)]
struct ImportTyped {
    #[arg(required = true, value_name = "PLIK", help = "Zarządzenia: zwykły tekst albo Markdown, UTF-8")]
    files: Vec<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = "Folder, w którym powstaną artykuły, na przykład kb")]
    out: Option<PathBuf>,

    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Debug, clap::Args)]
struct LintArgs {
    #[arg(long, value_name = "FOLDER", help = "Folder artykułów i słowników (domyślnie: kb)")]
    kb: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct EvalArgs {
    #[arg(long, value_name = "PLIK", help = "Pytania: w każdym wierszu obiekt JSON z kluczami id i text")]
    queries: Option<PathBuf>,

    #[arg(
        long,
        value_name = "PLIK",
        help = "Oceny: pytanie, artykuł i ocena po tabulatorze (także w postaci TREC)"
    )]
    qrels: Option<PathBuf>,

    #[arg(long, value_name = "PLIK", help = "Pytania wzorcowe: pytanie, właściwe id po średniku, rodzaj")]
    golden: Option<PathBuf>,

    #[arg(long, value_name = "id|unit", value_parser = value::<By>, help = "Co podają pytania wzorcowe: id artykułów czy kody jednostek (domyślnie: id)")]
    by: Option<By>,

    #[arg(long, value_name = "FOLDER", help = "Folder artykułów i słowników (domyślnie: kb)")]
    kb: Option<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = "Folder indeksu do ponownego użycia (domyślnie: tymczasowy)")]
    index: Option<PathBuf>,

    #[command(flatten)]
    json: Json,

    #[arg(long, value_name = "PLIK", help = "Porównuje z wynikiem zapisanym przez --save")]
    baseline: Option<PathBuf>,

    #[arg(long, value_name = "PLIK", help = "Zapisuje wynik każdego pytania")]
    save: Option<PathBuf>,

    #[arg(long, value_name = "ZIARNO", value_parser = value::<u64>, help = "Robi w każdym pytaniu jedną losową literówkę; ziarno wyznacza jakie")]
    typos: Option<u64>,

    #[command(flatten)]
    strip: Strip,
}

#[derive(Debug, clap::Args)]
struct TuneArgs {
    #[arg(long, value_name = "KB:PYTANIA:OCENY", value_parser = value::<tune::JudgedFiles>, help = "Zbiór z ocenami: folder artykułów, pytania i oceny jak w eval; można powtórzyć")]
    set: Vec<tune::JudgedFiles>,

    #[arg(long, value_name = "KB:PLIK[:id|unit]", value_parser = value::<tune::GoldenFile>, help = "Pytania wzorcowe: folder artykułów, plik jak w eval i to, co podaje (domyślnie: id); można powtórzyć")]
    golden: Vec<tune::GoldenFile>,

    #[arg(long, value_name = "N", value_parser = value::<Count>, help = "Na ile części podzielić pytania, co najmniej 2 (domyślnie: 4)")]
    folds: Option<Count>,

    #[arg(long, value_name = "N", value_parser = value::<Count>, help = "Ile razy próbować każdej wagi (domyślnie: 2)")]
    rounds: Option<Count>,

    #[arg(long, value_name = "N", value_parser = value::<Count>, help = "Zadaje co N-te pytanie każdego zbioru (domyślnie: 1, wszystkie)")]
    every: Option<Count>,

    #[arg(long, value_name = "PLIK", help = "Plik na raport (Markdown, po angielsku)")]
    report: Option<PathBuf>,
}

impl FolderArgs {
    fn said(&self) -> Layer {
        Layer { kb: self.kb.clone(), index: self.index.clone(), data: self.data.clone(), ..Layer::default() }
    }
}

impl Typed {
    /// What the flags say, as one of the sources of a [`Config`].
    fn said(&self) -> Layer {
        let common = Layer { log: self.common.log.clone(), today: self.common.today, ..Layer::default() };
        let command = match &self.command {
            None => serve_said(&self.serve),
            Some(Command::Serve(args)) => serve_said(args).or(serve_said(&self.serve)),
            Some(Command::Index(args)) => Layer { full: args.full.full, ..args.folders.said() },
            Some(Command::Search(args)) => Layer {
                limit: args.limit,
                json: args.json.json,
                explain: args.explain.explain,
                public: args.public.public,
                ..args.folders.said()
            },
            Some(Command::Import(args)) => {
                Layer { out: args.out.clone(), dry_run: args.dry_run.dry_run, ..Layer::default() }
            }
            Some(Command::Repair(_)) => Layer::default(),
            Some(Command::Lint(args)) => Layer { kb: args.kb.clone(), ..Layer::default() },
            Some(Command::Eval(args)) => Layer {
                kb: args.kb.clone(),
                index: args.index.clone(),
                json: args.json.json,
                queries: args.queries.clone(),
                qrels: args.qrels.clone(),
                golden: args.golden.clone(),
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
        four_eyes: args.four_eyes.four_eyes,
        https: args.https.https,
        user_header: args.user_header.clone(),
        group_header: args.group_header.clone(),
        roles: args.roles.clone(),
        keep_questions: args.keep_questions,
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

/// The command line as clap knows it, with Polish headings throughout.
fn definition() -> clap::Command {
    const TEMPLATE: &str = "{about-with-newline}\nUżycie: {usage}\n\n{all-args}{after-help}";
    let polish = |command: clap::Command| {
        command.help_template(TEMPLATE).disable_help_flag(true).mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumenty" } else { "Opcje" };
            arg.help_heading(heading)
        })
    };
    polish(Typed::command())
        .override_usage("drogowskaz [POLECENIE] [OPCJE]")
        .mut_subcommand("serve", |command| command.override_usage("drogowskaz serve [OPCJE]"))
        .mut_subcommand("index", |command| command.override_usage("drogowskaz index [OPCJE]"))
        .mut_subcommand("search", |command| command.override_usage("drogowskaz search [OPCJE] PYTANIE…"))
        .mut_subcommand("import", |command| command.override_usage("drogowskaz import --out FOLDER [OPCJE] PLIK…"))
        .mut_subcommand("repair", |command| command.override_usage("drogowskaz repair [OPCJE] PLIK…"))
        .mut_subcommand("lint", |command| command.override_usage("drogowskaz lint [OPCJE]"))
        .mut_subcommand("eval", |command| {
            command.override_usage("drogowskaz eval --queries PLIK --qrels PLIK [OPCJE]\n        drogowskaz eval --golden PLIK [OPCJE]")
        })
        .mut_subcommand("token", |command| {
            command
                .override_usage("drogowskaz token {create|list|revoke} [OPCJE]")
                .subcommand_help_heading("Polecenia")
                .disable_help_subcommand(true)
                .mut_subcommand("create", |command| {
                    command.override_usage("drogowskaz token create --name NAZWA --role ROLA [OPCJE]")
                })
                .mut_subcommand("list", |command| command.override_usage("drogowskaz token list [OPCJE]"))
                .mut_subcommand("revoke", |command| {
                    command.override_usage("drogowskaz token revoke NAZWA|NUMER [OPCJE]")
                })
                .mut_subcommands(polish)
        })
        .mut_subcommand("tune", |command| {
            command.override_usage(
                "drogowskaz tune --report PLIK {--set KB:PYTANIA:OCENY | --golden KB:PLIK}… [OPCJE]",
            )
        })
        .mut_subcommand("widget", |command| command.override_usage("drogowskaz widget [OPCJE]"))
        .mut_subcommands(polish)
}

fn import_args(typed: ImportTyped, config: Config) -> Result<import::ImportArgs, Fault> {
    let out = config.out.ok_or_else(|| {
        Fault::usage("nie wiadomo, gdzie zapisać artykuły", "podaj folder opcją --out, na przykład --out kb")
    })?;
    Ok(import::ImportArgs { files: typed.files, out, dry_run: config.dry_run })
}

/// Parses and runs one command line (the first argument is the program's name).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let typed =
        definition().try_get_matches_from(arguments).and_then(|matches| Typed::from_arg_matches(&matches));
    let typed = match typed {
        Ok(typed) => typed,
        Err(help) if !help.use_stderr() => {
            write!(out, "{}", help.render())?;
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => return Err(usage::fault(&error).into()),
    };
    let config = Config::load(typed.said(), |name| std::env::var_os(name), typed.common.config.as_deref())?;
    let log = match typed.command {
        None | Some(Command::Serve(_)) => telemetry::SERVER,
        Some(_) => telemetry::COMMAND,
    };
    telemetry::start(config.log.as_deref().unwrap_or(log));
    let today = config.today.unwrap_or_else(|| CityClock::new().today());
    match typed.command {
        None | Some(Command::Serve(_)) => serve::run(&config, today, &mut out),
        Some(_) if typed.serve != ServeArgs::default() => Err(Fault::usage(
            "opcje serwera stoją przed nazwą innego polecenia",
            "przenieś je za nazwę polecenia; zob. drogowskaz --help",
        )
        .into()),
        Some(Command::Index(_)) => index::run(&config, today, &mut out),
        Some(Command::Search(args)) => search::run(&args.query.join(" "), &config, today, &mut out),
        Some(Command::Import(args)) => import::run(import_args(args, config)?),
        Some(Command::Repair(args)) => repair::run(&args, &mut out),
        Some(Command::Lint(_)) => lint::run(&config, today, &mut out),
        Some(Command::Eval(args)) => eval::run(&config, args.index.as_deref(), today, &mut out),
        Some(Command::Widget(_)) => widget::run(&config, &mut out),
        Some(Command::Token(args)) => token::run(&args.action, &config, &mut out),
        Some(Command::Tune(args)) => tune::run(&args.set, &args.golden, &config.tune, today, &mut out),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
