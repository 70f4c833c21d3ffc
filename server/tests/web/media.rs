//! Pictures of cases over the wire: sent once however often, bare of everything beside the picture, never cached, public only covered.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;
use domain::case::Light;
use domain::id::MediaId;
use domain::media::{Purpose, Subject};
use picture::testing::{MARKS, MOST_MIB, UPLOADS, peak_mib, upload};
use service::media::attach;
use store::media::Step;
use store::testing::grid_of;

use crate::house::{Answer, Browser, House};
use crate::photo::{MULTIPART, multipart, png};

const OPERATION: &str = "123e4567-e89b-12d3-a456-426614174000";

async fn send(browser: &Browser<'_>, fields: &str, photos: &[&[u8]]) -> Answer {
    let request = browser.request(Method::POST, "/media").header("sec-fetch-site", "same-origin");
    // As one form: each part but the last without its end.
    let end = b"--------border--\r\n";
    let mut body = Vec::new();
    for (nth, photo) in photos.iter().enumerate() {
        body.extend(multipart(if nth == 0 { fields } else { "" }, photo));
        body.truncate(body.len() - end.len());
    }
    body.extend(end);
    browser.ask(request.header("content-type", MULTIPART).body(Body::from(body)).unwrap()).await
}

fn ids(answer: &Answer) -> Vec<String> {
    let (_, listed) = answer.text.split_once("\"ids\":[").expect("the answer lists ids");
    let listed = listed.split_once(']').unwrap().0;
    listed.split(',').map(|id| id.trim_matches('"').to_owned()).collect()
}

/// Another picture than [`png`].
fn other() -> Vec<u8> {
    picture::take(&png()).unwrap().whole
}

/// A picture of a case in the first grid, sent by its worker.
async fn of_case(house: &House) -> MediaId {
    let worker = house.post(Role::GridWorker).clone();
    let sent = send(&house.browser(Role::GridWorker).await, &format!("operation={OPERATION}"), &[&png()]).await;
    let picture: MediaId = ids(&sent)[0].parse().unwrap();
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let case = house.db.add_case(&seat, 1, Light::Red).await;
    let mut tx = house.service.store.begin(&worker).await.unwrap();
    let step = Step { subject: Subject::Case(case), area: seat.area, version: 1, purpose: Purpose::Report };
    attach(&mut tx, &worker, step, &[picture]).await.unwrap();
    tx.commit().await.unwrap();
    picture
}

#[tokio::test]
async fn a_picture_is_sent_once_however_often_and_comes_back_bare() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let fields = format!("operation={OPERATION}&lon=71.4&lat=51.1&accuracy_m=12.5&captured_at=2026-11-22T01:00:00Z");

    let sent = send(&browser, &fields, &[&png()]).await;

    assert_eq!((sent.status.as_u16(), ids(&sent).len()), (201, 1), "{}", sent.text);
    assert_eq!(ids(&send(&browser, &fields, &[&png()]).await), ids(&sent), "the same again");
    assert_ne!(ids(&send(&browser, &fields, &[&other()]).await), ids(&sent), "another file of the same form");
    let address = format!("/media/{}", ids(&sent)[0]);
    for address in [address.clone(), format!("{address}/thumb")] {
        let seen = browser.get(&address).await;
        assert!(seen.status == 200 && seen.bytes.starts_with(b"\xff\xd8\xff"), "{address}");
        assert!(!["TEXT-MARK", "IMG-NAME-MARK", "Exif"].iter().any(|mark| seen.text.contains(mark)), "{address}");
        let headers = ["content-type", "cache-control", "x-content-type-options"].map(|name| seen.header(name));
        assert_eq!(headers, ["image/jpeg", "private, no-store", "nosniff"]);
    }
    for role in [Role::Community, Role::City, Role::Wall] {
        assert_eq!(house.browser(role).await.get(&address).await.status, 404, "no case took it: {role:?}");
    }
    let foreign = browser.request(Method::POST, "/media").header("sec-fetch-site", "cross-site");
    let body = Body::from(multipart(&fields, &png()));
    let foreign = browser.ask(foreign.header("content-type", MULTIPART).body(body).unwrap()).await;
    assert_eq!(foreign.status, 403);
}

#[tokio::test]
async fn a_form_without_script_brings_several_and_is_led_back_and_what_is_no_picture_is_said() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;

    let sent = send(&browser, &format!("operation={OPERATION}&back=/cases"), &[&png(), &other(), b""]).await;

    let (page, listed) = sent.header("location").split_once("?picture=").unwrap();
    assert_eq!((sent.status.as_u16(), page, listed.split(',').count()), (303, "/cases", 2), "{}", sent.text);
    for (fields, photos, said) in [
        (format!("operation={OPERATION}"), vec![&b"%PDF-1.7"[..]], "photo_kind"),
        (format!("operation={OPERATION}"), vec![b""], "missing"),
        (String::new(), vec![b"\xff\xd8\xff"], "operation"),
        ("operation=7".to_owned(), vec![b"\xff\xd8\xff"], "operation"),
        (format!("operation={OPERATION}"), vec![b"\xff\xd8\xff"; 10], "picture_many"),
        (format!("operation={OPERATION}&picture=1"), vec![b"\xff\xd8\xff"], "picture"),
    ] {
        let answer = send(&browser, &fields, &photos).await;
        let said_so = answer.text.to_lowercase().replace('_', "").contains(&said.replace('_', ""));
        assert!(answer.status == 422 && said_so, "{said}: {} {}", answer.status, answer.text);
    }
    assert_eq!(house.db.count("media").await, 2);
}

