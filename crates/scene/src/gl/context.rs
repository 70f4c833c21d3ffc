//! The WebGL2 context, and programs, buffers and textures as small owned things.

use std::ops::Range;

use js_sys::Uint32Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    HtmlCanvasElement, WebGl2RenderingContext as Gl, WebGlBuffer, WebGlContextAttributes, WebGlProgram, WebGlShader,
    WebGlTexture, WebGlUniformLocation, WebGlVertexArrayObject,
};

use super::RenderError;

/// Asks a canvas for WebGL2.
pub(super) fn context(canvas: &HtmlCanvasElement) -> Result<Gl, RenderError> {
    let attributes = WebGlContextAttributes::new();
    attributes.set_alpha(false);
    attributes.set_antialias(false);
    attributes.set_depth(true);
    attributes.set_stencil(true);
    attributes.set_preserve_drawing_buffer(false);
    let found = canvas.get_context_with_context_options("webgl2", &attributes);
    found.ok().flatten().and_then(|object| object.dyn_into().ok()).ok_or(RenderError::NoWebGl2)
}

/// A linked program and where its uniforms are.
pub(super) struct Program {
    program: WebGlProgram,
    uniforms: Vec<(String, WebGlUniformLocation)>,
}

/// A program that the browser may still be compiling in the background. Asking how it went would wait for it.
pub(super) struct Compiling {
    program: WebGlProgram,
    vertex: WebGlShader,
    fragment: WebGlShader,
}

impl Compiling {
    /// Starts compiling; the parts of a shader are joined in order.
    pub(super) fn start(gl: &Gl, vertex: &[&str], fragment: &[&str]) -> Result<Self, RenderError> {
        let program = gl.create_program().ok_or(RenderError::Lost)?;
        let vertex = compile(gl, Gl::VERTEX_SHADER, &vertex.concat())?;
        let fragment = compile(gl, Gl::FRAGMENT_SHADER, &fragment.concat())?;
        gl.attach_shader(&program, &vertex);
        gl.attach_shader(&program, &fragment);
        gl.link_program(&program);
        Ok(Self { program, vertex, fragment })
    }

    /// Waits for the program.
    pub(super) fn finish(self, gl: &Gl) -> Result<Program, RenderError> {
        let Self { program, vertex, fragment } = self;
        if !gl.get_program_parameter(&program, Gl::LINK_STATUS).as_bool().unwrap_or(false) {
            let logs =
                [gl.get_shader_info_log(&vertex), gl.get_shader_info_log(&fragment), gl.get_program_info_log(&program)];
            let lost = gl.is_context_lost();
            let log = logs.into_iter().flatten().collect::<Vec<_>>().join("; ");
            return Err(if lost { RenderError::Lost } else { RenderError::Shader(log) });
        }
        gl.delete_shader(Some(&vertex));
        gl.delete_shader(Some(&fragment));
        Ok(Program::new(gl, program))
    }
}

impl Program {
    fn new(gl: &Gl, program: WebGlProgram) -> Self {
        let count = gl.get_program_parameter(&program, Gl::ACTIVE_UNIFORMS).as_f64().unwrap_or(0.0) as u32;
        let uniforms = (0..count).filter_map(|index| {
            let name = gl.get_active_uniform(&program, index)?.name();
            let location = gl.get_uniform_location(&program, &name)?;
            Some((name, location))
        });
        Self { uniforms: uniforms.collect(), program }
    }

    pub(super) fn enter(&self, gl: &Gl) {
        gl.use_program(Some(&self.program));
    }

    /// A uniform's place; nothing when the compiler found it unused, which sets nothing then.
    pub(super) fn at(&self, name: &str) -> Option<&WebGlUniformLocation> {
        self.uniforms.iter().find(|(known, _)| known == name).map(|(_, location)| location)
    }
}

fn compile(gl: &Gl, kind: u32, source: &str) -> Result<WebGlShader, RenderError> {
    let shader = gl.create_shader(kind).ok_or(RenderError::Lost)?;
    gl.shader_source(&shader, source);
    gl.compile_shader(&shader);
    Ok(shader)
}

/// How one attribute is read from a buffer.
#[derive(Clone, Copy)]
pub(super) struct Attribute {
    /// Parts: 1 to 4.
    pub parts: i32,
    /// The type of each part in the buffer.
    pub kind: u32,
    /// Whether the shader takes whole numbers.
    pub whole: bool,
    /// Where in the record it starts, in bytes.
    pub offset: i32,
}

/// A buffer of corners with its attributes.
pub(super) struct Records {
    array: WebGlVertexArrayObject,
    buffer: WebGlBuffer,
}

