//! Records that tests put into the small city, and looks at what came of it, past all locks.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::area::Area;
use domain::case::Light;
use domain::household::Door;
use domain::id::{AccountId, BuildingId, CaseId, DwellingId, ResidentId, TrackId};
use domain::patrol::Fix;
use domain::search::token::Findable;
use sqlx::{AssertSqlSafe, Row};
use vault::Nonces;

use super::{TestDb, now};
use crate::search::index::{self, Entry};
use crate::seed::{ResidentColumns, write_residents};
use crate::{Store, patrol, row};

/// A door's building, place, number, and who belongs to it.
pub type DoorAndPeople = (i64, Vec<i16>, String, Vec<i64>);

/// A dwelling as the database has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its grid.
    pub area: Area,
    /// Its cell.
    pub cell: u32,
    /// Its building.
    pub building: BuildingId,
    /// Its door.
    pub door: Door,
}

impl TestDb {
    /// Gives every household facts that differ from door to door: all occupancies, labels, ages of file and visit.
    pub async fn fill_households(&self) {
        let mut owner = self.owner_connection().await;
        let update = "update household set
                occupancy = 1 + id % 6,
                residents = id % 5,
                label_bits = case id % 4 when 0 then 0 when 1 then 2 when 2 then 1024 else 1030 end,
                verified_on = case when id % 7 = 0 then null else $1::date - (id % 7 * 70)::int4 end,
                visited_on = case when id % 5 = 0 then null else $1::date - (id % 5 * 25)::int4 end,
                is_synthetic = true";
        sqlx::query(update).bind(now().date_naive()).execute(&mut owner).await.expect("households take facts");
        let marks = concat!(
            "update household set ",
            crate::label::marks_of_labels!("label_bits", "(id / 1000000000000)::int4")
        );
        sqlx::query(marks).execute(&mut owner).await.expect("households take marks");
    }

    /// All dwellings of the scene by cell.
    pub async fn seats(&self) -> Vec<Seat> {
        let mut owner = self.owner_connection().await;
        let rows = sqlx::query(
            "select id, area, cell, building_id, unit, floor, door, number as given from dwelling where cell is not null order by cell",
        )
        .fetch_all(&mut owner)
        .await
        .expect("dwellings can be read");
        rows.iter()
            .map(|row| Seat {
                dwelling: DwellingId::new_checked(row.get("id")).expect("ids are ids"),
                area: row::area(row, "area").expect("areas are areas"),
                cell: row.get::<i32, _>("cell") as u32,
                building: BuildingId::new_checked(row.get("building_id")).expect("ids are ids"),
                door: crate::household::door(row).expect("doors are doors"),
            })
            .collect()
    }

    /// Takes everybody's identity number away: the tests' people all have the same one.
    pub async fn take_numbers(&self) {
        sqlx::query("update resident set id_number_sealed = null, id_number_token = null")
            .execute(&mut self.owner_connection().await)
            .await
            .expect("files can be written");
    }

    /// Gives a person an identity number.
    pub async fn set_id_number(&self, resident: ResidentId, number: &str) {
        let number = number.parse().expect("a number with its check digit");
        let mut tx = self.store.begin_system().await.expect("the database answers");
        crate::sealed::set_id_number(&mut tx, &mut Nonces::new([8; 32]), resident, &number)
            .await
            .expect("it is sealed");
        tx.commit().await.expect("nothing stands against it");
    }

    /// Every door with its building, place, number, and who belongs to it by an open stay.
    pub async fn doors_with_stays(&self) -> BTreeMap<DwellingId, DoorAndPeople> {
        let rows = sqlx::query_as(
            "select d.id, d.building_id, array[d.unit, d.floor, d.door], d.shown,
                array(select s.resident_id from stay s where s.dwelling_id = d.id and s.to_on is null order by 1)
            from dwelling d",
        )
        .fetch_all(&mut self.owner_connection().await)
        .await
        .expect("doors can be read");
        let door = |(id, building, place, shown, people): (i64, i64, Vec<i16>, String, Vec<i64>)| {
            (DwellingId::new_checked(id).expect("ids are ids"), (building, place, shown, people))
        };
        rows.into_iter().map(door).collect()
    }

