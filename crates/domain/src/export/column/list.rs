//! The columns of lists that hold no files of people: notices, rosters, counts, cases, party organisations.

use super::{Column, column};

const SERIAL: Column = column("serial", "序号", "No.", &["编号", "序"], true);

/// Notices.
pub const NOTICES: [Column; 8] = [
    SERIAL,
    column("title", "标题", "Title", &["通知标题"], true),
    column("made_on", "发布日期", "Made on", &["日期"], true),
    column("until_on", "截止日期", "Until", &["截止"], true),
    column("by", "发布岗位", "Made by", &["发布人"], true),
    column("total", "应通知户数", "Households", &["户数"], true),
    column("missing", "尚未通知户数", "Still missing", &["未通知"], true),
    column("text", "内容", "Text", &[], false),
];

/// Who serves an area.
pub const ROSTER: [Column; 8] = [
    SERIAL,
    column("name", "姓名", "Name", &["人员姓名"], true),
    column("kind", "职责", "Serves as", &["岗位", "身份"], true),
    column("area", "服务辖区", "Area", &["所属网格"], true),
    column("place", "负责范围", "Part", &["范围"], true),
    column("phone", "联系电话", "Telephone", &["电话", "手机"], true),
    column("from_on", "起始日期", "Since", &[], false),
    column("to_on", "截止日期", "Until", &[], false),
];

/// Areas with their counts.
pub const AREAS: [Column; 12] = [
    SERIAL,
    column("name", "辖区", "Area", &["名称"], true),
    column("level", "级别", "Level", &[], true),
    column("residents", "居民", "Residents", &["人数"], true),
    column("households", "在住户", "Lived in", &["户数"], true),
    column("dwellings", "户室", "Dwellings", &["套数"], true),
    column("buildings", "楼栋", "Buildings", &["楼栋数"], true),
    column("complete", "档案完整度", "Completeness", &[], true),
    column("fresh", "信息鲜活度", "Freshness", &[], true),
    column("red", "红灯事件", "Red cases", &[], true),
    column("yellow", "黄灯事件", "Yellow cases", &[], true),
    column("blue", "蓝灯事件", "Blue cases", &[], true),
];

/// What is counted in one estate.
pub const ESTATE: [Column; 4] = [
    SERIAL,
    column("group", "统计项", "Counted by", &[], true),
    column("class", "类别", "Class", &[], true),
    column("count", "数量", "Count", &[], true),
];

/// Open cases.
pub const CASES: [Column; 6] = [
    SERIAL,
    column("light", "灯", "Light", &["状态"], true),
    column("title", "事件", "Case", &["事项"], true),
    column("place", "地点", "Place", &["地址"], true),
    column("reported_at", "上报时间", "Reported", &[], true),
    column("changed_at", "最近变化", "Changed", &[], true),
];

/// Party organisations.
pub const PARTY: [Column; 7] = [
    SERIAL,
    column("name", "党组织名称", "Organisation", &["名称"], true),
    column("kind", "类别", "Kind", &["类型"], true),
    column("parent", "上级党组织或依托单位", "Stands under", &["上级"], true),
    column("contact", "书记（组长）", "Secretary", &["书记"], true),
    column("members", "党员人数", "Members", &["人数"], true),
    column("by_kind", "各类党员", "By kind", &[], true),
];