impl Records {
    pub(super) fn new(
        gl: &Gl,
        bytes: &[u8],
        stride: usize,
        attributes: &'static [Attribute],
    ) -> Result<Self, RenderError> {
        let array = gl.create_vertex_array().ok_or(RenderError::Lost)?;
        let buffer = gl.create_buffer().ok_or(RenderError::Lost)?;
        let records = Self { array, buffer };
        records.fill(gl, bytes);
        gl.bind_vertex_array(Some(&records.array));
        for (index, attribute) in attributes.iter().enumerate() {
            let (index, stride) = (index as u32, stride as i32);
            let Attribute { parts, kind, whole, offset } = *attribute;
            gl.enable_vertex_attrib_array(index);
            if whole {
                gl.vertex_attrib_i_pointer_with_i32(index, parts, kind, stride, offset);
            } else {
                gl.vertex_attrib_pointer_with_i32(index, parts, kind, false, stride, offset);
            }
        }
        gl.bind_vertex_array(None);
        Ok(records)
    }

    /// Replaces the content.
    pub(super) fn fill(&self, gl: &Gl, bytes: &[u8]) {
        gl.bind_vertex_array(None);
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&self.buffer));
        gl.buffer_data_with_u8_array(Gl::ARRAY_BUFFER, bytes, Gl::STATIC_DRAW);
    }

    /// Makes the buffer the source of attributes.
    pub(super) fn enter(&self, gl: &Gl) {
        gl.bind_vertex_array(Some(&self.array));
    }

    /// Adds an index buffer to the array.
    pub(super) fn indexed(self, gl: &Gl, indices: &[u32]) -> Result<Self, RenderError> {
        let bytes: Vec<u8> = indices.iter().flat_map(|index| index.to_le_bytes()).collect();
        index_array(gl, &self.array, &bytes)?;
        Ok(self)
    }
}

fn index_array(gl: &Gl, array: &WebGlVertexArrayObject, bytes: &[u8]) -> Result<(), RenderError> {
    let buffer = gl.create_buffer().ok_or(RenderError::Lost)?;
    gl.bind_vertex_array(Some(array));
    gl.bind_buffer(Gl::ELEMENT_ARRAY_BUFFER, Some(&buffer));
    gl.buffer_data_with_u8_array(Gl::ELEMENT_ARRAY_BUFFER, bytes, Gl::STATIC_DRAW);
    gl.bind_vertex_array(None);
    Ok(())
}

/// The same few triangles again and again, for records that the shader fetches itself by the number of the corner.
pub(super) struct Pattern {
    array: WebGlVertexArrayObject,
    /// Indices of one record.
    indices: u32,
    /// Records in one call: as many as 16-bit indices can tell apart.
    most: u32,
}

impl Pattern {
    /// Triangles of one record, whose corners are numbered from 0 and take up so many numbers (a power of two).
    pub(super) fn new(gl: &Gl, indices: &[u16], corners: u16) -> Result<Self, RenderError> {
        let array = gl.create_vertex_array().ok_or(RenderError::Lost)?;
        // The last number, 65535, would end a strip.
        let most = u16::MAX / corners;
        let all = (0..most).flat_map(|record| indices.iter().map(move |index| record * corners + index));
        let bytes: Vec<u8> = all.flat_map(u16::to_le_bytes).collect();
        index_array(gl, &array, &bytes)?;
        Ok(Self { array, indices: indices.len() as u32, most: u32::from(most) })
    }

    /// Draws a range of records with the program that was entered.
    pub(super) fn draw(&self, gl: &Gl, program: &Program, records: &Range<u32>) {
        gl.bind_vertex_array(Some(&self.array));
        let mut first = records.start;
        while first < records.end {
            let count = (records.end - first).min(self.most);
            gl.uniform1ui(program.at("uFirst"), first);
            gl.draw_elements_with_i32(Gl::TRIANGLES, (count * self.indices) as i32, Gl::UNSIGNED_SHORT, 0);
            first += count;
        }
    }
}

/// Records in an order that is chosen anew for each picture; the shader fetches them by the number of the corner.
pub(super) struct Stream {
    /// Keeps its index buffer.
    array: WebGlVertexArrayObject,
}

impl Stream {
    pub(super) fn new(gl: &Gl) -> Result<Self, RenderError> {
        let array = gl.create_vertex_array().ok_or(RenderError::Lost)?;
        let buffer = gl.create_buffer().ok_or(RenderError::Lost)?;
        gl.bind_vertex_array(Some(&array));
        gl.bind_buffer(Gl::ELEMENT_ARRAY_BUFFER, Some(&buffer));
        gl.bind_vertex_array(None);
        Ok(Self { array })
    }

