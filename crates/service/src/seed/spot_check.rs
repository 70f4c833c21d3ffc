//! Spot-checks of a made-up city: last month's round, which is over, and this month's, of which some have answered.

use chrono::{DateTime, Months, TimeDelta, Utc};
use domain::actor::{Actor, Role};
use domain::area::{Area, County};
use domain::case::Desk;
use domain::id::PostId;
use domain::sample::{Design, Seed};
use domain::spot_check::{Finding, Found, Hint, KeyField, Mode, State, city};
use store::spot_check::{self as table, Answered};
use store::{StoreError, Tx};
use vault::Nonces;

use super::dice::Dice;
use super::{Sowing, post};
use crate::spot_check::draw::{Drawn, Put, lay_out, put};

/// Of the open round so many in a hundred have answered.
const HEARD: f64 = 0.4;

/// Draws both, and makes answers up. A city of a single street has nobody to send.
pub async fn write(tx: &mut Tx, county: County, sowing: Sowing, nonces: &mut Nonces) -> Result<(), StoreError> {
    let before = sowing.now.checked_sub_months(Months::new(1)).unwrap_or(sowing.now);
    for (at, (drawn_at, heard)) in [(before, 1.0), (sowing.now - TimeDelta::hours(50), HEARD)].into_iter().enumerate() {
        let mut dice = Dice::new(sowing.seed, 7_000 + at as u64);
        let actor = by(Area::city(county), Role::City);
        let given = lay_out(tx, actor.area, drawn_at, Design::CHEAPEST).await?;
        let inspectors: Vec<(PostId, Area)> = given.iter().filter_map(|(_, by)| *by).collect();
        let seed = Seed::new(std::array::from_fn(|_| dice.below(256) as u8));
        let Put::Drawn(Drawn { round, .. }) = put(tx, &actor, (seed, given), drawn_at).await? else { return Ok(()) };
        let answered_at = drawn_at + TimeDelta::hours(30);
        answers(tx, inspectors, (&mut dice, heard), answered_at, nonces).await?;
        if heard >= 1.0 {
            let tallies = table::tallies(tx, round, actor.area.range()).await?;
            table::close(tx, &actor, round, &city(&tallies), drawn_at + TimeDelta::days(12)).await?;
        }
    }
    Ok(())
}

fn by(area: Area, role: Role) -> Actor {
    let (account, post) = post::post_of(area);
    Actor { account, post, role, area, desk: Some(Desk::area(area)), session_key: [0; 32] }
}

async fn answers(
    tx: &mut Tx,
    mut inspectors: Vec<(PostId, Area)>,
    (dice, heard): (&mut Dice, f64),
    at: DateTime<Utc>,
    nonces: &mut Nonces,
) -> Result<(), StoreError> {
    inspectors.sort_unstable();
    inspectors.dedup();
    for (post, street) in inspectors {
        for line in table::tasks(tx, post).await? {
            if line.state != State::Open || !dice.chance(heard) {
                continue;
            }
            let Some(open) = table::lock(tx, post, line.id).await? else { continue };
            let (finding, hints) = made_up(dice);
            let mode = if dice.chance(0.3) { Mode::Phone } else { Mode::Visit };
            let satisfaction = dice.chance(0.9).then(|| 3 + dice.below(3) as u8);
            let answered = Answered { mode, at, finding: &finding, satisfaction, hints: &hints };
            table::answer(tx, (&by(street, Role::Street), nonces), &open, answered).await?;
        }
    }
    Ok(())
}

/// Nine in ten files are complete, and nine in ten right.
fn made_up(dice: &mut Dice) -> (Finding, Vec<Hint>) {
    let is_wrong = dice.chance(0.09);
    let residents = if is_wrong { Found::Wrong } else { Found::Match };
    let fields =
        KeyField::ALL.map(|field| (field, if field == KeyField::Residents { residents } else { Found::Match }));
    let hint = Hint { field: KeyField::Residents, found: Found::Wrong, said: (1 + dice.below(5)).to_string() };
    let finding = Finding {
        fields,
        filled: if dice.chance(0.88) { 5 } else { 4 },
        required: 5,
        matching: 5 - u16::from(is_wrong),
        verified: 5,
    };
    (finding, if is_wrong { vec![hint] } else { Vec::new() })
}
