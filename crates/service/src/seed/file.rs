//! The e-files of made-up people: the facts of GB/T 31000, where they lived before, who lets to them, who helps them.
//!
//! Draws from streams of its own, so that households and labels stay those of [`super::population`].

use chrono::{Days, NaiveDate, NaiveTime};
use domain::area::Area;
use domain::file::{FIELDS, Group};
use domain::freshness::{ELDER_YEARS, PersonState, Traits};
use domain::household::Occupancy;
use domain::person::age_years;
use store::seed::file::{FileRows, KeyGroupRow, StayRow, VerificationRow};

use super::dice::Dice;
use super::population::{Household, Resident};
use super::post;

/// Mixed into the seed, so that this stream is not the household's.
const STREAM: u64 = 0x0065_2d66_696c_6521;

/// The further facts of a person, in the order of [`store::seed::DETAILS`].
pub struct Detail {
    /// The facts.
    pub facts: [Option<&'static str>; 12],
    /// First and last day of a newcomer's document.
    pub permit: Option<(NaiveDate, NaiveDate)>,
    /// Whether the file was checked against a document.
    pub is_checked: bool,
}

/// The last family head of the grid that was sown, for past stays and for letting.
#[derive(Clone, Copy, Debug)]
pub struct Earlier {
    area: Area,
    resident: i64,
    since: NaiveDate,
}

/// A household's files being made.
pub struct Files<'a> {
    seed: u64,
    today: NaiveDate,
    rows: &'a mut FileRows,
}

impl<'a> Files<'a> {
    /// Files that go to `rows`.
    pub fn new(seed: u64, today: NaiveDate, rows: &'a mut FileRows) -> Self {
        Self { seed, today, rows }
    }

    /// Makes the files of a household whose people have the ids from `first_id` on. Says what the file amounts to and each
    /// person's facts.
    pub fn household(
        &mut self,
        home: &Household,
        first_id: i64,
        earlier: &mut Option<Earlier>,
    ) -> (Vec<PersonState>, Vec<Detail>) {
        let mut dice = Dice::new(self.seed ^ STREAM, home.dwelling.number() as u64);
        let is_let = home.occupancy == Occupancy::Rented;
        let years = if is_let { dice.between(0, 6) } else { dice.between(1, 24) };
        let since = back(self.today, years * 365 + dice.between(0, 364));
        let neighbour = earlier.filter(|earlier| earlier.area == home.area);
        let details: Vec<Detail> =
            home.residents.iter().map(|person| detail(&mut dice, person, is_let, since, self.today)).collect();
        for (id, person) in (first_id..).zip(&home.residents) {
            self.stay(home, id, person, is_let, since);
        }
        if let (Some(neighbour), false) = (neighbour, home.residents.is_empty()) {
            self.history(&mut dice, home, neighbour, is_let, since);
        }
        self.key_groups(&mut dice, home, first_id);
        let states = self.states(&mut dice, home, first_id, is_let, &details);
        if !is_let && !home.residents.is_empty() {
            *earlier = Some(Earlier { area: home.area, resident: first_id, since });
        }
        (states, details)
    }

    fn stay(&mut self, home: &Household, id: i64, person: &Resident, is_let: bool, since: NaiveDate) {
        let relation = match person.relation {
            "head" if is_let => "tenant",
            other => other,
        };
        self.rows.stays.push(StayRow {
            area: home.area.code(),
            dwelling: home.dwelling.number(),
            resident: id,
            kind: if is_let { "actual" } else { "both" },
            relation,
            from_on: since.max(person.born_on),
            to_on: None,
        });
    }

    /// A neighbour lets this home, or lived here before.
    fn history(&mut self, dice: &mut Dice, home: &Household, neighbour: Earlier, is_let: bool, since: NaiveDate) {
        let lived_before = neighbour.since <= since && dice.chance(0.12);
        if !is_let && !lived_before {
            return;
        }
        let began = back(neighbour.since, dice.between(400, 2_400));
        self.rows.stays.push(StayRow {
            area: home.area.code(),
            dwelling: home.dwelling.number(),
            resident: neighbour.resident,
            kind: if is_let { "away" } else { "both" },
            relation: if is_let { "landlord" } else { "head" },
            from_on: if is_let { back(since, dice.between(30, 2_000)) } else { began },
            to_on: (!is_let).then_some(neighbour.since),
        });
    }

    fn key_groups(&mut self, dice: &mut Dice, home: &Household, first_id: i64) {
        const LEVELS: [&str; 4] = ["一级", "二级", "三级", "四级"];
        for code in (11..=17u8).filter(|code| home.label_bits >> (code - 1) & 1 == 1) {
            let wanted = |person: &Resident| match code {
                11 | 12 => age(person, self.today) >= ELDER_YEARS,
                16 => age(person, self.today) < 16,
                17 => age(person, self.today) >= 22,
                _ => true,
            };
            let Some(at) = home.residents.iter().position(wanted) else { continue };
            self.rows.key_groups.push(KeyGroupRow {
                resident: first_id + at as i64,
                code: i16::from(code),
                area: home.area.code(),
                level: (code == 14).then(|| *dice.pick(&LEVELS)),
                since_on: back(self.today, dice.between(60, 2_000)),
            });
        }
    }

