//! What can be set: one struct per concern, each read once. A flag wins over its environment variable, and that over the
//! default. Secrets are redacted in debug output and never shown in the help.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use axum::http::uri::Authority;
use clap::{Args, ValueEnum};
use oidc::Client;
use server::http::oidc::OidcSettings;

/// Which database: a private cluster in a data folder, or an existing server.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseConfig {
    /// Folder of the private PostgreSQL, made at first use; not used with DATABASE_URL except for passwords
    /// [default: /var/lib/gezhi for root, else ~/.local/share/gezhi]
    #[arg(long, env = "GEZHI_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Use an existing server instead: its address for the owner of the schema, `postgres://owner:password@host/database`
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,

    /// With DATABASE_URL: the address for the role that serves, neither owner nor superuser. Without it that role is made
    #[arg(long, env = "GEZHI_APP_DATABASE_URL", value_name = "URL", hide_env_values = true, requires = "database_url")]
    pub app_database_url: Option<DatabaseUrl>,

    /// Keys of the sealed fields: a file that only its owner can read [default: secret/vault.json in the data folder]
    #[arg(long, env = "GEZHI_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// File that the audit chains' heads are written to, best on another disk [default: audit.anchor in the data folder]
    #[arg(long, env = "GEZHI_ANCHOR_FILE", value_name = "FILE")]
    pub anchor_file: Option<PathBuf>,

    /// Where pictures of cases are kept, sealed: a folder, or `s3://bucket/prefix` with the usual AWS_ variables for its key,
    /// region and endpoint [default: `objects` in the data folder]
    #[arg(long, env = "GEZHI_OBJECTS", value_name = "DIR|URL")]
    pub objects: Option<String>,

    /// Leave the private PostgreSQL running when gezhi ends
    #[arg(long, env = "GEZHI_KEEP_DATABASE")]
    pub keep_database: bool,

    /// Do not wait for the disk: a crash may lose everything. Tests only
    #[arg(long, env = "GEZHI_NO_FSYNC", hide = true)]
    pub no_fsync: bool,
}

impl DatabaseConfig {
    /// The data folder: the chosen one, or the user's own.
    pub fn data_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(cluster::default_data_dir)
    }

    /// The key file: the chosen one, or the data folder's own, beside its passwords and not in the cluster.
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir().join("secret/vault.json"))
    }

    /// The anchor file: the chosen one, or the data folder's own.
    pub fn anchor_file(&self) -> PathBuf {
        self.anchor_file.clone().unwrap_or_else(|| self.data_dir().join("audit.anchor"))
    }

    /// Where pictures are kept: the chosen folder or bucket, or the data folder's own.
    pub fn objects(&self) -> String {
        self.objects.clone().unwrap_or_else(|| self.data_dir().join("objects").display().to_string())
    }

    /// What a crash may lose.
    pub fn durability(&self) -> cluster::Durability {
        if self.no_fsync { cluster::Durability::ForTests } else { cluster::Durability::Full }
    }
}

/// Where the pages are served.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Web")]
pub struct HttpConfig {
    /// Port of the pages; 0 takes any free one
    #[arg(long, env = "GEZHI_PORT", default_value_t = 3000)]
    pub port: u16,

    /// Address to listen on. Only this machine by default: others on the network need TLS in front
    #[arg(long, env = "GEZHI_LISTEN", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub listen: IpAddr,

    /// Write the port to this file once pages are served
    #[arg(long, env = "GEZHI_PORT_FILE", value_name = "FILE")]
    pub port_file: Option<PathBuf>,

    /// Folder of the served files, as `cargo xtask build` makes it [default: `site` beside the program's folder]
    #[arg(long, env = "GEZHI_SITE_DIR", value_name = "DIR")]
    pub site_dir: Option<PathBuf>,

    /// Background layers of the 2D map: a JSON list, or a file that holds one (docs/guide/tiles.md) [default: none]
    #[arg(long, env = "GEZHI_TILES", value_name = "LIST", hide_env_values = true)]
    pub tiles: Option<TileSetting>,

    /// Host name under which browsers see the pages, when a proxy in front changes it [default: as the request says]
    #[arg(long, env = "GEZHI_PUBLIC_HOST", value_name = "HOST")]
    pub public_host: Option<Authority>,

    /// Font file with Chinese characters for printed pages [default: Noto Sans CJK, where the system has it]
    #[arg(long, env = "GEZHI_FONT", value_name = "FILE")]
    pub font: Option<PathBuf>,

    /// How many proxies of yours stand in front and add to X-Forwarded-For; the header counts for nothing without
    #[arg(long, env = "GEZHI_TRUSTED_PROXIES", default_value_t = 0, value_name = "NUMBER")]
    pub trusted_proxies: usize,

    /// Post webhooks to private addresses too, and without TLS: inside a closed network
    #[arg(long, env = "GEZHI_WEBHOOKS_INSIDE")]
    pub webhooks_inside: bool,

    /// The city's identity provider.
    #[command(flatten)]
    pub oidc: OidcConfig,
}

impl HttpConfig {
    /// The socket address to listen on.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.listen, self.port)
    }

    /// The folder of the served files: the chosen one, or `target/site` for `target/release/gezhi`.
    pub fn site_dir(&self) -> PathBuf {
        self.site_dir.clone().unwrap_or_else(|| {
            let program = std::env::current_exe().unwrap_or_default();
            program.ancestors().nth(2).map_or_else(|| PathBuf::from("site"), |folder| folder.join("site"))
        })
    }
}

