//! Pictures of cases and wishes: staged when they are sent, put to a step of a case, shown, and made public with faces and plates blacked out.
//!
//! A picture is sealed and kept outside the database ([`crate::object`]); its row knows the names and the key. Names are committed
//! before an object is written, so a crash leaves nothing that nobody removes. Sending is repeated safely by the sender's number of the upload.
//! Staging leaves no row on the trail: nobody else knows of the picture until a step takes it, and that step stands there.
//!
//! Not here: decoding and drawing (`picture`), what a case's step needs (`case`).

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::file::Problem;
use domain::geo::Frame;
use domain::id::{CaseId, MediaId};
use domain::media::{
    BlackOut, Capture, KEPT_SIDE, MOST_BLACK_OUTS, MOST_BYTES, MOST_PER_STEP, MOST_PIXELS, MOST_STAGED,
    MOST_STAGED_BY_NOBODY, Picture, STAGED_HOURS, Subject, doubts,
};
use domain::operation::OperationId;
use picture::{Block, Measure, PictureError};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Tx;
use store::audit::{self, Record};
use store::case::Writer;
use store::media::{MediaRow, NewMedia, Step, object};
use vault::{Nonces, ParcelKey};
use zeroize::Zeroizing;

use crate::case::known;
use crate::context::city_of;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// What is taken, and what is kept of it.
const MEASURE: Measure = Measure { most_bytes: MOST_BYTES, most_pixels: MOST_PIXELS, kept_side: KEPT_SIDE };
/// Objects removed before their names are forgotten.
const SWEPT: i64 = 200;

/// Which of the two sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As it is kept.
    Full,
    /// The small one.
    Thumb,
}

fn problem(error: PictureError) -> ServiceError {
    let problem = match error {
        PictureError::Heavy => Problem::PictureHeavy,
        PictureError::Kind => Problem::PhotoKind,
        PictureError::Pixels => Problem::PicturePixels,
        PictureError::Broken => Problem::PhotoBroken,
    };
    ServiceError::entry("photo", vec![problem])
}

/// Two names in the area's county that nobody can guess: of picture and thumbnail.
fn names(s: &Service, area: Area) -> Result<[String; 2], ServiceError> {
    let token = s.entropy.token()?;
    let drawn = token[..16].iter().fold(0, |number: u128, byte| number << 8 | u128::from(*byte));
    let drawn = format!("{drawn:032x}");
    let county = area.county().code();
    Ok(["w", "s"].map(|size| format!("{county}/{}/{}-{size}", &drawn[..2], &drawn[2..])))
}

/// A transaction of who sends.
async fn begin(s: &Service, sender: Writer<'_>) -> Result<Tx, ServiceError> {
    Ok(match sender {
        Writer::Post(actor) => s.store.begin(actor).await?,
        Writer::Client(_) | Writer::Nobody => s.store.begin_system().await?,
    })
}

/// Announces both sizes, then writes them, sealed.
async fn keep(
    s: &Service,
    sender: Writer<'_>,
    names: &[String; 2],
    (key, nonces): (&ParcelKey, &mut Nonces),
    picture: &picture::Picture,
) -> Result<(), ServiceError> {
    let mut tx = begin(s, sender).await?;
    object::announce(&mut tx, &[&names[0], &names[1]], s.now() + TimeDelta::hours(STAGED_HOURS)).await?;
    tx.commit().await?;
    for (name, bytes) in names.iter().zip([&picture.whole, &picture.small]) {
        let sealed = key.seal(name, nonces.draw(), bytes).map_err(ServiceError::internal)?;
        s.objects.put(name, sealed).await?;
    }
    Ok(())
}

/// Keeps a picture that belongs to no case yet, for [`STAGED_HOURS`] hours. The same file under the same number again answers with
/// the same picture.
///
/// *Errors*: `Entry` with what is wrong with `photo`; `TooMany` beyond [`MOST_STAGED`]; `Busy` when too many are worked on.
pub async fn stage(
    s: &Service,
    actor: &Actor,
    bytes: Vec<u8>,
    capture: Capture,
    operation: OperationId,
) -> Result<MediaId, ServiceError> {
    // Whoever works at a desk shows results; whoever reports shows what is wrong.
    if actor.desk.is_none() {
        authorise(actor, Action::ReportCase, actor.area)?;
    }
    stage_as(s, (Writer::Post(actor), actor.area), bytes, capture, operation).await
}

