//! Proposals to change a door with what became of them; the confirmed ones are the door's history.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::AreaRange;
use domain::clock::civil_date;
use domain::door::DoorNumber;
use domain::door_change::{Change, Kind, More, Past, Proposal, Removal, State, Story};
use domain::id::{BuildingId, DoorProposalId, DwellingId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{Unit, closing, dwelling_of, number};
use crate::{StoreError, Tx, row};

/// A proposal that is made.
#[derive(Clone, Copy, Debug)]
pub struct NewProposal<'a> {
    /// What is to happen.
    pub change: &'a Change,
    /// The unit as the proposer saw it.
    pub unit: &'a Unit,
    /// What the proposer wrote beside it.
    pub note: &'a str,
}

/// Writes a proposal down; nothing when one of its doors is in an open proposal already.
pub async fn propose(
    tx: &mut Tx,
    actor: &Actor,
    new: NewProposal<'_>,
    at: DateTime<Utc>,
) -> Result<Option<DoorProposalId>, StoreError> {
    let NewProposal { change, unit, note } = new;
    let serial: i64 = sqlx::query_scalar("select nextval('door_proposal_serial')").fetch_one(tx.db()).await?;
    let id = DoorProposalId::new(unit.area.county(), serial as u64);
    let removal = match change {
        Change::Remove { reason, .. } => Some(reason.slug()),
        _ => None,
    };
    let done = sqlx::query(
        "insert into door_proposal (id, area, dwelling_id, kind, number, kept_id, removal, was, kept_was, seen, kept_seen,
            note, account_id, post_id, proposed_at, doors)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
        where not exists (
            select 1
            from door_proposal o
            where o.state = 'proposed'
                and (o.dwelling_id in ($3, $6) or o.kept_id in ($3, $6))
        )
        on conflict (dwelling_id) where state = 'proposed' do nothing",
    )
    .bind(id.number())
    .bind(unit.area.code())
    .bind(change.dwelling().number())
    .bind(change.kind().slug())
    .bind(change.number().map(String::from))
    .bind(change.kept().map(DwellingId::number))
    .bind(removal)
    .bind(unit.number(change.dwelling()).map(String::from))
    .bind(change.kept().and_then(|kept| unit.number(kept)).map(String::from))
    .bind(unit.changes(change.dwelling()))
    .bind(change.kept().and_then(|kept| unit.changes(kept)))
    .bind(note)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .bind(change.doors().map(|doors| doors as i16))
    .execute(tx.db())
    .await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

/// Proposals with everything that a page says about them; `$account` is the viewer's parameter.
macro_rules! proposals_sql {
    ($account:literal, $rest:literal) => {
        concat!(
            "select p.id, p.area, p.dwelling_id, p.kind, p.number, p.kept_id, p.removal, p.doors, p.was, p.kept_was, p.note, p.state,
                p.proposed_at, p.decided_at, p.reason, p.account_id = ",
            $account,
            " as is_own, d.building_id,
                concat_ws(' ', coalesce(e.name, nullif(concat_ws(' ', b.street, b.house_number), '')),
                    concat(coalesce(b.number, 0), '-', d.unit)) as place,
                m.title_zh, m.title_en, n.title_zh as decided_zh, n.title_en as decided_en,
                p.state = 'proposed' and (d.cell is null or d.changes <> p.seen or k.changes is distinct from p.kept_seen)
                    as is_stale
            from door_proposal p
            join dwelling d on d.id = p.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            left join dwelling k on k.id = p.kept_id
            join post m on m.id = p.post_id
            left join post n on n.id = p.decided_post
            ",
            $rest
        )
    };
}

