//! Residents' wishes over the wire: complete without script from the first page to the verdict, followed by link or by number and
//! tail, and nothing of who wishes on any public page.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::case::Title;
use domain::gate::Form;
use domain::id::WishId;
use domain::media::Capture;
use domain::wish::{Kind, Order, Verdict};
use service::wish::{self, Confirmed};
use store::testing::{county, grid_of, now};

use crate::house::{Answer, Browser, House};
use crate::photo::{MULTIPART, multipart, png};

const NUMBER: &str = "0123456789abcdef0123456789abcdef";
/// What a sender says: none of it may stand on a page that others read.
const WORDS: &str = "想请人陪我爷爷桂树生说说话";
const NAME: &str = "桂小满";
const PHONE: &str = "16000000042";
const DOOR: &str = "三单元八零八";

/// Sends a multipart form, as a browser without script does.
async fn post(browser: &Browser<'_>, path: &str, fields: &str, photo: &[u8]) -> Answer {
    let request = browser.request(Method::POST, path).header(header::CONTENT_TYPE, MULTIPART);
    let request = request.header("sec-fetch-site", "same-origin");
    browser.ask(request.body(Body::from(multipart(fields, photo))).unwrap()).await
}

async fn fields(house: &House, kind: &str) -> String {
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let ticket = house.ticket_of(Form::Wish, NUMBER, 60).await;
    format!(
        "ticket={ticket}&operation={NUMBER}&building={building}&kind={kind}&words={WORDS}&phone={PHONE}&caller={NAME}&door={DOOR}&back=/wish?b={building}"
    )
}

/// A wish that a resident has sent: its number and its link's code.
async fn sent(house: &House, kind: &str) -> (WishId, String) {
    let answer = post(&house.stranger(), "/wish", &fields(house, kind).await, b"").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let code = answer.header("location").rsplit('/').next().unwrap().to_owned();
    let wish = code[1..].split('-').next().unwrap().parse().unwrap();
    (wish, code)
}

fn order(kind: Kind) -> Order {
    Order {
        kind,
        title: Title::new("陪老人聊天, 一小时; 带书").unwrap(),
        content: "陪一位老人聊聊天".to_owned(),
        place: "社区活动室".to_owned(),
        starts_at: now() + TimeDelta::hours(30),
        ends_at: now() + TimeDelta::hours(31),
        slots: 2,
        tools: vec!["书".to_owned()],
        safety: "两人同行".to_owned(),
        repeat: None,
    }
}

async fn version(house: &House, wish: WishId) -> i32 {
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::wish::read(&mut tx, wish).await.unwrap().unwrap().version
}

async fn publish(house: &House, wish: WishId, kind: Kind) {
    let keeper = house.post(Role::Community);
    wish::publish(&house.service, keeper, (wish, version(house, wish).await), order(kind)).await.unwrap();
}

/// A volunteer of the first community.
async fn volunteer(house: &House, serial: u64) -> Actor {
    house.db.actor(Role::Volunteer, grid_of(1, 1, 1).path()[2], serial).await
}

/// Claimed, served and confirmed with these pictures.
async fn fulfil(house: &House, wish: WishId) {
    let helper = volunteer(house, 700).await;
    wish::claim(&house.service, &helper, wish, (1, false), &[]).await.unwrap();
    let keeper = house.post(Role::Community);
    wish::finish(&house.service, &helper, wish, "").await.unwrap();
    let at = (wish, version(house, wish).await);
    let seen = Confirmed { minutes: 60, ..Confirmed::default() };
    wish::confirm(&house.service, keeper, at, seen).await.unwrap();
}

fn holds_nothing_of_the_sender(page: &Answer, what: &str) {
    for sign in [WORDS, NAME, PHONE, DOOR, "桂树生"] {
        assert!(!page.text.contains(sign), "{what}: {sign}");
        assert!(!format!("{:?}", page.headers).contains(sign), "{what}: {sign}");
    }
}

