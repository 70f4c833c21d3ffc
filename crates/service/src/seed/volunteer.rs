//! Volunteers of a made-up city: 4,474, of whom 1,900 are in-service party members, as Longjing counts them, and the units that are
//! tied to communities.
//!
//! They are accounts without passwords that nobody can try; the one that can be tried is among [`super::post::posts`].

use domain::actor::Role;
use domain::area::{Area, County, Level};
use domain::id::{AccountId, UnitId};
use domain::person::Sex;
use domain::unit::Kind;
use domain::wish::{FreeTimes, Kind as Wish, Part, WEEK};
use store::seed::{VolunteerColumns, write_volunteers};
use store::unit::Saying;
use store::{StoreError, Tx};

use super::dice::Dice;
use super::identity::{family_name, given_name};
use super::{Sowing, post};

/// Longjing's volunteers, and how many of them are in-service party members.
const VOLUNTEERS: (u64, u64) = (4_474, 1_900);
/// Those of a city that is made for tests.
const FEW: (u64, u64) = (60, 25);
/// A city of fewer communities is one for tests.
const LARGE: usize = 10;
/// Where their serial numbers begin: behind those of all posts of areas.
const FIRST: u64 = 9_000_000_000;
/// The stream of chance.
const STREAM: u64 = 0x766f_6c75_6e74_6565;

/// Departments that each look after communities: 64, with the two that have categories of cases.
const BUREAUS: [&str; 62] = [
    "教育局",
    "民政局",
    "司法局",
    "财政局",
    "人力资源和社会保障局",
    "自然资源局",
    "住房和城乡建设局",
    "水利局",
    "农业农村局",
    "商务局",
    "文化广播电视和旅游局",
    "卫生健康局",
    "退役军人事务局",
    "应急管理局",
    "审计局",
    "统计局",
    "市场监督管理局",
    "医疗保障局",
    "林业局",
    "信访局",
    "政务服务局",
    "公安局",
    "检察院",
    "法院",
    "税务局",
    "气象局",
    "消防救援大队",
    "供电公司",
    "邮政公司",
    "电信公司",
    "移动公司",
    "联通公司",
    "供热公司",
    "自来水公司",
    "燃气公司",
    "市医院",
    "中医院",
    "妇幼保健院",
    "疾控中心",
    "第一中学",
    "第二中学",
    "实验小学",
    "职业教育中心",
    "图书馆",
    "文化馆",
    "融媒体中心",
    "总工会",
    "团市委",
    "妇联",
    "残联",
    "工商联",
    "科协",
    "红十字会",
    "档案馆",
    "党校",
    "发展和改革局",
    "工业和信息化局",
    "生态环境分局",
    "人民银行支行",
    "农商银行",
    "客运公司",
    "园林管理处",
];

/// Somebody who serves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Volunteer {
    /// Their account, whose post has the same number.
    pub account: AccountId,
    /// The community that they serve in first.
    pub home: Area,
    /// Their unit.
    pub unit: Option<UnitId>,
}

/// Writes units and volunteers; returns who serves, by community.
pub(super) async fn write(tx: &mut Tx, county: County, sowing: Sowing) -> Result<Vec<Volunteer>, StoreError> {
    let areas = store::area::above_grids(tx, Area::city(county)).await?;
    let communities: Vec<(Area, String)> =
        areas.into_iter().filter(|(area, _)| area.level() == Level::Community).collect();
    if communities.is_empty() {
        return Ok(Vec::new());
    }
    let units = write_units(tx, county, &communities, sowing).await?;
    let (all, members) = if communities.len() >= LARGE { VOLUNTEERS } else { FEW };
    let mut columns = VolunteerColumns::default();
    let mut volunteers = Vec::new();
    for nth in 0..all {
        let home = (nth % communities.len() as u64) as usize;
        let mut dice = Dice::new(sowing.seed ^ STREAM, nth);
        let is_party = nth * members / all != (nth + 1) * members / all;
        // In-service members come with their unit; of the others, one in five does.
        let unit = units.get(home).copied().filter(|_| is_party || dice.chance(0.2));
        let account = AccountId::new(county, FIRST + nth);
        volunteers.push(Volunteer { account, home: communities[home].0, unit });
        push(&mut columns, (account, &communities[home], unit, is_party), nth, &mut dice);
    }
    write_volunteers(tx, &columns, sowing.now).await?;
    try_out(tx, county, &communities[0], units.first().copied(), sowing).await?;
    Ok(volunteers)
}

