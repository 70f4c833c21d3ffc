//! `gezhi audit`: whether the trail and the timelines of cases are whole.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use service::case;
use vault::trail::{Fault, Kind, Report};

use crate::command::CommandError;
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;

/// What to do with the trail.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk all audit chains and the timelines of all cases, and name every changed, removed, inserted or reordered row; fails when there is one
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

/// Walks the chains. The exit code is 1 when anything was done to them.
pub async fn perform(audit: Audit) -> Result<ExitCode, CommandError> {
    let Audit::Verify(arguments) = audit;
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
        say(&found.trail);
        say_timelines(&found);
    }
    Ok(if found.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Both trails, walked.
struct Found {
    trail: Report,
    /// Cases with linked timelines.
    cases: usize,
    /// The first wrong entry of each case.
    timelines: Vec<case::Fault>,
}

impl Found {
    fn is_whole(&self) -> bool {
        self.trail.is_whole() && self.timelines.is_empty()
    }
}

async fn verify(database: &Database) -> Result<Found, CommandError> {
    let service = database.service().await?;
    let trail = service::chain::verify(&service).await.map_err(CommandError::Verify)?;
    let (cases, timelines) = case::verify_all(&service).await.map_err(CommandError::Verify)?;
    service.store.close().await;
    Ok(Found { trail, cases, timelines })
}

fn say_timelines(found: &Found) {
    let mut progress = Progress::new();
    for fault in &found.timelines {
        progress.say(&format!("case {}, entry {}: not what was written, or missing", fault.case, fault.version));
    }
    let (cases, count) = (found.cases, found.timelines.len());
    if count == 0 {
        progress.say(&format!("The timelines of cases are whole: {cases} cases."));
    } else {
        progress.say(&format!("FAULTS in {count} of {cases} timelines. See docs/threat-model.md on what to do."));
    }
}

fn say(report: &Report) {
    let mut progress = Progress::new();
    for fault in &report.faults {
        progress.say(&words(fault));
    }
    let Report { chains, links, waiting, anchored, fault_count, .. } = report;
    let checked = format!("{links} rows in {chains} chains, {anchored} anchored heads, {waiting} rows not sealed yet");
    if report.is_whole() {
        progress.say(&format!("The audit trail is whole: {checked}."));
    } else {
        progress.say(&format!("{fault_count} FAULTS in {checked}. See docs/threat-model.md on what to do."));
    }
}

fn words(fault: &Fault) -> String {
    let Fault { chain, number, count, kind, audit_id } = fault;
    let place = match (kind, count) {
        (Kind::Anchor, _) => format!("anchor file, line {number}"),
        (_, 2..) => format!("chain {chain}, numbers {number} to {}", number.saturating_add(count - 1)),
        (Kind::Overdue, _) => format!("chain {chain}, not numbered"),
        _ if *number == 0 => format!("chain {chain}, in no link"),
        _ => format!("chain {chain}, number {number}"),
    };
    let row = audit_id.map(|id| format!(" (audit row {id})")).unwrap_or_default();
    format!("{place}{row}: {}", kind.slug())
}

fn json(found: &Found) -> serde_json::Value {
    let report = &found.trail;
    let timelines: Vec<_> = found
        .timelines
        .iter()
        .map(|fault| json!({ "case": fault.case.to_string(), "version": fault.version }))
        .collect();
    let faults: Vec<_> = report
        .faults
        .iter()
        .map(|fault| {
            json!({
                "chain": fault.chain,
                "number": fault.number,
                "count": fault.count,
                "kind": fault.kind.slug(),
                "audit_id": fault.audit_id,
            })
        })
        .collect();
    json!({
        "whole": found.is_whole(),
        "chains": report.chains,
        "links": report.links,
        "anchored": report.anchored,
        "waiting": report.waiting,
        "fault_count": report.fault_count,
        "faults": faults,
        "timelines": { "cases": found.cases, "faults": timelines },
    })
}
