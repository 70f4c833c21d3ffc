//! Values that must not turn up where they are not allowed to, and a database whose second lock stands open.

use std::collections::BTreeMap;

use domain::area::{Area, AreaRange};
use domain::id::ResidentId;
use domain::search::token::Findable;
use sqlx::AssertSqlSafe;
use vault::Nonces;

use super::record::Seat;
use super::{TestDb, now};
use crate::search::index::{self, Entry};
use crate::seed::{ResidentColumns, write_residents};

/// People behind one door whose every value is found nowhere else, and what else is known there.
#[derive(Clone, Debug)]
pub struct Canary {
    /// The one with the open stay, one that a merge can take, and one that was merged into the first.
    pub people: [ResidentId; 3],
    /// The merge.
    pub merge: i64,
    /// The name of the first; the others have a sign more.
    pub name: String,
    /// The identity number of the first.
    pub id_number: String,
    /// The telephone of the first.
    pub phone: String,
    /// The medical note of the first.
    pub medical_note: String,
    /// What is written about the place: notes, a case, a notice, a certificate.
    pub words: Vec<String>,
}

/// Surnames that nobody else in a test has.
const SURNAMES: [&str; 6] = ["鸩", "鸬", "鸷", "鸶", "鸸", "鸹"];

impl Canary {
    /// Everything that tells something, also what masks leave.
    pub fn signs(&self) -> Vec<String> {
        let masked =
            [domain::person::mask_name(&self.name), self.phone[3..].to_owned(), self.id_number[6..].to_owned()];
        let whole = [self.name.clone(), self.medical_note.clone()];
        masked.into_iter().chain(whole).chain(self.words.iter().cloned()).collect()
    }
}

impl TestDb {
    /// Puts canaries behind a door that has documents and a case; `serial` from 0 to 5 tells them apart.
    pub async fn add_canary(&self, seat: &Seat, serial: usize) -> Canary {
        let name = format!("{}试金", SURNAMES[serial]);
        let head = format!("99999919770505{:03}", 700 + serial);
        let id_number = format!("{head}{}", domain::person::check_sign(head.as_bytes()));
        let phone = format!("1607777{:04}", 9_100 + serial);
        let medical_note = format!("虚构：{}过敏", SURNAMES[serial]);
        let people = [0, 1, 2].map(|at| ResidentId::new(seat.area.county(), 700_000 + serial as u64 * 10 + at));
        let mut rows = ResidentColumns::default();
        let mut tokens = Vec::new();
        let mut tx = self.store.begin_system().await.expect("the database answers");
        for (at, person) in people.into_iter().enumerate() {
            rows.push_somebody(person.number(), seat.area.code());
            rows.name[at] = ["", "二", "三"][at].chars().fold(name.clone(), |name, sign| format!("{name}{sign}"));
            rows.id_number[at] = if at == 0 { id_number.parse().ok() } else { None };
            rows.phone[at] = phone.parse().ok();
            rows.medical_note[at] = medical_note.parse().ok();
            let findable = Findable { name: &rows.name[at], phones: &[&phone], id_number: Some(&id_number) };
            tokens.extend(index::rows(&tx, Entry { resident: person, area: seat.area, findable }));
        }
        let nonces = &mut Nonces::new([40 + serial as u8; 32]);
        write_residents(&mut tx, &rows, nonces).await.expect("residents can be added");
        index::write(&mut tx, &mut tokens).await.expect("tokens can be written");
        tx.commit().await.expect("nothing stands against it");
        let merge = self.add_stays(seat, people).await;
        let words = self.write_words(seat, SURNAMES[serial]).await;
        self.seal_contacts(&self.store, &phone, Some(seat.dwelling.number())).await;
        self.let_report(seat, &name, &phone).await;
        Canary { people, merge, name, id_number, phone, medical_note, words }
    }

