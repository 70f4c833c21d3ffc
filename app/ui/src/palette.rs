//! The colours of cells and lights, for pages and for the map alike, and their pattern and character for eyes that
//! cannot rely on colour.
//!
//! `style/tokens/_palette.scss` is written from here and a test keeps it so. Inside a lens, any two classes with the same
//! pattern are told apart under normal sight, protanopia, deuteranopia and tritanopia: the tests below measure it.

use domain::case::Light;
use domain::cell::{Badge, Lens};

use crate::theme::Theme;

/// A colour, `0xRRGGBB`.
pub type Rgb = u32;

/// The texture over a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Nothing.
    Plain,
    /// Rising lines.
    Hatch,
    /// Dots.
    Dots,
}

impl Pattern {
    /// The number that shaders and class names use.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// How one class of a lens looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The colour.
    pub rgb: Rgb,
    /// The texture.
    pub pattern: Pattern,
    /// One character for the class; empty where the city's dictionary has it.
    pub glyph: &'static str,
}

impl Fill {
    /// The colour of writing on this fill: dark or white, whichever is read better.
    pub const fn ink(&self) -> Rgb {
        // Squares are near enough to linear light for choosing; the contrast itself is measured in the tests.
        let (r, g, b) = (self.rgb >> 16 & 0xff, self.rgb >> 8 & 0xff, self.rgb & 0xff);
        if r * r * 21 + g * g * 72 + b * b * 7 > 1_365_000 { INK_DARK } else { INK_LIGHT }
    }
}

/// Dark writing.
pub const INK_DARK: Rgb = 0x0b_1626;
/// Light writing.
pub const INK_LIGHT: Rgb = 0xff_ffff;

const fn plain(rgb: Rgb, glyph: &'static str) -> Fill {
    Fill { rgb, pattern: Pattern::Plain, glyph }
}
const fn hatch(rgb: Rgb, glyph: &'static str) -> Fill {
    Fill { rgb, pattern: Pattern::Hatch, glyph }
}
const fn dots(rgb: Rgb, glyph: &'static str) -> Fill {
    Fill { rgb, pattern: Pattern::Dots, glyph }
}

const OCCUPANCY_LIGHT: &[Fill] = &[
    plain(0x7f_9bd6, "住"),
    plain(0x9e_50ad, "租"),
    plain(0xf2_b45f, "待"),
    hatch(0xee_f1f4, "空"),
    plain(0x69_7b3a, "他"),
    dots(0xbc_c4ca, "未"),
];
const OCCUPANCY_SCREEN: &[Fill] = &[
    plain(0x3d_6fa8, "住"),
    plain(0xba_8ae8, "租"),
    plain(0xff_933b, "待"),
    hatch(0x22_365a, "空"),
    plain(0x9b_e68d, "他"),
    dots(0x79_8c98, "未"),
];
const FRESHNESS_LIGHT: &[Fill] = &[
    plain(0x11_606b, "月"),
    plain(0x2f_9c83, "季"),
    plain(0x7f_b4af, "半"),
    plain(0xb8_d5d1, "年"),
    plain(0xf0_c670, "旧"),
    hatch(0xee_f1f4, "未"),
];
const FRESHNESS_SCREEN: &[Fill] = &[
    plain(0x8f_e6d4, "月"),
    plain(0x47_b3aa, "季"),
    plain(0x2b_7f8c, "半"),
    plain(0x23_536f, "年"),
    plain(0x85_722e, "旧"),
    hatch(0x1b_2b42, "未"),
];
const VISIT_LIGHT: &[Fill] = &[
    plain(0x1d_478a, "周"),
    plain(0x5b_73ab, "月"),
    plain(0x7e_a9d7, "季"),
    plain(0xd4_bc83, "久"),
    hatch(0xee_f1f4, "未"),
];
const VISIT_SCREEN: &[Fill] = &[
    plain(0x93_daf1, "周"),
    plain(0x72_86bf, "月"),
    plain(0x45_539e, "季"),
    plain(0x95_5c49, "久"),
    hatch(0x1b_2b42, "未"),
];
/// Class 1 is "none"; 2 to 8 have a colour of their own, 9 to 15 the same colours under a hatch. Characters: the dictionary's.
const WORDS_LIGHT: &[Fill] = &[
    plain(0xee_f1f4, ""),
    plain(0x29_78c0, ""),
    plain(0xd8_c04a, ""),
    plain(0x3e_6e37, ""),
    plain(0xee_7f88, ""),
    plain(0x6c_c5ea, ""),
    plain(0x7f_437d, ""),
    plain(0x6b_2d2d, ""),
    hatch(0x29_78c0, ""),
    hatch(0xd8_c04a, ""),
    hatch(0x3e_6e37, ""),
    hatch(0xee_7f88, ""),
    hatch(0x6c_c5ea, ""),
    hatch(0x7f_437d, ""),
    hatch(0x6b_2d2d, ""),
];
const WORDS_SCREEN: &[Fill] = &[
    plain(0x22_344d, ""),
    plain(0x88_9af2, ""),
    plain(0xe8_da66, ""),
    plain(0x29_9a60, ""),
    plain(0xfe_9894, ""),
    plain(0x86_dcf2, ""),
    plain(0xa2_509c, ""),
    plain(0xb6_a612, ""),
    hatch(0x88_9af2, ""),
    hatch(0xe8_da66, ""),
    hatch(0x29_9a60, ""),
    hatch(0xfe_9894, ""),
    hatch(0x86_dcf2, ""),
    hatch(0xa2_509c, ""),
    hatch(0xb6_a612, ""),
];

