//! Keeping the search index in step with a file, in the transaction that changes it.

use domain::area::Area;
use domain::id::ResidentId;
use domain::person::IdNumber;
use domain::phone::Phone;
use domain::search::token::Findable;
use sqlx::Row;

use crate::search::index::{self, Entry};
use crate::{StoreError, Tx, row, sealed};

/// A person as the search index has to know them now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    area: Area,
    name: String,
    id_number: Option<IdNumber>,
    phone: Option<Phone>,
}

/// What a person can be found by now; nothing for a file that nobody can find.
pub async fn found_by(tx: &mut Tx, resident: ResidentId) -> Result<Option<Found>, StoreError> {
    let found = sqlx::query("select area, name, id_number_sealed, phone_sealed from resident where id = $1")
        .bind(resident.number())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            let (keyring, id) = (tx.keyring(), resident.number());
            Ok(Found {
                area: row::area(&row, "area")?,
                name: row.try_get("name")?,
                id_number: sealed::open(keyring, &row, sealed::id_number_place(id))?,
                phone: sealed::open(keyring, &row, sealed::phone_place(id))?,
            })
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
        let phones: Vec<&str> = found.phone.iter().map(Phone::reveal).collect();
        let id_number = found.id_number.as_ref().map(IdNumber::reveal);
        let findable = Findable { name: &found.name, phones: &phones, id_number };
        let entry = Entry { resident, area: found.area, findable };
        if adds { index::add(tx, entry).await? } else { index::remove(tx, entry).await? }
    }
    Ok(())
}
