//! Finding people through the search box, on a made-up city of ten thousand.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use cityplan::Sources;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::clock::civil_date;
use domain::search::spelling::spellings;
use domain::search::{Hit, Target};
use service::Service;
use service::search::{Scope, find};
use service::seed::{Profile, Sowing, seed};
use store::testing::{PersonFact, TestDb, now};

use crate::house::service_on;

async fn sown() -> TestDb {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let open = |layer: &str| File::open(data.join(format!("astana-{layer}.geojson.gz"))).unwrap();
    let sources = Sources {
        buildings: Box::new(open("buildings")),
        roads: Some(Box::new(open("roads"))),
        land: Some(Box::new(open("land"))),
        places: Some(Box::new(open("places"))),
        areas: None,
    };
    let survey = cityplan::read(sources, &mut |_, _, _| ControlFlow::Continue(())).unwrap();
    let plan =
        cityplan::plan_city(survey, &Profile::Small.parameter(), &mut |_, _, _| ControlFlow::Continue(())).unwrap();
    let db = TestDb::new().await;
    db.import(&plan).await;
    let sowing = Sowing { seed: 1, now: now() };
    seed(&db.store, Profile::county(), sowing, vault::Nonces::new([9; 32]), &mut |_, _, _| ControlFlow::Continue(()))
        .await
        .unwrap();
    db
}

fn is(hit: &Hit, fact: &PersonFact) -> bool {
    matches!(hit.target, Target::Person(resident, ..) if resident == fact.resident)
}

async fn ten(s: &Service, actor: &Actor, text: &str) -> Vec<Hit> {
    find(s, actor, text, Scope { area: actor.area, near: None, limit: 10 }).await.unwrap()
}

/// What somebody who looks for this person may type: in the person's grid, and in the whole city.
fn keys(fact: &PersonFact) -> Vec<(String, bool)> {
    let signs: Vec<char> = fact.name.chars().collect();
    let spelling = &spellings(&signs)[0];
    let mut keys = vec![
        (fact.name.clone(), false),
        (fact.id_number[14..].to_owned(), false),
        (fact.id_number[12..].to_owned(), false),
        (fact.id_number.clone(), true),
        (format!("{} {}", fact.estate, fact.door), true),
        (format!("{} {}", fact.name, fact.door), false),
        (format!("{} {}", spelling.initials(), fact.door), false),
        // A part of a name is many people's: who looks by it names the door, too.
        (format!("{} {}", signs[signs.len() - 1], fact.door), false),
        (format!("{} {}", signs[signs.len() / 2..].iter().collect::<String>(), fact.door), false),
        (format!("{} {}", signs[0], fact.door), false),
        (spelling.syllables.concat(), false),
    ];
    if let Some(phone) = &fact.phone {
        keys.extend([(phone[7..].to_owned(), false), (phone.clone(), true)]);
    }
    keys.retain(|(text, _)| !text.trim().is_empty());
    keys
}

/// The demo shows who serves each of its grids: sown together with the people, and looked at here because sowing is slow.
async fn every_grid_has_a_roster(db: &TestDb) {
    let mut tx = db.store.begin_system().await.unwrap();
    let grids = store::seed::grids(&mut tx, Area::city(Profile::county()).range()).await.unwrap();
    assert!(!grids.is_empty());
    for grid in &grids {
        let area = Area::new_checked(grid.area).unwrap();
        let roster = store::roster::list(&mut tx, area.range(), now().date_naive()).await.unwrap();
        for kind in ["网格员", "网格长", "网格指导员", "网格助理员", "楼道长", "联户代表", "民警", "医生"]
        {
            assert!(roster.iter().any(|row| row.kind_zh == kind && row.area == area), "{area} has no {kind}");
        }
        let served = roster.iter().filter(|row| row.place.is_empty());
        assert!(served.clone().all(|row| row.name.starts_with("示例") && row.phone.is_some()), "{area}");
        assert!(roster.iter().any(|row| row.account.is_some()), "the grid worker has an account");
    }
    tx.commit().await.unwrap();
}

/// Every grid has its stairwell heads and its branch, and whoever is in the party belongs to one of their own community.
async fn every_grid_has_base_data_and_a_branch(db: &TestDb) {
    let grids = db.count("area where level = 4 and to_on is null").await;
    let kinds = ["person.stairwell_head", "organisation.party_branch"];
    for kind in kinds {
        let of = format!(
            "area g where g.level = 4 and g.to_on is null
                and exists (select from register_entry e where e.area = g.area and e.kind = '{kind}' and e.is_synthetic)"
        );
        assert_eq!(db.count(&of).await, grids, "{kind}");
    }
    let strange = "resident r left join register_entry e on e.id = r.party_organisation
        where (r.party is null) <> (e.id is null) or e.area / 1000 <> r.area / 1000 or e.name !~ '^示例'";
    assert_eq!(db.count(strange).await, 0);
    for some in ["serving", "probationary", "floating", "retired", "full"] {
        assert!(db.count(&format!("resident where party = '{some}'")).await > 0, "{some}");
    }
    assert!(db.count("register_entry where kind = 'organisation.alliance'").await > 0);
    let uncounted = "pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples < 0";
    assert_eq!(db.count(uncounted).await, 0, "the planner knows what is in every table");
}

