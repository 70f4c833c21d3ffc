//! Who reported the cases of a door, sealed like everybody's.

use domain::area::Area;
use domain::case::Reporter;
use domain::id::CaseId;
use sqlx::Row;
use vault::Nonces;

use super::record::Seat;
use super::{TestDb, now};

impl TestDb {
    /// Lets somebody be who reported all cases of a door.
    pub async fn let_report(&self, seat: &Seat, name: &str, phone: &str) {
        let mut owner = self.owner_connection().await;
        let cases = sqlx::query(
            "with gone as (
                delete from case_reporter
                where case_id in (select id from case_file where dwelling_id = $1)
            )
            select id, area from case_file where dwelling_id = $1",
        )
        .bind(seat.dwelling.number())
        .fetch_all(&mut owner)
        .await
        .expect("cases can be read");
        let reporter = Reporter { name: name.parse().ok(), phone: phone.parse().ok(), is_intake_only: false };
        let mut nonces = Nonces::new([51; 32]);
        let mut tx = self.store.begin_system().await.expect("the database answers");
        for case in cases {
            let at = (
                CaseId::new_checked(case.get("id")).expect("ids are ids"),
                Area::new_checked(case.get("area")).expect("areas are areas"),
            );
            crate::reporter::write(&mut tx, &mut nonces, at, &reporter, now()).await.expect("it can be written");
        }
        tx.commit().await.expect("nothing stands against it");
    }
}
