//! Pictures of cases and wishes: the rows that know of them, and the names of what is kept outside the database.
//!
//! Not here: what is kept outside (`service::object`), what a picture may be (`picture`), who may see one (`service`).

pub mod object;

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::geo::{Frame, LonLat, Metre};
use domain::id::{AccountId, CaseId, MediaId, PostId, WishId};
use domain::media::{BlackOut, Capture, Purpose, Subject};
use domain::operation::OperationId;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{KeyId, Nonces, ParcelKey, Place};

use crate::case::Writer;
use crate::{StoreError, Tx, row};

/// A picture that is about to be staged.
#[derive(Debug)]
pub struct NewMedia<'a> {
    /// The area of who sent it.
    pub area: Area,
    /// The city's origin, for the place.
    pub frame: Frame,
    /// What its sender says.
    pub capture: Capture,
    /// The names of picture and thumbnail.
    pub names: [&'a str; 2],
    /// What they are sealed with.
    pub key: &'a ParcelKey,
    /// Bytes of the picture.
    pub bytes: usize,
    /// SHA-256 of the file as it was sent.
    pub sha256: [u8; 32],
    /// Pixels across and down.
    pub size: (u32, u32),
    /// The sender's number of the upload.
    pub operation: OperationId,
    /// When it is thrown away unless it was put to a case.
    pub staged_until: DateTime<Utc>,
}

/// What a picture is put to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The case or wish.
    pub subject: Subject,
    /// Its area.
    pub area: Area,
    /// Its event.
    pub version: i32,
    /// What the pictures are for.
    pub purpose: Purpose,
}

/// A picture as it is fetched.
#[derive(Debug)]
pub struct MediaRow {
    /// The picture.
    pub media: MediaId,
    /// Its area.
    pub area: Area,
    /// Who sent it; nothing for a resident.
    pub account: Option<AccountId>,
    /// Its case or wish; nothing while it is staged.
    pub subject: Option<Subject>,
    /// What its objects open with.
    pub key: ParcelKey,
    /// The names of picture and thumbnail.
    pub names: [String; 2],
    /// The same of the version that residents may see.
    pub released: Option<[String; 2]>,
    /// Pixels across and down.
    pub size: (i32, i32),
    /// What is blacked out there.
    pub black_outs: Vec<BlackOut>,
}

/// A picture of a case with the case's place.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRow {
    /// The picture; its distance and doubts are not filled in.
    pub picture: domain::media::Picture,
    /// Where the case is.
    pub place: Option<LonLat>,
}

fn key_place(media: i64) -> Place {
    Place { table: "media", column: "key_sealed", row: media }
}

fn id(row: &PgRow) -> Result<MediaId, StoreError> {
    row::parse(row.try_get("id")?, MediaId::new_checked, "media.id")
}

/// The picture that somebody sent under this number.
pub async fn by_operation(
    tx: &mut Tx,
    sender: Writer<'_>,
    operation: OperationId,
) -> Result<Option<MediaId>, StoreError> {
    let statement = match sender.account() {
        Some(_) => "select id from media where account_id = $1 and operation_id = $2::uuid",
        None => "select id from media where account_id is null and $1::int8 is null and operation_id = $2::uuid",
    };
    let found = sqlx::query(statement)
        .bind(sender.account().map(AccountId::number))
        .bind(operation.to_string())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(id).transpose()
}

/// How many pictures of an account, or of all who have none, wait to be put to a case.
pub async fn staged(tx: &mut Tx, sender: Writer<'_>) -> Result<i64, StoreError> {
    let statement = "select count(*) from media where staged_until is not null and account_id is not distinct from $1";
    let count = sqlx::query_scalar(statement).bind(sender.account().map(AccountId::number)).fetch_one(tx.db()).await?;
    Ok(count)
}

