//! The doors that a change touches: locked before it, and brought up to date after it, each with its live row.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::freshness::sum_up;
use domain::id::DwellingId;
use store::verification::{self, HouseholdLock, Settled};
use store::{Tx, outbox};

use crate::{Service, ServiceError};

/// Locked households, in the order of their ids, with the key groups of who lived there before the change.
pub(crate) struct Doors {
    locks: Vec<HouseholdLock>,
    bits_before: HashMap<DwellingId, i32>,
}

impl Doors {
    /// Locks the households of these dwellings.
    ///
    /// *Errors*: `NotFound` for one that does not exist or may not be known; `Conflict` for one that is no door any more.
    pub(crate) async fn lock(
        tx: &mut Tx,
        dwellings: impl IntoIterator<Item = DwellingId>,
        today: NaiveDate,
    ) -> Result<Self, ServiceError> {
        let doors = Self::lock_with_closed(tx, dwellings, today).await?;
        if doors.locks.iter().any(|lock| lock.is_closed) {
            return Err(ServiceError::Conflict);
        }
        Ok(doors)
    }

    /// The same for doors of which some may be none any more.
    pub(crate) async fn lock_with_closed(
        tx: &mut Tx,
        dwellings: impl IntoIterator<Item = DwellingId>,
        today: NaiveDate,
    ) -> Result<Self, ServiceError> {
        let dwellings: Vec<_> = dwellings.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let locks = verification::lock_households(tx, &dwellings).await?;
        if locks.len() < dwellings.len() {
            return Err(ServiceError::NotFound);
        }
        let living = verification::living(tx, &dwellings, today).await?;
        let bits_before = living.into_iter().map(|(dwelling, living)| (dwelling, living.key_group_bits)).collect();
        Ok(Self { locks, bits_before })
    }

    /// A locked household.
    ///
    /// *Errors*: `NotFound` when it is not among them.
    pub(crate) fn get(&self, dwelling: DwellingId) -> Result<&HouseholdLock, ServiceError> {
        let found = self.locks.binary_search_by_key(&dwelling, |lock| lock.dwelling);
        found.ok().and_then(|at| self.locks.get(at)).ok_or(ServiceError::NotFound)
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[HouseholdLock] {
        &self.locks
    }

    /// The same doors without those that `is_settled` says are done.
    pub(crate) fn without(mut self, is_settled: impl Fn(DwellingId) -> bool) -> Self {
        self.locks.retain(|lock| !is_settled(lock.dwelling));
        self
    }

    /// Writes what the households amount to now. `whole` says that all of each was verified on that day.
    pub(crate) async fn settle(self, s: &Service, tx: &mut Tx, whole: Option<NaiveDate>) -> Result<(), ServiceError> {
        let dwellings: Vec<_> = self.locks.iter().map(|lock| lock.dwelling).collect();
        let mut living = verification::living(tx, &dwellings, s.today()).await?;
        let own = verification::of_dwellings(tx, &dwellings).await?;
        let settled = self.locks.iter().map(|lock| {
            let living = living.remove(&lock.dwelling).unwrap_or_default();
            let state = sum_up(whole.max(lock.verified_on), own.get(&lock.dwelling).copied(), &living.people);
            let before = self.bits_before.get(&lock.dwelling).copied().unwrap_or_default();
            let (dwelling, residents) = (lock.dwelling, living.people.len());
            Settled { dwelling, residents, state, bits: (before, living.key_group_bits) }
        });
        let settled: Vec<_> = settled.collect();
        verification::settle(tx, &settled).await?;
        let changed: Vec<_> = self.locks.iter().map(|lock| (lock.area, lock.dwelling)).collect();
        Ok(outbox::put_households(tx, &changed, s.now()).await?)
    }
}
