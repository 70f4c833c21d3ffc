//! A private PostgreSQL cluster: made, started, adopted and stopped for one data folder.
//!
//! It is for `gezhi up` on a machine without a database server, and for the tests. It knows processes, files and
//! rights; it speaks no SQL (roles, databases and migrations are the store's) and uses nothing but `std`.
//!
//! The layout of a data folder:
//!
//! | path | what |
//! |---|---|
//! | `cluster/` | PostgreSQL's own folder, owned by the user that runs it, mode 0700 |
//! | `cluster.path` | only if `cluster/` had to be put elsewhere: where it is |
//! | `socket/` | the socket; there is no TCP port |
//! | `secret/*.password` | random passwords, mode 0600 |
//! | `start.lock`, `in-use.lock` | who may start and stop it, who is using it |
#![warn(missing_docs)]

mod adopt;
mod binaries;
mod control;
mod error;
mod folder;
mod hba;
mod initialise;
mod memory;
mod secret;
mod user;

pub use self::binaries::Binaries;
pub use self::control::{Cluster, Durability, Origin, Released, Settings};
pub use self::error::ClusterError;
pub use self::folder::{Folder, default_data_dir};
pub use self::secret::Secret;
pub use self::user::ServerUser;

/// The bootstrap superuser of a private cluster; only provisioning uses it, never the serving process.
pub const ADMIN_ROLE: &str = "gezhi_admin";
