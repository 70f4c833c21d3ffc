//! Volunteer patrol teams 义务巡逻队 of a made-up city: one a community, out on some evenings of the last weeks.

use chrono::{Days, Duration};
use domain::area::{Area, Level};
use domain::clock::{civil_date, start_of_civil_day};
use domain::id::PatrolTeamId;
use store::seed::{BETWEEN_MEMBERS, TeamColumns, write_teams};
use store::{StoreError, Tx};

use super::dice::Dice;
use super::{Sowing, post};

/// The signs that members go by.
const MEMBERS: [&str; 8] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
/// The evenings on which a team may have been out, in days before today.
const EVENINGS: [u64; 6] = [2, 5, 9, 12, 16, 19];
/// What they saw.
const NOTES: [&str; 5] = ["", "楼道无堆物", "提醒两户关好单元门", "劝离飞线充电一处", "路灯一处不亮，已告知网格员"];
/// A patrol is written down this long after midnight began its day.
const WRITTEN_AFTER_MIN: i64 = 21 * 60 + 10;
/// Since when the teams are there, in days.
const SINCE_DAYS: i64 = 120;
/// The longest beginning of a community's name in that of its team.
const LONGEST_NAME: usize = 30;

/// Makes them. `areas` are those above the grids, with their names.
pub async fn write(tx: &mut Tx, areas: &[(i64, String)], sowing: Sowing) -> Result<(), StoreError> {
    let mut columns = TeamColumns::default();
    let areas = areas.iter().filter_map(|(code, name)| Some((Area::new_checked(*code)?, name)));
    for (serial, (area, name)) in (1..).zip(areas.filter(|(area, _)| area.level() == Level::Community)) {
        push_team(&mut columns, (PatrolTeamId::new(area.county(), serial), area), name, sowing);
    }
    write_teams(tx, &columns, sowing.now - Duration::days(SINCE_DAYS)).await
}

fn push_team(columns: &mut TeamColumns, (team, area): (PatrolTeamId, Area), name: &str, sowing: Sowing) {
    let mut dice = Dice::new(sowing.seed ^ 0x7ea3, team.number() as u64);
    let members: Vec<String> =
        MEMBERS[..dice.between(5, 8) as usize].iter().map(|sign| format!("示例队员{sign}")).collect();
    let account = post::post_of(area).0.number();
    let short: String = name.chars().take(LONGEST_NAME).collect();
    columns.id.push(team.number());
    columns.area.push(area.code());
    columns.name.push(format!("示例{short}义务巡逻队"));
    columns.members.push(members.join(BETWEEN_MEMBERS));
    columns.account.push(account);
    for (at, back) in EVENINGS.into_iter().enumerate() {
        // Each was out at least once.
        let is_out = at == 0 || dice.chance(0.8);
        let Some(day) = civil_date(sowing.now).checked_sub_days(Days::new(back)).filter(|_| is_out) else { continue };
        let mut out = members.clone();
        while out.len() > 2 && dice.chance(0.6) {
            out.remove(dice.below(out.len() as u32) as usize);
        }
        let patrol = &mut columns.patrol;
        patrol.team.push(team.number());
        patrol.day.push(day);
        patrol.area.push(area.code());
        patrol.members.push(out.join(BETWEEN_MEMBERS));
        patrol.note.push(*dice.pick(&NOTES));
        patrol.account.push(account);
        patrol.written_at.push(start_of_civil_day(day) + Duration::minutes(WRITTEN_AFTER_MIN));
    }
}
