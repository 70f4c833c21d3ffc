//! Made-up cases in all four lights, each with the history that led there.

use chrono::{DateTime, Duration, Utc};
use domain::case::{Kind, Light};

use super::dice::Dice;

/// One case that was made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// One line that says what is wrong.
    pub title: &'static str,
    /// What it is about: a category's code.
    pub category: &'static str,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// The steps since, oldest first; the light follows from them.
    pub steps: Vec<(Kind, DateTime<Utc>)>,
}

impl Incident {
    /// The light after all steps.
    pub fn light(&self) -> Light {
        self.steps.last().map_or(Light::Red, |(step, _)| light_after(*step))
    }
}

/// The light that a made-up step leads to; a test holds it against the machine.
pub(super) fn light_after(step: Kind) -> Light {
    match step {
        Kind::Finish | Kind::Check => Light::Blue,
        Kind::Evaluate => Light::Green,
        _ => Light::Yellow,
    }
}

/// What gets reported, as the five published systems describe it, with its category.
const TITLES: [(&str, &str); 18] = [
    ("楼道内堆放建筑垃圾", "2401"),
    ("垃圾清运不及时", "0301"),
    ("院内发现死亡牲畜", "1103"),
    ("井盖破损丢失", "0101"),
    ("院内车棚需要修缮", "0504"),
    ("路灯不亮", "0102"),
    ("下水道篦子破损", "0104"),
    ("单元门禁损坏", "0501"),
    ("楼上漏水到本户", "2201"),
    ("外墙渗水", "0503"),
    ("电动车飞线充电", "2304"),
    ("消防通道被占用", "2303"),
    ("暖气不热", "0107"),
    ("水压不足", "0103"),
    ("夜间噪声扰民", "1105"),
    ("楼道杂物引发争执", "2201"),
    ("独居老人需要代办", "2101"),
    ("电梯故障停运", "0502"),
];

/// Makes one case somewhere in the last 90 days: about one in seven is still open, the older the fewer.
pub fn incident(seed: u64, subject: u64, now: DateTime<Utc>) -> Incident {
    let mut dice = Dice::new(seed ^ 0xca5e, subject);
    let (title, category) = *dice.pick(&TITLES);
    let goal = dice.weighted(&[(3, Light::Red), (8, Light::Yellow), (4, Light::Blue), (85, Light::Green)]);
    let age_minutes = match goal {
        Light::Red => dice.between(5, 30 * 60),
        Light::Yellow => dice.between(3 * 60, 4 * 24 * 60),
        Light::Blue => dice.between(24 * 60, 7 * 24 * 60),
        Light::Green | Light::Grey => dice.between(3 * 24 * 60, 90 * 24 * 60),
    };
    let reported_at = now - Duration::minutes(age_minutes);
    let steps = steps(&mut dice, goal, reported_at, now);
    Incident { title, category, reported_at, steps }
}

/// Walks the machine from red to the goal, sometimes with one return 退回再办 on the way.
fn steps(dice: &mut Dice, goal: Light, reported_at: DateTime<Utc>, now: DateTime<Utc>) -> Vec<(Kind, DateTime<Utc>)> {
    use Kind::{Accept, Check, Evaluate, Finish, SendBack};
    let returned = dice.chance(0.06);
    let wanted: &[Kind] = match (goal, returned) {
        (Light::Red, _) => &[],
        (Light::Yellow, false) => &[Accept],
        (Light::Yellow, true) => &[Accept, Finish, SendBack],
        (Light::Blue, _) => &[Accept, Finish],
        (Light::Green | Light::Grey, false) => &[Accept, Finish, Check, Evaluate],
        (Light::Green | Light::Grey, true) => &[Accept, Finish, SendBack, Finish, Check, Evaluate],
    };
    let span = now - reported_at;
    let mut at = reported_at;
    wanted
        .iter()
        .map(|step| {
            let share = if *step == Accept { 0.02 + 0.1 * dice.fraction() } else { 0.05 + 0.12 * dice.fraction() };
            at += Duration::seconds((span.num_seconds() as f64 * share) as i64);
            (*step, at)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::actor::Role;
    use domain::area::{Area, County};
    use domain::case::{Desk, Move, Note, Standing, Who, turn};
    use domain::category::Closing;
    use domain::id::AccountId;

    #[test]
    fn every_history_is_one_that_the_machine_allows_and_lies_in_the_past() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let street = Area::city(County::new_checked(990_001).unwrap()).child(1).unwrap();
        let community = street.child(1).unwrap();
        let grid = community.child(1).unwrap();
        let who = |serial, role, area| Who {
            account: AccountId::new(grid.county(), serial),
            role,
            area,
            desk: Some(Desk::area(area)),
        };
        let worker = who(1, Role::GridWorker, grid);
        let community_desk = who(2, Role::Community, community);
        let street_desk = who(3, Role::Street, street);

        for subject in 0..500 {
            let case = incident(3, subject, now);
            let mut standing = Standing::reported(grid, Desk::area(community), None, Closing::Checked);
            let mut before = case.reported_at;
            for (step, at) in &case.steps {
                let who = match step {
                    Kind::Check => &worker,
                    Kind::Evaluate | Kind::SendBack => &street_desk,
                    _ => &community_desk,
                };
                let taken = Move { note: Note::new("说明"), picture_count: 1, ..Move::plain(*step) };
                standing = turn(who, &standing, &taken).unwrap().after;
                assert_eq!(standing.light(), light_after(*step));
                assert!(before < *at && *at <= now);
                before = *at;
            }
            assert_eq!(standing.light(), case.light());
        }
    }

    #[test]
    fn every_case_has_a_category_that_a_city_begins_with() {
        let known = domain::category::default_categories();
        for (title, code) in TITLES {
            assert!(known.iter().any(|category| category.code.as_str() == code), "{title}");
        }
    }

    #[test]
    fn all_four_lights_of_handled_cases_occur() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();

        let lights: Vec<_> = (0..300).map(|subject| incident(3, subject, now).light()).collect();

        for light in &Light::ALL[..4] {
            assert!(lights.contains(light), "{light:?}");
        }
    }
}
