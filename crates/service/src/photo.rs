//! Photos of people, of their documents and of dwellings: added, shown, taken away.
//!
//! Portraits and photos of dwellings are shown to whoever may see the file. A document's photo is shown to whoever gave a
//! reason for it, for [`SHOWN_S`] seconds, counted with the looks behind masks ([`crate::resident`]); each time it is sent
//! stands on the audit trail. Not here: decoding (`picture`).

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::file::Problem;
use domain::id::{DwellingId, PhotoId, ResidentId};
use domain::person::Reason;
use domain::photo::{Draft, MOST, PhotoLine, SHOWN_S, Subject};
pub use picture::MOST_BYTES;
use picture::PictureError;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
pub use store::photo::Size;
use store::photo::{NewPhoto, PhotoRow};
use zeroize::Zeroizing;

use crate::lock::{access, authorise};
use crate::resident::may_unmask_again;
use crate::{Service, ServiceError, file};

fn problem(error: PictureError) -> Problem {
    match error {
        PictureError::Heavy => Problem::PhotoHeavy,
        PictureError::Kind => Problem::PhotoKind,
        PictureError::Pixels => Problem::PhotoPixels,
        PictureError::Broken => Problem::PhotoBroken,
    }
}

/// The photos of one person or dwelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Album {
    /// The photos, the latest first, each with whether it is shown: a document's only after a reason.
    pub lines: Vec<(PhotoLine, bool)>,
    /// Today in the city.
    pub today: NaiveDate,
    /// Whether the viewer may add and take away.
    pub may_edit: bool,
    /// Whether the viewer may give a reason for a document.
    pub may_unmask: bool,
}

/// A person's photos. The look is written down.
pub async fn of_resident(s: &Service, actor: &Actor, resident: ResidentId) -> Result<Album, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let file = store::file::read(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, file.area)?;
    let mut album = album(s, &mut tx, actor, Subject::Resident(resident), file.area).await?;
    album.may_edit &= file.merged_into.is_none();
    tx.commit().await?;
    Ok(album)
}

/// A dwelling's photos. The look is written down.
pub async fn of_dwelling(s: &Service, actor: &Actor, dwelling: DwellingId) -> Result<Album, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let area = store::household::area(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, area)?;
    let album = album(s, &mut tx, actor, Subject::Dwelling(dwelling), area).await?;
    tx.commit().await?;
    Ok(album)
}

async fn album(s: &Service, tx: &mut Tx, actor: &Actor, of: Subject, area: Area) -> Result<Album, ServiceError> {
    let opened = store::photo::opened_since(tx, actor, shown_since(s)).await?;
    let is_shown = |line: &PhotoLine| !line.kind.is_masked() || opened.contains(&line.photo);
    let lines = store::photo::list(tx, of).await?;
    audit::write(tx, actor, s.now(), area, "view_photos", record(of), None).await?;
    Ok(Album {
        lines: lines.into_iter().map(|line| (line.clone(), is_shown(&line))).collect(),
        today: s.today(),
        may_edit: access(actor, Action::EditHousehold, area) == Access::Granted,
        may_unmask: access(actor, Action::UnmaskPerson, area) == Access::Granted,
    })
}

fn shown_since(s: &Service) -> DateTime<Utc> {
    s.now() - Duration::seconds(SHOWN_S)
}

fn record(subject: Subject) -> Record {
    match subject {
        Subject::Resident(resident) => Record::Resident(resident),
        Subject::Dwelling(dwelling) => Record::Household(dwelling),
    }
}