fn push(
    columns: &mut VolunteerColumns,
    (account, (home, community), unit, is_party): (AccountId, &(Area, String), Option<UnitId>, bool),
    nth: u64,
    dice: &mut Dice,
) {
    let sex = if dice.chance(0.55) { Sex::Female } else { Sex::Male };
    let (family, given) = (family_name(dice), given_name(dice, sex));
    let mut skills: Vec<&str> = Wish::ALL.into_iter().filter(|_| dice.chance(0.25)).map(|(_, slug)| slug).collect();
    if skills.is_empty() {
        skills.push(Wish::Tidy.slug());
    }
    columns.id.push(account.number());
    // They serve all over their street.
    columns.area.push(home.parent().unwrap_or(*home).code());
    columns.home.push(home.code());
    columns.login.push(format!("volunteer-{}-{nth}", home.county().code()));
    columns.name.push(format!("{family}{given}"));
    columns.title.push(format!("{community}{}", if is_party { "在职党员" } else { "志愿者" }));
    columns.unit.push(unit.map(UnitId::number));
    columns.skills.push(skills.join(","));
    columns.free.push(free(dice).bits());
    columns.is_party.push(is_party);
}

/// Who works is free in the evening and at weekends; who does not, on some days.
fn free(dice: &mut Dice) -> FreeTimes {
    let works = dice.chance(0.7);
    let mut free = FreeTimes::default();
    for (at, day) in WEEK.into_iter().enumerate() {
        for part in Part::ALL {
            let likely = if at >= 5 || part == Part::Evening || !works { 0.5 } else { 0.05 };
            if dice.chance(likely) {
                free = free.with(day, part);
            }
        }
    }
    free
}

/// One party-alliance unit 党建联盟单位 of a bureau for each community, in their order, and the bureaus themselves; once.
async fn write_units(
    tx: &mut Tx,
    county: County,
    communities: &[(Area, String)],
    sowing: Sowing,
) -> Result<Vec<UnitId>, StoreError> {
    let today = domain::clock::civil_date(sowing.now);
    let rows = store::unit::list(tx, county).await?;
    let city = rows.iter().find(|row| row.kind == Kind::City).map(|row| row.unit);
    let is_new = rows.iter().all(|row| row.kind != Kind::Alliance);
    let bureaus = if communities.len() >= LARGE { BUREAUS.len() } else { 2 };
    if is_new {
        for name in BUREAUS.iter().take(bureaus) {
            let unit = store::unit::lock(tx, county).await?;
            let saying = Saying { kind: Kind::Department, name_zh: name, name_en: "" };
            store::unit::add(tx, unit, city, Area::city(county), saying, today).await?;
        }
        for (at, (area, community)) in communities.iter().enumerate() {
            let office = rows.iter().find(|row| row.kind == Kind::Community && row.area == *area).map(|row| row.unit);
            let name = format!("{}（{community}党建联盟）", BUREAUS[at % BUREAUS.len()]);
            let unit = store::unit::lock(tx, county).await?;
            let saying = Saying { kind: Kind::Alliance, name_zh: &name, name_en: "" };
            store::unit::add(tx, unit, office, *area, saying, today).await?;
        }
    }
    let rows = store::unit::list(tx, county).await?;
    let alliance = |area: &Area| rows.iter().find(|row| row.kind == Kind::Alliance && row.area == *area);
    Ok(communities.iter().filter_map(|(area, _)| alliance(area)).map(|row| row.unit).collect())
}

/// What the volunteer that anybody may try can do, and their unit.
async fn try_out(
    tx: &mut Tx,
    county: County,
    (home, community): &(Area, String),
    unit: Option<UnitId>,
    sowing: Sowing,
) -> Result<(), StoreError> {
    let areas = [(*home, community.clone())];
    let posts = post::posts(county, &areas, &[]);
    let Some(new) = posts.iter().find(|post| post.row.role == Role::Volunteer) else { return Ok(()) };
    store::seed::describe_volunteer(tx, (new.row.account, new.row.post), *home, unit, sowing.now).await
}
