//! What visits leave behind, seen past all locks.

use domain::id::DwellingId;
use sqlx::Row;

use super::TestDb;

impl TestDb {
    /// What a household shows of its last call and verification, and by whom its own group was verified.
    pub async fn visit_standing(&self, dwelling: DwellingId) -> (Option<String>, Option<String>, Option<i64>) {
        let row = sqlx::query(
            "select h.visited_on::text, h.verified_on::text, v.account_id
            from household h
            left join verification v on v.subject_id = h.id and v.field_group = 'dwelling'
            where h.id = $1",
        )
        .bind(dwelling.number())
        .fetch_one(&mut self.owner_connection().await)
        .await
        .expect("it is there");
        (row.get(0), row.get(1), row.get(2))
    }

    /// How many visits have a position.
    pub async fn visit_positions(&self) -> i64 {
        let statement = "select count(*) from visit where lon is not null or lat is not null or accuracy_m is not null";
        sqlx::query_scalar(statement).fetch_one(&mut self.owner_connection().await).await.expect("they can be counted")
    }

    /// Deletes all visits, with nothing else told of it.
    pub async fn forget_visits(&self) {
        sqlx::query("delete from visit")
            .execute(&mut self.owner_connection().await)
            .await
            .expect("they can be deleted");
    }

    /// Has everybody have been at their post since the first of January.
    pub async fn settle_posts(&self) {
        let statement = "update post set from_at = '2026-01-01'";
        sqlx::query(statement).execute(&mut self.owner_connection().await).await.expect("they are there");
    }

    /// Has a household say that somebody called on the day of its last visit that is kept.
    pub async fn settle_visits(&self, dwelling: DwellingId) {
        let statement = "update household set visited_on = (
            select max((visited_at at time zone 'Asia/Shanghai')::date) from visit where dwelling_id = $1
        ) where id = $1";
        sqlx::query(statement)
            .bind(dwelling.number())
            .execute(&mut self.owner_connection().await)
            .await
            .expect("it is there");
    }
}
