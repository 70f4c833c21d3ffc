//! One cell of a list of people: what stands in it, masked or not. Words are those that a list taken in may hold.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::area::Area;
use crate::file::{FIELDS, Kind, Values};
use crate::household::{Door, Occupancy};
use crate::id::{DwellingId, ResidentId};
use crate::intake::Holds;
use crate::person::{IdNumber, Relation, age_years, mask_name};
use crate::phone::Phone;
use crate::stay::StayKind;

/// A door of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its grid.
    pub area: Area,
    /// Street, community and grid by name.
    pub areas: [String; 3],
    /// The estate.
    pub estate: Option<String>,
    /// The street and house number in the source.
    pub source: Option<String>,
    /// The building's number; 0 for none.
    pub number: i32,
    /// The door.
    pub door: Door,
    /// How it is used.
    pub occupancy: Occupancy,
    /// Its labels by name.
    pub labels: Vec<String>,
    /// The last day somebody called.
    pub visited_on: Option<NaiveDate>,
}

/// Somebody of the list, as the file holds them. Not serialisable: what leaves goes through [`cell`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// Who.
    pub resident: ResidentId,
    /// The grid whose file it is.
    pub area: Area,
    /// The fields in clear.
    pub values: Values,
    /// Identity number.
    pub id_number: Option<IdNumber>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Relation to the head.
    pub relation: Option<Relation>,
    /// How the person belongs to the dwelling.
    pub kind: Option<StayKind>,
    /// Since when.
    pub from_on: Option<NaiveDate>,
    /// Whether the file was checked against a document.
    pub is_checked: bool,
    /// Key groups by name.
    pub key_groups: Vec<String>,
}

/// What stands in a column of somebody's row; empty without anybody, and in a column that nothing is known for.
/// `words` gives the Chinese name of a dictionary's code.
pub fn cell(
    column: &str,
    (home, somebody): (&Home, Option<&Somebody>),
    words: &BTreeMap<(String, String), String>,
    today: NaiveDate,
    is_masked: bool,
) -> String {
    of_home(column, home)
        .or_else(|| of_person(column, somebody?, today, is_masked))
        .or_else(|| of_file(column, somebody?, words))
        .unwrap_or_default()
}

fn of_home(column: &str, home: &Home) -> Option<String> {
    let number = || if home.number > 0 { home.number.to_string() } else { String::new() };
    let text = match column {
        "street" => home.areas[0].clone(),
        "community" => home.areas[1].clone(),
        "grid" => home.areas[2].clone(),
        "estate" => home.estate.clone().unwrap_or_default(),
        "building" => number(),
        "unit" => home.door.unit.to_string(),
        "door" => home.door.number().to_string(),
        "address" => address(home),
        "occupancy" => chosen(Holds::Occupancy, Occupancy::ALL.iter().position(|one| *one == home.occupancy)),
        "labels" => home.labels.join("、"),
        "visited_on" => home.visited_on.map(|day| day.to_string()).unwrap_or_default(),
        _ => return None,
    };
    Some(text)
}

/// Such as 阳光花园3号楼2单元401室.
fn address(home: &Home) -> String {
    let place = home.estate.clone().or_else(|| home.source.clone()).unwrap_or_default();
    let building = if home.number > 0 { format!("{}号楼", home.number) } else { String::new() };
    format!("{place}{building}{}单元{}室", home.door.unit, home.door.number())
}

/// A word of those that a list may hold, in the order of the type.
fn chosen(holds: Holds, at: Option<usize>) -> String {
    at.and_then(|at| holds.choices().get(at)).map(|word| (*word).to_owned()).unwrap_or_default()
}

fn of_person(column: &str, person: &Somebody, today: NaiveDate, is_masked: bool) -> Option<String> {
    let born_on = || person.values.get("born_on").and_then(|day| day.parse::<NaiveDate>().ok());
    let age = || born_on().and_then(|day| age_years(day, today)).map(|years| years.to_string());
    let text = match column {
        "name" | "former_name" if is_masked => person.values.get(column).map(|name| mask_name(name)),
        // A birthday is shown as an age.
        "born_on" if is_masked => age().map(|years| format!("{years}岁")),
        "age" => age(),
        "id_number" if is_masked => person.id_number.as_ref().map(IdNumber::masked),
        "id_number" => person.id_number.as_ref().map(|number| number.reveal().to_owned()),
        "phone" if is_masked => person.phone.as_ref().map(Phone::masked),
        "phone" => person.phone.as_ref().map(|phone| phone.reveal().to_owned()),
        "relation" => {
            let at = |own: Relation| Relation::ALL.iter().position(|(one, _)| *one == own);
            person.relation.map(|own| chosen(Holds::Relation, at(own)))
        }
        "stay_kind" => {
            let at = |own: StayKind| StayKind::ALL.iter().position(|(one, _)| *one == own);
            person.kind.map(|own| chosen(Holds::StayKind, at(own)))
        }
        "from_on" => person.from_on.map(|day| day.to_string()),
        "checked" => Some(chosen(Holds::Checked, Some(usize::from(!person.is_checked)))),
        "key_groups" => Some(person.key_groups.join("、")),
        _ => return None,
    };
    Some(text.unwrap_or_default())
}

