//! Two hundred hostile uploads: none panics, none is kept with anything beside the picture, none is large.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use picture::testing::{MARKS, MOST_MIB, UPLOADS, file, jpeg_bomb, peak_mib, photo, png_bomb, upload, webp_bomb};
use picture::{Block, Measure, Picture, PictureError, SMALL_SIDE, black_out, take_within};
use proptest::prelude::*;

/// As pictures of cases are taken.
const CASE: Measure = Measure { most_bytes: 20 << 20, most_pixels: 50_000_000, kept_side: 2_048 };

/// Whether what is kept is two bounded JPEGs and nothing else.
fn is_clean(kept: &Picture) -> bool {
    [(&kept.whole, CASE.kept_side), (&kept.small, SMALL_SIDE)].into_iter().all(|(bytes, side)| {
        let seen = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap();
        let is_marked = MARKS.iter().any(|mark| bytes.windows(mark.len()).any(|window| window == mark.as_bytes()));
        seen.width().max(seen.height()) <= side && bytes.ends_with(b"\xff\xd9") && !is_marked
    })
}

#[test]
fn of_two_hundred_hostile_uploads_none_panics_and_none_leaves_anything_but_a_picture() {
    let mut kept = 0;
    for number in 0..UPLOADS {
        let sent = upload(number);
        match take_within(&sent, CASE) {
            Ok(picture) => {
                assert!(is_clean(&picture), "upload {number}");
                kept += 1;
            }
            Err(error) => assert_ne!(error, PictureError::Heavy, "upload {number}"),
        }
    }
    let peak = peak_mib();
    assert!(peak.is_none_or(|mib| mib < MOST_MIB), "{peak:?} MiB");
    assert!((40..=120).contains(&kept), "what is only dressed up is taken, the rest is not: {kept}");
}

#[test]
fn what_claims_more_pixels_than_are_taken_is_refused_before_it_is_decoded() {
    for bomb in [png_bomb(60_000, 60_000), png_bomb(11_000, 11_000), jpeg_bomb(65_000, 65_000), webp_bomb()] {
        assert_eq!(take_within(&bomb, CASE).unwrap_err(), PictureError::Pixels);
    }
    assert_eq!(take_within(&vec![0; CASE.most_bytes + 1], CASE).unwrap_err(), PictureError::Heavy);
}

#[test]
fn a_rectangle_is_black_in_both_sizes_and_the_rest_stays() {
    let white = DynamicImage::from(RgbImage::from_pixel(1_000, 500, Rgb([250; 3])));
    let jpeg = take_within(&file(&white, ImageFormat::Png), CASE).unwrap().whole;

    let covered = black_out(&jpeg, &[Block { x: 250, y: 500, w: 250, h: 250 }]).unwrap();

    for bytes in [&covered.whole, &covered.small] {
        let seen = image::load_from_memory(bytes).unwrap().to_rgb8();
        let at = |x: u32, y: u32| seen.get_pixel(seen.width() * x / 100, seen.height() * y / 100).0[0];
        assert!(at(30, 60) < 16 && at(45, 70) < 16, "covered");
        assert!(at(20, 60) > 230 && at(55, 60) > 230 && at(30, 40) > 230 && at(30, 80) > 230, "beside it");
    }
    let all = black_out(&jpeg, &[Block { x: 0, y: 0, w: 1_000, h: 1_000 }]).unwrap();
    let seen = image::load_from_memory(&all.whole).unwrap().to_rgb8();
    assert!(seen.pixels().all(|pixel| pixel.0[0] < 16), "to the last row and column");
}

proptest! {
    #[test]
    fn a_rectangle_may_lie_anywhere(x: u16, y: u16, w: u16, h: u16) {
        let jpeg = file(&photo(33, 17), ImageFormat::Jpeg);

        let covered = black_out(&jpeg, &[Block { x, y, w, h }]).unwrap();

        prop_assert_eq!(covered.size, (33, 17));
    }
}
