//! Steps: the machine's answer written down, and taken back within ten seconds.

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::case::{DeskKind, Kind, Milestone, Move, Note, Refusal, Sheet, Step, turn};
use domain::id::{CaseId, MediaId};
use domain::media::{Purpose, Subject};
use serde_json::json;
use store::Tx;
use store::case::{CaseRow, EntryRow, Writer, WrittenStep};

use super::chain::{Said, link};
use super::{clock, known, sheet};
use crate::{Service, ServiceError, deadline, media, route};

/// Seconds within which a step can be taken back.
pub const UNDO_S: i64 = 10;

/// A step as somebody takes it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What.
    pub step: Step,
    /// With these words.
    pub note: Option<Note>,
    /// With pictures that were staged before.
    pub pictures: Vec<MediaId>,
}

impl Taken {
    /// A step of a kind that carries nothing.
    pub fn plain(kind: Kind) -> Self {
        Self { step: Step::Plain(kind), note: None, pictures: Vec::new() }
    }
}

/// Takes a case one step on, and answers with it as it is then.
///
/// *Errors*: `NotFound` when one may not know of it; `Conflict` when it is no longer at `expected_version` or not where the step
/// begins; `Forbidden` when it is somebody else's step; `Invalid` names what is missing.
pub async fn step(
    s: &Service,
    actor: &Actor,
    case: CaseId,
    expected_version: i32,
    taken: Taken,
) -> Result<Sheet, ServiceError> {
    turned(s, actor, (case, expected_version), &taken).await??;
    sheet(s, actor, case).await
}

/// The same without reading the case anew: how it stands then and since when; what the machine refuses stands apart from what else
/// went wrong.
pub(super) async fn turned(
    s: &Service,
    actor: &Actor,
    (case, expected_version): (CaseId, i32),
    taken: &Taken,
) -> Result<Result<(CaseRow, DateTime<Utc>), Refusal>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let before = known(&mut tx, actor, case, true).await?;
    if before.version != expected_version {
        return Err(ServiceError::Conflict);
    }
    let kind = taken.step.kind();
    let movement = Move { step: taken.step.clone(), note: taken.note.clone(), picture_count: taken.pictures.len() };
    let turned = match turn(&actor.who(), &before.standing, &movement) {
        Ok(turned) => turned,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let clocks = deadline::clockwork(&mut tx, actor.area.county()).await?;
    if kind == Kind::AskPause && !clock::may_pause(&clocks, &before) {
        return Err(ServiceError::invalid("step", "the rules do not let such a case stand still"));
    }
    let now = to_micros(s.now());
    let mut after = CaseRow { version: before.version + 1, standing: turned.after, ..before.clone() };
    carry(&mut tx, &mut after, &taken.step).await?;
    learn(&mut tx, &before, &taken.step).await?;
    after.times = clock::after(&clocks, &before, &after, (kind, turned.clock), now);
    let to = (before.standing.holder != after.standing.holder).then_some(after.standing.holder);
    let note = taken.note.as_ref().map_or("", Note::as_str);
    let written = WrittenStep { word: kind.slug(), note, to, undoes: None, link: [0; 32], at: now };
    write(s, &mut tx, Writer::Post(actor), (&before, &after), written).await?;
    let (subject, area) = (Subject::Case(case), after.standing.area);
    let to = store::media::Step { subject, version: after.version, area, purpose: purpose(kind) };
    media::attach(&mut tx, actor, to, &taken.pictures).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(Ok((after, now)))
}

/// What the pictures that come with a step show.
fn purpose(kind: Kind) -> Purpose {
    match kind {
        Kind::Finish | Kind::FinishPart => Purpose::Done,
        Kind::Check | Kind::FailCheck => Purpose::Check,
        _ => Purpose::Report,
    }
}

/// Hand-overs to units and returns feed back into the table of owners.
async fn learn(tx: &mut Tx, before: &CaseRow, step: &Step) -> Result<(), ServiceError> {
    let Some(category) = &before.category else { return Ok(()) };
    let place = (category, before.standing.area);
    match (step, before.standing.holder.kind()) {
        (Step::PassOn(unit), _) => route::learned(tx, place, *unit, false).await,
        (Step::Plain(Kind::Return), DeskKind::Unit(unit)) => route::learned(tx, place, unit, true).await,
        _ => Ok(()),
    }
}

/// What a step carries beside the machine's state: milestones, category, and the case that another goes into.
async fn carry(tx: &mut Tx, after: &mut CaseRow, step: &Step) -> Result<(), ServiceError> {
    match step {
        Step::Plan(lines) => after.milestones = planned(lines)?,
        Step::Tick(index) => {
            let line = after.milestones.get_mut(usize::from(*index));
            let line = line.ok_or_else(|| ServiceError::invalid("tick", "there is no such milestone"))?;
            line.is_done = !line.is_done;
        }
        Step::Amend { category, urgency } => {
            after.category = Some(category.clone());
            after.urgency = *urgency;
        }
        Step::Merge(into) => {
            let other = store::case::read(tx, *into).await?;
            let open = other.is_some_and(|other| other.case != after.case && other.standing.light().is_open());
            if !open {
                return Err(ServiceError::invalid("aim", "the other case is not open any more: choose another"));
            }
        }
        Step::PassOn(unit) => known_units(tx, &[*unit]).await?,
        Step::Whistle { lead, with } => {
            let all: Vec<_> = with.iter().copied().chain([*lead]).collect();
            known_units(tx, &all).await?;
        }
        Step::Plain(_) | Step::PassDown(_) | Step::AskDelay(_) => {}
    }
    Ok(())
}