/// The grid of a subject that somebody wants to change, locked until the transaction ends.
async fn lock(tx: &mut Tx, actor: &Actor, subject: Subject) -> Result<Area, ServiceError> {
    match subject {
        Subject::Resident(resident) => Ok(file::lock(tx, actor, resident, None).await?.area),
        Subject::Dwelling(dwelling) => {
            let area = store::household::area(tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
            authorise(actor, Action::EditHousehold, area)?;
            Ok(area)
        }
    }
}

/// Keeps a photo, as far as it is a picture and nothing else.
///
/// *Errors*: `Entry` with every problem of the fields at once, or with that of `photo`; `Busy` when too many are worked on.
pub async fn add(
    s: &Service,
    actor: &Actor,
    subject: Subject,
    draft: Draft,
    bytes: Vec<u8>,
) -> Result<PhotoId, ServiceError> {
    // Decoding is dear: it is done for nobody who may not keep the result.
    let mut tx = s.store.begin(actor).await?;
    lock(&mut tx, actor, subject).await?;
    drop(tx);
    let draft = draft.checked(subject, s.today())?;
    let taken = s.darkroom.work(move || picture::take(&bytes)).await?;
    let picture = taken.map_err(|error| ServiceError::entry("photo", vec![problem(error)]))?;

    let (now, mut nonces) = (s.now(), s.nonces()?);
    let mut tx = s.store.begin(actor).await?;
    let area = lock(&mut tx, actor, subject).await?;
    if store::photo::list(&mut tx, subject).await?.len() as i64 >= MOST {
        return Err(ServiceError::entry("photo", vec![Problem::PhotoMany]));
    }
    let (whole, small, size) = (&picture.whole, &picture.small, picture.size);
    let new = NewPhoto { subject, area, draft: &draft, picture: whole, small, size };
    let photo = store::photo::add(&mut tx, actor, &new, (&mut nonces, now)).await?;
    let detail = json!({ "photo": photo, "kind": draft.kind.slug() });
    audit::write(&mut tx, actor, now, area, "add_photo", record(subject), Some(detail)).await?;
    tx.commit().await?;
    Ok(photo)
}

/// A photo within reach, if this may be done with its file.
async fn find(tx: &mut Tx, actor: &Actor, photo: PhotoId, action: Action) -> Result<PhotoRow, ServiceError> {
    let row = store::photo::one(tx, photo).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, action, row.area)?;
    Ok(row)
}

/// Takes a photo away: nobody sees it any more, and its picture is erased after [`domain::photo::ERASE_DAYS`] days.
pub async fn remove(s: &Service, actor: &Actor, photo: PhotoId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, photo, Action::EditHousehold).await?;
    if !store::photo::remove(&mut tx, actor, photo, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "photo": photo, "kind": row.kind.slug() });
    audit::write(&mut tx, actor, s.now(), row.area, "remove_photo", record(row.subject), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Says why a document's photo has to be seen: it is shown to this post for [`SHOWN_S`] seconds.
///
/// *Errors*: `TooMany` beyond the limit of looks behind masks; `Invalid` for a photo that is not masked.
pub async fn unmask(s: &Service, actor: &Actor, photo: PhotoId, reason: Reason) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, photo, Action::UnmaskPerson).await?;
    if !row.kind.is_masked() {
        return Err(ServiceError::invalid("photo", "this photo is shown without a reason"));
    }
    may_unmask_again(s, &mut tx, actor, row.area).await?;
    let detail = json!({ "reason": reason.slug(), "photo": photo });
    audit::write(&mut tx, actor, s.now(), row.area, "unmask_photo", record(row.subject), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// The picture itself, a JPEG. Sending a document's is written down each time.
///
/// *Errors*: `NotFound` outside the account's area; `Forbidden` for a document without a reason given just before.
pub async fn picture(
    s: &Service,
    actor: &Actor,
    photo: PhotoId,
    size: Size,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, photo, Action::ViewHousehold).await?;
    if row.kind.is_masked() {
        authorise(actor, Action::UnmaskPerson, row.area)?;
        if !store::photo::opened_since(&mut tx, actor, shown_since(s)).await?.contains(&photo) {
            return Err(ServiceError::Forbidden);
        }
        let detail = json!({ "photo": photo });
        audit::write(&mut tx, actor, s.now(), row.area, "view_photo", record(row.subject), Some(detail)).await?;
    }
    let picture = store::photo::picture(&mut tx, photo, size).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(picture)
}
