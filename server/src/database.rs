//! Opens the database that the process works on: the private cluster of a data folder, or an existing server.
//!
//! Two roles come out of it: the owner, for migrations and loading, and the role that serves, which owns nothing.

use std::sync::Arc;

use cluster::{Cluster, ClusterError, Folder, Released, Secret, Settings};
use service::{OsEntropy, Service};
use store::provision::{self, APP_ROLE, OWNER_ROLE};
use store::{Store, StoreError};

use crate::anchor::AnchorFile;
use crate::clock::SystemClock;
use crate::command::CommandError;
use crate::config::{DatabaseConfig, DatabaseUrl};
use crate::keys;
use crate::progress::Progress;

/// Enough for a city's screens on a small machine; PostgreSQL allows a hundred by default.
const CONNECTIONS: u32 = 16;
/// The database of a private cluster.
const DATABASE: &str = "gezhi";

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The private cluster.
    #[error("the private PostgreSQL is not available")]
    Cluster(#[from] ClusterError),
    /// The roles could not be made in a private cluster.
    #[error(
        "the private PostgreSQL runs, but its roles could not be made; move the data folder away to start with an empty one"
    )]
    Roles(#[source] StoreError),
    /// An existing server does not answer.
    #[error(
        "the server that DATABASE_URL names ({address}) does not let gezhi in; check the address, the password and that it runs"
    )]
    NoAnswer {
        /// The address without its password.
        address: DatabaseUrl,
        /// What was answered.
        #[source]
        source: StoreError,
    },
    /// The roles could not be made on an existing server.
    #[error(
        "DATABASE_URL's role may not make the role that serves; make it yourself \
         (`create role gezhi_app login noinherit password '…'; create role gezhi_system; grant gezhi_system to gezhi_app`) \
         and give its address in GEZHI_APP_DATABASE_URL"
    )]
    RolesElsewhere(#[source] StoreError),
    /// The task that talks to it was cut off.
    #[error("opening the database was interrupted; start again")]
    Interrupted,
    /// Something else stands where an address must. It is not repeated: it may hold a password.
    #[error("{setting} is no address of PostgreSQL; write postgres://owner:password@host/database")]
    NoAddress {
        /// Where it was set.
        setting: &'static str,
    },
}

/// An open database.
#[derive(Debug)]
pub struct Database {
    /// For migrations, imports and seeds.
    pub owner: DatabaseUrl,
    /// For serving.
    pub app: DatabaseUrl,
    config: DatabaseConfig,
    cluster: Option<Cluster>,
    keep: bool,
}

impl Database {
    /// Opens the database that the configuration names.
    pub async fn open(config: &DatabaseConfig, progress: &mut Progress) -> Result<Self, DatabaseError> {
        match &config.database_url {
            Some(owner) => Self::existing(config, owner).await,
            None => Self::private(config, progress).await,
        }
    }

    async fn private(config: &DatabaseConfig, progress: &mut Progress) -> Result<Self, DatabaseError> {
        let settings = Settings { data_dir: config.data_dir(), durability: config.durability() };
        let (said, mut saying) = tokio::sync::mpsc::unbounded_channel::<String>();
        let opening = tokio::task::spawn_blocking(move || {
            Cluster::open(&settings, &mut |text| {
                let _nobody_listens = said.send(text.to_owned());
            })
        });
        while let Some(text) = saying.recv().await {
            progress.say(&text);
        }
        let cluster = opening.await.map_err(|_cut| DatabaseError::Interrupted)??;
        let (owner, app) = (cluster.secret(OWNER_ROLE)?, cluster.secret(APP_ROLE)?);
        let admin = cluster.admin_url("postgres");
        provision::make_roles(&admin, owner.reveal(), app.reveal()).await.map_err(DatabaseError::Roles)?;
        provision::make_database(&admin, DATABASE).await.map_err(DatabaseError::Roles)?;
        Ok(Self {
            owner: cluster.url(OWNER_ROLE, &owner, DATABASE).into(),
            app: cluster.url(APP_ROLE, &app, DATABASE).into(),
            config: config.clone(),
            keep: config.keep_database,
            cluster: Some(cluster),
        })
    }

    /// Without an address for the serving role, makes that role, with a password kept in the data folder.
    async fn existing(config: &DatabaseConfig, owner: &DatabaseUrl) -> Result<Self, DatabaseError> {
        for (setting, url) in
            [("DATABASE_URL", Some(owner)), ("GEZHI_APP_DATABASE_URL", config.app_database_url.as_ref())]
        {
            if url.is_some_and(|url| !url.is_address()) {
                return Err(DatabaseError::NoAddress { setting });
            }
        }
        let folder = Folder::look(&config.data_dir());
        let app = if let Some(app) = &config.app_database_url {
            app.clone()
        } else {
            let refused = |source| DatabaseError::NoAnswer { address: owner.clone(), source };
            provision::pending(owner.reveal()).await.map_err(refused)?;
            let (owner_secret, app_secret) = (Secret::of(&folder, OWNER_ROLE)?, Secret::of(&folder, APP_ROLE)?);
            provision::make_roles(owner.reveal(), owner_secret.reveal(), app_secret.reveal())
                .await
                .map_err(DatabaseError::RolesElsewhere)?;
            owner.with_login(APP_ROLE, app_secret.reveal())
        };
        Ok(Self { owner: owner.clone(), app, config: config.clone(), cluster: None, keep: true })
    }

    /// The keys of the sealed fields.
    pub fn keyring(&self) -> Result<vault::Keyring, CommandError> {
        Ok(keys::open(&self.config)?)
    }

    /// Connects as the role that serves, and puts the use cases together.
    pub async fn service(&self) -> Result<Service, CommandError> {
        let keyring = keys::open(&self.config)?;
        let store = Store::open(self.app.reveal(), CONNECTIONS, keyring).await.map_err(CommandError::Store)?;
        let needed = async {
            let mut tx = store.begin_system().await?;
            let needed = store::rotation::key_in_use(&mut tx).await?;
            tx.commit().await.map(|()| needed)
        };
        keys::fits(store.keyring(), needed.await.map_err(CommandError::Store)?)?;
        let anchors = AnchorFile::at(self.config.anchor_file());
        let objects = server::object::open(&self.config.objects())?;
        let service = Service::new(store, Arc::new(SystemClock), Arc::new(OsEntropy));
        Ok(service.with_anchors(Arc::new(anchors)).with_objects(objects))
    }

    /// Stops the private cluster, unless it is to be kept or somebody else uses it.
    pub async fn close(self) -> Result<(), DatabaseError> {
        let Some(cluster) = self.cluster.filter(|_| !self.keep) else { return Ok(()) };
        let released = tokio::task::spawn_blocking(move || cluster.release());
        match released.await.map_err(|_cut| DatabaseError::Interrupted)?? {
            Released::Stopped => tracing::debug!("PostgreSQL stopped"),
            Released::InUse => tracing::info!("PostgreSQL keeps running: another gezhi uses this data folder"),
        }
        Ok(())
    }
}
