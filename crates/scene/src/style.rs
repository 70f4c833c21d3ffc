//! How the city looks: colours of both themes, and what is hovered, chosen and filtered.
//!
//! Everything here reaches the graphics card as uniforms, so changing it never uploads geometry or state. Colours of
//! lights match the lamps elsewhere; shapes and patterns are the renderer's, so colour is never the only signal.

use std::ops::Range;

use citypack::{LandKind, RoadClass};
use domain::cell::Lens;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// From the number of a hexadecimal notation such as `0x0b1626`.
    pub const fn hex(number: u32) -> Self {
        Self([(number >> 16) as u8, (number >> 8) as u8, number as u8])
    }

    /// Red, green and blue from 0 to 1.
    pub fn unit(self) -> [f32; 3] {
        self.0.map(|part| f32::from(part) / 255.0)
    }
}

/// Which of the two faces of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// White paper: desks by day.
    #[default]
    Light,
    /// Night blue: wall screens.
    Screen,
}

/// All colours of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// The top of the sky.
    pub sky: Colour,
    /// The horizon and the fog.
    pub fog: Colour,
    /// Bare ground.
    pub ground: Colour,
    /// Ground by [`LandKind`].
    pub land: [Colour; 7],
    /// Roads by [`RoadClass`].
    pub road: [Colour; 8],
    /// The edge of roads.
    pub casing: Colour,
    /// The broken line along the middle of roads.
    pub lane: Colour,
    /// Walls of buildings outside all areas.
    pub surroundings: Colour,
    /// Walls of buildings without flats, and between the cells.
    pub wall: Colour,
    /// Roofs, before they take on a little of what their building shows.
    pub roof: Colour,
    /// The gap between cells.
    pub gap: Colour,
    /// The fill classes of the lens, 0 to 15; 0 is "no dwelling or nothing to show".
    pub fills: [Colour; 16],
    /// What cells of classes that are filtered out become.
    pub pale: Colour,
    /// Open lights: none, red, yellow, blue.
    pub lights: [Colour; 4],
    /// Badges, drawn in the cell's upper corner.
    pub badge: Colour,
    /// The rim of badges.
    pub badge_rim: Colour,
    /// The outline of what is selected.
    pub selection: Colour,
    /// The outline of what is hovered.
    pub hover: Colour,
    /// Border lines: city, street, community, grid.
    pub border: [Colour; 4],
    /// Trails of patrols.
    pub trail: Colour,
    /// How dark shadows on the ground are, 0 to 1.
    pub shadow: f32,
    /// The light on walls turned away from the sun, 0 to 1.
    pub ambient: f32,
}

impl Palette {
    /// The palette of a theme with the fills of a lens.
    pub fn of(theme: Theme, lens: Lens) -> Self {
        match theme {
            Theme::Light => Self { fills: fills(theme, lens), ..light() },
            Theme::Screen => Self { fills: fills(theme, lens), ..screen() },
        }
    }

    /// The colour of a kind of ground.
    pub fn land(&self, kind: LandKind) -> Colour {
        self.land[kind as usize]
    }

    /// The colour of a class of road.
    pub fn road(&self, class: RoadClass) -> Colour {
        self.road[class as usize]
    }
}

const fn colours<const N: usize>(numbers: [u32; N]) -> [Colour; N] {
    let mut all = [Colour([0; 3]); N];
    let mut index = 0;
    while index < N {
        all[index] = Colour::hex(numbers[index]);
        index += 1;
    }
    all
}

fn light() -> Palette {
    Palette {
        sky: Colour::hex(0xc4_d9_ee),
        fog: Colour::hex(0xe6_ed_f4),
        ground: Colour::hex(0xe9_ed_ee),
        land: colours([0xe4_e7_e6, 0xe9_e4_da, 0xcf_e3_c4, 0xd8_e8_cb, 0xbf_d9_b5, 0xa9_cf_ea, 0xe9_ed_ee]),
        road: colours([0xff_e9_b8, 0xff_f3_d6, 0xff_ff_ff, 0xff_ff_ff, 0xff_ff_ff, 0xfa_fb_fc, 0xdf_d9_cf, 0xb4_bb_c4]),
        casing: Colour::hex(0xc9_d0_d8),
        lane: Colour::hex(0xb9_c2_cc),
        surroundings: Colour::hex(0xdc_e1_e6),
        wall: Colour::hex(0xe8_ea_ec),
        roof: Colour::hex(0xf4_f6_f8),
        gap: Colour::hex(0x7d_8b_9c),
        fills: [Colour::default(); 16],
        pale: Colour::hex(0xe3_e7_ec),
        lights: colours([0xff_ff_ff, 0xc1_27_2d, 0xe8_a8_00, 0x0b_4f_9e]),
        badge: Colour::hex(0xff_ff_ff),
        badge_rim: Colour::hex(0x16_20_2c),
        selection: Colour::hex(0x0b_4f_9e),
        hover: Colour::hex(0x16_20_2c),
        border: colours([0x0b_4f_9e, 0x2d_6c_b3, 0x4f_86_c2, 0x7f_a6_cf]),
        trail: Colour::hex(0x6a_2f_b5),
        shadow: 0.20,
        ambient: 0.66,
    }
}