    /// Draws triangles of numbered corners with the program that was entered.
    pub(super) fn draw(&self, gl: &Gl, program: &Program, corners: &[u32]) {
        if corners.is_empty() {
            return;
        }
        gl.bind_vertex_array(Some(&self.array));
        let view = Uint32Array::from(corners);
        gl.buffer_data_with_array_buffer_view(Gl::ELEMENT_ARRAY_BUFFER, &view, Gl::STREAM_DRAW);
        gl.uniform1ui(program.at("uFirst"), 0);
        gl.draw_elements_with_i32(Gl::TRIANGLES, corners.len() as i32, Gl::UNSIGNED_INT, 0);
    }
}

/// A texture that is only ever fetched by texel.
pub(super) struct Table {
    texture: WebGlTexture,
    unit: u32,
    internal: u32,
    format: u32,
    kind: u32,
    width: usize,
}

impl Table {
    /// One byte a texel, whole numbers.
    pub(super) fn bytes(gl: &Gl, unit: u32, width: usize) -> Result<Self, RenderError> {
        Self::new(gl, unit, width, Gl::R8UI, Gl::RED_INTEGER, Gl::UNSIGNED_BYTE)
    }

    /// A colour a texel.
    pub(super) fn colours(gl: &Gl, unit: u32, width: usize) -> Result<Self, RenderError> {
        Self::new(gl, unit, width, Gl::RGBA8, Gl::RGBA, Gl::UNSIGNED_BYTE)
    }

    /// Four whole numbers a texel.
    pub(super) fn numbers(gl: &Gl, unit: u32, width: usize) -> Result<Self, RenderError> {
        Self::new(gl, unit, width, Gl::RGBA32UI, Gl::RGBA_INTEGER, Gl::UNSIGNED_INT)
    }

    fn new(gl: &Gl, unit: u32, width: usize, internal: u32, format: u32, kind: u32) -> Result<Self, RenderError> {
        let texture = gl.create_texture().ok_or(RenderError::Lost)?;
        let table = Self { texture, unit, internal, format, kind, width };
        table.enter(gl);
        for (name, value) in [
            (Gl::TEXTURE_MIN_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_MAG_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE),
            (Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE),
        ] {
            gl.tex_parameteri(Gl::TEXTURE_2D, name, value as i32);
        }
        gl.pixel_storei(Gl::UNPACK_ALIGNMENT, 1);
        Ok(table)
    }

    pub(super) fn enter(&self, gl: &Gl) {
        gl.active_texture(Gl::TEXTURE0 + self.unit);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&self.texture));
    }

    /// Replaces all rows with whole numbers.
    pub(super) fn fill_numbers(&self, gl: &Gl, numbers: &[u32]) -> Result<(), RenderError> {
        self.enter(gl);
        let rows = (numbers.len() / 4 / self.width) as i32;
        let view = Uint32Array::from(numbers);
        let done = gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
            Gl::TEXTURE_2D,
            0,
            self.internal as i32,
            self.width as i32,
            rows,
            0,
            self.format,
            self.kind,
            Some(&view),
        );
        lost(done)
    }

    /// Makes room for so many rows, all zero.
    pub(super) fn reserve(&self, gl: &Gl, rows: usize) {
        self.enter(gl);
        // A freshly specified texture without data is zero in WebGL.
        let (width, rows) = (self.width as i32, rows as i32);
        let done = gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_u8_array(
            Gl::TEXTURE_2D,
            0,
            self.internal as i32,
            width,
            rows,
            0,
            self.format,
            self.kind,
            None,
        );
        // Only a lost context fails here, and then everything is made again.
        drop(done);
    }

    /// Writes bytes from the first texel on: whole rows, then what is left of the last.
    pub(super) fn write_all(&self, gl: &Gl, bytes: &[u8]) -> Result<(), RenderError> {
        let row = self.width * self.texel_bytes();
        let full = bytes.len() / row;
        self.enter(gl);
        if full > 0 {
            self.write(gl, 0, 0, self.width, full, &bytes[..full * row])?;
        }
        let rest = &bytes[full * row..];
        if rest.is_empty() { Ok(()) } else { self.write(gl, 0, full, rest.len() / self.texel_bytes(), 1, rest) }
    }

    /// Writes one texel.
    pub(super) fn write_one(&self, gl: &Gl, index: usize, bytes: &[u8]) -> Result<(), RenderError> {
        self.write(gl, index % self.width, index / self.width, 1, 1, bytes)
    }

    fn texel_bytes(&self) -> usize {
        if self.format == Gl::RED_INTEGER { 1 } else { 4 }
    }

    fn write(&self, gl: &Gl, x: usize, y: usize, width: usize, height: usize, bytes: &[u8]) -> Result<(), RenderError> {
        let done = gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_u8_array(
            Gl::TEXTURE_2D,
            0,
            x as i32,
            y as i32,
            width as i32,
            height as i32,
            self.format,
            self.kind,
            Some(bytes),
        );
        lost(done)
    }
}

fn lost<T>(done: Result<T, JsValue>) -> Result<(), RenderError> {
    done.map(drop).map_err(|_thrown| RenderError::Lost)
}
