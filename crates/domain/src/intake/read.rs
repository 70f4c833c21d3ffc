//! Reading one row: every cell by what its column holds, and everything that is wrong with it at once.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use super::column::{ColumnSpec, Holds, Mapping};
use super::fault::{Fault, Found};
use crate::door::DoorNumber;
use crate::file::{self, FIELDS, Kind, Problem};
use crate::household::Occupancy;
use crate::person::{IdNumber, Relation};
use crate::phone::Phone;
use crate::stay::StayKind;

/// The words that cells may hold, by list: of the dictionary, and of the city's key groups.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Codes by list and word, such as `ethnicity` and 汉族.
    pub dictionary: HashMap<String, HashMap<String, String>>,
    /// Codes of key groups by name.
    pub key_groups: HashMap<String, u8>,
}

/// The door that a row names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DoorKey {
    /// The estate's name; empty when the row says none.
    pub estate: String,
    /// The building's number.
    pub building: i32,
    /// The unit.
    pub unit: u16,
    /// The number on the door.
    pub number: DoorNumber,
}

/// A row that can be read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Row of the sheet, from 1.
    pub row: u32,
    /// The door.
    pub door: DoorKey,
    /// Fields of the file, coded as [`file::enter`] takes them; only those with something in them.
    pub typed: BTreeMap<String, String>,
    /// Identity number.
    pub id_number: Option<IdNumber>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Relation to the head.
    pub relation: Option<Relation>,
    /// How the person belongs to the dwelling.
    pub kind: Option<StayKind>,
    /// First day.
    pub from_on: Option<NaiveDate>,
    /// Whether it was checked against a document.
    pub is_checked: Option<bool>,
    /// Codes of key groups.
    pub key_groups: Vec<u8>,
    /// How the dwelling is used.
    pub occupancy: Option<Occupancy>,
}

/// A row on its way to an [`Entry`].
pub(crate) struct Reader<'a> {
    row: u32,
    cells: BTreeMap<&'static str, (&'static ColumnSpec, &'a str)>,
    /// Everything that is wrong so far.
    pub(crate) faults: Vec<Found>,
}

/// Reads a row. `today` is the last day that dates may name.
///
/// *Errors*: everything that is wrong with it by itself.
pub fn read(
    row: u32,
    cells: &[String],
    mapping: &Mapping,
    words: &Words,
    today: NaiveDate,
) -> Result<Entry, Vec<Found>> {
    let mut reader = Reader::begin(row, cells, mapping);
    let door = reader.door();
    let (typed, id_number) = reader.fields(words, today);
    let entry = Entry {
        row,
        door: door.unwrap_or(DoorKey { estate: String::new(), building: 0, unit: 0, number: DoorNumber::from(0) }),
        typed,
        id_number,
        phone: reader.read("phone", Fault::PhoneForm, |text| text.parse().ok()),
        relation: reader.read("relation", Fault::RelationWord, relation),
        kind: reader.read("stay_kind", Fault::StayWord, stay_kind),
        from_on: reader.day("from_on", Some(today)),
        is_checked: reader.read("checked", Fault::CheckedWord, checked),
        key_groups: reader.key_groups(words),
        occupancy: reader.read("occupancy", Fault::OccupancyWord, occupancy),
    };
    if reader.faults.is_empty() { Ok(entry) } else { Err(reader.faults) }
}

impl<'a> Reader<'a> {
    /// The cells of a row by what they hold; cells with a formula's fault are refused at once.
    pub(crate) fn begin(row: u32, cells: &'a [String], mapping: &Mapping) -> Self {
        let filled = mapping.iter().zip(cells).filter_map(|(column, cell)| {
            let (column, cell) = ((*column)?, cell.trim());
            (!cell.is_empty()).then_some((column.slug, (column, cell)))
        });
        let mut reader = Self { row, cells: filled.collect(), faults: Vec::new() };
        reader.refuse_broken_cells();
        reader
    }

    /// Writes down that a field is wrong.
    pub(crate) fn fault(&mut self, field: &str, fault: Fault) {
        let value = self.cells.get(field).map(|(_, text)| *text).unwrap_or_default();
        // One cell, one fault: what follows from it would only distract.
        if !self.faults.iter().any(|found| found.field == field) {
            self.faults.push(Found::new(self.row, field, fault, value));
        }
    }