fn screen() -> Palette {
    Palette {
        sky: Colour::hex(0x06_0d_19),
        fog: Colour::hex(0x14_2a_45),
        ground: Colour::hex(0x0d_1a_2c),
        land: colours([0x10_1f_33, 0x17_22_38, 0x11_2e_31, 0x12_2a_2f, 0x0f_33_30, 0x0f_3a_5f, 0x0d_1a_2c]),
        road: colours([0x4a_62_80, 0x40_58_78, 0x36_4e_6d, 0x2f_45_62, 0x28_3c_57, 0x20_32_4a, 0x1f_30_46, 0x33_42_57]),
        casing: Colour::hex(0x09_13_21),
        lane: Colour::hex(0x9f_bb_da),
        surroundings: Colour::hex(0x33_45_5d),
        wall: Colour::hex(0x5c_6f_8a),
        roof: Colour::hex(0x93_a6_be),
        gap: Colour::hex(0x18_26_39),
        fills: [Colour::default(); 16],
        pale: Colour::hex(0x36_48_61),
        lights: colours([0xff_ff_ff, 0xf2_66_5a, 0xff_e5_66, 0x3d_85_f0]),
        badge: Colour::hex(0xf4_f8_ff),
        badge_rim: Colour::hex(0x0b_16_26),
        selection: Colour::hex(0xff_ff_ff),
        hover: Colour::hex(0xc8_e2_ff),
        border: colours([0x8c_c2_ff, 0x6d_ae_f5, 0x4f_95_e0, 0x3a_74_b5]),
        trail: Colour::hex(0x7d_f0_ff),
        shadow: 0.50,
        ambient: 0.62,
    }
}

/// The fills of a lens. Classes are described at `domain::cell::Lens::fixed_classes`.
fn fills(theme: Theme, lens: Lens) -> [Colour; 16] {
    let numbers: &[u32] = match (theme, lens) {
        (Theme::Screen, Lens::Occupancy) => {
            &[0x6d_80_99, 0xb9_c9_dc, 0x5b_a3_d9, 0xb4_94_e6, 0x3d_50_6b, 0xd8_b4_86, 0x7a_86_96]
        }
        (Theme::Screen, Lens::Freshness) => {
            &[0x6d_80_99, 0x8f_dc_d0, 0x7f_bf_b4, 0xc9_c0_8e, 0xd9_9a_5e, 0xa8_5f_42, 0x3d_50_6b]
        }
        (Theme::Screen, Lens::Visit) => &[0x6d_80_99, 0x8f_dc_d0, 0x7f_bf_b4, 0xd3_b0_6c, 0xa8_5f_42, 0x3d_50_6b],
        (Theme::Screen, Lens::Label | Lens::KeyGroup) => &[
            0x6d_80_99, 0xa3_b4_c9, 0x3d_50_6b, 0x5b_a3_d9, 0xe6_a4_60, 0xb4_94_e6, 0x93_c9_7c, 0xe3_86_ad, 0x62_c9_c4,
            0xd8_c8_74, 0x8e_86_d6, 0xc9_8a_76, 0x7f_a6_8a, 0xd3_b0_9a, 0x9c_c6_e8, 0x84_90_a2,
        ],
        (Theme::Light, Lens::Occupancy) => {
            &[0xd6_db_e1, 0xf2_f5_f8, 0x7f_b5_de, 0xb7_9d_dc, 0x8b_98_a8, 0xe0_bd_8c, 0xc4_cb_d3]
        }
        (Theme::Light, Lens::Freshness) => {
            &[0xd6_db_e1, 0x7c_c9_bb, 0xaf_dc_d1, 0xe9_dc_a6, 0xe8_b0_76, 0xb8_70_50, 0x8b_98_a8]
        }
        (Theme::Light, Lens::Visit) => &[0xd6_db_e1, 0x7c_c9_bb, 0xaf_dc_d1, 0xe8_c9_84, 0xb8_70_50, 0x8b_98_a8],
        (Theme::Light, Lens::Label | Lens::KeyGroup) => &[
            0xd6_db_e1, 0xf0_f3_f6, 0x8b_98_a8, 0x6a_a9_db, 0xe9_a8_62, 0xad_8f_db, 0x8f_c4_78, 0xde_82_a8, 0x5f_bd_b8,
            0xd3_c0_66, 0x84_7c_cc, 0xc2_81_6d, 0x76_9c_81, 0xcd_a7_90, 0x93_bd_df, 0xa9_b3_bf,
        ],
    };
    std::array::from_fn(|class| Colour::hex(numbers.get(class).copied().unwrap_or(0x8a_96_a6)))
}

