//! Who writes to a case: a post that acts, or nobody with an account.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::case::Desk;
use domain::id::{AccountId, CaseId, DwellingId, PostId};
use serde_json::Value;

use super::chain::note_step;
use crate::audit::{Record, write_as, write_by_itself};
use crate::outbox::{Change, put};
use crate::{StoreError, Tx};

/// Who writes to a case.
#[derive(Clone, Copy, Debug)]
pub enum Writer<'a> {
    /// A post acts, in a transaction of its session.
    Post(&'a Actor),
    /// Another system with an account and a key, in a transaction of the system, after its key was proved.
    Client(AccountId),
    /// Nobody with an account: a resident with a link, an alarm's clock. Only in a transaction of the system, and
    /// only after whoever is behind it was proved otherwise.
    Nobody,
}

impl Writer<'_> {
    /// The account, if there is one.
    pub fn account(self) -> Option<AccountId> {
        match self {
            Self::Post(actor) => Some(actor.account),
            Self::Client(account) => Some(account),
            Self::Nobody => None,
        }
    }

    /// The post, if one acts.
    pub fn post(self) -> Option<PostId> {
        match self {
            Self::Post(actor) => Some(actor.post),
            Self::Client(_) | Self::Nobody => None,
        }
    }

    /// The desk that the post works at.
    pub fn desk(self) -> Option<Desk> {
        match self {
            Self::Post(actor) => actor.desk,
            Self::Client(_) | Self::Nobody => None,
        }
    }

    /// Whether the second lock lets it make a desk party to a case of an area.
    pub(super) fn may_add(self, desk: Desk, area: Area) -> bool {
        match self {
            Self::Post(actor) => actor.desk == Some(desk) || actor.role.sees_people() && actor.area.contains(area),
            Self::Client(_) | Self::Nobody => true,
        }
    }
}

/// Writes what was done with a case onto the audit trail, and tells the outbox that it changed.
pub async fn note(
    tx: &mut Tx,
    writer: Writer<'_>,
    at: DateTime<Utc>,
    (case, area, dwelling): (CaseId, Area, Option<DwellingId>),
    action: &'static str,
    detail: Value,
) -> Result<(), StoreError> {
    match writer {
        Writer::Post(_) => return note_step(tx, at, case, action, detail, true).await,
        Writer::Client(account) => {
            write_as(tx, (account, None), at, area, action, Record::Case(case), Some(detail)).await?;
        }
        Writer::Nobody => write_by_itself(tx, at, area, action, Record::Case(case), Some(detail)).await?,
    }
    put(tx, area, Change::Case(case, dwelling), at).await
}
