//! Made-up monthly reports and training of a demo city.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::AreaRange;
use domain::id::{AccountId, PostId};

use crate::{StoreError, Tx};

/// Who did it in the made-up history, and when.
type By = ((AccountId, PostId), DateTime<Utc>);

/// Marks all reports of a made-up city, and publishes those of a month, with an objection that was answered.
pub async fn finish_months(
    tx: &mut Tx,
    city: AreaRange,
    month: NaiveDate,
    ((account, post), at): By,
) -> Result<(), StoreError> {
    sqlx::query("update month_report set is_synthetic = true where area >= $1 and area < $2")
        .bind(city.lo)
        .bind(city.hi)
        .execute(tx.db())
        .await?;
    sqlx::query(
        "update month_report
        set state = 'published', published_at = $4, published_by = $5, published_post = $6, revision = revision + 1
        where is_synthetic and area >= $1 and area < $2 and month = $3 and state = 'draft'",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(month)
    .bind(at)
    .bind(account.number())
    .bind(post.number())
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into month_objection
            (report_id, area, account_id, measure, words, made_at, answer, is_upheld, answered_at, answered_by, answered_post,
            is_synthetic)
        select m.id, m.area, m.account_id, 'visits', '有两次走访是雨天补录的，应计入', $4, '已核对走访记录，计入本月', true, $4, $5,
            $6, true
        from month_report m
        where m.is_synthetic and m.area >= $1 and m.area < $2 and m.month = $3 and m.account_id is not null
        order by m.area
        limit 1",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(month)
    .bind(at)
    .bind(account.number())
    .bind(post.number())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Trains the made-up teams of an area.
pub async fn train(
    tx: &mut Tx,
    area: AreaRange,
    today: NaiveDate,
    ((account, post), at): By,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into training (area, entry_id, on_date, topic, minutes, account_id, post_id, written_at, is_synthetic)
        select e.area, e.id, $3::date - 20, '信息采集与个人信息保护', 90, $4, $5, $6, true
        from roster_entry e
        where e.is_synthetic
            and e.area >= $1
            and e.area < $2
            and e.kind in ('grid_leader', 'grid_worker', 'assistant', 'instructor')
        on conflict on constraint training_is_there_once do nothing",
    )
    .bind(area.lo)
    .bind(area.hi)
    .bind(today)
    .bind(account.number())
    .bind(post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}