/// Open proposals of an area, the oldest first.
pub async fn open(tx: &mut Tx, actor: &Actor, range: AreaRange, limit: i64) -> Result<Vec<Proposal>, StoreError> {
    let rows = sqlx::query(proposals_sql!(
        "$3",
        "where p.area >= $1 and p.area < $2 and p.state = 'proposed' order by p.proposed_at, p.id limit $4"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(actor.account.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(proposal).collect()
}

/// Proposals of an area on which somebody decided, the latest first.
pub async fn decided(tx: &mut Tx, actor: &Actor, range: AreaRange, limit: i64) -> Result<Vec<Proposal>, StoreError> {
    let rows = sqlx::query(proposals_sql!(
        "$3",
        "where p.area >= $1 and p.area < $2 and p.state <> 'proposed' order by p.decided_at desc, p.id desc limit $4"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(actor.account.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(proposal).collect()
}

/// The open proposal in which a door is, as the one that changes or the one that is kept.
pub async fn about(tx: &mut Tx, actor: &Actor, dwelling: DwellingId) -> Result<Option<Proposal>, StoreError> {
    let found = sqlx::query(proposals_sql!(
        "$2",
        "where p.state = 'proposed' and (p.dwelling_id = $1 or p.kept_id = $1) order by p.id limit 1"
    ))
    .bind(dwelling.number())
    .bind(actor.account.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(proposal).transpose()
}

/// One proposal; nothing when there is none or it may not be known.
pub async fn one(tx: &mut Tx, actor: &Actor, id: DoorProposalId) -> Result<Option<Proposal>, StoreError> {
    let found = sqlx::query(proposals_sql!("$2", "where p.id = $1"))
        .bind(id.number())
        .bind(actor.account.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(proposal).transpose()
}

/// How many proposals of an area wait for a decision.
pub async fn waiting(tx: &mut Tx, range: AreaRange) -> Result<i64, StoreError> {
    let count =
        sqlx::query_scalar("select count(*) from door_proposal where area >= $1 and area < $2 and state = 'proposed'")
            .bind(range.lo)
            .bind(range.hi)
            .fetch_one(tx.db())
            .await?;
    Ok(count)
}

fn proposal(row: &PgRow) -> Result<Proposal, StoreError> {
    let by: (Option<String>, Option<String>) = (row.try_get("decided_zh")?, row.try_get("decided_en")?);
    let at: Option<DateTime<Utc>> = row.try_get("decided_at")?;
    Ok(Proposal {
        id: row::parse(row.try_get("id")?, DoorProposalId::new_checked, "door_proposal.id")?,
        area: row::area(row, "area")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        place: row.try_get("place")?,
        change: change(row)?,
        was: number(row, "was")?,
        kept_number: some_number(row, "kept_was")?,
        note: row.try_get("note")?,
        state: row::parse(row.try_get::<&str, _>("state")?, State::from_slug, "door_proposal.state")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        is_own: row.try_get("is_own")?,
        proposed_at: row::instant(row, "proposed_at")?,
        decided: by.0.zip(by.1).zip(at),
        reason: row.try_get("reason")?,
        is_stale: row.try_get("is_stale")?,
    })
}

fn some_number(row: &PgRow, column: &'static str) -> Result<Option<DoorNumber>, StoreError> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| row::parse(text, DoorNumber::new_checked, column)).transpose()
}

fn change(row: &PgRow) -> Result<Change, StoreError> {
    let dwelling = dwelling_of(row, "dwelling_id")?;
    Ok(match row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "door_proposal.kind")? {
        Kind::Renumber => Change::Renumber { dwelling, number: number(row, "number")? },
        Kind::Remove => {
            let reason = row::parse(row.try_get::<&str, _>("removal")?, Removal::from_slug, "door_proposal.removal")?;
            Change::Remove { dwelling, reason }
        }
        Kind::Merge => Change::Merge { kept: dwelling_of(row, "kept_id")?, gone: dwelling },
        Kind::Open => Change::Open { dwelling, number: some_number(row, "number")? },
        Kind::AddDoor => Change::Add { beside: dwelling, more: More::Door(some_number(row, "number")?) },
        Kind::AddColumn => Change::Add { beside: dwelling, more: More::Column },
        Kind::AddFloor => Change::Add { beside: dwelling, more: More::Floor(row::count(row, "doors")?) },
    })
}

/// Writes down what became of an open proposal; `false` when somebody else was faster.
pub async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    id: DoorProposalId,
    (state, reason): (State, &str),
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update door_proposal set state = $2, reason = $3, decided_by = $4, decided_post = $5, decided_at = $6
        where id = $1 and state = 'proposed'",
    )
    .bind(id.number())
    .bind(state.slug())
    .bind(reason)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What happened to a door and what became of it.
pub async fn story(tx: &mut Tx, dwelling: DwellingId) -> Result<Story, StoreError> {
    let now = sqlx::query(
        "select d.closed_on, d.merged_into, k.shown as kept_was
        from dwelling d
        left join dwelling k on k.id = d.merged_into
        where d.id = $1",
    )
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    let Some(now) = now else { return Ok(Story::default()) };
    let rows = sqlx::query(
        "select dwelling_id, kind, number, kept_id, removal, doors, was, decided_at
        from door_proposal
        where (dwelling_id = $1 or kept_id = $1)
            and state = 'confirmed'
        order by decided_at desc, id desc",
    )
    .bind(dwelling.number())
    .fetch_all(tx.db())
    .await?;
    let past = rows.iter().map(|row| {
        Ok(Past { change: change(row)?, was: number(row, "was")?, on: civil_date(row::instant(row, "decided_at")?) })
    });
    Ok(Story {
        closing: closing(&now)?,
        kept_number: some_number(&now, "kept_was")?,
        past: past.collect::<Result<_, StoreError>>()?,
        may_propose: false,
    })
}