#[tokio::test]
async fn from_the_first_page_to_the_link_without_script() {
    let house = House::new().await;
    let stranger = house.stranger();
    let first = stranger.get("/").await;
    assert!(
        first.text.contains("href=\"/wish\"") && first.text.contains("href=\"/wishes\""),
        "the first page leads there"
    );
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let streets = stranger.get("/wish").await;
    let form = stranger.get(&format!("/wish?b={building}")).await;
    for page in [&first, &streets, &form] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.is_complete() && page.tags("script").is_empty(), "{}", page.text);
    }
    assert!(streets.text.contains("href=\"/wish?area="), "{}", streets.text);
    assert!(!streets.text.contains("href=\"/report?"), "the steps stay with the wish");
    assert_eq!(form.text.matches("type=\"radio\"").count(), Kind::ALL.len());

    let fields = fields(&house, "company").await;
    let taken = post(&stranger, "/wish", &fields, &png()).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let done = stranger.get(taken.header("location")).await;
    let code = taken.header("location").rsplit('/').next().unwrap().to_owned();
    assert!(done.status == StatusCode::OK && done.text.contains("心愿已收到"), "{}", done.text);
    assert!(done.text.contains(&format!("/t/{code}")) && done.text.contains("data-wish="), "{}", done.text);
    let drawn = stranger.get(&format!("/wish/done/{code}/link.svg")).await;
    assert_eq!((drawn.status, drawn.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    let followed = stranger.get(&format!("/t/{code}")).await;
    assert!(followed.status == StatusCode::OK && followed.text.contains(WORDS), "{}", followed.text);
    assert!(followed.text.contains("data-state=\"proposed\""), "{}", followed.text);
    for hidden in [NAME, PHONE, DOOR] {
        assert!(!followed.text.contains(hidden), "a link that is passed on tells no contact");
    }
    let last = if code.ends_with('0') { '1' } else { '0' };
    let guessed = format!("{}{last}", &code[..code.len() - 1]);
    for page in [format!("/wish/done/{guessed}"), format!("/t/{guessed}"), format!("/wish/done/{guessed}/link.svg")] {
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
    }

    let again = post(&stranger, "/wish", &fields, &png()).await;
    assert_eq!(again.header("location"), taken.header("location"), "sent twice, in once");
    assert_eq!((house.db.count("wish").await, house.db.count("media").await), (1, 1));
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed_and_the_photo() {
    let house = House::new().await;
    let good = fields(&house, "repair").await;
    let long = "字".repeat(501);

    let refused = post(&house.stranger(), "/wish", &good.replace(WORDS, &long), &png()).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [long.as_str(), NUMBER, NAME, PHONE, DOOR] {
        assert!(refused.text.contains(kept), "{kept}");
    }
    let chosen = refused.tags("input").into_iter().find(|tag| tag.contains("value=\"repair\"")).unwrap().to_owned();
    assert!(chosen.contains("checked"), "{chosen}");
    let photo = refused.tags("input").into_iter().find(|tag| tag.contains("name=\"picture\"")).unwrap().to_owned();
    let token = photo.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let taken = post(&house.stranger(), "/wish", &format!("{good}&picture={token}"), b"").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert_eq!(house.db.count("media").await, 1, "the photo came with the first try");

    const OTHER: &str = "1123456789abcdef0123456789abcdef";
    let (old, new) = (house.ticket_of(Form::Wish, NUMBER, 60).await, house.ticket_of(Form::Wish, OTHER, 60).await);
    let other = good.replace(&old, &new).replace(NUMBER, OTHER);
    for (fields, said) in [
        (other.replace("kind=repair", "kind="), "请选择需要哪类帮助"),
        (other.replace(WORDS, ""), "请写一句您的心愿"),
        (other.replace(PHONE, "12"), "手机号不对"),
        (other.replace(DOOR, &"门".repeat(61)), "60字以内"),
        (format!("{other}&website=http"), "form__error"),
        ("words=x&kind=repair".to_owned(), "form__error"),
    ] {
        let refused = post(&house.stranger(), "/wish", &fields, b"").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert!(refused.is_complete() && refused.text.contains(said), "{said}: {}", refused.text);
    }
    assert_eq!(house.db.count("wish").await, 1);
}

#[tokio::test]
async fn a_door_is_never_taken_as_the_place() {
    let house = House::new().await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let fields = format!("operation={NUMBER}&dwelling={}&kind=errand&words=x", seat.dwelling);

    let refused = post(&house.stranger(), "/wish", &fields, b"").await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.db.count("wish").await, 0);
    let page = house.stranger().get(&format!("/wish?b={}", seat.building)).await;
    assert!(!page.text.contains("name=\"dwelling\""));
}

#[tokio::test]
async fn a_wish_is_found_by_its_number_and_the_tail_of_the_telephone_and_by_no_guessing() {
    let house = House::new().await;
    let (wish, code) = sent(&house, "errand").await;
    let number = wish.to_string();
    let stranger = house.stranger();
    assert_eq!(stranger.get("/t").await.status, StatusCode::OK);

    let found = stranger.post("/t", &[("wish", &number), ("tail", "0042")]).await;
    assert_eq!((found.status, found.header("location")), (StatusCode::SEE_OTHER, &*format!("/t/{code}")));

    for (wish, tail) in [(number.as_str(), "0043"), (number.as_str(), "42"), ("7", "0042")] {
        let refused = stranger.post("/t", &[("wish", wish), ("tail", tail)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wish} {tail}");
        assert!(refused.text.contains("编号和尾号对不上") && refused.text.contains(&format!("value=\"{wish}\"")));
        assert!(!refused.text.contains(&format!("value=\"{tail}\"")), "digits are not shown again");
    }
    let mut last = StatusCode::OK;
    for _ in 0..3 {
        last = stranger.post("/t", &[("wish", &number), ("tail", "1111")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "from one address");
    let mut answers = Vec::new();
    for _ in 0..12 {
        // Each from a machine of its own.
        let browser = house.browser(Role::Community).await;
        answers.push(browser.post("/t", &[("wish", &number), ("tail", "0042")]).await.status);
    }
    assert_eq!(answers.last(), Some(&StatusCode::TOO_MANY_REQUESTS), "at one wish, from wherever: {answers:?}");
}

#[tokio::test]
async fn nothing_of_the_sender_is_on_a_public_page_before_and_after_publishing() {
    let house = House::new().await;
    let (wish, _) = sent(&house, "company").await;
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let pages = [
        "/".to_owned(),
        "/wishes".to_owned(),
        format!("/wishes?area={}&kind=company&free=1", grid_of(1, 1, 1).path()[2]),
        "/wishes/places.json".to_owned(),
        format!("/wishes/{wish}"),
        format!("/wishes/{wish}/calendar.ics"),
        format!("/wishes/{wish}/link.svg"),
        format!("/wish?b={building}"),
    ];
    for page in &pages {
        let seen = house.stranger().get(page).await;
        holds_nothing_of_the_sender(&seen, page);
        let is_about_it = page.contains(&wish.to_string());
        assert_eq!(seen.status == StatusCode::NOT_FOUND, is_about_it, "only the desk knows of it: {page}");
        assert!(!seen.text.contains(&wish.to_string()) || is_about_it, "{page}");
    }

    publish(&house, wish, Kind::Company).await;
    for page in &pages {
        let seen = house.stranger().get(page).await;
        assert_eq!(seen.status, StatusCode::OK, "{page}: {}", seen.text);
        holds_nothing_of_the_sender(&seen, page);
        let draws = page == "/" || page.rsplit('.').next() == Some("svg");
        assert!(draws || seen.text.contains("陪老人聊天"), "{page}: {}", seen.text);
    }
    let one = house.stranger().get(&format!("/wishes/{wish}")).await;
    for shown in ["陪一位老人聊聊天", "两人同行", "og:title", &format!("/vol/{wish}"), "calendar.ics"] {
        assert!(one.text.contains(shown), "{shown}: {}", one.text);
    }
    assert!(
        !one.text.contains("社区活动室"),
        "where it would tell something about a home, the community alone is named"
    );
    let elsewhere = house.stranger().get("/wishes?kind=repair").await;
    assert!(elsewhere.text.contains("暂时没有征集中的心愿"), "an empty board says so");

    fulfil(&house, wish).await;
    for page in &pages {
        holds_nothing_of_the_sender(&house.stranger().get(page).await, page);
    }
}

#[tokio::test]
async fn the_same_wish_of_another_counts_once_for_a_device() {
    let house = House::new().await;
    let (wish, _) = sent(&house, "tidy").await;
    let (page, path) = (format!("/wishes/{wish}"), format!("/wishes/{wish}/support"));
    let hidden = house.stranger().post(&path, &[]).await;
    assert_eq!(hidden.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody may know of it yet");
    publish(&house, wish, Kind::Tidy).await;
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let near = house.stranger().get(&format!("/wish?b={building}")).await;
    assert!(near.text.contains(&format!("action=\"{path}\"")), "offered before another one is sent");

    let first = house.stranger().post(&path, &[]).await;
    assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, &*format!("{page}?supported=1")));
    let cookie = first.header("set-cookie").to_owned();
    for part in ["device=", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=31536000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let device = cookie.split(';').next().unwrap();
    for _ in 0..3 {
        let request = house.stranger().request(Method::POST, &path).header("sec-fetch-site", "same-origin");
        let request =
            request.header(header::COOKIE, device).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let again = house.stranger().ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status, again.header("set-cookie")), (StatusCode::SEE_OTHER, ""));
    }
    assert!(house.stranger().get(&page).await.text.contains("1 人也有这个心愿"));
    house.stranger().post(&path, &[]).await;
    assert!(house.stranger().get(first.header("location")).await.text.contains("2 人也有这个心愿"), "another device");
}

#[tokio::test]
async fn its_sender_judges_by_one_tap_and_says_what_the_wall_may_show() {
    let house = House::new().await;
    let (wish, code) = sent(&house, "company").await;
    let (page, stranger) = (format!("/t/{code}"), house.stranger());
    let early = stranger.post(&page, &[("verdict", "satisfied")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing to judge yet");
    assert!(early.text.contains("form__error"), "and it is said: {}", early.text);
    publish(&house, wish, Kind::Company).await;
    fulfil(&house, wish).await;
    let asked = stranger.get(&page).await;
    for (_, slug) in Verdict::ALL {
        assert!(asked.text.contains(&format!("value=\"{slug}\"")), "{slug}: {}", asked.text);
    }
    let numbers = stranger.get("/wishes").await;
    assert!(numbers.text.contains("还没有评价"), "a share without its n is not shown");

    let long = "字".repeat(201);
    let refused = stranger.post(&page, &[("verdict", "satisfied"), ("words", &long)]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains(&long));
    let judged = stranger.post(&page, &[("verdict", "satisfied"), ("words", "谢谢")]).await;
    assert_eq!((judged.status, judged.header("location")), (StatusCode::SEE_OTHER, page.as_str()), "{}", judged.text);
    let after = stranger.get(&page).await;
    assert!(
        after.text.contains("data-state=\"archived\"") && !after.text.contains("name=\"verdict\""),
        "{}",
        after.text
    );
    let mark = format!("data-wall=\"{wish}\"");
    assert!(!stranger.get("/wishes").await.text.contains(&mark), "not without consent");

    let agreed = stranger.post(&format!("{page}/thanks"), &[("may_show", "1"), ("thanks", "谢谢桂师傅")]).await;
    assert_eq!((agreed.status, agreed.header("location")), (StatusCode::SEE_OTHER, page.as_str()), "{}", agreed.text);
    let wall = stranger.get("/wishes").await;
    assert!(wall.text.contains(&mark) && wall.text.contains("1 / 1"), "{}", wall.text);
    assert!(!wall.text.contains("谢谢桂师傅"), "words wait for the community");
    let keeper = house.post(Role::Community);
    wish::show_thanks(&house.service, keeper, wish, "谢谢志愿者").await.unwrap();
    assert!(stranger.get("/wishes").await.text.contains("谢谢志愿者"));
    stranger.post(&format!("{page}/thanks"), &[]).await;
    assert!(!stranger.get("/wishes").await.text.contains(&mark), "consent is taken back");
}

#[tokio::test]
async fn its_sender_withdraws_it_and_nobody_else_does() {
    let house = House::new().await;
    let (wish, code) = sent(&house, "errand").await;
    publish(&house, wish, Kind::Errand).await;
    let stranger = house.stranger();
    let guessed = stranger.post(&format!("/t/w{wish}-0000000000000000/withdraw"), &[]).await;
    assert_eq!(guessed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stranger.get(&format!("/wishes/{wish}")).await.status, StatusCode::OK);

    let done = stranger.post(&format!("/t/{code}/withdraw"), &[]).await;

    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, &*format!("/t/{code}")));
    assert!(stranger.get(&format!("/t/{code}")).await.text.contains("data-state=\"withdrawn\""));
    assert_eq!(stranger.get(&format!("/wishes/{wish}")).await.status, StatusCode::NOT_FOUND);
    let again = stranger.post(&format!("/t/{code}/withdraw"), &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_wish_that_became_a_case_leads_its_sender_there() {
    let house = House::new().await;
    let (wish, code) = sent(&house, "other").await;
    let at = (wish, version(&house, wish).await);
    wish::convert(&house.service, house.post(Role::Community), at).await.unwrap();

    let page = house.stranger().get(&format!("/t/{code}")).await;

    let link = page.text.split("href=\"/t/").nth(1).expect("a link to the case").split('"').next().unwrap();
    assert!(!link.starts_with('w'), "{link}");
    assert_eq!(house.stranger().get(&format!("/t/{link}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_calendar_file_is_well_formed() {
    let house = House::new().await;
    let (wish, _) = sent(&house, "repair").await;
    publish(&house, wish, Kind::Repair).await;

    let file = house.stranger().get(&format!("/wishes/{wish}/calendar.ics")).await;

    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
    assert!(file.text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && file.text.ends_with("END:VCALENDAR\r\n"));
    assert!(file.text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let whole = file.text.replace("\r\n ", "");
    let starts = (now() + TimeDelta::hours(30)).format("%Y%m%dT%H%M%SZ");
    for line in [
        format!("DTSTART:{starts}"),
        r"SUMMARY:陪老人聊天\, 一小时\; 带书".to_owned(),
        format!("UID:wish-{wish}@127.0.0.1:3000"),
    ] {
        assert!(whole.lines().any(|found| found == line), "{line}: {whole}");
    }
}

#[tokio::test]
async fn a_picture_is_shown_to_who_holds_its_wishs_link_and_only_once_it_is_released() {
    let house = House::new().await;
    let (wish, code) = sent(&house, "repair").await;
    publish(&house, wish, Kind::Repair).await;
    let helper = volunteer(&house, 700).await;
    wish::claim(&house.service, &helper, wish, (1, false), &[]).await.unwrap();
    wish::finish(&house.service, &helper, wish, "").await.unwrap();
    let keeper = house.post(Role::Community);
    let operation = NUMBER.parse().unwrap();
    let media = service::media::stage(&house.service, keeper, png(), Capture::default(), operation).await.unwrap();
    let seen = Confirmed { minutes: 30, pictures: vec![media], note: String::new() };
    wish::confirm(&house.service, keeper, (wish, version(&house, wish).await), seen).await.unwrap();
    let address = format!("/t/{code}/picture/{media}");
    assert_eq!(house.stranger().get(&address).await.status, StatusCode::NOT_FOUND, "nobody has released it");

    service::media::black_out(&house.service, keeper, media, &[]).await.unwrap();

    let shown = house.stranger().get(&address).await;
    assert!(shown.status == StatusCode::OK && shown.bytes.starts_with(b"\xff\xd8\xff"), "{}", shown.status);
    assert!(house.stranger().get(&format!("/t/{code}")).await.text.contains(&address));
    let foreign = WishId::new(county(), 77);
    let other = wish::link_code(&house.service, foreign);
    assert_eq!(house.stranger().get(&format!("/t/{other}/picture/{media}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_names_nothing_is_an_answer_and_no_fault() {
    let house = House::new().await;
    for path in [
        "/wish?b=7",
        "/wish?area=110101000000000",
        "/wishes?area=110101000000000",
        "/wishes?area=x",
        "/wishes?kind=nothing",
        "/wishes?page=99999",
        "/wishes/7",
        "/wishes/x/calendar.ics",
        "/wishes/places.json?area=x",
        "/t/w",
        "/t/w990001000000000001",
    ] {
        let answer = house.stranger().get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}
