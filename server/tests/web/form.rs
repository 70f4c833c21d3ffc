//! Forms without WebAssembly: done and back, or the page again with the error and what was typed.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::area::Area;
use domain::case::Light;
use domain::cell::LabelCode;
use store::testing::county;

use crate::house::{House, escape};

#[tokio::test]
async fn a_label_is_put_on_and_the_browser_led_back() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let back = format!("/map?h={}", card.dwelling);
    let fields = [
        ("dwelling", card.dwelling.to_string()),
        ("label", "1".to_owned()),
        ("on", "1".to_owned()),
        ("revision", card.revision.to_string()),
        ("back", back.clone()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();

    let answer = browser.post("/form/label", &fields).await;

    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, back.as_str()), "{}", answer.text);
    assert_eq!(house.card(card.dwelling).await.labels, [LabelCode(1)]);
}

#[tokio::test]
async fn a_case_is_moved_on_and_the_same_click_again_is_refused() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;
    let seat = house.seat(house.post(Role::GridWorker).area).await;
    let case = house.db.add_case(&seat, 1, Light::Red).await.to_string();
    let fields = [("case", case.as_str()), ("version", "1"), ("step", "accept"), ("back", "/cases")];

    let (first, again) =
        (browser.post("/form/case-step", &fields).await, browser.post("/form/case-step", &fields).await);

    assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, "/cases"), "{}", first.text);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.card(seat.dwelling).await.cases[0].light, Light::Yellow);
}

#[tokio::test]
async fn a_stale_form_shows_its_page_again_without_script() {
    let house = House::with_bundle().await;
    let browser = house.browser(Role::GridWorker).await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let (dwelling, back) = (card.dwelling.to_string(), format!("/map?h={}&lang=en", card.dwelling));
    let fields = [("dwelling", dwelling.as_str()), ("label", "1"), ("on", "1"), ("revision", "77"), ("back", &back)];

    let answer = browser.post("/form/label", &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains(&card.address.short()), "the household's card is on the page");
    assert!(answer.tags("script").is_empty());
    assert_eq!(house.card(card.dwelling).await.revision, card.revision);
}

#[tokio::test]
async fn a_form_never_leads_to_another_site() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;
    let post = house.post(Role::City).post.to_string();

    for back in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
    {
        let answer = browser.post("/account/post", &[("post", &post), ("back", back)]).await;

        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/map"), "{back}");
    }
}

#[tokio::test]
async fn a_post_that_nobody_may_take_is_refused() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;

    for post in ["", "x", "990001000000000999"] {
        let answer = browser.post("/account/post", &[("post", post), ("back", "/cases")]).await;

        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{post}");
    }
}

#[tokio::test]
async fn typed_values_come_back_as_text_and_never_as_markup() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let nasty = "\"><script>alert(1)</script>";

    for path in ["/form/label", "/form/case-step", "/account/post"] {
        let fields =
            ["dwelling", "label", "on", "revision", "case", "version", "step", "post"].map(|name| (name, nasty));

        let answer = browser.post(path, &fields).await;

        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(!answer.text.contains("<script>alert"), "{path}");
    }
    assert_eq!(escape("a&b"), "a%26b");
}