#[tokio::test]
async fn every_search_key_of_a_thousand_people_finds_them_among_the_first_ten() {
    let db = sown().await;
    let s = service_on(db.store.clone());
    every_grid_has_a_roster(&db).await;
    every_grid_has_base_data_and_a_branch(&db).await;
    let facts = db.some_people(1000).await;
    assert_eq!(facts.len(), 1000);
    let centre = db.actor(Role::City, Area::city(Profile::county()), 9_000_000).await;
    let mut workers = std::collections::HashMap::new();
    let mut lost = Vec::new();
    for fact in &facts {
        if !workers.contains_key(&fact.area) {
            let serial = 9_000_001 + workers.len() as u64;
            workers.insert(fact.area, db.actor(Role::GridWorker, fact.area, serial).await);
        }
        for (text, in_whole_city) in keys(fact) {
            let actor = if in_whole_city { &centre } else { &workers[&fact.area] };
            let hits = ten(&s, actor, &text).await;
            if !hits.iter().any(|hit| is(hit, fact)) {
                lost.push(text);
            }
        }
    }
    assert!(lost.is_empty(), "{} keys found nobody: {:?}", lost.len(), &lost[..lost.len().min(20)]);
}

/// What grid workers have to do besides visits: points to come by, households to look after, and who walks with them.
async fn every_grid_has_field_work(db: &TestDb) {
    let grids = db.count("area where level = 4 and to_on is null").await;
    let sown =
        "area g where g.level = 4 and g.to_on is null and (select count(*) from check_point c where c.area = g.area)
        between 2 and 4";
    assert_eq!(db.count(sown).await, grids, "every grid has two to four check-points");
    let communities = db.count("area where level = 3 and to_on is null").await;
    assert_eq!(
        db.count("patrol_team t where exists (select from team_patrol p where p.team_id = t.id)").await,
        communities
    );
    assert_eq!(
        db.count("team_patrol where not members <@ (select members from patrol_team where id = team_id)").await,
        0
    );
    assert!(db.count("watch_list where is_synthetic").await >= communities);
    let strange = "watch_item i join watch_list w on w.id = i.watch_list_id join household h on h.id = i.dwelling_id
        where h.area <> i.area or w.area / 1000 <> i.area / 1000
            or h.label_bits & (case when w.name ~ '独居' then 1 << 10 else 3 << 13 end) = 0";
    assert_eq!(db.count(strange).await, 0, "a list holds households of its own community that have the label");
    let today = civil_date(now());
    let checked = format!("watch_check where day = '{today}'");
    let (checked, items) = (db.count(&checked).await, db.count("watch_item").await);
    assert!(0 < checked && checked < items, "some are still to be checked today: {checked} of {items}");
    assert!(db.count(&format!("check_point_pass where day = '{today}'")).await > 0);
}

/// Only the first street records tracks; elsewhere the visits of a day are joined to a line, as they are by default.
async fn everybody_has_a_line(db: &TestDb) {
    let s = service_on(db.store.clone());
    let city = Area::city(Profile::county());
    let (first, other) = (city.child(1).unwrap(), city.child(2).unwrap());
    let of = |area: Area| format!("patrol_track where area >= {} and area < {}", area.range().lo, area.range().hi);
    assert!(db.count(&of(first)).await > 0);
    assert_eq!(db.count(&of(other)).await, 0);
    let centre = db.actor(Role::City, city, 9_000_000).await;
    for street in [first, other] {
        let workers = service::patrol::workers(&s, &centre, street).await.unwrap();
        assert!(!workers.is_empty(), "{street}");
        let mut longest = 0;
        for worker in &workers {
            for day in worker.days.iter().take(4) {
                let track = service::patrol::track(&s, &centre, worker.account, *day).await.unwrap();
                assert!(!track.fixes.is_empty() && !track.stops.is_empty(), "{} {day}", worker.title);
                longest = longest.max(track.stops.len());
            }
        }
        assert!(longest >= 4, "{street}: {longest}");
    }
}

#[tokio::test]
async fn a_sown_city_has_households_that_say_what_the_files_say_and_a_past() {
    let db = sown().await;
    let lives = "s.to_on is null and s.kind in ('both', 'actual')";

    let differ = db
        .count(&format!(
            "household h where h.residents <> (
                select count(*) from stay s join resident r on r.id = s.resident_id
                where s.dwelling_id = h.id and {lives} and r.status = 'checked'
            )"
        ))
        .await;
    let twice =
        db.count(&format!("(select s.resident_id from stay s where {lives} group by 1 having count(*) > 1) t")).await;

    assert_eq!((differ, twice), (0, 0));
    every_grid_has_field_work(&db).await;
    everybody_has_a_line(&db).await;
    assert_eq!(db.count("case_file where category is null").await, 0, "every case is about something");
    let announced = service::work::public(&service_on(db.store.clone())).await.unwrap().works;
    assert!(announced.len() >= 6 && announced.iter().all(|work| work.is_synthetic), "{announced:?}");
    for some in [
        "stay where to_on is not null",
        "stay where relation = 'landlord'",
        "resident where status = 'unchecked'",
        "resident_key_group",
        "resident_skill",
        "verification",
        "place_note",
        "household where fresh_until is not null and filled < required",
        "category_owner",
        "work where not is_public",
    ] {
        assert!(db.count(some).await > 0, "{some}");
    }
}
