//! The program as people call it: what it says and how it ends.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output};

fn gezhi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gezhi")).args(arguments).env_remove("DATABASE_URL").output().unwrap()
}

fn nowhere(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("gezhi-command-{name}-{}", std::process::id()))
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_missing_file_is_named_and_no_database_is_made() {
    let folder = nowhere("missing");
    let data_dir = folder.to_str().unwrap();

    let output = gezhi(&[
        "import",
        "city",
        "--buildings",
        "/no/such.geojson",
        "--roads",
        "r",
        "--land",
        "l",
        "--places",
        "p",
        "--data-dir",
        data_dir,
    ]);

    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).contains("/no/such.geojson"), "{}", complaint(&output));
    assert!(!folder.exists());
}

#[test]
fn a_taken_port_is_said_before_anything_slow() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = nowhere("port");

    let output = gezhi(&["up", "--no-open", "--port", &port, "--data-dir", folder.to_str().unwrap()]);

    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).contains("--port"), "{}", complaint(&output));
    assert!(!folder.exists());
}

#[test]
fn the_doctor_of_an_empty_folder_says_how_to_start() {
    let folder = nowhere("doctor");

    let output = gezhi(&["doctor", "--port", "0", "--data-dir", folder.to_str().unwrap()]);

    assert!(complaint(&output).contains("→ gezhi up"), "{}", complaint(&output));
    assert!(!folder.exists());
}

#[test]
fn a_password_in_a_bad_address_is_not_repeated() {
    let output = gezhi(&["migrate", "--database-url", "mysql://owner:s3cret@db/gezhi"]);

    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).contains("postgres://owner:password@host/database"));
    assert!(!complaint(&output).contains("s3cret"), "{}", complaint(&output));
}
