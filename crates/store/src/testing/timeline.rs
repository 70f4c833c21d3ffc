//! Tampering with timelines of cases, as only somebody with the owner's password could.

use domain::id::CaseId;

use crate::Tx;

/// What is done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tamper {
    /// It says something else.
    Reword,
    /// It happened earlier.
    Redate,
    /// It never was.
    Remove,
}

/// Tampers with one entry of a case's timeline.
pub async fn tamper_with_entry(tx: &mut Tx, case: CaseId, version: i32, tamper: Tamper) {
    let statement = match tamper {
        Tamper::Reword => "update case_event set note = '改了' where case_id = $1 and version = $2",
        Tamper::Redate => "update case_event set at = at - interval '1 hour' where case_id = $1 and version = $2",
        Tamper::Remove => "delete from case_event where case_id = $1 and version = $2",
    };
    sqlx::query(statement).bind(case.number()).bind(version).execute(tx.db()).await.expect("the owner may");
}
