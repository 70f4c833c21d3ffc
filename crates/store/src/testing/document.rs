//! Notices, certificates and what they are checked against, written into the small city past all locks.

use domain::actor::Actor;
use domain::area::Area;
use domain::cell::LabelCode;
use domain::id::{DwellingId, IntakeId, PhotoId, PostId, ResidentId};
use vault::{Nonces, Place};

use super::record::Seat;
use super::{TestDb, now};

/// What [`TestDb::let_prove`] sets.
pub const KNOWN_PASSWORD: &str = "three lifts and a stair";

impl TestDb {
    /// Makes somebody a tenant of a dwelling, and somebody else, who is renamed, its landlord.
    pub async fn rent(&self, dwelling: DwellingId, tenant: ResidentId, (landlord, name): (ResidentId, &str)) {
        let mut owner = self.owner_connection().await;
        let done = [
            sqlx::query("update stay set relation = 'tenant' where dwelling_id = $1 and resident_id = $2")
                .bind(dwelling.number())
                .bind(tenant.number()),
            sqlx::query(
                "insert into stay (area, dwelling_id, resident_id, kind, relation, is_synthetic)
                select d.area, d.id, $2, 'away', 'landlord', true from dwelling d where d.id = $1",
            )
            .bind(dwelling.number())
            .bind(landlord.number()),
            sqlx::query("update resident set name = $2 where id = $1").bind(landlord.number()).bind(name),
        ];
        for statement in done {
            let rows = statement.execute(&mut owner).await.expect("stays can be written").rows_affected();
            assert_eq!(rows, 1, "one tenant, one landlord");
        }
    }

    /// Lets a person's stays begin on a day.
    pub async fn begin_stay(&self, resident: ResidentId, from_on: chrono::NaiveDate) {
        let mut owner = self.owner_connection().await;
        sqlx::query("update stay set from_on = $2 where resident_id = $1")
            .bind(resident.number())
            .bind(from_on)
            .execute(&mut owner)
            .await
            .expect("stays can be written");
    }

    /// Makes a file 待核实.
    pub async fn uncheck(&self, resident: ResidentId) {
        let mut owner = self.owner_connection().await;
        sqlx::query("update resident set status = 'unchecked' where id = $1")
            .bind(resident.number())
            .execute(&mut owner)
            .await
            .expect("files can be written");
    }

