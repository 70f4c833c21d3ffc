//! What each measure counts. A measure is one relation of records, each with whether it counts; the number and the list of
//! records are made of the same rows.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaRange};
use domain::figure::{Period, Side};
use domain::id::AccountId;
use domain::month::{Measure, Tally};
use sqlx::{AssertSqlSafe, Row};

use crate::figure::{FACTS, side};
use crate::{StoreError, Tx, row};

/// Whom is counted for: an area, or what one account did in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The area.
    pub area: Area,
    /// The worker.
    pub account: Option<AccountId>,
}

/// What is counted over.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The days of the month.
    pub period: Period,
    /// Now.
    pub now: DateTime<Utc>,
    /// Today.
    pub today: NaiveDate,
}

/// What was counted of a measure, and of a worker's the records: a letter (`c` case, `h` household, `p` person,
/// `k` check-point) and a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The numbers.
    pub tally: Tally,
    /// What counts.
    pub part: Vec<String>,
    /// What of n does not.
    pub rest: Vec<String>,
}

/// $1 and $2 the area, $3 and $4 the month, $5 now, $6 the worker or nothing, $7 the last day or today.
const ASKED: &str = "
    select
        $1::int8 as lo, $2::int8 as hi, $3::timestamptz as from_at, $4::timestamptz as until_at, $5::timestamptz as now_at,
        $6::int8 as account, $7::date as last_on";

/// The records of a measure; nothing for one that has no source yet.
fn relation(measure: Measure) -> Option<String> {
    let own = |account: &str| format!("(q.account is null or {account} = q.account)");
    Some(match measure {
        Measure::Verified => format!(
            "select case when v.field_group = 'dwelling' then 'h' else 'p' end as kind, v.subject_id as id, true as is_part
            from asked q
            join verification v on v.area >= q.lo and v.area < q.hi and v.verified_at >= q.from_at and v.verified_at < q.until_at
            where {}",
            own("v.account_id")
        ),
        Measure::Complete => "
            select 'h' as kind, h.id, h.filled >= h.required as is_part
            from asked q
            join household h on h.area >= q.lo and h.area < q.hi and h.required > 0"
            .to_owned(),
        Measure::Fresh => "
            select 'h' as kind, h.id, coalesce(h.fresh_until >= q.last_on, false) as is_part
            from asked q
            join household h on h.area >= q.lo and h.area < q.hi and h.required > 0"
            .to_owned(),
        Measure::Visits => format!(
            "select 'h' as kind, v.dwelling_id as id, true as is_part
            from asked q
            join visit v on v.area >= q.lo and v.area < q.hi and v.visited_at >= q.from_at and v.visited_at < q.until_at
            where {}",
            own("v.account_id")
        ),
        Measure::Reported => {
            let figure = measure.figure()?;
            let whole = side(figure, Side::Whole);
            format!(
                "select 'c' as kind, f.id, true as is_part
                from f
                cross join asked q
                where {whole} and {}",
                own("f.reporter_id")
            )
        }
        Measure::Closed | Measure::OnTime | Measure::Answered | Measure::Satisfied => {
            let figure = measure.figure()?;
            let (whole, part) = (side(figure, Side::Whole), side(figure, Side::Part));
            format!(
                "select 'c' as kind, f.id, coalesce(({part}), false) as is_part
                from f
                cross join asked q
                where {whole}"
            )
        }
        // What `store::spot_check` calls accurate, of rounds that are over.
        Measure::Accurate => "
            select 'h' as kind, t.dwelling_id as id, t.matching = t.verified as is_part
            from asked q
            join spot_task t on t.area >= q.lo and t.area < q.hi and t.state = 'done'
            join spot_round r on r.id = t.round_id
                and r.is_closed
                and r.month_on = (q.from_at at time zone 'Asia/Shanghai')::date"
            .to_owned(),
        Measure::Covered => format!(
            "select
                'k' as kind,
                c.id,
                exists (
                    select from check_point_pass x
                    where x.check_point_id = c.id
                        and x.day >= (q.from_at at time zone 'Asia/Shanghai')::date
                        and x.day <= q.last_on
                        and {}
                ) as is_part
            from asked q
            join check_point c on c.area >= q.lo
                and c.area < q.hi
                and c.made_at < q.until_at
                and (c.removed_at is null or c.removed_at >= q.from_at)",
            own("x.account_id")
        ),
        // Counted by the rules of visits, which are not SQL (`service::month`).
        Measure::Visited => return None,
    })
}

/// Counts all measures that have a source. Records come only for a worker: an area's are those of the pages that it links to.
pub async fn count(tx: &mut Tx, scope: Scope, wanted: Wanted) -> Result<Vec<Counted>, StoreError> {
    let mut found = Vec::new();
    for measure in Measure::ALL {
        // A share over several grids would have to weigh them: that is on the page of the spot-check.
        if *measure == Measure::Accurate && scope.account.is_none() {
            continue;
        }
        if let Some(relation) = relation(*measure) {
            found.push(count_one(tx, scope, wanted, (*measure, &relation)).await?);
        }
    }
    Ok(found)
}

async fn count_one(
    tx: &mut Tx,
    scope: Scope,
    wanted: Wanted,
    (measure, relation): (Measure, &str),
) -> Result<Counted, StoreError> {
    let statement = format!(
        "with asked as ({ASKED}), f as ({FACTS}), r as ({relation})
        select
            count(*) filter (where r.is_part) as part,
            count(*) as whole,
            case when $6 is null then '{{}}' else array_agg(r.kind || r.id order by r.id) filter (where r.is_part) end as parts,
            case when $6 is null then '{{}}' else array_agg(r.kind || r.id order by r.id) filter (where not r.is_part) end as rests
        from r"
    );
    let range = scope.area.range();
    let (from, until) = wanted.period.instants();
    let row = sqlx::query(AssertSqlSafe(statement))
        .bind(range.lo)
        .bind(range.hi)
        .bind(from)
        .bind(until.min(wanted.now))
        .bind(wanted.now)
        .bind(scope.account.map(AccountId::number))
        .bind(wanted.period.to().min(wanted.today))
        .fetch_one(tx.db())
        .await?;
    Ok(Counted {
        tally: Tally { measure, part: row.try_get("part")?, whole: row.try_get("whole")? },
        part: row.try_get::<Option<Vec<String>>, _>("parts")?.unwrap_or_default(),
        rest: row.try_get::<Option<Vec<String>>, _>("rests")?.unwrap_or_default(),
    })
}

/// Who walked which grid of an area in a month: grid workers by their posts.
pub async fn workers(tx: &mut Tx, range: AreaRange, period: Period) -> Result<Vec<Scope>, StoreError> {
    let (from, until) = period.instants();
    let rows = sqlx::query(
        "select distinct p.area, p.account_id
        from post p
        join account a on a.id = p.account_id
        where p.role = 'grid_worker'
            and p.area >= $1
            and p.area < $2
            and p.from_at < $4
            and (p.to_at is null or p.to_at > $3)
            and a.disabled_at is null
        order by p.area, p.account_id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let account = row::parse(row.try_get("account_id")?, AccountId::new_checked, "post.account_id")?;
            Ok(Scope { area: row::area(row, "area")?, account: Some(account) })
        })
        .collect()
}
