//! Pages: complete without script, woken up with a nonce, and never broken by what stands in the address.

use axum::http::StatusCode;
use domain::actor::Role;

use crate::house::House;

/// Pages of the desk that need no record.
const DESK: [&str; 4] = ["/map", "/screen?rotate=30", "/cases", "/map?mode=2d&lens=visit&theme=screen"];

#[tokio::test]
async fn a_public_page_is_complete_and_carries_no_script_at_all() {
    let house = House::with_bundle().await;

    let page = house.stranger().get("/").await;

    assert_eq!(page.status, StatusCode::OK);
    assert!(page.is_complete(), "{}", page.text);
    assert!(page.text.contains("made up for tests"), "the attribution is on the page: {}", page.text);
    assert!(page.tags("script").is_empty() && !page.text.contains(".wasm"), "{}", page.text);
    assert!(!page.header("content-security-policy").contains("script-src"));
    assert!(page.session().is_none(), "residents get no session");
}

#[tokio::test]
async fn a_desk_page_wakes_up_with_scripts_that_carry_the_headers_nonce() {
    let house = House::with_bundle().await;
    let browser = house.browser(Role::City).await;

    for path in DESK {
        let page = browser.get(path).await;

        assert_eq!(page.status, StatusCode::OK, "{path}");
        let nonce = page.nonce();
        assert!(nonce.len() >= 16, "{path}");
        let mark = format!("nonce=\"{nonce}\"");
        let scripts = page.tags("script");
        assert!(!scripts.is_empty() && page.text.contains("/pkg/desk_bg.2b.wasm"), "{path}");
        for tag in scripts.iter().chain(&page.tags("style")) {
            assert!(tag.contains(&mark), "{path}: {tag}");
        }
        let leaflet = page.text.find("leaflet.4d.js").unwrap();
        assert!(leaflet < page.text.find("bundle.hydrate()").unwrap(), "Leaflet comes before the bundle");
    }
}

#[tokio::test]
async fn every_role_can_open_every_page_of_the_desk() {
    let house = House::new().await;

    for role in [Role::City, Role::Street, Role::Community, Role::GridWorker, Role::Wall] {
        let browser = house.browser(role).await;
        for path in ["/map", "/screen", "/areas", "/map?mode=2d&lens=key-group"] {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path} as {role:?}");
        }
    }
}

#[tokio::test]
async fn two_pages_never_share_a_nonce() {
    let house = House::with_bundle().await;
    let browser = house.stranger();

    assert_ne!(browser.get("/map").await.nonce(), browser.get("/map").await.nonce());
}

#[tokio::test]
async fn without_a_bundle_the_desk_is_plain_html() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;

    for path in DESK {
        let page = browser.get(path).await;

        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.tags("script").is_empty(), "{path}: {}", page.text);
        assert!(page.is_complete(), "{path}");
    }
}

#[tokio::test]
async fn no_page_has_a_style_attribute_or_an_inline_handler() {
    let house = House::with_bundle().await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let browser = house.browser(Role::GridWorker).await;
    let grid = house.post(Role::GridWorker).area;
    let records = [
        format!("/map?h={}", card.dwelling),
        format!("/map?b={}", card.building),
        format!("/buildings/{}", card.building),
        format!("/areas/{grid}"),
        "/".to_owned(),
        "/no-such-page".to_owned(),
    ];

    for path in DESK.into_iter().chain(records.iter().map(String::as_str)) {
        let page = browser.get(path).await;

        assert!(!page.text.contains(" style=\""), "{path}");
        for handler in [" onclick=", " onload=", " onerror=", "javascript:"] {
            assert!(!page.text.contains(handler), "{path} contains {handler}");
        }
    }
}

