//! `drogowskaz serve`: brings the index up to date, then serves until asked to stop.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use jiff::civil::Date;
use tokio::net::TcpListener;

use super::{init, residents};
use crate::cli::content::document;
use crate::cli::content::index::{print_problems, summary};
use crate::cli::{Fault, progress};
use crate::config::{AccessOptions, Config};
use crate::http::{self, Access, CityClock, Clock, HeaderSignIn, Limits, Settings, State};
use crate::library::following::watch;
use crate::library::publishing::door::{Moment, Publisher, Rules};
use crate::library::understanding::{PATIENCE, Understanding};
use crate::library::{Library, Opening};

pub(in crate::cli) fn run(config: &Config, today: Date, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    http::raise_open_files();
    let access = access(config)?;
    if init::is_first_start(config)? {
        allowed(config, false)?;
    }
    let held = init::open(config, is_private(config, &access))?;
    let guarded = held.journal.has_tokens()?;
    allowed(config, guarded)?;
    // The port is taken before the index is built: a port in use is known at once, and whoever connects in the
    // meantime waits in the queue instead of being turned away.
    let listener =
        std::net::TcpListener::bind(config.listen).map_err(|cause| cannot_listen(config, cause))?;
    let address = listener.local_addr().context("nie można odczytać adresu serwera")?;
    held.listens(&format!("http://{address}"));
    let init::Held { journal, index: lock } = held;
    let journal = Arc::new(journal);

    let understanding = config.model.as_deref();
    let understanding =
        understanding.map(|model| Understanding::read(model, &config.folders.index, PATIENCE)).transpose()?;
    // Revisions know which articles there were when the index was deleted together with them.
    let known = journal.current_tags()?.into_iter().filter(|(_, _, tag)| !tag.is_empty());
    let known = known.map(|(id, path, _)| (id, path)).collect();
    let opening = Opening { begin_empty: config.begin_empty, known, lock: Some(lock) };
    let (library, report) = Library::open_as(&config.folders, &opening, &*progress::for_stderr(), today)?;
    print_problems(&report, config);
    eprint!("{}", summary(&report));

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("nie można uruchomić serwera")?.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let library = Arc::new(library);
        let clock: Arc<dyn Clock> = match config.today {
            Some(day) => Arc::new(SetClock(day)),
            None => Arc::new(CityClock::new()),
        };
        let rules = Rules { four_eyes: config.four_eyes };
        let at = clock.now().as_millisecond();
        let publisher = Arc::new(Publisher::new(Arc::clone(&library), Arc::clone(&journal), rules, at)?);
        resync_on_hangup(Arc::clone(&publisher), Arc::clone(&clock))?;
        if let Some(understanding) = understanding {
            library.understand_on(understanding);
        }
        let shutdown = shutdown()?;
        let reader = Arc::new(document::reader(config.folders.data.clone())?);
        // Whatever a server before this one was killed over.
        reader.sweep();
        writeln!(out, "Drogowskaz działa pod adresem http://{address} (Ctrl+C kończy)")?;
        if !guarded {
            writeln!(out, "Bez tokenów API serwer odpowiada tylko temu komputerowi.")?;
        }
        if !config.listen.ip().to_canonical().is_loopback() && config.residents.address.is_none() {
            tracing::warn!("public-address is not set: canonical links and the sitemap name localhost");
        }
        out.flush()?;
        let settings = Settings { limits: Limits::default(), access, keep: config.keep };
        let state = State::configured(library, Arc::clone(&publisher), journal, Arc::clone(&clock), settings)
            .reading(Arc::clone(&reader))
            .serving_residents(residents::settings(config));
        let told = state.clone();
        let surroundings = watch::Surroundings {
            moment: Box::new(move || moment(&*clock)),
            changed: Box::new(move |ids| ids.iter().for_each(|id| told.published(id))),
        };
        watch::follow(&publisher, surroundings);
        drop(publisher);
        let served = http::serve(listener, state, shutdown).await.context("serwer przerwał pracę");
        // The runtime waits for its threads, and they for what they have started.
        reader.stop();
        served
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Who is let in besides those with a token, if what was said about it fits together.
fn access(config: &Config) -> anyhow::Result<Access> {
    let AccessOptions { user_header, group_header, roles, https } = config.access.clone();
    let proxies = config.residents.proxies.clone();
    let header = match user_header {
        None if group_header.is_some() || !roles.is_empty() => {
            return Err(Fault::usage(
                "group-header i roles nic nie znaczą bez user-header",
                "podaj nagłówek, w którym pośrednik podaje zalogowaną osobę, albo usuń te opcje",
            )
            .into());
        }
        None => None,
        Some(_) if proxies.is_empty() || roles.is_empty() => {
            return Err(Fault::usage(
                "logowanie nagłówkiem (user-header) wymaga opcji trusted-proxies i roles",
                "podaj adresy pośredników, którym wolno przysyłać ten nagłówek, i role, na przykład *=agent",
            )
            .into());
        }
        Some(user) => HeaderSignIn::new(&user, group_header.as_deref(), roles),
    };
    Ok(Access { proxies, header, https })
}

/// Whether this server is for whoever sits at this machine: nothing is set that somebody sets who serves others.
fn is_private(config: &Config, access: &Access) -> bool {
    let told = access.header.is_some() || access.https || !access.proxies.is_empty();
    !told && config.residents.address.is_none() && http::listen_allowed(config.listen, false).is_ok()
}

/// With no token configured everything is served, so only to this machine: an option that means others is a mistake.
fn allowed(config: &Config, guarded: bool) -> anyhow::Result<()> {
    let address = config.listen;
    let for_others = [
        ("trusted-proxies", !config.residents.proxies.is_empty()),
        ("user-header", config.access.user_header.is_some()),
        ("https", config.access.https),
        ("public-address", config.residents.address.is_some()),
    ];
    if let Some((option, _)) = for_others.into_iter().find(|(_, given)| *given && !guarded) {
        return Err(Fault::usage(
            format!("opcja {option} udostępnia serwer innym, a nie ma ani jednego tokenu API"),
            "bez tokenów każdy czytałby treści wewnętrzne i mógłby je zmieniać; usuń tę opcję albo utwórz najpierw \
             token: w nowej instalacji drogowskaz init, potem drogowskaz token create",
        )
        .into());
    }
    http::listen_allowed(address, guarded).map_err(|_| {
        Fault::usage(
            format!("adres {address} jest dostępny z sieci, a nie ma ani jednego tokenu API"),
            "bez tokenów każdy czytałby treści wewnętrzne; utwórz token (drogowskaz token create) albo użyj adresu 127.0.0.1",
        )
        .into()
    })
}

fn cannot_listen(config: &Config, cause: std::io::Error) -> Fault {
    let help = match cause.kind() {
        std::io::ErrorKind::AddrInUse => {
            "ten port zajmuje inny program, może drugi Drogowskaz; podaj inny: --listen 127.0.0.1:8081"
        }
        std::io::ErrorKind::PermissionDenied => "porty poniżej 1024 wymagają uprawnień; podaj wyższy",
        _ => "sprawdź opcję --listen",
    };
    Fault::input(format!("nie można otworzyć {}", config.listen), help).because(cause)
}

/// A day that stands still while its hours pass, for `--today`.
struct SetClock(Date);

impl Clock for SetClock {
    fn now(&self) -> jiff::Timestamp {
        CityClock::new().now()
    }

    fn local(&self) -> jiff::civil::DateTime {
        self.0.to_datetime(CityClock::new().local().time())
    }
}

fn moment(clock: &dyn Clock) -> Moment {
    Moment { at: clock.now().as_millisecond(), today: clock.today() }
}

/// Done when the terminal or the service manager asks the server to stop.
#[cfg(unix)]
fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    // Registered here, not at the first poll: a signal sent while the address is being printed is not lost.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () }
    })
}

#[cfg(not(unix))]
fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without a handler for Ctrl+C the server runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// SIGHUP reads `kb/` again, as operators expect of a server; what changed is in the log.
#[cfg(unix)]
fn resync_on_hangup(publisher: Arc<Publisher>, clock: Arc<dyn Clock>) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            let publisher = Arc::clone(&publisher);
            let moment = moment(&*clock);
            let synced =
                tokio::task::spawn_blocking(move || publisher.follow(&*progress::unobtrusive(), moment));
            match synced.await {
                Ok(Ok((report, _))) => {
                    for problem in &report.problems {
                        tracing::warn!("{problem}");
                    }
                    let (seen, changed, removed, rejected) =
                        (report.seen, report.changed, report.removed, report.rejected);
                    tracing::info!(seen, changed, removed, rejected, took = ?report.took, "synced with kb/");
                }
                Ok(Err(cause)) => tracing::error!(error = %cause, "cannot sync; the index stays as it was"),
                Err(cause) => tracing::error!(error = %cause, "the sync broke; the index stays as it was"),
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn resync_on_hangup(_publisher: Arc<Publisher>, _clock: Arc<dyn Clock>) -> std::io::Result<()> {
    Ok(())
}
