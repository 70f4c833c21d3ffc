//! What other systems rely on: GeoJSON of cases, and the description of all documented calls.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::actor::Role;
use domain::case::Light;
use serde_json::Value;
use server::http::openapi::{CALLS, Security};
use store::testing::grid_of;

use crate::house::{Answer, House};

const GEO: &str = "/api/geo/cases.geojson";

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).expect(&answer.text)
}

fn features(answer: &Answer) -> Vec<Value> {
    json(answer)["features"].as_array().unwrap().clone()
}

/// A house with a red case in each of two grids.
async fn troubled() -> House {
    let house = House::new().await;
    for (serial, grid) in [(700, grid_of(1, 1, 1)), (701, grid_of(2, 1, 1))] {
        let seat = house.seat(grid).await;
        house.db.add_case(&seat, serial, Light::Red).await;
    }
    house
}

#[tokio::test]
async fn cases_are_points_inside_the_posts_area_and_say_nothing_of_people() {
    let house = troubled().await;
    let answer = house.browser(Role::City).await.get(GEO).await;
    let worker = house.browser(Role::GridWorker).await;

    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/geo+json"));
    let all = features(&answer);
    assert_eq!(all.len(), 2);
    let first = &all[0];
    let at = first["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!((&first["type"], &first["geometry"]["type"], at.len()), (&"Feature".into(), &"Point".into(), 2));
    assert!(at[0].as_f64().unwrap() > 60.0 && at[1].as_f64().unwrap() < 60.0, "longitude first: {at:?}");
    assert_eq!(first["properties"]["light"], "red");
    let seat = house.seat(grid_of(1, 1, 1)).await;
    assert!(
        !answer.text.contains("楼道灯") && !answer.text.contains(&format!("\"{}\"", seat.dwelling)),
        "{}",
        answer.text
    );

    assert_eq!(features(&worker.get(GEO).await).len(), 1);
    let elsewhere = format!("{GEO}?area={}", grid_of(2, 1, 1));
    assert_eq!(worker.get(&elsewhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.stranger().get(GEO).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn cases_are_filtered_by_light_and_day() {
    let house = troubled().await;
    let city = house.browser(Role::City).await;
    for (query, expected) in [
        ("light=red", 2),
        ("light=green", 0),
        ("from=2000-01-01&to=2000-12-31", 0),
        ("from=2000-01-01", 2),
        ("to=2000-01-01", 0),
        ("area=&light=", 2),
    ] {
        assert_eq!(features(&city.get(&format!("{GEO}?{query}")).await).len(), expected, "{query}");
    }
    for wrong in ["light=pink", "area=7", "from=today", "from=2026-11-22&to=2026-11-21"] {
        assert!(city.get(&format!("{GEO}?{wrong}")).await.status.is_client_error(), "{wrong}");
    }
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let house = troubled().await;
    let city = house.browser(Role::City).await;
    let tag = city.get(GEO).await.header("etag").to_owned();
    let again = async || {
        let request = city.request(Method::GET, GEO).header("if-none-match", format!("\"x\", {tag}"));
        city.ask(request.body(Body::empty()).unwrap()).await
    };

    let same = again().await;
    assert_eq!((same.status, same.bytes.len(), same.header("etag")), (StatusCode::NOT_MODIFIED, 0, &*tag));
    let seat = house.seat(grid_of(1, 1, 1)).await;
    house.db.add_case(&seat, 702, Light::Yellow).await;
    assert_eq!(again().await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_documented_call_answers_with_a_documented_status() {
    let house = troubled().await;
    let city = house.browser(Role::City).await;
    for call in CALLS {
        for (path, formats) in call.addresses() {
            let path = path.replace("{id}", if path.contains("services") { "0102" } else { "990001000000000700" });
            let method = Method::from_bytes(call.method.to_uppercase().as_bytes()).unwrap();
            let request = city.request(method, &path).header("content-type", "application/x-www-form-urlencoded");
            let answer = city.ask(request.body(Body::empty()).unwrap()).await;

            let status = answer.status.as_u16();
            assert!(call.answers.iter().any(|row| row.0 == status), "{path}: {status} is not documented");
            assert!(answer.header("content-type").starts_with(formats[0]), "{path}: {}", answer.header("content-type"));
            if call.security == Security::Session {
                assert_eq!(house.stranger().get(&path).await.status, StatusCode::UNAUTHORIZED, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn the_description_is_whole_and_holds_every_route_for_others() {
    let house = House::new().await;
    let answer = house.stranger().get("/api/openapi.json").await;
    let said = json(&answer);

    assert_eq!((answer.status, &said["openapi"]), (StatusCode::OK, &Value::from("3.1.0")));
    let source = crate::route::written();
    let routes = source.match_indices(".route(\"").map(|(at, mark)| {
        let (path, rest) = source[at + mark.len()..].split_once('"').unwrap();
        let is_post = rest.trim_start_matches([',', ' ']).starts_with("post(");
        (path.to_owned(), if is_post { "post" } else { "get" })
    });
    let for_others = |path: &str| {
        ["/open311/", "/api/", "/healthz", "/readyz", "/version"].iter().any(|prefix| path.starts_with(prefix))
    };
    let routes: BTreeSet<_> = routes.filter(|(path, _)| for_others(path)).collect();
    let paths = said["paths"].as_object().unwrap();
    let described: BTreeSet<_> = paths
        .iter()
        .flat_map(|(path, calls)| {
            let route = path.replace("{id}.json", "{file}").replace("{id}.xml", "{file}");
            ["get", "post"]
                .into_iter()
                .filter(|method| calls.get(*method).is_some())
                .map(move |method| (route.clone(), method))
        })
        .collect();
    assert_eq!(described, routes);

    let schemas = said["components"]["schemas"].as_object().unwrap();
    for (at, mark) in answer.text.match_indices("#/components/schemas/") {
        let name = answer.text[at + mark.len()..].split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is named and not there");
    }
    assert!(said["webhooks"]["case"]["post"].is_object());
}