async fn known_units(tx: &mut Tx, units: &[domain::id::UnitId]) -> Result<(), ServiceError> {
    if store::case::are_units(tx, units).await? {
        return Ok(());
    }
    Err(ServiceError::invalid("aim", "there is no such unit any more: choose another"))
}

/// The most lines of a timetable.
const MILESTONES: usize = 20;
/// The most signs of a line.
const MILESTONE_SIGNS: usize = 200;

fn planned(lines: &[Milestone]) -> Result<Vec<Milestone>, ServiceError> {
    let long = |line: &Milestone| !(1..=MILESTONE_SIGNS).contains(&line.text.trim().chars().count());
    if lines.len() > MILESTONES || lines.iter().any(long) {
        return Err(ServiceError::invalid("milestone", "up to 20 lines of up to 200 signs"));
    }
    let line = |line: &Milestone| Milestone { text: line.text.trim().to_owned(), ..line.clone() };
    let mut lines: Vec<_> = lines.iter().map(line).collect();
    lines.sort_by_key(|line| line.due_on);
    Ok(lines)
}

/// Takes the last step back, as long as nobody took another and ten seconds have not passed.
///
/// *Errors*: `Conflict` when it is too late or not one's own step.
pub async fn undo(s: &Service, actor: &Actor, case: CaseId, version: i32) -> Result<Sheet, ServiceError> {
    taken_back(s, actor, case, version).await?;
    sheet(s, actor, case).await
}

/// The same without reading the case anew: how it stands then.
pub(super) async fn taken_back(
    s: &Service,
    actor: &Actor,
    case: CaseId,
    version: i32,
) -> Result<CaseRow, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let before = known(&mut tx, actor, case, true).await?;
    let last = store::case::last_entry(&mut tx, case).await?.ok_or(ServiceError::Conflict)?;
    let now = to_micros(s.now());
    if before.version != version || undoable(actor, &last, now).is_none() {
        return Err(ServiceError::Conflict);
    }
    let (standing, times) = last.before.ok_or(ServiceError::Conflict)?;
    let after = CaseRow { version: before.version + 1, standing, times, ..before.clone() };
    let to = (before.standing.holder != after.standing.holder).then_some(after.standing.holder);
    let written = WrittenStep { word: "undo", note: "", to, undoes: Some(version), link: [0; 32], at: now };
    write(s, &mut tx, Writer::Post(actor), (&before, &after), written).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(after)
}

/// Until when an entry can be taken back by somebody, if it can.
pub(super) fn undoable(actor: &Actor, last: &EntryRow, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let kind = Kind::from_slug(&last.step)?;
    let until = last.at + TimeDelta::seconds(UNDO_S);
    let own = last.account == Some(actor.account) && last.post == Some(actor.post);
    // What a step carried beside the state of the machine is not kept, so those stay.
    let carries = matches!(kind, Kind::Plan | Kind::Tick | Kind::Amend);
    (own && kind.can_be_undone() && !carries && now <= until && last.before.is_some()).then_some(until)
}

/// Writes case, timeline, audit row and outbox row.
pub(super) async fn write(
    s: &Service,
    tx: &mut Tx,
    writer: Writer<'_>,
    (before, after): (&CaseRow, &CaseRow),
    written: WrittenStep<'_>,
) -> Result<(), ServiceError> {
    let (word, at) = (written.word, written.at);
    record(s, tx, writer, (before, after), written).await?;
    let detail = json!({
        "step": word,
        "from": before.standing.light().number(),
        "to": after.standing.light().number(),
    });
    let subject = (after.case, after.standing.area, after.dwelling);
    store::case::note(tx, writer, at, subject, "step_case", detail).await?;
    Ok(())
}

/// Writes case and timeline, each entry linked to the one before. Audit and outbox rows are the caller's.
pub(super) async fn record(
    s: &Service,
    tx: &mut Tx,
    writer: Writer<'_>,
    (before, after): (&CaseRow, &CaseRow),
    written: WrittenStep<'_>,
) -> Result<(), ServiceError> {
    let last = store::case::last_entry(tx, after.case).await?;
    let said = Said {
        version: after.version,
        word: written.word,
        light: after.standing.light(),
        at: written.at,
        account: writer.account(),
        post: writer.post(),
        to: written.to,
        note: written.note,
        undoes: written.undoes,
    };
    let written = WrittenStep { link: link(s.store.keyring(), after.case, last.as_ref(), &said), ..written };
    store::case::write(tx, writer, before, after, &written).await?;
    Ok(())
}

/// PostgreSQL keeps microseconds.
pub(super) fn to_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}