/// The looks of a lens's classes: index 0 is class 1. Class 0 ("nothing to show") is [`blank`].
pub fn fills(lens: Lens, theme: Theme) -> &'static [Fill] {
    match (lens, theme) {
        (Lens::Occupancy, Theme::Light | Theme::Outdoor) => OCCUPANCY_LIGHT,
        (Lens::Occupancy, Theme::Screen) => OCCUPANCY_SCREEN,
        (Lens::Freshness, Theme::Light | Theme::Outdoor) => FRESHNESS_LIGHT,
        (Lens::Freshness, Theme::Screen) => FRESHNESS_SCREEN,
        (Lens::Visit, Theme::Light | Theme::Outdoor) => VISIT_LIGHT,
        (Lens::Visit, Theme::Screen) => VISIT_SCREEN,
        (Lens::Label | Lens::KeyGroup, Theme::Light | Theme::Outdoor) => WORDS_LIGHT,
        (Lens::Label | Lens::KeyGroup, Theme::Screen) => WORDS_SCREEN,
    }
}

/// The look of one class, 0 to 15; unknown classes look like [`blank`].
pub fn fill(lens: Lens, class: u8, theme: Theme) -> Fill {
    let index = usize::from(class).checked_sub(1);
    index.and_then(|index| fills(lens, theme).get(index)).copied().unwrap_or_else(|| blank(theme))
}

/// A cell that shows nothing: no dwelling, or the viewer may not know.
pub fn blank(theme: Theme) -> Fill {
    plain(if theme == Theme::Screen { 0x2a_3a52 } else { 0xdd_e3ea }, "")
}

/// The colour of a light: cell edges, beacons, lamps.
pub fn light(light: Light, theme: Theme) -> Rgb {
    match (light, theme) {
        (Light::Red, Theme::Light | Theme::Outdoor) => 0xc1_272d,
        (Light::Yellow, Theme::Light | Theme::Outdoor) => 0xe8_a800,
        (Light::Blue, Theme::Light | Theme::Outdoor) => 0x0b_4f9e,
        (Light::Green, Theme::Light | Theme::Outdoor) => 0x00_a087,
        (Light::Grey, Theme::Light | Theme::Outdoor) => 0x5b_6878,
        (Light::Red, Theme::Screen) => 0xf2_665a,
        (Light::Yellow, Theme::Screen) => 0xff_e566,
        (Light::Blue, Theme::Screen) => 0x3d_85f0,
        (Light::Green, Theme::Screen) => 0x3f_e0b8,
        (Light::Grey, Theme::Screen) => 0x8f_a1b5,
    }
}

