//! What is asked about many cases at once, as far as row-level security shows them.

use domain::area::Area;
use domain::category::CategoryCode;
use domain::id::CaseId;
use sqlx::Row;

use super::before;
use crate::{StoreError, Tx, row};

/// The titles of cases; those that are not seen are left out.
pub async fn titles(tx: &mut Tx, cases: &[CaseId]) -> Result<Vec<(CaseId, String)>, StoreError> {
    let rows = sqlx::query("select id, title from case_file where id = any($1)")
        .bind(numbers(cases))
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| Ok((row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?, row.try_get("title")?)))
        .collect()
}

/// What cases are about and where, each pair once; a case without a category is one without owner.
pub async fn grounds(tx: &mut Tx, cases: &[CaseId]) -> Result<Vec<(Option<CategoryCode>, Area)>, StoreError> {
    let rows = sqlx::query("select distinct category, area from case_file where id = any($1)")
        .bind(numbers(cases))
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((before::category(row)?, row::area(row, "area")?))).collect()
}

fn numbers(cases: &[CaseId]) -> Vec<i64> {
    cases.iter().map(|case| case.number()).collect()
}