/// Keeps a picture that belongs to no case yet; its names were announced before ([`object::announce`]). Nothing when there is one
/// under the same number of the upload.
pub async fn stage(
    tx: &mut Tx,
    sender: Writer<'_>,
    new: &NewMedia<'_>,
    (nonces, now): (&mut Nonces, DateTime<Utc>),
) -> Result<Option<MediaId>, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('media_serial')").fetch_one(tx.db()).await?;
    let media = MediaId::new(new.area.county(), serial.unsigned_abs());
    let taken = new.capture.lon_lat.map(|lon_lat| new.frame.to_metre(lon_lat));
    let decimetres = |metres: f64| (metres * 10.0).round() as i32;
    let done = sqlx::query(
        "insert into media (id, area, object_name, thumb_name, key_sealed, bytes, sha256, width, height, captured_at, x_dm,
            y_dm, accuracy_m, is_mocked, account_id, post_id, uploaded_at, operation_id, staged_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::uuid, $19)
        on conflict do nothing",
    )
    .bind(media.number())
    .bind(new.area.code())
    .bind(new.names[0])
    .bind(new.names[1])
    .bind(tx.keyring().seal(key_place(media.number()), nonces.draw(), new.key.bytes())?)
    .bind(new.bytes as i32)
    .bind(&new.sha256[..])
    .bind(new.size.0 as i32)
    .bind(new.size.1 as i32)
    .bind(new.capture.at)
    .bind(taken.map(|taken| decimetres(taken.x)))
    .bind(taken.map(|taken| decimetres(taken.y)))
    .bind(new.capture.accuracy_m)
    .bind(new.capture.is_mocked)
    .bind(sender.account().map(AccountId::number))
    .bind(sender.post().map(PostId::number))
    .bind(now)
    .bind(new.operation.to_string())
    .bind(new.staged_until)
    .execute(tx.db())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    object::keep(tx, media, &new.names).await?;
    Ok(Some(media))
}

/// Puts staged pictures of somebody to a step of a case or wish. Returns how many that were.
pub async fn attach(tx: &mut Tx, sender: Writer<'_>, to: Step, pictures: &[MediaId]) -> Result<u64, StoreError> {
    let ids: Vec<i64> = pictures.iter().map(|picture| picture.number()).collect();
    let (case, wish) = match to.subject {
        Subject::Case(case) => (Some(case), None),
        Subject::Wish(wish) => (None, Some(wish)),
    };
    let done = sqlx::query(
        "update media set case_id = $3, wish_id = $7, area = $4, version = $5, purpose = $6, staged_until = null
        where id = any($1) and account_id is not distinct from $2 and case_id is null and wish_id is null",
    )
    .bind(ids)
    .bind(sender.account().map(AccountId::number))
    .bind(case.map(CaseId::number))
    .bind(to.area.code())
    .bind(to.version)
    .bind(to.purpose.slug())
    .bind(wish.map(WishId::number))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// The pictures of a case, in the order in which they came.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<PictureRow>, StoreError> {
    let rows = sqlx::query(
        "select m.id, m.purpose, m.version, m.width, m.height, m.captured_at, m.x_dm, m.y_dm, m.accuracy_m, m.is_mocked,
            m.uploaded_at, m.released_at is not null as is_released, m.black_outs,
            coalesce(p.title_zh, '') as title_zh, coalesce(p.title_en, '') as title_en,
            coalesce(c.x_dm, b.x_dm) as place_x_dm, coalesce(c.y_dm, b.y_dm) as place_y_dm, o.origin_lon, o.origin_lat
        from media m
        join case_file c on c.id = m.case_id
        left join dwelling d on d.id = c.dwelling_id
        left join building b on b.id = d.building_id
        join city o on o.county = c.id / 1000000000000
        left join post p on p.id = m.post_id
        where m.case_id = $1
        order by m.version, m.id",
    )
    .bind(case.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(picture_row).collect()
}

fn picture_row(row: &PgRow) -> Result<PictureRow, StoreError> {
    let frame = Frame { origin: LonLat { lon: row.try_get("origin_lon")?, lat: row.try_get("origin_lat")? } };
    let point = |x: &str, y: &str| -> Result<Option<LonLat>, StoreError> {
        let (x, y): (Option<i32>, Option<i32>) = (row.try_get(x)?, row.try_get(y)?);
        let metre = x.zip(y).map(|(x, y)| Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 });
        Ok(metre.map(|metre| frame.to_lon_lat(metre)))
    };
    let capture = Capture {
        at: row.try_get("captured_at")?,
        lon_lat: point("x_dm", "y_dm")?,
        accuracy_m: row.try_get("accuracy_m")?,
        is_mocked: row.try_get("is_mocked")?,
    };
    let picture = domain::media::Picture {
        id: id(row)?,
        purpose: row::parse(row.try_get::<&str, _>("purpose")?, Purpose::from_slug, "media.purpose")?,
        version: row.try_get("version")?,
        capture,
        distance_m: None,
        doubts: Vec::new(),
        size: (row.try_get("width")?, row.try_get("height")?),
        uploaded_at: row::instant(row, "uploaded_at")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        is_released: row.try_get("is_released")?,
        black_outs: black_outs(row)?,
    };
    Ok(PictureRow { picture, place: point("place_x_dm", "place_y_dm")? })
}

fn black_outs(row: &PgRow) -> Result<Vec<BlackOut>, StoreError> {
    let numbers: Vec<i16> = row.try_get("black_outs")?;
    row::parse(numbers.as_slice(), BlackOut::read_all, "media.black_outs")
}

