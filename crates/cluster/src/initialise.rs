//! Makes a cluster: all of it or nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::error::file_error;
use crate::folder::give;
use crate::{ADMIN_ROLE, Binaries, ClusterError, Durability, Folder, Secret, ServerUser, hba, memory};

/// Runs `initdb` in a folder beside the final one and renames it when everything is written.
pub(crate) fn initialise(folder: &Folder, binaries: &Binaries, user: &ServerUser) -> Result<(), ClusterError> {
    let half = folder.cluster().with_extension("half");
    if half.exists() {
        fs::remove_dir_all(&half).map_err(file_error("remove", &half))?;
    }
    fs::create_dir(&half).map_err(file_error("make", &half))?;
    fs::set_permissions(&half, fs::Permissions::from_mode(0o700)).map_err(file_error("close", &half))?;
    give(&half, user)?;

    let secret = Secret::read_or_make(&folder.secret(ADMIN_ROLE))?;
    let password_file = folder.socket().join("initdb.password");
    secret.write(&password_file)?;
    give(&password_file, user)?;
    let answer = user
        .command(&binaries.program("initdb"))
        .args(["--locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256", "--no-instructions", "--no-sync"])
        .arg(format!("--username={ADMIN_ROLE}"))
        .arg(format!("--pwfile={}", password_file.display()))
        .arg("--pgdata")
        .arg(&half)
        .output();
    let _removed = fs::remove_file(&password_file);
    let answer = answer.map_err(file_error("run", binaries.program("initdb")))?;
    if !answer.status.success() {
        let said = format!("{}{}", String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
        return Err(ClusterError::Program { program: "initdb", said });
    }

    let rules = half.join("pg_hba.conf");
    fs::write(&rules, hba::CONTENT).map_err(file_error("write", &rules))?;
    let settings = half.join("postgresql.conf");
    let mut text = fs::read_to_string(&settings).map_err(file_error("read", &settings))?;
    text.push_str("\n# gezhi's own settings; rewritten at every start\ninclude_if_exists = 'gezhi.conf'\n");
    fs::write(&settings, text).map_err(file_error("write", &settings))?;
    fs::rename(&half, folder.cluster()).map_err(file_error("put in place", folder.cluster()))
}

/// Writes the settings of the next start.
pub(crate) fn write_settings(
    folder: &Folder,
    binaries: &Binaries,
    user: &ServerUser,
    durability: Durability,
) -> Result<(), ClusterError> {
    let path = folder.cluster().join("gezhi.conf");
    let socket = folder.socket().display().to_string().replace('\'', "''");
    let mut text = format!(
        "# Written by gezhi at every start; put your own settings into postgresql.auto.conf (alter system).\n\
         listen_addresses = ''\n\
         unix_socket_directories = '{socket}'\n\
         unix_socket_permissions = 0700\n\
         password_encryption = 'scram-sha-256'\n\
         max_connections = 80\n\
         shared_buffers = '{}MB'\n\
         maintenance_work_mem = '128MB'\n\
         max_wal_size = '2GB'\n\
         checkpoint_timeout = '15min'\n\
         random_page_cost = 1.1\n\
         jit = off\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n",
        match durability {
            Durability::Full => memory::buffers_mib(),
            Durability::ForTests => memory::LEAST_BUFFERS_MIB,
        }
    );
    match durability {
        // What was in memory at the last stop is read again at the next start: nobody waits for a cold city.
        Durability::Full if binaries.has_library("pg_prewarm") => {
            text.push_str("shared_preload_libraries = 'pg_prewarm'\n");
        }
        Durability::Full => {}
        Durability::ForTests => {
            text.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n");
        }
    }
    fs::write(&path, text).map_err(file_error("write", &path))?;
    give(&path, user)
}
