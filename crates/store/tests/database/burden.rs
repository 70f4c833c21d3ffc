//! 减负 in the schema: nothing there is for online time, streaks, points or ranks of anybody (field.md 4.12).

use sqlx::Row;
use store::testing::TestDb;

/// Words of a name or comment (a check-point is a place, and no point of anybody) that would say so.
const FORBIDDEN: &str = "online[_ ]?(time|minutes|hours)|time online|streak|leader ?board|ranking|\\mscore|points? of|积分|排名|在线时长|连续打卡|打卡";

/// The order of words in lists that people choose from: nobody's rank.
const ORDERS: [(&str, &str); 5] = [
    ("dictionary", "rank"),
    ("label", "rank"),
    ("case_category", "rank"),
    ("case_group", "rank"),
    ("case_hint", "rank"),
];

#[tokio::test]
async fn no_column_is_for_online_time_streaks_points_or_ranks() {
    let db = TestDb::new().await;
    let columns = sqlx::query(
        "select c.relname::text as name, a.attname::text as col, coalesce(col_description(c.oid, a.attnum), '') as said
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace
            and c.relkind in ('r', 'p')
            and (
                replace(a.attname::text, 'check_point', '') ~ '(^|_)(online|streak|points?|score|ranks?|ranking|badge_count|level_up)(_|$)'
                or coalesce(col_description(c.oid, a.attnum), '') ~* $1
                or coalesce(obj_description(c.oid), '') ~* $1
            )
        order by 1, 2",
    )
    .bind(FORBIDDEN)
    .fetch_all(&mut db.owner_connection().await)
    .await
    .unwrap();

    let found: Vec<(String, String)> = columns.iter().map(|row| (row.get("name"), row.get("col"))).collect();
    let odd: Vec<_> = found.iter().filter(|(name, col)| !ORDERS.contains(&(name.as_str(), col.as_str()))).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// The love bank counts what volunteers gave of their own time. Its amounts are hundredths and called so; nowhere else is there such a
/// column, and who is employed in a grid has no account there (`service::bank::credit` opens one for volunteers' posts only).
#[tokio::test]
async fn only_the_volunteers_bank_counts_points() {
    let db = TestDb::new().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select distinct c.relname::text
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname ~ '(^|_)cents$'
        order by 1",
    )
    .fetch_all(&mut db.owner_connection().await)
    .await
    .unwrap();

    assert_eq!(tables, ["bank_account", "bank_item", "bank_movement", "bank_rule"]);
}
