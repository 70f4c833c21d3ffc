//! Photos of people, documents and dwellings, sealed.
//!
//! Not here: what a picture may be (`picture`), who may see one (`service`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::id::{DwellingId, PhotoId, ResidentId};
use domain::photo::{Draft, Kind, PhotoLine, Subject};
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{KeyId, Nonces, Place};
use zeroize::Zeroizing;

use crate::{StoreError, Tx, row};

/// A photo that is about to be kept.
#[derive(Debug)]
pub struct NewPhoto<'a> {
    /// Whose.
    pub subject: Subject,
    /// The grid.
    pub area: Area,
    /// What is said about it.
    pub draft: &'a Draft,
    /// JPEG.
    pub picture: &'a [u8],
    /// JPEG, small.
    pub small: &'a [u8],
    /// Pixels across and down.
    pub size: (u32, u32),
}

/// A photo without its picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoRow {
    /// The photo.
    pub photo: PhotoId,
    /// Its grid.
    pub area: Area,
    /// What it shows.
    pub kind: Kind,
    /// Whose.
    pub subject: Subject,
}

/// Which of the two sealed pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As it is kept.
    Whole,
    /// The small one.
    Small,
}

fn picture_place(photo: i64) -> Place {
    Place { table: "photo", column: "picture_sealed", row: photo }
}

fn small_place(photo: i64) -> Place {
    Place { table: "photo", column: "small_sealed", row: photo }
}

fn kind(row: &PgRow) -> Result<Kind, StoreError> {
    row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "photo.kind")
}

fn id(row: &PgRow) -> Result<PhotoId, StoreError> {
    row::parse(row.try_get("id")?, PhotoId::new_checked, "photo.id")
}

/// The columns of a subject: a person and a dwelling, one of them nothing.
fn columns(subject: Subject) -> (Option<i64>, Option<i64>) {
    match subject {
        Subject::Resident(resident) => (Some(resident.number()), None),
        Subject::Dwelling(dwelling) => (None, Some(dwelling.number())),
    }
}

/// The photos of a person, those of merged duplicates with them, or of a dwelling: the latest first.
pub async fn list(tx: &mut Tx, subject: Subject) -> Result<Vec<PhotoLine>, StoreError> {
    let (resident, dwelling) = columns(subject);
    let rows = sqlx::query(
        "select f.id, f.kind, f.caption, f.taken_on, f.width, f.height, f.added_at, p.title_zh, p.title_en
        from photo f
        join post p on p.id = f.post_id
        where (f.dwelling_id = $2 or f.resident_id in (select id from resident where id = $1 or merged_into = $1))
            and f.removed_at is null
        order by f.taken_on desc, f.id desc",
    )
    .bind(resident)
    .bind(dwelling)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(PhotoLine {
                photo: id(row)?,
                kind: kind(row)?,
                caption: row.try_get("caption")?,
                taken_on: row.try_get("taken_on")?,
                by: (row.try_get("title_zh")?, row.try_get("title_en")?),
                added_at: row.try_get("added_at")?,
                size: (row.try_get("width")?, row.try_get("height")?),
            })
        })
        .collect()
}

/// One photo that was not taken away; nothing when there is none or it may not be known.
pub async fn one(tx: &mut Tx, photo: PhotoId) -> Result<Option<PhotoRow>, StoreError> {
    let found =
        sqlx::query("select id, area, kind, resident_id, dwelling_id from photo where id = $1 and removed_at is null")
            .bind(photo.number())
            .fetch_optional(tx.db())
            .await?;
    found.as_ref().map(photo_row).transpose()
}

fn photo_row(row: &PgRow) -> Result<PhotoRow, StoreError> {
    let subject = match row.try_get::<Option<i64>, _>("resident_id")? {
        Some(resident) => Subject::Resident(row::parse(resident, ResidentId::new_checked, "photo.resident_id")?),
        None => {
            Subject::Dwelling(row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "photo.dwelling_id")?)
        }
    };
    Ok(PhotoRow { photo: id(row)?, area: row::area(row, "area")?, kind: kind(row)?, subject })
}

