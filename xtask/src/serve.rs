//! `cargo xtask serve`: builds, starts the practice cloud, serves the site, and ends all of it together.

use std::ffi::OsString;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;

use crate::arguments::{Build, Cloud, PracticeOptions, ServeOptions};
use crate::failure::Failure;
use crate::finish::Audience;
use crate::practice::{self, Practice, Ready};
use crate::server::Server;
use crate::site;
use crate::workspace::Workspace;

/// How far apart one Ctrl-C may reach two processes.
const SIGNAL_PATIENCE: Duration = Duration::from_millis(500);

/// Builds and serves until Ctrl-C.
///
/// # Errors
/// When a step fails, or the practice cloud ends by itself.
pub(crate) fn serve(workspace: &Workspace, options: &ServeOptions) -> Result<(), Failure> {
    if options.build == Build::Now {
        site::build(workspace, options.profile)?;
        if matches!(options.cloud, Cloud::Practice(_)) {
            practice::build(workspace)?;
        }
    }
    let runtime = tokio::runtime::Runtime::new().map_err(|source| Failure::file(".", source))?;
    runtime.block_on(serve_built(workspace, options))
}

async fn serve_built(workspace: &Workspace, options: &ServeOptions) -> Result<(), Failure> {
    let mut interrupted = pin!(interrupted());
    let server = Server::open(options.port).await?;
    let (config, mut practice) = match &options.cloud {
        Cloud::Configured(path) => (read_config(path)?, None),
        Cloud::Practice(chosen) => {
            let words = practice_options(workspace, chosen);
            let practice = tokio::select! {
                started = Practice::start(workspace, options.port, words) => started?,
                () = &mut interrupted => return Ok(()),
            };
            let config = match &chosen.config {
                Some(path) => read_config(path)?,
                None => practice.ready.config(),
            };
            (config, Some(practice))
        }
    };
    let site = site::finished(workspace, options.profile, config, Audience::Local)?;
    if let (Some(practice), Cloud::Practice(chosen)) = (&practice, &options.cloud) {
        describe(&practice.ready, chosen.control);
    }
    println!("Luk is ready: http://localhost:{}/", options.port);

    let ended = async {
        match &mut practice {
            Some(practice) => practice.ended().await,
            None => std::future::pending().await,
        }
    };
    let outcome = tokio::select! {
        () = server.run(site) => Ok(()),
        () = &mut interrupted => Ok(()),
        // Ctrl-C reaches the practice cloud as well, and it may be gone before we hear of it ourselves.
        failure = ended => timeout(SIGNAL_PATIENCE, interrupted).await.map_err(|_| failure),
    };
    if let Some(practice) = practice {
        practice.end().await;
    }
    outcome
}

fn read_config(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|source| Failure::file(path, source))
}

fn practice_options(workspace: &Workspace, options: &PracticeOptions) -> Vec<OsString> {
    let mut words = Vec::new();
    for (name, value) in [("--tenant", &options.tenant), ("--record", &options.record)] {
        words.extend(value.iter().flat_map(|value| [OsString::from(name), value.clone()]));
    }
    if options.control {
        words.push("--control".into());
    }
    if let Some(port) = options.tls_port {
        let authority = workspace.target.join(format!("practice-authority-{port}.pem"));
        words.extend(["--tls-port".into(), port.to_string().into()]);
        words.extend(["--authority".into(), authority.into()]);
    }
    words
}

fn describe(ready: &Ready, control: bool) {
    println!("\nThe practice tenant {} is open. Sign in with:", ready.tenant);
    for account in &ready.accounts {
        let role = account.role.as_deref().unwrap_or("no role");
        println!("  {}  {}  ({role})", account.user_principal_name, account.password);
    }
    if let Some(admin) = ready.origins.get("admin") {
        println!("Its admin centers: {admin}/");
    }
    match ready.origins.get("control") {
        Some(address) if control => println!("Its control page: {address}/"),
        Some(_) | None => println!("For its control page (faults, time) start again with --control."),
    }
    if let Some(tls) = &ready.tls {
        println!(
            "Microsoft's own names are answered on port {} (TLS), and through the proxy {}",
            tls.port, tls.proxy
        );
        println!("  to clients that trust {}", tls.certificate_authority.display());
        println!(
            "  A Chromium for that: chromium --user-data-dir=FOLDER --host-resolver-rules=\"MAP * 127.0.0.1:{},EXCLUDE localhost\" --ignore-certificate-errors-spki-list={}",
            tls.port, tls.public_key_sum
        );
    }
    println!("Ctrl-C ends all of it.\n");
}

/// Ctrl-C, or a polite request to end.
async fn interrupted() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = terminated => {}
        () = interrupted => {}
    }
}
