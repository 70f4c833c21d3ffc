//! Photos over the wire: nothing beside the picture survives, what is no photo is refused by name, and nothing is cached.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;
use store::testing::{TestDb, grid_of};

use crate::house::{Answer, Browser, House};

/// The type of a body that [`multipart`] makes.
pub const MULTIPART: &str = "multipart/form-data; boundary=------border";

/// Two by three grey pixels, with a comment beside them.
pub fn png() -> Vec<u8> {
    b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x03\x08\0\0\0\0\x9c\x81\x81]\0\0\0\x11tEXtComment\0TEXT-MARK\xd1_\xb3\xc1\0\0\0\x0dIDATx\xdach\x98\xc0\0F\0\x0eI\x031(\0T\xc6\0\0\0\0IEND\xaeB`\x82".to_vec()
}

/// Fields, written as an address has them, and a photo, as a browser sends them.
pub fn multipart(fields: &str, photo: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields.split('&').filter_map(|field| field.split_once('=')) {
        let part = format!("--------border\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    body.extend(
        b"--------border\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"IMG-NAME-MARK.jpg\"\r\n",
    );
    body.extend(b"Content-Type: image/jpeg\r\n\r\n");
    body.extend(photo);
    body.extend(b"\r\n--------border--\r\n");
    body
}

/// A JPEG as a telephone makes it: with a place on the globe, a maker and a comment.
fn from_telephone() -> Vec<u8> {
    let jpeg = picture::take(&png()).unwrap().whole;
    let mut sent = jpeg[..2].to_vec();
    for (marker, body) in [(0xe1, &b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0 GPS-MARK MAKER-MARK"[..]), (0xfe, b"COMMENT-MARK")]
    {
        sent.extend([0xff, marker]);
        sent.extend((body.len() as u16 + 2).to_be_bytes());
        sent.extend(body);
    }
    sent.extend(&jpeg[2..]);
    sent
}

async fn send(browser: &Browser<'_>, fields: &str, photo: &[u8]) -> Answer {
    let request = browser.request(Method::POST, "/form/photo").header("sec-fetch-site", "same-origin");
    // In pieces, as it comes over a line.
    let sent = multipart(fields, photo);
    let pieces: Vec<_> = sent.chunks(64 << 10).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
    let body = Body::from_stream(futures::stream::iter(pieces));
    browser.ask(request.header("content-type", MULTIPART).body(body).unwrap()).await
}

/// The addresses of the pictures on a page.
fn pictures(page: &Answer) -> Vec<String> {
    let tags = page.tags("img");
    let sources = tags.iter().filter_map(|tag| tag.split_once("src=\"")?.1.split_once('"'));
    sources.map(|(source, _)| source.to_owned()).collect()
}

#[tokio::test]
async fn a_photo_is_kept_without_anything_that_its_file_told_beside_it() {
    let house = House::new().await;
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling;
    let browser = house.browser(Role::GridWorker).await;
    let page = format!("/people/{dwelling}/photos");
    let fields = format!("resident={dwelling}&back={page}&kind=portrait&caption=x&taken_on=2026-11-01");

    let sent = send(&browser, &fields, &from_telephone()).await;

    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, page.as_str()), "{}", sent.text);
    let album = browser.get(&page).await;
    let small = pictures(&album);
    assert_eq!(small.len(), 1, "{}", album.text);
    let whole = small[0].replace("?small=1", "");
    for address in [&small[0], &whole] {
        let seen = browser.get(address).await;
        assert!(seen.status == 200 && seen.bytes.starts_with(b"\xff\xd8\xff"), "{address}");
        for mark in ["Exif", "GPS-MARK", "MAKER-MARK", "COMMENT-MARK", "TEXT-MARK", "IMG-NAME-MARK"] {
            assert!(!seen.text.contains(mark), "{mark} in {address}");
        }
        let headers = ["content-type", "cache-control", "x-content-type-options"].map(|name| seen.header(name));
        assert_eq!(headers, ["image/jpeg", "private, no-store", "nosniff"]);
    }
    assert!(!house.db.dump().await.contains("IMG-NAME-MARK"));
    let desk = browser.get(&format!("/people/{dwelling}")).await;
    assert!(pictures(&desk).contains(&small[0]), "the file shows it");
}

#[tokio::test]
async fn what_is_no_photo_is_refused_by_the_name_of_the_field_and_what_was_typed_comes_back() {
    let house = House::new().await;
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling;
    let browser = house.browser(Role::GridWorker).await;
    let back = format!("/households/{dwelling}/photos");
    let fields = format!("dwelling={dwelling}&back={back}&kind=dwelling&caption=gate&taken_on=2026-11-01");
    let mut bomb = png();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = bomb[12..29].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    bomb[29..33].copy_from_slice(&(!sum).to_be_bytes());

    for (photo, said) in [
        (bomb, "4000 万像素"),
        (b"%PDF-1.7".to_vec(), "只收 JPEG"),
        (b"\xff\xd8\xff\xe0 and no more".to_vec(), "打不开"),
        (vec![0; (12 << 20) + 1], "超过 12 MB"),
        (vec![0; 14 << 20], "超过 12 MB"),
        (Vec::new(), "请填写"),
    ] {
        let answer = send(&browser, &fields, &photo).await;

        let field = answer.text.split("id=\"field-photo-error\"").nth(1).unwrap_or_default();
        let field: String = field.chars().take(120).collect();
        assert!(answer.status == 422 && field.contains(said), "{said}: {} {field}", answer.status);
        assert!(answer.text.contains("value=\"gate\""), "{said}");
    }
    assert!(pictures(&browser.get(&back).await).is_empty());
}

#[tokio::test]
async fn a_document_is_not_on_any_page_until_a_reason_was_given() {
    let house = House::new().await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    house.db.add_documents(&seat, house.post(Role::Community)).await;
    let browser = house.browser(Role::GridWorker).await;
    let (page, paper) = (format!("/people/{}/photos", seat.dwelling), TestDb::document_photo(&seat).to_string());
    let address = format!("/photo/{paper}");
    assert!(!pictures(&browser.get(&page).await).contains(&address));
    assert_eq!(browser.get(&address).await.status, 403);
    assert_eq!(browser.get(&format!("{address}?small=1")).await.status, 403);

    let asked = browser.post("/form/photo-unmask", &[("photo", &paper), ("reason", "verify"), ("back", &page)]).await;

    assert_eq!((asked.status.as_u16(), asked.header("location")), (303, page.as_str()));
    assert!(pictures(&browser.get(&page).await).contains(&address));
    assert_eq!(browser.get(&address).await.status, 200);
    let desk = browser.get(&format!("/people/{}", seat.dwelling)).await;
    assert!(!desk.text.contains(&address), "the desk never shows one");
    let centre = house.browser(Role::City).await;
    assert_eq!(centre.get(&address).await.status, 403);
}
