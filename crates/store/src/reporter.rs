//! Who reported a case without an account: name and number sealed, the number found by its blind token.
//!
//! Not here: who may see them (`service::reporter`), and residents ([`crate::resident`]).

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::case::Reporter;
use domain::id::CaseId;
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Keyring, Nonces, Place};

use crate::{StoreError, Tx, row, sealed};

/// What tokens of reporters' numbers are made for: not the residents', so that a copy of the database does not tie them together.
const PHONE: &str = "reporter_phone";

fn name_place(row: i64) -> Place {
    Place { table: "case_reporter", column: "name_sealed", row }
}

fn phone_place(row: i64) -> Place {
    Place { table: "case_reporter", column: "phone_sealed", row }
}

/// Writes down who reported a new case of an area. Nobody leaves no row.
pub async fn write(
    tx: &mut Tx,
    nonces: &mut Nonces,
    (case, area): (CaseId, Area),
    reporter: &Reporter,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if reporter.is_nobody() {
        return Ok(());
    }
    let number = case.number();
    let mut seal = |place, text: &str| tx.keyring().seal(place, nonces.draw(), text.as_bytes());
    let name = reporter.name.as_ref().map(|name| seal(name_place(number), name.reveal())).transpose()?;
    let phone = reporter.phone.as_ref().map(|phone| seal(phone_place(number), phone.reveal())).transpose()?;
    let token = reporter.phone.as_ref().map(|phone| tx.keyring().token(PHONE, phone.reveal())).transpose()?;
    sqlx::query(
        "insert into case_reporter (case_id, area, name_sealed, phone_sealed, phone_token, is_intake_only, written_at)
        values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(number)
    .bind(area.code())
    .bind(name)
    .bind(phone)
    .bind(token)
    .bind(reporter.is_intake_only)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Who reported a case, as far as this transaction may see.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Option<Reporter>, StoreError> {
    let found = sqlx::query("select name_sealed, phone_sealed, is_intake_only from case_reporter where case_id = $1")
        .bind(case.number())
        .fetch_optional(tx.db())
        .await?;
    let Some(row) = found else { return Ok(None) };
    let keyring = tx.keyring();
    Ok(Some(Reporter {
        name: sealed::open(keyring, &row, name_place(case.number()))?,
        phone: sealed::open(keyring, &row, phone_place(case.number()))?,
        is_intake_only: row.try_get("is_intake_only")?,
    }))
}

/// How many cases of an area came from a number, and the open ones of them, the latest first; as far as this transaction may see.
pub async fn cases_of(
    tx: &mut Tx,
    phone: &Phone,
    range: AreaRange,
    limit: i64,
) -> Result<(i64, Vec<CaseId>), StoreError> {
    let tokens = tx.keyring().tokens(PHONE, phone.reveal())?;
    let rows = sqlx::query(
        "select c.id, count(*) over () as all_of_them, c.light
        from case_reporter r
        join case_file c on c.id = r.case_id
        where r.phone_token = any ($1) and c.area >= $2 and c.area < $3
        order by c.light >= 4, c.reported_at desc, c.id
        limit $4",
    )
    .bind(tokens)
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let count = rows.first().map_or(Ok(0), |row| row.try_get("all_of_them"))?;
    let is_open = |row: &PgRow| row.try_get::<i16, _>("light").is_ok_and(|light| light < 4);
    let open = rows.iter().filter(|row| is_open(row));
    let open = open.map(|row| row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id"));
    Ok((count, open.collect::<Result<_, _>>()?))
}

/// Erases reporters of cases that ended before an instant. Returns how many.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "delete from case_reporter r
        using case_file c
        where c.id = r.case_id and c.light >= 4 and coalesce(c.closed_at, c.changed_at) < $1",
    )
    .bind(before)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// Seals the next `limit` reporters after an id with the newest key, tokens included. Returns the last id and how many; nothing
/// when no row after that id needs it.
pub async fn reseal(
    tx: &mut Tx,
    after: i64,
    limit: i64,
    nonces: &mut Nonces,
) -> Result<Option<(i64, u64)>, StoreError> {
    let key = tx.keyring().current()?.0.to_be_bytes();
    let rows = sqlx::query(
        "select case_id, name_sealed, phone_sealed
        from case_reporter
        where case_id > $1
            and (substring(name_sealed from 2 for 4) <> $2 or substring(phone_sealed from 2 for 4) <> $2)
        order by case_id
        limit $3
        for update",
    )
    .bind(after)
    .bind(key)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let (mut ids, mut names, mut phones, mut tokens) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let id: i64 = row.try_get("case_id")?;
        let keyring = tx.keyring();
        names.push(again(keyring, nonces, row, name_place(id))?.map(|(sealed, _)| sealed));
        let (phone, token) = match again(keyring, nonces, row, phone_place(id))? {
            Some((sealed, text)) => (Some(sealed), Some(keyring.token(PHONE, &text)?)),
            None => (None, None),
        };
        phones.push(phone);
        tokens.push(token);
        ids.push(id);
    }
    let Some(last) = ids.last().copied() else { return Ok(None) };
    sqlx::query(
        "update case_reporter r set name_sealed = t.name, phone_sealed = t.phone, phone_token = t.token
        from unnest($1::int8[], $2::bytea[], $3::bytea[], $4::int8[]) as t (id, name, phone, token)
        where r.case_id = t.id",
    )
    .bind(&ids)
    .bind(&names)
    .bind(&phones)
    .bind(&tokens)
    .execute(tx.db())
    .await?;
    Ok(Some((last, rows.len() as u64)))
}

/// What was sealed anew, and what it says in clear.
type Resealed = (Vec<u8>, zeroize::Zeroizing<String>);

/// A value sealed anew, and its text.
fn again(keyring: &Keyring, nonces: &mut Nonces, row: &PgRow, place: Place) -> Result<Option<Resealed>, StoreError> {
    let Some(old) = row.try_get::<Option<&[u8]>, _>(place.column)? else { return Ok(None) };
    let text = keyring.open_text(place, old)?;
    Ok(Some((keyring.seal(place, nonces.draw(), text.as_bytes())?, text)))
}
