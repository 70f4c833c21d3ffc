//! The doors that a change touches: locked before it, and brought up to date after it, each with its live row.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::file::Group;
use domain::freshness::sum_up;
use domain::id::DwellingId;
use store::Tx;
use store::outbox::{self, Change};
use store::verification::{self, HouseholdLock};

use crate::{Service, ServiceError};

/// Locked households, in the order of their ids, with the key groups of who lived there before the change.
pub(crate) struct Doors(Vec<(DwellingId, HouseholdLock, i32)>);

impl Doors {
    /// Locks the households of these dwellings.
    ///
    /// *Errors*: `NotFound` for one that does not exist or may not be known.
    pub(crate) async fn lock(
        tx: &mut Tx,
        dwellings: impl IntoIterator<Item = DwellingId>,
        today: NaiveDate,
    ) -> Result<Self, ServiceError> {
        let mut doors = Vec::new();
        for dwelling in dwellings.into_iter().collect::<BTreeSet<_>>() {
            let lock = verification::lock_household(tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
            let living = verification::living(tx, dwelling, today).await?;
            doors.push((dwelling, lock, living.key_group_bits));
        }
        Ok(Self(doors))
    }

    /// A locked household.
    ///
    /// *Errors*: `NotFound` when it is not among them.
    pub(crate) fn get(&self, dwelling: DwellingId) -> Result<&HouseholdLock, ServiceError> {
        let found = self.0.iter().find(|(known, ..)| *known == dwelling);
        found.map(|(_, lock, _)| lock).ok_or(ServiceError::NotFound)
    }

    /// Writes what the households amount to now. `whole` says that all of each was verified on that day.
    pub(crate) async fn settle(self, s: &Service, tx: &mut Tx, whole: Option<NaiveDate>) -> Result<(), ServiceError> {
        for (dwelling, lock, bits_before) in self.0 {
            let living = verification::living(tx, dwelling, s.today()).await?;
            let own = verification::of(tx, dwelling.number(), true).await?;
            let own = own.iter().find(|row| row.group == Group::Dwelling).map(|row| row.day);
            let state = sum_up(whole.max(lock.verified_on), own, &living.people);
            let bits = (bits_before, living.key_group_bits);
            verification::settle(tx, dwelling, living.people.len(), state, bits).await?;
            outbox::put(tx, lock.area, Change::Household(dwelling), s.now()).await?;
        }
        Ok(())
    }
}
