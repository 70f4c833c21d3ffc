//! Open311 `GeoReport` v2 from its specification: every call in both formats, paging, repetitions, every error.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Light;
use domain::geo::Metre;
use serde_json::Value;
use store::testing::{county, grid_of};

use crate::house::{Answer, House};

/// A street lamp: not sensitive.
const LAMP: &str = "0102";

/// A house with a client, its key, and who made it.
async fn opened() -> (House, String, Actor) {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let key = service::api_client::make(&house.service, &admin, Area::city(county()), "城市应用").await.unwrap().key;
    (house, key, admin)
}

async fn administrator(house: &House) -> Actor {
    house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await
}

/// Sends a form as another server does: without cookies, origin or fetch metadata.
async fn post(house: &House, file: &str, once: Option<&str>, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", crate::house::escape(name), crate::house::escape(value)))
        .collect();
    let stranger = house.stranger();
    let mut request = stranger
        .request(Method::POST, &format!("/open311/v2/{file}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8");
    if let Some(once) = once {
        request = request.header("idempotency-key", once);
    }
    stranger.ask(request.body(Body::from(body.join("&"))).unwrap()).await
}

async fn get(house: &House, path: &str) -> Answer {
    house.stranger().get(&format!("/open311/v2/{path}")).await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).expect(&answer.text)
}

/// A point inside the first grid: its first building's.
async fn point(house: &House) -> (String, String) {
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let mut tx = house.db.store.begin_system().await.unwrap();
    let spot = store::spot::of_building(&mut tx, seat.building).await.unwrap().unwrap();
    let frame = store::city::city(&mut tx, county()).await.unwrap().unwrap().frame();
    let (x, y) = spot.at_dm.unwrap();
    let at = frame.to_lon_lat(Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 });
    (at.lon.to_string(), at.lat.to_string())
}

