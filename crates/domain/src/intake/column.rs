//! The columns of a list of people: one table for template, reader and page.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Name of the estate.
    Estate,
    /// Number of the building, such as 3 or 3号楼.
    Building,
    /// Number of the unit.
    Unit,
    /// Number on the door, such as 401.
    Door,
    /// Identity number.
    IdNumber,
    /// Telephone.
    Phone,
    /// Relation to the head of the household.
    Relation,
    /// How the person belongs to the dwelling.
    StayKind,
    /// First day of the stay.
    From,
    /// Whether the file was checked against a document.
    Checked,
    /// Names of key groups.
    KeyGroups,
    /// How the dwelling is used.
    Occupancy,
    /// A field of [`crate::file::FIELDS`].
    Field,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Its word; that of the field when it is one.
    pub slug: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Its heading in Chinese, as in the template.
    pub zh: &'static str,
    /// Its heading in English.
    pub en: &'static str,
    /// Other headings that mean the same, without spaces and signs.
    pub synonyms: &'static [&'static str],
    /// What is to be entered, for the template.
    pub hint: &'static str,
    /// An example that belongs to nobody.
    pub example: &'static str,
    /// Whether a file can't do without.
    pub is_needed: bool,
}

pub(crate) const fn needed(spec: ColumnSpec) -> ColumnSpec {
    ColumnSpec { is_needed: true, ..spec }
}

const fn place(
    slug: &'static str,
    holds: Holds,
    (zh, en): (&'static str, &'static str),
    synonyms: &'static [&'static str],
    (hint, example): (&'static str, &'static str),
) -> ColumnSpec {
    ColumnSpec { slug, holds, zh, en, synonyms, hint, example, is_needed: false }
}

pub(crate) const fn field(
    slug: &'static str,
    names: (&'static str, &'static str),
    synonyms: &'static [&'static str],
    say: (&'static str, &'static str),
) -> ColumnSpec {
    place(slug, Holds::Field, names, synonyms, say)
}

