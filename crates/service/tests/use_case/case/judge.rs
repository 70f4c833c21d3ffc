//! 拍拍板: the resident's link and what the word of whoever holds it does.

use domain::actor::Actor;
use domain::case::{Kind, Light, Note, Phase, Verdict};
use domain::id::CaseId;
use service::ServiceError;
use service::case::{self, Taken};

use super::{at, later, report_of, with_picture, words};
use crate::house::House;

const DAY: i64 = 1_440;

/// A case that the street turned green at minute 60.
async fn green(house: &House, worker: &Actor) -> (CaseId, String, Actor) {
    let (community, street) = (house.community().await, house.street().await);
    let id = case::report(&house.s, worker, report_of(house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
    case::step(&house.s, &community, id, 2, with_picture(house, &community, Kind::Finish).await).await.unwrap();
    case::step(&house.s, worker, id, 3, with_picture(house, worker, Kind::Check).await).await.unwrap();
    case::step(&later(house, 60), &street, id, 4, Taken::plain(Kind::Evaluate)).await.unwrap();
    (id, case::link_code(&house.s, id), community)
}

#[tokio::test]
async fn unresolved_opens_a_green_case_again_and_everybody_sees_who_said_so() {
    let house = House::new().await;
    let (id, code, community) = green(&house, &house.worker().await).await;
    let outbox = house.db.count("outbox").await;

    case::judge(&later(&house, DAY), &code, Verdict::Unresolved, Note::new("还在漏水")).await.unwrap();

    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    let last = sheet.entries.last().unwrap();
    assert_eq!((sheet.standing.phase, sheet.standing.rework_count), (Phase::WORKING, 1));
    assert_eq!(
        (sheet.verdict, sheet.times.closed_at, sheet.times.holder_since),
        (Some(Verdict::Unresolved), None, at(DAY))
    );
    assert_eq!((last.verdict, last.light, last.note.as_str()), (Some(Verdict::Unresolved), Light::Yellow, "还在漏水"));
    assert_eq!(last.by, (String::new(), String::new()), "a resident has no post");
    assert_eq!(house.db.count("outbox").await, outbox + 1, "open desks are told");
    let mut tx = house.db.owner_tx().await;
    assert_eq!(case::verify(&mut tx, house.db.store.keyring()).await.unwrap(), [], "the word is part of the timeline");
}

#[tokio::test]
async fn a_content_resident_changes_nothing_but_what_is_known_and_may_think_again() {
    let house = House::new().await;
    let (id, code, community) = green(&house, &house.worker().await).await;

    case::judge(&later(&house, 90), &code, Verdict::Satisfied, None).await.unwrap();
    case::judge(&later(&house, 95), &code, Verdict::Dissatisfied, None).await.unwrap();

    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    assert_eq!((sheet.standing.phase, sheet.verdict), (Phase::Closed, Some(Verdict::Dissatisfied)));
    assert_eq!(sheet.times.closed_at, Some(at(60)));
}

#[tokio::test]
async fn after_seven_days_and_before_it_is_done_there_is_nothing_to_judge() {
    let house = House::new().await;
    let worker = house.worker().await;
    let open = case::report(&house.s, &worker, report_of(&house, 9)).await.unwrap();
    let early = case::judge(&house.s, &case::link_code(&house.s, open), Verdict::Unresolved, None).await;
    let (_, code, _) = green(&house, &worker).await;

    let late = case::judge(&later(&house, 61 + 7 * DAY), &code, Verdict::Unresolved, None).await;

    assert!(matches!(early, Err(ServiceError::Conflict)), "{early:?}");
    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    assert_eq!(case::follow(&later(&house, 61 + 7 * DAY), &code).await.unwrap().unwrap().judged_until, None);
}

#[tokio::test]
async fn a_link_shows_the_way_and_neither_home_nor_words_of_staff() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, words(domain::case::Step::Plain(Kind::Remark), "户主李某脾气大"))
        .await
        .unwrap();
    case::step(&house.s, &community, id, 2, words(domain::case::Step::Plain(Kind::Answer), "明天上门")).await.unwrap();

    let code = case::link_code(&house.s, id);
    let followed = case::follow(&house.s, &code).await.unwrap().unwrap();

    let text = serde_json::to_string(&followed).unwrap();
    for hidden in ["楼道灯不亮", "二单元三楼", "李某", "阳光花园", "单元"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    assert!(text.contains("明天上门"), "what is meant for the resident: {text}");
    assert_eq!(followed.hops.len(), 2, "a remark is the staff's own");
}

#[tokio::test]
async fn a_code_that_was_guessed_is_nobodys() {
    let house = House::new().await;
    let (id, code, _) = green(&house, &house.worker().await).await;
    let wrong = format!("{}0", &code[..code.len() - 1]);
    let wrong = if wrong == code { format!("{}1", &code[..code.len() - 1]) } else { wrong };

    for guess in [wrong.as_str(), &id.to_string(), &format!("{code}0"), "", "-", "x-y"] {
        assert_eq!(case::follow(&house.s, guess).await.unwrap(), None, "{guess}");
        let judged = case::judge(&house.s, guess, Verdict::Satisfied, None).await;
        assert!(matches!(judged, Err(ServiceError::NotFound)), "{guess}: {judged:?}");
    }
}
