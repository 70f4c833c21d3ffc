//! One set of colours for 3D, 2D and the page: fills and lights come from `ui::palette`, the ground from `scene`.

use desk::map::bridge::MapView;
use domain::case::Light;
use domain::cell::Lens;
use scene::{Colour, Palette, Style};
use ui::palette;
use ui::theme::Theme;

/// The colours of a view for bytes of a lens.
pub fn palette_of(view: &MapView, lens: Lens) -> Palette {
    let theme = match view.theme {
        Theme::Light | Theme::Outdoor => scene::Theme::Light,
        Theme::Screen => scene::Theme::Screen,
    };
    let base = Palette::of(theme, lens);
    let lights = [Light::Red, Light::Yellow, Light::Blue].map(|light| Colour::hex(palette::light(light, view.theme)));
    Palette {
        fills: std::array::from_fn(|class| Colour::hex(palette::fill(lens, class as u8, view.theme).rgb)),
        lights: [base.lights[0], lights[0], lights[1], lights[2]],
        ..base
    }
}

/// Colours, filter and selection of a view, without what needs the model.
pub fn style_of(view: &MapView, lens: Lens) -> Style {
    Style { visible_mask: !view.hidden, selected_cell: view.dwelling_cell, ..Style::new(palette_of(view, lens)) }
}

/// A colour as CSS.
pub fn css(colour: Colour) -> String {
    let [r, g, b] = colour.0;
    format!("#{r:02x}{g:02x}{b:02x}")
}