/// One picture; nothing when there is none or it may not be known.
pub async fn one(tx: &mut Tx, media: MediaId) -> Result<Option<MediaRow>, StoreError> {
    let found = sqlx::query(
        "select id, area, account_id, case_id, wish_id, key_sealed, object_name, thumb_name, released_name, released_thumb_name, width, height,
            black_outs
        from media
        where id = $1",
    )
    .bind(media.number())
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| media_row(tx, &row)).transpose()
}

fn subject(row: &PgRow) -> Result<Option<Subject>, StoreError> {
    if let Some(case) = row.try_get::<Option<i64>, _>("case_id")? {
        return Ok(Some(Subject::Case(row::parse(case, CaseId::new_checked, "media.case_id")?)));
    }
    let wish: Option<i64> = row.try_get("wish_id")?;
    let wish = wish.map(|wish| row::parse(wish, WishId::new_checked, "media.wish_id")).transpose()?;
    Ok(wish.map(Subject::Wish))
}

fn media_row(tx: &Tx, row: &PgRow) -> Result<MediaRow, StoreError> {
    let media = id(row)?;
    let account: Option<i64> = row.try_get("account_id")?;
    let released: Option<String> = row.try_get("released_name")?;
    let released_thumb: Option<String> = row.try_get("released_thumb_name")?;
    let key = tx.keyring().open(key_place(media.number()), row.try_get("key_sealed")?)?;
    Ok(MediaRow {
        media,
        area: row::area(row, "area")?,
        account: account.map(|id| row::parse(id, AccountId::new_checked, "media.account_id")).transpose()?,
        subject: subject(row)?,
        key: ParcelKey::read(&key)?,
        names: [row.try_get("object_name")?, row.try_get("thumb_name")?],
        released: released.zip(released_thumb).map(|(whole, small)| [whole, small]),
        size: (row.try_get("width")?, row.try_get("height")?),
        black_outs: black_outs(row)?,
    })
}

/// Gives a picture the version that residents may see; what was shown before is due to be removed at once.
pub async fn release(
    tx: &mut Tx,
    actor: &Actor,
    media: MediaId,
    (names, boxes): (&[&str; 2], &[BlackOut]),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "update media_object o set media_id = null, due_at = $2
        from media m
        where m.id = $1 and o.name in (m.released_name, m.released_thumb_name)",
    )
    .bind(media.number())
    .bind(now)
    .execute(tx.db())
    .await?;
    let numbers: Vec<i16> = boxes.iter().flat_map(|black_out| black_out.numbers()).collect();
    sqlx::query(
        "update media set released_name = $2, released_thumb_name = $3, released_by = $4, released_at = $5, black_outs = $6
        where id = $1",
    )
    .bind(media.number())
    .bind(names[0])
    .bind(names[1])
    .bind(actor.account.number())
    .bind(now)
    .bind(numbers)
    .execute(tx.db())
    .await?;
    object::keep(tx, media, names).await
}

/// The pictures of a wish, in the order in which they came: their numbers, what each shows, and whether residents may see a version.
pub async fn of_wish(tx: &mut Tx, wish: WishId) -> Result<Vec<(MediaId, Purpose, bool)>, StoreError> {
    let rows = sqlx::query(
        "select id, purpose, released_at is not null as is_released from media where wish_id = $1 order by version, id",
    )
    .bind(wish.number())
    .fetch_all(tx.db())
    .await?;
    let one = |row: &PgRow| {
        let purpose = row::parse(row.try_get::<&str, _>("purpose")?, Purpose::from_slug, "media.purpose")?;
        Ok((id(row)?, purpose, row.try_get("is_released")?))
    };
    rows.iter().map(one).collect()
}

/// Throws away pictures that were put to no case in time; their objects are due with them. In a transaction of the system.
pub async fn expire(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from media where staged_until <= $1").bind(now).execute(tx.db()).await?;
    Ok(done.rows_affected())
}

/// Seals the keys of the next `limit` pictures after an id anew. Returns the last id and how many were; nothing when no picture
/// after that id needs it.
pub async fn reseal(
    tx: &mut Tx,
    after: i64,
    limit: i64,
    nonces: &mut Nonces,
) -> Result<Option<(i64, u64)>, StoreError> {
    let key: KeyId = tx.keyring().current()?;
    let rows = sqlx::query(
        "select id, key_sealed from media
        where id > $1 and substring(key_sealed from 2 for 4) <> $2
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
        let plain = tx.keyring().open(key_place(id), row.try_get("key_sealed")?)?;
        let sealed = tx.keyring().seal(key_place(id), nonces.draw(), &plain)?;
        sqlx::query("update media set key_sealed = $2 where id = $1").bind(id).bind(sealed).execute(tx.db()).await?;
        last = Some(id);
    }
    Ok(last.map(|id| (id, rows.len() as u64)))
}
