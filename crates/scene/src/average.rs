//! What a building looks like from far away: the average of its cells, with open lights weighted up.

use crate::style::{Palette, Style};

/// How many ordinary cells one cell with a red, yellow or blue light weighs.
const LIGHT_WEIGHT: [f32; 4] = [0.0, 6.0, 4.0, 2.5];

/// The average colour of cells (red, green, blue), and in the last byte the share of cells with a light.
///
/// Without cells the last byte is 0 and the colour that of plain walls.
pub fn average(cells: &[u8], style: &Style) -> [u8; 4] {
    let palette = &style.palette;
    let mut counts = [0u32; 256];
    for byte in cells {
        counts[usize::from(*byte)] += 1;
    }
    let (mut sum, mut weight, mut lit, mut all) = ([0.0f32; 3], 0.0f32, 0u32, 0u32);
    for (byte, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let byte = byte as u8;
        let light = usize::from(byte >> 4 & 3);
        let shown = style.shows(byte);
        let fill = cell_colour(palette, byte, shown);
        add(&mut sum, &mut weight, fill, *count as f32);
        if light > 0 && shown {
            add(&mut sum, &mut weight, palette.lights[light].unit(), *count as f32 * LIGHT_WEIGHT[light]);
            lit += count;
        }
        all += count;
    }
    if weight <= 0.0 {
        let [r, g, b] = palette.wall.0;
        return [r, g, b, 0];
    }
    let [r, g, b] = sum.map(|part| (part / weight * 255.0).round() as u8);
    [r, g, b, (lit as f32 / all as f32 * 255.0).ceil() as u8]
}

fn cell_colour(palette: &Palette, byte: u8, shown: bool) -> [f32; 3] {
    if shown { palette.fills[usize::from(byte & 15)].unit() } else { palette.pale.unit() }
}

fn add(sum: &mut [f32; 3], weight: &mut f32, colour: [f32; 3], by: f32) {
    for (part, value) in sum.iter_mut().zip(colour) {
        *part += value * by;
    }
    *weight += by;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Theme;
    use domain::cell::Lens;

    fn style() -> Style {
        Style::new(Palette::of(Theme::Screen, Lens::Occupancy))
    }

    #[test]
    fn one_red_flat_among_many_is_not_averaged_away() {
        let style = style();
        let calm = average(&[1; 30], &style);
        let mut cells = [1; 30];
        cells[7] = 0x11;

        let alarmed = average(&cells, &style);

        assert!(alarmed[0] > calm[0] && alarmed[1] + 8 < calm[1]);
        assert!(alarmed[3] > 0 && calm[3] == 0);
    }

    #[test]
    fn filtered_cells_are_pale() {
        let style = Style { visible_mask: 0, ..style() };

        assert_eq!(average(&[1, 2, 0x13], &style)[..3], style.palette.pale.0);
    }
}
