//! A private cluster with a made-up city in it, kept for the next run when the folder is.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use cityplan::{CityPlan, Sources};
use cluster::{Cluster, Durability, Settings};
use domain::clock::FixedClock;
use service::import::{OPENSTREETMAP, import_city};
use service::seed::{Profile, Sowing, seed};
use service::{Entropy, OsEntropy, Service};
use sqlx::{Connection, PgConnection};
use store::Store;
use store::provision::{self, APP_ROLE, OWNER_ROLE};
use vault::Keyring;

use crate::{figure, note};

const DATABASE: &str = "gezhi";

/// The city and the ways into it.
pub struct City {
    /// As the serving role, on a day that stands still.
    pub service: Service,
    /// For tables of the benchmark's own.
    pub owner_url: String,
    /// As the serving role, for statements by hand.
    pub app_url: String,
    /// The keys of the sealed columns.
    pub keyring: Keyring,
    admin_url: String,
    cluster: Cluster,
}

impl City {
    /// Opens the cluster in `folder` with so many connections, and makes the city there unless it is there already. Quick is
    /// the demo city, else the district.
    pub async fn open(data: &Path, folder: &Path, quick: bool, connections: u32) -> anyhow::Result<Self> {
        let settings = Settings { data_dir: folder.to_owned(), durability: Durability::Full };
        let cluster = tokio::task::spawn_blocking(move || Cluster::open(&settings, &mut |text| note(text))).await??;
        let (owner, app) = (cluster.secret(OWNER_ROLE)?, cluster.secret(APP_ROLE)?);
        let admin = cluster.admin_url("postgres");
        provision::make_roles(&admin, owner.reveal(), app.reveal()).await?;
        provision::make_database(&admin, DATABASE).await?;
        let owner_url = cluster.url(OWNER_ROLE, &owner, DATABASE);
        let app_url = cluster.url(APP_ROLE, &app, DATABASE);
        provision::migrate(&owner_url).await?;
        let keyring = Keyring::load_or_make(&folder.join("vault.json"), fresh()?)?;
        let store = Store::open(&app_url, connections, keyring.clone()).await?;
        let now = chrono::DateTime::from_timestamp(1_795_233_600, 0).context("an instant")?;
        let service = Service::new(store, Arc::new(FixedClock(now)), Arc::new(OsEntropy));
        let admin_url = cluster.admin_url(DATABASE);
        let city = Self { service, owner_url, app_url, keyring, admin_url, cluster };
        if city.service.county().await.is_err() {
            city.make(data, if quick { Profile::Demo } else { Profile::District }).await?;
        }
        Ok(city)
    }

    /// A connection of the cluster's administrator, whom row-level security does not bind.
    pub async fn admin(&self) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::connect(&self.admin_url).await?)
    }

    async fn make(&self, data: &Path, profile: Profile) -> anyhow::Result<()> {
        note("planning the city");
        let (plan, parameter) = (plan(data, profile)?, profile.parameter());
        note("writing the city");
        import_city(&self.service, &plan, &parameter, OPENSTREETMAP, &mut |_, _, _| ControlFlow::Continue(())).await?;
        note("making up people");
        let began = Instant::now();
        let sowing = Sowing { seed: 1, now: self.service.now() };
        let store = &self.service.store;
        seed(store, Profile::county(), sowing, self.service.nonces()?, &mut |_, _, _| ControlFlow::Continue(()))
            .await?;
        figure("seed_s", began.elapsed().as_secs_f64(), "s")
    }

    /// Reads what people are found by into memory, as a day's work does.
    pub async fn warm(&self) -> anyhow::Result<()> {
        note("warming");
        let began = Instant::now();
        let mut admin = self.admin().await?;
        sqlx::query("create extension if not exists pg_prewarm").execute(&mut admin).await?;
        let bytes: i64 = sqlx::query_scalar(include_str!("../sql/warm.sql")).fetch_one(&mut admin).await?;
        admin.close().await?;
        figure("warm_mib", (bytes >> 20) as f64, "MiB")?;
        figure("warm_s", began.elapsed().as_secs_f64(), "s")
    }

    /// Closes the pools and stops the cluster.
    pub async fn close(self) -> anyhow::Result<()> {
        self.service.store.close().await;
        tokio::task::spawn_blocking(move || self.cluster.release()).await??;
        Ok(())
    }
}

fn plan(data: &Path, profile: Profile) -> anyhow::Result<CityPlan> {
    let open = |layer: &str| {
        let path = data.join(format!("astana-{layer}.geojson.gz"));
        File::open(&path).with_context(|| format!("open {}", path.display()))
    };
    let sources = Sources {
        buildings: Box::new(open("buildings")?),
        roads: Some(Box::new(open("roads")?)),
        land: Some(Box::new(open("land")?)),
        places: Some(Box::new(open("places")?)),
        areas: None,
    };
    let survey = cityplan::read(sources, &mut |_, _, _| ControlFlow::Continue(()))?;
    Ok(cityplan::plan_city(survey, &profile.parameter(), &mut |_, _, _| ControlFlow::Continue(()))?)
}

/// Two keys that nobody can guess.
fn fresh() -> anyhow::Result<[[u8; 32]; 2]> {
    Ok([OsEntropy.token()?, OsEntropy.token()?])
}
