//! The categories that a city begins with; afterwards they are rows and the city's own.
//!
//! Components and events follow the classes of GB/T 30428.2 (公用设施, 道路交通, 市容环境, 园林绿化, 其他; 市容环境, 宣传广告, 施工管理,
//! 突发事件, 街面秩序); what residents ask for and workers see at the doors follows Longjing, Penglai, Ulanqab, Yubei and Chengguan.
//! The migration that makes the tables holds the same rows: a test of `store` compares them.

use super::Closing::{Checked, OnTheSpot, Signed};
use super::Kind::{Component, Event};
use super::{Category, CategoryCode, Closing, Group, Kind};
use crate::deadline::Urgency::{self, Emergency, Ordinary, Urgent};

/// Code, names and kind of each group.
const GROUPS: [(&str, &str, &str, Kind); 15] = [
    ("01", "公用设施", "Public utilities", Component),
    ("02", "道路交通", "Roads and traffic", Component),
    ("03", "市容环境设施", "Street furniture", Component),
    ("04", "园林绿化", "Parks and greenery", Component),
    ("05", "房屋及其他部件", "Buildings and other facilities", Component),
    ("11", "市容环境", "Cleanliness", Event),
    ("12", "宣传广告", "Posters and advertising", Event),
    ("13", "施工管理", "Building works", Event),
    ("14", "突发事件", "Emergencies", Event),
    ("15", "街面秩序", "Order in the street", Event),
    ("21", "民生服务", "Services for residents", Event),
    ("22", "矛盾纠纷", "Disputes", Event),
    ("23", "安全隐患", "Hazards", Event),
    ("24", "走访所见", "Seen on visits", Event),
    ("25", "咨询投诉", "Questions and complaints", Event),
];

