//! Watch lists of a made-up city: elders who live alone are asked after every day, and whoever suffers most from the season's weather.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use domain::area::{Area, County};
use domain::cell::LabelCode;
use domain::clock::{civil_date, start_of_civil_day};
use domain::watch_list::WatchOutcome;
use store::seed::{WatchColumns, labelled, list_numbers, write_watch_lists};
use store::{StoreError, Tx};

use super::dice::Dice;
use super::{Sowing, post};

/// How long ago the lists were made, in days.
const MADE_DAYS: i64 = 11;
/// Days back that were checked, today included.
const CHECKED_DAYS: u64 = 6;
/// Of the households of a past day so many were checked, and of today's.
const CHECKED: [f64; 2] = [0.93, 0.45];
/// Checks are made from nine in the morning on, within so many minutes.
const FROM_HOUR: i64 = 9;
const WITHIN_MIN: i64 = 170;

/// A kind of list: what it is called, why, whom by their labels (`domain::dictionary`), how many households of a grid, and the first and
/// the last day from today.
struct Sort {
    name: &'static str,
    reason: &'static str,
    labels: &'static [LabelCode],
    most: i64,
    days: [u64; 2],
}

const ALONE: Sort = Sort {
    name: "示例独居老人每日问候",
    reason: "独居老人，每天问一声平安",
    labels: &[LabelCode(11)],
    most: 3,
    days: [10, 20],
};
const HEAT: Sort = Sort {
    name: "示例高温天气关爱",
    reason: "高温预警期间，每天看望残疾和重病家庭",
    labels: &[LabelCode(14), LabelCode(15)],
    most: 2,
    days: [3, 7],
};
const COLD: Sort =
    Sort { name: "示例低温天气关爱", reason: "寒潮预警期间，每天看望残疾和重病家庭", ..HEAT };

/// Makes two lists for every community that has such households, with the checks of the last days and some of today's.
pub async fn write(tx: &mut Tx, county: County, sowing: Sowing) -> Result<(), StoreError> {
    let today = civil_date(sowing.now);
    let season = if (5..=9).contains(&today.month()) { HEAT } else { COLD };
    let mut columns = WatchColumns::default();
    for sort in [ALONE, season] {
        let found = labelled(tx, Area::city(county).range(), sort.labels, sort.most).await?;
        let mut by_community: BTreeMap<Area, Vec<(i64, Area)>> = BTreeMap::new();
        for (dwelling, grid) in found {
            let Some(grid) = Area::new_checked(grid) else { continue };
            by_community.entry(grid.parent().unwrap_or(grid)).or_default().push((dwelling, grid));
        }
        let numbers = list_numbers(tx, by_community.len()).await?;
        for (number, (community, homes)) in numbers.into_iter().zip(by_community) {
            push_list(&mut columns, (number, &sort), community, today);
            for home in homes {
                push_home(&mut columns, (number, &sort), home, sowing);
            }
        }
    }
    write_watch_lists(tx, &columns, sowing.now - Duration::days(MADE_DAYS)).await
}

fn push_list(columns: &mut WatchColumns, (number, sort): (i64, &Sort), community: Area, today: NaiveDate) {
    let (account, post) = post::post_of(community);
    let list = &mut columns.list;
    list.id.push(number);
    list.area.push(community.code());
    list.name.push(sort.name);
    list.reason.push(sort.reason);
    list.from_on.push(today.checked_sub_days(Days::new(sort.days[0])).unwrap_or(today));
    list.until_on.push(today.checked_add_days(Days::new(sort.days[1])).unwrap_or(today));
    list.account.push(account.number());
    list.post.push(post.number());
}

fn push_home(columns: &mut WatchColumns, (number, sort): (i64, &Sort), (dwelling, grid): (i64, Area), sowing: Sowing) {
    columns.item_list.push(number);
    columns.item_dwelling.push(dwelling);
    columns.item_area.push(grid.code());
    let today = civil_date(sowing.now);
    for back in (0..=CHECKED_DAYS.min(sort.days[0])).rev() {
        let Some(day) = today.checked_sub_days(Days::new(back)) else { continue };
        let mut dice = Dice::new(sowing.seed ^ 0x3a7c ^ (day.num_days_from_ce() as u64) << 40, dwelling as u64);
        let Some((at, outcome)) = check(&mut dice, day, back == 0).filter(|(at, _)| *at <= sowing.now) else {
            continue;
        };
        let check = &mut columns.check;
        check.list.push(number);
        check.dwelling.push(dwelling);
        check.area.push(grid.code());
        check.day.push(day);
        check.account.push(post::worker(grid).number());
        check.at.push(at);
        check.outcome.push(outcome.slug());
    }
}

fn check(dice: &mut Dice, day: NaiveDate, is_today: bool) -> Option<(DateTime<Utc>, WatchOutcome)> {
    let at = start_of_civil_day(day) + Duration::hours(FROM_HOUR) + Duration::minutes(dice.between(0, WITHIN_MIN));
    let outcome =
        dice.weighted(&[(88, WatchOutcome::Well), (10, WatchOutcome::NobodyIn), (2, WatchOutcome::NeedsHelp)]);
    dice.chance(CHECKED[usize::from(is_today)]).then_some((at, outcome))
}
