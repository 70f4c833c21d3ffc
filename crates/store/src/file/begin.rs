//! A new file: its number and grid, and the identity number that it begins with.

use domain::area::Area;
use domain::id::ResidentId;
use domain::person::IdNumber;
use vault::Nonces;

use crate::{StoreError, Tx, sealed};

/// Begins a file in a grid; its fields are written with [`super::write`].
pub async fn add(
    tx: &mut Tx,
    area: Area,
    id_number: Option<&IdNumber>,
    made_up: bool,
    nonces: &mut Nonces,
) -> Result<ResidentId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('resident_serial')").fetch_one(tx.db()).await?;
    let resident = ResidentId::new(area.county(), serial as u64);
    sqlx::query(
        "insert into resident (id, area, name, sex, status, is_synthetic)
        values ($1, $2, '', 0, 'unchecked', $3)",
    )
    .bind(resident.number())
    .bind(area.code())
    .bind(made_up)
    .execute(tx.db())
    .await?;
    if let Some(id_number) = id_number {
        sealed::set_id_number(tx, nonces, resident, id_number).await?;
    }
    Ok(resident)
}