#[tokio::test]
async fn a_form_that_is_too_long_is_not_read() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let long = "x".repeat(100 << 10);

    let answer = browser.post("/form/label", &[("dwelling", &long)]).await;

    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_stranger_posts_nothing() {
    let house = House::new().await;

    let answer = house.stranger().post("/form/label", &[("dwelling", "990001000000000001")]).await;

    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

/// Every form about people and homes with what it needs; `{…}` are filled in. The roles' statuses are those of a city, a
/// street, a community, a grid worker, a wall screen, and a grid worker about another grid.
const FILES: &[(&str, &str)] = &[
    ("/form/verify", "resident={dwelling}&group=contact&method=door"),
    ("/form/file", "resident={dwelling}&revision={file}&group=background&method=door&occupation=x"),
    ("/form/merge", "kept={dwelling}&kept_revision={file}&merged={next}&merged_revision={next_file}"),
    ("/form/unmerge", "merge={merge}"),
    ("/form/occupancy", "dwelling={dwelling}&revision={revision}&occupancy=2"),
    ("/form/note", "dwelling={dwelling}&place=stairwell&kind=valve&text=x"),
    ("/form/move-in", "dwelling={dwelling}&revision={revision}&relation=tenant&kind=actual&name=x"),
    ("/form/move-out", "dwelling={dwelling}&revision={revision}&resident={dwelling}&day=2026-11-01"),
    ("/form/gone-through", "dwelling={dwelling}&revision={revision}"),
    ("/form/died", "resident={next}&revision={next_file}&day=2026-11-01"),
];

async fn fill(house: &House, text: &str, seats: [domain::id::DwellingId; 2]) -> String {
    let worker = house.post(Role::City);
    let file = async |serial: u64| {
        let resident = domain::id::ResidentId::new(county(), serial);
        service::file::view(&house.service, worker, resident).await.unwrap()
    };
    let (own, next) = (file(seats[0].serial()).await, file(seats[1].serial()).await);
    let merge = own.merges.first().map_or(0, |merge| merge.id).to_string();
    text.replace("{dwelling}", &seats[0].to_string())
        .replace("{next}", &seats[1].to_string())
        .replace("{revision}", &house.card(seats[0]).await.revision.to_string())
        .replace("{file}", &own.revision.to_string())
        .replace("{next_file}", &next.revision.to_string())
        .replace("{merge}", &merge)
}

fn pairs(text: &str) -> Vec<(&str, &str)> {
    text.split('&').filter_map(|pair| pair.split_once('=')).collect()
}

#[tokio::test]
async fn who_keeps_files_may_post_every_form_about_them_and_nobody_else_may() {
    let house = House::new().await;
    let seats = house.db.seats().await;
    let own: Vec<_> = seats.iter().filter(|seat| seat.area == house.post(Role::GridWorker).area).take(2).collect();
    let doors = [own[0].dwelling, own[1].dwelling];
    for role in [Role::City, Role::Street, Role::Wall] {
        let browser = house.browser(role).await;
        for (path, text) in FILES {
            let filled = fill(&house, text, doors).await;
            let answer = browser.post(path, &pairs(&filled)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} as {role:?}");
        }
    }
    let (trail, stays) = (house.db.audit_rows("move_in").await.len(), house.db.count("stay").await);
    assert_eq!(trail, 0);

    let browser = house.browser(Role::GridWorker).await;
    for (path, text) in FILES {
        let filled = fill(&house, text, doors).await;
        let answer = browser.post(path, &pairs(&filled)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}?{filled}: {}", answer.text);
    }
    assert_eq!(house.db.count("stay").await, stays + 1);
}

#[tokio::test]
async fn forms_about_another_grid_are_answered_as_if_there_were_no_such_thing() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let seats = house.db.seats().await;
    let own = house.post(Role::GridWorker).area;
    let foreign: Vec<_> = seats.iter().filter(|seat| seat.area.parent() != own.parent()).take(2).collect();
    let doors = [foreign[0].dwelling, foreign[1].dwelling];

    for (path, text) in FILES {
        let filled = fill(&house, text, doors).await;
        let answer = browser.post(path, &pairs(&filled)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(!answer.text.contains("欧阳"), "{path}");
    }
    for action in ["edit_file", "verify_file", "move_in", "move_out", "merge", "died", "write_note", "set_occupancy"] {
        assert!(house.db.audit_rows(action).await.is_empty(), "{action}");
    }
}

#[tokio::test]
async fn a_refused_move_shows_every_fault_and_what_was_typed_without_script() {
    let house = House::with_bundle().await;
    let browser = house.browser(Role::GridWorker).await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let (dwelling, revision) = (card.dwelling.to_string(), card.revision.to_string());
    let back = format!("/households/{dwelling}?lang=en");
    let fields = [
        ("dwelling", dwelling.as_str()),
        ("revision", revision.as_str()),
        ("name", "Robin Typed"),
        ("id_number", "999999195003010828"),
        ("born_on", "1990-02-31"),
        ("relation", "tenant"),
        ("kind", "actual"),
        ("back", &back),
    ];

    let answer = browser.post("/form/move-in", &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("Robin Typed") && answer.text.contains("1990-02-31"), "what was typed is kept");
    assert!(answer.text.contains("check sign") && answer.text.contains("Not a date"), "both faults are said");
    assert!(answer.tags("script").is_empty());
}

#[tokio::test]
async fn a_namesake_is_shown_inline_and_one_tap_moves_the_same_person_in() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let (dwelling, revision) = (card.dwelling.to_string(), card.revision.to_string());
    let back = format!("/households/{dwelling}");
    let mut fields = vec![
        ("dwelling", dwelling.as_str()),
        ("revision", revision.as_str()),
        ("name", "欧阳试"),
        ("born_on", "1990-01-01"),
        ("relation", "tenant"),
        ("kind", "actual"),
        ("day", "2026-11-01"),
        ("back", &back),
    ];

    let warned = browser.post("/form/move-in", &fields).await;
    assert_eq!(warned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(warned.text.contains("data-duplicate=") && warned.text.contains("data-same="), "{}", warned.text);

    fields.push(("is_other", "on"));
    let done = browser.post("/form/move-in", &fields).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, back.as_str()), "{}", done.text);
}