fn of_file(column: &str, person: &Somebody, words: &BTreeMap<(String, String), String>) -> Option<String> {
    let field = FIELDS.iter().find(|field| field.slug == column)?;
    let value = person.values.get(column)?;
    let text = match field.kind {
        Kind::Sex => match value.as_str() {
            "1" => "男",
            "2" => "女",
            "9" => "未说明",
            _ => "",
        },
        Kind::Word(list) => {
            return Some(words.get(&(list.to_owned(), value.clone())).cloned().unwrap_or_default());
        }
        _ => value,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::area::County;
    use crate::export::{List, columns};
    use crate::filter::Filter;
    use crate::intake::{Words, column, read};

    const NUMBER: &str = "999999199001010016";

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn row() -> (Home, Somebody) {
        let area = Area::city(County::new_checked(990_001).unwrap()).child(1).unwrap();
        let home = Home {
            dwelling: DwellingId::new(area.county(), 1),
            area,
            areas: ["街".to_owned(), "社".to_owned(), "格".to_owned()],
            estate: Some("阳光花园".to_owned()),
            source: None,
            number: 3,
            door: Door::new(2, 4, 1),
            occupancy: Occupancy::Rented,
            labels: vec!["老人".to_owned()],
            visited_on: None,
        };
        let values = [
            ("name", "张三丰"),
            ("sex", "1"),
            ("born_on", "1990-01-01"),
            ("former_name", "张君宝"),
            ("ethnicity", "01"),
            ("workplace", "=1+1"),
        ];
        let somebody = Somebody {
            resident: ResidentId::new(area.county(), 1),
            area,
            values: values.map(|(field, value)| (field.to_owned(), value.to_owned())).into(),
            id_number: NUMBER.parse().ok(),
            phone: "13812341234".parse().ok(),
            relation: Some(Relation::Tenant),
            kind: Some(StayKind::Actual),
            from_on: Some(today()),
            is_checked: true,
            key_groups: vec!["独居老人".to_owned()],
        };
        (home, somebody)
    }

    fn words() -> BTreeMap<(String, String), String> {
        BTreeMap::from([(("ethnicity".to_owned(), "01".to_owned()), "汉族".to_owned())])
    }

    #[test]
    fn no_masked_cell_holds_a_name_a_birthday_or_a_number() {
        let (home, somebody) = row();
        let cells = columns(&List::People(Filter::default()))
            .iter()
            .map(|column| cell(column.slug, (&home, Some(&somebody)), &words(), today(), true))
            .collect::<Vec<_>>();

        for secret in ["三丰", "君宝", "1990", NUMBER, "13812341234"] {
            assert!(cells.iter().all(|cell| !cell.contains(secret)), "{secret}: {cells:?}");
        }
        for shown in ["张**", "36", "36岁", "138****1234", "阳光花园3号楼2单元401室", "汉族", "租户", "出租"]
        {
            assert!(cells.iter().any(|cell| cell == shown), "{shown}: {cells:?}");
        }
    }

    #[test]
    fn what_goes_out_unmasked_is_read_when_it_is_taken_in() {
        let (home, somebody) = row();
        let mapping: crate::intake::Mapping =
            columns(&List::People(Filter::default())).iter().map(|known| column(known.slug)).collect();
        let cells: Vec<String> = columns(&List::People(Filter::default()))
            .iter()
            .map(|known| cell(known.slug, (&home, Some(&somebody)), &words(), today(), false))
            .collect();
        let han = HashMap::from([("汉族".to_owned(), "01".to_owned())]);
        let known = Words {
            dictionary: HashMap::from([("ethnicity".to_owned(), han)]),
            key_groups: HashMap::from([("独居老人".to_owned(), 11)]),
        };

        let entry = read(7, &cells, &mapping, &known, today()).unwrap();

        assert_eq!((entry.door.building, entry.door.unit, entry.door.number.to_string()), (3, 2, "401".to_owned()));
        assert_eq!((entry.relation, entry.kind), (somebody.relation, somebody.kind));
        assert_eq!((entry.occupancy, entry.is_checked), (Some(Occupancy::Rented), Some(true)));
        assert_eq!((entry.id_number, entry.phone), (somebody.id_number, somebody.phone));
        assert_eq!(entry.typed["name"], "张三丰");
    }

    #[test]
    fn a_door_without_anybody_has_its_own_cells_only() {
        let (home, _) = row();
        let of = |column| cell(column, (&home, None), &words(), today(), false);

        assert_eq!(
            (of("door").as_str(), of("name").as_str(), of("checked").as_str(), of("")),
            ("401", "", "", String::new())
        );
    }
}
