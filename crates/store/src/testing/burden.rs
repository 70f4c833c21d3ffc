//! What of a worker's ways is in the database: for tests of the rules that keep the burden light.

use sqlx::{AssertSqlSafe, Row};

use super::TestDb;

/// Tables about the ground, and about things that stand on it: their coordinates say nothing about anybody's way.
const GROUND: &[&str] =
    &["area", "building", "check_point", "city", "estate", "land", "place", "register_entry", "road", "scene", "work"];

impl TestDb {
    /// Every column outside the ground that may hold a coordinate and holds one: `table.column`.
    pub async fn coordinates_of_people(&self) -> Vec<String> {
        let mut owner = self.owner_connection().await;
        let columns = sqlx::query(
            "select c.table_name::text as name, c.column_name::text as col
            from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public'
                and t.table_type = 'BASE TABLE'
                and c.table_name <> all ($1)
                and (
                    c.data_type in ('double precision', 'real', 'point', 'numeric')
                    or c.column_name ~ '(^|_)(lon|lat|x_dm|y_dm|accuracy_m|track|fixes|points|path|position)(_|$)'
                )
            order by 1, 2",
        )
        .bind(GROUND)
        .fetch_all(&mut owner)
        .await
        .expect("the catalogue answers");
        let mut found = Vec::new();
        for column in &columns {
            let (table, name): (String, String) = (column.get("name"), column.get("col"));
            let holds: bool = sqlx::query_scalar(AssertSqlSafe(format!(
                "select exists (select from \"{table}\" where \"{name}\" is not null)"
            )))
            .fetch_one(&mut owner)
            .await
            .expect("a column can be read");
            if holds {
                found.push(format!("{table}.{name}"));
            }
        }
        found
    }

    /// Deletes all visits, checks, reports and photos, as their owners may one by one.
    pub async fn delete_work(&self) {
        sqlx::query("truncate visit, watch_check, case_file, media cascade")
            .execute(&mut self.owner_connection().await)
            .await
            .expect("work can be deleted");
    }
}
