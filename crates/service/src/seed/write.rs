//! Sows a city in one system transaction: all of it or nothing.

use std::ops::ControlFlow;

use chrono::TimeDelta;
use citypack::City;
use domain::actor::Role;
use domain::area::{Area, County};
use domain::case::{Kind, Light};
use domain::cell::{Label, LabelKind};
use domain::clock::civil_date;
use domain::dictionary::default_labels;
use domain::freshness::{PersonState, sum_up};
use domain::geo::Frame;
use domain::id::{CaseId, DwellingId, ResidentId, TrackId};
use domain::person::IdNumber;
use domain::phone::Phone;
use domain::search::token::Findable;
use domain::setting::Switch;
use domain::trail::TrackMode;
use store::search::index::{self, Entry};
use store::seed::file::FileRows;
use store::seed::{self as rows, CaseColumns, HouseholdColumns, ResidentColumns, SeatRow};
use store::{Store, Tx};
use vault::Nonces;

use super::check_point::Maker;
use super::file::{Detail, Files};
use super::incident::{Incident, incident, light_after};
use super::patrol::{Beat, Month};
use super::population::{Household, Seat, household};
use super::{
    Harvest, Progress, SeedError, Sowing, Stage, identity, month, patrol_team, post, spot_check, unit, volunteer,
    watch_list, wish, work,
};

/// Households written in one statement.
const BATCH: usize = 10_000;
/// Grids whose tracks are written in one statement.
const GRID_BATCH: usize = 40;
/// Since when those on the rosters serve.
const ROSTER_DAYS: i64 = 200;
/// How long the check-points have been there, in days.
const CHECK_POINT_DAYS: i64 = 60;
/// One case for so many dwellings.
const DWELLINGS_PER_CASE: usize = 20;

/// Fills a city with made-up life, replacing what an earlier seed made. `nonces` are for the sealed fields only: what is made
/// up depends on `sowing` alone.
///
/// # Errors
/// When there is no city, when it holds real residents, when `progress` says stop, or when the database fails: then the
/// city is as it was.
pub async fn seed(
    store: &Store,
    county: County,
    sowing: Sowing,
    mut nonces: Nonces,
    progress: &mut Progress<'_>,
) -> Result<Harvest, SeedError> {
    let mut tx = store.begin_system().await?;
    let real = rows::real_residents(&mut tx).await?;
    if real > 0 {
        return Err(SeedError::RealPeople(real));
    }
    let city = scene(&mut tx, county).await?;
    let range = Area::city(county).range();
    rows::clear(&mut tx, range).await?;
    write_posts(&mut tx, county, sowing).await?;
    let seats = rows::seats(&mut tx, range).await?;
    let mut harvest = Harvest { dwellings: seats.len() as u64, ..Harvest::default() };
    harvest.residents = write_people(&mut tx, county, sowing, &seats, (&mut nonces, progress)).await?;
    harvest.cases = write_cases(&mut tx, county, sowing, &seats, progress).await?;
    (harvest.tracks, harvest.visits) = write_patrols(&mut tx, county, sowing, &seats, &city, progress).await?;
    watch_list::write(&mut tx, county, sowing).await?;
    let volunteers = volunteer::write(&mut tx, county, sowing).await?;
    wish::write(&mut tx, county, sowing, &volunteers, &mut nonces).await?;
    let areas = rows::upper_areas(&mut tx, range).await?;
    patrol_team::write(&mut tx, &areas, sowing).await?;
    report(progress, Stage::Settle, 0, 1)?;
    rows::settle(&mut tx).await?;
    spot_check::write(&mut tx, county, sowing, &mut nonces).await?;
    let grids = rows::grids(&mut tx, range).await?;
    month::write(&mut tx, &grids, sowing.now).await?;
    store::city::set_synthetic(&mut tx, county, true).await?;
    tx.commit().await?;
    report(progress, Stage::Settle, 1, 1)?;
    Ok(harvest)
}

async fn scene(tx: &mut Tx, county: County) -> Result<City, SeedError> {
    let version = store::city::city(tx, county).await?.ok_or(SeedError::NoCity)?.scene_version;
    let pack = store::city::scene(tx, county, version).await?.ok_or(SeedError::NoCity)?;
    citypack::decode(&pack).map_err(SeedError::Scene)
}

fn report(progress: &mut Progress<'_>, stage: Stage, done: u64, total: u64) -> Result<(), SeedError> {
    match progress(stage, done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(SeedError::Cancelled),
    }
}

