//! Wishes of a made-up city in every state, with timelines and claims: about 240, relative to now.
//!
//! Everything follows what the machine allows, so that whatever is done next with them goes on from there.

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::area::{Area, County};
use domain::case::PersonName;
use domain::clock::{civil_date, start_of_civil_day};
use domain::id::{CaseId, UnitId, WishId};
use domain::wish::{Kind, State, Verdict};
use serde_json::{Value, json};
use store::seed::SpotRow;
use store::wish::Contact;
use store::{StoreError, Tx};
use vault::Nonces;

use super::dice::Dice;
use super::identity::family_name;
use super::volunteer::Volunteer;
use super::wish_text::{DECLINED, TEXTS, THANKS, Text, WITHDRAWN};
use super::{Sowing, post};

/// Wishes of a city with as many volunteers as Longjing's, and of a smaller one.
const MANY: usize = 240;
const FEW: usize = 20;
/// Buildings of each community that wishes are at.
const SPOTS: i64 = 12;
/// More claims than a wish has.
const MOST_CLAIMS: usize = 16;
/// The stream of chance.
const STREAM: u64 = 0x7769_7368_6573;

/// How a wish stands in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Proposed { is_held: bool },
    Open { claims: Claims, repeats: bool },
    Done { rework: bool },
    Confirmed,
    Archived { verdict: Option<Verdict>, on_wall: bool },
    Declined,
    Withdrawn,
    Lapsed,
    Merged,
    Converted,
}

/// How many came forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claims {
    None,
    Some,
    Full,
    Waiting,
}

/// Twenty wishes as they stand side by side, over and over.
const ENDS: [End; 20] = [
    End::Proposed { is_held: false },
    End::Open { claims: Claims::None, repeats: false },
    End::Open { claims: Claims::Some, repeats: false },
    End::Open { claims: Claims::Full, repeats: false },
    End::Open { claims: Claims::Waiting, repeats: false },
    End::Open { claims: Claims::Some, repeats: true },
    End::Done { rework: false },
    End::Done { rework: true },
    End::Confirmed,
    End::Archived { verdict: Some(Verdict::Satisfied), on_wall: true },
    End::Archived { verdict: Some(Verdict::Satisfied), on_wall: false },
    End::Archived { verdict: Some(Verdict::Fair), on_wall: false },
    End::Archived { verdict: None, on_wall: false },
    End::Archived { verdict: Some(Verdict::Satisfied), on_wall: true },
    End::Proposed { is_held: true },
    End::Declined,
    End::Withdrawn,
    End::Lapsed,
    End::Merged,
    End::Converted,
];

/// A wish while it is made up.
struct Draft<'a> {
    wish: WishId,
    spot: SpotRow,
    community: Area,
    text: &'a Text,
    unit: Option<UnitId>,
    version: i32,
    row: Value,
}

/// What is collected on the way.
struct Maker<'a> {
    now: DateTime<Utc>,
    volunteers: &'a [Volunteer],
    claim_ids: std::vec::IntoIter<i64>,
    events: Vec<Value>,
    claims: Vec<Value>,
}

