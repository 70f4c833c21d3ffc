//! A private, migrated database for each test, on a real PostgreSQL, connected as the role that serves.
//!
//! The server is the one of `GEZHI_TEST_DATABASE_URL` (a superuser's address, `cargo xtask test` gives it); without it a
//! private cluster without fsync is made in `/tmp` and kept running for the next test run. Never part of the product.

mod burden;
mod canary;
mod document;
mod door;
mod dump;
mod media;
mod patrol;
mod person;
mod plan;
mod record;
mod reporter;
mod timeline;
mod told;
mod visit;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use cityplan::CityPlan;
use cluster::{Cluster, Durability, Settings};
use domain::actor::{Actor, Role};
use domain::area::{Area, County};
use domain::case::Desk;
use domain::id::{AccountId, PostId, UnitId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::sync::OnceCell;
use vault::Keyring;

use crate::import::{Options, Outcome, import};
use crate::provision::{self, APP_ROLE, MIGRATIONS, connect, lock, quoted, run};
use crate::session::{NewPost, NewSession, PostRow};
use crate::{Store, Tx, session};

pub use canary::Canary;
pub use document::KNOWN_PASSWORD;
pub use door::DoorFact;
pub use person::PersonFact;
pub use plan::{block_city, county, grid_of, moved, moved_city};
pub use record::Seat;
pub use timeline::{TAMPERINGS, Tamper, tamper_with_entry, tampering};

/// Where tests find their server.
const VARIABLE: &str = "GEZHI_TEST_DATABASE_URL";
/// The password of the roles on a test server.
const PASSWORD: &str = "only-for-tests";
/// How many databases of earlier runs may lie about; each takes 9 MB.
const LEFTOVERS: usize = 80;
/// Connections of one test.
const CONNECTIONS: u32 = 6;

static SERVER: OnceCell<Server> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A server and the migrated template on it.
struct Server {
    admin_url: String,
    template: String,
}

/// A database of one test.
#[derive(Debug)]
pub struct TestDb {
    /// The database as the process would have it.
    pub store: Store,
    name: String,
    app: PgConnectOptions,
    owner: PgConnectOptions,
}

impl TestDb {
    /// Clones the migrated template.
    pub async fn new() -> Self {
        let server = SERVER.get_or_init(server).await;
        let name = format!("gezhi_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut admin = connect(&server.admin_url).await.expect("the test server answers");
        lock(&mut admin).await.expect("nobody holds the lock for long");
        let (database, template) = (quoted(&name), quoted(&server.template));
        // A test that was killed leaves its database, and a server that is kept sees the same process number again.
        run(&mut admin, format!("drop database if exists {database} with (force)")).await.expect("it is nobody's");
        run(&mut admin, format!("create database {database} template {template} owner gezhi_owner"))
            .await
            .expect("a template can be cloned");
        run(&mut admin, format!("grant temporary on database {database} to gezhi_system")).await.expect("it is ours");
        admin.close().await.expect("a connection can be closed");
        let options: PgConnectOptions = server.admin_url.parse().expect("the address was good a moment ago");
        let options = options.database(&name).password(PASSWORD);
        let app = options.clone().username(APP_ROLE);
        let store = Store::open_with(app.clone(), CONNECTIONS, keyring()).await.expect("the serving role may connect");
        Self { store, name, app, owner: options.username(provision::OWNER_ROLE) }
    }

    /// A database with the small city of [`block_city`] in it.
    pub async fn with_city() -> Self {
        let db = Self::new().await;
        db.import(&block_city()).await;
        db
    }

    /// Imports a plan.
    pub async fn import(&self, plan: &CityPlan) -> Outcome {
        import(&self.store, plan, &import_options(), &mut |_, _, _| std::ops::ControlFlow::Continue(()))
            .await
            .expect("the plan can be imported")
    }

    /// A second pool on the same database, as another process would have it.
    pub async fn open_again(&self) -> Store {
        self.open_with(self.store.keyring().clone()).await
    }

    /// The same with keys of its own.
    pub async fn open_with(&self, keyring: Keyring) -> Store {
        Store::open_with(self.app.clone(), CONNECTIONS, keyring).await.expect("the serving role may connect")
    }

    /// A bare connection of the serving role, for statements that no function of this crate would send.
    pub async fn app_connection(&self) -> PgConnection {
        self.app.connect().await.expect("the serving role may connect")
    }

    /// A bare connection of the owner.
    pub async fn owner_connection(&self) -> PgConnection {
        self.owner.connect().await.expect("the owner may connect")
    }

    /// The serving role's address, for another process.
    pub fn app_url(&self) -> String {
        self.app.clone().to_url_lossy().to_string()
    }

    /// The owner's address.
    pub fn owner_url(&self) -> String {
        self.owner.clone().to_url_lossy().to_string()
    }

    /// A transaction of the owner, who may change what nobody else may: for tests that tamper.
    pub async fn owner_tx(&self) -> Tx {
        let pool = PgPoolOptions::new().max_connections(1).connect_with(self.owner.clone()).await;
        Tx::of(pool.expect("the owner may connect").begin().await.expect("it is alone"), self.store.keyring().clone())
    }

    /// How the owner connects: a role that may not serve.
    pub fn owner_options(&self) -> PgConnectOptions {
        self.owner.clone()
    }

    /// Makes an account with a post and a session, and acts under it. `serial` tells accounts apart.
    pub async fn actor(&self, role: Role, area: Area, serial: u64) -> Actor {
        let county = area.county();
        let row = PostRow {
            post: PostId::new(county, serial),
            account: AccountId::new(county, serial),
            role,
            area,
            title_zh: format!("岗位{serial}"),
            title_en: format!("Post {serial}"),
        };
        let actor = Actor {
            account: row.account,
            post: row.post,
            role,
            area,
            desk: matches!(role, Role::GridWorker | Role::Community | Role::Street | Role::City)
                .then(|| Desk::area(area)),
            session_key: Sha256::digest(serial.to_be_bytes()).into(),
        };
        let mut tx = self.store.begin_system().await.expect("the database answers");
        let new = NewPost { login: format!("test-{serial}"), is_demo: true, row };
        session::write_posts(&mut tx, &[new], now()).await.expect("a post can be written");
        tx.commit().await.expect("nothing stands against it");
        self.begin_session(actor.session_key, actor.post).await;
        actor
    }

    /// Calls an area something else.
    pub async fn rename_area(&self, area: Area, name: &str) {
        let done = sqlx::query("update area set name = $2 where area = $1").bind(area.code()).bind(name);
        done.execute(&mut self.owner_connection().await).await.expect("areas can be renamed");
    }

    /// Logs somebody of a department in: a unit of its own that works for an area.
    pub async fn department(&self, area: Area, serial: u64) -> Actor {
        let actor = self.actor(Role::Department, area, serial).await;
        let unit = UnitId::new(area.county(), serial);
        let mut owner = self.owner_connection().await;
        sqlx::query("insert into unit (id, area, kind, name_zh, name_en) values ($1, $2, 'department', $3, '')")
            .bind(unit.number())
            .bind(area.code())
            .bind(format!("部门{serial}"))
            .execute(&mut owner)
            .await
            .expect("a unit can be added");
        sqlx::query("update post set unit_id = $2 where id = $1")
            .bind(actor.post.number())
            .bind(unit.number())
            .execute(&mut owner)
            .await
            .expect("the post takes its unit");
        Actor { desk: Some(Desk::unit(unit)), ..actor }
    }

    /// Logs a browser with this token in under a post.
    pub async fn enter(&self, token: &str, post: PostId) {
        self.begin_session(Sha256::digest(token.as_bytes()).into(), post).await;
    }

    async fn begin_session(&self, key: [u8; 32], post: PostId) {
        let new = NewSession {
            key,
            post,
            idle: Duration::from_hours(1),
            absolute: Duration::from_hours(1),
            device: "test".to_owned(),
            must_change_password: false,
            must_prove: false,
        };
        let mut tx = self.store.begin_system().await.expect("the database answers");
        let started = session::start(&mut tx, &new).await;
        assert!(started.expect("a session can be started"), "the post is there");
        tx.commit().await.expect("nothing stands against it");
    }
}

/// Noon in China on a Saturday in November 2026: the present of the tests.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_233_600, 0).expect("a plain instant")
}

/// Keys that all tests share, in no file.
pub fn keyring() -> Keyring {
    Keyring::in_memory([[1; 32], [2; 32]])
}

/// What tests import with.
pub fn import_options() -> Options {
    Options {
        attribution: "© made up for tests".to_owned(),
        grid_dwellings: (300, 400),
        parameter: Value::Null,
        now: now(),
    }
}

/// The county of an area code's digits, for tests that need another one.
pub fn other_county() -> County {
    County::new_checked(990_002).expect("six digits")
}

async fn server() -> Server {
    let admin_url = match std::env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => url,
        _ => tokio::task::spawn_blocking(private_cluster).await.expect("making a cluster does not panic"),
    };
    let mut admin = connect(&admin_url).await.expect("the test server answers");
    lock(&mut admin).await.expect("nobody holds the lock for long");
    if std::env::var_os(VARIABLE).is_none() {
        remove_leftovers(&mut admin).await;
    }
    let template = template_name();
    let exists: bool = sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1)")
        .bind(&template)
        .fetch_one(&mut admin)
        .await
        .expect("the catalog can be read");
    if !exists {
        make_template(&admin_url, &mut admin, &template).await;
    }
    admin.close().await.expect("a connection can be closed");
    Server { admin_url, template }
}

