//! `gezhi serve`: the pages of a database that is ready.

use std::io;
use std::net::SocketAddr;

use clap::Args;
use tokio::net::TcpListener;

use crate::command::CommandError;
use crate::config::{DatabaseConfig, HttpConfig};
use crate::database::Database;
use crate::progress::Progress;
use crate::shutdown::{GRACE, Shutdown};

/// What to serve, and where.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The web side.
    #[command(flatten)]
    pub http: HttpConfig,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// Serves until asked to stop.
pub async fn perform(arguments: Arguments) -> Result<(), CommandError> {
    let shutdown = Shutdown::listen();
    let listener = bind(&arguments.http).await?;
    let database = Database::open(&arguments.database, &mut Progress::new()).await?;
    let outcome = serve(&arguments.http, listener, &database, &shutdown).await;
    database.close().await?;
    outcome.map(drop)
}

/// Takes the port. Done before anything slow, so that a taken port is said at once.
pub async fn bind(config: &HttpConfig) -> Result<TcpListener, CommandError> {
    let address = config.address();
    if let Some(path) = &config.port_file {
        // One from before would send scripts to the wrong place.
        let _absent = std::fs::remove_file(path);
    }
    TcpListener::bind(address).await.map_err(|source| {
        if source.kind() == io::ErrorKind::AddrInUse {
            CommandError::PortTaken { address }
        } else {
            CommandError::Listen { address, source }
        }
    })
}

/// Serves an open database until asked to stop.
pub async fn serve(
    config: &HttpConfig,
    listener: TcpListener,
    _database: &Database,
    shutdown: &Shutdown,
) -> Result<(), CommandError> {
    let routes = axum::Router::<()>::new().route("/", axum::routing::get(|| async { "格治" }));
    let address = listener.local_addr().map_err(CommandError::Serve)?;
    announce(config, address)?;
    let until = shutdown.clone();
    let serving = axum::serve(listener, routes).with_graceful_shutdown(async move { until.asked().await });
    let cut_off = async {
        shutdown.asked().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = async { serving.await } => ended.map_err(CommandError::Serve),
        () = cut_off => Ok(()),
    }
}

/// Says where the pages are; the port file comes last, because scripts wait for it.
fn announce(config: &HttpConfig, address: SocketAddr) -> Result<(), CommandError> {
    eprintln!("\n   Gezhi 格治 is ready:  http://{address}\n   Ctrl-C stops it.\n");
    let Some(path) = &config.port_file else { return Ok(()) };
    // Written beside and renamed: a reader never sees half a number.
    let half = path.with_extension("half");
    std::fs::write(&half, format!("{}\n", address.port()))
        .and_then(|()| std::fs::rename(&half, path))
        .map_err(|source| CommandError::File { doing: "write", path: path.clone(), source })
}