    /// What stands in a field, unless it is wrong.
    pub(crate) fn text(&self, field: &str) -> Option<&'a str> {
        let is_sound = !self.faults.iter().any(|found| found.field == field);
        self.cells.get(field).map(|(_, text)| *text).filter(|_| is_sound)
    }

    /// Reads a field that may be empty.
    pub(crate) fn read<T>(&mut self, field: &'static str, fault: Fault, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let found = read(self.text(field)?);
        if found.is_none() {
            self.fault(field, fault);
        }
        found
    }

    fn refuse_broken_cells(&mut self) {
        let broken: Vec<_> = self.cells.iter().filter_map(|(slug, (_, text))| Some((*slug, broken(text)?))).collect();
        for (field, fault) in broken {
            self.fault(field, fault);
        }
    }

    fn door(&mut self) -> Option<DoorKey> {
        for field in ["building", "unit", "door"] {
            if !self.cells.contains_key(field) {
                self.fault(field, Fault::DoorMissing);
            }
        }
        let estate = self.text("estate").unwrap_or_default().to_owned();
        let building = self.read("building", Fault::DoorForm, number);
        let unit = self.read("unit", Fault::DoorForm, number);
        let door = self.read("door", Fault::DoorForm, |text| {
            number(text).map(DoorNumber::from).or_else(|| DoorNumber::new_checked(text))
        });
        let (building, unit) = (i32::try_from(building?).ok()?, u16::try_from(unit?).ok()?);
        Some(DoorKey { estate, building, unit, number: door? })
    }

    fn day(&mut self, field: &'static str, last: Option<NaiveDate>) -> Option<NaiveDate> {
        let day = self.read(field, Fault::DateForm, day)?;
        let fault = match last {
            Some(last) if day > last => Some(Fault::DateInFuture),
            _ if day.year() < FIRST_YEAR => Some(Fault::DateTooEarly),
            _ => None,
        };
        fault.map_or(Some(day), |fault| {
            self.fault(field, fault);
            None
        })
    }

    /// The fields of the file, with what the identity number says about birthday and sex.
    fn fields(&mut self, words: &Words, today: NaiveDate) -> (BTreeMap<String, String>, Option<IdNumber>) {
        let mut typed = BTreeMap::new();
        if !self.cells.contains_key("name") {
            self.fault("name", Fault::NameMissing);
        }
        for field in &FIELDS {
            let value = match field.kind {
                Kind::Text(most) => self
                    .read(field.slug, Fault::TooLong, |text| (text.chars().count() <= most).then(|| text.to_owned())),
                Kind::Day => self.day(field.slug, Some(today)).map(|day| day.to_string()),
                Kind::DayToCome => self.day(field.slug, None).map(|day| day.to_string()),
                Kind::Sex => self.read(field.slug, Fault::SexWord, sex),
                Kind::Word(list) => self.read(field.slug, Fault::WordUnknown, |text| word(words, list, text)),
            };
            typed.extend(value.map(|value| (field.slug.to_owned(), value)));
        }
        let id_number = self.id_number(&mut typed);
        if !self.cells.contains_key("id_number") && self.text("checked").and_then(checked) == Some(true) {
            self.fault("checked", Fault::CheckedWithoutId);
        }
        (typed, id_number)
    }

    fn id_number(&mut self, typed: &mut BTreeMap<String, String>) -> Option<IdNumber> {
        let text = self.text("id_number")?.to_owned();
        match file::agree(&text, typed) {
            Ok(number) => Some(number),
            Err(problems) => {
                for found in problems {
                    let fault = match (found.problem, found.field.as_str()) {
                        (Problem::IdForm, _) => Fault::IdForm,
                        (Problem::IdBirthday, _) => Fault::IdBirthday,
                        (Problem::IdCheck, _) => Fault::IdCheck,
                        (_, "sex") => Fault::SexDisagrees,
                        _ => Fault::BirthdayDisagrees,
                    };
                    self.fault(&found.field, fault);
                }
                None
            }
        }
    }

    fn key_groups(&mut self, words: &Words) -> Vec<u8> {
        let Some(text) = self.text("key_groups") else { return Vec::new() };
        let names = text.split(['、', '，', ',', ';', '；', '/', ' ']).map(str::trim).filter(|name| !name.is_empty());
        let found: Option<Vec<u8>> = names.map(|name| words.key_groups.get(name).copied()).collect();
        if found.is_none() {
            self.fault("key_groups", Fault::KeyGroupUnknown);
        }
        found.unwrap_or_default()
    }
}

