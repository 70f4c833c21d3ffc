//! Lists of people for tests: the same for the same number, and wrong in every way when asked for.

use chrono::{Datelike, Days, NaiveDate};
use domain::intake::{COLUMNS, Fault};
use domain::person::check_sign;
use sheet::{Format, Table};
use store::testing::{Seat, grid_of};

/// A person of a list, by the words of the columns.
pub type Line = Vec<(&'static str, String)>;

pub fn number(birthday: NaiveDate, sequence: usize) -> String {
    let (year, month, day) = (birthday.year(), birthday.month(), birthday.day());
    let head = format!("999999{year:04}{month:02}{day:02}{sequence:03}");
    format!("{head}{}", check_sign(head.as_bytes()))
}

fn estate(seat: &Seat) -> &'static str {
    ["阳光花园", "和平里"][usize::from(seat.area == grid_of(1, 1, 2))]
}

/// The building's number in its estate, from its serial in the small city.
pub fn building(seat: &Seat) -> u64 {
    seat.building.serial() % 10
}

/// Somebody who lives at a door. The same for the same number.
pub fn line(at: usize, seat: &Seat) -> Line {
    let first: NaiveDate = "1935-01-01".parse().unwrap();
    let birthday = first + Days::new((at / 900 * 97) as u64);
    let names = ["安", "宁", "和", "平", "乐", "康", "顺", "福", "瑞", "祥"];
    let name = format!("试{}{}{}", names[at % 10], names[at / 10 % 10], names[at / 100 % 10]);
    let relations = ["配偶", "子女", "父母", "其他"];
    vec![
        ("estate", estate(seat).to_owned()),
        ("building", format!("{}号楼", building(seat))),
        ("unit", seat.door.unit.to_string()),
        ("door", seat.door.number().to_string()),
        ("name", name),
        ("id_number", number(birthday, at % 900)),
        ("phone", format!("1600{at:07}")),
        ("relation", relations[at % 4].to_owned()),
        ("stay_kind", "户籍并居住".to_owned()),
        ("from_on", "2020-05-01".to_owned()),
        ("ethnicity", "汉族".to_owned()),
        ("education", "小学".to_owned()),
        ("checked", "已核对".to_owned()),
    ]
}

pub fn set(line: &mut Line, slug: &'static str, value: &str) {
    line.retain(|(known, _)| *known != slug);
    line.push((slug, value.to_owned()));
}

/// Ways to be wrong, each with the fault that it is.
pub const WRONGS: [(&str, &str, Fault); 24] = [
    ("door", "", Fault::DoorMissing),
    ("unit", "东", Fault::DoorForm),
    ("estate", "没有这个小区", Fault::EstateUnknown),
    ("building", "87", Fault::BuildingUnknown),
    ("door", "9901", Fault::DoorUnknown),
    ("name", "", Fault::NameMissing),
    ("name", "#REF!", Fault::CellError),
    ("id_number", "9.99999193501011E+17", Fault::Rounded),
    ("id_number", "12345", Fault::IdForm),
    ("id_number", "999999193513010015", Fault::IdBirthday),
    ("id_number", "999999193501010010", Fault::IdCheck),
    ("id_number", "999999199001010016", Fault::IdSeveralFiles),
    ("id_number", "", Fault::CheckedWithoutId),
    ("sex", "先生", Fault::SexWord),
    ("born_on", "1990-01-01", Fault::BirthdayDisagrees),
    ("from_on", "去年", Fault::DateForm),
    ("from_on", "2027-01-01", Fault::DateInFuture),
    ("from_on", "1820-01-01", Fault::DateTooEarly),
    ("phone", "12345", Fault::PhoneForm),
    ("ethnicity", "火星族", Fault::WordUnknown),
    ("relation", "邻居", Fault::RelationWord),
    ("relation", "户主", Fault::HeadExists),
    ("key_groups", "名人", Fault::KeyGroupUnknown),
    ("occupancy", "城堡", Fault::OccupancyWord),
];

/// A list of people, of whom so many, spread evenly, are wrong in every way. Answers with the faults that it should have.
pub fn list(count: usize, wrong: usize, seats: &[Seat]) -> (Vec<Line>, Vec<(u32, Fault)>) {
    let mut lines: Vec<Line> = (0..count).map(|at| line(at, &seats[at % seats.len()])).collect();
    let mut expected = Vec::new();
    for at in 0..wrong {
        let row = at * (count / wrong.max(1));
        let (slug, value, fault) = WRONGS[at % WRONGS.len()];
        set(&mut lines[row], slug, value);
        // The number that several have stands in the list itself from its second time on.
        let is_again = fault == Fault::IdSeveralFiles && at >= WRONGS.len();
        let fault = if is_again { Fault::IdTwice } else { fault };
        // Headings stand in the first row.
        expected.push((row as u32 + 2, fault));
    }
    (lines, expected)
}

pub fn file(lines: &[Line], format: Format) -> Vec<u8> {
    let columns: Vec<_> = COLUMNS
        .iter()
        .filter(|column| lines.iter().any(|line| line.iter().any(|(slug, _)| *slug == column.slug)))
        .collect();
    let headings = columns.iter().map(|column| column.zh.to_owned()).collect();
    let cell = |line: &Line, slug: &str| {
        line.iter().find(|(known, _)| *known == slug).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let rows = lines.iter().map(|line| columns.iter().map(|column| cell(line, column.slug)).collect()).collect();
    Table { name: "人员".into(), marks: Vec::new(), headings, rows }.to_bytes(format).unwrap()
}
