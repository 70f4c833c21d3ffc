//! The columns of a sheet of work orders: one table for template, reader and page.

use crate::intake::{ColumnSpec, field, needed};

/// All columns in the order of the template.
pub const COLUMNS: [ColumnSpec; 12] = [
    needed(field(
        "number",
        ("工单编号", "Order number"),
        &[
            "工单号",
            "编号",
            "受理编号",
            "工单流水号",
            "流水号",
            "诉求编号",
            "派单编号",
            "登记编号",
            "热线编号",
            "受理单号",
            "案件编号",
        ],
        ("热线平台的编号；以此识别，重复导入不会重复", "YDH202611230001"),
    )),
    field(
        "caller",
        ("来电人", "Caller"),
        &["诉求人", "来电人姓名", "诉求人姓名", "反映人", "市民姓名", "姓名", "联系人", "投诉人"],
        ("称呼即可，40字以内", "王女士"),
    ),
    field(
        "phone",
        ("联系电话", "Telephone"),
        &[
            "来电号码",
            "来电电话",
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "联系方式",
            "诉求人电话",
            "电话号码",
            "联系号码",
        ],
        ("手机11位，或带区号的座机；多个号码取第一个", "16000000001"),
    ),
    field(
        "is_secret",
        ("是否保密", "Kept to intake"),
        &["保密", "身份保密", "是否身份保密", "要求保密"],
        ("是：来电人仅受理人员可见", "否"),
    ),
    field(
        "received_at",
        ("来电时间", "Rang at"),
        &["受理时间", "诉求时间", "登记时间", "接单时间", "派单时间", "下派时间", "创建时间", "反映时间", "来电日期"],
        ("如2026-11-23 09:30", "2026-11-23 09:30"),
    ),
    field(
        "kind",
        ("诉求分类", "Kind"),
        &[
            "诉求类型",
            "分类",
            "类型",
            "工单类型",
            "工单分类",
            "问题类型",
            "问题分类",
            "事项分类",
            "诉求类别",
            "事项类型",
        ],
        ("与系统的事件分类同名时自动对应", "路灯"),
    ),
    field(
        "urgency",
        ("紧急程度", "Urgency"),
        &["紧急级别", "工单级别", "缓急程度", "优先级", "工单等级"],
        ("一般、紧急、特急、疑难复杂", "一般"),
    ),
    field(
        "title",
        ("标题", "Title"),
        &["工单标题", "诉求标题", "主题", "问题概述", "诉求概述", "事项标题"],
        ("一句话；不填取内容的开头", "楼道灯不亮"),
    ),
    needed(field(
        "text",
        ("诉求内容", "What was said"),
        &["内容", "工单内容", "来电内容", "问题描述", "诉求描述", "反映内容", "事项内容", "主要内容", "诉求详情"],
        ("1500字以内", "二单元三楼楼道灯坏了一周"),
    )),
    field(
        "address",
        ("地址", "Address"),
        &[
            "事发地址",
            "诉求地址",
            "发生地址",
            "问题地址",
            "事发地点",
            "地点",
            "详细地址",
            "具体地址",
            "事发位置",
            "地址描述",
        ],
        ("小区、楼号，或街道、社区；按此派送", "阳光花园3号楼2单元"),
    ),
    field(
        "due",
        ("办理时限", "Due"),
        &[
            "截止时间",
            "办结时限",
            "要求办结时间",
            "到期时间",
            "办理期限",
            "处理时限",
            "反馈时限",
            "限办时间",
            "应办结时间",
        ],
        ("日期时间，或24小时、7天、3个工作日；不填按12345标准", "2026-11-30 17:30"),
    ),
    field(
        "return_visit",
        ("回访", "Call back"),
        &["是否回访", "回访要求", "是否需要回访", "回访情况", "回访意见"],
        ("照录到事件详情", "需回访"),
    ),
];

/// The column with this word.
pub fn column(slug: &str) -> Option<&'static ColumnSpec> {
    COLUMNS.iter().find(|column| column.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{known_among, plain_heading};

    #[test]
    fn no_heading_means_two_columns() {
        let mut seen = std::collections::BTreeSet::new();
        for column in &COLUMNS {
            for name in [column.zh, column.en].iter().chain(column.synonyms) {
                assert!(seen.insert(plain_heading(name)), "{name}");
                assert_eq!(known_among(&COLUMNS, name).map(|found| found.slug), Some(column.slug), "{name}");
            }
        }
    }
}