/// Posts a lamp at the first building and returns the number of the request.
async fn lamp(house: &House, key: &str, words: &str) -> String {
    let (lon, lat) = point(house).await;
    let fields = [("api_key", key), ("service_code", LAMP), ("lat", &*lat), ("long", &*lon), ("description", words)];
    let answer = post(house, "requests.json", None, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    json(&answer)[0]["service_request_id"].as_str().unwrap().to_owned()
}

/// The names of a record's parts as XML has them, with what stands in each that holds text only.
fn xml_parts(text: &str, element: &str) -> BTreeMap<String, String> {
    let (_, rest) = text.split_once(&format!("<{element}>")).expect(text);
    let (inner, _) = rest.split_once(&format!("</{element}>")).unwrap();
    let mut parts = BTreeMap::new();
    let mut rest = inner;
    while let Some(at) = rest.find('<') {
        let (tag, behind) = rest[at + 1..].split_once('>').unwrap();
        if let Some(name) = tag.strip_suffix('/') {
            parts.insert(name.to_owned(), String::new());
            rest = behind;
        } else {
            let (inside, behind) = behind.split_once(&format!("</{tag}>")).unwrap();
            parts.insert(tag.to_owned(), inside.to_owned());
            rest = behind;
        }
    }
    parts
}

#[tokio::test]
async fn discovery_says_where_the_calls_are_in_both_formats() {
    let (house, ..) = opened().await;

    let answer = get(&house, "discovery.json").await;
    let said = json(&answer);
    let endpoint = &said["endpoints"][0];

    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(endpoint["url"], "http://127.0.0.1:3000/open311/v2");
    assert_eq!(endpoint["formats"], serde_json::json!(["text/xml", "application/json"]));
    for name in ["changeset", "contact", "key_service"] {
        assert!(said[name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    let answer = get(&house, "discovery.xml").await;
    assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
    assert!(answer.text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?><discovery>"), "{}", answer.text);
    assert!(answer.text.contains("<formats><format>text/xml</format><format>application/json</format></formats>"));
}

#[tokio::test]
async fn services_are_the_categories_that_are_offered_and_each_has_a_definition() {
    let (house, _, admin) = opened().await;
    service::category::set_retired(&house.service, &admin, &"0101".parse().unwrap(), true).await.unwrap();

    let list = json(&get(&house, "services.json").await);
    let xml = get(&house, "services.xml").await.text;

    let codes: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["service_code"].as_str().unwrap()).collect();
    assert!(codes.contains(&LAMP) && !codes.contains(&"0101"), "{codes:?}");
    let service = list.as_array().unwrap().iter().find(|one| one["service_code"] == LAMP).unwrap();
    assert_eq!((&service["metadata"], &service["type"]), (&Value::Bool(true), &Value::from("realtime")));
    for name in ["service_name", "description", "keywords", "group"] {
        assert!(service[name].is_string(), "{name}");
    }
    assert_eq!(xml.matches("<service>").count(), codes.len());

    for code in &codes {
        let definition = json(&get(&house, &format!("services/{code}.json")).await);
        let urgency = &definition["attributes"][0];
        assert_eq!((&definition["service_code"], &urgency["code"]), (&Value::from(*code), &Value::from("urgency")));
        for name in ["variable", "datatype", "required", "datatype_description", "order", "description", "values"] {
            assert!(!urgency[name].is_null(), "{name}");
        }
    }
    let xml = get(&house, &format!("services/{LAMP}.xml")).await.text;
    assert!(
        xml.contains(&format!("<service_definition><service_code>{LAMP}</service_code><attributes><attribute>")),
        "{xml}"
    );
    assert!(xml.contains("<value><key>urgent</key><name>"), "{xml}");
    for gone in ["services/0101.json", "services/9999.json", "services/x.xml", "services/0102"] {
        assert_eq!(get(&house, gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test]
async fn a_posted_request_is_a_case_like_any_other_and_is_read_back_in_both_formats() {
    let (house, key, _) = opened().await;
    let sequencer = tokio::spawn(service::live::run_sequencer(house.service.clone(), std::future::pending()));

    let id = lamp(&house, &key, "路灯 <不亮> & 闪").await;

    let (case, community) = (id.parse().unwrap(), house.post(Role::Community));
    let sheet = service::case::sheet(&house.service, community, case).await.unwrap();
    assert!(format!("{sheet:?}").contains("路灯 <不亮> & 闪"), "the desk reads what was written");
    let said = json(&get(&house, &format!("requests/{id}.json?extensions=true")).await);
    let one = &said[0];
    assert_eq!((&one["service_request_id"], &one["status"]), (&Value::from(id.clone()), &Value::from("open")));
    assert_eq!(one["service_code"], LAMP);
    assert_eq!(one["extended_attributes"]["light"], "red");
    assert_eq!(one["description"], Value::Null, "what somebody wrote stays inside");
    assert!(one["requested_datetime"].as_str().unwrap().ends_with("+08:00"), "{one}");
    let (lon, lat) = point(&house).await;
    let near = |name: &str, said: &str| (one[name].as_f64().unwrap() - said.parse::<f64>().unwrap()).abs() < 1e-5;
    assert!(near("long", &lon) && near("lat", &lat), "{one}");
    let names: Vec<&String> = one.as_object().unwrap().keys().collect();

    let xml = get(&house, &format!("requests/{id}.xml?extensions=true")).await.text;
    assert!(xml.contains("<service_requests><request><service_request_id>"), "{xml}");
    let parts = xml_parts(&xml, "request");
    for name in names {
        assert!(parts.contains_key(name), "{name} is in one format only");
    }
    assert_eq!(parts["requested_datetime"], one["requested_datetime"].as_str().unwrap());
    assert!(json(&get(&house, &format!("requests/{id}.json")).await)[0].get("extended_attributes").is_none());
    let token = json(&get(&house, &format!("tokens/{id}.json")).await);
    assert_eq!((&token[0]["service_request_id"], &token[0]["token"]), (&Value::from(id.clone()), &Value::from(id)));
    sequencer.abort();
}

#[tokio::test]
async fn the_same_request_sent_again_is_the_same_request() {
    let (house, key, admin) = opened().await;
    let first = lamp(&house, &key, "灯不亮").await;

    assert_eq!(lamp(&house, &key, "灯不亮").await, first);
    assert_ne!(lamp(&house, &key, "灯在闪").await, first, "other words are another request");

    let (lon, lat) = point(&house).await;
    let place = [("api_key", &*key), ("service_code", LAMP), ("lat", &*lat), ("long", &*lon)];
    let numbered = async |once: &str, words: &str| {
        let fields: Vec<(&str, &str)> = place.iter().copied().chain([("description", words)]).collect();
        json(&post(&house, "requests.json", Some(once), &fields).await)[0]["service_request_id"].clone()
    };
    let one = numbered("a-1", "灯不亮").await;
    assert_eq!(numbered("a-1", "the client sent its own number again").await, one);
    assert_ne!(numbered("a-2", "灯不亮").await, one);

    let other = service::api_client::make(&house.service, &admin, Area::city(county()), "x").await.unwrap().key;
    assert_ne!(lamp(&house, &other, "灯不亮").await, first, "another client's is another");
}

#[tokio::test]
async fn two_at_once_are_one() {
    let (house, key, _) = opened().await;

    let (one, two, three) = tokio::join!(lamp(&house, &key, "x"), lamp(&house, &key, "x"), lamp(&house, &key, "x"));

    assert_eq!((&one, &one), (&two, &three));
}

#[tokio::test]
async fn a_request_that_may_repeat_another_is_told_so_if_the_public_knows_that_one() {
    let (house, key, _) = opened().await;
    let first = lamp(&house, &key, "三号楼前的路灯不亮").await;
    let (lon, lat) = point(&house).await;
    let fields = [("api_key", &*key), ("service_code", LAMP), ("lat", &*lat), ("long", &*lon), ("account_id", "7")];

    let answer = json(&post(&house, "requests.json", None, &fields).await);

    let notice = answer[0]["service_notice"].as_str().unwrap_or_default();
    assert!(notice.contains(&first), "{answer}");
    assert_eq!(answer[0]["account_id"], "7");
}

#[tokio::test]
async fn a_place_is_a_point_a_number_or_words() {
    let (house, key, _) = opened().await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (dwelling, building) = (format!("dwelling-{}", seat.dwelling), format!("building-{}", seat.building));
    for place in [("address_id", &*dwelling), ("address_id", &*building), ("address_string", "老市场门口")] {
        let answer = post(&house, "requests.xml", None, &[("api_key", &key), ("service_code", LAMP), place]).await;

        assert_eq!(answer.status, StatusCode::OK, "{place:?} {}", answer.text);
        let id = xml_parts(&answer.text, "request")["service_request_id"].clone();
        let shown = get(&house, &format!("requests/{id}.json")).await;
        assert_eq!(shown.status, StatusCode::OK, "{place:?}");
        let address = json(&shown)[0]["address"].as_str().unwrap_or_default().to_owned();
        assert!(!address.is_empty() && !address.contains('-'), "never below the building: {address}");
        assert!(!shown.text.contains("老市场"), "words of the reporter stay inside: {}", shown.text);
    }
}

#[tokio::test]
async fn what_is_about_a_household_is_not_public_unless_it_came_in_here() {
    let (house, ..) = opened().await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let case = house.db.add_case(&seat, 700, Light::Red).await;

    let one = get(&house, &format!("requests/{case}.json")).await;
    let named = get(&house, &format!("requests.json?service_request_id={case}")).await;

    assert_eq!(one.status, StatusCode::NOT_FOUND);
    assert_eq!(json(&named), serde_json::json!([]));
    assert_eq!(json(&get(&house, "requests.json").await), serde_json::json!([]));
}

#[tokio::test]
async fn requests_are_filtered_and_paged() {
    let (house, key, _) = opened().await;
    let ids = [lamp(&house, &key, "a").await, lamp(&house, &key, "b").await, lamp(&house, &key, "c").await];
    let asked = async |query: &str| {
        let answer = get(&house, &format!("requests.json?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query} {}", answer.text);
        let list = json(&answer);
        list.as_array().unwrap().iter().map(|one| one["service_request_id"].as_str().unwrap().to_owned()).collect()
    };
    let all: Vec<String> = asked("").await;

    assert_eq!(all.len(), 3);
    let mut paged: Vec<String> = Vec::new();
    for page in 1..=4 {
        let one: Vec<String> = asked(&format!("page_size=1&page={page}")).await;
        assert_eq!(one.len(), usize::from(page < 4));
        paged.extend(one);
    }
    assert_eq!(paged, all, "pages are the list, once each");
    for (query, expected) in [
        ("status=open", 3),
        ("status=closed", 0),
        ("status=open,closed", 3),
        ("service_code=0102", 3),
        ("service_code=0103", 0),
        ("service_code=0103,0102", 3),
        ("start_date=2000-01-01T00:00:00Z", 0),
        ("end_date=2000-01-01T00:00:00%2B08:00", 0),
        ("start_date=2026-11-01T00:00:00Z&end_date=2099-01-01T00:00:00Z", 3),
    ] {
        let found: Vec<String> = asked(query).await;
        assert_eq!(found.len(), expected, "{query}");
    }
    let named: Vec<String> =
        asked(&format!("service_request_id={},{}&status=closed&service_code=0103", ids[0], ids[2])).await;
    assert_eq!(named.len(), 2, "numbers override all else");
}

#[tokio::test]
async fn every_error_has_a_code_and_a_description_in_both_formats() {
    let (house, key, admin) = opened().await;
    let revoked = service::api_client::make(&house.service, &admin, Area::city(county()), "x").await.unwrap();
    service::api_client::revoke(&house.service, &admin, revoked.account).await.unwrap();
    let far = [("lat", "10"), ("long", "10")];
    let good = [("service_code", LAMP), ("address_string", "x")];
    let with = |more: &[(&'static str, &str)]| {
        more.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>()
    };
    let keyed = |more: &[(&'static str, &str)]| with(&[&[("api_key", &*key)][..], more].concat());
    let long = "x".repeat(4_001);
    let cases = [
        (403, with(&good)),
        (403, with(&[&[("api_key", "wrong")][..], &good].concat())),
        (403, with(&[&[("api_key", &*revoked.key)][..], &good].concat())),
        (400, keyed(&[("address_string", "x")])),
        (400, keyed(&[("service_code", LAMP)])),
        (400, keyed(&[("service_code", LAMP), ("lat", "42")])),
        (400, keyed(&[&good[..], &[("description", &*long)]].concat())),
        (400, keyed(&[&good[..], &[("attribute[urgency]", "now")]].concat())),
        (404, keyed(&[("service_code", "9999"), ("address_string", "x")])),
        (404, keyed(&[&[("service_code", LAMP)][..], &far].concat())),
        (404, keyed(&[("service_code", LAMP), ("address_id", "building-990001999999999999")])),
        (404, keyed(&[&good[..], &[("jurisdiction_id", "elsewhere")]].concat())),
    ];
    for (code, fields) in &cases {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = post(&house, "requests.json", None, &fields).await;
        assert_eq!(answer.status.as_u16(), *code, "{fields:?} {}", answer.text);
        assert_eq!(json(&answer)[0]["code"], *code);
        assert!(json(&answer)[0]["description"].as_str().is_some_and(|text| text.len() > 3), "{}", answer.text);
        let answer = post(&house, "requests.xml", None, &fields).await;
        assert_eq!(xml_parts(&answer.text, "error")["code"], code.to_string(), "{}", answer.text);
    }
    for (code, path) in [
        (404, "requests/7.json"),
        (404, "requests/990001000000999999.json"),
        (404, "tokens/990001000000999999.json"),
        (404, "services/9999.json"),
        (404, "services.json?jurisdiction_id=110101"),
        (400, "requests.json?status=green"),
        (400, "requests.json?start_date=today"),
        (400, "requests.json?page=0"),
    ] {
        let answer = get(&house, path).await;
        assert_eq!((answer.status.as_u16(), &json(&answer)[0]["code"]), (code, &Value::from(code)), "{path}");
    }
    assert_eq!(get(&house, "services.json?jurisdiction_id=990001").await.status, StatusCode::OK);
    assert_eq!(house.db.count("case_file").await, 0, "nothing of it came in");
}

#[tokio::test]
async fn a_key_reports_inside_its_area_only_and_is_shown_once() {
    let house = House::new().await;
    let actor = administrator(&house).await;
    let admin = house.browser_of(&actor).await;
    let street = grid_of(2, 1, 1).path()[1].to_string();
    let made = admin.post("/admin/client", &[("name", "二街道"), ("area", &street), ("back", "/admin/clients")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let key = made.text.split_once("issued__password\">").unwrap().1.split_once('<').unwrap().0.to_owned();

    let (lon, lat) = point(&house).await;
    let fields = [("api_key", &*key), ("service_code", LAMP), ("lat", &*lat), ("long", &*lon)];
    assert_eq!(post(&house, "requests.json", None, &fields).await.status, StatusCode::NOT_FOUND);

    let list = admin.get("/admin/clients").await.text;
    assert!(list.contains("二街道") && !list.contains(&key));
    assert!(!house.db.dump().await.contains(&key), "only its digest is kept");
    let mut session = house.stranger();
    session.forge(&key);
    assert_eq!(session.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED, "a key is no session");
}