    /// Adds a notice with one call, a certificate of the dwelling's resident, and a list that was taken in, all by this account.
    pub async fn add_documents(&self, seat: &Seat, by: &Actor) {
        let mut owner = self.owner_connection().await;
        let statements = [
            "insert into notice (id, area, area_end, title, body, account_id, post_id, made_at, until_on)
            select $1, $2, $2 + 1, '停水', '明天停水', $3, $4, $5, '2099-12-31' where $6::int8 = $1::int8",
            "insert into notice_call (notice_id, dwelling_id, area, state, account_id, post_id, called_at)
            values ($1, $6, $2, 'told', $3, $4, $5)",
            "insert into certificate (id, area, year, serial, code, resident_id, dwelling_id, holder, landlord, place,
                lease_from_on, lease_until_on, purpose, valid_until_on, issuer, issuer_phone, account_id, post_id, issued_at)
            values ($1, $2, 2026, 1, right($1::text, 16), $6, $6, '欧阳试', '金房东', '某处', '2026-01-01', '2099-12-31', '试', '2027-01-01',
                '某社区', '', $3, $4, $5)",
            "insert into intake_batch (id, area, account_id, post_id, file_name, uploaded_at, as_of_on, state)
            select $1, $2, $3, $4, '名单.xlsx', $5, '2026-11-22', 'written' where $6::int8 = $1::int8",
            "insert into door_proposal (id, area, dwelling_id, kind, number, was, seen, note, account_id, post_id, proposed_at)
            select $1, $2, $6, 'renumber', '909', '101', 0, '门牌换了', $3, $4, $5",
            "insert into work (id, area, building_id, title, starts_on, is_public, account_id, post_id, posted_at, changed_at)
            select $1, $2, d.building_id, '更换管道', '2026-11-01', true, $3, $4, $5, $5 from dwelling d where d.id = $6",
            "insert into root_cause (id, area, category, cases, found_at)
            select $1, $2, '0102', array[$6]::int8[], $5 where $3::int8 > 0 and $4::int8 > 0",
            "insert into intake_batch (id, area, account_id, post_id, file_name, uploaded_at, as_of_on, state, kind)
            select $1 + 500000000, $2, $3, $4, '工单.xlsx', $5, '2026-11-22', 'written', 'orders' where $6::int8 = $1::int8",
            "insert into hotline_order (number, area, case_id, account_id, text_digest, due_at, taken_at, changed_at)
            select 'T' || c.id, c.area, c.id, $3, 1, $5, $5, $5
            from case_file c
            where c.dwelling_id = $6 and $1::int8 > 0 and $2::int8 > 0 and $4::int8 > 0
            on conflict do nothing",
            "with list as (
                insert into watch_list (id, area, name, reason, from_on, until_on, account_id, post_id, made_at)
                values ($1, $2, '雪后独居老人', '大雪封路', '2026-11-20', '2099-12-31', $3, $4, $5)
                returning id, area
            ), item as (
                insert into watch_item (watch_list_id, dwelling_id, area) select id, $6, area from list
            )
            insert into watch_check (watch_list_id, dwelling_id, area, day, account_id, checked_at, outcome, operation)
            select id, $6, area, '2026-11-20', $3, $5, 'well', decode(lpad(id::text, 32, '0'), 'hex') from list",
            "insert into intake_claim (batch_id, area)
            select $1, $2 where $3::int8 > 0 and $4::int8 > 0 and $5::timestamptz is not null and $6::int8 > 0",
            "insert into intake_fault (batch_id, area, row_no, place, field, fault, shape)
            select $1, $2, 2, 0, 'name', 'name_missing', ''
            where $3::int8 > 0 and $4::int8 > 0 and $5::timestamptz is not null and $6::int8 > 0",
            "insert into intake_record (batch_id, kind, subject_id, area, is_new, after_digest, after_revision)
            select $1, 'person', $6, $2, true, '', 1
            where $3::int8 > 0 and $4::int8 > 0 and $5::timestamptz is not null",
            "insert into merge_conflict (id, area, resident_id, field, operation, account_id, post_id, made_at, received_at)
            select $1, $2, $6, 'phone', decode(lpad($1::text, 32, '0'), 'hex'), $3, $4, $5, $5",
            "insert into intake_heading (account_id, heading, area, field)
            select $3, '备注', $2, '' where $1::int8 > 0 and $4::int8 > 0 and $5::timestamptz is not null and $6::int8 > 0",
        ];
        self.add_photos(seat, by).await;
        self.add_media(seat, by).await;
        sqlx::query(
            "insert into departure (id, area, dwelling_id, resident_id, stay_id, kind, moved_on)
            select s.dwelling_id, s.area, s.dwelling_id, s.resident_id, s.id, 'both', '2026-11-20'
            from stay s
            where s.dwelling_id = $1 and s.to_on is null
            order by s.id
            limit 1",
        )
        .bind(seat.dwelling.number())
        .execute(&mut owner)
        .await
        .expect("a grid can be told");
        let kept = [
            "insert into bulk_label (area, area_end, label, is_on, dwellings, account_id, post_id, made_at)
            select $2, $2 + 1, 2, true, array[$1, $6], $3, $4, $5",
            "insert into saved_filter (area, area_end, account_id, post_id, name, conditions, is_shared, made_at)
            select $2, $2 + 1, $3, $4, concat('老人', $1::int8), 'label:2', true, $5 where $6::int8 = $1::int8",
            "insert into export (id, area, area_end, account_id, post_id, post_area, list, conditions, columns, is_masked,
                is_xlsx, reason, asked_at, rows_shown, state, until_at)
            select $1, $2, $2 + 1, $3, $4, $2, 'people', '', '{name,phone}', false, false, '试试看用途', $5, 500, 'asked',
                '2099-12-31' where $6::int8 = $1::int8",
        ];
        for statement in statements.into_iter().chain(kept) {
            sqlx::query(statement)
                .bind(seat.dwelling.number())
                .bind(seat.area.code())
                .bind(by.account.number())
                .bind(by.post.number())
                .bind(now())
                .bind(seat.dwelling.number())
                .execute(&mut owner)
                .await
                .expect("documents can be written");
        }
        self.let_report(seat, "欧阳试", "16000000016").await;
        self.keep_form(by).await;
        // The next ones get numbers of their own.
        sqlx::query("select setval('notice_serial', 900000)").execute(&mut owner).await.expect("it is there");
        let pictures = "select setval('media_serial', greatest(nextval('media_serial'), 900000))";
        sqlx::query(pictures).execute(&mut owner).await.expect("it is there");
        let photos = "select setval('photo_serial', greatest(nextval('photo_serial'), 900000))";
        sqlx::query(photos).execute(&mut owner).await.expect("it is there");
        sqlx::query("select setval('work_serial', 900000)").execute(&mut owner).await.expect("it is there");
        sqlx::query("select setval('export_serial', 900000)").execute(&mut owner).await.expect("it is there");
        sqlx::query("select setval('door_proposal_serial', 900000)").execute(&mut owner).await.expect("it is there");
        // Lists of an earlier call have theirs already.
        let lists = "select setval('intake_serial', greatest(nextval('intake_serial'), 900000))";
        sqlx::query(lists).execute(&mut owner).await.expect("it is there");
    }

    /// A portrait of the dwelling's resident, which has the dwelling's number, and a photo of a document, which has
    /// [`Self::document_photo`]'s.
    async fn add_photos(&self, seat: &Seat, by: &Actor) {
        let mut owner = self.owner_connection().await;
        let (portrait, document) =
            (PhotoId::new(seat.area.county(), seat.dwelling.serial()), Self::document_photo(seat));
        for (photo, kind) in [(portrait, "portrait"), (document, "document")] {
            let number = photo.number();
            let mut nonces = Nonces::new([kind.len() as u8; 32]);
            let mut seal = |column| {
                let place = Place { table: "photo", column, row: number };
                self.store.keyring().seal(place, nonces.draw(), b"\xff\xd8\xff").expect("it can be sealed")
            };
            sqlx::query(
                "insert into photo (id, area, kind, resident_id, caption, taken_on, width, height, picture_sealed,
                    small_sealed, account_id, post_id, added_at)
                values ($1, $2, $3, $4, '旧照', '2026-01-01', 3, 4, $5, $6, $7, $8, $9)",
            )
            .bind(number)
            .bind(seat.area.code())
            .bind(kind)
            .bind(seat.dwelling.number())
            .bind(seal("picture_sealed"))
            .bind(seal("small_sealed"))
            .bind(by.account.number())
            .bind(by.post.number())
            .bind(now())
            .execute(&mut owner)
            .await
            .expect("photos can be written");
        }
    }

    /// The photo of a document behind a door that has documents.
    pub fn document_photo(seat: &Seat) -> PhotoId {
        PhotoId::new(seat.area.county(), seat.dwelling.serial() + 500_000_000)
    }

    /// The sheet of hotline orders that a door has documents with.
    pub fn order_sheet(seat: &Seat) -> IntakeId {
        IntakeId::new(seat.area.county(), seat.dwelling.serial() + 500_000_000)
    }

    /// Lets somebody keep a form of two columns and share it.
    async fn keep_form(&self, by: &Actor) {
        let head = r#"{"name":"表","lines":[["登记表"],["姓名","备注"]],"merges":[]}"#;
        let mapping = ["name".to_owned(), String::new()];
        let mut tx = self.store.begin_system().await.expect("the database answers");
        let at = (&mut Nonces::new([31; 32]), now());
        let name = format!("表{}", by.account.serial());
        let kept = (name.as_str(), head.as_bytes(), mapping.as_slice());
        crate::export::template::add(&mut tx, by, kept, true, at).await.expect("a form can be kept");
        tx.commit().await.expect("nothing stands against it");
    }

    /// Gives an account the password [`KNOWN_PASSWORD`], cheaply hashed.
    pub async fn let_prove(&self, actor: &Actor) {
        const HASH: &str =
            "$argon2id$v=19$m=8,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$A6uoSnDxN2OHs9KE9hSUXe/i0/yVLnMwk6OSniOMJvM";
        let mut tx = self.store.begin_system().await.expect("the database answers");
        crate::account::set_password(&mut tx, actor.account, HASH, false, now()).await.expect("it can be set");
        tx.commit().await.expect("nothing stands against it");
    }

    /// Gives everybody an occupation and a workplace.
    pub async fn employ(&self, occupation: &str, workplace: &str) {
        let mut owner = self.owner_connection().await;
        let done = sqlx::query("update resident set occupation = $1, workplace = $2").bind(occupation).bind(workplace);
        done.execute(&mut owner).await.expect("files can be written");
    }

    /// Puts the label with this code on every household, or takes it off three quarters of them.
    pub async fn label_all(&self, code: LabelCode, is_on: bool) {
        let mut owner = self.owner_connection().await;
        let statement = if is_on {
            "update household set label_bits = label_bits | $1"
        } else {
            "update household set label_bits = label_bits & ~$1 where id % 4 <> 1"
        };
        sqlx::query(statement).bind(crate::label::bit(code)).execute(&mut owner).await.expect("households take labels");
    }

    /// Gives a post another area; its sessions follow.
    pub async fn move_post(&self, post: PostId, area: Area) {
        let mut owner = self.owner_connection().await;
        let done = sqlx::query("update post set area = $2 where id = $1").bind(post.number()).bind(area.code());
        done.execute(&mut owner).await.expect("posts can be moved");
    }

    /// The code of a certificate.
    pub async fn code_of(&self, certificate: &str) -> String {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar("select code from certificate where id = $1::int8")
            .bind(certificate.parse::<i64>().expect("ids are numbers"))
            .fetch_one(&mut owner)
            .await
            .expect("it was issued")
    }
}
