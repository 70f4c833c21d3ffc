//! The links of a timeline: each entry is a keyed code over what it says and the link before, so that none can be changed,
//! removed or put in between without the key.

use chrono::{DateTime, Utc};
use domain::case::{Desk, Light};
use domain::id::{AccountId, CaseId, PostId};
use store::Tx;
use store::case::{ChainRow, EntryRow};
use vault::{Keyring, Link};

use crate::{Service, ServiceError};

/// What an entry says.
pub(super) struct Said<'a> {
    pub(super) version: i32,
    pub(super) word: &'a str,
    pub(super) light: Light,
    pub(super) at: DateTime<Utc>,
    pub(super) account: Option<AccountId>,
    pub(super) post: Option<PostId>,
    pub(super) to: Option<Desk>,
    pub(super) note: &'a str,
    pub(super) undoes: Option<i32>,
}

/// The link of an entry after the one before.
pub(super) fn link(keyring: &Keyring, case: CaseId, before: Option<&EntryRow>, said: &Said<'_>) -> [u8; 32] {
    let before = before.and_then(|entry| entry.link).map_or(Link::START, Link);
    let row = ChainRow {
        case_version: said.version,
        version: said.version,
        step: said.word.to_owned(),
        light: said.light.number(),
        at: said.at,
        account: said.account.map(AccountId::number),
        post: said.post.map(PostId::number),
        to: said.to.map(Desk::number),
        note: said.note.to_owned(),
        undoes: said.undoes,
        link: None,
    };
    follow(keyring, case, before, &row).0
}

fn follow(keyring: &Keyring, case: CaseId, before: Link, row: &ChainRow) -> Link {
    // PostgreSQL keeps microseconds; a link over more could never be checked.
    let said = serde_json::json!([
        row.step,
        row.light,
        row.at.timestamp_micros(),
        row.account,
        row.post,
        row.to,
        row.note,
        row.undoes,
    ]);
    keyring.link(before, case.number(), i64::from(row.version), said.to_string().as_bytes())
}

/// An entry that is not what was written, or is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The case.
    pub case: CaseId,
    /// The version of the entry.
    pub version: i32,
}

/// Checks the timelines of all cases whose entries are linked, and names the first wrong entry of each. The transaction has to see
/// all cases.
pub async fn verify(tx: &mut Tx, keyring: &Keyring) -> Result<Vec<Fault>, ServiceError> {
    let mut faults = Vec::new();
    let mut after = 0;
    loop {
        let cases = store::case::linked_cases(tx, after, 500).await?;
        let Some(last) = cases.last() else { return Ok(faults) };
        after = last.number();
        for case in cases {
            let entries = store::case::chain(tx, case).await?;
            faults.extend(fault(keyring, case, &entries));
        }
    }
}

/// The same for whoever keeps the database, as the system sees it: how many cases have linked timelines, and what is wrong.
pub async fn verify_all(s: &Service) -> Result<(usize, Vec<Fault>), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let (mut count, mut after) = (0, 0);
    loop {
        let cases = store::case::linked_cases(&mut tx, after, 500).await?;
        let Some(last) = cases.last() else { break };
        after = last.number();
        count += cases.len();
    }
    let faults = verify(&mut tx, s.store.keyring()).await?;
    tx.rollback().await?;
    Ok((count, faults))
}

/// Cases from before there were links begin with entries that have none.
pub(super) fn fault(keyring: &Keyring, case: CaseId, entries: &[ChainRow]) -> Option<Fault> {
    let mut before = Link::START;
    let mut is_linked = false;
    for (expected, row) in (1..).zip(entries) {
        let wrong = Some(Fault { case, version: expected });
        if row.version != expected {
            return wrong;
        }
        match row.link {
            None if is_linked => return wrong,
            None => {}
            Some(link) => {
                is_linked = true;
                if follow(keyring, case, before, row).0 != link {
                    return wrong;
                }
                before = Link(link);
            }
        }
    }
    // The case knows how many there should be.
    let known = entries.first().map_or(0, |row| row.case_version);
    (known != entries.len() as i32).then_some(Fault { case, version: entries.len() as i32 + 1 })
}