/// Nobody who lives was born before.
const FIRST_YEAR: i32 = 1896;

/// A formula's fault, or a number that a spreadsheet rounded.
fn broken(text: &str) -> Option<Fault> {
    let upper = text.to_ascii_uppercase();
    if ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"].iter().any(|error| upper.starts_with(error))
    {
        return Some(Fault::CellError);
    }
    let (digits, power) = upper.split_once("E+")?;
    let is_number = digits.chars().all(|sign| sign.is_ascii_digit() || sign == '.') && !digits.is_empty();
    (is_number && power.chars().all(|sign| sign.is_ascii_digit())).then_some(Fault::Rounded)
}

/// A number with the words that people write around it: 3号楼, 2单元, 401室, and `3.0` of a spreadsheet.
fn number(text: &str) -> Option<u32> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let bare = text
        .trim_start_matches(['第', '#'])
        .trim_end_matches(['号', '楼', '栋', '幢', '单', '元', '室', '户', '门', '#']);
    let number = bare.trim().parse().ok()?;
    (1..=99_999).contains(&number).then_some(number)
}

/// A date in the shapes that offices use: 2026-11-22, 2026/11/2, 2026.11.2, 2026年11月2日, 20261122.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if text.len() == 8 && text.bytes().all(|sign| sign.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts[..] else { return None };
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn sex(text: &str) -> Option<String> {
    let code = match text {
        "男" | "男性" | "1" | "M" | "male" => "1",
        "女" | "女性" | "2" | "F" | "female" => "2",
        "未说明" | "9" => "9",
        _ => return None,
    };
    Some(code.to_owned())
}

/// A word of the dictionary, by its name or its code.
fn word(words: &Words, list: &str, text: &str) -> Option<String> {
    let list = words.dictionary.get(list)?;
    let by_code = || list.values().find(|code| *code == text);
    list.get(text).or_else(by_code).cloned()
}

fn relation(text: &str) -> Option<Relation> {
    let found = match text {
        "户主" | "本人" => Relation::Head,
        "配偶" | "妻" | "夫" | "妻子" | "丈夫" => Relation::Spouse,
        "子女" | "子" | "女" | "长子" | "次子" | "长女" | "次女" | "儿子" | "女儿" => Relation::Child,
        "父母" | "父" | "母" | "父亲" | "母亲" | "公公" | "婆婆" | "岳父" | "岳母" => Relation::Parent,
        "孙子女" | "孙" | "孙子" | "孙女" | "外孙" | "外孙子" | "外孙女" => Relation::Grandchild,
        "租户" | "租客" | "承租人" => Relation::Tenant,
        "产权人" | "业主" => Relation::Owner,
        "房东" => Relation::Landlord,
        "其他" | "其它" | "亲属" => Relation::Other,
        other => return Relation::from_slug(other),
    };
    Some(found)
}

fn stay_kind(text: &str) -> Option<StayKind> {
    let found = match text {
        "户籍并居住" | "人户一致" | "常住" => StayKind::Both,
        "居住不在户籍" | "实际居住" | "人在户不在" | "流动人口" | "租住" => StayKind::Actual,
        "户籍不居住" | "户籍" | "户在人不在" | "空挂户" => StayKind::Registered,
        "不居住" | "房主不住" | "产权人不居住" => StayKind::Away,
        other => return StayKind::from_slug(other),
    };
    Some(found)
}

fn checked(text: &str) -> Option<bool> {
    match text {
        "已核对" | "已核实" | "是" => Some(true),
        "待核实" | "未核对" | "未核实" | "否" => Some(false),
        _ => None,
    }
}

fn occupancy(text: &str) -> Option<Occupancy> {
    let found = match text {
        "自住" | "自用" => Occupancy::Owner,
        "出租" | "租赁" => Occupancy::Rented,
        "待租" => Occupancy::ToLet,
        "空置" | "空房" | "闲置" => Occupancy::Vacant,
        "其他" | "其它" => Occupancy::Other,
        _ => return None,
    };
    Some(found)
}