/// All columns in the order of the template.
pub const COLUMNS: [ColumnSpec; 31] = [
    place(
        "estate",
        Holds::Estate,
        ("小区", "Estate"),
        &["小区名称", "所属小区", "住宅小区", "院落"],
        ("小区全称；楼号在辖区内唯一时可不填", "阳光花园"),
    ),
    needed(place(
        "building",
        Holds::Building,
        ("楼号", "Building"),
        &["楼栋", "楼栋号", "栋", "栋号", "幢号", "楼", "楼幢", "号楼"],
        ("只填数字，或如“3号楼”", "1"),
    )),
    needed(place("unit", Holds::Unit, ("单元", "Unit"), &["单元号", "门洞"], ("只填数字；没有单元填1", "1"))),
    needed(place(
        "door",
        Holds::Door,
        ("房号", "Door"),
        &["门牌号", "户号", "室号", "房间号", "门号", "室", "住址房号"],
        ("门上的号码，如401", "101"),
    )),
    needed(field("name", ("姓名", "Name"), &["人员姓名", "居民姓名", "名字", "户主姓名"], ("与证件一致", "张某某"))),
    place(
        "id_number",
        Holds::IdNumber,
        ("公民身份号码", "Identity number"),
        &["身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份证号"],
        ("18位；单元格须为文本格式；没有可不填", "不填或18位"),
    ),
    field("sex", ("性别", "Sex"), &[], ("男或女；有身份号码可不填", "女")),
    field(
        "born_on",
        ("出生日期", "Date of birth"),
        &["出生年月", "出生年月日", "生日"],
        ("如1990-01-31；有身份号码可不填", "1990-01-31"),
    ),
    place(
        "phone",
        Holds::Phone,
        ("联系电话", "Telephone"),
        &["电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"],
        ("手机11位，或带区号的座机", "16000000001"),
    ),
    place(
        "relation",
        Holds::Relation,
        ("与户主关系", "Relation to the head"),
        &["户主关系", "关系", "家庭关系"],
        ("从列表选；同一户只有一名户主", "户主"),
    ),
    place(
        "stay_kind",
        Holds::StayKind,
        ("居住情况", "Residence"),
        &["居住状态", "居住类型", "人户情况"],
        ("从列表选；不填按关系推定", "户籍并居住"),
    ),
    place(
        "from_on",
        Holds::From,
        ("入住日期", "Since"),
        &["入住时间", "居住开始日期", "来本地时间", "迁入日期"],
        ("如2020-05-01；不知道可不填", "2020-05-01"),
    ),
    place(
        "occupancy",
        Holds::Occupancy,
        ("房屋用途", "Use of the dwelling"),
        &["房屋状态", "房屋性质", "房屋使用情况", "住房性质"],
        ("从列表选；同一户填一致", "自住"),
    ),
    place(
        "checked",
        Holds::Checked,
        ("核对状态", "Checked"),
        &["是否核对", "核实状态"],
        ("“已核对”指对照过证件；不填为待核实", "待核实"),
    ),
    field("former_name", ("曾用名", "Former name"), &[], ("没有不填", "")),
    field("ethnicity", ("民族", "Ethnicity"), &[], ("从列表选", "汉族")),
    field("native_place", ("籍贯", "Native place"), &[], ("省、市、县", "")),
    field(
        "registered_address",
        ("户籍地址", "Registered address"),
        &["户籍所在地", "户口所在地", "户籍详址"],
        ("户口簿上的地址", ""),
    ),
    field(
        "residence_match",
        ("人户一致", "Lives where registered"),
        &["人户一致标识", "人户是否一致"],
        ("从列表选", "人户一致"),
    ),
    field("inflow", ("流入原因", "Why they came"), &["来本地原因", "流动原因"], ("流动人口填，从列表选", "")),
    field("permit", ("办证类型", "Document"), &["居住证类型", "证件类型"], ("流动人口填，从列表选", "")),
    field("permit_from_on", ("登记日期", "Registered on"), &["办证日期"], ("如2026-01-01", "")),
    field("permit_until_on", ("证件到期日期", "Valid until"), &["到期日期", "有效期至"], ("不早于登记日期", "")),
    field("marital", ("婚姻状况", "Marital status"), &["婚姻"], ("从列表选", "")),
    field("politics", ("政治面貌", "Politics"), &["政治面目"], ("从列表选", "群众")),
    field("party", ("党员类别", "Party membership"), &["党员类型"], ("党员填，从列表选", "")),
    field(
        "party_organisation",
        ("所属党组织", "Party organisation"),
        &["党组织", "所在党组织", "所在党支部", "所属党支部", "组织关系所在支部"],
        ("党员填；与系统中的党组织名称一致", ""),
    ),
    field("education", ("学历", "Education"), &["文化程度", "受教育程度"], ("从列表选", "")),
    field("occupation", ("职业", "Occupation"), &["从业状况"], ("60字以内", "")),
    field("workplace", ("服务处所", "Workplace"), &["工作单位", "单位", "学习工作单位"], ("60字以内", "")),
    place(
        "key_groups",
        Holds::KeyGroups,
        ("重点人群", "Key groups"),
        &["人员类别", "特殊人群", "重点类别"],
        ("可填多项，用顿号隔开；只增不减", ""),
    ),
];

/// What each column of a file holds, in the file's order; nothing for one that is left alone.
pub type Mapping = Vec<Option<&'static ColumnSpec>>;

/// The column with this word.
pub fn column(slug: &str) -> Option<&'static ColumnSpec> {
    COLUMNS.iter().find(|column| column.slug == slug)
}

/// A heading without what people vary: spaces, stars, brackets with remarks, the size of letters.
pub fn plain_heading(heading: &str) -> String {
    let bare = heading.split(['(', '（', '【', '[']).next().unwrap_or_default();
    let bare = if bare.trim().is_empty() { heading } else { bare };
    bare.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a heading means by itself.
pub fn known_heading(heading: &str) -> Option<&'static ColumnSpec> {
    known_among(&COLUMNS, heading)
}

