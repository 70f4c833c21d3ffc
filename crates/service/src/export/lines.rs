//! The rows of lists other than people's: each a list of columns with their texts, as the page shows them, masks included.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, Level};
use domain::case::Light;
use domain::cell::{LegendEntry, Lens};
use domain::clock::civil_date;
use domain::export::List;
use domain::household::Occupancy;
use domain::id::EstateId;
use domain::intake::Holds;
use domain::map::AreaSummary;
use domain::notice::{Call, CallState};
use domain::party::community;
use domain::phone::Phone;
use domain::register::Class;
use store::Tx;
use store::estate::{AGE_BANDS, EstateRow};
use store::party::KindCount;
use store::register::EntryRow;

use super::file::moment;
use crate::{ServiceError, party};

/// One row: its columns with their texts.
pub(super) type Line = Vec<(&'static str, String)>;

/// The rows of a list, `limit` at the most where a list can be long.
pub(super) async fn lines(
    tx: &mut Tx,
    (area, list): (Area, &List),
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Line>, ServiceError> {
    let (range, today) = (area.range(), civil_date(now));
    let lines = match list {
        List::People(_) => Vec::new(),
        List::Register(class) => {
            let entries = store::register::list(tx, range, class.map(Class::slug), limit).await?;
            entries.iter().map(entry).collect()
        }
        List::Notice(notice) => {
            let mut calls = store::notice::calls(tx, *notice, range, today).await?;
            calls.drain(..).map(call).collect()
        }
        List::Notices => store::notice::list(tx, range, limit).await?.iter().map(notice).collect(),
        List::Estates => store::estate::list(tx, range, None).await?.iter().map(estate).collect(),
        List::Estate(estate) => counts(tx, *estate, area, today).await?,
        List::Areas => {
            let own = store::area::summary(tx, area, now).await?.ok_or(ServiceError::NotFound)?;
            let below =
                if area.level() == Level::Grid { Vec::new() } else { store::area::children(tx, area, now).await? };
            std::iter::once(&own).chain(&below).map(summary).collect()
        }
        List::Roster => store::roster::list(tx, range, today).await?.iter().map(somebody).collect(),
        List::Cases => store::case::open(tx, range, limit).await?.iter().map(case).collect(),
        List::Party => organisations(tx, area).await?,
    };
    Ok(lines)
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A contact's telephone is masked on its page, and so it is here.
fn entry(entry: &EntryRow) -> Line {
    vec![
        ("name", entry.name.clone()),
        ("kind", entry.kind_name.0.clone()),
        ("grid", entry.area_name.clone()),
        ("building", entry.building.filter(|at| at.1 > 0).map(|at| at.1.to_string()).unwrap_or_default()),
        ("contact", entry.contact.clone()),
        ("phone", entry.phone.as_ref().map(Phone::masked).unwrap_or_default()),
        ("unit_in_charge", entry.unit_in_charge.clone()),
        ("from_on", day(entry.from_on)),
        ("to_on", day(entry.to_on)),
        ("position", entry.position.map(|at| format!("{:.6},{:.6}", at.lon, at.lat)).unwrap_or_default()),
    ]
}

fn call(call: Call) -> Line {
    let state = match call.state {
        CallState::Open => "未通知",
        CallState::Told => "已通知",
        CallState::Absent => "无人",
        CallState::PassedOn => "转告",
        CallState::Declined => "拒接",
    };
    vec![
        ("estate", call.estate.unwrap_or_default()),
        ("door", call.door),
        ("name", call.name.unwrap_or_default()),
        ("state", state.to_owned()),
        ("at", call.at.map(moment).unwrap_or_default()),
        ("by", call.by.map(|by| by.0).unwrap_or_default()),
        ("note", call.note),
    ]
}

fn notice(notice: &domain::notice::Notice) -> Line {
    vec![
        ("title", notice.title.clone()),
        ("made_on", notice.made_on.to_string()),
        ("until_on", notice.until_on.to_string()),
        ("by", notice.by.0.clone()),
        ("total", notice.tally.total.to_string()),
        ("missing", notice.tally.missing.to_string()),
        ("text", notice.text.clone()),
    ]
}

/// What is counted in an estate as a whole, by name in the file.
const TOTALS: [&str; 5] = ["居住人数", "居住户数", "房屋套数", "楼栋数", "单元数"];

fn totals(row: &EstateRow) -> [i64; 5] {
    [row.residents, row.households, row.dwellings, row.buildings, row.units]
}

fn estate(row: &EstateRow) -> Line {
    let counts = ["residents", "households", "dwellings", "buildings", "units"].into_iter().zip(totals(row));
    std::iter::once(("name", row.name.clone())).chain(counts.map(|(slug, count)| (slug, count.to_string()))).collect()
}

/// Everything that is counted in one estate, group by group, as far as an area holds it.
async fn counts(tx: &mut Tx, estate: EstateId, area: Area, today: NaiveDate) -> Result<Vec<Line>, ServiceError> {
    let scope = area.range();
    let row = store::estate::list(tx, scope, Some(estate)).await?.pop().ok_or(ServiceError::NotFound)?;
    let labels = store::label::dictionary(tx, area.county()).await?;
    let label = |entry: &LegendEntry| {
        let found = labels.iter().find(|label| Some(label.code) == entry.label);
        found.map_or_else(|| "无".to_owned(), |label| label.name_zh.clone())
    };
    let used = |entry: &LegendEntry| {
        let at = Occupancy::ALL.iter().position(|one| one.number() == i16::from(entry.class));
        at.and_then(|at| Holds::Occupancy.choices().get(at)).map_or_else(String::new, |word| (*word).to_owned())
    };
    let line = |group: &str, class: String, count: i64| {
        vec![("group", group.to_owned()), ("class", class), ("count", count.to_string())]
    };
    let mut lines: Vec<Line> =
        TOTALS.into_iter().zip(totals(&row)).map(|(class, count)| line("合计", class.to_owned(), count)).collect();
    let legend = store::estate::legend(tx, Lens::Occupancy, estate, scope, today).await?;
    lines.extend(legend.iter().map(|entry| line("按房屋用途", used(entry), entry.cells)));
    let ages = store::estate::ages(tx, estate, scope, today).await?;
    lines.extend(age_names().into_iter().zip(ages).map(|(class, count)| line("按年龄", class, count)));
    let legend = store::estate::legend(tx, Lens::KeyGroup, estate, scope, today).await?;
    lines.extend(legend.iter().map(|entry| line("按重点人群", label(entry), entry.cells)));
    Ok(lines)
}

fn age_names() -> Vec<String> {
    let mut youngest = 0;
    let mut names = Vec::new();
    for oldest in AGE_BANDS {
        names.push(format!("{youngest}–{oldest}岁"));
        youngest = oldest + 1;
    }
    names.extend([format!("{youngest}岁及以上"), "年龄未填".to_owned()]);
    names
}

/// A share that was not measured stays empty: an empty cell is not counted as nought.
fn summary(area: &AreaSummary) -> Line {
    let figures = area.figures;
    let level = match area.level {
        Level::City => "全市",
        Level::Street => "街道",
        Level::Community => "社区",
        Level::Grid => "网格",
    };
    let share = |percent: Result<i64, _>| percent.map(|percent| format!("{percent}%")).unwrap_or_default();
    vec![
        ("name", area.name.clone()),
        ("level", level.to_owned()),
        ("residents", figures.residents.to_string()),
        ("households", figures.households.to_string()),
        ("dwellings", figures.dwellings.to_string()),
        ("buildings", figures.buildings.to_string()),
        ("complete", share(figures.complete_percent())),
        ("fresh", share(figures.fresh_percent())),
        ("red", figures.with_light(Light::Red).to_string()),
        ("yellow", figures.with_light(Light::Yellow).to_string()),
        ("blue", figures.with_light(Light::Blue).to_string()),
    ]
}

fn somebody(row: &store::roster::RosterRow) -> Line {
    vec![
        ("name", row.name.clone()),
        ("kind", row.kind_zh.clone()),
        ("area", row.area_name.clone()),
        ("place", row.place.clone()),
        ("phone", row.phone.as_ref().map(Phone::masked).unwrap_or_default()),
        ("from_on", row.from_on.to_string()),
        ("to_on", day(row.to_on)),
    ]
}

fn case(case: &domain::case::CaseLine) -> Line {
    let light = match case.light {
        Light::Red => "红灯：上传待接收",
        Light::Yellow => "黄灯：接收待处理",
        Light::Blue => "蓝灯：已完结待核实",
        Light::Green => "绿灯：已办结",
        Light::Grey => "灰灯：未办理即结束",
    };
    vec![
        ("light", light.to_owned()),
        ("title", case.title.clone()),
        ("place", case.place.clone()),
        ("reported_at", moment(case.reported_at)),
        ("changed_at", moment(case.changed_at)),
    ]
}

/// Party organisations in the order of the page, with their checked members by kind.
async fn organisations(tx: &mut Tx, area: Area) -> Result<Vec<Line>, ServiceError> {
    let rows = store::party::list(tx, area.range(), community(area)).await?;
    let counts = store::party::counts(tx, area.range()).await?;
    let words = store::file::dictionary(tx).await?;
    let name = |kind: &str| {
        let word = words.iter().find(|word| word.kind == "party" && word.code == kind);
        word.map_or_else(|| "未填类别".to_owned(), |word| word.name_zh.clone())
    };
    let said = |count: &KindCount| (count.checked > 0).then(|| format!("{} {}", name(&count.kind), count.checked));
    let line = |line: party::Line| {
        let party::Line { row, counts, .. } = line;
        vec![
            ("name", row.name),
            ("kind", row.kind_name.0),
            ("parent", row.parent.map(|(_, name)| name).unwrap_or_default()),
            ("contact", row.contact),
            ("members", counts.iter().map(|count| count.checked).sum::<i64>().to_string()),
            ("by_kind", counts.iter().filter_map(said).collect::<Vec<_>>().join("、")),
        ]
    };
    Ok(party::in_order(&rows, &counts).into_iter().map(line).collect())
}
