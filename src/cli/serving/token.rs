//! `drogowskaz token`: makes, lists and revokes what people and programs are let in by. Works beside a running server,
//! which knows of it with its next request.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::cli::Fault;
use crate::config::Config;
use crate::http::{CityClock, Clock};
use crate::journal::people::audit::By;
use crate::journal::people::tokens::{NewToken, NotCreated, Refusal, Revoked, Token};
use crate::journal::{Journal, Millis, Role, Secret};
use crate::text::say::Noun;

#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum TokenAction {
    #[command(about = "Tworzy token i pokazuje go ten jeden raz")]
    Create(CreateArgs),
    #[command(about = "Wypisuje tokeny: czyje są, co wolno, kiedy ich użyto")]
    List(ListArgs),
    #[command(about = "Unieważnia token i kończy jego sesje")]
    Revoke(RevokeArgs),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CreateArgs {
    #[arg(
        long,
        value_name = "NAZWA",
        help = "Czyj to token albo do czego, na przykład „Anna, stanowisko 4”"
    )]
    pub(in crate::cli) name: String,

    #[arg(long, value_name = "ROLA", value_parser = role, help = "agent, editor, analyst albo admin")]
    pub(in crate::cli) role: Role,

    #[arg(long, value_name = "RRRR-MM-DD", value_parser = crate::cli::args::value::<Date>, help = "Ostatni dzień ważności (domyślnie: bez terminu)")]
    pub(in crate::cli) expires: Option<Date>,

    #[command(flatten)]
    pub(in crate::cli) json: crate::cli::args::Json,

    #[command(flatten)]
    pub(in crate::cli) data: crate::cli::args::DataArg,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    pub(in crate::cli) json: crate::cli::args::Json,

    #[command(flatten)]
    pub(in crate::cli) data: crate::cli::args::DataArg,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RevokeArgs {
    #[arg(required = true, value_name = "NAZWA|NUMER", help = "Token do unieważnienia")]
    pub(in crate::cli) token: String,

    #[command(flatten)]
    pub(in crate::cli) data: crate::cli::args::DataArg,
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|unknown: crate::journal::UnknownRole| unknown.to_string())
}

pub(in crate::cli) fn run(
    action: &TokenAction,
    config: &Config,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let journal = Journal::open_with(&config.folders.data, &[&config.folders.index])?;
    let clock = CityClock::new();
    match action {
        TokenAction::Create(args) => create(&journal, args, config, &clock, out),
        TokenAction::List(_) => list(&journal, config, &clock, out),
        TokenAction::Revoke(args) => revoke(&journal, &args.token, &clock, out),
    }
}

fn create(
    journal: &Journal,
    args: &CreateArgs,
    config: &Config,
    clock: &CityClock,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let now = clock.now().as_millisecond();
    let expires = args.expires.map(|day| end_of(day, clock)).transpose()?;
    if expires.is_some_and(|end| end <= now) {
        return Err(Fault::usage(
            "dzień po opcji --expires już minął",
            "podaj ostatni dzień, w którym token ma działać, albo opuść tę opcję",
        )
        .into());
    }
    let secret =
        Secret::draw().map_err(|cause| Fault::internal("nie da się utworzyć tokenu").because(cause))?;
    let new = NewToken { name: args.name.clone(), role: args.role, expires };
    let token = journal.create_token(&new, &secret, &typed_here(), now).map_err(|cause| match cause {
        NotCreated::NameTaken(_) => anyhow::Error::from(
            Fault::input(
                "nie można utworzyć tokenu",
                "podaj inną nazwę albo unieważnij tamten: drogowskaz token revoke",
            )
            .because(cause),
        ),
        NotCreated::BadName(_) => {
            Fault::usage("nie można utworzyć tokenu", "podaj nazwę, po której poznasz właściciela")
                .because(cause)
                .into()
        }
        NotCreated::Journal(cause) => cause.into(),
    })?;
    if config.json {
        let mut told = as_json(&token, now);
        told["token"] = secret.reveal().into();
        writeln!(out, "{told:#}")?;
        return Ok(ExitCode::SUCCESS);
    }
    // The token alone goes to standard output, so that a script can keep it: TOKEN=$(drogowskaz token create …).
    eprintln!(
        "Token „{}” utworzony: rola {} ({}), {}.",
        token.name,
        token.role,
        token.role.name(),
        match args.expires {
            Some(day) => format!("ważny do {day} włącznie"),
            None => "bez terminu ważności".to_owned(),
        }
    );
    eprintln!("Zapisz go teraz: drugi raz się nie pokaże. Działający serwer zna go od razu.");
    writeln!(out, "{}", secret.reveal())?;
    Ok(ExitCode::SUCCESS)
}

