//! Texts with parameters. Numbers come in as numbers, names and times as text that is ready to show.

use crate::table::phrases;

phrases! {
    Households { count: i64 }: "{count} 户", "{count} households";
    Cells { count: i64 }: "{count} 格", "{count} cells";
    People { count: i64 }: "{count} 人", "{count} people";
    BuildingNumber { number: i32 }: "{number} 号楼", "Building {number}";
    Unit { number: u16 }: "{number} 单元", "Unit {number}";
    Floor { number: u16 }: "{number} 层", "Floor {number}";
    FloorCount { count: u16 }: "{count} 层", "{count} floors";
    UnitCount { count: u16 }: "{count} 个单元", "{count} units";
    Door { unit: u16, number: u32 }: "{unit} 单元 {number} 室", "Unit {unit}, door {number}";
    UpdatedAt { time: &'a str }: "{time} 更新", "updated {time}";
    StaleSince { time: &'a str }: "数据停在 {time}，正在重新连接。图上可能不是最新的。", "Data stopped at {time}; reconnecting. The picture may be old.";
    CellsChanged { count: usize }: "{count} 户有变化", "{count} households changed";
    CountWithLight { count: i64, light: &'a str }: "{light} {count} 件", "{count} {light}";
    StopAt { from: &'a str, until: &'a str, minutes: i64 }: "{from}–{until}，停留 {minutes} 分钟", "{from}–{until}, {minutes} min";
    TrackSummary { km: &'a str, stops: usize }: "{km} 公里，{stops} 次停留", "{km} km, {stops} stops";
    SpeedTimes { times: u16 }: "{times} 倍", "{times}×";
    ResultCount { count: usize }: "{count} 条结果", "{count} results";
    Version { version: &'a str }: "版本 {version}", "version {version}";
    InvalidField { field: &'a str }: "“{field}”不对，请修改后再试。", "“{field}” is not valid: correct it and try again.";
    ErrorCode { code: &'a str }: "编号 {code}", "Number {code}";
    GridSize { lo: i32, hi: i32 }: "网格规模标准 {lo}–{hi} 户", "Grid size standard: {lo}–{hi} households";
    ClassToggle { name: &'a str, count: i64 }: "{name}，{count} 格", "{name}, {count} cells";
    MoreBuildings { count: usize }: "另有 {count} 栋，见名录", "{count} more in the directory";
    StreetsAndGrids { streets: usize, communities: usize }: "{streets} 个街道，{communities} 个社区", "{streets} streets, {communities} communities";
    SceneCells { cells: u32 }: "图上共 {cells} 格", "{cells} cells on the map";
    HiddenClasses { count: u32 }: "已隐藏 {count} 类", "{count} classes hidden";
}
