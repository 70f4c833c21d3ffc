//! Every request about a record, by how the record is related to who asks: own, sibling, cousin, parent's, child's, of another
//! city, gone to another grid, erased; and from a post that is closed, an account that is locked, and nobody.
//!
//! What each role may do with a record of its own stands in [`crate::permission`] and [`crate::route`].

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::regrid::Regrid;
use store::testing::{grid_of, moved, other_county};

use crate::house::House;
use crate::probe::{Probe, Subject, reads, writes};

/// Answers that tell nothing: no such thing; or, of a form, its page again, which says no more.
fn is_hidden(probe: &Probe, status: u16) -> bool {
    match probe.path.as_str() {
        // The page of the asker's own area, whatever else is asked for; and of what another session asked, nothing.
        "/map" | "/notices" | "/api/search/asked" => true,
        "/api/search/all" if probe.arguments.contains("{own}") => true,
        // The same number is another cell in another city, and another post's in the same.
        "/api/map/dwelling_at" => matches!(status, 200 | 404 | 409),
        // Who has a desk is led there from every page of the phone, whatever it is about; a call is no page.
        path if path.starts_with("/m/") && probe.method == "GET" && !path.contains("/call/") => {
            matches!(status, 303 | 404)
        }
        path if path.starts_with("/m/") && probe.method == "POST" => matches!(status, 404 | 422),
        // An address in the body is refused on the page, one in the path is not found.
        path if path.starts_with("/form/") || path.starts_with("/admin/") => matches!(status, 404 | 422),
        _ => status == 404,
    }
}

/// What tells somebody anything about a record or changes it.
async fn faults(house: &House, actor: &Actor, subject: &Subject, relation: &str) -> Vec<String> {
    let browser = house.browser_of(actor).await;
    let before = house.db.digests_outside(actor.area.range()).await;
    let mut faults = Vec::new();
    for probe in reads().into_iter().chain(writes()) {
        // A community's estate lies in several grids, and who works in a city is known in all of it.
        if probe.path == "/estates/{estate}" {
            continue;
        }
        let answer = probe.send(house, &browser, actor, subject).await;
        let is_asked = |sign: &str| probe.arguments.contains("{name}") && subject.canary.name.contains(sign);
        let told =
            subject.canary.signs().into_iter().find(|sign| !is_asked(sign) && answer.text.contains(sign.as_str()));
        if !is_hidden(&probe, answer.status.as_u16()) || told.is_some() {
            let (role, path, arguments) = (actor.role, &probe.path, &probe.arguments);
            faults.push(format!("{role:?} about the {relation}: {path} {arguments}: {} {told:?}", answer.status));
        }
    }
    if house.db.digests_outside(actor.area.range()).await != before {
        faults.push(format!("{:?} changed what is the {relation}", actor.role));
    }
    faults
}