    /// Adds a case about a household, reported a day ago.
    pub async fn add_case(&self, seat: &Seat, serial: u64, light: Light) -> CaseId {
        let case = CaseId::new(seat.area.county(), serial);
        let mut owner = self.owner_connection().await;
        sqlx::query(
            "with added as (
                insert into case_file (
                    id, area, dwelling_id, title, light, reported_at, changed_at, is_synthetic, phase, holder, holder_since
                )
                values (
                    $1, $2, $3, '楼道灯不亮', $4, $5, $5, true,
                    (array['waiting', 'working', 'done', 'closed', 'refused'])[$4], $2 - $2 % 1000, $5
                )
            )
            insert into case_event (case_id, version, area, step, light, at)
            values ($1, 1, $2, 'report', $4, $5)",
        )
        .bind(case.number())
        .bind(seat.area.code())
        .bind(seat.dwelling.number())
        .bind(light.number())
        .bind(now() - Duration::days(1))
        .execute(&mut owner)
        .await
        .expect("a case can be added");
        sqlx::query("insert into case_party (case_id, desk, area) values ($1, $2 - $2 % 1000, $2)")
            .bind(case.number())
            .bind(seat.area.code())
            .execute(&mut owner)
            .await
            .expect("the community is a party");
        sqlx::query("select setval('case_serial', greatest($1, (select last_value from case_serial)))")
            .bind(serial as i64)
            .execute(&mut owner)
            .await
            .expect("the next case gets another number");
        sqlx::query("update household set open_light = $2 where id = $1")
            .bind(seat.dwelling.number())
            .bind(if light.is_open() { light.number() } else { 0 })
            .execute(&mut owner)
            .await
            .expect("the household takes the light");
        case
    }

    /// Lets a case lie where it lies since a moment, and, where it is closed, be closed since then.
    pub async fn date_case(&self, case: CaseId, at: DateTime<Utc>) {
        sqlx::query(
            "update case_file set holder_since = $2, closed_at = case when light = 4 then $2 end where id = $1",
        )
        .bind(case.number())
        .bind(at)
        .execute(&mut self.owner_connection().await)
        .await
        .expect("a case can be dated");
    }

    /// Adds a track of a worker, with a visit at its first fix.
    pub async fn add_track(&self, seat: &Seat, worker: AccountId, fixes: &[Fix]) {
        let mut owner = self.owner_connection().await;
        let (first, last) = (fixes[0].at, fixes[fixes.len() - 1].at);
        sqlx::query(
            "with walked as (
                insert into patrol_track
                    (id, area, account_id, day, fixes, fix_count, started_at, ended_at, length_m, is_synthetic)
                values ($1, $2, $3, $4, $5, $6, $7, $8, 100, true)
            )
            insert into visit (area, dwelling_id, account_id, visited_at, outcome, is_synthetic)
            values ($2, $9, $3, $7, 'unchanged', true)",
        )
        .bind(TrackId::new(seat.area.county(), worker.serial()).number())
        .bind(seat.area.code())
        .bind(worker.number())
        .bind(domain::clock::civil_date(first))
        .bind(patrol::pack(fixes))
        .bind(fixes.len() as i32)
        .bind(first)
        .bind(last)
        .bind(seat.dwelling.number())
        .execute(&mut owner)
        .await
        .expect("a track can be added");
    }

    /// Adds a made-up resident to every household, with a row in every table of the e-file. Its number is the door's.
    pub async fn add_residents(&self) {
        self.add_residents_through(&self.store).await;
    }

    /// The same, sealed with the keys of another store on this database.
    pub async fn add_residents_through(&self, store: &Store) {
        let mut owner = self.owner_connection().await;
        let dwellings: Vec<(i64, i64)> =
            sqlx::query_as("select id, area from dwelling").fetch_all(&mut owner).await.expect("dwellings can be read");
        let mut people = ResidentColumns::default();
        let mut tokens = Vec::new();
        let mut tx = store.begin_system().await.expect("the database answers");
        for (dwelling, area) in dwellings {
            people.push_somebody(dwelling, area);
            let resident = ResidentId::new_checked(dwelling).expect("ids are ids");
            let area = Area::new_checked(area).expect("areas are areas");
            let findable =
                Findable { name: "欧阳试", phones: &["16000000016"], id_number: Some("999999199001010016") };
            tokens.extend(index::rows(&tx, Entry { resident, area, findable }));
        }
        write_residents(&mut tx, &people, &mut Nonces::new([3; 32])).await.expect("residents can be added");
        index::write(&mut tx, &mut tokens).await.expect("tokens can be written");
        tx.commit().await.expect("nothing stands against it");
        self.add_files().await;
        self.seal_contacts(store, "16000000016", None).await;
    }

    /// Gives the contacts of the register a telephone: of one entry, or of all.
    pub(super) async fn seal_contacts(&self, store: &Store, phone: &str, only: Option<i64>) {
        let mut owner = self.owner_connection().await;
        let ids: Vec<i64> = sqlx::query_scalar("select id from register_entry where $1::int8 is null or id = $1")
            .bind(only)
            .fetch_all(&mut owner)
            .await
            .expect("entries can be read");
        let phone = phone.parse().expect("a telephone");
        let mut nonces = Nonces::new([4; 32]);
        let sealed = ids.iter().map(|id| crate::register::seal_phone(store.keyring(), &mut nonces, *id, &phone));
        let sealed: Vec<Vec<u8>> = sealed.collect::<Result<_, _>>().expect("it can be sealed");
        sqlx::query(
            "update register_entry e set contact_phone_sealed = t.phone
            from unnest($1::int8[], $2::bytea[]) as t (id, phone)
            where e.id = t.id",
        )
        .bind(ids)
        .bind(sealed)
        .execute(&mut owner)
        .await
        .expect("contacts can be written");
    }

    /// A row in every table of the e-file for everybody.
    async fn add_files(&self) {
        let mut owner = self.owner_connection().await;
        for statement in [
            "insert into account (id, login, created_at)
            select distinct id / 1000000000000 * 1000000000000 + 999, 'keeper-' || id / 1000000000000,
                timestamptz '2020-01-01'
            from dwelling
            on conflict do nothing",
            "insert into stay (area, dwelling_id, resident_id, kind, relation, from_on, is_synthetic)
            select area, id, id, 'both', 'head', '2015-03-01', true from dwelling",
            "insert into resident_key_group (resident_id, code, area) select id, 17, area from dwelling",
            "insert into resident_skill (resident_id, code, area) select id, 'plumbing', area from dwelling",
            "insert into resident_merge (area, kept_id, merged_id, filled, ended_stays, account_id, merged_at, undone_at)
            select area, id, id, '{}', '{}', id / 1000000000000 * 1000000000000 + 999, '2020-01-01', '2020-01-01'
            from dwelling",
            "insert into verification (subject_id, field_group, area, verified_at, account_id, method)
            select id, 'contact', area, '2026-11-01', id / 1000000000000 * 1000000000000 + 999, 'door' from dwelling",
            "insert into place_note (place, place_id, unit, kind, area, text, written_at, account_id)
            select 'dwelling', id, 0, 'valve', area, '厨房水槽下', '2026-11-01',
                id / 1000000000000 * 1000000000000 + 999
            from dwelling",
            "insert into register_entry (id, area, kind, name, initials, building_id, contact, unit_in_charge, account_id,
                written_at)
            select id, area, 'organisation.shop', '示例商店' || id % 1000000, 'slsd', building_id, '店主', '市场监督管理局',
                id / 1000000000000 * 1000000000000 + 999, '2026-11-01'
            from dwelling",
            "select setval('register_serial', 900000)",
            "select setval('resident_serial', (select max(id % 1000000000000) from resident))",
        ] {
            sqlx::query(statement).execute(&mut owner).await.expect("files can be added");
        }
    }

    /// Copies a sealed column of a resident into another resident's row, as somebody with a statement of their own would.
    pub async fn copy_sealed(&self, column: &str, from: i64, to: i64) {
        let mut owner = self.owner_connection().await;
        let statement =
            format!("update resident set {column} = (select {column} from resident where id = {from}) where id = {to}");
        sqlx::query(AssertSqlSafe(statement)).execute(&mut owner).await.expect("the owner may");
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&mut owner)
            .await
            .expect("the table can be counted")
    }

    /// How many households of a range of areas have each value of a column, counted without any of the product's queries.
    pub async fn households_by(&self, column: &str, scope: Area) -> BTreeMap<i16, i64> {
        let mut owner = self.owner_connection().await;
        let range = scope.range();
        let statement = format!(
            "select {column}::int2, count(*) from household where area >= {} and area < {} group by 1",
            range.lo, range.hi
        );
        let rows =
            sqlx::query(AssertSqlSafe(statement)).fetch_all(&mut owner).await.expect("households can be counted");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// One digest of all people, stays, households and what hangs on them. Not of revisions, which only rise, nor of sealed
    /// bytes, which differ each time; the tokens of what is sealed are in it.
    pub async fn checksum(&self) -> String {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar(
            "select md5(string_agg(line, chr(10) order by line))
            from (
                select (to_jsonb(r) - '{revision,id_number_sealed,phone_sealed}'::text[])::text as line from resident r
                union all select to_jsonb(s)::text from stay s
                union all select (to_jsonb(h) - 'revision')::text from household h
                union all select to_jsonb(g)::text from resident_key_group g
                union all select to_jsonb(k)::text from resident_skill k
                union all select to_jsonb(v)::text from verification v
                union all select to_jsonb(t)::text from search_token t
            ) l",
        )
        .fetch_one(&mut owner)
        .await
        .expect("it can be read")
    }

    /// What the audit trail says about an action, row by row, as text.
    pub async fn audit_rows(&self, action: &str) -> Vec<String> {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar("select audit::text from audit where action = $1 order by id")
            .bind(action)
            .fetch_all(&mut owner)
            .await
            .expect("it can be read")
    }

    /// The actions in the audit trail, in order.
    pub async fn audited(&self) -> Vec<String> {
        let mut owner = self.owner_connection().await;
        sqlx::query_scalar("select action from audit order by id").fetch_all(&mut owner).await.expect("it can be read")
    }
}

impl ResidentColumns {
    /// The same made-up person for every door; the number is the door's.
    pub(super) fn push_somebody(&mut self, id: i64, area: i64) {
        self.id.push(id);
        self.area.push(area);
        self.name.push("欧阳试".into());
        self.sex.push(1);
        self.born_on.push(chrono::NaiveDate::from_ymd_opt(1990, 1, 1).expect("a plain date"));
        self.id_number.push("999999199001010016".parse().ok());
        self.phone.push("16000000016".parse().ok());
        self.medical_note.push("虚构：青霉素过敏".parse().ok());
        self.is_checked.push(true);
        self.permit_from_on.push(None);
        self.permit_until_on.push(None);
        self.detail.iter_mut().for_each(|column| column.push(None));
    }
}