async fn make_template(admin_url: &str, admin: &mut PgConnection, template: &str) {
    let half = format!("{template}_half");
    run(admin, format!("drop database if exists {}", quoted(&half))).await.expect("nobody uses half a template");
    provision::make_roles_on(admin, PASSWORD, PASSWORD).await.expect("roles can be made");
    provision::make_database_on(admin, &half).await.expect("a database can be made");
    let options: PgConnectOptions = admin_url.parse().expect("the address was good a moment ago");
    let owner = options.database(&half).username(provision::OWNER_ROLE).password(PASSWORD);
    let mut owner = owner.connect().await.expect("the owner may connect");
    provision::migrate_on(&mut owner).await.expect("the migrations run");
    owner.close().await.expect("a connection can be closed");
    run(admin, format!("alter database {} rename to {}", quoted(&half), quoted(template))).await.expect("it is free");
}

/// Drops the databases of test processes that are gone, once they are many: each drop waits for a checkpoint. Only on the
/// cluster that stays; one that was given is thrown away as a whole.
async fn remove_leftovers(admin: &mut PgConnection) {
    let names: Vec<String> =
        sqlx::query_scalar("select datname::text from pg_database where datname like 'gezhi\\_test\\_%'")
            .fetch_all(&mut *admin)
            .await
            .expect("the catalog can be read");
    if names.len() < LEFTOVERS {
        return;
    }
    for name in names {
        let process = name.split('_').nth(2).unwrap_or_default();
        if !PathBuf::from(format!("/proc/{process}")).exists() {
            run(admin, format!("drop database if exists {} with (force)", quoted(&name)))
                .await
                .expect("it is nobody's");
        }
    }
}

/// One template per state of the migrations.
fn template_name() -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATIONS.iter() {
        hash.update(&migration.checksum);
    }
    let digest = hash.finalize();
    let short = digest.iter().take(6).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("gezhi_template_{short:012x}")
}

fn private_cluster() -> String {
    let data_dir = std::env::var_os("GEZHI_TEST_CLUSTER").map_or_else(|| "/tmp/gezhi-store-test".into(), PathBuf::from);
    let settings = Settings { data_dir, durability: Durability::ForTests };
    let cluster = Cluster::open(&settings, &mut |_| ()).expect("PostgreSQL is installed: apt-get install postgresql");
    // Dropping it leaves the server running; the next test run adopts it.
    cluster.admin_url("postgres")
}