/// The same for whoever was found to be allowed to; the area is where it is kept until a case takes it.
///
/// *Errors*: as [`stage`].
pub(crate) async fn stage_as(
    s: &Service,
    (sender, area): (Writer<'_>, Area),
    bytes: Vec<u8>,
    capture: Capture,
    operation: OperationId,
) -> Result<MediaId, ServiceError> {
    let digested = tokio::task::spawn_blocking(move || (<[u8; 32]>::from(Sha256::digest(&bytes)), bytes)).await;
    let (sha256, bytes) = digested.map_err(ServiceError::internal)?;
    let operation = operation.about(&sha256);
    let most = if sender.account().is_some() { MOST_STAGED } else { MOST_STAGED_BY_NOBODY };
    let mut tx = begin(s, sender).await?;
    if let Some(known) = store::media::by_operation(&mut tx, sender, operation).await? {
        return Ok(known);
    }
    if store::media::staged(&mut tx, sender).await? >= most {
        return Err(ServiceError::TooMany);
    }
    let frame = Frame { origin: city_of(&mut tx, area).await?.origin };
    drop(tx);
    let picture = s.darkroom.work(move || picture::take_within(&bytes, MEASURE)).await?.map_err(problem)?;

    let (key, mut nonces, now) = (ParcelKey::new(s.entropy.token()?), s.nonces()?, s.now());
    let names = names(s, area)?;
    keep(s, sender, &names, (&key, &mut nonces), &picture).await?;
    let mut tx = begin(s, sender).await?;
    let new = NewMedia {
        area,
        frame,
        capture,
        names: [&names[0], &names[1]],
        key: &key,
        bytes: picture.whole.len(),
        sha256,
        size: picture.size,
        operation,
        staged_until: now + TimeDelta::hours(STAGED_HOURS),
    };
    let media = match store::media::stage(&mut tx, sender, &new, (&mut nonces, now)).await? {
        Some(media) => media,
        // It was sent twice at once. What was written here belongs to nobody, and goes when it is due.
        None => store::media::by_operation(&mut tx, sender, operation).await?.ok_or(ServiceError::Conflict)?,
    };
    tx.commit().await?;
    Ok(media)
}

/// Puts staged pictures of the actor to a step of a case, in the step's transaction. The step authorises, and stands on the trail.
///
/// *Errors*: `Invalid` for a picture that is not there, not the actor's, or taken already; `Entry` beyond [`MOST_PER_STEP`].
pub async fn attach(tx: &mut Tx, actor: &Actor, to: Step, pictures: &[MediaId]) -> Result<(), ServiceError> {
    attach_as(tx, Writer::Post(actor), to, pictures).await
}

/// The same for whoever was found to be allowed to.
pub(crate) async fn attach_as(
    tx: &mut Tx,
    sender: Writer<'_>,
    to: Step,
    pictures: &[MediaId],
) -> Result<(), ServiceError> {
    let mut pictures = pictures.to_vec();
    pictures.sort_unstable();
    pictures.dedup();
    if pictures.len() > MOST_PER_STEP {
        return Err(ServiceError::entry("photo", vec![Problem::PictureMany]));
    }
    if pictures.is_empty() || store::media::attach(tx, sender, to, &pictures).await? == pictures.len() as u64 {
        return Ok(());
    }
    Err(ServiceError::invalid("picture", "send the picture again: it is no longer there, or belongs to a case already"))
}

/// The pictures of a case with what is doubtful about them, as far as the transaction's session sees them.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Picture>, ServiceError> {
    let rows = store::media::of_case(tx, case).await?;
    let compared = rows.into_iter().map(|row| {
        let distance_m = row.place.and_then(|place| row.picture.capture.distance_m(place));
        let doubts = doubts(&row.picture.capture, row.place, row.picture.uploaded_at);
        Picture { distance_m: distance_m.map(|metres| metres.round() as u32), doubts, ..row.picture }
    });
    Ok(compared.collect())
}

/// A picture that this may be done with: one's own while it is staged, or one of a case in the area.
async fn find(tx: &mut Tx, actor: &Actor, media: MediaId, action: Action) -> Result<MediaRow, ServiceError> {
    let row = store::media::one(tx, media).await?.ok_or(ServiceError::NotFound)?;
    match row.subject {
        Some(Subject::Case(case)) if action == Action::ViewCase => drop(known(tx, actor, case, false).await?),
        Some(Subject::Wish(_)) if action == Action::ViewCase => authorise(actor, Action::ViewWish, row.area)?,
        Some(_) => authorise(actor, action, row.area)?,
        None if row.account == Some(actor.account) => {}
        None => return Err(ServiceError::NotFound),
    }
    Ok(row)
}

/// Fetches and opens one of two sizes.
async fn open(
    s: &Service,
    key: &ParcelKey,
    names: &[String; 2],
    size: Size,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let name = &names[usize::from(size == Size::Thumb)];
    let sealed = s.objects.get(name).await?.ok_or_else(|| {
        tracing::error!(name, "a picture is not where it was kept: restore the folder or bucket from its backup");
        ServiceError::NotFound
    })?;
    key.open(name, &sealed).map_err(ServiceError::internal)
}

