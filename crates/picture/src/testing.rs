//! Two hundred hostile uploads, made on the spot: bombs, polyglots, cut off ones, huge ones, ones that say where they were taken. For
//! tests of whatever takes uploads in.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What must never come out.
pub const MARKS: [&str; 8] =
    ["GPS-MARK", "MAKER-MARK", "COMMENT-MARK", "Exif", "<script", "PK\x03\x04", "%PDF", "http"];
/// What decoding and making smaller may take together, in MiB: far below what the bombs claim.
pub const MOST_MIB: u64 = 512;
/// How many there are, of each sort a share.
pub const UPLOADS: u32 = 200;

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

/// A picture in which every pixel is another.
pub fn photo(across: u32, down: u32) -> DynamicImage {
    RgbImage::from_fn(across, down, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8])).into()
}

/// A picture as a file of a format.
pub fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
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
pub fn png_bomb(across: u32, down: u32) -> Vec<u8> {
    let mut bytes = file(&photo(8, 8), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&across.to_be_bytes());
    bytes[20..24].copy_from_slice(&down.to_be_bytes());
    let sum = sum(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// A JPEG whose frame says that it is this large.
pub fn jpeg_bomb(across: u16, down: u16) -> Vec<u8> {
    let mut bytes = file(&photo(16, 16), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&down.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&across.to_be_bytes());
    bytes
}

/// A WebP whose lossless head says 16,384 by 16,384.
pub fn webp_bomb() -> Vec<u8> {
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
pub fn upload(number: u32) -> Vec<u8> {
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

/// The most memory that this process ever had, in MiB; nothing where the system does not say.
pub fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib / 1_024)
}
