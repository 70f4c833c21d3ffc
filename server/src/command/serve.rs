//! `gezhi serve`: the pages of a database that is ready.

use std::io;
use std::net::SocketAddr;

use clap::Args;
use domain::webhook::Reach;
use server::asset::Assets;
use server::http::tile;
use server::state::{AppState, Settings, Stop};
use server::{PublicHost, router};
use service::Service;
use service::live::run_sequencer;
use tokio::net::TcpListener;

use crate::command::CommandError;
use crate::config::{DatabaseConfig, HttpConfig, TileSetting};
use crate::connection;
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
    if cfg!(feature = "first-lock-open") {
        return Err(CommandError::FirstLockOpen);
    }
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
    database: &Database,
    shutdown: &Shutdown,
) -> Result<(), CommandError> {
    let service = database.service().await?;
    let routes = routes(config, service.clone(), shutdown)?;
    let address = listener.local_addr().map_err(CommandError::Serve)?;
    announce(config, address)?;
    open_doors(&service).await?;
    let asked = |shutdown: &Shutdown| {
        let shutdown = shutdown.clone();
        async move { shutdown.asked().await }
    };
    let sequencer = tokio::spawn(run_sequencer(service.clone(), asked(shutdown)));
    let webhooks = tokio::spawn(server::webhook::run(service.clone(), reach(config)));
    let cut_off = async {
        shutdown.asked().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = connection::serve(listener, routes, shutdown) => {}
        () = cut_off => {}
    }
    // What was not told yet is told after the next start.
    webhooks.abort();
    if shutdown.is_asked() && sequencer.await.is_err() {
        tracing::warn!("the sequencer broke off; what it had not sent is sent after the next start");
    }
    service.store.close().await;
    Ok(())
}

/// Whom webhooks may reach.
fn reach(config: &HttpConfig) -> Reach {
    if config.webhooks_inside { Reach::Inside } else { Reach::Public }
}

fn routes(config: &HttpConfig, service: Service, shutdown: &Shutdown) -> Result<axum::Router, CommandError> {
    let assets = Assets::load(&config.site_dir()).map_err(CommandError::Assets)?;
    if assets.bundle("desk").is_none() {
        tracing::warn!(folder = %config.site_dir().display(), "no WebAssembly there: pages come without the map; run `cargo xtask build`");
    }
    let settings = Settings {
        public_host: PublicHost(config.public_host.clone()),
        tile_layers: tile::read(config.tiles.as_ref().map(TileSetting::reveal)).map_err(CommandError::Tiles)?,
        font: config.font.clone(),
        oidc: config.oidc.settings(),
        webhook_reach: reach(config),
        trusted_proxies: config.trusted_proxies,
        ..Settings::default()
    };
    let asked = shutdown.clone();
    let stop = Stop::when(async move { asked.asked().await });
    Ok(router(AppState::new(service, assets, settings, stop)))
}

/// Opens the demo accounts of a made-up city; in any other, makes the first three administrators and says their passwords.
async fn open_doors(service: &Service) -> Result<(), CommandError> {
    match service::session::open_demo(service).await {
        // No city yet: nobody to let in.
        Ok(()) | Err(service::ServiceError::NotFound) => {}
        Err(error) => return Err(CommandError::Accounts(error)),
    }
    let made = match service::session::first_accounts(service).await {
        Err(service::ServiceError::NotFound) => Vec::new(),
        made => made.map_err(CommandError::Accounts)?,
    };
    if made.is_empty() {
        return Ok(());
    }
    eprintln!("   First log-in. Each password works once and has to be replaced; they are not shown again.\n");
    for account in made {
        let role = ui::name::role(account.role).text(wording::Lang::En);
        eprintln!("   {:<24} {}   {role}", account.login, account.password.reveal());
    }
    eprintln!();
    Ok(())
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