/// What is drawn how, apart from the camera and the state of cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// The colours.
    pub palette: Palette,
    /// The legend's filter: bit `class` is set when cells of this fill class keep their colour.
    pub visible_mask: u16,
    /// Whether only cells with an open light keep their colour.
    pub lights_only: bool,
    /// The cell under the pointer.
    pub hover: Option<u32>,
    /// The building under the pointer.
    pub hover_building: Option<u32>,
    /// The chosen cell.
    pub selected_cell: Option<u32>,
    /// The chosen building.
    pub selected_building: Option<u32>,
    /// The buildings of the area in focus (see `CellIndex::area_buildings`); all others are dimmed.
    pub focus: Option<Range<u32>>,
    /// Levels of border lines to draw: city, street, community, grid. By distance when `None`.
    pub borders: Option<[bool; 4]>,
}

impl Style {
    /// Everything visible, nothing chosen.
    pub fn new(palette: Palette) -> Self {
        Self {
            palette,
            visible_mask: u16::MAX,
            lights_only: false,
            hover: None,
            hover_building: None,
            selected_cell: None,
            selected_building: None,
            focus: None,
            borders: None,
        }
    }

    /// The colours of cells in a moving picture, by the fill and light bits of their state: 64 of their middle, then 64 of
    /// their edge, which an open light takes.
    pub fn looks(&self) -> [Colour; 128] {
        let look = |byte: u8, at_edge: bool| match byte >> 4 {
            _ if !self.shows(byte) => self.palette.pale,
            light @ 1.. if at_edge => self.palette.lights[usize::from(light)],
            _ => self.palette.fills[usize::from(byte & 15)],
        };
        std::array::from_fn(|index| look(index as u8 & 63, index >= 64))
    }

    /// Whether a state byte keeps its colour under the filter.
    pub fn shows(&self, byte: u8) -> bool {
        let lit = byte >> 4 & 3 != 0;
        (self.visible_mask >> (byte & 15) & 1 == 1) && (lit || !self.lights_only)
    }
}

/// A vertical beam over an open case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beacon {
    /// Where it stands: metres east, north and up.
    pub foot: [f64; 3],
    /// 1 red, 2 yellow, 3 blue.
    pub light: u8,
}

/// A patrol's line.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// Points in order of time: metres east and north, seconds.
    pub points: Vec<(f64, f64, f64)>,
    /// Places where somebody stayed: metres east and north, seconds of arrival.
    pub stops: Vec<(f64, f64, f64)>,
    /// Up to when the line is drawn bright, in the same seconds; later parts are faint.
    pub now_s: f64,
}

impl Trail {
    /// Where the walker is at [`Trail::now_s`], in metres; nothing before the first point.
    pub fn walker(&self) -> Option<(f64, f64)> {
        let after = self.points.partition_point(|point| point.2 <= self.now_s);
        let last = self.points.get(after.checked_sub(1)?)?;
        let Some(next) = self.points.get(after) else { return Some((last.0, last.1)) };
        let part = ((self.now_s - last.2) / (next.2 - last.2).max(1e-9)).clamp(0.0, 1.0);
        Some((last.0 + (next.0 - last.0) * part, last.1 + (next.1 - last.1) * part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moving_cell_keeps_its_fill_and_takes_its_light_at_the_edge_unless_filtered_out() {
        let mut style = Style::new(Palette::of(Theme::Screen, Lens::Occupancy));
        let (fill, red) = (style.palette.fills[3], style.palette.lights[1]);
        style.visible_mask = !(1 << 2);

        let looks = style.looks();

        assert_eq!([looks[3], looks[64 + 3], looks[16 + 3], looks[64 + 16 + 3]], [fill, fill, fill, red]);
        assert_eq!([looks[2], looks[64 + 16 + 2]], [style.palette.pale; 2]);
    }
}
