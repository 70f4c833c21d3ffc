//! Opens and releases a cluster: the first user of a data folder starts it, the last one stops it.

use std::fs::{self, File, OpenOptions};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::adopt::{Running, running};
use crate::error::file_error;
use crate::initialise::{initialise, write_settings};
use crate::{ADMIN_ROLE, Binaries, ClusterError, Folder, Secret, ServerUser, hba};

/// A start may have to replay the log of a crash.
const START_DEADLINE: Duration = Duration::from_mins(2);

/// Whether a crash of the machine may lose what was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Everything committed is on disk.
    #[default]
    Full,
    /// Nothing is waited for: tests only.
    ForTests,
}

/// Which cluster to open.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder.
    pub data_dir: PathBuf,
    /// What a crash may lose.
    pub durability: Durability,
}

/// How the cluster came to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was made just now and is empty.
    Made,
    /// It existed and was started.
    Started,
    /// It was already running.
    Adopted,
}

/// What a release did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Released {
    /// The server was stopped.
    Stopped,
    /// Somebody else still uses it.
    InUse,
}

/// A running private cluster.
///
/// Dropping it without [`Cluster::release`] leaves the server running, as a crash would; the next one adopts it.
#[derive(Debug)]
pub struct Cluster {
    folder: Folder,
    binaries: Binaries,
    user: ServerUser,
    admin: Secret,
    origin: Origin,
    in_use: File,
}

impl Cluster {
    /// Opens the cluster of a data folder: adopts it, or starts it, or makes it. `say` is told each slow step.
    pub fn open(settings: &Settings, say: &mut dyn FnMut(&str)) -> Result<Self, ClusterError> {
        let user = ServerUser::choose()?;
        let folder = Folder::make(&settings.data_dir, &user)?;
        let binaries = folder.major().map_or_else(Binaries::find, Binaries::find_major)?;
        let _starting = locked(&folder, "start.lock")?;
        let origin = if folder.exists() { Origin::Started } else { Origin::Made };
        if origin == Origin::Made {
            say(&format!("making a PostgreSQL {} cluster in {}", binaries.major(), folder.cluster().display()));
            initialise(&folder, &binaries, &user)?;
        }
        hba::refuse_trust(&folder.cluster().join("pg_hba.conf"))?;
        let admin = Secret::read(&folder.secret(ADMIN_ROLE))?;
        let origin = match running(&folder)? {
            Running::No => {
                say("starting PostgreSQL");
                write_settings(&folder, &binaries, &user, settings.durability)?;
                start(&folder, &binaries, &user)?;
                origin
            }
            Running::Starting | Running::Ready => Origin::Adopted,
        };
        wait_until_ready(&folder)?;
        let in_use = open_lock(&folder, "in-use.lock")?;
        in_use.lock_shared().map_err(file_error("lock", folder.lock("in-use.lock")))?;
        Ok(Self { folder, binaries, user, admin, origin, in_use })
    }

    /// How the cluster came to run.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The places of its parts.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The programs that run it.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// The address of a database for the bootstrap superuser. It contains the password: do not log it.
    pub fn admin_url(&self, database: &str) -> String {
        self.url(ADMIN_ROLE, &self.admin, database)
    }

    /// The address of a database for a role. It contains the password: do not log it.
    pub fn url(&self, role: &str, password: &Secret, database: &str) -> String {
        let socket = self.folder.socket().display().to_string();
        let socket: String = socket.bytes().map(percent_encoded).collect();
        format!("postgres://{role}:{}@localhost/{database}?host={socket}", password.reveal())
    }

    /// The password of a role of ours, made at first use.
    pub fn secret(&self, role: &str) -> Result<Secret, ClusterError> {
        Secret::read_or_make(&self.folder.secret(role))
    }

    /// Stops the server, unless another process still uses it.
    pub fn release(self) -> Result<Released, ClusterError> {
        let _stopping = locked(&self.folder, "start.lock")?;
        let Self { folder, binaries, user, in_use, .. } = self;
        drop(in_use);
        let last = open_lock(&folder, "in-use.lock")?;
        if last.try_lock().is_err() {
            return Ok(Released::InUse);
        }
        control(&folder, &binaries, &user, &["stop", "--mode=fast", "--wait", "--timeout=60"])?;
        Ok(Released::Stopped)
    }

    /// Stops the server at once and removes the whole data folder: tests only.
    pub fn destroy(self) -> Result<(), ClusterError> {
        control(&self.folder, &self.binaries, &self.user, &["stop", "--mode=immediate", "--wait"])?;
        self.folder.remove()
    }
}

/// Whether the cluster of a folder takes connections now; changes nothing but a stale process file.
pub(crate) fn is_ready(folder: &Folder) -> Result<bool, ClusterError> {
    Ok(running(folder)? == Running::Ready)
}

impl Folder {
    /// Whether the cluster takes connections now.
    pub fn is_running(&self) -> bool {
        is_ready(self).unwrap_or(false)
    }
}

fn start(folder: &Folder, binaries: &Binaries, user: &ServerUser) -> Result<(), ClusterError> {
    let log = folder.log();
    let started = control(
        folder,
        binaries,
        user,
        &["start", "--wait", &format!("--timeout={}", START_DEADLINE.as_secs()), &format!("--log={}", log.display())],
    );
    started.map_err(|error| match error {
        ClusterError::Program { program, said } => {
            let text = fs::read_to_string(&log).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let last = lines[lines.len().saturating_sub(8)..].join("\n");
            ClusterError::Program { program, said: format!("{said}{last}") }
        }
        other => other,
    })
}

/// Runs `pg_ctl`. The server inherits its output, so that must not be a pipe that somebody reads to its end.
fn control(folder: &Folder, binaries: &Binaries, user: &ServerUser, arguments: &[&str]) -> Result<(), ClusterError> {
    let program = binaries.program("pg_ctl");
    let status = user
        .command(&program)
        .args(arguments)
        .arg("--silent")
        .arg("--pgdata")
        .arg(folder.cluster())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(file_error("run", &program))?;
    if status.success() {
        return Ok(());
    }
    let said = format!("pg_ctl {} ended with {status}\n", arguments.first().unwrap_or(&""));
    Err(ClusterError::Program { program: "pg_ctl", said })
}

fn wait_until_ready(folder: &Folder) -> Result<(), ClusterError> {
    let began = Instant::now();
    while !is_ready(folder)? {
        if began.elapsed() > START_DEADLINE {
            return Err(ClusterError::NotReady { waited_s: START_DEADLINE.as_secs(), log: folder.log() });
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn open_lock(folder: &Folder, name: &str) -> Result<File, ClusterError> {
    let path = folder.lock(name);
    OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(file_error("open", path))
}

fn locked(folder: &Folder, name: &str) -> Result<File, ClusterError> {
    let file = open_lock(folder, name)?;
    file.lock().map_err(file_error("lock", folder.lock(name)))?;
    Ok(file)
}

fn percent_encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