#[tokio::test]
async fn files_are_whole_pages_that_lead_to_each_other_and_hold_nothing_masked() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let dwelling = house.seat(house.post(Role::GridWorker).area).await.dwelling;

    let home = browser.get(&format!("/households/{dwelling}")).await;
    let person = browser.get(&format!("/people/{dwelling}?edit=background")).await;

    assert!(
        home.text.contains(&format!("/people/{dwelling}")) && person.text.contains(&format!("/households/{dwelling}"))
    );
    assert!(person.text.contains("name=\"occupation\""), "the form of the group is open");
    for page in [&home, &person] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("欧阳试") && !page.text.contains("999999199001010016"));
    }
}

#[tokio::test]
async fn a_search_without_script_finds_people_and_leaves_nothing_of_it_in_an_address() {
    let house = House::with_bundle().await;
    let browser = house.browser(Role::GridWorker).await;
    let other = house.browser(Role::Community).await;
    let seat = house.seat(house.post(Role::GridWorker).area).await;
    let canary = house.db.add_canary(&seat, 5).await;
    let back = format!("/map?area={}&lens=visit&asked=990001000000000001", seat.area);

    let answer = browser.post("/form/search", &[("q", &canary.name), ("back", &back)]).await;

    let address = answer.header("location");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(address.split("asked=").count(), 2, "{address}");
    assert!(address.starts_with(&format!("/map?area={}&lens=visit&asked=", seat.area)), "{address}");
    for _reload in 0..2 {
        let page = browser.get(address).await;
        assert!(page.text.contains(&format!("value=\"{}\"", canary.name)), "the box holds what was typed");
        assert!(page.text.contains("search-hit-0"), "somebody is found");
    }
    assert!(!other.get(address).await.text.contains(&canary.name), "another session's question");
    let nothing = browser.post("/form/search", &[("q", " "), ("back", address)]).await;
    assert_eq!(nothing.header("location"), format!("/map?area={}&lens=visit", seat.area));
}

#[tokio::test]
async fn the_trail_is_asked_for_somebodys_entries_without_the_name_in_the_address() {
    let house = House::with_bundle().await;
    let auditor = house.db.actor(Role::AuditAdmin, Area::city(county()), 590).await;
    let browser = house.browser_of(&auditor).await;
    let fields = [("login", "Zhang.San"), ("action", "view_card"), ("record", "oops")];

    let answer = browser.post("/form/search-trail", &fields).await;

    let address = answer.header("location");
    assert!(address.starts_with("/admin/audit?action=view_card&asked="), "{address}");
    assert!(browser.get(address).await.text.contains("value=\"zhang.san\""), "the form holds it");
    assert_eq!(browser.post("/form/search-trail", &[("action", "张三")]).await.header("location"), "/admin/audit");
}
