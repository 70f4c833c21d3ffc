//! Made-up check-points, teams and notes of an area.

use domain::actor::Actor;

use super::TestDb;
use super::now;

impl TestDb {
    /// Adds a check-point that was passed, a team that patrolled, and a note at a stop, all by somebody in their own area.
    pub async fn add_patrol(&self, by: &Actor) {
        let mut owner = self.owner_connection().await;
        for statement in [
            "insert into check_point (id, area, name, x_dm, y_dm, account_id, made_at) values ($1, $2, '燃气站', 0, 0, $1, $3)",
            "insert into check_point_pass (check_point_id, area, day, account_id, passed_at, way)
            values ($1, $2, '2026-11-22', $1, $3, 'word')",
            "insert into patrol_team (id, area, name, members, account_id, made_at)
            values ($1, $2, '红袖标', array['赵大爷', '钱大妈'], $1, $3)",
            "insert into team_patrol (team_id, day, area, members, account_id, written_at)
            values ($1, '2026-11-22', $2, array['赵大爷'], $1, $3)",
            "insert into trail_note (account_id, at, area, note) values ($1, $3, $2, '楼道堆物')",
        ] {
            sqlx::query(statement)
                .bind(by.account.number())
                .bind(by.area.code())
                .bind(now())
                .execute(&mut owner)
                .await
                .expect("a patrol can be added");
        }
    }
}
