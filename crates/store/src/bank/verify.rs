//! The books counted anew from their movements, believing nothing that was kept.

use domain::bank::Points;
use domain::id::{BankAccountId, BankTransferId};
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// Something that does not come out even.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// An account holds something else than its movements say.
    Balance {
        /// The account.
        account: BankAccountId,
        /// What is kept.
        kept: Points,
        /// What its movements say.
        counted: Points,
    },
    /// A transfer has other movements than one from and one to.
    Transfer {
        /// The transfer.
        transfer: BankTransferId,
        /// How many movements it has.
        movements: i64,
        /// What they are together.
        sum: Points,
    },
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// How many accounts there are.
    pub accounts: i64,
    /// How many transfers.
    pub transfers: i64,
    /// How many movements.
    pub movements: i64,
    /// What all balances are together.
    pub sum: Points,
    /// What does not come out even.
    pub differences: Vec<Difference>,
}

impl Recount {
    /// Whether everything comes out even.
    pub fn is_even(&self) -> bool {
        self.sum == Points::NONE && self.differences.is_empty()
    }
}

/// Counts everything anew. The transaction must see one state of the database ([`crate::Store::begin_snapshot`]).
pub async fn recount(tx: &mut Tx) -> Result<Recount, StoreError> {
    let totals = sqlx::query(
        "select
            (select count(*) from bank_account) as accounts,
            (select count(*) from bank_transfer) as transfers,
            (select count(*) from bank_movement) as movements,
            (select coalesce(sum(balance_cents), 0)::int8 from bank_account) as cents",
    )
    .fetch_one(tx.db())
    .await?;
    let balances = sqlx::query(
        "select b.id, b.balance_cents as kept, coalesce(sum(m.cents), 0)::int8 as counted
        from bank_account b
        left join bank_movement m on m.account_id = b.id
        group by b.id
        having b.balance_cents <> coalesce(sum(m.cents), 0)
        order by b.id",
    )
    .fetch_all(tx.db())
    .await?;
    let transfers = sqlx::query(
        "select t.id, count(m.account_id) as movements, coalesce(sum(m.cents), 0)::int8 as cents
        from bank_transfer t
        left join bank_movement m on m.transfer_id = t.id
        group by t.id
        having count(m.account_id) <> 2
            or coalesce(sum(m.cents), 0) <> 0
            or not bool_and(
                (m.account_id = t.from_account and m.cents <= 0) or (m.account_id = t.to_account and m.cents >= 0)
            )
        order by t.id",
    )
    .fetch_all(tx.db())
    .await?;
    let balances = balances.iter().map(|row| {
        Ok(Difference::Balance {
            account: row::parse(row.try_get("id")?, BankAccountId::new_checked, "bank_account.id")?,
            kept: Points::from_cents(row.try_get("kept")?),
            counted: Points::from_cents(row.try_get("counted")?),
        })
    });
    let transfers = transfers.iter().map(|row| {
        Ok(Difference::Transfer {
            transfer: row::parse(row.try_get("id")?, BankTransferId::new_checked, "bank_transfer.id")?,
            movements: row.try_get("movements")?,
            sum: Points::from_cents(row.try_get("cents")?),
        })
    });
    Ok(Recount {
        accounts: totals.try_get("accounts")?,
        transfers: totals.try_get("transfers")?,
        movements: totals.try_get("movements")?,
        sum: Points::from_cents(totals.try_get("cents")?),
        differences: balances.chain(transfers).collect::<Result<_, StoreError>>()?,
    })
}
