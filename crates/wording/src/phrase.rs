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
    Between { least: i32, most: i32 }: "{least} 到 {most}", "{least} to {most}";
    TotpCodesLeft { count: i64 }: "还有 {count} 个恢复码可用。", "{count} recovery codes are left.";
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
    FilterFits { households: &'a str, people: &'a str }: "{households} 户 · {people} 人", "{households} households · {people} people";
    PageOf { page: u32, pages: u32 }: "第 {page} / {pages} 页", "Page {page} of {pages}";
    DaysAndMore { days: u16 }: "{days} 天以上", "{days} days or more";
    BelowPercent { percent: u8 }: "低于 {percent}%", "Below {percent} %";
    AgesTo { oldest: i32 }: "{oldest} 岁及以下", "{oldest} years or less";
    PutLabelOnHouseholds { count: &'a str, label: &'a str }: "给 {count} 户贴上“{label}”？", "Put “{label}” on {count} households?";
    TakeLabelOffHouseholds { count: &'a str, label: &'a str }: "从 {count} 户取下“{label}”？", "Take “{label}” off {count} households?";
    LabelIsOn { count: &'a str, label: &'a str }: "“{label}”已贴到 {count} 户；原来就有的不变。", "“{label}” was put on {count} households; those that had it stay as they were.";
    LabelIsOff { count: &'a str, label: &'a str }: "“{label}”已从 {count} 户取下。", "“{label}” was taken off {count} households.";
    BoxedHouseholds { count: usize }: "已选 {count} 户", "{count} households chosen";
    MetresAway { metres: i64 }: "{metres} 米", "{metres} m";
    EntriesCounted { count: i64 }: "共 {count} 条", "{count} entries";
    LooksUntil { count: i64, moment: &'a str }: "截至 {moment}，共 {count} 条", "{count} entries until {moment}";
    ExportRowsOf { rows: &'a str }: "共 {rows} 行", "{rows} rows";
    ExportTooMany { most: &'a str }: "超过 {most} 行，一个文件装不下：请缩小范围或条件。", "More than {most} rows, which no file takes: narrow the area or the conditions.";
    ExportMostUnmasked { most: &'a str }: "未脱敏名单最多 {most} 行。", "Without masks a list has at most {most} rows.";
    FormUnknown { count: usize, names: &'a str }: "{count} 栏没有对应的资料，会留空：{names}", "{count} columns stay empty, because nothing is known for them: {names}";
}
