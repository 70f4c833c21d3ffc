//! People as the database has them, read past all locks: what a test looks for.

use domain::area::Area;
use domain::id::ResidentId;
use domain::person::IdNumber;
use domain::phone::Phone;
use sqlx::Row;

use super::TestDb;
use crate::{row, sealed};

/// A person and what somebody may know of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFact {
    /// Who.
    pub resident: ResidentId,
    /// Their grid.
    pub area: Area,
    /// Name in clear.
    pub name: String,
    /// Identity number of a made-up person.
    pub id_number: String,
    /// Telephone of a made-up person; most have one.
    pub phone: Option<String>,
    /// The estate's name, or nothing.
    pub estate: String,
    /// Building, unit and number of the door.
    pub door: String,
}

impl TestDb {
    /// So many people from all over the city, always the same ones.
    pub async fn some_people(&self, count: i64) -> Vec<PersonFact> {
        let mut owner = self.owner_connection().await;
        let rows = sqlx::query(
            "select r.id, r.area, r.name, r.id_number_sealed, r.phone_sealed, coalesce(e.name, '') as estate,
                concat_ws('-', b.number, d.unit, d.shown) as door
            from resident r
            join stay s on s.resident_id = r.id and s.to_on is null and s.kind in ('both', 'actual')
            join dwelling d on d.id = s.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            order by md5(r.id::text)
            limit $1",
        )
        .bind(count)
        .fetch_all(&mut owner)
        .await
        .expect("people can be read");
        rows.iter()
            .map(|row| PersonFact {
                resident: ResidentId::new_checked(row.get("id")).expect("ids are ids"),
                area: row::area(row, "area").expect("areas are areas"),
                name: row.get("name"),
                id_number: self
                    .opened::<IdNumber>(row, sealed::id_number_place(row.get("id")))
                    .map(|number| number.reveal().to_owned())
                    .expect("everybody made up has one"),
                phone: self
                    .opened::<Phone>(row, sealed::phone_place(row.get("id")))
                    .map(|phone| phone.reveal().to_owned()),
                estate: row.get("estate"),
                door: row.get("door"),
            })
            .collect()
    }

    fn opened<T: std::str::FromStr>(&self, row: &sqlx::postgres::PgRow, place: vault::Place) -> Option<T> {
        sealed::open(self.store.keyring(), row, place).expect("our own keys open it")
    }
}
