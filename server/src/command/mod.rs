//! The commands of `gezhi` and their help.

mod account;
mod audit;
mod bank;
mod error;
mod import;
mod key;
mod migrate;
mod search;
mod seed;
mod serve;
mod up;

use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

pub use self::error::CommandError;
use crate::config::{DatabaseConfig, LogConfig};
use crate::doctor;

/// The city's community grids, from the street down to the household.
///
/// Start with `gezhi up`: it makes a private PostgreSQL, loads the demo city and serves it on <http://127.0.0.1:3000>.
/// When something is wrong, `gezhi doctor` says what, and what to do next.
#[derive(Debug, Parser)]
#[command(
    name = "gezhi",
    version,
    about = "Gezhi 格治: the city's community grids, from the street down to the household",
    verbatim_doc_comment
)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What to log.
    #[command(flatten)]
    pub log: LogConfig,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Do everything: database, migrations, the demo city if there is none, then serve
    Up(up::Arguments),
    /// Serve the pages of a database that is ready (made by `up`, or by `migrate` and `import`)
    Serve(serve::Arguments),
    /// Bring the database's tables to this version
    Migrate(DatabaseConfig),
    /// Add synthetic households, residents, cases and patrols to the city: for demonstrations and tests
    Seed(seed::Arguments),
    /// Load real data
    #[command(subcommand)]
    Import(import::Import),
    /// Accounts, from the machine itself
    #[command(subcommand)]
    Account(account::Account),
    /// Look after the index by which people are found
    #[command(subcommand)]
    Search(search::Search),
    /// The audit trail
    #[command(subcommand)]
    Audit(audit::Audit),
    /// The love bank
    #[command(subcommand)]
    Bank(bank::Bank),
    /// Keys of the sealed fields
    #[command(subcommand)]
    Key(key::Key),
    /// Say what is wrong on this machine, in words, and the one thing to do next
    Doctor(doctor::Arguments),
}

/// Reads the command line; prints help or what is wrong with it, and ends the process then.
///
/// A flag wins over the environment, also where both name different things: `--data-dir` on the command line means the
/// private cluster there, even when DATABASE_URL is set.
pub fn parse() -> CommandLine {
    let matches = CommandLine::command().get_matches();
    let mut line = CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let mut leaf = &matches;
    while let Some((_name, deeper)) = leaf.subcommand() {
        leaf = deeper;
    }
    prefer_flag(leaf, line.command.database_mut());
    line
}

fn prefer_flag(matches: &ArgMatches, config: &mut DatabaseConfig) {
    let data_dir_is_flag = matches.value_source("data_dir") == Some(ValueSource::CommandLine);
    let url_is_flag = matches.value_source("database_url") == Some(ValueSource::CommandLine);
    if data_dir_is_flag && !url_is_flag {
        config.database_url = None;
        config.app_database_url = None;
    }
}

impl Command {
    fn database_mut(&mut self) -> &mut DatabaseConfig {
        match self {
            Self::Up(arguments) => &mut arguments.database,
            Self::Serve(arguments) => &mut arguments.database,
            Self::Migrate(config) | Self::Search(search::Search::Reindex(config)) => config,
            Self::Seed(arguments) => &mut arguments.database,
            Self::Import(import::Import::City(arguments)) => &mut arguments.database,
            Self::Account(account::Account::Reset(arguments)) => &mut arguments.database,
            Self::Audit(audit::Audit::Verify(arguments)) => &mut arguments.database,
            Self::Bank(bank::Bank::Verify(arguments)) => &mut arguments.database,
            Self::Key(key) => key.database_mut(),
            Self::Doctor(arguments) => &mut arguments.database,
        }
    }
}

/// Performs one command.
pub async fn perform(command: Command) -> Result<ExitCode, CommandError> {
    match command {
        Command::Up(arguments) => up::perform(arguments).await?,
        Command::Serve(arguments) => serve::perform(arguments).await?,
        Command::Migrate(config) => migrate::perform(&config).await?,
        Command::Seed(arguments) => seed::perform(arguments).await?,
        Command::Import(import::Import::City(arguments)) => return import::perform(*arguments).await,
        Command::Account(account::Account::Reset(arguments)) => account::reset(&arguments).await?,
        Command::Search(search) => search::perform(search).await?,
        Command::Audit(audit) => return audit::perform(audit).await,
        Command::Bank(bank) => return bank::perform(bank).await,
        Command::Key(key) => key::perform(key).await?,
        Command::Doctor(arguments) => return Ok(doctor::perform(&arguments).await),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_has_no_contradictions() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn the_help_names_every_command_and_says_what_it_does() {
        let help = CommandLine::command().render_long_help().to_string();

        for command in
            ["up", "serve", "migrate", "seed", "import", "account", "search", "audit", "bank", "key", "doctor"]
        {
            assert!(help.contains(&format!("\n  {command} ")), "{command} is missing in\n{help}");
        }
    }

    #[test]
    fn every_option_says_what_it_is_for() {
        for command in CommandLine::command().get_subcommands() {
            for option in command.get_arguments().filter(|option| !option.is_hide_set()) {
                assert!(option.get_help().is_some(), "{} {} has no help", command.get_name(), option.get_id());
            }
        }
    }

    #[test]
    fn the_import_of_the_issue_is_understood() {
        let line = "gezhi import city --buildings b.geojson.gz --roads r --land l --places p --grid-households 300-400 \
                    --flat-area-m2 90 --dry-run --json --data-dir /tmp/x";

        assert!(CommandLine::try_parse_from(line.split_whitespace()).is_ok());
    }

    #[test]
    fn a_grid_size_must_be_a_range() {
        let line = "gezhi import city --buildings b --roads r --land l --places p --grid-households 400-300";

        let refused = CommandLine::try_parse_from(line.split_whitespace()).unwrap_err().to_string();

        assert!(refused.contains("300-400"), "{refused}");
    }
}
