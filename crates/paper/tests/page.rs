//! A page that is read back: what was written can be found in it, and copied out of it, as text.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::io::Read;

use paper::{FontFile, PaperError, Sheet};

fn sheet() -> Sheet {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Sheet {
        title: "居住证明".to_owned(),
        number: "编号 990001-2026-000001".to_owned(),
        facts: vec![fact("姓名", "欧阳试"), fact("公民身份号码", "999999199001010016")],
        statement: "兹证明上述居民居住在本社区。".to_owned(),
        signature: vec!["海兰社区".to_owned(), "2026年11月21日".to_owned()],
        code: "https://127.0.0.1/v/0123456789ABCDEF".to_owned(),
        code_lines: vec!["扫码核验".to_owned()],
        made_on: (2026, 11, 21),
    }
}

/// Every stream of the file, inflated, as text.
fn streams(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, what: &[u8]| {
        pdf[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let (mut at, mut found) = (0, Vec::new());
    while let Some(start) = find(at, b"stream\n") {
        let (begin, end) = (start + 7, find(start + 7, b"endstream").unwrap());
        let mut text = Vec::new();
        // What is not deflated is a font or metadata and of no interest here.
        let _is_deflated = flate2::read::ZlibDecoder::new(&pdf[begin..end]).read_to_end(&mut text);
        found.push(String::from_utf8_lossy(&text).into_owned());
        at = end + 9;
    }
    found
}

#[test]
fn every_sign_of_the_page_can_be_copied_out_of_it_and_only_a_part_of_the_font_is_in_it() {
    let file = FontFile::find(None).expect("apt-get install -y fonts-noto-cjk");

    let pdf = sheet().to_pdf(&file.load().unwrap()).unwrap();

    assert!(pdf.starts_with(b"%PDF-1."));
    assert!(pdf.len() < 200_000, "{} bytes: the font is not cut down", pdf.len());
    let maps: Vec<_> = streams(&pdf).into_iter().filter(|text| text.contains("beginbfchar")).collect();
    let maps = maps.concat().to_uppercase();
    let page = sheet();
    let texts = page.facts.iter().flat_map(|(name, value)| [name, value]).chain([&page.title, &page.statement]);
    for sign in texts.flat_map(|text| text.chars()) {
        let code = format!("<{:04X}>", u32::from(sign));
        assert!(maps.contains(&code), "{sign} {code}");
    }
}

#[test]
fn a_font_that_lacks_a_sign_is_an_error_and_no_page_with_holes() {
    let typeface = FontFile::find(None).unwrap().load().unwrap();
    // A private character that no font has.
    let page = Sheet { title: "居住\u{F8FFF}".to_owned(), ..sheet() };

    assert!(matches!(page.to_pdf(&typeface), Err(PaperError::Unwritable)));
}

#[test]
fn a_missing_font_is_named() {
    let file = FontFile::find(Some("/nowhere/font.ttc".as_ref())).unwrap();

    let error = file.load().unwrap_err();

    assert!(error.to_string().contains("/nowhere/font.ttc"), "{error}");
}
