//! What can go wrong below the use cases: four kinds, none of them ever shown to a user.
//!
//! Not for wishes that can't be fulfilled (not found, changed meanwhile): those are values of the functions.

/// Why the database did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached, is shutting down, or has no connection to spare.
    #[error("the database does not answer: see `gezhi doctor`")]
    Unavailable(#[source] sqlx::Error),
    /// Two transactions were in each other's way.
    #[error("another change came in between: repeat the request")]
    Conflict(#[source] sqlx::Error),
    /// A stored value has no meaning here: the program is older than the data, or the data is damaged.
    #[error("column {column} holds a value that this version can't read: run `gezhi migrate` with a matching version")]
    Unreadable {
        /// Table and column.
        column: &'static str,
    },
    /// The statement failed.
    #[error("a statement failed")]
    Failed(#[source] sqlx::Error),
    /// The connection is of a role that row-level security does not bind.
    #[error("the database role `{role}` {why}: connect as a role made by `gezhi migrate --setup`, such as gezhi_app")]
    UnsafeRole {
        /// The role.
        role: String,
        /// What makes it unsafe.
        why: &'static str,
    },
    /// The schema is not the one that this version was built for.
    #[error("the database schema does not fit this version: run `gezhi migrate`")]
    Schema(#[source] sqlx::migrate::MigrateError),
    /// A city could not be packed as a scene.
    #[error("the city cannot be packed as a scene")]
    Scene(#[from] citypack::Invalid),
    /// A sealed value could not be sealed or opened.
    #[error("a sealed column can't be worked with: see `gezhi doctor`")]
    Sealed(#[from] vault::VaultError),
    /// The caller asked to stop; nothing was written.
    #[error("cancelled, nothing was written")]
    Cancelled,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(cause) => match cause.code().as_deref() {
                Some("40001" | "40P01" | "55P03") => Self::Conflict(error),
                Some(code) if code.starts_with("57P") || code.starts_with("53") || code.starts_with("08") => {
                    Self::Unavailable(error)
                }
                _ => Self::Failed(error),
            },
            _ => Self::Failed(error),
        }
    }
}
