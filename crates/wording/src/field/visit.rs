//! Words of visits, the daily plan and watch lists.

use crate::table::words;

words! {
    /// The two ways that lead from an area to visits and watch lists: a table of its own, because the desk's bundle carries it.
    VisitWay:

    Visits: "走访", "Visits";
    WatchLists: "关注名单", "Watch lists";
}

words! {
    /// Words of visits, the daily plan and watch lists.
    VisitWord:

    Plan: "今日走访", "Visits today";
    PlanHint: "按规则到期的住户，按楼栋和步行顺序排列。顺序只看路程，不给任何人打分。", "Households that are due by rule, by building, in walking order. The order follows the way alone; nobody is scored.";
    PlanEmpty: "今天没有到期的住户", "Nobody is due today";
    PlanEmptyHint: "照常走访也可以：在住户卡上点一下就记下。", "Visits are welcome all the same: one tap on a household's card saves one.";
    PlanOf: "今日计划", "Plan for today";
    PlanPickGrid: "计划按网格排：选择下面的网格。", "Plans are made by grid: choose one below.";
    Unchanged: "已访无变化", "Visited, unchanged";
    NobodyIn: "没人应门", "Nobody in";
    Changed: "已更新", "Updated";
    Withdraw: "撤回", "Take back";
    JustNow: "刚刚保存（10 分钟内可撤回）", "Just saved (can be taken back for 10 minutes)";
    EveryHousehold: "所有住户", "All households";
    DueNow: "该走访了", "Due";
    Records: "走访记录", "Visit records";
    RecordsHint: "保存走访就是签到，没有另外的打卡；这里不统计个人排名。", "A saved visit is the check-in; there is no other. Nobody is ranked here.";
    RecordsEmpty: "这个月没有走访记录", "No visits in this month";
    RecordsEmptyHint: "换一个月看看。", "Look at another month.";
    Month: "月份", "Month";
    MonthEarlier: "上个月", "Month before";
    MonthLater: "下个月", "Month after";
    PageEarlier: "上一页", "Previous page";
    PageLater: "下一页", "Next page";
    Household: "住户", "Household";
    Outcome: "结果", "Outcome";
    MadeAt: "时间", "When";
    MadeBy: "走访人", "By";
    Note: "备注", "Note";
    Position: "附有位置", "With position";
    Below: "下属区域", "Areas below";
    Rules: "走访规则", "Visit rules";
    RulesHint: "规则决定哪些住户多久走访一次、什么时段去。下级自己的规则代替上级对同一类住户的规则。", "Rules say which households are visited how often, and when. A smaller area's rule replaces the larger one's about the same households.";
    RulesEmpty: "还没有走访规则", "No visit rules yet";
    RulesEmptyHint: "没有规则，就没有人到期。", "Without rules nobody is due.";
    RuleWhom: "哪些住户", "Households";
    RuleRhythm: "频次", "How often";
    RuleHours: "时段", "Time of day";
    RuleArea: "谁定的", "Kept by";
    RuleSince: "起始日", "Since";
    RuleActs: "操作", "Actions";
    RuleSave: "保存规则", "Save rule";
    RuleNew: "增加或更改规则", "Add or change a rule";
    RuleNewHint: "同一类住户只有一条规则：再保存一次就是更改。", "There is one rule for the same households: saving again changes it.";
    RuleRemove: "删除", "Remove";
    RhythmNone: "只规定时段", "Time of day only";
    RhythmDays: "每隔多少天", "Every so many days";
    RhythmMonthly: "每月多少次", "So many times a month";
    RhythmAmount: "天数或次数", "Days or times";
    HoursHint: "例如 18:00-21:00；空着为任何时段", "Such as 18:00-21:00; empty for any time";
    AnyTime: "任何时段", "Any time";
    WatchToday: "今日关注", "Watched today";
    WatchHint: "有理由、有期限地每天关心一些住户，例如大雪或停暖之后；到期自动结束。", "Households that are looked after every day for a while, for a reason, such as after heavy snow. A list ends by itself.";
    WatchEmpty: "没有关注名单", "No watch lists";
    WatchEmptyHint: "社区和街道可以建名单。", "Communities and streets make them.";
    WatchName: "名称", "Name";
    WatchReason: "理由", "Reason";
    WatchFrom: "开始", "From";
    WatchUntil: "截止", "Until";
    WatchBy: "建立者", "Made by";
    WatchState: "今天", "Today";
    WatchMake: "建立名单", "Make a list";
    WatchFilter: "按标签选住户", "Households by label";
    WatchNoFilter: "不按标签", "None";
    WatchDwellings: "另加住户（编号，用空格或逗号隔开）", "More households (their numbers, with spaces or commas between)";
    WatchEnd: "结束名单", "End the list";
    WatchEnded: "已结束", "Ended";
    WatchShowEnded: "也看已结束的", "Show ended ones too";
    WatchHideEnded: "只看进行中的", "Show running ones only";
    WatchNotYet: "未查看", "Not checked yet";
    WatchWell: "正常", "All well";
    WatchNeedsHelp: "需要帮助", "Needs help";
    WatchItems: "住户", "Households";
    WatchBack: "关注名单", "Watch lists";
    AuditRecord: "记录走访", "Save a visit";
    AuditWithdraw: "撤回走访", "Take a visit back";
    AuditView: "查看走访记录", "Look at visits";
    AuditPlan: "查看走访计划", "Look at a visit plan";
    AuditRule: "更改走访规则", "Change a visit rule";
    AuditMakeList: "建立关注名单", "Make a watch list";
    AuditViewList: "查看关注名单", "Look at a watch list";
    AuditEndList: "结束关注名单", "End a watch list";
    AuditCheck: "查看关注住户", "Check a watched household";
}