    fn states(
        &mut self,
        dice: &mut Dice,
        home: &Household,
        first_id: i64,
        is_let: bool,
        details: &[Detail],
    ) -> Vec<PersonState> {
        const SKILLS: [&str; 8] =
            ["plumbing", "electrics", "nursing", "legal", "teaching", "hair", "mediation", "repair"];
        let required = FIELDS.iter().filter(|field| field.required).count() as u16;
        let account = post::worker(home.area).number();
        let mut states = Vec::with_capacity(details.len());
        for ((id, person), detail) in (first_id..).zip(&home.residents).zip(details) {
            let years = age(person, self.today);
            if (20..75).contains(&years) && dice.chance(0.03) {
                self.rows.skills.push((id, dice.pick::<&'static str>(&SKILLS), home.area.code()));
            }
            let mut verified = Vec::new();
            // A change of number that somebody heard of between two rounds.
            if dice.chance(0.05) {
                let day = back(self.today, dice.between(0, 60));
                verified.push((Group::Contact, day));
                let at = day.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()).and_utc();
                let (group, area) = (Group::Contact.slug(), home.area.code());
                self.rows.verifications.push(VerificationRow { subject: id, group, area, at, account });
            }
            if !detail.is_checked {
                continue;
            }
            let missing = [0, 5, 6, 9].iter().filter(|at| detail.facts[**at].is_none()).count() as u16;
            let traits = Traits { is_tenant: is_let, is_elder: years >= ELDER_YEARS };
            states.push(PersonState { filled: required - missing, required, traits, verified });
        }
        states
    }
}

fn detail(dice: &mut Dice, person: &Resident, is_let: bool, since: NaiveDate, today: NaiveDate) -> Detail {
    const TOWNS: [&str; 6] = ["吉林延吉", "吉林龙井", "黑龙江鸡西", "山东烟台", "辽宁丹东", "河南周口"];
    const WORK: [&str; 10] = ["教师", "个体经营", "司机", "护士", "厨师", "工人", "农民", "职员", "快递员", "程序员"];
    const PLACES: [&str; 6] = ["市第一小学", "城东农贸市场", "公交公司", "市中医院", "食品厂", "物流园"];
    let years = age(person, today);
    let (adult, old) = (years >= 22, years >= 60);
    let town = *dice.pick(&TOWNS);
    let kept = |dice: &mut Dice, fact: &'static str| dice.chance(0.94).then_some(fact);
    let party = adult && dice.chance(0.06);
    let party_kind = match (old, dice.below(10)) {
        (true, _) => "retired",
        (_, 0) => "probationary",
        (_, 1 | 2) => "floating",
        (_, 3..=6) => "serving",
        _ => "full",
    };
    let marital = match (person.relation, years) {
        (_, 0..=21) => "10",
        ("spouse", _) => "20",
        (_, 70..) => dice.weighted(&[(6, "20"), (4, "30")]),
        _ => dice.weighted(&[(70, "20"), (20, "10"), (10, "40")]),
    };
    let education = match years {
        0..=6 => "90",
        7..=12 => "80",
        13..=15 => "70",
        16..=18 => "60",
        60.. => dice.weighted(&[(3, "60"), (5, "70"), (4, "80"), (1, "20")]),
        _ => dice.weighted(&[(1, "10"), (6, "20"), (6, "30"), (3, "40"), (3, "60"), (3, "70")]),
    };
    let occupation = match years {
        0..=6 => "学龄前",
        7..=21 => "学生",
        60.. => "退休",
        _ => dice.pick::<&'static str>(&WORK),
    };
    let workplace = (adult && !old && dice.chance(0.5)).then(|| *dice.pick::<&'static str>(&PLACES));
    let permit_from = since.max(back(today, dice.between(0, 330))).max(person.born_on);
    let has_permit = is_let && adult && dice.chance(0.8);
    Detail {
        facts: [
            Some(dice.weighted(&[(60, "01"), (34, "10"), (3, "11"), (2, "03"), (1, "02")])),
            Some(town),
            Some(marital),
            Some(if party && party_kind == "probationary" {
                "02"
            } else if party {
                "01"
            } else {
                "13"
            }),
            party.then_some(party_kind),
            kept(dice, education),
            kept(dice, occupation),
            workplace,
            is_let.then_some(town),
            kept(dice, if is_let { "02" } else { "01" }),
            is_let.then(|| dice.weighted(&[(6, "work"), (2, "trade"), (1, "study"), (1, "family")])),
            is_let.then_some(if has_permit { "residence" } else { "none" }),
        ],
        permit: has_permit.then(|| (permit_from, permit_from + Days::new(365))),
        is_checked: !dice.chance(0.02),
    }
}

fn age(person: &Resident, today: NaiveDate) -> u32 {
    age_years(person.born_on, today).unwrap_or(0)
}

fn back(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_days(Days::new(days.max(0) as u64)).unwrap_or(day)
}