#[tokio::test]
async fn a_picture_becomes_public_with_what_was_covered_and_the_page_says_how_it_stands() {
    let house = House::new().await;
    let picture = of_case(&house).await;
    let page = format!("/cases/pictures/{picture}/black-out");
    let public = format!("/media/{picture}/released");
    let (community, worker) = (house.browser(Role::Community).await, house.browser(Role::GridWorker).await);
    assert_eq!(worker.get(&page).await.status, 403);
    let before = community.get(&page).await;
    assert!(before.status == 200 && before.text.contains("尚未公开") && !before.text.contains(&public));
    assert_eq!(community.get(&public).await.status, 404);
    let picture = picture.to_string();
    let fields = |w: &'static str| {
        [("media", picture.clone()), ("back", page.clone()), ("x-0", "100".to_owned()), ("y-0", "200".to_owned())]
            .into_iter()
            .chain([("w-0", w.to_owned()), ("h-0", "300".to_owned())])
            .collect::<Vec<_>>()
    };
    let post = async |browser: &Browser<'_>, w| {
        let fields = fields(w);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post("/form/black-out", &fields).await
    };

    let wrong = post(&community, "950").await;
    let refused = post(&worker, "400").await;
    let done = post(&community, "400").await;

    assert!(wrong.status == 422 && wrong.text.contains("value=\"950\""), "{}", wrong.status);
    assert_eq!(refused.status, 422);
    assert_eq!((done.status.as_u16(), done.header("location")), (303, page.as_str()));
    let after = community.get(&page).await;
    assert!(after.text.contains(&public) && after.text.contains("width=\"400\""), "{}", after.text);
    assert!(community.get(&public).await.bytes.starts_with(b"\xff\xd8\xff"));
    assert_eq!(worker.get(&public).await.status, 200, "who sees the case sees what is public");
    assert_eq!(house.stranger().get(&public).await.status, 401, "residents' pages have a way of their own");
}

#[tokio::test]
async fn only_a_page_that_asks_for_a_script_may_run_one_and_it_is_complete_without() {
    let house = House::with_bundle().await;
    let page = format!("/cases/pictures/{}/black-out", of_case(&house).await);
    let community = house.browser(Role::Community).await;

    let scripted = community.get(&page).await;

    let tags = scripted.tags("script");
    assert!(tags.len() == 1 && tags[0].contains("/pkg/black-out.7a.js"), "{tags:?}");
    assert!(!scripted.nonce().is_empty() && tags[0].contains(&format!("nonce=\"{}\"", scripted.nonce())), "{tags:?}");
    assert!(scripted.header("content-security-policy").contains("script-src 'nonce-"));
    assert!(scripted.is_complete() && scripted.tags("input").len() > 12);
    let plain = community.get("/account").await;
    assert!(!plain.header("content-security-policy").contains("script-src") && plain.tags("script").is_empty());
}

#[tokio::test]
async fn two_hundred_hostile_uploads_are_answered_and_nothing_comes_out_but_pictures() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let mut taken = 0;
    for number in 0..UPLOADS {
        let fields = format!("operation=123e4567-e89b-12d3-a456-{number:012x}");

        let answer = send(&browser, &fields, &[&upload(number)]).await;

        assert!([201, 422].contains(&answer.status.as_u16()), "upload {number}: {} {}", answer.status, answer.text);
        if answer.status == 422 {
            continue;
        }
        taken += 1;
        let address = format!("/media/{}", ids(&answer)[0]);
        for address in [address.clone(), format!("{address}/thumb")] {
            let seen = browser.get(&address).await;
            let has_mark = |mark: &&str| seen.bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
            assert_eq!((seen.status.as_u16(), seen.header("content-type")), (200, "image/jpeg"), "upload {number}");
            assert_eq!(MARKS.iter().find(|mark| has_mark(mark)), None, "upload {number}");
        }
    }
    assert_eq!(house.db.count("media").await, taken, "what was refused is not kept");
    assert!((40..=120).contains(&taken), "{taken}");
    let peak = peak_mib();
    assert!(peak.is_none_or(|mib| mib < MOST_MIB), "{peak:?} MiB");
    assert_eq!(browser.get("/account").await.status, 200, "it goes on serving");
}
