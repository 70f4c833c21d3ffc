//! Texts with parameters. Numbers come in as numbers, names and times as text that is ready to show.

use crate::table::phrases;

phrases! {
    Households { count: &'a str }: "{count} 户", "{count} households";
    Dwellings { count: &'a str }: "{count} 户室", "{count} dwellings";
    AgesBetween { youngest: i32, oldest: i32 }: "{youngest}–{oldest} 岁", "{youngest}–{oldest} years";
    AgesFrom { youngest: i32 }: "{youngest} 岁及以上", "{youngest} years and more";
    Cells { count: &'a str }: "{count} 格", "{count} cells";
    YearsOld { years: u32 }: "{years} 岁", "{years} years";
    People { count: &'a str }: "{count} 人", "{count} people";
    BuildingNumber { number: i32 }: "{number} 号楼", "Building {number}";
    Unit { number: u16 }: "{number} 单元", "Unit {number}";
    FloorCount { count: u16 }: "{count} 层", "{count} floors";
    UnitCount { count: u16 }: "{count} 个单元", "{count} units";
    Door { unit: u16, number: u32 }: "{unit} 单元 {number} 室", "Unit {unit}, door {number}";
    StaleSince { time: &'a str }: "数据停在 {time}，正在重新连接。图上可能不是最新的。", "Data stopped at {time}; reconnecting. The picture may be old.";
    CellsChanged { count: usize }: "{count} 户有变化", "{count} households changed";
    CountWithLight { count: i64, light: &'a str }: "{light} {count} 件", "{count} {light}";
    StopAt { from: &'a str, until: &'a str, minutes: i64 }: "{from}–{until}，停留 {minutes} 分钟", "{from}–{until}, {minutes} min";
    TrackSummary { km: &'a str, stops: usize }: "{km} 公里，{stops} 次停留", "{km} km, {stops} stops";
    SpeedTimes { times: u16 }: "{times} 倍", "{times}×";
    ResultCount { count: usize }: "{count} 条结果", "{count} results";
    InvalidField { field: &'a str }: "“{field}”不对，请修改后再试。", "“{field}” is not valid: correct it and try again.";
    EntryFaults { count: usize }: "有 {count} 处需要修改，见下面各项。", "{count} things need to be corrected; see the fields below.";
    FilledOf { filled: u16, required: u16 }: "必填 {filled}/{required}", "{filled} of {required} required";
    VerifiedBy { day: &'a str, by: &'a str, method: &'a str }: "{day} {by} {method}核实", "Verified {day} by {by}, {method}";
    VerifiedOn { day: &'a str }: "{day} 核实", "Verified {day}";
    HoldsUntil { day: &'a str }: "有效至 {day}", "Holds until {day}";
    Percent { percent: i64, count: &'a str }: "{percent}%（n={count}）", "{percent}% (n={count})";
    FromTo { from: &'a str, to: &'a str }: "{from} — {to}", "{from} – {to}";
    ErrorCode { code: &'a str }: "编号 {code}", "Number {code}";
    GridSize { lo: i32, hi: i32 }: "网格规模标准 {lo}–{hi} 户", "Grid size standard: {lo}–{hi} households";
    MoreBuildings { count: usize }: "另有 {count} 栋，见名录", "{count} more in the directory";
    SceneCells { cells: u32 }: "图上共 {cells} 格", "{cells} cells on the map";
    NoticeMissingOf { missing: i64, total: i64 }: "还差 {missing} 户，共 {total} 户", "{missing} of {total} households still missing";
    NoticeUntilDay { day: &'a str }: "{day} 截止", "until {day}";
}