/// The picture itself, a JPEG. Looking at the full size of a case's picture is written down.
pub async fn read(s: &Service, actor: &Actor, media: MediaId, size: Size) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let row = find(&mut tx, actor, media, Action::ViewCase).await?;
    let detail = json!({ "picture": media });
    match (row.subject, size) {
        (Some(Subject::Case(case)), Size::Full) => {
            store::case::note_step(&mut tx, s.now(), case, "view_picture", detail, false).await?;
        }
        (Some(Subject::Wish(wish)), Size::Full) => {
            let at = s.now();
            audit::write(&mut tx, actor, at, row.area, "view_picture", Record::Wish(wish), Some(detail)).await?;
        }
        _ => {}
    }
    tx.commit().await?;
    open(s, &row.key, &row.names, size).await
}

/// The version that residents may see, as staff look at it.
pub async fn read_released(
    s: &Service,
    actor: &Actor,
    media: MediaId,
    size: Size,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    find(&mut tx, actor, media, Action::ViewCase).await?;
    released(s, &mut tx, media, size).await
}

/// The version that residents may see, for a page that knows in its transaction that they may see the case.
///
/// *Errors*: `NotFound` while nobody made one.
pub async fn released(
    s: &Service,
    tx: &mut Tx,
    media: MediaId,
    size: Size,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let row = store::media::one(tx, media).await?.ok_or(ServiceError::NotFound)?;
    let names = row.released.as_ref().ok_or(ServiceError::NotFound)?;
    open(s, &row.key, names, size).await
}

/// What the page shows on which a picture is made public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The picture's case or wish.
    pub subject: Subject,
    /// Pixels across and down.
    pub size: (i32, i32),
    /// Whether it is public.
    pub is_released: bool,
    /// What is blacked out there.
    pub black_outs: Vec<BlackOut>,
}

/// A picture that the actor may make public.
pub async fn sheet(s: &Service, actor: &Actor, media: MediaId) -> Result<Sheet, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, media, Action::ReleasePicture).await?;
    let subject = row.subject.ok_or(ServiceError::NotFound)?;
    Ok(Sheet { subject, size: row.size, is_released: row.released.is_some(), black_outs: row.black_outs })
}

/// Makes a picture public with these rectangles blacked out, instead of what was public before. The original stays as it is.
///
/// *Errors*: `Invalid` beyond [`MOST_BLACK_OUTS`]; `NotFound` for a picture of no case.
pub async fn black_out(s: &Service, actor: &Actor, media: MediaId, boxes: &[BlackOut]) -> Result<(), ServiceError> {
    if boxes.len() > MOST_BLACK_OUTS {
        return Err(ServiceError::invalid("box", "fewer and larger rectangles"));
    }
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, media, Action::ReleasePicture).await?;
    row.subject.ok_or(ServiceError::NotFound)?;
    drop(tx);
    let original = open(s, &row.key, &row.names, Size::Full).await?;
    let blocks: Vec<Block> = boxes
        .iter()
        .map(|black_out| Block { x: black_out.x, y: black_out.y, w: black_out.w, h: black_out.h })
        .collect();
    let covered = s.darkroom.work(move || picture::black_out(&original, &blocks)).await?.map_err(problem)?;

    let (names, mut nonces, now) = (names(s, row.area)?, s.nonces()?, s.now());
    keep(s, Writer::Post(actor), &names, (&row.key, &mut nonces), &covered).await?;
    let mut tx = s.store.begin(actor).await?;
    // The case may have gone to another area meanwhile.
    let row = find(&mut tx, actor, media, Action::ReleasePicture).await?;
    let record = match row.subject.ok_or(ServiceError::NotFound)? {
        Subject::Case(case) => Record::Case(case),
        Subject::Wish(wish) => Record::Wish(wish),
    };
    store::media::release(&mut tx, actor, media, (&[&names[0], &names[1]], boxes), now).await?;
    let detail = json!({ "picture": media, "boxes": boxes.len() });
    audit::write(&mut tx, actor, now, row.area, "release_picture", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws away what was staged and put to no case, and removes objects that belong to no picture. Returns how many objects went.
pub async fn sweep(s: &Service) -> Result<usize, ServiceError> {
    let now: DateTime<Utc> = s.now();
    let mut tx = s.store.begin_system().await?;
    store::media::expire(&mut tx, now).await?;
    tx.commit().await?;
    let mut count = 0;
    loop {
        let mut tx = s.store.begin_system().await?;
        let names = object::due(&mut tx, now, SWEPT).await?;
        tx.commit().await?;
        if names.is_empty() {
            return Ok(count);
        }
        for name in &names {
            s.objects.remove(name).await?;
        }
        let mut tx = s.store.begin_system().await?;
        object::forget(&mut tx, &names).await?;
        tx.commit().await?;
        count += names.len();
    }
}

/// The same by itself: a failure is said, and the next sweep tries again.
pub(crate) async fn sweep_or_say(s: Service) {
    if let Err(error) = sweep(&s).await {
        tracing::warn!(%error, "pictures that nobody keeps could not be removed; it is tried again");
    }
}
