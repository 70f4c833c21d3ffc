//! What a case of a test says: its category, its words and its day, written past all locks.

use domain::id::CaseId;

use super::TestDb;

impl TestDb {
    /// Says what a case is about and what is wrong, and dates its report back by some days.
    pub async fn tell_case(&self, case: CaseId, category: &str, title: &str, days: i32) {
        let mut owner = self.owner_connection().await;
        let done = sqlx::query(
            "update case_file
            set category = $2, title = $3, reported_at = reported_at - make_interval(days => $4)
            where id = $1",
        )
        .bind(case.number())
        .bind(category)
        .bind(title)
        .bind(days)
        .execute(&mut owner)
        .await
        .expect("a case can be told");
        assert_eq!(done.rows_affected(), 1, "there is one");
    }
}
