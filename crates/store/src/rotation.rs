//! Sealing anew with another key, a few rows at a time, while everybody else reads and writes.
//!
//! Not here: making and forgetting keys (`vault`), and when to (`service::rotation`).

use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{KeyId, Keyring, Nonces, Place};
use zeroize::Zeroizing;

use crate::{StoreError, Tx, conflict, export, roster, sealed, totp};

/// How many residents, roster entries, contacts of the register, reporters of cases, senders of wishes, second factors, photos, pictures of cases, conflicts and kept forms have a field that is
/// sealed with another key than this one.
pub async fn outstanding(tx: &mut Tx, key: KeyId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "select
            (
                select count(*)
                from resident
                where substring(id_number_sealed from 2 for 4) <> $1
                    or substring(phone_sealed from 2 for 4) <> $1
                    or substring(medical_note_sealed from 2 for 4) <> $1
            )
            + (select count(*) from roster_entry where substring(phone_sealed from 2 for 4) <> $1)
            + (select count(*) from register_entry where substring(contact_phone_sealed from 2 for 4) <> $1)
            + (
                select count(*)
                from case_reporter
                where substring(name_sealed from 2 for 4) <> $1
                    or substring(phone_sealed from 2 for 4) <> $1
            )
            + (
                select count(*)
                from wish_contact
                where substring(name_sealed from 2 for 4) <> $1
                    or substring(phone_sealed from 2 for 4) <> $1
                    or substring(door_sealed from 2 for 4) <> $1
            )
            + (select count(*) from totp where substring(secret_sealed from 2 for 4) <> $1)
            + (
                select count(*)
                from photo
                where substring(picture_sealed from 2 for 4) <> $1
                    or substring(small_sealed from 2 for 4) <> $1
            )
            + (select count(*) from media where substring(key_sealed from 2 for 4) <> $1)
            + (
                select count(*)
                from merge_conflict
                where substring(mine_sealed from 2 for 4) <> $1
                    or substring(theirs_sealed from 2 for 4) <> $1
            )
            + (select count(*) from spot_hint where substring(found_sealed from 2 for 4) <> $1)
            + (select count(*) from export_template where substring(head_sealed from 2 for 4) <> $1)",
    )
    .bind(key_bytes(key))
    .fetch_one(tx.db())
    .await?;
    Ok(count)
}