/// What a heading of a list with other columns means by itself.
pub fn known_among(columns: &'static [ColumnSpec], heading: &str) -> Option<&'static ColumnSpec> {
    let plain = plain_heading(heading);
    let is = |column: &&ColumnSpec| {
        [column.zh, column.en, column.slug].iter().any(|name| plain_heading(name) == plain)
            || column.synonyms.contains(&plain.as_str())
    };
    columns.iter().find(is)
}

/// How far down headings are looked for: above them stand titles and remarks.
const HEADING_ROWS: usize = 10;

/// The row with the headings: of the first ones the one with the most that are known, else the first with anything in it.
pub fn heading_row(columns: &'static [ColumnSpec], rows: &[Vec<String>]) -> Option<usize> {
    let known = |row: &[String]| row.iter().filter(|cell| known_among(columns, cell).is_some()).count();
    let filled = rows.iter().take(HEADING_ROWS).enumerate().filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
    // The first of equals.
    filled.map(|(at, row)| (known(row), std::cmp::Reverse(at))).max().map(|(_, at)| at.0)
}

/// What headings mean: as the sender said before (`remembered`, by plain heading: a word, or nothing to leave it alone), else
/// by themselves. No two columns hold the same: the first one does.
pub fn mapping(
    columns: &'static [ColumnSpec],
    headings: &[String],
    remembered: impl Fn(&str) -> Option<String>,
) -> Mapping {
    let mut taken = Vec::new();
    let meant = headings.iter().map(|heading| match remembered(&plain_heading(heading)) {
        Some(slug) => columns.iter().find(|column| column.slug == slug),
        None => known_among(columns, heading),
    });
    let once = meant.map(|found| {
        let found = found.filter(|column| !taken.contains(&column.slug))?;
        taken.push(found.slug);
        Some(found)
    });
    once.collect()
}

/// The columns that a mapping lacks and a file can't do without.
pub fn missing(columns: &'static [ColumnSpec], mapping: &Mapping) -> Vec<&'static ColumnSpec> {
    let has = |slug| mapping.iter().flatten().any(|column| column.slug == slug);
    columns.iter().filter(|column| column.is_needed && !has(column.slug)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::FIELDS;

    #[test]
    fn every_field_of_a_file_has_a_column_and_no_heading_means_two() {
        for field in &FIELDS {
            assert_eq!(column(field.slug).map(|column| column.holds), Some(Holds::Field), "{}", field.slug);
        }
        let mut seen = std::collections::BTreeSet::new();
        for column in &COLUMNS {
            for name in [column.zh, column.en].iter().chain(column.synonyms) {
                assert!(seen.insert(plain_heading(name)), "{name}");
                assert_eq!(known_heading(name).map(|found| found.slug), Some(column.slug), "{name}");
            }
        }
    }

    #[test]
    fn headings_are_found_below_a_title_and_each_means_one_column() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows =
            [row(&["2026年人口台账"]), row(&["*姓名", "身份证号（18位）", "身份证", "楼 号", "备注"]), row(&["张三"])];

        let at = heading_row(&COLUMNS, &rows).unwrap();
        let found = mapping(&COLUMNS, &rows[at], |_| None);

        assert_eq!(at, 1);
        let slugs: Vec<_> = found.iter().map(|column| column.map(|column| column.slug)).collect();
        assert_eq!(slugs, [Some("name"), Some("id_number"), None, Some("building"), None]);
        let missing: Vec<_> = missing(&COLUMNS, &found).iter().map(|column| column.slug).collect();
        assert_eq!(missing, ["unit", "door"]);
        let again = mapping(&COLUMNS, &rows[at], |heading| (heading == "备注").then(|| "occupation".to_owned()));
        assert_eq!(again[4].map(|column| column.slug), Some("occupation"));
    }
}
