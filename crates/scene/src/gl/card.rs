//! Everything on the graphics card, and the order in which one picture is drawn.

use web_sys::WebGl2RenderingContext as Gl;

use super::ground::Ground;
use super::houses::Houses;
use super::overlay::Overlay;
use super::picture::Picture;
use crate::city::City;

/// Everything on the graphics card.
pub(super) struct Card {
    pub houses: Houses,
    pub ground: Ground,
    pub overlay: Overlay,
}

impl Card {
    /// Draws one picture on the target that was entered.
    pub(super) fn draw(&self, gl: &Gl, city: &City, picture: &Picture) {
        clear(gl, picture);
        let choice = self.houses.choose(city, picture);
        let flat = || {
            self.ground.draw(gl, picture);
            self.houses.draw_shadows(gl, picture, &choice.shading);
            self.ground.draw_borders(gl, picture);
        };
        gl.disable(Gl::DEPTH_TEST);
        self.ground.draw_backdrop(gl, picture);
        if picture.is_quick {
            // Buildings first: the ground that they hide is not worked out.
            gl.enable(Gl::DEPTH_TEST);
            self.houses.draw(gl, picture, &choice);
            flat();
        } else {
            // Under smooth edges everything must be there.
            flat();
            gl.enable(Gl::DEPTH_TEST);
            self.houses.draw(gl, picture, &choice);
        }
        self.overlay.draw(gl, picture);
    }
}

fn clear(gl: &Gl, picture: &Picture) {
    let [r, g, b] = picture.style.palette.ground.unit();
    gl.clear_color(r, g, b, 1.0);
    gl.clear_depth(1.0);
    gl.clear_stencil(0);
    gl.clear(Gl::COLOR_BUFFER_BIT | Gl::DEPTH_BUFFER_BIT | Gl::STENCIL_BUFFER_BIT);
    gl.depth_func(Gl::LEQUAL);
    gl.cull_face(Gl::BACK);
    gl.blend_func(Gl::SRC_ALPHA, Gl::ONE_MINUS_SRC_ALPHA);
}