impl Holds {
    /// The words that a cell may hold, as the template offers them; nothing for free text and for the dictionary's lists.
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Relation => &["户主", "配偶", "子女", "父母", "孙子女", "租户", "产权人", "房东", "其他"],
            Self::StayKind => &["户籍并居住", "居住不在户籍", "户籍不居住", "不居住"],
            Self::Checked => &["已核对", "待核实"],
            Self::Occupancy => &["自住", "出租", "待租", "空置", "其他"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::column::{COLUMNS, column};
    use super::*;

    const NUMBER: &str = "999999199001010016";

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn words() -> Words {
        let han = HashMap::from([("汉族".to_owned(), "01".to_owned())]);
        let lists = HashMap::from([("ethnicity".to_owned(), han)]);
        Words { dictionary: lists, key_groups: HashMap::from([("独居老人".to_owned(), 11)]) }
    }

    fn row(cells: &[(&str, &str)]) -> Result<Entry, Vec<Found>> {
        let base = [("building", "3号楼"), ("unit", "2单元"), ("door", "401室"), ("name", "张三")];
        let mut all: BTreeMap<&str, &str> = base.into_iter().collect();
        all.extend(cells.iter().copied());
        let mapping = all.keys().map(|slug| column(slug)).collect();
        let cells: Vec<String> = all.values().map(|cell| (*cell).to_owned()).collect();
        read(7, &cells, &mapping, &words(), today())
    }

    fn faults(cells: &[(&str, &str)]) -> Vec<(String, Fault)> {
        row(cells).unwrap_err().into_iter().map(|found| (found.field, found.fault)).collect()
    }

    #[test]
    fn a_row_is_read_as_offices_write_it() {
        let cells =
            [("id_number", NUMBER), ("ethnicity", "汉族"), ("from_on", "2020年5月1日"), ("key_groups", "独居老人")];

        let entry = row(&cells).unwrap();

        assert_eq!((entry.door.building, entry.door.unit, entry.door.number), (3, 2, DoorNumber::from(401)));
        assert_eq!(entry.typed["born_on"], "1990-01-01", "the number says it");
        assert_eq!((entry.typed["sex"].as_str(), entry.typed["ethnicity"].as_str()), ("1", "01"));
        assert_eq!((entry.from_on, entry.key_groups), (Some("2020-05-01".parse().unwrap()), vec![11]));
    }

    #[test]
    fn every_cell_says_what_is_wrong_with_it() {
        let cases = [
            ("unit", "", Fault::DoorMissing),
            ("door", "顶楼", Fault::DoorForm),
            ("name", "", Fault::NameMissing),
            ("name", "#REF!", Fault::CellError),
            ("id_number", "9.9999919900101E+17", Fault::Rounded),
            ("id_number", "123", Fault::IdForm),
            ("id_number", "999999199013010016", Fault::IdBirthday),
            ("id_number", "999999199001010017", Fault::IdCheck),
            ("sex", "先生", Fault::SexWord),
            ("born_on", "九零年", Fault::DateForm),
            ("born_on", "2026-11-23", Fault::DateInFuture),
            ("born_on", "1826-11-23", Fault::DateTooEarly),
            ("phone", "12345", Fault::PhoneForm),
            ("ethnicity", "火星族", Fault::WordUnknown),
            ("relation", "邻居", Fault::RelationWord),
            ("stay_kind", "路过", Fault::StayWord),
            ("occupancy", "城堡", Fault::OccupancyWord),
            ("checked", "也许", Fault::CheckedWord),
            ("checked", "已核对", Fault::CheckedWithoutId),
            ("key_groups", "名人", Fault::KeyGroupUnknown),
        ];
        for (field, value, fault) in cases {
            assert_eq!(faults(&[(field, value)]), [(field.to_owned(), fault)], "{value}");
        }
        assert_eq!(faults(&[("occupation", &"长".repeat(61))])[0].1, Fault::TooLong);
        let both = faults(&[("id_number", NUMBER), ("sex", "女"), ("born_on", "1990-01-02"), ("phone", "1")]);
        let kinds: Vec<_> = both.into_iter().map(|(_, fault)| fault).collect();
        assert_eq!(kinds, [Fault::BirthdayDisagrees, Fault::SexDisagrees, Fault::PhoneForm], "all at once");
    }

    proptest! {
        #[test]
        fn no_row_panics_and_no_fault_holds_a_value(cells in prop::collection::vec("\\PC{0,30}", COLUMNS.len())) {
            let mapping = COLUMNS.iter().map(Some).collect();
            if let Err(found) = read(1, &cells, &mapping, &words(), today()) {
                for found in found {
                    prop_assert_eq!(crate::intake::shape(&found.shape), found.shape);
                }
            }
        }
    }
}
