//! Names, ID numbers, telephones and health notes of people who don't exist.
//!
//! The numbers have the form of GB 11643 with a valid check digit, so that parsers and masks can be tested, but their
//! division code begins with 99: no province, nor anything else, has ever been given it, so they can't belong to anyone.

use chrono::{Datelike, NaiveDate};
use domain::medical_note::MedicalNote;
use domain::person::{Sex, check_sign};
use domain::phone::Phone;

use super::dice::Dice;

/// The division code of everybody made up here.
const NOWHERE: &str = "999999";
/// An ID number that can't belong to anyone, for a birthday and a sequence number (taken modulo 500).
pub fn id_number(born_on: NaiveDate, sex: Sex, sequence: u32) -> String {
    let sequence = sequence % 500 * 2 + u32::from(sex == Sex::Male);
    let head = format!("{NOWHERE}{:04}{:02}{:02}{sequence:03}", born_on.year(), born_on.month(), born_on.day());
    format!("{head}{}", check_sign(head.as_bytes()))
}

/// The stream of chance for what was added to people later, so that everything before it stays as it was.
const PRIVATE_STREAM: u64 = 0x7072_6976_6174_6500;

/// What the notes of made-up people say; the first words tell that nobody has this.
const NOTES: [&str; 8] = [
    "虚构：高血压，每日服药",
    "虚构：糖尿病，注射胰岛素",
    "虚构：青霉素过敏",
    "虚构：冠心病，备有硝酸甘油",
    "虚构：行动不便，使用轮椅",
    "虚构：听力障碍，请发短信",
    "虚构：慢阻肺，家中有制氧机",
    "虚构：认知障碍，走失时联系家属",
];

/// A telephone that nobody answers, for most people: the block 160 has been given to no operator.
pub fn phone(seed: u64, serial: u64) -> Option<Phone> {
    let mut dice = Dice::new(seed ^ PRIVATE_STREAM, serial);
    dice.chance(0.9).then(|| format!("1600{:07}", serial % 10_000_000).parse().ok()).flatten()
}

/// A note on health, for one person in forty.
pub fn medical_note(seed: u64, serial: u64) -> Option<MedicalNote> {
    let mut dice = Dice::new(seed ^ PRIVATE_STREAM ^ 1, serial);
    dice.chance(0.025).then(|| dice.pick(&NOTES).parse().ok()).flatten()
}

/// The commonest family names, weighted roughly as in the country.
const FAMILY: [(u32, &str); 28] = [
    (72, "王"),
    (72, "李"),
    (68, "张"),
    (54, "刘"),
    (46, "陈"),
    (31, "杨"),
    (27, "黄"),
    (22, "赵"),
    (20, "吴"),
    (20, "周"),
    (14, "徐"),
    (14, "孙"),
    (13, "马"),
    (13, "朱"),
    (12, "胡"),
    (12, "郭"),
    (12, "何"),
    (11, "高"),
    (11, "林"),
    (10, "罗"),
    (8, "金"),
    (8, "朴"),
    (6, "崔"),
    (6, "许"),
    (5, "韩"),
    (4, "唐"),
    (1, "欧阳"),
    (1, "尉迟"),
];
const GIVEN_MALE: [&str; 24] = [
    "伟", "强", "军", "勇", "杰", "涛", "明", "刚", "平", "辉", "建国", "志强", "海涛", "文博", "子轩", "浩然", "宇航",
    "俊杰", "国庆", "永贵", "德胜", "一鸣", "成浩", "泽宇",
];
const GIVEN_FEMALE: [&str; 24] = [
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "秀英", "桂兰", "淑珍", "玉梅", "雨桐", "欣怡", "梓涵",
    "晓彤", "春花", "美善", "英子", "思琪", "若曦", "诗涵",
];

/// A family name.
pub fn family_name(dice: &mut Dice) -> &'static str {
    dice.weighted(&FAMILY)
}

/// A given name.
pub fn given_name(dice: &mut Dice, sex: Sex) -> &'static str {
    match sex {
        Sex::Female => dice.pick::<&'static str>(&GIVEN_FEMALE),
        _ => dice.pick::<&'static str>(&GIVEN_MALE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_number_names_no_division() {
        let born_on = NaiveDate::from_ymd_opt(1950, 3, 1).unwrap();

        let number = id_number(born_on, Sex::Female, 41);

        assert_eq!(number.len(), 18);
        assert!(number.starts_with("99999919500301082"));
        assert!(number.parse::<domain::person::IdNumber>().is_ok(), "its form is that of a real one");
    }

    #[test]
    fn made_up_telephones_are_of_no_operator_and_notes_say_that_they_are_made_up() {
        let phones: Vec<_> = (1..2_000).filter_map(|serial| phone(1, serial)).collect();
        let notes: Vec<_> = (1..2_000).filter_map(|serial| medical_note(1, serial)).collect();

        assert!((1_700..1_900).contains(&phones.len()) && phones.iter().all(|phone| phone.reveal().starts_with("160")));
        assert!((25..80).contains(&notes.len()) && notes.iter().all(|note| note.reveal().starts_with("虚构")));
    }
}
