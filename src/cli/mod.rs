//! The command line: which command is started by what was typed (`args.rs`).
//!
//! One file per command; each is a `run` that takes what was typed and a [`Config`], writes its answer to the `out`
//! it is given, and returns an exit code or an error. Help and messages are Polish: the people who type here run a
//! Polish office's infoline. Nothing is decided here that the HTTP side would have to decide again.

mod args;
mod asking;
mod content;
mod fault;
mod progress;
mod serving;
mod usage;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Command, ImportTyped, ServeArgs, Typed};
pub use fault::{Fault, FaultKind, INTERNAL, exit_code, report, report_panic};

use crate::config::Config;
use crate::http::{CityClock, Clock};
use crate::telemetry;

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
        .mut_subcommand("init", |command| command.override_usage("drogowskaz init [OPCJE]"))
        .mut_subcommand("index", |command| command.override_usage("drogowskaz index [OPCJE]"))
        .mut_subcommand("search", |command| command.override_usage("drogowskaz search [OPCJE] PYTANIE…"))
        .mut_subcommand("import", |command| command.override_usage("drogowskaz import --out FOLDER [OPCJE] PLIK…"))
        .mut_subcommand("hours", |command| command.override_usage("drogowskaz hours [OPCJE] GODZINY"))
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

fn import_args(typed: ImportTyped, config: Config) -> Result<content::import::ImportArgs, Fault> {
    let out = config.out.ok_or_else(|| {
        Fault::usage("nie wiadomo, gdzie zapisać artykuły", "podaj folder opcją --out, na przykład --out kb")
    })?;
    Ok(content::import::ImportArgs {
        files: typed.files,
        out,
        dry_run: config.dry_run,
        review: config.four_eyes,
    })
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
    let now = CityClock::new().local();
    let today = config.today.unwrap_or(now.date());
    let now = today.to_datetime(now.time());
    match typed.command {
        None | Some(Command::Serve(_)) => serving::serve::run(&config, today, &mut out),
        Some(_) if typed.serve != ServeArgs::default() => Err(Fault::usage(
            "opcje serwera stoją przed nazwą innego polecenia",
            "przenieś je za nazwę polecenia; zob. drogowskaz --help",
        )
        .into()),
        Some(Command::Init(args)) => serving::init::run(args.anew, &config, &mut out),
        Some(Command::Index(_)) => content::index::run(&config, today, &mut out),
        Some(Command::Search(args)) => asking::search::run(&args.query.join(" "), &config, now, &mut out),
        Some(Command::Import(args)) => content::import::run(import_args(args, config)?),
        Some(Command::Hours(args)) => {
            asking::hours::run(&args.hours, args.at.unwrap_or(now), config.json, &mut out)
        }
        Some(Command::Repair(args)) => content::repair::run(&args, &mut out),
        Some(Command::Lint(_)) => content::lint::run(&config, today, &mut out),
        Some(Command::Eval(args)) => asking::eval::run(&config, args.index.as_deref(), today, &mut out),
        Some(Command::Widget(_)) => serving::widget::run(&config, &mut out),
        Some(Command::Token(args)) => serving::token::run(&args.action, &config, &mut out),
        Some(Command::Confined(args)) => Ok(content::document::confine(&args)),
        Some(Command::ReadDocument) => content::document::read(),
        Some(Command::Tune(args)) => {
            asking::tune::run(&args.set, &args.golden, &config.tune, today, &mut out)
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
