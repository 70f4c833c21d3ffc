//! Keeping the search index in step with a file, in the transaction that changes it.

use domain::area::Area;
use domain::id::ResidentId;
use domain::search::token::Findable;
use sqlx::Row;

use crate::search::index::{self, Entry};
use crate::{StoreError, Tx, row};

/// A person as the search index has to know them now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    area: Area,
    name: String,
    id_number: Option<String>,
}

/// What a person can be found by now; nothing for a file that nobody can find.
pub async fn found_by(tx: &mut Tx, resident: ResidentId) -> Result<Option<Found>, StoreError> {
    let found = sqlx::query("select area, name, id_number from resident where id = $1")
        .bind(resident.number())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            let (name, id_number) = (row.try_get("name")?, row.try_get("id_number")?);
            Ok(Found { area: row::area(&row, "area")?, name, id_number })
        })
        .transpose()
}

/// Lets a person be found as the file is now, after a change; `before` is from [`found_by`], nothing for a new file.
pub async fn let_find(tx: &mut Tx, resident: ResidentId, before: Option<Found>) -> Result<(), StoreError> {
    let after = found_by(tx, resident).await?;
    if before == after {
        return Ok(());
    }
    for (found, adds) in [(before, false), (after, true)] {
        let Some(found) = found else { continue };
        let id_number = found.id_number.as_deref();
        let findable = Findable { name: &found.name, phones: &[], id_number };
        let entry = Entry { resident, area: found.area, findable };
        if adds { index::add(tx, entry).await? } else { index::remove(tx, entry).await? }
    }
    Ok(())
}
