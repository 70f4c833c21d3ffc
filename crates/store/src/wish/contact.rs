//! A wish in its sender's own words, and how they are reached: name, number and door are sealed.
//!
//! Not here: who may read them (`service::wish`).

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::case::PersonName;
use domain::id::WishId;
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Keyring, Nonces, Place};
use zeroize::Zeroizing;

use crate::{StoreError, Tx, sealed};

/// What tokens of senders' numbers are made for: not the residents', so that a copy of the database does not tie them together.
const PHONE: &str = "wish_phone";
/// What tokens of a wish with a number's tail are made for.
const TAIL: &str = "wish_phone_tail";

/// How a wish's sender is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// How they are called, if they said so.
    pub name: Option<PersonName>,
    /// Where they can be rung, if they said so.
    pub phone: Option<Phone>,
    /// Where exactly to come, if they said so.
    pub door: Option<String>,
}

fn place(column: &'static str, wish: i64) -> Place {
    Place { table: "wish_contact", column, row: wish }
}

fn tail(wish: i64, phone: &str) -> String {
    let from = phone.len().saturating_sub(4);
    format!("{wish}:{}", phone.get(from..).unwrap_or_default())
}

/// Writes down what was sent in, and by whom.
pub async fn write(
    tx: &mut Tx,
    nonces: &mut Nonces,
    (wish, area): (WishId, Area),
    (words, contact): (&str, &Contact),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let number = wish.number();
    let keyring = tx.keyring();
    let mut seal = |column, text: &str| keyring.seal(place(column, number), nonces.draw(), text.as_bytes());
    let name = contact.name.as_ref().map(|name| seal("name_sealed", name.reveal())).transpose()?;
    let phone = contact.phone.as_ref().map(|phone| seal("phone_sealed", phone.reveal())).transpose()?;
    let door = contact.door.as_ref().map(|door| seal("door_sealed", door)).transpose()?;
    let clear = contact.phone.as_ref().map(Phone::reveal);
    let token = clear.map(|phone| keyring.token(PHONE, phone)).transpose()?;
    let tail = clear.map(|phone| keyring.token(TAIL, &tail(number, phone))).transpose()?;
    sqlx::query(
        "insert into wish_contact
            (wish_id, area, words, name_sealed, phone_sealed, phone_token, phone_tail_token, door_sealed, written_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(number)
    .bind(area.code())
    .bind(words)
    .bind(name)
    .bind(phone)
    .bind(token)
    .bind(tail)
    .bind(door)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// How a wish's sender is reached, as far as this transaction may see.
pub async fn of_wish(tx: &mut Tx, wish: WishId) -> Result<Option<Contact>, StoreError> {
    let found = sqlx::query("select name_sealed, phone_sealed, door_sealed from wish_contact where wish_id = $1")
        .bind(wish.number())
        .fetch_optional(tx.db())
        .await?;
    let Some(row) = found else { return Ok(None) };
    let keyring = tx.keyring();
    Ok(Some(Contact {
        name: sealed::open(keyring, &row, place("name_sealed", wish.number()))?,
        phone: sealed::open(keyring, &row, place("phone_sealed", wish.number()))?,
        door: sealed::open(keyring, &row, place("door_sealed", wish.number()))?,
    }))
}

/// A wish in its sender's own words, as far as this transaction may see.
pub async fn words(tx: &mut Tx, wish: WishId) -> Result<Option<String>, StoreError> {
    let found = sqlx::query_scalar("select words from wish_contact where wish_id = $1");
    Ok(found.bind(wish.number()).fetch_optional(tx.db()).await?)
}

/// Whether a wish was sent from a number that ends so.
pub async fn by_tail(tx: &mut Tx, wish: WishId, digits: &str) -> Result<bool, StoreError> {
    let tokens = tx.keyring().tokens(TAIL, &tail(wish.number(), digits))?;
    let found = sqlx::query_scalar(
        "select exists (select 1 from wish_contact where wish_id = $1 and phone_tail_token = any($2))",
    );
    Ok(found.bind(wish.number()).bind(tokens).fetch_one(tx.db()).await?)
}

/// How many wishes came from a number since an instant.
pub async fn sent_since(tx: &mut Tx, phone: &Phone, since: DateTime<Utc>) -> Result<i64, StoreError> {
    let tokens = tx.keyring().tokens(PHONE, phone.reveal())?;
    let count = sqlx::query_scalar("select count(*) from wish_contact where phone_token = any($1) and written_at > $2");
    Ok(count.bind(tokens).bind(since).fetch_one(tx.db()).await?)
}

/// Keeps what the resident would say on the wall, until the community lets it through.
pub async fn propose_thanks(tx: &mut Tx, wish: WishId, thanks: &str) -> Result<(), StoreError> {
    sqlx::query("update wish_contact set thanks_proposed = $2 where wish_id = $1")
        .bind(wish.number())
        .bind(thanks)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// What the resident would say on the wall.
pub async fn thanks_proposed(tx: &mut Tx, wish: WishId) -> Result<String, StoreError> {
    let found: Option<String> = sqlx::query_scalar("select thanks_proposed from wish_contact where wish_id = $1")
        .bind(wish.number())
        .fetch_optional(tx.db())
        .await?;
    Ok(found.unwrap_or_default())
}

/// Erases the senders of wishes that ended before an instant. Returns how many.
pub async fn erase_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from wish_contact r using wish w where w.id = r.wish_id and w.closed_at < $1")
        .bind(before)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected())
}

/// Seals the next `limit` senders after an id with the newest key, tokens included. Returns the last id and how many; nothing when no
/// row after that id needs it.
pub async fn reseal(
    tx: &mut Tx,
    after: i64,
    limit: i64,
    nonces: &mut Nonces,
) -> Result<Option<(i64, u64)>, StoreError> {
    let key = tx.keyring().current()?.0.to_be_bytes();
    let rows = sqlx::query(
        "select wish_id, name_sealed, phone_sealed, door_sealed
        from wish_contact
        where wish_id > $1
            and (
                substring(name_sealed from 2 for 4) <> $2
                or substring(phone_sealed from 2 for 4) <> $2
                or substring(door_sealed from 2 for 4) <> $2
            )
        order by wish_id
        limit $3
        for update",
    )
    .bind(after)
    .bind(key)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let mut last = None;
    for found in &rows {
        last = Some(reseal_one(tx, nonces, found).await?);
    }
    Ok(last.map(|id| (id, rows.len() as u64)))
}

async fn reseal_one(tx: &mut Tx, nonces: &mut Nonces, found: &PgRow) -> Result<i64, StoreError> {
    let id: i64 = found.try_get("wish_id")?;
    let keyring = tx.keyring();
    let name = again(keyring, nonces, found, place("name_sealed", id))?;
    let phone = again(keyring, nonces, found, place("phone_sealed", id))?;
    let door = again(keyring, nonces, found, place("door_sealed", id))?;
    let clear = phone.as_ref().map(|(_, text)| text.as_str());
    let token = clear.map(|phone| keyring.token(PHONE, phone)).transpose()?;
    let tail = clear.map(|phone| keyring.token(TAIL, &tail(id, phone))).transpose()?;
    sqlx::query(
        "update wish_contact set name_sealed = $2, phone_sealed = $3, phone_token = $4, phone_tail_token = $5, door_sealed = $6
        where wish_id = $1",
    )
    .bind(id)
    .bind(name.map(|(sealed, _)| sealed))
    .bind(phone.as_ref().map(|(sealed, _)| sealed))
    .bind(token)
    .bind(tail)
    .bind(door.map(|(sealed, _)| sealed))
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// What was sealed anew, and what it says in clear.
type Resealed = (Vec<u8>, Zeroizing<String>);

/// A value sealed anew, and its text.
fn again(keyring: &Keyring, nonces: &mut Nonces, found: &PgRow, place: Place) -> Result<Option<Resealed>, StoreError> {
    let Some(old) = found.try_get::<Option<&[u8]>, _>(place.column)? else { return Ok(None) };
    let text = keyring.open_text(place, old)?;
    Ok(Some((keyring.seal(place, nonces.draw(), text.as_bytes())?, text)))
}
