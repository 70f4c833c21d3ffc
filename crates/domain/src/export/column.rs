//! The columns of exports. Those of people are the columns of a list that is taken in, so that what went out can come back,
//! with a few that only go out.

use super::List;
use crate::intake::{self, plain_heading};

mod list;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its word.
    pub slug: &'static str,
    /// Its heading in Chinese, as in the file.
    pub zh: &'static str,
    /// Its heading in English, as on pages.
    pub en: &'static str,
    /// Other headings that mean the same, without spaces and signs.
    pub synonyms: &'static [&'static str],
    /// Whether it is chosen before anybody chose.
    pub is_usual: bool,
}

const fn column(
    slug: &'static str,
    zh: &'static str,
    en: &'static str,
    synonyms: &'static [&'static str],
    is_usual: bool,
) -> Column {
    Column { slug, zh, en, synonyms, is_usual }
}

/// Of people: what is not taken in, because it follows from something else; each behind the column that it belongs to.
const MADE: [(&str, Column); 8] = [
    ("", column("serial", "序号", "No.", &["编号", "序"], true)),
    ("", column("street", "街道", "Street", &["所属街道", "乡镇街道", "镇街"], false)),
    ("", column("community", "社区", "Community", &["所属社区", "村居", "村社区", "所在社区"], true)),
    ("", column("grid", "网格", "Grid", &["所属网格", "网格名称", "所在网格"], true)),
    (
        "door",
        column(
            "address",
            "居住地址",
            "Address",
            &["家庭住址", "现住址", "住址", "现居住地", "现居住地址", "详细地址", "居住地", "地址", "家庭地址"],
            true,
        ),
    ),
    ("born_on", column("age", "年龄", "Age", &["周岁"], true)),
    ("key_groups", column("labels", "房屋标签", "Labels", &["标签", "户标签"], false)),
    ("key_groups", column("visited_on", "最近走访", "Last visit", &["最近走访日期", "走访日期", "走访时间"], false)),
];

/// What is chosen of the columns that are taken in.
const USUAL: [&str; 6] = ["name", "sex", "phone", "relation", "occupancy", "key_groups"];

const REGISTER: [Column; 11] = [
    column("serial", "序号", "No.", &["编号", "序"], true),
    column("name", "名称", "Name", &["单位名称", "设施名称", "部件名称"], true),
    column("kind", "类别", "Kind", &["类型", "种类"], true),
    column("grid", "网格", "Grid", &["所属网格", "网格名称", "所在网格"], true),
    column("building", "楼号", "Building", &["楼栋", "楼栋号", "栋号"], true),
    column("contact", "联系人", "Contact", &["负责人", "法人代表"], true),
    column("phone", "联系电话", "Telephone", &["电话", "手机", "手机号码", "联系方式"], true),
    column("unit_in_charge", "管理单位", "Unit in charge", &["主管单位", "权属单位"], true),
    column("from_on", "起始日期", "Since", &["设立日期"], false),
    column("to_on", "停用日期", "Until", &["关闭日期"], false),
    column("position", "经纬度", "Position", &["坐标", "位置"], false),
];

const NOTICE: [Column; 8] = [
    column("serial", "序号", "No.", &["编号", "序"], true),
    column("estate", "小区", "Estate", &["小区名称"], true),
    column("door", "房号", "Door", &["门牌号", "户号"], true),
    column("name", "联系人", "Whom to ask for", &["姓名", "户主"], true),
    column("state", "通知情况", "State", &["通知状态", "是否通知"], true),
    column("at", "通知时间", "When", &["联系时间"], true),
    column("by", "通知人", "By", &["联系人员"], true),
    column("note", "备注", "Note", &[], true),
];

const ESTATES: [Column; 7] = [
    column("serial", "序号", "No.", &["编号", "序"], true),
    column("name", "小区", "Estate", &["小区名称", "名称"], true),
    column("residents", "居住人数", "Residents", &["人数", "人口数"], true),
    column("households", "居住户数", "Households", &["户数"], true),
    column("dwellings", "房屋套数", "Dwellings", &["套数", "总户数"], true),
    column("buildings", "楼栋数", "Buildings", &["楼数", "栋数"], true),
    column("units", "单元数", "Stairwells", &["单元"], true),
];

