//! Two hundred hostile uploads, made here: none panics, none is kept with anything beside the picture, none is large.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use picture::{Block, Measure, Picture, PictureError, SMALL_SIDE, black_out, take_within};
use proptest::prelude::*;

/// As pictures of cases are taken.
const CASE: Measure = Measure { most_bytes: 20 << 20, most_pixels: 50_000_000, kept_side: 2_048 };
/// What must never come out.
const MARKS: [&str; 8] = ["GPS-MARK", "MAKER-MARK", "COMMENT-MARK", "Exif", "<script", "PK\x03\x04", "%PDF", "http"];
/// What decoding and making smaller may take together, in MiB: far below what the bombs claim.
const MOST_MIB: u64 = 512;
/// How many there are, of each sort a share.
const UPLOADS: u32 = 200;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.roll(256) as u8).collect()
    }
}

fn photo(across: u32, down: u32) -> DynamicImage {
    RgbImage::from_fn(across, down, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8])).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// CRC-32 of a PNG's chunk.
fn sum(bytes: &[u8]) -> [u8; 4] {
    let sum = bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    (!sum).to_be_bytes()
}

/// A small PNG that says of itself to have this many pixels.
fn png_bomb(across: u32, down: u32) -> Vec<u8> {
    let mut bytes = file(&photo(8, 8), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&across.to_be_bytes());
    bytes[20..24].copy_from_slice(&down.to_be_bytes());
    let sum = sum(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// A JPEG whose frame says that it is this large.
fn jpeg_bomb(across: u16, down: u16) -> Vec<u8> {
    let mut bytes = file(&photo(16, 16), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&down.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&across.to_be_bytes());
    bytes
}

/// A WebP whose lossless head says 16,384 by 16,384.
fn webp_bomb() -> Vec<u8> {
    let mut bytes = file(&photo(16, 16), ImageFormat::WebP);
    let head = bytes.windows(4).position(|four| four == b"VP8L").unwrap() + 9;
    bytes[head..head + 4].copy_from_slice(&0x0fff_ffff_u32.to_le_bytes());
    bytes
}

/// A JPEG as a telephone sends it: place, maker, comment, and another file behind its end.
fn from_telephone(orientation: u8, tail: &[u8]) -> Vec<u8> {
    let jpeg = file(&photo(64, 48), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]);
    exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0 GPS-MARK-42.9067 MAKER-MARK ");
    let mut sent = jpeg[..2].to_vec();
    for (marker, body) in [(0xe1, exif), (0xfe, b"COMMENT-MARK <script>alert(1)</script>".to_vec())] {
        sent.extend([0xff, marker]);
        sent.extend((body.len() as u16 + 2).to_be_bytes());
        sent.extend(body);
    }
    sent.extend(&jpeg[2..]);
    sent.extend(tail);
    sent
}

/// A PNG with a text chunk, and another file behind its end.
fn png_with_text(tail: &[u8]) -> Vec<u8> {
    let png = file(&photo(40, 30), ImageFormat::Png);
    let mut chunk = b"tEXtComment\0COMMENT-MARK GPS-MARK <script>".to_vec();
    let sum = sum(&chunk);
    let mut sent = png[..33].to_vec();
    sent.extend((chunk.len() as u32 - 4).to_be_bytes());
    sent.append(&mut chunk);
    sent.extend(sum);
    sent.extend(&png[33..]);
    sent.extend(tail);
    sent
}

/// The upload with this number.
fn upload(number: u32) -> Vec<u8> {
    let dice = &mut Dice(u64::from(number) + 1);
    let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    let heads: [&[u8]; 6] =
        [b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\x7fWEBPVP8X", b"GIF89a", b"BM", b"II*\0"];
    let others: [&[u8]; 6] = [
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7 1 0 obj",
        b"PK\x03\x04 a zip",
        b"",
    ];
    let tails: [&[u8]; 3] = [b"PK\x03\x04 a zip GPS-MARK", b"<script>alert(1)</script>", b"%PDF-1.7 GPS-MARK"];
    match number % 8 {
        0 if dice.roll(2) == 0 => png_bomb(1 << (dice.roll(18) + 14), 1 << (dice.roll(18) + 14)),
        // Few enough pixels to be tried, and nothing behind the head.
        0 => png_bomb(3_000 + dice.roll(2_500) as u32, 3_000 + dice.roll(2_500) as u32),
        1 if dice.roll(4) > 0 => jpeg_bomb(65_000 - dice.roll(40_000) as u16, 65_000 - dice.roll(40_000) as u16),
        1 => jpeg_bomb(3_000 + dice.roll(2_500) as u16, 3_000 + dice.roll(2_500) as u16),
        2 => {
            let whole = file(&photo(64, 48), formats[dice.roll(3)]);
            whole[..dice.roll(whole.len())].to_vec()
        }
        3 => from_telephone(dice.roll(9) as u8, tails[dice.roll(3)]),
        4 => png_with_text(tails[dice.roll(3)]),
        5 => {
            let length = dice.roll(20_000);
            [heads[dice.roll(6)], &dice.bytes(length)].concat()
        }
        6 => {
            let mut bent = file(&photo(64, 48), formats[dice.roll(3)]);
            for _ in 0..20 {
                let at = dice.roll(bent.len());
                bent[at] = dice.roll(256) as u8;
            }
            bent
        }
        _ if dice.roll(3) == 0 => webp_bomb(),
        _ => others[dice.roll(6)].to_vec(),
    }
}

/// Whether what is kept is two bounded JPEGs and nothing else.
fn is_clean(kept: &Picture) -> bool {
    [(&kept.whole, CASE.kept_side), (&kept.small, SMALL_SIDE)].into_iter().all(|(bytes, side)| {
        let seen = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap();
        let is_marked = MARKS.iter().any(|mark| bytes.windows(mark.len()).any(|window| window == mark.as_bytes()));
        seen.width().max(seen.height()) <= side && bytes.ends_with(b"\xff\xd9") && !is_marked
    })
}

/// The most memory that this process ever had, in MiB; nothing where the system does not say.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib / 1_024)
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
