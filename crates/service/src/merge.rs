//! Two files of one person become one, and two again when that was wrong. Both keep their history.

use domain::actor::Actor;
use domain::file::{self, Problem};
use domain::id::ResidentId;
use domain::stay::{self as rule, EndReason, Stay};
use serde_json::json;
use store::audit::{self, Record};
use store::file::MergeRow;

use crate::door::Doors;
use crate::{Service, ServiceError, file as files};

/// A file as somebody saw it: who, and the revision.
pub type Seen = (ResidentId, i64);

/// Merges a duplicate into a file: its stays count as the kept file's, missing fields are filled from it.
///
/// *Errors*: `Conflict` when one of them changed meanwhile; `Entry` when they are the same file, or the duplicate has
/// duplicates of its own (undo those first).
pub async fn merge(s: &Service, actor: &Actor, kept: Seen, merged: Seen) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let homes = store::file::homes(&mut tx, &[kept.0, merged.0]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let keeps = files::lock(&mut tx, actor, kept.0, Some(kept.1)).await?;
    let goes = files::lock(&mut tx, actor, merged.0, Some(merged.1)).await?;
    if kept.0 == merged.0 || !store::file::merges(&mut tx, merged.0).await?.is_empty() {
        return Err(ServiceError::entry("merged", vec![Problem::Merged]));
    }
    let own: Vec<Stay> = store::stay::of_resident(&mut tx, kept.0).await?.into_iter().map(|line| line.stay).collect();
    let its: Vec<Stay> = store::stay::of_resident(&mut tx, merged.0).await?.into_iter().map(|line| line.stay).collect();
    let ended = rule::doubled(&own, &its);
    for stay in &ended {
        store::stay::close(&mut tx, *stay, s.today(), EndReason::Merged).await?;
    }
    let filled = file::fills(&keeps.values, &goes.values);
    let next = file::merged(&keeps.values, &goes.values);
    let before = store::file::found_by(&mut tx, kept.0).await?;
    store::file::write(&mut tx, kept.0, &next, keeps.is_checked).await?;
    store::file::let_find(&mut tx, kept.0, before).await?;
    let filled = filled.into_iter().map(str::to_owned).collect();
    let row = MergeRow { kept: kept.0, merged: merged.0, filled, ended };
    store::file::merge(&mut tx, actor, keeps.area, &row, s.now()).await?;
    let detail = json!({ "merged": merged.0, "filled": row.filled, "ended": row.ended.len() });
    audit::write(&mut tx, actor, s.now(), keeps.area, "merge", Record::Resident(kept.0), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Undoes a merge: the duplicate is a file of its own again, its stays open again, and what it had filled is given back
/// unless that was changed meanwhile. Answers with the kept file.
///
/// *Errors*: `NotFound` for a merge that is none or was undone.
pub async fn undo(s: &Service, actor: &Actor, merge: i64) -> Result<ResidentId, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::file::lock_merge(&mut tx, merge).await?.ok_or(ServiceError::NotFound)?;
    let mut doors = store::file::homes(&mut tx, &[row.kept, row.merged]).await?;
    let stays = store::stay::of_resident(&mut tx, row.kept).await?;
    doors.extend(stays.iter().filter(|line| row.ended.contains(&line.stay.id)).map(|line| line.stay.dwelling));
    let doors = Doors::lock(&mut tx, doors, s.today()).await?;
    let keeps = files::lock(&mut tx, actor, row.kept, None).await?;
    let goes = store::file::lock(&mut tx, row.merged).await?.ok_or(ServiceError::NotFound)?;
    let next = file::unmerged(&keeps.values, &goes.values, &row.filled);
    let before = store::file::found_by(&mut tx, row.kept).await?;
    store::file::write(&mut tx, row.kept, &next, keeps.is_checked).await?;
    store::file::let_find(&mut tx, row.kept, before).await?;
    store::stay::reopen(&mut tx, &row.ended).await?;
    store::file::unmerge(&mut tx, merge, row.merged, s.now()).await?;
    let detail = json!({ "merged": row.merged });
    audit::write(&mut tx, actor, s.now(), keeps.area, "undo_merge", Record::Resident(row.kept), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(row.kept)
}
