//! What moves points between accounts: two movements for each operation, or the reason why there are none.

use serde::{Deserialize, Serialize};

use super::{Points, Rule};
use crate::id::BankAccountId;

/// Whose an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// 发行户 of a community: where points come from, so that its balance is never above zero.
    Issuer,
    /// 志愿者户: one for each volunteer's login.
    Volunteer,
    /// 捐赠池 of a community: what volunteers gave to all.
    Pool,
    /// 兑换户 of a community: what was redeemed.
    Shop,
}

impl AccountKind {
    /// Every kind with its stored word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Issuer, "issuer"), (Self::Volunteer, "volunteer"), (Self::Pool, "pool"), (Self::Shop, "shop")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }

    /// Whether an account of this kind may hold so much, whatever the rules of the day: the database checks the same.
    pub fn allows(self, balance: Points) -> bool {
        if self == Self::Issuer { balance <= Points::NONE } else { balance >= Points::NONE }
    }
}

/// What a transfer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransferKind {
    /// A volunteer's time was credited.
    Credit,
    /// A volunteer gave points away.
    Donate,
    /// A volunteer took something for points.
    Redeem,
    /// Another transfer was taken back.
    Reverse,
}

impl TransferKind {
    /// Every kind with its stored word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Credit, "credit"), (Self::Donate, "donate"), (Self::Redeem, "redeem"), (Self::Reverse, "reverse")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }
}

/// An account as an operation finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The account.
    pub account: BankAccountId,
    /// Whose it is.
    pub kind: AccountKind,
    /// What it holds.
    pub balance: Points,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// An issuer credits a volunteer with the time of a wish served.
    Credit {
        /// The time, as it was confirmed.
        minutes: u32,
    },
    /// A volunteer gives points to a pool or to another volunteer.
    Donate {
        /// How many.
        points: Points,
    },
    /// A volunteer takes something from a shop.
    Redeem {
        /// What one of it costs.
        price: Points,
        /// How many there are.
        stock: u32,
    },
    /// What an earlier transfer moved goes back from who got it to who gave it.
    Reverse {
        /// How much it moved.
        points: Points,
        /// Whether it was a reversal itself, or was taken back already.
        is_final: bool,
    },
}

/// What one account gets, or loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The account.
    pub account: BankAccountId,
    /// How much; below zero for what it loses.
    pub points: Points,
}

/// Why nothing is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// These two accounts don't do that with one another.
    #[error("these accounts can't do that with one another")]
    Mismatch,
    /// There is nothing to move.
    #[error("more than nothing has to be moved")]
    Nothing,
    /// The giving account holds less.
    #[error("the account holds less than that")]
    Short,
    /// The receiving account would hold more than it may.
    #[error("the receiving account would hold more than the rules allow")]
    Full,
    /// The account holds less than what redeeming begins with.
    #[error("redeeming begins with a larger balance")]
    Early,
    /// There is none left.
    #[error("none of it is left")]
    SoldOut,
    /// It was taken back already, or is a reversal itself.
    #[error("it can't be taken back again")]
    Final,
}

