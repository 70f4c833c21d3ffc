//! `gezhi bank`: whether the love bank's books come out even.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use service::bank::{self, Difference, Recount};

use crate::command::CommandError;
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;

/// What to do with the love bank.
#[derive(Debug, Subcommand)]
pub enum Bank {
    /// Count all balances anew from their movements, and name every account and transfer that does not come out even; fails when there is one
    Verify(Verify),
}

/// How to tell.
#[derive(Debug, Args)]
pub struct Verify {
    /// Print the result as JSON on standard output
    #[arg(long)]
    pub json: bool,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// Counts anew. The exit code is 1 when anything does not come out even.
pub async fn perform(bank: Bank) -> Result<ExitCode, CommandError> {
    let Bank::Verify(arguments) = bank;
    let database = Database::open(&arguments.database, &mut Progress::new()).await?;
    let outcome = verify(&database).await;
    database.close().await?;
    let found = outcome?;
    if arguments.json {
        // The result of a command that was asked for it.
        let mut out = std::io::stdout().lock();
        let text = serde_json::to_string_pretty(&json(&found)).map_err(CommandError::Report)?;
        std::io::Write::write_all(&mut out, format!("{text}\n").as_bytes()).map_err(CommandError::Serve)?;
    } else {
        say(&found);
    }
    Ok(if found.is_even() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn verify(database: &Database) -> Result<Recount, CommandError> {
    let service = database.service().await?;
    let found = bank::verify(&service).await.map_err(CommandError::Verify)?;
    service.store.close().await;
    Ok(found)
}

fn say(found: &Recount) {
    let mut progress = Progress::new();
    for difference in &found.differences {
        progress.say(&words(difference));
    }
    let Recount { accounts, transfers, movements, sum, differences } = found;
    let counted = format!("{accounts} accounts, {transfers} transfers, {movements} movements, sum {sum}");
    if found.is_even() {
        progress.say(&format!("The love bank comes out even: {counted}."));
    } else {
        progress
            .say(&format!("{} DIFFERENCES in {counted}. See docs/threat-model.md on what to do.", differences.len()));
    }
}

fn words(difference: &Difference) -> String {
    match difference {
        Difference::Balance { account, kept, counted } => {
            format!("account {account}: holds {kept}, its movements say {counted}")
        }
        Difference::Transfer { transfer, movements, sum } => {
            format!("transfer {transfer}: {movements} movements, together {sum}")
        }
    }
}

fn json(found: &Recount) -> serde_json::Value {
    let differences: Vec<_> = found
        .differences
        .iter()
        .map(|difference| match difference {
            Difference::Balance { account, kept, counted } => json!({
                "account": account.to_string(), "kept_cents": kept.cents(), "counted_cents": counted.cents(),
            }),
            Difference::Transfer { transfer, movements, sum } => json!({
                "transfer": transfer.to_string(), "movements": movements, "sum_cents": sum.cents(),
            }),
        })
        .collect();
    json!({
        "even": found.is_even(),
        "accounts": found.accounts,
        "transfers": found.transfers,
        "movements": found.movements,
        "sum_cents": found.sum.cents(),
        "differences": differences,
    })
}