#[tokio::test]
async fn nobody_is_told_of_a_siblings_a_cousins_or_another_citys_record_nor_changes_it() {
    let house = House::with_a_second_city().await;
    // Of two cities the made-up one is not served: who asks is at home in the other.
    let at_home = |grid| moved(grid, other_county());
    let own = at_home(grid_of(1, 1, 1));
    let sibling = Subject::of(&house, at_home(grid_of(1, 1, 2)), 1).await;
    let cousin = Subject::of(&house, at_home(grid_of(2, 1, 1)), 2).await;
    let abroad = Subject::of(&house, grid_of(1, 1, 1), 3).await;
    let mut wrong = Vec::new();
    for (at, (role, area, subject, relation)) in [
        (Role::GridWorker, own, &sibling, "sibling's"),
        (Role::GridWorker, own, &abroad, "other city's"),
        (Role::GridLeader, own, &cousin, "cousin's"),
        (Role::Community, own.path()[2], &cousin, "cousin's"),
        (Role::Street, own.path()[1], &cousin, "cousin's"),
        (Role::City, own.path()[0], &abroad, "other city's"),
    ]
    .into_iter()
    .enumerate()
    {
        let actor = house.db.actor(role, area, 500 + at as u64).await;
        wrong.extend(faults(&house, &actor, subject, relation).await);
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_part_is_not_asked_about_the_whole() {
    let house = House::new().await;
    let own = grid_of(1, 1, 1);
    let mut wrong = Vec::new();
    for (at, (role, area)) in [
        (Role::GridWorker, own),
        (Role::GridLeader, own),
        (Role::Community, own.path()[2]),
        (Role::Street, own.path()[1]),
    ]
    .into_iter()
    .enumerate()
    {
        let actor = house.db.actor(role, area, 500 + at as u64).await;
        let browser = house.browser_of(&actor).await;
        let parent = area.parent().unwrap();
        for path in [
            "/areas/{a}/estates",
            "/areas/{a}/register",
            "/areas/{a}/party",
            "/areas/{a}/manage",
            "/map/state?lens=visit&area={a}",
            "/api/area/level?area={a}",
        ] {
            let answer = browser.get(&path.replace("{a}", &parent.to_string())).await;
            // Who re-grids nothing is told so before it is looked which area is meant.
            if answer.status != 404 {
                wrong.push(format!("{path} of {parent} as {role:?}: {}", answer.status));
            }
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn the_whole_is_told_of_every_part_and_a_leader_of_the_child() {
    let house = House::new().await;
    let subject = Subject::of(&house, grid_of(1, 1, 1), 1).await;
    for (at, area) in subject.seat.area.path().into_iter().enumerate() {
        let role = [Role::City, Role::Street, Role::Community, Role::GridWorker][at];
        let actor = house.db.actor(role, area, 500 + at as u64).await;
        let browser = house.browser_of(&actor).await;

        let page = browser.get(&format!("/people/{}", subject.canary.people[0])).await;

        assert!(page.status == 200 && page.text.contains("鸬**"), "{role:?}: {}", page.status);
    }
}

#[tokio::test]
async fn a_record_that_went_to_another_grid_is_no_longer_told_to_the_old_ones_worker() {
    let house = House::new().await;
    let (old, new) = (grid_of(1, 1, 1), grid_of(1, 1, 2));
    let subject = Subject::of(&house, old, 1).await;
    let worker = house.db.actor(Role::GridWorker, old, 500).await;
    let person = format!("/people/{}", subject.canary.people[0]);
    assert_eq!(house.browser_of(&worker).await.get(&person).await.status, 200);

    let community = house.db.actor(Role::Community, new.parent().unwrap(), 501).await;
    let change = Regrid::HandOver { from: old, into: new, buildings: vec![subject.seat.building] };
    service::regrid::change(&house.service, &community, &change).await.unwrap();

    let heir = house.db.actor(Role::GridWorker, new, 502).await;
    assert_eq!(house.browser_of(&heir).await.get(&person).await.status, 200);
    let left: Vec<_> = faults(&house, &worker, &subject, "old grid's").await;
    // Its own grid is there to be looked at, without the canary; a track stays with the grid that it was walked for, and a list
    // with the area of the post that sent it, as does a label for many.
    let own = ["{area}", "{worker}", "/import/", "/form/import-", "/labels/", "/cases/orders/"];
    let stays = |fault: &String| fault.ends_with("None") && own.iter().any(|mark| fault.contains(mark));
    let left: Vec<_> = left.into_iter().filter(|fault| !stays(fault)).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[tokio::test]
async fn what_was_erased_is_answered_like_what_never_was() {
    let house = House::new().await;
    let subject = Subject::of(&house, grid_of(1, 1, 1), 1).await;
    let actor = house.db.actor(Role::GridLeader, grid_of(1, 1, 1), 500).await;
    let browser = house.browser_of(&actor).await;
    let about_one = |probe: &Probe| {
        let text = format!("{} {}", probe.path, probe.arguments);
        let ids = [
            "{dwelling}",
            "{resident}",
            "{case}",
            "{notice}",
            "{certificate}",
            "{merge}",
            "{cell}",
            "{photo}",
            "{media}",
            "{paper}",
        ];
        let is_filled_late = ["{revision}", "{file}", "{version}", "{other_file}", "{item_revision}"]
            .iter()
            .any(|name| text.contains(name));
        ids.iter().any(|id| text.contains(id)) && !is_filled_late
    };
    let probes: Vec<Probe> = reads().into_iter().chain(writes()).filter(about_one).collect();
    house.db.erase(&subject.seat).await;

    for probe in probes {
        let answer = probe.send(&house, &browser, &actor, &subject).await;

        assert!(is_hidden(&probe, answer.status.as_u16()), "{} {}: {}", probe.path, probe.arguments, answer.status);
    }
}

#[tokio::test]
async fn a_closed_post_a_locked_account_and_nobody_are_all_sent_to_the_log_in() {
    let house = House::new().await;
    let grid = grid_of(1, 1, 1);
    let subject = Subject::of(&house, grid, 1).await;
    let admin = house.db.actor(Role::SecurityAdmin, Area::city(grid.county()), 500).await;
    let retired = house.db.actor(Role::GridWorker, grid, 501).await;
    let locked = house.db.actor(Role::GridWorker, grid, 502).await;
    let browsers = [house.browser_of(&retired).await, house.browser_of(&locked).await, house.stranger()];
    service::account::end_post(&house.service, &admin, retired.post).await.unwrap();
    service::account::set_locked(&house.service, &admin, locked.account, true).await.unwrap();
    let before = house.db.digests_outside(Area::city(other_county()).range()).await;

    for probe in reads().into_iter().chain(writes()) {
        for browser in &browsers {
            let answer = probe.send(&house, browser, &retired, &subject).await;

            let is_page = answer.header("location").starts_with("/login") && answer.status == 303;
            assert!(is_page || answer.status == 401, "{} {}: {}", probe.path, probe.arguments, answer.status);
            assert!(!subject.canary.signs().iter().any(|sign| answer.text.contains(sign)), "{}", probe.path);
        }
    }
    assert_eq!(house.db.digests_outside(Area::city(other_county()).range()).await, before);
}