fn list(
    journal: &Journal,
    config: &Config,
    clock: &CityClock,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let now = clock.now().as_millisecond();
    let tokens = journal.tokens()?;
    if config.json {
        let told: Vec<_> = tokens.iter().map(|token| as_json(token, now)).collect();
        writeln!(out, "{:#}", serde_json::Value::from(told))?;
        return Ok(ExitCode::SUCCESS);
    }
    if tokens.is_empty() {
        writeln!(out, "Nie ma tokenów: serwer odpowiada tylko temu komputerowi i na wszystko mu pozwala.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let heading = ["Numer", "Nazwa", "Rola", "Początek", "Utworzony", "Ważny do", "Ostatnio użyty", "Stan"];
    let mut rows = vec![heading.map(str::to_owned)];
    rows.extend(tokens.iter().map(|token| {
        [
            token.id.to_string(),
            token.name.clone(),
            token.role.to_string(),
            token.hint.clone(),
            minute(token.created, clock),
            // The moment is the beginning of the first day on which it opens nothing.
            token.expires.map_or_else(|| "bez terminu".to_owned(), |end| day(end - 1, clock)),
            token.last_used.map_or_else(|| "nigdy".to_owned(), |used| minute(used, clock)),
            state(token, now).to_owned(),
        ]
    }));
    write_table(&rows, out)?;
    Ok(ExitCode::SUCCESS)
}

fn revoke(
    journal: &Journal,
    wanted: &str,
    clock: &CityClock,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    match journal.revoke_token(wanted, &typed_here(), clock.now().as_millisecond())? {
        Revoked::Now(token, sessions) => {
            writeln!(out, "Token „{}” (numer {}) unieważniony.", token.name, token.id)?;
            if sessions > 0 {
                let ended = Noun::new("sesja", "sesje", "sesji").counted(sessions);
                writeln!(out, "Zakończono razem z nim: {ended}.")?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Revoked::Before(token) => {
            writeln!(out, "Token „{}” (numer {}) jest unieważniony już od dawna.", token.name, token.id)?;
            Ok(ExitCode::SUCCESS)
        }
        Revoked::NoSuchToken => Err(Fault::input(
            format!("nie ma tokenu „{wanted}”"),
            "nazwy i numery wypisuje drogowskaz token list; folder danych wskazuje --data",
        )
        .into()),
    }
}

/// Who types, for the audit trail. The name is the system's word, not ours: whoever may write to `data/` may be anybody.
fn typed_here() -> By {
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name =
        user.filter(|user| !user.is_empty()).unwrap_or_else(|| "nieznany użytkownik systemu".to_owned());
    By { name, role: None, origin: "wiersz poleceń".to_owned() }
}

/// The first moment after this day in the city.
fn end_of(day: Date, clock: &CityClock) -> anyhow::Result<Millis> {
    let next =
        day.tomorrow().map_err(|cause| Fault::usage("zły dzień po opcji --expires", "").because(cause))?;
    Ok(clock.start_of(next).as_millisecond())
}

fn local(at: Millis, clock: &CityClock) -> DateTime {
    clock.local_at(Timestamp::from_millisecond(at).unwrap_or_default())
}

fn minute(at: Millis, clock: &CityClock) -> String {
    local(at, clock).strftime("%Y-%m-%d %H:%M").to_string()
}

fn day(at: Millis, clock: &CityClock) -> String {
    local(at, clock).date().to_string()
}

fn state(token: &Token, now: Millis) -> &'static str {
    match token.refusal(now) {
        None => "działa",
        Some(Refusal::Expired { .. }) => "po terminie",
        Some(_) => "unieważniony",
    }
}

fn as_json(token: &Token, now: Millis) -> serde_json::Value {
    let moment =
        |at: Option<Millis>| at.and_then(|at| Timestamp::from_millisecond(at).ok()).map(|at| at.to_string());
    serde_json::json!({
        "id": token.id,
        "name": token.name,
        "role": token.role.code(),
        "hint": token.hint,
        "created": moment(Some(token.created)),
        "created_by": token.created_by,
        "expires": moment(token.expires),
        "revoked": moment(token.revoked),
        "last_used": moment(token.last_used),
        "active": token.refusal(now).is_none(),
    })
}

/// Columns as wide as their widest entry, two spaces between them.
fn write_table<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> std::io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}
