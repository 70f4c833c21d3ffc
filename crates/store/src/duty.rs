//! What the database itself says of a session: the second lock of what row-level security can't bind.
//!
//! Live frames are read once for everybody by the system. Re-gridding writes into every grid that it touches, doors are public
//! geometry that no account writes, and accounts have no area: all three are done as `gezhi_system`. So the database itself
//! looks first whether the session behind the account has a post that does such work there. Not here: who may do what
//! (`domain::actor`), which this is not taken from.

use domain::actor::{Actor, Role};
use domain::area::{Area, AreaRange};

use crate::{Store, StoreError, Tx};

/// Work that an account does through the system's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Splits, merges and hands over grids.
    Grids,
    /// Confirms changes of doors.
    Doors,
    /// Makes accounts, units and wall screens; keeps the dictionaries, the working calendar and the deadlines.
    Accounts,
    /// Gives and ends posts, locks accounts, ends sessions, changes settings.
    Access,
    /// Looks at accounts, to do either.
    Administration,
    /// Declares emergencies, renews and lifts them.
    Emergency,
    /// Draws monthly reports up, shows them, answers objections.
    Months,
    /// Publishes monthly reports.
    PublishedMonths,
    /// Agrees or objects to the own monthly report.
    OwnMonth,
    /// Changes the formula of monthly reports.
    MonthFormula,
    /// Gives away and redeems points of the own love bank account.
    OwnBank,
    /// Takes transfers of the love bank back, and keeps what is redeemed.
    Bank,
    /// Changes the love bank's rules.
    BankRule,
    /// Counts for a command screen what it may not see one by one.
    Screen,
    /// Draws and closes spot-checks, which those whose work is checked learn of when they are over.
    Draw,
    /// Asks at doors of another street, and never sees what the answers are held against.
    Inspect,
    /// Claims wishes and serves them.
    Serve,
}

impl Duty {
    fn roles(self) -> &'static [Role] {
        match self {
            Self::Grids | Self::Bank => &[Role::Community, Role::Street],
            Self::Doors | Self::Months => &[Role::Community, Role::Street, Role::City],
            Self::Accounts => &[Role::SystemAdmin],
            Self::Access => &[Role::SecurityAdmin],
            Self::Administration => &[Role::SystemAdmin, Role::SecurityAdmin],
            Self::Emergency | Self::PublishedMonths => &[Role::Street, Role::City],
            Self::OwnMonth => &[Role::GridWorker],
            Self::MonthFormula | Self::BankRule => &[Role::City, Role::SystemAdmin],
            Self::OwnBank => &[Role::Volunteer],
            Self::Screen => &[Role::Wall, Role::Supervision],
            Self::Draw => &[Role::City, Role::Supervision],
            Self::Inspect => &[Role::Street],
            Self::Serve => &[Role::Volunteer, Role::Department],
        }
    }
}

impl Store {
    /// Begins a transaction that sees and may change everything, for an account whose session says that this is its work in
    /// all of these areas. Nothing when the session says otherwise, or no longer holds.
    pub async fn begin_duty(&self, actor: &Actor, duty: Duty, areas: &[Area]) -> Result<Option<Tx>, StoreError> {
        let mut tx = self.begin_system().await?;
        let roles: Vec<&str> = duty.roles().iter().map(|role| role.slug()).collect();
        let ranges: Vec<_> = areas.iter().map(|area| area.range()).collect();
        let (lo, hi) = (ranges.iter().map(|range| range.lo).min(), ranges.iter().map(|range| range.hi).max());
        let is_theirs: bool = sqlx::query_scalar(
            "select exists (
                select 1
                from session s
                join post p on p.id = s.post_id
                where s.key = $1
                    and s.revoked_at is null
                    and s.expires_at > now()
                    and p.role = any($2)
                    and s.area <= $3
                    and s.area_end >= $4
            )",
        )
        .bind(&actor.session_key[..])
        .bind(roles)
        .bind(lo)
        .bind(hi)
        .fetch_one(tx.db())
        .await?;
        Ok(is_theirs.then_some(tx))
    }
}

/// Where the transaction's own session sees people, as the policies of personal tables read it; nothing when it sees none.
pub async fn reach(tx: &mut Tx) -> Result<Option<AreaRange>, StoreError> {
    let found: Option<(i64, i64)> = sqlx::query_as(
        "select area, area_end
        from session
        where key = decode(current_setting('gezhi.session', true), 'hex')
            and may_see_people
            and revoked_at is null
            and expires_at > now()",
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(found.map(|(lo, hi)| AreaRange { lo, hi }))
}
