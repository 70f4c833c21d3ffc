//! `gezhi up`: from nothing to a city on the screen.

use std::process::{Command, Stdio};

use clap::Args;
use tokio::net::TcpListener;

use crate::command::seed::Profile;
use crate::command::serve::{bind, serve};
use crate::command::{CommandError, migrate, seed};
use crate::config::{DatabaseConfig, HttpConfig};
use crate::database::Database;
use crate::progress::Progress;
use crate::shutdown::Shutdown;

/// What to bring up.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How much of the demo city to load when the database is empty
    #[arg(long, value_enum, default_value_t = Profile::Demo)]
    pub profile: Profile,

    /// Do not open a browser
    #[arg(long, env = "GEZHI_NO_OPEN")]
    pub no_open: bool,

    /// The web side.
    #[command(flatten)]
    pub http: HttpConfig,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// Database, migrations, demo city, pages.
pub async fn perform(arguments: Arguments) -> Result<(), CommandError> {
    let shutdown = Shutdown::listen();
    let listener = bind(&arguments.http).await?;
    let mut progress = Progress::new();
    let database = Database::open(&arguments.database, &mut progress).await?;
    let outcome = bring_up(&arguments, listener, &database, &mut progress, &shutdown).await;
    database.close().await?;
    match outcome {
        // What is left half done by Ctrl-C was rolled back.
        Err(_cut_short) if shutdown.is_asked() => Ok(()),
        other => other,
    }
}

async fn bring_up(
    arguments: &Arguments,
    listener: TcpListener,
    database: &Database,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<(), CommandError> {
    migrate::migrate(database, progress).await?;
    seed::seed_if_empty(database, arguments.profile, progress, shutdown).await?;
    progress.finish();
    if !arguments.no_open
        && let Ok(address) = listener.local_addr()
    {
        open_browser(&format!("http://{address}/map"));
    }
    serve(&arguments.http, listener, database, shutdown).await
}

/// Opens a browser where there is a desktop; silently not, where there is none.
fn open_browser(url: &str) {
    let has_desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !has_desktop {
        return;
    }
    let opener =
        Command::new("xdg-open").arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = opener {
        tracing::debug!(%error, "no browser was opened");
    }
}
