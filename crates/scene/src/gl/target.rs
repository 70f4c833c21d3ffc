//! A picture of its own with smooth edges, copied to the canvas when done: used for pictures that stand still.

use web_sys::{WebGl2RenderingContext as Gl, WebGlFramebuffer, WebGlRenderbuffer};

use super::RenderError;

/// A multisampled picture of one size.
pub(super) struct SmoothTarget {
    frame: WebGlFramebuffer,
    colour: WebGlRenderbuffer,
    depth: WebGlRenderbuffer,
    size: (i32, i32),
}

impl SmoothTarget {
    pub(super) fn new(gl: &Gl, size: (i32, i32)) -> Result<Self, RenderError> {
        let frame = gl.create_framebuffer().ok_or(RenderError::Lost)?;
        let most = gl.get_parameter(Gl::MAX_SAMPLES).ok().and_then(|value| value.as_f64()).unwrap_or(4.0) as i32;
        let part = |format: u32| {
            let buffer = gl.create_renderbuffer().ok_or(RenderError::Lost)?;
            gl.bind_renderbuffer(Gl::RENDERBUFFER, Some(&buffer));
            gl.renderbuffer_storage_multisample(Gl::RENDERBUFFER, most.min(4), format, size.0, size.1);
            Ok(buffer)
        };
        let (colour, depth) = (part(Gl::RGB8)?, part(Gl::DEPTH24_STENCIL8)?);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, Some(&frame));
        let attach = |to: u32, buffer: &WebGlRenderbuffer| {
            gl.framebuffer_renderbuffer(Gl::FRAMEBUFFER, to, Gl::RENDERBUFFER, Some(buffer));
        };
        attach(Gl::COLOR_ATTACHMENT0, &colour);
        attach(Gl::DEPTH_STENCIL_ATTACHMENT, &depth);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
        Ok(Self { frame, colour, depth, size })
    }

    pub(super) fn fits(&self, size: (i32, i32)) -> bool {
        self.size == size
    }

    pub(super) fn enter(&self, gl: &Gl) {
        gl.bind_framebuffer(Gl::FRAMEBUFFER, Some(&self.frame));
    }

    /// Copies the picture to the canvas.
    pub(super) fn show(&self, gl: &Gl) {
        let (width, height) = self.size;
        gl.bind_framebuffer(Gl::READ_FRAMEBUFFER, Some(&self.frame));
        gl.bind_framebuffer(Gl::DRAW_FRAMEBUFFER, None);
        gl.blit_framebuffer(0, 0, width, height, 0, 0, width, height, Gl::COLOR_BUFFER_BIT, Gl::NEAREST);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
    }

    pub(super) fn delete(&self, gl: &Gl) {
        gl.delete_framebuffer(Some(&self.frame));
        gl.delete_renderbuffer(Some(&self.colour));
        gl.delete_renderbuffer(Some(&self.depth));
    }
}
