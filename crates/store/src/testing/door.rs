//! What plain SQL says about a cell, past all row-level security: the witness against which maps and boards are held.

use sqlx::Row;

use super::TestDb;

/// A door as the tables have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorFact {
    /// The dwelling's id.
    pub dwelling: i64,
    /// Its building's id.
    pub building: i64,
    /// The short address, such as 3-2-401.
    pub short: String,
    /// The dwelling one floor up behind the same door of the same unit.
    pub above: Option<i64>,
}

impl TestDb {
    /// The door behind a cell of the current scene.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn door_of_cell(&self, cell: u32) -> Option<DoorFact> {
        let mut tx = self.store.begin_system().await.expect("the database answers");
        let row = sqlx::query(
            "select d.id, d.building_id,
                b.number || '-' || d.unit || '-' || d.shown as short,
                (select up.id from dwelling up
                where up.building_id = d.building_id and up.unit = d.unit and up.door = d.door
                    and up.floor = d.floor + 1 and up.cell is not null) as above
            from dwelling d
            join building b on b.id = d.building_id
            where d.cell = $1",
        )
        .bind(cell as i32)
        .fetch_optional(tx.db())
        .await
        .expect("the statement is sound")?;
        Some(DoorFact { dwelling: row.get(0), building: row.get(1), short: row.get(2), above: row.get(3) })
    }
}
