//! What is taken, what is refused, and what is left of what was sent.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use picture::{KEPT_SIDE, PictureError, SMALL_SIDE, take};
use proptest::prelude::*;

/// A picture whose upper left corner is red and whose rest is white.
fn marked(across: u32, down: u32) -> DynamicImage {
    let corner = |x, y| x < across / 4 && y < down / 4;
    RgbImage::from_fn(across, down, |x, y| if corner(x, y) { Rgb([255, 0, 0]) } else { Rgb([255; 3]) }).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with an EXIF segment: turned by `orientation`, with a place on the globe and words.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    // The tag that leads to a place on the globe, and what stands there.
    exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0 GPS-MARK-42.9067 ");
    let mut comment = b"COMMENT-MARK".to_vec();
    let mut bytes = jpeg[..2].to_vec();
    for (marker, body) in [(0xe1, &mut exif), (0xfe, &mut comment)] {
        bytes.extend([0xff, marker]);
        bytes.extend((body.len() as u16 + 2).to_be_bytes());
        bytes.append(body);
    }
    bytes.extend(&jpeg[2..]);
    bytes
}

fn holds(bytes: &[u8], mark: &str) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark.as_bytes())
}

#[test]
fn nothing_that_stood_beside_the_picture_is_kept() {
    let sent = with_exif(&file(&marked(64, 48), ImageFormat::Jpeg), 1);
    for mark in ["Exif", "GPS-MARK", "COMMENT-MARK"] {
        assert!(holds(&sent, mark), "{mark} was sent");
    }

    let kept = take(&sent).unwrap();

    for mark in ["Exif", "GPS-MARK", "COMMENT-MARK", "http", "ICC_PROFILE"] {
        assert!(!holds(&kept.whole, mark) && !holds(&kept.small, mark), "{mark}");
    }
}

#[test]
fn a_photo_taken_sideways_is_kept_upright() {
    // 6: turn right by ninety degrees to see it upright, so the left upper corner becomes the right upper one.
    let kept = take(&with_exif(&file(&marked(64, 48), ImageFormat::Jpeg), 6)).unwrap();

    assert_eq!(kept.size, (48, 64));
    let seen = image::load_from_memory(&kept.whole).unwrap().to_rgb8();
    let (left, right) = (seen.get_pixel(3, 3).0, seen.get_pixel(44, 3).0);
    assert!(left[1] > 200 && right[1] < 80, "{left:?} {right:?}");
}

#[test]
fn every_kind_is_kept_as_jpeg_and_what_is_transparent_lies_on_white() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let kept = take(&file(&marked(40, 30), format)).unwrap();
        for bytes in [&kept.whole, &kept.small] {
            assert_eq!(image::guess_format(bytes).unwrap(), ImageFormat::Jpeg, "{format:?}");
        }
    }
    let clear: DynamicImage = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0])).into();

    let kept = take(&file(&clear, ImageFormat::Png)).unwrap();

    assert!(image::load_from_memory(&kept.whole).unwrap().to_rgb8().pixels().all(|pixel| pixel.0[0] > 250));
}

#[test]
fn a_large_photo_is_made_smaller_and_keeps_its_shape() {
    let kept = take(&file(&marked(3_000, 1_500), ImageFormat::Jpeg)).unwrap();

    assert_eq!(kept.size, (KEPT_SIDE, KEPT_SIDE / 2));
    let small = image::load_from_memory(&kept.small).unwrap();
    assert_eq!((small.width(), small.height()), (SMALL_SIDE, SMALL_SIDE / 2));
}

/// A PNG of a hundred bytes that says of itself to have this many pixels.
fn bomb(across: u32, down: u32) -> Vec<u8> {
    let mut bytes = file(&marked(8, 8), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&across.to_be_bytes());
    bytes[20..24].copy_from_slice(&down.to_be_bytes());
    let sum = bytes[12..29].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
    bytes
}

#[test]
fn a_bomb_and_what_is_no_picture_are_refused_each_for_its_reason() {
    assert_eq!(take(&bomb(60_000, 60_000)).unwrap_err(), PictureError::Pixels);
    assert_eq!(take(&bomb(11_000, 11_000)).unwrap_err(), PictureError::Pixels);
    assert_eq!(take(b"%PDF-1.7 and so on").unwrap_err(), PictureError::Kind);
    assert_eq!(take(b"GIF89a\x01\0\x01\0").unwrap_err(), PictureError::Kind);
    assert_eq!(take(b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err(), PictureError::Kind);
    assert_eq!(take(b"").unwrap_err(), PictureError::Kind);
    assert_eq!(take(&vec![0; picture::MOST_BYTES + 1]).unwrap_err(), PictureError::Heavy);
    let jpeg = file(&marked(64, 48), ImageFormat::Jpeg);
    assert_eq!(take(&jpeg[..60]).unwrap_err(), PictureError::Broken);
}

proptest! {
    #[test]
    fn no_change_of_a_file_makes_it_panic(at in 0_usize..400, byte: u8, keep in 1_usize..2_000, kind in 0_usize..3) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][kind];
        let mut bytes = file(&marked(16, 12), format);
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(keep);

        let _ = take(&bytes);
    }
}
