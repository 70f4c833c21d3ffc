//! A test's database as `pg_dump` writes it: what somebody has who has a backup.

use std::process::Command;

use cluster::Binaries;

use super::{SERVER, TestDb};

impl TestDb {
    /// The whole database as SQL text, made by the `pg_dump` beside the server's programs.
    pub async fn dump(&self) -> String {
        let server = SERVER.get().expect("a test database was made on it");
        let (place, rest) = server.admin_url.split_once('?').unwrap_or((&server.admin_url, ""));
        let place = place.rsplit_once('/').map_or(place, |(place, _database)| place);
        let url = format!("{place}/{}?{rest}", self.name);
        let binaries = Binaries::find().expect("PostgreSQL is installed");
        let dumping = tokio::task::spawn_blocking(move || {
            Command::new(binaries.program("pg_dump")).args(["--format=plain", "--dbname", &url]).output()
        });
        let output = dumping.await.expect("it does not panic").expect("pg_dump can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("a dump is text")
    }
}