    /// Their stays, and the merge of the last into the first.
    async fn add_stays(&self, seat: &Seat, people: [ResidentId; 3]) -> i64 {
        let mut owner = self.owner_connection().await;
        // A skill: helpers nearby can be rung.
        sqlx::query("insert into resident_skill (resident_id, code, area) values ($1, 'plumbing', $2)")
            .bind(people[0].number())
            .bind(seat.area.code())
            .execute(&mut owner)
            .await
            .expect("skills can be added");
        for person in people {
            sqlx::query(
                "insert into stay (area, dwelling_id, resident_id, kind, relation, from_on, is_synthetic)
                values ($1, $2, $3, 'both', 'tenant', '2020-01-01', true)",
            )
            .bind(seat.area.code())
            .bind(seat.dwelling.number())
            .bind(person.number())
            .execute(&mut owner)
            .await
            .expect("stays can be added");
        }
        sqlx::query(
            "with goes as (
                update resident set merged_into = $1 where id = $2
            ), ends as (
                update stay set to_on = $5, end_reason = 'merged' where resident_id = $2
            )
            insert into resident_merge (area, kept_id, merged_id, filled, ended_stays, account_id, merged_at)
            values ($3, $1, $2, '{}', '{}', $4, $6)",
        )
        .bind(people[0].number())
        .bind(people[2].number())
        .bind(seat.area.code())
        .bind(i64::from(seat.area.county().code()) * 1_000_000_000_000 + 999)
        .bind(now().date_naive())
        .bind(now())
        .execute(&mut owner)
        .await
        .expect("a merge can be written");
        sqlx::query_scalar("select id from resident_merge where merged_id = $1 and undone_at is null")
            .bind(people[2].number())
            .fetch_one(&mut owner)
            .await
            .expect("it is there")
    }

    /// Marks notes, cases, documents of a door and the members of staff who work there.
    async fn write_words(&self, seat: &Seat, sign: &str) -> Vec<String> {
        let words = ["阀门", "事件", "通知", "正文", "持证", "房东", "地址", "事由", "商店", "店主", "照片", "门牌"];
        let words: Vec<String> = words.iter().map(|word| format!("{sign}{word}")).collect();
        let mut owner = self.owner_connection().await;
        for (statement, word) in [
            ("update place_note set text = $2 where place_id = $1", 0),
            ("update case_file set title = $2 where dwelling_id = $1", 1),
            ("update notice set title = $2 where id = $1", 2),
            ("update notice set body = $2 where id = $1", 3),
            ("update certificate set holder = $2 where dwelling_id = $1", 4),
            ("update certificate set landlord = $2 where dwelling_id = $1", 5),
            ("update certificate set place = $2 where dwelling_id = $1", 6),
            ("update certificate set purpose = $2 where dwelling_id = $1", 7),
            ("update register_entry set name = $2 where id = $1", 8),
            ("update register_entry set contact = $2 where id = $1", 9),
            ("update photo set caption = $2 where resident_id = $1", 10),
            ("update door_proposal set note = $2 where dwelling_id = $1", 11),
        ] {
            sqlx::query(statement)
                .bind(seat.dwelling.number())
                .bind(&words[word])
                .execute(&mut owner)
                .await
                .expect("records can be marked");
        }
        words
    }

    /// Opens the second lock: row-level security binds nobody any more, as if the serving role had `bypassrls`.
    pub async fn open_second_lock(&self) {
        let mut owner = self.owner_connection().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity",
        )
        .fetch_all(&mut owner)
        .await
        .expect("the catalog can be read");
        for table in tables {
            let statement = format!("alter table {table} disable row level security");
            sqlx::query(AssertSqlSafe(statement)).execute(&mut owner).await.expect("the owner may");
        }
    }

    /// A digest of each locked table's rows that lie outside of a range of areas; and of accounts, posts and passwords.
    pub async fn digests_outside(&self, range: AreaRange) -> BTreeMap<String, String> {
        let mut owner = self.owner_connection().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "select c.relname::text from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'area' and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)",
        )
        .bind(["audit", "outbox", "session"])
        .fetch_all(&mut owner)
        .await
        .expect("the catalog can be read");
        let mut digests = BTreeMap::new();
        let by_area =
            tables.into_iter().map(|table| (table, format!("t.area < {} or t.area >= {}", range.lo, range.hi)));
        let staff = ["account", "credential"].map(|table| (table.to_owned(), "true".to_owned()));
        for (table, outside) in by_area.chain(staff) {
            let statement = format!(
                "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t where {outside}"
            );
            let digest: String =
                sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut owner).await.expect("it can be read");
            digests.insert(table, digest);
        }
        digests
    }

    /// The number of a table's newest row.
    pub async fn newest(&self, table: &str) -> i64 {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar(AssertSqlSafe(format!("select max(id) from {table}")))
            .fetch_one(&mut owner)
            .await
            .expect("it has one")
    }

    /// The revision that a row of `household` or `resident` is at.
    pub async fn revision_of(&self, table: &str, id: i64) -> i64 {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar(AssertSqlSafe(format!("select revision from {table} where id = {id}")))
            .fetch_one(&mut owner)
            .await
            .expect("it has one")
    }

    /// Makes everything about the people of a grid other than it was.
    pub async fn scramble(&self, grid: Area) {
        let mut owner = self.owner_connection().await;
        for statement in [
            "update household set occupancy = occupancy % 6 + 1, label_bits = label_bits # 3, badge = 2 - badge % 2,
                residents = residents + 7, visited_on = '2026-02-03', verified_on = '2026-02-04',
                label_class = 3, key_group_class = 3, open_light = 2
            where area = $1",
            "update resident set name = '改了名', sex = 2, born_on = '1931-01-01' where area = $1",
            "update stay set relation = 'other' where area = $1",
            "update case_file set title = '改了', light = 2, phase = 'working', in_pool = false where area = $1",
            "update patrol_track set length_m = 7777 where area = $1",
            "update visit set outcome = 'nobody_in' where area = $1",
            "update watch_list set name = '改了', reason = '改了' where area = $1",
            "update watch_check set outcome = 'needs_help', note = '改了' where area = $1",
            "update place_note set text = '改了' where area = $1",
            "update notice set title = '改了', body = '改了' where area = $1",
            "update certificate set holder = '改了', purpose = '改了' where area = $1",
            "update roster_entry set name = '改了' where area = $1",
            "update photo set caption = '改了' where area = $1",
            "update door_proposal set note = '改了', number = '808' where area = $1",
            "update register_entry set name = '改了', contact = '改了', kind = 'object.other' where area = $1",
            "delete from resident_skill where area = $1",
            "delete from search_token where area = $1",
        ] {
            sqlx::query(statement).bind(grid.code()).execute(&mut owner).await.expect("records can be changed");
        }
    }

    /// Takes a door away with everything behind it, as if it had never been.
    pub async fn erase(&self, seat: &Seat) {
        let mut owner = self.owner_connection().await;
        let people = "(select resident_id from stay where dwelling_id = $1)";
        let by_person = [
            "verification where subject_id",
            "search_token where resident_id",
            "certificate where resident_id",
            "photo where resident_id",
        ];
        let by_person = by_person.map(|place| format!("delete from {place} in {people}"));
        let statements = [
            format!("delete from resident_merge where kept_id in {people} or merged_id in {people}"),
            format!("update resident set merged_into = null where id in {people}"),
            "delete from case_party where case_id in (select id from case_file where dwelling_id = $1)".to_owned(),
            "delete from case_event where case_id in (select id from case_file where dwelling_id = $1)".to_owned(),
            "delete from case_file where dwelling_id = $1".to_owned(),
            "delete from register_entry where id = $1".to_owned(),
            "delete from export where id = $1".to_owned(),
            "delete from door_proposal where dwelling_id = $1 or kept_id = $1".to_owned(),
            "delete from notice_call where notice_id = $1".to_owned(),
            "delete from notice where id = $1".to_owned(),
            "delete from place_note where place_id = $1".to_owned(),
            "delete from visit where dwelling_id = $1".to_owned(),
            "delete from watch_item where dwelling_id = $1".to_owned(),
            "delete from verification where subject_id = $1".to_owned(),
            format!(
                "with gone as (delete from stay where dwelling_id = $1 returning resident_id) delete from resident where id in {people}"
            ),
            "delete from household where id = $1".to_owned(),
            "delete from dwelling where id = $1".to_owned(),
        ];
        for statement in by_person.into_iter().chain(statements) {
            let done =
                sqlx::query(AssertSqlSafe(statement.clone())).bind(seat.dwelling.number()).execute(&mut owner).await;
            assert!(done.is_ok(), "{statement}: {done:?}");
        }
    }
}