/// Writes them.
pub(super) async fn write(
    tx: &mut Tx,
    county: County,
    sowing: Sowing,
    volunteers: &[Volunteer],
    nonces: &mut Nonces,
) -> Result<(), StoreError> {
    let range = Area::city(county).range();
    let spots = store::seed::wish_spots(tx, range, SPOTS).await?;
    let communities: Vec<&[SpotRow]> = spots.chunk_by(|a, b| a.area / 1_000 == b.area / 1_000).collect();
    if communities.is_empty() || volunteers.is_empty() {
        return Ok(());
    }
    let cases = store::seed::cases_of_communities(tx, range).await?;
    let count = if volunteers.len() > 1_000 { MANY } else { FEW };
    let (wishes, claims) = store::seed::wish_serials(tx, count as i64, (count * MOST_CLAIMS) as i64).await?;
    let wishes: Vec<WishId> = wishes.iter().map(|serial| WishId::new(county, serial.unsigned_abs())).collect();
    let claim_ids: Vec<i64> =
        claims.iter().map(|serial| domain::id::ClaimId::new(county, serial.unsigned_abs()).number()).collect();
    let mut maker =
        Maker { now: sowing.now, volunteers, claim_ids: claim_ids.into_iter(), events: Vec::new(), claims: Vec::new() };
    let mut rows = Vec::new();
    for (nth, wish) in wishes.iter().enumerate() {
        let mut dice = Dice::new(sowing.seed ^ STREAM, nth as u64);
        // Twenty of one community would look alike: every wish of a round lies elsewhere, but what was merged lies with the other.
        let end = ENDS[nth % ENDS.len()];
        let place = if end == End::Merged { nth - 17 } else { nth };
        let at = communities[(place + place / ENDS.len()) % communities.len()];
        let spot = at[(place / communities.len()) % at.len()];
        let other = nth.checked_sub(17).map(|other| wishes[other]);
        let Some(mut draft) = draft(*wish, spot, &TEXTS[(place * 7 + place / 20) % TEXTS.len()], volunteers) else {
            continue;
        };
        let case = cases.iter().find(|(community, _)| *community == draft.community.code());
        let ends = Ends { end, other, case: case.and_then(|(_, case)| CaseId::new_checked(*case)), nth };
        maker.live(&mut draft, ends, &mut dice);
        rows.push((draft, contact(&mut dice, nth)));
    }
    let all = |values: Vec<Value>| Value::Array(values);
    let wishes = all(rows.iter().map(|(draft, _)| draft.row.clone()).collect());
    store::seed::write_wishes(tx, &wishes, &all(maker.events), &all(maker.claims)).await?;
    for (draft, contact) in &rows {
        let Some(area) = Area::new_checked(draft.spot.area) else { continue };
        let words = (draft.text.words, contact);
        store::wish::write_contact(tx, nonces, (draft.wish, area), words, sowing.now).await?;
    }
    Ok(())
}

fn draft<'a>(wish: WishId, spot: SpotRow, text: &'a Text, volunteers: &[Volunteer]) -> Option<Draft<'a>> {
    let community = Area::new_checked(spot.area)?.parent()?;
    let unit = volunteers.iter().filter(|one| one.home == community).find_map(|one| one.unit);
    Some(Draft { wish, spot, community, text, unit, version: 0, row: json!({}) })
}

fn contact(dice: &mut Dice, nth: usize) -> Contact {
    let name: Option<PersonName> = format!("{}某", family_name(dice)).parse().ok();
    // The block 160 has been given to no operator.
    let phone = format!("160{:08}", 80_000_000 + nth).parse().ok().filter(|_| dice.chance(0.9));
    let door = dice.chance(0.6).then(|| format!("{}单元{}0{}室", 1 + nth % 4, 1 + nth % 6, 1 + nth % 3));
    Contact { name, phone, door }
}

/// What a wish's end needs to know.
#[derive(Clone, Copy)]
struct Ends {
    end: End,
    other: Option<WishId>,
    case: Option<CaseId>,
    nth: usize,
}

/// Midday hours of a civil day so many days from today.
fn day(now: DateTime<Utc>, days: i64, hour: i64) -> DateTime<Utc> {
    let today = civil_date(now);
    let by = Days::new(days.unsigned_abs());
    let day = if days < 0 { today.checked_sub_days(by) } else { today.checked_add_days(by) };
    start_of_civil_day(day.unwrap_or(today)) + TimeDelta::hours(hour)
}

impl Draft<'_> {
    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.row[key] = value.into();
    }

    /// As it comes in.
    fn propose(&mut self, at: DateTime<Utc>, supporters: u32) {
        let spot = self.spot;
        self.row = json!({
            "id": self.wish.number(), "area": spot.area, "building_id": spot.building, "x_dm": spot.x_dm, "y_dm": spot.y_dm,
            "origin": if self.text.kind == Kind::Activity { "community" } else { "resident" }, "state": "proposed",
            "version": 1, "rework_count": 0, "kind": self.text.kind.slug(), "title": "", "content": "", "place": "",
            "slots": 1, "tools": [], "safety": "", "supporters": supporters, "is_held": false, "proposed_at": at,
            "promised_on": civil_date(at + TimeDelta::days(3)), "changed_at": at, "may_show": false, "thanks": "",
        });
    }

    /// As it is published.
    fn publish(&mut self, at: DateTime<Utc>, starts_at: DateTime<Utc>) {
        let text = self.text;
        self.set("title", text.title);
        self.set("content", text.content);
        self.set("place", text.place);
        self.set("safety", text.safety);
        self.set("slots", text.size.0);
        self.set("tools", json!(text.tools));
        self.set("starts_at", json!(starts_at));
        self.set("ends_at", json!(starts_at + TimeDelta::minutes(i64::from(text.size.1))));
        self.set("published_at", json!(at));
        self.set("unit_id", json!(self.unit.map(UnitId::number)));
    }
}

