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

/// How many kinds of [`tampering`] there are.
pub const TAMPERINGS: usize = 10;

/// A statement that tampers with a timeline in one of many ways, `amount` more or less.
pub fn tampering(case: CaseId, version: usize, way: usize, amount: usize) -> String {
    let entry = format!("where case_id = {case} and version = {version}");
    match way {
        0 => format!("update case_event set note = note || 'x{amount}' {entry}"),
        1 => format!("update case_event set at = at + interval '{amount} microseconds' {entry}"),
        2 => format!("update case_event set at = at - interval '{amount} seconds' {entry}"),
        3 => format!("update case_event set light = light % 5 + 1 {entry}"),
        4 => format!("update case_event set step = step || '_x' {entry}"),
        5 => format!("update case_event set account_id = null, post_id = null {entry}"),
        6 => format!("update case_event set to_desk = coalesce(to_desk, 0) + 1 {entry}"),
        7 => format!("delete from case_event {entry}"),
        8 => format!("update case_event set link = sha256(link) {entry}"),
        _ => format!(
            "insert into case_event (case_id, version, area, step, light, at, link)
            select case_id, version + 1, area, step, light, at, link from case_event where case_id = {case}
            order by version desc limit 1"
        ),
    }
}