/// Code, names, closing, urgency, and the metres within which two reports may be about the same thing.
type Row = (&'static str, &'static str, &'static str, Closing, Urgency, u16);

const ROWS: [Row; 65] = [
    ("0101", "井盖破损或缺失", "Manhole cover broken or missing", Checked, Urgent, 15),
    ("0102", "路灯故障", "Street lamp out", Checked, Ordinary, 25),
    ("0103", "供水设施故障", "Water supply fault", Checked, Urgent, 50),
    ("0104", "排水设施堵塞或破损", "Drain blocked or broken", Checked, Ordinary, 30),
    ("0105", "供电设施故障", "Power supply fault", Checked, Urgent, 50),
    ("0106", "燃气设施异常", "Gas supply fault", Checked, Emergency, 50),
    ("0107", "供热设施故障", "Heating fault", Checked, Urgent, 50),
    ("0108", "通信线缆垂落", "Cable hanging down", Checked, Ordinary, 25),
    ("0201", "路面破损", "Road surface broken", Checked, Ordinary, 40),
    ("0202", "人行道破损", "Pavement broken", Checked, Ordinary, 30),
    ("0203", "交通信号设施损坏", "Traffic signal damaged", Checked, Urgent, 30),
    ("0204", "公交站亭损坏", "Bus shelter damaged", Checked, Ordinary, 25),
    ("0301", "垃圾容器破损或满溢", "Waste container broken or overflowing", Checked, Ordinary, 25),
    ("0302", "公共厕所损坏", "Public toilet damaged", Checked, Ordinary, 30),
    ("0303", "健身休闲设施损坏", "Bench or exercise equipment damaged", Checked, Ordinary, 25),
    ("0401", "行道树倒伏或枯死", "Street tree fallen or dead", Checked, Urgent, 20),
    ("0402", "绿地设施损坏", "Green space damaged", Checked, Ordinary, 30),
    ("0501", "单元门或门禁损坏", "Entrance door or lock broken", Checked, Ordinary, 15),
    ("0502", "电梯故障", "Lift out of order", Checked, Urgent, 15),
    ("0503", "外墙或屋面渗漏", "Wall or roof leaks", Checked, Ordinary, 20),
    ("0504", "车棚或围墙破损", "Bicycle shed or wall damaged", Checked, Ordinary, 25),
    ("0505", "消防设施损坏", "Fire equipment damaged", Checked, Urgent, 20),
    ("1101", "暴露垃圾", "Rubbish lying about", Checked, Ordinary, 25),
    ("1102", "积存渣土", "Heap of rubble", Checked, Ordinary, 30),
    ("1103", "动物尸体", "Dead animal", Checked, Ordinary, 25),
    ("1104", "道路不洁或积水", "Dirty or flooded road", Checked, Ordinary, 50),
    ("1105", "油烟或噪声扰民", "Fumes or noise", Checked, Ordinary, 30),
    ("1201", "非法小广告", "Unlawful stickers", OnTheSpot, Ordinary, 15),
    ("1202", "违规户外广告或店招", "Unlawful hoarding or shop sign", Checked, Ordinary, 15),
    ("1203", "横幅乱挂", "Banner where none belongs", OnTheSpot, Ordinary, 20),
    ("1301", "施工扰民", "Noise of building works", Checked, Ordinary, 60),
    ("1302", "工地扬尘或撒漏", "Dust or spills from a building site", Checked, Ordinary, 60),
    ("1303", "违法建设", "Unlawful construction", Checked, Ordinary, 20),
    ("1304", "无证挖掘道路", "Road dug up without a permit", Checked, Ordinary, 40),
    ("1401", "路面塌陷", "Road collapsed", Checked, Emergency, 50),
    ("1402", "管道破裂", "Pipe burst", Checked, Emergency, 60),
    ("1403", "火情", "Fire", Checked, Emergency, 60),
    ("1404", "道路积雪结冰", "Snow and ice on the road", Checked, Urgent, 60),
    ("1501", "占道经营", "Trading in the way", OnTheSpot, Ordinary, 25),
    ("1502", "机动车乱停放", "Cars parked unlawfully", OnTheSpot, Ordinary, 25),
    ("1503", "非机动车乱停放", "Bicycles parked in the way", OnTheSpot, Ordinary, 20),
    ("1504", "流浪犬或不文明养犬", "Stray or unruly dogs", Checked, Ordinary, 60),
    ("2101", "上门代办", "Errand for a resident", Signed, Ordinary, 10),
    ("2102", "社保医保办理", "Social and medical insurance", Signed, Ordinary, 10),
    ("2103", "困难救助", "Help in hardship", Signed, Ordinary, 10),
    ("2104", "养老助残", "Care for elders and people with disabilities", Signed, Ordinary, 10),
    ("2105", "就业帮扶", "Help with finding work", Signed, Ordinary, 10),
    ("2201", "邻里纠纷", "Dispute between neighbours", Signed, Ordinary, 15),
    ("2202", "家庭纠纷", "Dispute within a family", Signed, Ordinary, 10),
    ("2203", "物业纠纷", "Dispute with a property company", Signed, Ordinary, 60),
    ("2204", "劳资纠纷", "Dispute about wages", Signed, Ordinary, 20),
    ("2301", "危岩或滑坡", "Dangerous rock or landslide", Checked, Emergency, 150),
    ("2302", "危房", "Dangerous house", Checked, Urgent, 20),
    ("2303", "占用消防通道", "Fire lane blocked", Checked, Urgent, 30),
    ("2304", "电动车飞线充电", "Bicycle charged off a loose cable", OnTheSpot, Urgent, 15),
    ("2305", "高空坠物隐患", "Things may fall from above", Checked, Urgent, 20),
    ("2306", "用气用电隐患", "Unsafe gas or wiring at home", Checked, Urgent, 15),
    ("2401", "楼道堆物", "Things left in a stairwell", OnTheSpot, Ordinary, 15),
    ("2402", "独居老人异常", "Elder living alone is not well", Signed, Emergency, 10),
    ("2403", "空置房异常", "Something is wrong in a vacant home", Checked, Ordinary, 10),
    ("2404", "人员情况变动", "Somebody moved in or out", OnTheSpot, Ordinary, 10),
    ("2501", "政策咨询", "Question about rules and benefits", Signed, Ordinary, 10),
    ("2502", "服务投诉", "Complaint about a service", Signed, Ordinary, 20),
    ("2503", "公交出行建议", "Wish for buses and roads", Signed, Ordinary, 300),
    ("2504", "其他诉求", "Another request", Signed, Ordinary, 30),
];

/// About somebody at home: the public sees a place nearby.
const SENSITIVE: [&str; 14] =
    ["2101", "2102", "2103", "2104", "2105", "2201", "2202", "2204", "2306", "2402", "2403", "2404", "2501", "2502"];

/// Too big for one step: they carry a timetable.
const IN_STAGES: [&str; 5] = ["1303", "1401", "2301", "2302", "2503"];

/// The groups, by code.
pub fn default_groups() -> Vec<Group> {
    let group = |(code, zh, en, kind): (&str, &str, &str, Kind)| Group {
        code: code.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        kind,
    };
    GROUPS.into_iter().map(group).collect()
}

/// The categories, by code.
pub fn default_categories() -> Vec<Category> {
    ROWS.into_iter().filter_map(category).collect()
}

fn category((code, zh, en, closing, urgency, radius_m): Row) -> Option<Category> {
    let kind = GROUPS.iter().find(|group| code.starts_with(group.0))?.3;
    Some(Category {
        code: CategoryCode::new(code)?,
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        kind,
        closing,
        urgency,
        duplicate_radius_m: radius_m,
        is_sensitive: SENSITIVE.contains(&code),
        needs_milestones: IN_STAGES.contains(&code),
        is_retired: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::LARGEST_RADIUS_M;

    #[test]
    fn every_category_stands_once_in_a_group_and_has_both_names() {
        let (groups, categories) = (default_groups(), default_categories());

        assert_eq!(categories.len(), ROWS.len(), "each has a group");
        assert!(categories.windows(2).all(|pair| pair[0].code < pair[1].code), "by code, none twice");
        for group in &groups {
            assert!(categories.iter().any(|category| category.code.group() == group.code), "{} is empty", group.code);
        }
        for category in &categories {
            assert!(!category.name_zh.is_empty() && category.name_en.is_ascii(), "{}", category.code.as_str());
            assert!((1..=LARGEST_RADIUS_M).contains(&category.duplicate_radius_m), "{}", category.code.as_str());
        }
    }

    #[test]
    fn what_is_named_as_sensitive_or_in_stages_is_there() {
        for code in SENSITIVE.iter().chain(&IN_STAGES) {
            assert!(ROWS.iter().any(|row| row.0 == *code), "{code}");
        }
    }

    #[test]
    fn danger_to_people_is_an_emergency_and_is_never_closed_by_one_alone() {
        let categories = default_categories();
        let rock = categories.iter().find(|category| category.name_zh.contains("危岩")).unwrap();
        assert_eq!((rock.urgency, rock.needs_milestones), (Emergency, true));
        assert!(categories.iter().all(|category| category.urgency != Emergency || category.closing != OnTheSpot));
    }
}