/// The character of a badge.
pub fn badge_glyph(badge: Badge) -> &'static str {
    match badge {
        Badge::None => "",
        Badge::Elder => "老",
        Badge::Care => "重",
        Badge::Other => "标",
    }
}

/// The palette as SCSS custom properties: the content of `style/tokens/_palette.scss`.
pub fn scss() -> String {
    use std::fmt::Write as _;

    let mut text =
        String::from("// Written from app/ui/src/palette.rs (`cargo test -p ui` keeps it so). Do not edit.\n");
    // In the sun cells look as they do in daylight: their edges and the words around them are what grows darker.
    for theme in [Theme::Light, Theme::Screen] {
        let selector = if theme == Theme::Light { ":root" } else { "[data-theme='screen']" };
        let _ = writeln!(text, "{selector} {{");
        let none = blank(theme);
        let _ = writeln!(text, "  --fill-blank: #{:06x};\n  --ink-blank: #{:06x};", none.rgb, none.ink());
        for lens in [Lens::Occupancy, Lens::Label, Lens::Freshness, Lens::Visit] {
            for (fill, class) in fills(lens, theme).iter().zip(1..) {
                let name = if lens == Lens::Label { "word" } else { lens.slug() };
                let _ = writeln!(text, "  --fill-{name}-{class}: #{:06x};", fill.rgb);
                let _ = writeln!(text, "  --ink-{name}-{class}: #{:06x};", fill.ink());
            }
        }
        text.push_str("}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
    const SIGHTS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    fn linear(rgb: Rgb) -> [f64; 3] {
        [16, 8, 0].map(|shift| {
            let c = f64::from(rgb >> shift & 0xff) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn seen(colour: [f64; 3], sight: &[[f64; 3]; 3]) -> [f64; 3] {
        [0, 1, 2].map(|row| (0..3).map(|k| sight[row][k] * colour[k]).sum::<f64>().clamp(0.0, 1.0))
    }

    #[expect(clippy::many_single_char_names, reason = "the letters are those of the published formula")]
    fn oklab([r, g, b]: [f64; 3]) -> [f64; 3] {
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    /// The smallest Oklab distance over all four kinds of sight; 0.02 is just noticeable side by side.
    fn distance(a: Rgb, b: Rgb) -> f64 {
        let distances = SIGHTS.iter().map(|sight| {
            let (a, b) = (oklab(seen(linear(a), sight)), oklab(seen(linear(b), sight)));
            a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
        });
        distances.fold(f64::INFINITY, f64::min)
    }

    fn luminance(rgb: Rgb) -> f64 {
        let [r, g, b] = linear(rgb);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn two_classes_of_a_lens_are_told_apart_with_every_kind_of_sight() {
        for lens in Lens::ALL {
            for theme in Theme::ALL {
                let fills = fills(lens, theme);
                for (i, a) in fills.iter().enumerate() {
                    for b in &fills[i + 1..] {
                        let apart = distance(a.rgb, b.rgb);
                        let same_texture = a.pattern == b.pattern;
                        assert!(
                            !same_texture || apart >= 0.09,
                            "{lens:?} {theme:?} {:06x} {:06x}: {apart:.3}",
                            a.rgb,
                            b.rgb
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn characters_are_readable_on_every_fill() {
        for lens in Lens::ALL {
            for theme in Theme::ALL {
                for fill in fills(lens, theme) {
                    let ratio = contrast(fill.rgb, fill.ink());
                    assert!(ratio >= 4.5, "{lens:?} {theme:?} {:06x}: {ratio:.2}", fill.rgb);
                }
            }
        }
    }

    #[test]
    fn every_fixed_class_has_a_look() {
        for lens in Lens::ALL {
            for theme in Theme::ALL {
                assert_eq!(fills(lens, theme).len(), usize::from(lens.fixed_classes().unwrap_or(15)));
            }
        }
    }

    /// Run with `UPDATE=1` to write the file.
    #[test]
    fn the_stylesheet_has_the_same_colours() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/tokens/_palette.scss");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, scss()).unwrap();
        }

        assert_eq!(std::fs::read_to_string(path).unwrap(), scss(), "run `UPDATE=1 cargo test -p ui palette`");
    }
}