/// The picture itself, opened.
pub async fn picture(tx: &mut Tx, photo: PhotoId, size: Size) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let (statement, place) = match size {
        Size::Whole => {
            ("select picture_sealed from photo where id = $1 and removed_at is null", picture_place(photo.number()))
        }
        Size::Small => {
            ("select small_sealed from photo where id = $1 and removed_at is null", small_place(photo.number()))
        }
    };
    let sealed: Option<Vec<u8>> =
        sqlx::query_scalar(statement).bind(photo.number()).fetch_optional(tx.db()).await?.flatten();
    Ok(sealed.map(|sealed| tx.keyring().open(place, &sealed)).transpose()?)
}

/// Keeps a photo.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewPhoto<'_>,
    (nonces, now): (&mut Nonces, DateTime<Utc>),
) -> Result<PhotoId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('photo_serial')").fetch_one(tx.db()).await?;
    let photo = PhotoId::new(new.area.county(), serial.unsigned_abs());
    let number = photo.number();
    let (resident, dwelling) = columns(new.subject);
    sqlx::query(
        "insert into photo (id, area, kind, resident_id, dwelling_id, caption, taken_on, width, height, picture_sealed,
            small_sealed, account_id, post_id, added_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(number)
    .bind(new.area.code())
    .bind(new.draft.kind.slug())
    .bind(resident)
    .bind(dwelling)
    .bind(&new.draft.caption)
    .bind(new.draft.taken_on)
    .bind(new.size.0 as i32)
    .bind(new.size.1 as i32)
    .bind(tx.keyring().seal(picture_place(number), nonces.draw(), new.picture)?)
    .bind(tx.keyring().seal(small_place(number), nonces.draw(), new.small)?)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(photo)
}

/// Takes a photo away. Says whether it was still there.
pub async fn remove(tx: &mut Tx, actor: &Actor, photo: PhotoId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query("update photo set removed_at = $2, removed_by = $3 where id = $1 and removed_at is null")
        .bind(photo.number())
        .bind(now)
        .bind(actor.account.number())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases the pictures of photos that were taken away so many days ago. Returns how many.
pub async fn erase_removed(tx: &mut Tx, days: i32, today: NaiveDate) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "update photo set picture_sealed = null, small_sealed = null
        where removed_at < $2::date - $1 and picture_sealed is not null",
    )
    .bind(days)
    .bind(today)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// The photos that an account gave a reason for after an instant, under the post that it acts in.
pub async fn opened_since(tx: &mut Tx, actor: &Actor, since: DateTime<Utc>) -> Result<Vec<PhotoId>, StoreError> {
    let found: Vec<i64> = sqlx::query_scalar(
        "select distinct (detail ->> 'photo')::int8
        from audit
        where account_id = $1
            and post_id = $2
            and at > $3
            and action = 'unmask_photo'",
    )
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    found.into_iter().map(|id| row::parse(id, PhotoId::new_checked, "audit.detail")).collect()
}

/// Seals the next `limit` photos after an id with the newest key. Returns the last id that was sealed anew and how many were;
/// nothing when no photo after that id needs it.
pub async fn reseal(
    tx: &mut Tx,
    after: i64,
    limit: i64,
    nonces: &mut Nonces,
) -> Result<Option<(i64, u64)>, StoreError> {
    let key: KeyId = tx.keyring().current()?;
    let rows = sqlx::query(
        "select id, picture_sealed, small_sealed
        from photo
        where id > $1
            and (substring(picture_sealed from 2 for 4) <> $2 or substring(small_sealed from 2 for 4) <> $2)
        order by id
        limit $3
        for update",
    )
    .bind(after)
    .bind(key.0.to_be_bytes())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let mut last = None;
    for row in &rows {
        let id: i64 = row.try_get("id")?;
        let mut again = |place: Place| -> Result<Vec<u8>, StoreError> {
            let plain = tx.keyring().open(place, row.try_get(place.column)?)?;
            Ok(tx.keyring().seal(place, nonces.draw(), &plain)?)
        };
        let (picture, small) = (again(picture_place(id))?, again(small_place(id))?);
        sqlx::query("update photo set picture_sealed = $2, small_sealed = $3 where id = $1")
            .bind(id)
            .bind(picture)
            .bind(small)
            .execute(tx.db())
            .await?;
        last = Some(id);
    }
    Ok(last.map(|id| (id, rows.len() as u64)))
}
