//! Rectangles that are blacked out on a kept picture. Not here: who decides which (`service`).

use image::{DynamicImage, ImageFormat, Rgb};

use crate::{LONGEST_SIDE, MOST_PIXELS, Picture, PictureError, decode, kept, upright};

/// A rectangle in thousandths of the width and the height, from the upper left corner. What lies beside the picture covers nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// From the left.
    pub x: u16,
    /// From above.
    pub y: u16,
    /// Across.
    pub w: u16,
    /// Down.
    pub h: u16,
}

impl Block {
    /// The pixels of one direction, rounded outwards: what is half covered is covered.
    fn pixels(from: u16, length: u16, side: u32) -> std::ops::Range<u32> {
        let side = u64::from(side.min(LONGEST_SIDE));
        let (from, to) = (u64::from(from), u64::from(from) + u64::from(length));
        let (first, end) = (from * side / 1_000, (to * side).div_ceil(1_000).min(side));
        first as u32..end as u32
    }
}

/// Fills the rectangles with black and writes both sizes anew, so that the covered pixels are in neither file.
///
/// *Errors*: as for a picture that was sent; what [`crate::take`] made is always read.
pub fn black_out(jpeg: &[u8], blocks: &[Block]) -> Result<Picture, PictureError> {
    let (decoded, orientation) = decode(jpeg, ImageFormat::Jpeg, MOST_PIXELS)?;
    let mut whole = upright(decoded, orientation).to_rgb8();
    for block in blocks {
        let columns = Block::pixels(block.x, block.w, whole.width());
        for y in Block::pixels(block.y, block.h, whole.height()) {
            for x in columns.clone() {
                whole.put_pixel(x, y, Rgb([0; 3]));
            }
        }
    }
    kept(&DynamicImage::ImageRgb8(whole))
}
