//! Pictures of cases, written into the small city past all locks.

use domain::actor::Actor;
use domain::id::MediaId;
use vault::{Nonces, ParcelKey, Place};

use super::record::Seat;
use super::{TestDb, now};

/// What the pictures of tests are sealed with.
const KEY: [u8; 32] = [77; 32];

impl TestDb {
    /// A public picture of the dwelling's first case, which has the dwelling's number; staged when there is no case.
    pub(super) async fn add_media(&self, seat: &Seat, by: &Actor) {
        let mut owner = self.owner_connection().await;
        let media = MediaId::new(seat.area.county(), seat.dwelling.serial());
        let place = Place { table: "media", column: "key_sealed", row: media.number() };
        let key = self.store.keyring().seal(place, Nonces::new([78; 32]).draw(), &KEY).expect("it can be sealed");
        let names = Self::media_names(seat);
        sqlx::query(
            "with about as (
                select min(id) as case_id from case_file where dwelling_id = $3
            )
            insert into media (id, area, case_id, version, purpose, object_name, thumb_name, key_sealed, bytes, sha256, width,
                height, is_mocked, account_id, post_id, uploaded_at, operation_id, staged_until, released_name,
                released_thumb_name, released_by, released_at)
            select $1, $2, a.case_id, case when a.case_id is not null then 1 end,
                case when a.case_id is not null then 'report' end, $4, $5, $6, 3, '', 2, 3, false, $7, $8, $9,
                md5($1::text)::uuid, case when a.case_id is null then $9 + interval '1 day' end,
                case when a.case_id is not null then $10 end, case when a.case_id is not null then $11 end,
                case when a.case_id is not null then $7::int8 end,
                case when a.case_id is not null then $9::timestamptz end
            from about a",
        )
        .bind(media.number())
        .bind(seat.area.code())
        .bind(seat.dwelling.number())
        .bind(&names[0])
        .bind(&names[1])
        .bind(key)
        .bind(by.account.number())
        .bind(by.post.number())
        .bind(now())
        .bind(&names[2])
        .bind(&names[3])
        .execute(&mut owner)
        .await
        .expect("pictures can be written");
        sqlx::query("insert into media_object (name, media_id, due_at) select unnest($1::text[]), $2, $3")
            .bind(&names[..])
            .bind(media.number())
            .bind(now())
            .execute(&mut owner)
            .await
            .expect("names can be written");
    }

    /// The names of such a picture's objects: whole and small, then those of the public version.
    pub fn media_names(seat: &Seat) -> [String; 4] {
        let county = seat.area.county().code();
        ["w", "s", "public-w", "public-s"].map(|size| format!("{county}/test/{}-{size}", seat.dwelling))
    }

    /// What lies under such a name, sealed.
    pub fn media_object(name: &str, jpeg: &[u8]) -> Vec<u8> {
        ParcelKey::new(KEY).seal(name, Nonces::new([79; 32]).draw(), jpeg).expect("it can be sealed")
    }
}