async fn write_posts(tx: &mut Tx, county: County, sowing: Sowing) -> Result<(), SeedError> {
    let range = Area::city(county).range();
    let areas: Vec<_> = rows::upper_areas(tx, range)
        .await?
        .into_iter()
        .filter_map(|(code, name)| Area::new_checked(code).map(|area| (area, name)))
        .collect();
    let grids = rows::grids(tx, range).await?;
    let posts = post::posts(county, &areas, &grids);
    store::session::write_posts(tx, &posts, sowing.now).await?;
    store::account::name_after_posts(tx, range).await?;
    // The first street records duty tracks, so that the switch can be tried; elsewhere what a city begins with can be seen.
    if let Some(post) = posts.first() {
        let by = (post.row.account, sowing.now);
        store::trail::set_mode(tx, Area::city(county), None, by).await?;
        if let Some(street) = post::first_street(county) {
            store::trail::set_mode(tx, street, Some(TrackMode::DutyTrack), by).await?;
        }
    }
    // Nobody is hurt by made-up cases: what a city has to decide for itself can be tried here.
    if let Some(security) = posts.iter().find(|post| post.row.role == Role::SecurityAdmin) {
        let on = (Switch::CitywideBoard.slug(), Switch::value(true));
        store::setting::write(tx, county, on, security.row.account, sowing.now).await?;
    }
    unit::write(tx, county, civil_date(sowing.now)).await?;
    work::write(tx, county, sowing.now).await?;
    Ok(())
}