/// The two movements of an operation under a rule: what `from` loses and `to` gets.
///
/// *Errors*: the first reason against it. A credit is never refused for a full account: it brings less, or nothing.
pub fn settle(rule: &Rule, operation: Operation, from: &Standing, to: &Standing) -> Result<[Movement; 2], Refusal> {
    use AccountKind::{Issuer, Pool, Shop, Volunteer};
    let fits = match operation {
        Operation::Credit { .. } => (from.kind, to.kind) == (Issuer, Volunteer),
        Operation::Donate { .. } => from.kind == Volunteer && matches!(to.kind, Volunteer | Pool),
        Operation::Redeem { .. } => (from.kind, to.kind) == (Volunteer, Shop),
        Operation::Reverse { .. } => to.kind != Pool && to.kind != Shop,
    };
    if let Operation::Reverse { is_final: true, .. } = operation {
        return Err(Refusal::Final);
    }
    if !fits || from.account == to.account {
        return Err(Refusal::Mismatch);
    }
    let points = match operation {
        Operation::Credit { minutes } => rule.served(minutes, to.balance).points,
        Operation::Donate { points } if !points.is_some() => return Err(Refusal::Nothing),
        Operation::Donate { points } | Operation::Reverse { points, .. } => points,
        Operation::Redeem { price, stock } => {
            if stock == 0 {
                return Err(Refusal::SoldOut);
            }
            if from.balance < rule.redeem_from {
                return Err(Refusal::Early);
            }
            price
        }
    };
    if points < Points::NONE {
        return Err(Refusal::Nothing);
    }
    if !from.kind.allows(from.balance - points) {
        return Err(Refusal::Short);
    }
    let after = to.balance + points;
    // Nothing at all fits even where a later rule made the account too full.
    let is_full = to.kind == Volunteer && points.is_some() && after > rule.balance_most;
    if is_full || !to.kind.allows(after) {
        return Err(Refusal::Full);
    }
    Ok([Movement { account: from.account, points: -points }, Movement { account: to.account, points }])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;

    const KINDS: [AccountKind; 6] = [
        AccountKind::Issuer,
        AccountKind::Volunteer,
        AccountKind::Volunteer,
        AccountKind::Volunteer,
        AccountKind::Pool,
        AccountKind::Shop,
    ];

    /// A whole bank in memory: accounts by their place, and what was moved.
    struct Bank {
        rule: Rule,
        accounts: Vec<Standing>,
        /// From, to, how much, whether it is a reversal or was reversed.
        transfers: Vec<(usize, usize, Points, bool)>,
    }

    impl Bank {
        fn new(rule: Rule) -> Self {
            let county = County::new_checked(990_001).unwrap();
            let account = |(at, kind)| {
                let account = BankAccountId::new(county, at as u64);
                Standing { account, kind, balance: Points::NONE }
            };
            Self { rule, accounts: KINDS.into_iter().enumerate().map(account).collect(), transfers: Vec::new() }
        }

        fn perform(&mut self, operation: Operation, from: usize, to: usize) -> Result<(), Refusal> {
            let [lost, got] = settle(&self.rule, operation, &self.accounts[from], &self.accounts[to])?;
            for movement in [lost, got] {
                let account = self.accounts.iter_mut().find(|one| one.account == movement.account).unwrap();
                account.balance = account.balance + movement.points;
            }
            let is_final = matches!(operation, Operation::Reverse { .. });
            self.transfers.push((from, to, got.points, is_final));
            Ok(())
        }

        fn reverse(&mut self, at: usize) -> Result<(), Refusal> {
            let (from, to, points, is_final) = self.transfers[at];
            self.perform(Operation::Reverse { points, is_final }, to, from)?;
            self.transfers[at].3 = true;
            Ok(())
        }

        fn balances(&self) -> Vec<Points> {
            self.accounts.iter().map(|one| one.balance).collect()
        }
    }

    #[derive(Clone, Debug)]
    enum Deed {
        Any(Operation, usize, usize),
        Reverse(usize),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        let points = || (-500..40_000_i64).prop_map(Points::from_cents);
        let operation = prop_oneof![
            3 => (0..100_000_u32).prop_map(|minutes| Operation::Credit { minutes }),
            2 => points().prop_map(|points| Operation::Donate { points }),
            1 => (points(), 0..3_u32).prop_map(|(price, stock)| Operation::Redeem { price, stock }),
        ];
        prop_oneof![
            4 => (operation, 0..KINDS.len(), 0..KINDS.len()).prop_map(|(operation, from, to)| Deed::Any(operation, from, to)),
            1 => any::<usize>().prop_map(Deed::Reverse),
        ]
    }

    /// A rule under which accounts fill up within a test.
    fn small() -> Rule {
        Rule {
            hourly: Points::whole(20),
            activity_minutes: 600,
            balance_most: Points::whole(250),
            redeem_from: Points::whole(50),
            ..Rule::first()
        }
    }

    proptest! {
        #[test]
        fn whatever_is_done_the_sum_is_nothing_and_no_balance_is_beyond_its_rules(
            deeds in proptest::collection::vec(deed(), 0..120),
        ) {
            let mut bank = Bank::new(small());
            for deed in deeds {
                let before = bank.balances();
                let done = match deed {
                    Deed::Any(operation, from, to) => bank.perform(operation, from, to),
                    Deed::Reverse(_) if bank.transfers.is_empty() => Err(Refusal::Nothing),
                    Deed::Reverse(at) => bank.reverse(at % bank.transfers.len()),
                };
                if done.is_err() {
                    prop_assert_eq!(bank.balances(), before, "a refusal moves nothing");
                }
                prop_assert_eq!(bank.balances().into_iter().sum::<Points>(), Points::NONE);
                for account in &bank.accounts {
                    prop_assert!(account.kind.allows(account.balance), "{:?}", account);
                    let is_volunteer = account.kind == AccountKind::Volunteer;
                    prop_assert!(!is_volunteer || account.balance <= bank.rule.balance_most, "{:?}", account);
                }
            }
        }

        #[test]
        fn a_reversal_restores_both_accounts_and_is_the_last_word(
            deeds in proptest::collection::vec(deed(), 1..60),
        ) {
            let mut bank = Bank::new(small());
            for deed in deeds {
                let before = bank.balances();
                let Deed::Any(operation, from, to) = deed else { continue };
                if bank.perform(operation, from, to).is_err() {
                    continue;
                }
                let after = bank.balances();
                let at = bank.transfers.len() - 1;
                prop_assert_eq!(bank.reverse(at), Ok(()), "nothing happened in between");
                prop_assert_eq!(bank.balances(), before);
                prop_assert_eq!(bank.reverse(at), Err(Refusal::Final));
                prop_assert_eq!(bank.reverse(at + 1), Err(Refusal::Final), "nor is a reversal reversed");
                // The story goes on from where it was.
                bank.perform(operation, from, to).unwrap();
                prop_assert_eq!(bank.balances(), after);
            }
        }
    }

    #[test]
    fn each_refusal_has_its_own_reason() {
        let mut bank = Bank::new(small());
        let points = Points::whole(10);
        assert_eq!(bank.perform(Operation::Credit { minutes: 60 }, 1, 2), Err(Refusal::Mismatch));
        assert_eq!(bank.perform(Operation::Donate { points }, 1, 1), Err(Refusal::Mismatch), "to oneself");
        assert_eq!(
            bank.perform(Operation::Donate { points }, 0, 1),
            Err(Refusal::Mismatch),
            "an issuer gives nothing away"
        );
        assert_eq!(bank.perform(Operation::Donate { points }, 1, 2), Err(Refusal::Short));
        assert_eq!(bank.perform(Operation::Donate { points: Points::NONE }, 1, 2), Err(Refusal::Nothing));
        bank.perform(Operation::Credit { minutes: 120 }, 0, 1).unwrap();
        assert_eq!(bank.perform(Operation::Redeem { price: points, stock: 1 }, 1, 5), Err(Refusal::Early));
        bank.perform(Operation::Credit { minutes: 600 }, 0, 1).unwrap();
        assert_eq!(bank.perform(Operation::Redeem { price: points, stock: 0 }, 1, 5), Err(Refusal::SoldOut));
        bank.perform(Operation::Credit { minutes: 600 }, 0, 2).unwrap();
        assert_eq!(bank.perform(Operation::Donate { points: Points::whole(60) }, 1, 2), Err(Refusal::Full));
        bank.perform(Operation::Donate { points: Points::whole(100) }, 1, 4).unwrap();
        assert_eq!(bank.reverse(0), Ok(()));
        assert_eq!(bank.reverse(1), Err(Refusal::Short), "what was given away can't be taken back from its giver");
    }

    #[test]
    fn words_are_read_back() {
        for (kind, slug) in AccountKind::ALL {
            assert_eq!(AccountKind::from_slug(slug), Some(kind));
        }
        for (kind, slug) in TransferKind::ALL {
            assert_eq!(TransferKind::from_slug(slug), Some(kind));
        }
    }
}