/// Who did something.
#[derive(Clone, Copy)]
enum By {
    Nobody,
    Office,
    Volunteer(Volunteer),
}

impl Maker<'_> {
    /// Writes a step down, and brings the wish to its state.
    fn step(&mut self, draft: &mut Draft<'_>, (step, state): (&str, &str), by: By, at: DateTime<Utc>, note: &str) {
        draft.version += 1;
        let (account, post, unit) = match by {
            By::Nobody => (None, None, None),
            By::Office => {
                let (account, post) = post::post_of(draft.community);
                (Some(account.number()), Some(post.number()), None)
            }
            By::Volunteer(one) => (Some(one.account.number()), Some(one.account.number()), one.unit),
        };
        self.events.push(json!({
            "wish_id": draft.wish.number(), "version": draft.version, "area": draft.spot.area, "step": step, "state": state,
            "at": at, "account_id": account, "post_id": post, "unit_id": unit.map(UnitId::number), "note": note,
            "is_note_public": !note.is_empty(),
        }));
        draft.set("version", draft.version);
        draft.set("state", state);
        draft.set("changed_at", json!(at));
    }

    /// Lives a wish to its end.
    fn live(&mut self, draft: &mut Draft<'_>, ends: Ends, dice: &mut Dice) {
        let turn = (ends.nth % 12) as i64;
        match ends.end {
            End::Proposed { is_held } => {
                self.propose(draft, self.now - TimeDelta::hours(2 + turn * 5), dice);
                draft.set("is_held", is_held);
            }
            End::Declined => {
                let at = day(self.now, -10 - turn, 9);
                self.propose(draft, at, dice);
                let why = dice.pick(&DECLINED);
                self.close(draft, ("decline", State::Declined), By::Office, at + TimeDelta::hours(26), why);
            }
            End::Merged => {
                let at = day(self.now, -3, 10);
                self.propose(draft, at, dice);
                let wish = draft.wish;
                self.close(draft, ("merge", State::Merged(wish)), By::Office, at + TimeDelta::hours(5), "");
                draft.set("merged_into", json!(ends.other.map(WishId::number)));
            }
            End::Converted => {
                let at = day(self.now, -6 - turn, 10);
                self.propose(draft, at, dice);
                let Some(case) = ends.case else {
                    let why = DECLINED[0];
                    self.close(draft, ("decline", State::Declined), By::Office, at + TimeDelta::hours(7), why);
                    return;
                };
                self.close(draft, ("convert", State::Converted(case)), By::Office, at + TimeDelta::hours(7), "");
                draft.set("case_id", case.number());
            }
            End::Open { claims, repeats } => {
                self.open(draft, day(self.now, 1 + turn, if turn % 2 == 0 { 9 } else { 14 }), dice);
                if repeats {
                    draft.set("repeat", if turn % 3 == 0 { "monthly" } else { "weekly" });
                }
                self.claim(draft, claims, ("held", None), dice);
            }
            End::Withdrawn => {
                self.open(draft, day(self.now, 3 + turn, 9), dice);
                let at = self.now - TimeDelta::hours(6 + turn);
                self.close(draft, ("withdraw", State::Withdrawn), By::Nobody, at, WITHDRAWN);
            }
            End::Lapsed => {
                let starts_at = day(self.now, -4 - turn * 3, 9);
                self.open(draft, starts_at, dice);
                self.close(draft, ("lapse", State::Lapsed), By::Nobody, starts_at + TimeDelta::hours(6), "");
            }
            End::Done { .. } | End::Confirmed | End::Archived { .. } => self.serve(draft, ends.end, turn, dice),
        }
    }

    fn propose(&mut self, draft: &mut Draft<'_>, at: DateTime<Utc>, dice: &mut Dice) {
        draft.propose(at, dice.below(9));
        self.step(draft, ("propose", "proposed"), By::Nobody, at, "");
    }

    fn close(&mut self, draft: &mut Draft<'_>, (step, state): (&str, State), by: By, at: DateTime<Utc>, note: &str) {
        self.step(draft, (step, state.slug()), by, at, note);
        draft.set("closed_at", json!(at));
    }

    /// Proposed and published, some days before it begins and always before now.
    fn open(&mut self, draft: &mut Draft<'_>, starts_at: DateTime<Utc>, dice: &mut Dice) {
        let published = (starts_at - TimeDelta::days(4)).min(self.now - TimeDelta::hours(20));
        self.propose(draft, published - TimeDelta::hours(dice.between(3, 40)), dice);
        self.step(draft, ("publish", "published"), By::Office, published, "");
        draft.publish(published, starts_at);
    }

    /// Lets volunteers of the community come forward; those who hold places end as `fate` says.
    fn claim(
        &mut self,
        draft: &mut Draft<'_>,
        claims: Claims,
        (fate, minutes): (&str, Option<u16>),
        dice: &mut Dice,
    ) -> Option<Volunteer> {
        let slots = usize::from(draft.text.size.0);
        let (held, waiting) = match claims {
            Claims::None => (0, 0),
            Claims::Some => (slots.div_ceil(2), 0),
            Claims::Full => (slots, 0),
            Claims::Waiting => (slots, 2),
        };
        let near: Vec<Volunteer> = self.volunteers.iter().filter(|one| one.home == draft.community).copied().collect();
        let from = dice.below(near.len() as u32) as usize;
        let published: DateTime<Utc> = serde_json::from_value(draft.row["published_at"].clone()).unwrap_or(self.now);
        let mut first = None;
        for (at, one) in near.iter().cycle().skip(from).take((held + waiting).min(near.len())).enumerate() {
            let Some(id) = self.claim_ids.next() else { break };
            let (step, state) = if at < held { ("claim", fate) } else { ("wait", "waiting") };
            let claimed_at = published + TimeDelta::minutes(30 + 45 * at as i64);
            self.step(draft, (step, "published"), By::Volunteer(*one), claimed_at, "");
            let tools: Vec<&str> = draft.text.tools.iter().copied().take(1).collect();
            self.claims.push(json!({
                "id": id, "wish_id": draft.wish.number(), "area": draft.spot.area, "account_id": one.account.number(),
                "unit_id": one.unit.map(UnitId::number), "seats": 1, "tools": tools, "state": state,
                "minutes": minutes.filter(|_| at < held), "claimed_at": claimed_at, "changed_at": claimed_at,
            }));
            first = first.or(Some(*one));
        }
        first
    }

    /// Served, and then as far as it went.
    fn serve(&mut self, draft: &mut Draft<'_>, end: End, turn: i64, dice: &mut Dice) {
        let days = match end {
            End::Done { rework: false } => 1,
            End::Done { rework: true } => 5,
            End::Confirmed => 3 + turn % 6,
            End::Archived { verdict: None, .. } => 20 + turn * 4,
            _ => 7 + turn * 6 + i64::from(dice.below(6)),
        };
        let starts_at = day(self.now, -days, if turn % 2 == 0 { 9 } else { 14 });
        self.open(draft, starts_at, dice);
        let minutes = draft.text.size.1;
        let (fate, served) =
            if end == (End::Done { rework: false }) { ("held", None) } else { ("served", Some(minutes)) };
        let Some(one) = self.claim(draft, Claims::Full, (fate, served), dice) else { return };
        let done = starts_at + TimeDelta::minutes(i64::from(minutes));
        self.step(draft, ("finish", "done"), By::Volunteer(one), done, "已按要求做完，现场已收拾。");
        draft.set("done_at", json!(done));
        if end == (End::Done { rework: false }) {
            return;
        }
        let confirmed = done + TimeDelta::hours(22);
        self.step(draft, ("confirm", "confirmed"), By::Office, confirmed, "社区已到现场看过。");
        draft.set("confirmed_at", json!(confirmed));
        match end {
            End::Done { .. } => {
                let at = confirmed + TimeDelta::hours(9);
                self.step(draft, ("judge", "done"), By::Nobody, at, "只做了一半。");
                draft.set("rework_count", 1);
            }
            End::Archived { verdict: Some(verdict), on_wall } => {
                let at = confirmed + TimeDelta::hours(30);
                self.close(draft, ("judge", State::Archived(Some(verdict))), By::Nobody, at, "");
                draft.set("verdict", verdict.slug());
                if on_wall {
                    draft.set("may_show", true);
                    draft.set("thanks", *dice.pick(&THANKS));
                }
            }
            End::Archived { verdict: None, .. } => {
                let at = confirmed + TimeDelta::days(14);
                self.close(draft, ("archive", State::Archived(None)), By::Nobody, at, "");
            }
            _ => {}
        }
    }
}
