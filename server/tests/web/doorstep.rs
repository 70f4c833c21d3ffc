//! The fields of a file, gone through at the door: the page, the form with and without script, and what two of them make of each other.

use axum::http::StatusCode;
use domain::actor::Role;

use crate::house::{Answer, Browser, House};
use crate::offline::{OPERATION, hidden, person, send};

const OTHER: &str = "11234567-89ab-4cde-8f01-23456789abcd";

/// The fields that a page's form sends when nothing is changed on it: its tokens, and the values of its text fields and lists.
fn as_shown(page: &Answer) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for field in domain::doorstep::fields() {
        let base = hidden(page, &format!("base_{}", field.slug));
        assert_eq!(base.len(), 16, "{} carries the token of what it shows", field.slug);
        fields.push((format!("base_{}", field.slug), base));
        assert!(page.text.contains(&format!("name=\"{}\"", field.slug)), "{}", field.slug);
        fields.push((field.slug.to_owned(), String::new()));
    }
    fields
}

struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// The page's form, which shows nothing filled in yet.
    async fn open(browser: &Browser<'_>, person: &str) -> Self {
        let back = format!("/m/file/{person}");
        let page = browser.get(&format!("{back}?next=/m/outbox")).await;
        assert!(page.is_complete() && page.status == StatusCode::OK, "{}", page.text);
        assert_eq!((hidden(&page, "person"), hidden(&page, "next")), (person.to_owned(), "/m/outbox".to_owned()));
        let mut fields = as_shown(&page);
        fields.extend(
            [("person", person), ("next", "/m/outbox"), ("back", &back)]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        Self { fields }
    }

    fn with(&self, operation: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let changed = self.fields.iter().map(|(name, value)| {
            let change = changes.iter().find(|(changed, _)| changed == name).map(|(_, text)| (*text).to_owned());
            (name.clone(), change.unwrap_or_else(|| value.clone()))
        });
        changed.chain([("operation".to_owned(), operation.to_owned())]).collect()
    }
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn a_form_that_arrives_twice_is_done_once_with_and_without_script() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let person = person(&house).await;
    let form = Form::open(&worker, &person).await.with(OPERATION, &[("occupation", "教师"), ("marital", "20")]);

    let (status, first) = send(&worker, "/m/file", &borrowed(&form)).await;
    assert_eq!((status, first["outcome"].as_str()), (StatusCode::OK, Some("done")), "{first}");
    assert_eq!((first["operation"].as_str(), first["next"].as_str()), (Some(OPERATION), Some("/m/outbox")));
    let (status, second) = send(&worker, "/m/file", &borrowed(&form)).await;
    assert_eq!((status, second["outcome"].as_str()), (StatusCode::OK, Some("again")));
    let plain = worker.post("/m/file", &borrowed(&form)).await;
    assert_eq!((plain.status, plain.header("location")), (StatusCode::SEE_OTHER, "/m/outbox"));
    assert_eq!(house.db.count("field_operation").await, 1);

    let page = worker.get(&format!("/m/file/{person}")).await;
    assert!(page.text.contains("value=\"教师\""), "{}", page.text);
    for masked in ["name=\"name\"", "name=\"born_on\"", "name=\"phone\"", "name=\"medical_note\"", "name=\"id_number\""]
    {
        assert!(!page.text.contains(masked), "{masked}");
    }
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_and_the_tokens_of_what_was_seen() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let person = person(&house).await;
    let morning = Form::open(&worker, &person).await;
    let newer = morning.with(OTHER, &[("workplace", "一中")]);
    assert_eq!(send(&worker, "/m/file", &borrowed(&newer)).await.0, StatusCode::OK);

    let wrong = morning.with(OPERATION, &[("occupation", "教师"), ("permit_from_on", "2099-01-01")]);
    let (status, said) = send(&worker, "/m/file", &borrowed(&wrong)).await;
    assert_eq!((status, said["outcome"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("refused")), "{said}");
    let page = worker.post("/m/file", &borrowed(&wrong)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("value=\"教师\"") && page.text.contains("role=\"alert\""), "{}", page.text);
    assert!(page.text.contains("value=\"2099-01-01\"") && page.text.contains("is-wrong"), "{}", page.text);
    assert_eq!(hidden(&page, "next"), "/m/outbox");
    let base =
        |fields: &[(String, String)]| fields.iter().find(|(name, _)| name == "base_workplace").unwrap().1.clone();
    assert_eq!(hidden(&page, "base_workplace"), base(&wrong), "what was not seen does not count as seen");

    let right = morning.with(OPERATION, &[("occupation", "教师"), ("permit_from_on", "2026-01-01")]);
    assert_eq!(worker.post("/m/file", &borrowed(&right)).await.status, StatusCode::SEE_OTHER);
    let page = worker.get(&format!("/m/file/{person}")).await;
    assert!(page.text.contains("value=\"一中\"") && page.text.contains("value=\"2026-01-01\""), "{}", page.text);
    assert_eq!(
        send(&worker, "/m/file", &[("operation", OPERATION), ("person", &person)]).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn one_field_in_conflict_waits_in_the_inbox_by_its_name_and_the_others_are_written() {
    let house = House::new().await;
    let (worker, community) = (house.browser(Role::GridWorker).await, house.browser(Role::Community).await);
    let person = person(&house).await;
    let morning = Form::open(&worker, &person).await;
    let theirs = morning.with(OTHER, &[("marital", "20")]);
    assert_eq!(send(&community, "/m/file", &borrowed(&theirs)).await.0, StatusCode::OK);

    let late = morning.with(OPERATION, &[("marital", "40"), ("native_place", "吉林延吉")]);
    let (status, said) = send(&worker, "/m/file", &borrowed(&late)).await;
    assert_eq!((status, said["outcome"].as_str()), (StatusCode::CONFLICT, Some("conflict")), "{said}");
    assert_eq!((said["operation"].as_str(), said["next"].as_str()), (Some(OPERATION), Some("/m/conflicts")));
    assert_eq!(worker.post("/m/file", &borrowed(&late)).await.header("location"), "/m/conflicts");

    let inbox = worker.get("/m/conflicts").await;
    assert!(inbox.text.contains("data-field=\"marital\""), "{}", inbox.text);
    for word in ["离婚", "已婚"] {
        assert!(inbox.text.contains(word), "{word}: {}", inbox.text);
    }
    assert!(worker.get(&format!("/m/file/{person}")).await.text.contains("value=\"吉林延吉\""));
    let [operation, conflict, seen] = ["operation", "conflict", "base"].map(|name| hidden(&inbox, name));
    let decide = [
        ("operation", operation.as_str()),
        ("conflict", &conflict),
        ("base", &seen),
        ("side", "mine"),
        ("back", "/m/conflicts"),
    ];
    assert_eq!(worker.post("/m/conflict", &decide).await.status, StatusCode::SEE_OTHER);
    assert!(worker.get("/m/conflicts").await.text.contains("没有冲突"));
    let page = worker.get(&format!("/m/file/{person}")).await;
    assert!(page.text.contains("<option value=\"40\" selected"), "{}", page.text);
}

#[tokio::test]
async fn each_person_of_a_household_is_a_tap_away_from_the_form() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let person = person(&house).await;
    let dwelling = house.seat(store::testing::grid_of(1, 1, 1)).await.dwelling;

    let page = worker.get(&format!("/m/h/{dwelling}")).await;

    assert!(page.text.contains(&format!("href=\"/m/file/{person}?next=/m/h/{dwelling}\"")), "{}", page.text);
}
