//! Photos that were sent in: checked, turned upright, made smaller and written anew as JPEG without anything but the picture.
//!
//! Belongs here: which kinds are taken, the limits, what a stored photo looks like, rectangles that are blacked out. Does not belong here: where it is kept
//! and who may see it (`service`, `store`). Decoding costs tenths of a second and up to [`MOST_MEMORY`]: the caller does it
//! away from the threads that answer requests, one at a time.
#![warn(missing_docs)]

mod black_out;
#[cfg(feature = "testing")]
pub mod testing;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};

pub use black_out::{Block, black_out};

/// Bytes of the largest file that is taken.
pub const MOST_BYTES: usize = 12 << 20;
/// Pixels of the largest photo that is taken: what telephones make.
pub const MOST_PIXELS: u64 = 40_000_000;
/// The longest side that is taken, in pixels, whatever the measure.
pub const LONGEST_SIDE: u32 = 12_000;
/// Memory that decoding may ask for, in bytes.
pub const MOST_MEMORY: u64 = 320 << 20;
/// The longest side that is kept, in pixels: a document of A4 size stays legible.
pub const KEPT_SIDE: u32 = 1_800;
/// The longest side of the small one, in pixels.
pub const SMALL_SIDE: u32 = 320;
/// JPEG quality of what is kept.
const QUALITY: u8 = 82;

/// What is taken and what is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Bytes of the largest file.
    pub most_bytes: usize,
    /// Pixels of the largest picture.
    pub most_pixels: u64,
    /// The longest side that is kept, in pixels.
    pub kept_side: u32,
}

impl Measure {
    /// Of photos that belong to a file.
    pub const PHOTO: Self = Self { most_bytes: MOST_BYTES, most_pixels: MOST_PIXELS, kept_side: KEPT_SIDE };
}

/// Why a photo is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More bytes than [`Measure::most_bytes`].
    #[error("the file is larger than is taken")]
    Heavy,
    /// No JPEG, PNG or WebP, whatever its name says.
    #[error("the file is no JPEG, PNG or WebP")]
    Kind,
    /// More than [`Measure::most_pixels`], a side beyond [`LONGEST_SIDE`], or none at all.
    #[error("the picture has more pixels than are taken")]
    Pixels,
    /// It begins like a picture and does not go on like one.
    #[error("the picture cannot be read")]
    Broken,
}

/// A photo as it is kept: both are JPEG without metadata, upright.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The longest side is at most [`Measure::kept_side`].
    pub whole: Vec<u8>,
    /// The longest side is at most [`SMALL_SIDE`].
    pub small: Vec<u8>,
    /// Pixels across and down of the whole.
    pub size: (u32, u32),
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("size", &self.size).finish_non_exhaustive()
    }
}

/// Makes what is kept of a photo from a file that was sent.
///
/// *Errors*: as [`take_within`].
pub fn take(bytes: &[u8]) -> Result<Picture, PictureError> {
    take_within(bytes, Measure::PHOTO)
}

/// Makes what is kept from a file that was sent.
///
/// *Errors*: see [`PictureError`]; limits are held against what the file says of itself before anything is decoded.
pub fn take_within(bytes: &[u8], measure: Measure) -> Result<Picture, PictureError> {
    if bytes.len() > measure.most_bytes {
        return Err(PictureError::Heavy);
    }
    let format = image::guess_format(bytes).map_err(|_unknown| PictureError::Kind)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PictureError::Kind);
    }
    let (decoded, orientation) = decode(bytes, format, measure.most_pixels)?;
    let whole = upright(fitted(&decoded, measure.kept_side), orientation);
    drop(decoded);
    kept(&whole)
}

/// Both sizes of a picture that is upright and not too large.
fn kept(whole: &DynamicImage) -> Result<Picture, PictureError> {
    let small = fitted(whole, SMALL_SIDE);
    let (whole, small) = (flat(whole), flat(&small));
    Ok(Picture { size: whole.dimensions(), whole: written(&whole)?, small: written(&small)? })
}

fn decode(bytes: &[u8], format: ImageFormat, most_pixels: u64) -> Result<(DynamicImage, Orientation), PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (across, down) = decoder.dimensions();
    if u64::from(across) * u64::from(down) > most_pixels || decoder.total_bytes() > MOST_MEMORY || across.min(down) == 0
    {
        return Err(PictureError::Pixels);
    }
    // A photo whose metadata nobody can read is still a photo.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?, orientation))
}

fn refused(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::Pixels,
        _ => PictureError::Broken,
    }
}

/// Not larger than it was, and no side longer than this.
fn fitted(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture.clone();
    }
    picture.resize(side, side, FilterType::CatmullRom)
}

fn upright(mut picture: DynamicImage, orientation: Orientation) -> DynamicImage {
    picture.apply_orientation(orientation);
    picture
}

/// What is transparent lies on white: JPEG knows no transparency, and black on black is nothing to read.
fn flat(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0.map(u16::from);
        let over = |part: u16| ((part * alpha + 255 * (255 - alpha)) / 255) as u8;
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn written(picture: &RgbImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let encoder = &mut JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    let done = encoder.encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8);
    done.map(|()| bytes).map_err(|_unwritable| PictureError::Broken)
}