/// The columns that a list can have, in their order.
pub fn columns(list: &List) -> Vec<Column> {
    match list {
        List::People(_) => people(),
        List::Register(_) => REGISTER.to_vec(),
        List::Notice(_) => NOTICE.to_vec(),
        List::Estates => ESTATES.to_vec(),
        List::Notices => list::NOTICES.to_vec(),
        List::Roster => list::ROSTER.to_vec(),
        List::Areas => list::AREAS.to_vec(),
        List::Estate(_) => list::ESTATE.to_vec(),
        List::Cases => list::CASES.to_vec(),
        List::Party => list::PARTY.to_vec(),
    }
}

fn people() -> Vec<Column> {
    let behind =
        |slug: &'static str| MADE.into_iter().filter(move |(place, _)| *place == slug).map(|(_, column)| column);
    let taken_in = intake::COLUMNS.iter().flat_map(|known| {
        let is_usual = USUAL.contains(&known.slug);
        let own = Column { slug: known.slug, zh: known.zh, en: known.en, synonyms: known.synonyms, is_usual };
        std::iter::once(own).chain(behind(known.slug))
    });
    behind("").chain(taken_in).collect()
}

/// What a heading of somebody's form means by itself, among the columns of people.
pub fn known_heading(heading: &str) -> Option<Column> {
    let plain = plain_heading(heading);
    let is = |column: &Column| {
        [column.zh, column.en, column.slug].iter().any(|name| plain_heading(name) == plain)
            || column.synonyms.contains(&plain.as_str())
    };
    people().into_iter().find(is)
}

/// What the headings of a form mean, by word: as was said before (`remembered`, by plain heading: a word, or nothing to leave
/// it empty), else by themselves; empty for one that nothing is known for. Two columns may mean the same.
pub fn mapping(headings: &[String], remembered: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let known = people();
    let meant = |heading: &String| match remembered(&plain_heading(heading)) {
        Some(slug) => known.iter().find(|column| column.slug == slug).copied(),
        None => known_heading(heading),
    };
    headings.iter().map(|heading| meant(heading).map(|column| column.slug.to_owned()).unwrap_or_default()).collect()
}

/// How far down the headings of a form are looked for: above them stand titles and remarks.
const HEADING_ROWS: usize = 10;
/// One word may stand anywhere.
const LEAST_KNOWN: usize = 2;

/// The row with the headings of a form: of the first ones the one with the most that are known.
pub fn heading_row(rows: &[Vec<String>]) -> Option<usize> {
    let known = |row: &[String]| row.iter().filter(|cell| known_heading(cell).is_some()).count();
    let counted = rows.iter().take(HEADING_ROWS).enumerate().map(|(at, row)| (known(row), std::cmp::Reverse(at)));
    // The first of equals.
    counted.max().filter(|(count, _)| *count >= LEAST_KNOWN).map(|(_, at)| at.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Filter;

    #[test]
    fn no_heading_of_people_means_two_columns() {
        let mut seen = std::collections::BTreeSet::new();
        for column in columns(&List::People(Filter::default())) {
            for name in [column.zh, column.en].iter().chain(column.synonyms) {
                assert!(seen.insert(plain_heading(name)), "{name}");
                assert_eq!(known_heading(name).map(|found| found.slug), Some(column.slug), "{name}");
            }
        }
    }

    #[test]
    fn a_form_is_mapped_by_heading_and_by_what_was_said_before() {
        let headings: Vec<String> = ["序号", "姓 名", "身份证号码", "家庭住址", "联系电话（手机）", "备注", "帮扶人"]
            .map(str::to_owned)
            .to_vec();

        let by_itself = mapping(&headings, |_| None);
        let as_said = mapping(&headings, |heading| match heading {
            "备注" => Some("key_groups".to_owned()),
            "联系电话" => Some(String::new()),
            _ => None,
        });

        assert_eq!(by_itself, ["serial", "name", "id_number", "address", "phone", "", ""]);
        assert_eq!(as_said, ["serial", "name", "id_number", "address", "", "key_groups", ""]);
    }

    #[test]
    fn a_list_without_headings_is_no_form() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let form = [
            row(&["姓名请如实填写"]),
            row(&["老年人登记表"]),
            row(&["序号", "姓名", "年龄", "帮扶人"]),
            row(&["1", "例"]),
        ];

        assert_eq!(heading_row(&form), Some(2));
        assert_eq!(heading_row(&[row(&["张三", "男"]), row(&["李四", "女"])]), None);
    }

    #[test]
    fn the_medical_note_is_no_column() {
        assert!(columns(&List::People(Filter::default())).iter().all(|column| !column.slug.contains("medical")));
    }
}
