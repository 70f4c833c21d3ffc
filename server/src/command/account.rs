//! `gezhi account`: what only whoever runs the machine may do to accounts.

use std::io::Write;

use clap::{Args, Subcommand};
use domain::account::Login;

use crate::command::CommandError;
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Give an account a one-time password and end its sessions: for an administrator who forgot it
    Reset(ResetArguments),
}

/// Which account.
#[derive(Debug, Args)]
pub struct ResetArguments {
    /// The account's login name
    #[arg(value_name = "LOGIN")]
    pub login: Login,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// Prints the one-time password on standard output, and nothing else there.
pub async fn reset(arguments: &ResetArguments) -> Result<(), CommandError> {
    let mut progress = Progress::new();
    let database = Database::open(&arguments.database, &mut progress).await?;
    let outcome = async {
        let service = database.service().await?;
        let password = service::session::reset_by_operator(&service, &arguments.login).await;
        password.map_err(CommandError::Accounts)
    };
    let outcome = outcome.await;
    database.close().await?;
    let password = outcome?;
    eprintln!("One-time password of {}; it has to be replaced at the first log-in:", arguments.login.as_str());
    let line = format!("{}\n", password.reveal());
    std::io::stdout().write_all(line.as_bytes()).map_err(CommandError::Print)
}