/// Log-in with the city's identity provider (OIDC); off without an issuer.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Identity provider")]
pub struct OidcConfig {
    /// Let people log in with this OIDC provider, named exactly as it calls itself (docs/guide/oidc.md) [default: off]
    #[arg(long = "oidc-issuer", env = "GEZHI_OIDC_ISSUER", value_name = "URL", requires = "client_id")]
    pub issuer: Option<String>,

    /// How this installation is registered there
    #[arg(long = "oidc-client-id", env = "GEZHI_OIDC_CLIENT_ID", value_name = "NAME")]
    pub client_id: Option<String>,

    /// Its secret there; none for a public client. Better set in the environment than on the command line
    #[arg(
        long = "oidc-client-secret",
        env = "GEZHI_OIDC_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    pub client_secret: Option<Secret>,

    /// What is asked for besides `openid`
    #[arg(long = "oidc-scopes", env = "GEZHI_OIDC_SCOPES", default_value = "openid", value_name = "WORDS")]
    pub scopes: String,

    /// What stands on the button of the log-in page
    #[arg(long = "oidc-label", env = "GEZHI_OIDC_LABEL", default_value = "统一身份认证登录", value_name = "TEXT")]
    pub label: String,
}

impl OidcConfig {
    /// The settings; nothing when it is off.
    pub fn settings(&self) -> Option<OidcSettings> {
        let issuer = self.issuer.clone().filter(|issuer| !issuer.is_empty())?;
        let secret = self.client_secret.as_ref().map(|secret| secret.0.clone()).unwrap_or_default();
        let client = Client { id: self.client_id.clone().unwrap_or_default(), secret, scopes: self.scopes.clone() };
        Some(OidcSettings { issuer, client, label: self.label.clone() })
    }
}

/// A secret of the configuration; it never shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// The setting of the tile layers; it may hold keys, so it never shows.
#[derive(Clone, PartialEq, Eq)]
pub struct TileSetting(String);

impl TileSetting {
    /// The setting with its keys. Do not log it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for TileSetting {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for TileSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TileSetting(***)")
    }
}

/// What is logged, and how.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Log")]
pub struct LogConfig {
    /// What to log to standard error, for example `info` or `warn,server=debug`
    #[arg(
        long = "log",
        env = "GEZHI_LOG",
        default_value = "warn,sqlx::query=error,server=info,gezhi=info",
        global = true,
        value_name = "FILTER"
    )]
    pub filter: String,

    /// Form of the log
    #[arg(long = "log-format", env = "GEZHI_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text, global = true)]
    pub format: LogFormat,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line, for a log collector.
    Json,
}

/// The address of a database; its password never shows.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address with its password. Do not log it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is an address of PostgreSQL at all.
    pub fn is_address(&self) -> bool {
        self.0.starts_with("postgres://") || self.0.starts_with("postgresql://")
    }

    /// The same place for another role. The password must need no escaping.
    pub fn with_login(&self, role: &str, password: &str) -> Self {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("postgres", &self.0));
        let place = rest.rsplit_once('@').map_or(rest, |(_login, place)| place);
        Self(format!("{scheme}://{role}:{password}@{place}"))
    }
}

/// Not checked here: clap would repeat a wrong address, with its password, in the message.
impl From<String> for DatabaseUrl {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("postgres", &self.0));
        let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let place = place.split('?').next().unwrap_or_default();
        match login.split_once(':') {
            Some((role, _password)) => write!(f, "{scheme}://{role}:***@{place}"),
            None if login.is_empty() => write!(f, "{scheme}://{place}"),
            None => write!(f, "{scheme}://{login}@{place}"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        database: DatabaseConfig,
        #[command(flatten)]
        http: HttpConfig,
    }

    #[test]
    fn only_this_machine_is_served_by_default() {
        let line = Line::parse_from(["gezhi"]);

        assert!(line.http.address().ip().is_loopback());
    }

    #[test]
    fn a_password_shows_neither_in_debug_output_nor_in_messages() {
        let line = Line::parse_from(["gezhi", "--database-url", "postgres://owner:s3cret@db/gezhi?password=s3cret"]);

        assert!(!format!("{line:?}").contains("s3cret"), "{line:?}");
    }

    #[test]
    fn an_identity_provider_is_off_by_default_and_its_secret_never_shows() {
        let off = Line::parse_from(["gezhi"]);
        let line = ["gezhi", "--oidc-issuer", "https://id", "--oidc-client-id", "g", "--oidc-client-secret", "s3cret"];
        let on = Line::parse_from(line);

        assert!(off.http.oidc.settings().is_none());
        assert_eq!(on.http.oidc.settings().unwrap().client.secret, "s3cret");
        assert!(!format!("{on:?} {:?}", on.http.oidc.settings()).contains("s3cret"));
        assert!(Line::try_parse_from(&line[..3]).is_err(), "an issuer alone is not enough");
    }

    #[test]
    fn another_role_gets_the_same_place() {
        let url: DatabaseUrl = "postgres://owner:s3cret@db:5433/gezhi?sslmode=require".to_owned().into();

        assert_eq!(url.with_login("gezhi_app", "x").reveal(), "postgres://gezhi_app:x@db:5433/gezhi?sslmode=require");
    }

    #[test]
    fn an_address_without_a_password_stays_readable() {
        let url: DatabaseUrl = "postgres://owner@db:5433/gezhi".to_owned().into();

        assert_eq!(url.to_string(), "postgres://owner@db:5433/gezhi");
    }
}
