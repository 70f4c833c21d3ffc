//! A cluster's life on a real PostgreSQL: made, kept, adopted, shared, refused.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use cluster::{Cluster, ClusterError, Durability, Origin, Released, Settings};

static NEXT: AtomicU32 = AtomicU32::new(0);

fn settings() -> Settings {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let data_dir = PathBuf::from(format!("/tmp/gezhi-life-{}-{number}", std::process::id()));
    Settings { data_dir, durability: Durability::ForTests }
}

fn open(settings: &Settings) -> Cluster {
    Cluster::open(settings, &mut |_| ()).unwrap()
}

fn query(cluster: &Cluster, sql: &str) -> String {
    let answer = Command::new(cluster.binaries().program("psql"))
        .args(["-Atqc", sql, &cluster.admin_url("postgres")])
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap().trim().to_owned()
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let settings = settings();
    let first = open(&settings);
    assert_eq!(first.origin(), Origin::Made);
    query(&first, "create table kept as select 42 as number");
    assert_eq!(first.release().unwrap(), Released::Stopped);

    let second = open(&settings);

    assert_eq!(second.origin(), Origin::Started);
    assert_eq!(query(&second, "select number from kept"), "42");
    second.destroy().unwrap();
}

#[test]
fn a_cluster_that_survived_a_crash_is_adopted_and_then_stopped() {
    let settings = settings();
    drop(open(&settings));

    let adopted = open(&settings);

    assert_eq!(adopted.origin(), Origin::Adopted);
    let folder = adopted.folder().clone();
    assert_eq!(adopted.release().unwrap(), Released::Stopped);
    assert!(!folder.is_running());
    open(&settings).destroy().unwrap();
}

#[test]
fn the_server_stays_while_somebody_else_uses_it() {
    let settings = settings();
    let (first, second) = (open(&settings), open(&settings));

    assert_eq!(first.release().unwrap(), Released::InUse);
    assert_eq!(query(&second, "select 1"), "1");
    second.destroy().unwrap();
}

#[test]
fn there_is_no_tcp_port_and_a_wrong_password_is_refused() {
    let settings = settings();
    let cluster = open(&settings);

    assert_eq!(query(&cluster, "show listen_addresses"), "");
    let url = cluster.admin_url("postgres");
    let wrong = url.replace(url.split(['@', ':']).nth(2).unwrap(), "wrong");
    let answer = Command::new(cluster.binaries().program("psql")).args(["-Atqc", "select 1", &wrong]).output().unwrap();
    assert!(!answer.status.success());
    cluster.destroy().unwrap();
}

#[test]
fn a_cluster_that_trusts_anybody_is_refused() {
    let settings = settings();
    let cluster = open(&settings);
    let rules = cluster.folder().cluster().join("pg_hba.conf");
    cluster.release().unwrap();
    fs::write(&rules, "local all all trust\n").unwrap();

    let refused = Cluster::open(&settings, &mut |_| ());

    assert!(matches!(refused, Err(ClusterError::Trusts { line: 1, .. })), "{refused:?}");
    fs::remove_dir_all(&settings.data_dir).unwrap();
}

#[test]
fn a_stale_process_file_does_not_keep_it_from_starting() {
    let settings = settings();
    let cluster = open(&settings);
    let process_file = cluster.folder().cluster().join("postmaster.pid");
    cluster.release().unwrap();
    fs::write(&process_file, format!("{}\n/nowhere\n", std::process::id())).unwrap();

    let again = open(&settings);

    assert_eq!(again.origin(), Origin::Started);
    again.destroy().unwrap();
}

#[test]
fn a_data_folder_below_a_closed_one_still_works() {
    let closed = settings().data_dir;
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let settings = Settings { data_dir: closed.join("data"), durability: Durability::ForTests };

    let cluster = open(&settings);

    assert_eq!(query(&cluster, "select 1"), "1");
    cluster.destroy().unwrap();
    fs::remove_dir_all(&closed).unwrap();
}