/// A key that some row needs; nothing while no row is sealed. One look at one row, to notice a wrong key file at the start.
pub async fn key_in_use(tx: &mut Tx) -> Result<Option<KeyId>, StoreError> {
    let sealed: Option<Vec<u8>> = sqlx::query_scalar(
        "(select phone_sealed from resident where phone_sealed is not null limit 1)
            union all
            (select contact_phone_sealed from register_entry where contact_phone_sealed is not null limit 1)
            limit 1",
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(sealed.map(|sealed| Keyring::key_of(&sealed)).transpose()?)
}

/// Keeps everybody from writing sealed fields until the transaction ends, so that a count of keys stays true.
pub async fn hold_writers(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("lock table resident, register_entry, roster_entry, case_reporter, wish_contact, totp, photo, media, merge_conflict, spot_hint, export_template in share mode")
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Seals the telephones of rosters and conflicts, the secrets of second factors and kept forms with the newest key: they are few. Returns how many
/// were sealed anew.
pub async fn reseal_few(tx: &mut Tx, nonces: &mut Nonces) -> Result<u64, StoreError> {
    type Table = (&'static str, &'static str, fn(i64) -> Place);
    const TABLES: [Table; 6] = [
        (
            "select id, phone_sealed as sealed from roster_entry where substring(phone_sealed from 2 for 4) <> $1 for update",
            "update roster_entry set phone_sealed = $2 where id = $1",
            roster::phone_place,
        ),
        (
            "select account_id as id, secret_sealed as sealed
            from totp
            where substring(secret_sealed from 2 for 4) <> $1
            for update",
            "update totp set secret_sealed = $2 where account_id = $1",
            totp::place,
        ),
        (
            "select id, head_sealed as sealed from export_template where substring(head_sealed from 2 for 4) <> $1 for update",
            "update export_template set head_sealed = $2 where id = $1",
            export::template::place,
        ),
        (
            "select id, mine_sealed as sealed from merge_conflict where substring(mine_sealed from 2 for 4) <> $1 for update",
            "update merge_conflict set mine_sealed = $2 where id = $1",
            conflict::mine_place,
        ),
        (
            "select id, theirs_sealed as sealed from merge_conflict where substring(theirs_sealed from 2 for 4) <> $1 for update",
            "update merge_conflict set theirs_sealed = $2 where id = $1",
            conflict::theirs_place,
        ),
        (
            "select task_id as id, found_sealed as sealed from spot_hint where substring(found_sealed from 2 for 4) <> $1 for update",
            "update spot_hint set found_sealed = $2 where task_id = $1",
            crate::spot_check::hint_place,
        ),
    ];
    let key = tx.keyring().current()?;
    let mut count = 0;
    for (find, write, place) in TABLES {
        for row in sqlx::query(find).bind(key_bytes(key)).fetch_all(tx.db()).await? {
            let id: i64 = row.try_get("id")?;
            let plain = tx.keyring().open(place(id), row.try_get("sealed")?)?;
            let sealed = tx.keyring().seal(place(id), nonces.draw(), &plain)?;
            sqlx::query(write).bind(id).bind(sealed).execute(tx.db()).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Seals the next `limit` residents after an id with the newest key, tokens included. Returns the last id that was sealed
/// anew and how many were; nothing when no row after that id needs it.
pub async fn reseal(
    tx: &mut Tx,
    after: i64,
    limit: i64,
    nonces: &mut Nonces,
) -> Result<Option<(i64, u64)>, StoreError> {
    let key = tx.keyring().current()?;
    let rows = sqlx::query(
        "select id, id_number_sealed, phone_sealed, medical_note_sealed
        from resident
        where id > $1
            and (
                substring(id_number_sealed from 2 for 4) <> $2
                or substring(phone_sealed from 2 for 4) <> $2
                or substring(medical_note_sealed from 2 for 4) <> $2
            )
        order by id
        limit $3
        for update",
    )
    .bind(after)
    .bind(key_bytes(key))
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let mut columns = Columns::default();
    for row in &rows {
        columns.push(tx.keyring(), nonces, row)?;
    }
    let Some(last) = columns.id.last().copied() else { return Ok(None) };
    columns.write(tx).await?;
    Ok(Some((last, rows.len() as u64)))
}

fn key_bytes(key: KeyId) -> [u8; 4] {
    key.0.to_be_bytes()
}

/// A value sealed anew, and its text.
type Again = (Vec<u8>, Zeroizing<String>);

#[derive(Default)]
struct Columns {
    id: Vec<i64>,
    id_number: Vec<Option<Vec<u8>>>,
    id_number_token: Vec<Option<i64>>,
    phone: Vec<Option<Vec<u8>>>,
    phone_token: Vec<Option<i64>>,
    medical_note: Vec<Option<Vec<u8>>>,
}

impl Columns {
    fn push(&mut self, keyring: &Keyring, nonces: &mut Nonces, row: &PgRow) -> Result<(), StoreError> {
        let id: i64 = row.try_get("id")?;
        let mut again = |place: Place| -> Result<Option<Again>, StoreError> {
            let Some(old) = row.try_get::<Option<&[u8]>, _>(place.column)? else { return Ok(None) };
            let text = keyring.open_text(place, old)?;
            Ok(Some((keyring.seal(place, nonces.draw(), text.as_bytes())?, text)))
        };
        let (number, phone) = (again(sealed::id_number_place(id))?, again(sealed::phone_place(id))?);
        self.medical_note.push(again(sealed::medical_note_place(id))?.map(|(bytes, _text)| bytes));
        self.id.push(id);
        let token = |purpose, value: &Option<Again>| {
            value.as_ref().map(|(_bytes, text)| keyring.token(purpose, text)).transpose()
        };
        self.id_number_token.push(token(sealed::ID_NUMBER, &number)?);
        self.phone_token.push(token(sealed::PHONE, &phone)?);
        self.id_number.push(number.map(|(bytes, _text)| bytes));
        self.phone.push(phone.map(|(bytes, _text)| bytes));
        Ok(())
    }

    async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        sqlx::query(
            "update resident r set
                id_number_sealed = t.number,
                id_number_token = t.number_token,
                phone_sealed = t.phone,
                phone_token = t.phone_token,
                medical_note_sealed = t.note
            from unnest($1::int8[], $2::bytea[], $3::int8[], $4::bytea[], $5::int8[], $6::bytea[])
                as t (id, number, number_token, phone, phone_token, note)
            where r.id = t.id",
        )
        .bind(&self.id)
        .bind(&self.id_number)
        .bind(&self.id_number_token)
        .bind(&self.phone)
        .bind(&self.phone_token)
        .bind(&self.medical_note)
        .execute(tx.db())
        .await?;
        Ok(())
    }
}