async fn write_people(
    tx: &mut Tx,
    county: County,
    sowing: Sowing,
    seats: &[SeatRow],
    (nonces, progress): (&mut Nonces, &mut Progress<'_>),
) -> Result<u64, SeedError> {
    let labels = default_labels();
    let today = civil_date(sowing.now);
    let mut tokens = Vec::new();
    let (mut residents, mut earlier) = (0, None);
    for (batch, chunk) in seats.chunks(BATCH).enumerate() {
        report(progress, Stage::Household, (batch * BATCH) as u64, seats.len() as u64)?;
        let (mut homes, mut people) = (HouseholdColumns::default(), ResidentColumns::default());
        let mut rows = FileRows::default();
        for seat in chunk.iter().filter_map(seat) {
            let home = household(sowing.seed, seat, today);
            let first = ResidentId::new(county, residents + 1).number();
            let (states, details) = Files::new(sowing.seed, today, &mut rows).household(&home, first, &mut earlier);
            push_household(&mut homes, &home, &labels, &states);
            push_residents(&mut people, &home, &details, (sowing.seed, first));
            residents += home.residents.len() as u64;
        }
        rows::write_households(tx, &homes).await?;
        rows::write_residents(tx, &people, nonces).await?;
        rows::file::write_files(tx, &rows).await?;
        push_tokens(&mut tokens, tx, &people);
    }
    index::write(tx, &mut tokens).await?;
    rows::file::write_notes(tx, Area::city(county).range(), sowing.now).await?;
    rows::write_register(tx, Area::city(county).range(), nonces, sowing.now).await?;
    rows::write_party(tx, Area::city(county).range(), sowing.now).await?;
    rows::write_roster(tx, Area::city(county).range(), nonces, today - TimeDelta::days(ROSTER_DAYS)).await?;
    report(progress, Stage::Household, seats.len() as u64, seats.len() as u64)?;
    Ok(residents)
}

fn seat(row: &SeatRow) -> Option<Seat> {
    Some(Seat { dwelling: DwellingId::new_checked(row.dwelling)?, area: Area::new_checked(row.area)? })
}

fn push_household(homes: &mut HouseholdColumns, home: &Household, labels: &[Label], states: &[PersonState]) {
    let has = |label: &&Label| home.label_bits >> (label.code.0 - 1) & 1 == 1;
    let class = |kind: LabelKind| {
        labels.iter().filter(has).find(|label| label.kind == kind).map_or(1, |label| i16::from(label.class))
    };
    homes.dwelling.push(home.dwelling.number());
    homes.occupancy.push(home.occupancy.number());
    homes.label_bits.push(home.label_bits);
    homes.label_class.push(class(LabelKind::Everyday));
    homes.key_group_class.push(class(LabelKind::KeyGroup));
    homes.badge.push(home.badge(labels) as i16);
    let file = sum_up(home.verified_on, None, states);
    homes.residents.push(states.len() as i16);
    homes.verified_on.push(home.verified_on);
    homes.filled.push(file.filled as i16);
    homes.required.push(file.required as i16);
    homes.fresh_until.push(file.fresh_until);
}

fn push_residents(people: &mut ResidentColumns, home: &Household, details: &[Detail], (seed, first_id): (u64, i64)) {
    for ((id, resident), detail) in (first_id..).zip(&home.residents).zip(details) {
        people.id.push(id);
        people.area.push(home.area.code());
        people.name.push(resident.name.clone());
        people.sex.push(resident.sex.number());
        people.born_on.push(resident.born_on);
        people.id_number.push(resident.id_number.parse().ok());
        people.phone.push(identity::phone(seed, id as u64));
        people.medical_note.push(identity::medical_note(seed, id as u64));
        people.is_checked.push(detail.is_checked);
        people.permit_from_on.push(detail.permit.map(|(from, _)| from));
        people.permit_until_on.push(detail.permit.map(|(_, until)| until));
        for (column, fact) in people.detail.iter_mut().zip(detail.facts) {
            column.push(fact);
        }
    }
}

fn push_tokens(tokens: &mut Vec<index::Row>, tx: &Tx, people: &ResidentColumns) {
    for (at, name) in people.name.iter().enumerate() {
        let ids = (ResidentId::new_checked(people.id[at]), Area::new_checked(people.area[at]));
        if let (Some(resident), Some(area)) = ids {
            let phones: Vec<&str> = people.phone[at].iter().map(Phone::reveal).collect();
            let id_number = people.id_number[at].as_ref().map(IdNumber::reveal);
            let findable = Findable { name, phones: &phones, id_number };
            tokens.extend(index::rows(tx, Entry { resident, area, findable }));
        }
    }
}

/// The serial number of each case, and which of `seats` dwellings it is at.
pub(super) fn cases(seats: usize) -> impl Iterator<Item = (u64, usize)> {
    // Any door of the chunk, not always its first: the multiplier is odd, so it visits all remainders.
    (1u64..)
        .zip((0..seats).step_by(DWELLINGS_PER_CASE))
        .map(move |(serial, start)| (serial, start + (serial as usize * 7) % DWELLINGS_PER_CASE.min(seats - start)))
}

async fn write_cases(
    tx: &mut Tx,
    county: County,
    sowing: Sowing,
    seats: &[SeatRow],
    progress: &mut Progress<'_>,
) -> Result<u64, SeedError> {
    let mut cases = CaseColumns::default();
    for (serial, index) in self::cases(seats.len()) {
        if let Some(seat) = seat(&seats[index]) {
            push_case(&mut cases, CaseId::new(county, serial), seat, &incident(sowing.seed, serial, sowing.now));
        }
    }
    let total = cases.id.len() as u64;
    report(progress, Stage::Case, 0, total)?;
    rows::write_cases(tx, &cases).await?;
    report(progress, Stage::Case, total, total)?;
    Ok(total)
}

fn push_case(cases: &mut CaseColumns, case: CaseId, seat: Seat, incident: &Incident) {
    cases.id.push(case.number());
    cases.area.push(seat.area.code());
    cases.dwelling.push(seat.dwelling.number());
    cases.title.push(incident.title.to_owned());
    cases.category.push(incident.category.to_owned());
    cases.light.push(incident.light().number());
    cases.version.push(incident.steps.len() as i32 + 1);
    cases.reported_at.push(incident.reported_at);
    cases.changed_at.push(incident.steps.last().map_or(incident.reported_at, |(_, at)| *at));
    let grid = seat.area;
    let community = grid.parent().unwrap_or(grid);
    let street = community.parent().unwrap_or(community);
    let first = [("report", incident.reported_at, Light::Red, grid)].into_iter();
    let steps = incident.steps.iter().map(|(step, at)| {
        let by = match step {
            Kind::Evaluate | Kind::SendBack => street,
            Kind::Check => grid,
            _ => community,
        };
        (step.slug(), *at, light_after(*step), by)
    });
    let events = &mut cases.event;
    for (version, (step, at, light, by)) in (1..).zip(first.chain(steps)) {
        let (account, post) = post::post_of(by);
        events.case.push(case.number());
        events.version.push(version);
        events.area.push(grid.code());
        events.step.push(step.to_owned());
        events.light.push(light.number());
        events.at.push(at);
        events.account.push(account.number());
        events.post.push(post.number());
    }
}

async fn write_patrols(
    tx: &mut Tx,
    county: County,
    sowing: Sowing,
    seats: &[SeatRow],
    city: &City,
    progress: &mut Progress<'_>,
) -> Result<(u64, u64), SeedError> {
    let frame = Frame { origin: city.origin };
    let beats: Vec<&[SeatRow]> = seats.chunk_by(|a, b| a.area == b.area).collect();
    let mut maker = Maker::new(tx, Area::city(county), sowing.seed).await?;
    let street = post::first_street(county);
    let mut next_track = TrackId::new(county, 1).number();
    let (mut tracks, mut visits) = (0, 0);
    for (batch, group) in beats.chunks(GRID_BATCH).enumerate() {
        report(progress, Stage::Patrol, (batch * GRID_BATCH) as u64, beats.len() as u64)?;
        let mut month =
            Month { next_track, tracks: rows::TrackColumns::default(), visits: rows::VisitColumns::default() };
        for seats in group {
            if let Some(grid) = Area::new_checked(seats[0].area) {
                let is_recorded = street.is_some_and(|street| street.contains(grid));
                let beat = Beat::new((post::worker(grid).number(), grid.code()), is_recorded, seats, city);
                let points = maker.place(grid, &beat);
                beat.month(sowing, frame, &mut month, (&mut maker, &points));
            }
        }
        rows::write_tracks(tx, &month.tracks).await?;
        rows::write_visits(tx, &month.visits).await?;
        next_track = month.next_track;
        tracks += month.tracks.id.len() as u64;
        visits += month.visits.dwelling.len() as u64;
    }
    let made_at = sowing.now - TimeDelta::days(CHECK_POINT_DAYS);
    rows::write_check_points(tx, &maker.columns, made_at).await?;
    report(progress, Stage::Patrol, beats.len() as u64, beats.len() as u64)?;
    Ok((tracks, visits))
}
