//! Draws egui's triangles on the processor, so that pages can be looked at without a display.

#![allow(
    clippy::many_single_char_names,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "geometry in pixels"
)]

use egui::epaint::{ImageDelta, Primitive, Vertex};
use egui::{Color32, Context, FullOutput, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;
use std::collections::BTreeMap;

/// A texture: size and pixels, premultiplied.
struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
}

/// The renderer.
#[derive(Default)]
pub(crate) struct SoftRenderer {
    textures: BTreeMap<TextureId, Texture>,
}

impl TestRenderer for SoftRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.change(id, &change);
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize);
        for clipped in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = clipped.primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            let clip = canvas.clip(clipped.clip_rect * scale);
            for triangle in mesh.indices.chunks_exact(3) {
                let corners = [triangle[0], triangle[1], triangle[2]]
                    .map(|index| scaled(mesh.vertices[index as usize], scale));
                canvas.triangle(&corners, texture, clip);
            }
        }
        Ok(canvas.into_image())
    }
}

impl SoftRenderer {
    fn change(&mut self, id: TextureId, change: &ImageDelta) {
        let egui::ImageData::Color(image) = &change.image;
        let Some([left, top]) = change.pos else {
            let texture = Texture { size: image.size, pixels: image.pixels.clone() };
            self.textures.insert(id, texture);
            return;
        };
        let Some(texture) = self.textures.get_mut(&id) else { return };
        for (row, line) in image.pixels.chunks(image.size[0]).enumerate() {
            let start = (top + row) * texture.size[0] + left;
            texture.pixels[start..start + line.len()].copy_from_slice(line);
        }
    }
}

fn scaled(vertex: Vertex, scale: f32) -> Vertex {
    Vertex { pos: (vertex.pos.to_vec2() * scale).to_pos2(), ..vertex }
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 4]>,
}

/// Left, top, right, bottom, in pixels.
type Clip = [usize; 4];

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0; 4]; width * height] }
    }

    fn clip(&self, rect: Rect) -> Clip {
        let pixel = |value: f32, most: usize| (value.round().max(0.0) as usize).min(most);
        [
            pixel(rect.left(), self.width),
            pixel(rect.top(), self.height),
            pixel(rect.right(), self.width),
            pixel(rect.bottom(), self.height),
        ]
    }

    fn triangle(&mut self, [a, b, c]: &[Vertex; 3], texture: &Texture, clip: Clip) {
        let area = cross(a.pos, b.pos, c.pos);
        let (xs, ys) = ([a.pos.x, b.pos.x, c.pos.x], [a.pos.y, b.pos.y, c.pos.y]);
        let least =
            |v: [f32; 3], from: usize| v[0].min(v[1]).min(v[2]).floor().max(from as f32) as usize;
        let most =
            |v: [f32; 3], to: usize| v[0].max(v[1]).max(v[2]).ceil().clamp(0.0, to as f32) as usize;
        if area == 0.0 {
            return;
        }
        let color = |v: &Vertex| v.color.to_array().map(f32::from);
        let (ca, cb, cc) = (color(a), color(b), color(c));
        // Most of a page is one colour: its texel is looked up once.
        let flat = (a.uv == b.uv && b.uv == c.uv && ca == cb && cb == cc).then(|| {
            let texel = texture.sample(a.uv.x, a.uv.y);
            [0, 1, 2, 3].map(|i| ca[i] * texel[i] / 255.0)
        });
        for y in least(ys, clip[1])..most(ys, clip[3]) {
            for x in least(xs, clip[0])..most(xs, clip[2]) {
                let at = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                let wa = cross(b.pos, c.pos, at) / area;
                let wb = cross(c.pos, a.pos, at) / area;
                let wc = 1.0 - wa - wb;
                if wa < 0.0 || wb < 0.0 || wc < -1e-6 {
                    continue;
                }
                let above = if let Some(color) = flat {
                    color
                } else {
                    let u = a.uv.x * wa + b.uv.x * wb + c.uv.x * wc;
                    let v = a.uv.y * wa + b.uv.y * wb + c.uv.y * wc;
                    let texel = texture.sample(u, v);
                    [0, 1, 2, 3].map(|i| (ca[i] * wa + cb[i] * wb + cc[i] * wc) * texel[i] / 255.0)
                };
                let pixel = &mut self.pixels[y * self.width + x];
                let rest = 1.0 - above[3] / 255.0;
                if rest == 0.0 {
                    *pixel = above;
                } else {
                    *pixel = [0, 1, 2, 3].map(|i| above[i] + pixel[i] * rest);
                }
            }
        }
    }

    fn into_image(self) -> RgbaImage {
        let bytes =
            self.pixels.iter().flatten().map(|v| v.round().clamp(0.0, 255.0) as u8).collect();
        RgbaImage::from_raw(self.width as u32, self.height as u32, bytes).expect("sizes agree")
    }
}

fn cross(a: Pos2, b: Pos2, p: Pos2) -> f32 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

impl Texture {
    /// Bilinear, clamped at the edges; 0 to 255 a channel.
    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let x = (u * self.size[0] as f32 - 0.5).clamp(0.0, self.size[0] as f32 - 1.0);
        let y = (v * self.size[1] as f32 - 0.5).clamp(0.0, self.size[1] as f32 - 1.0);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.size[0] - 1), (top + 1).min(self.size[1] - 1));
        let (fx, fy) = (x.fract(), y.fract());
        let texel =
            |x: usize, y: usize| self.pixels[y * self.size[0] + x].to_array().map(f32::from);
        let (a, b) = (texel(left, top), texel(right, top));
        let (c, d) = (texel(left, bottom), texel(right, bottom));
        std::array::from_fn(|i| {
            let upper = a[i] + (b[i] - a[i]) * fx;
            let lower = c[i] + (d[i] - c[i]) * fx;
            upper + (lower - upper) * fy
        })
    }
}