#[tokio::test]
async fn every_page_carries_the_headers_that_protect_it() {
    let house = House::new().await;

    for path in ["/", "/map", "/no-such-page", "/healthz", "/map/scene/1.bin", "/api/nothing"] {
        let answer = house.stranger().get(path).await;

        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_a_real_404_page() {
    let house = House::with_bundle().await;

    for path in ["/no-such-page", "/map/none", "/api/none", "/%F0%9F%8F%A0", "/buildings"] {
        let page = house.stranger().get(path).await;

        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text.contains("<html") && page.tags("script").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn what_one_may_not_know_looks_like_what_does_not_exist() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let foreign = house.household(store::testing::grid_of(2, 1, 1)).await;
    let pairs = [
        (format!("/buildings/{}", foreign.building), "/buildings/990001000000999999".to_owned()),
        (format!("/map?h={}", foreign.dwelling), "/map?h=990001000000999999".to_owned()),
    ];

    for (known_elsewhere, unknown) in pairs {
        let (foreign_page, unknown_page) = (browser.get(&known_elsewhere).await, browser.get(&unknown).await);

        assert_eq!(foreign_page.status, StatusCode::NOT_FOUND, "{known_elsewhere}");
        assert_eq!(unknown_page.status, StatusCode::NOT_FOUND, "{unknown}");
        assert!(!foreign_page.text.contains(&foreign.address.short()));
    }
}

#[tokio::test]
async fn nothing_in_an_address_breaks_a_page() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;
    let broken = [
        "%",
        "%zz",
        "%ff%fe",
        "&&&",
        "=",
        "a=b=c",
        "area=",
        "area=-1",
        "area=999999999999999999999",
        "area=%00",
        "b=x&h=y",
        "h=%3Cscript%3E",
        "lens=none&hide=1,2,x,,99&mode=4d",
        "day=2026-99-99&t=99:99:99&worker=1",
        "cam=1,2",
        "cam=a,b,c,d,e",
        "cam=99999999999,1,1,1,1",
        "cam=-1,-1,-1,-1,-1",
        "theme=%F0%9F%8F%A0&lang=xx",
        "asked=%27%22%3B--",
        "area[]=1&area[x]=2",
        "h=990001000000000001&h=990001000000000002",
    ];

    for page in ["/map", "/cases", "/", "/areas/x", "/areas/990001001001001", "/buildings/x", "/map/state", "/healthz"]
    {
        for query in broken {
            let answer = browser.get(&format!("{page}?{query}")).await;

            assert!(answer.status.as_u16() < 500, "{page}?{query}: {}", answer.status);
            assert!(!answer.text.contains("<script>"), "{page}?{query}");
        }
    }
}

#[tokio::test]
async fn language_and_look_follow_the_address_and_are_remembered() {
    let house = House::new().await;

    let page = house.stranger().get("/login?lang=en&theme=screen").await;

    assert!(page.text.contains(r#"<html lang="en" data-theme="screen""#), "{}", page.text);
    let cookies: Vec<&str> = page.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("lang=en;")), "{cookies:?}");
    assert!(cookies.iter().any(|cookie| cookie.starts_with("theme=screen;")), "{cookies:?}");
}

#[tokio::test]
async fn no_page_and_no_answer_holds_a_name_or_a_number_of_a_person_in_clear() {
    let house = House::with_bundle().await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let (dwelling, building, area) = (card.dwelling, card.building, house.post(Role::GridWorker).area);
    let addresses = [
        "/".to_owned(),
        "/cases".to_owned(),
        format!("/areas/{area}"),
        format!("/buildings/{building}?h={dwelling}"),
        format!("/map?b={building}&h={dwelling}"),
        format!("/api/household/card?dwelling={dwelling}"),
        format!("/api/building/board?building={building}&lens=occupancy"),
        "/api/search/recent".to_owned(),
    ];

    for role in [Role::City, Role::Street, Role::Community, Role::GridWorker, Role::Wall] {
        let browser = house.browser(role).await;
        for address in &addresses {
            let text = browser.get(address).await.text;
            for canary in ["欧阳试", "999999199001010016", "19900101"] {
                assert!(!text.contains(canary), "{address} as {role:?} holds {canary}");
            }
        }
        let card = browser.get(&format!("/map?b={building}&h={dwelling}")).await.text;
        assert_eq!(card.contains("欧**"), role != Role::Wall, "the mask is what is shown, as {role:?}");
    }
}
