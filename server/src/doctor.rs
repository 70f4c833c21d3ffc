//! `gezhi doctor`: looks at the machine, the data folder, the database and the city, and says what is wrong in words.

use std::fmt;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use cluster::{Binaries, Folder, ServerUser};
use server::http::oidc::Oidc;
use store::{Store, provision};

use crate::config::{DatabaseConfig, HttpConfig};
use crate::database::Database;
use crate::keys::{self, KeyError};
use crate::progress::Progress;
use crate::with_causes;

/// What to look at.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The web side.
    #[command(flatten)]
    pub http: HttpConfig,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// One thing looked at.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    about: &'static str,
    state: State,
    words: String,
    next: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    Note,
    Bad,
}

impl Finding {
    fn good(about: &'static str, words: impl Into<String>) -> Self {
        Self { about, state: State::Good, words: words.into(), next: None }
    }

    fn note(about: &'static str, words: impl Into<String>, next: impl Into<String>) -> Self {
        Self { about, state: State::Note, words: words.into(), next: Some(next.into()) }
    }

    fn bad(about: &'static str, words: impl Into<String>, next: impl Into<String>) -> Self {
        Self { about, state: State::Bad, words: words.into(), next: Some(next.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.state {
            State::Good => "ok   ",
            State::Note => "note ",
            State::Bad => "WRONG",
        };
        write!(f, "{mark}  {:<12} {}", self.about, self.words)?;
        match &self.next {
            Some(next) => write!(f, "\n       {:<12} → {next}", ""),
            None => Ok(()),
        }
    }
}

/// Looks at everything, prints it, and fails when something is wrong.
pub async fn perform(arguments: &Arguments) -> ExitCode {
    let mut findings = machine(arguments);
    findings.extend(database(&arguments.database).await);
    findings.extend(provider(&arguments.http).await);
    for finding in &findings {
        eprintln!("{finding}");
    }
    let wrong: Vec<&Finding> = findings.iter().filter(|finding| finding.state == State::Bad).collect();
    let Some(first) = wrong.first() else {
        eprintln!("\nNothing is wrong.");
        return ExitCode::SUCCESS;
    };
    eprintln!("\n{} wrong. Next: {}", wrong.len(), first.next.as_deref().unwrap_or("see above"));
    ExitCode::FAILURE
}

fn machine(arguments: &Arguments) -> Vec<Finding> {
    let mut findings = Vec::new();
    if arguments.database.database_url.is_none() {
        let folder = Folder::look(&arguments.database.data_dir());
        findings.extend([binaries(&folder), server_user(), data_folder(&folder)]);
    }
    findings.extend([port(&arguments.http), site(&arguments.http.site_dir()), fonts(&arguments.http), chromium()]);
    findings
}

/// Opens the database as `up` does, when there is one, and leaves it as it was.
async fn database(config: &DatabaseConfig) -> Vec<Finding> {
    if config.database_url.is_none() && !Folder::look(&config.data_dir()).exists() {
        return Vec::new();
    }
    let database = match Database::open(config, &mut Progress::new()).await {
        Ok(database) => database,
        Err(error) => return vec![Finding::bad("database", with_causes(&error), "do what the line above says")],
    };
    let mut findings = vec![Finding::good("database", format!("{} answers", database.owner))];
    findings.push(match provision::pending(database.owner.reveal()).await {
        Ok(0) => Finding::good("tables", "they are of this version"),
        Ok(missing) => Finding::bad("tables", format!("{missing} migrations are missing"), "gezhi migrate"),
        Err(error) => Finding::bad("tables", with_causes(&error), "gezhi migrate"),
    });
    if findings.iter().all(|finding| finding.state != State::Bad) {
        findings.extend(inside(config, &database).await);
    }
    if let Err(error) = database.close().await {
        findings.push(Finding::bad("database", with_causes(&error), "start `gezhi up` and stop it again"));
    }
    findings
}

/// The keys, the serving role, and what it finds.
async fn inside(config: &DatabaseConfig, database: &Database) -> Vec<Finding> {
    let keyring = match keys::look(config) {
        Ok(keyring) => keyring,
        // The first `gezhi up` of a private cluster makes them.
        Err(KeyError::Missing { path }) if config.database_url.is_none() && config.key_file.is_none() => {
            let words = format!("there is no key file at {} yet", path.display());
            return vec![Finding::note("keys", words, "gezhi up, or put the file of this database there")];
        }
        Err(error) => return vec![Finding::bad("keys", with_causes(&error), "put the key file in place")],
    };
    let store = match Store::open(database.app.reveal(), 1, keyring).await {
        Ok(store) => store,
        Err(error) => return vec![Finding::bad("role", with_causes(&error), "see docs on roles in ARCHITECTURE.md")],
    };
    let role = Finding::good("role", "the serving role is bound by row-level security");
    let counties = async { store::city::counties(&mut store.begin_public().await?).await }.await;
    let city = match counties {
        Ok(counties) if counties.is_empty() => {
            Finding::note("city", "no city is loaded", "gezhi up, or gezhi import city")
        }
        Ok(counties) => Finding::good("city", format!("{} loaded", counties.len())),
        Err(error) => Finding::bad("city", with_causes(&error), "gezhi migrate"),
    };
    let keys = keys(&store).await;
    store.close().await;
    vec![role, keys, city]
}

/// Whether the keys open what is there, and whether a rotation waits for its end.
async fn keys(store: &Store) -> Finding {
    let looked = async {
        let mut tx = store.begin_system().await?;
        let needed = store::rotation::key_in_use(&mut tx).await?;
        tx.commit().await.map(|()| needed)
    };
    let place = store.keyring().path().unwrap_or_default();
    let fits = match looked.await {
        Ok(needed) => keys::fits(store.keyring(), needed),
        Err(error) => return Finding::bad("keys", with_causes(&error), "gezhi migrate"),
    };
    match (fits, store.keyring().keys()) {
        (Err(error), _) => Finding::bad("keys", with_causes(&error), "put the key file of this database in place"),
        (Ok(()), Err(error)) => Finding::bad("keys", with_causes(&error), "put the key file in place"),
        (Ok(()), Ok(held)) if held.len() > 1 => Finding::note(
            "keys",
            format!("{} holds {} keys: a rotation is not finished", place.display(), held.len()),
            "gezhi key rotate, and then gezhi key retire",
        ),
        (Ok(()), Ok(_one)) => {
            Finding::good("keys", format!("{} is readable by its owner only, and fits", place.display()))
        }
    }
}

fn binaries(folder: &Folder) -> Finding {
    match folder.major().map_or_else(Binaries::find, Binaries::find_major) {
        Ok(found) => Finding::good("PostgreSQL", format!("version {} in {}", found.major(), found.folder().display())),
        Err(error) => Finding::bad("PostgreSQL", error.to_string(), "apt-get install -y postgresql"),
    }
}

fn server_user() -> Finding {
    match ServerUser::choose() {
        Ok(user) => Finding::good("user", format!("PostgreSQL runs as {}", user.name())),
        Err(error) => Finding::bad("user", error.to_string(), "start gezhi as an ordinary user"),
    }
}

fn data_folder(folder: &Folder) -> Finding {
    let place = folder.data_dir().display();
    if !folder.exists() {
        return Finding::note("data folder", format!("{place} has no cluster yet"), "gezhi up");
    }
    if folder.is_running() {
        return Finding::good("data folder", format!("{place} holds a cluster, and it is running"));
    }
    Finding::good("data folder", format!("{place} holds a cluster; it is not running, and is started when needed"))
}

fn port(config: &HttpConfig) -> Finding {
    match TcpListener::bind(config.address()) {
        Ok(_free) => Finding::good("port", format!("{} is free", config.address())),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Finding::note(
            "port",
            format!("{} is taken, perhaps by a gezhi that runs already", config.address()),
            format!("open http://{}, or start with another --port", config.address()),
        ),
        Err(error) => Finding::bad(
            "port",
            format!("{} cannot be used: {error}", config.address()),
            "choose another --port or --listen",
        ),
    }
}

fn site(folder: &Path) -> Finding {
    if folder.join("manifest.json").is_file() {
        return Finding::good("pages", format!("scripts and styles are in {}", folder.display()));
    }
    Finding::bad(
        "pages",
        format!("{} holds no scripts and styles, so pages would come bare", folder.display()),
        "cargo xtask build",
    )
}

/// Certificates are printed here, with a font of this machine.
fn fonts(config: &HttpConfig) -> Finding {
    let found = paper::FontFile::find(config.font.as_deref()).and_then(|file| file.load().map(|_typeface| file));
    match found {
        Ok(file) => Finding::good("font", format!("certificates are printed with {}", file.path().display())),
        Err(error) => Finding::note(
            "font",
            format!("no certificate can be printed: {error}"),
            "apt-get install -y fonts-noto-cjk, or set GEZHI_FONT",
        ),
    }
}

/// The city's identity provider, when people log in with one.
async fn provider(config: &HttpConfig) -> Option<Finding> {
    let settings = config.oidc.settings()?;
    let issuer = settings.issuer.clone();
    Some(match Oidc::new(settings).look().await {
        Ok(()) => Finding::good("provider", format!("{issuer} answers, and people can log in with it")),
        Err(error) => Finding::bad(
            "provider",
            format!("{issuer}: {}", with_causes(&error)),
            "see docs/guide/oidc.md; passwords work without it",
        ),
    })
}

fn chromium() -> Finding {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    if std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file())) {
        return Finding::good("Chromium", "browser tests and screenshots can run");
    }
    Finding::note(
        "Chromium",
        "not found; only browser tests, benchmarks and screenshots need it",
        "apt-get install -y chromium",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_that_is_wrong_always_says_what_to_do_next() {
        let finding = Finding::bad("port", "it is taken", "choose another");

        assert!(finding.to_string().contains("→ choose another"));
    }

    #[test]
    fn an_empty_data_folder_is_no_error() {
        let finding = data_folder(&Folder::look(Path::new("/tmp/gezhi-doctor-of-nothing")));

        assert_eq!(finding.state, State::Note);
    }
}
