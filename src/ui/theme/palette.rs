//! The colours by their roles. Contrast is checked for every pair of roles that is used together.

use crate::curriculum::ProviderLevel;
use egui::{Color32, Stroke};

/// One colour for each role.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// The page.
    pub paper: Color32,
    /// Cards, inputs, pop-overs.
    pub surface: Color32,
    /// Contents at the left, details at the right.
    pub sunken: Color32,
    /// Hairlines between rows; decoration only.
    pub line: Color32,
    /// Borders of controls, the table's head, empty marks.
    pub edge: Color32,
    /// Text.
    pub ink: Color32,
    /// Second text.
    pub ink2: Color32,
    /// Labels and metadata.
    pub ink3: Color32,
    /// The one primary action, links, focus, what is selected.
    pub accent: Tint,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Recalled, right.
    pub good: Tint,
    /// "Your state may differ", sources differ.
    pub caution: Tint,
    /// A wrong claim or answer; never a backlog.
    pub wrong: Tint,
    /// What a reader highlighted: the line below the words and the ground behind them.
    pub highlight: Tint,
    /// The four levels, lowest first.
    pub levels: [Tint; 4],
    /// The width of hairlines and borders, in points.
    pub edge_width: f32,
    /// Whether the ground is dark.
    pub is_dark: bool,
}

/// A colour and the soft ground that goes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tint {
    /// Text and marks.
    pub text: Color32,
    /// The ground.
    pub soft: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const fn tint(text: u32, soft: u32) -> Tint {
    Tint { text: rgb(text), soft: rgb(soft) }
}

/// Dark ink on light paper.
pub static LIGHT: Palette = Palette {
    paper: rgb(0x00fa_f9f6),
    surface: rgb(0x00ff_ffff),
    sunken: rgb(0x00f1_efea),
    line: rgb(0x00e3_dfd7),
    edge: rgb(0x008b_867c),
    ink: rgb(0x001a_1e23),
    ink2: rgb(0x0047_4e56),
    ink3: rgb(0x0064_6b73),
    accent: tint(0x000b_5ca8, 0x00e3_eef9),
    on_accent: rgb(0x00ff_ffff),
    good: tint(0x001a_7446, 0x00e4_f3e9),
    caution: tint(0x0085_5600, 0x00fa_f0d9),
    wrong: tint(0x00b3_261e, 0x00fb_e8e6),
    highlight: tint(0x006b_8500, 0x00e9_f3a4),
    levels: [
        tint(0x000f_6f67, 0x00e2_f2f0),
        tint(0x001d_5cb0, 0x00e6_effa),
        tint(0x0067_47b2, 0x00ef_eaf9),
        tint(0x00a3_2c58, 0x00fa_e8ef),
    ],
    edge_width: 1.0,
    is_dark: false,
};

/// Light ink on dark paper.
pub static DARK: Palette = Palette {
    paper: rgb(0x0015_181b),
    surface: rgb(0x001d_2125),
    sunken: rgb(0x0010_1315),
    line: rgb(0x002e_343a),
    edge: rgb(0x0074_7e88),
    ink: rgb(0x00e9_e7e2),
    ink2: rgb(0x00bc_c1c6),
    ink3: rgb(0x0097_9ea6),
    accent: tint(0x007f_b9f2, 0x001c_3247),
    on_accent: rgb(0x000a_1520),
    good: tint(0x006f_cb97, 0x0017_3226),
    caution: tint(0x00e2_b559, 0x0034_2a14),
    wrong: tint(0x00f2_8b82, 0x003a_1f1d),
    highlight: tint(0x00b4_cc3c, 0x0033_3c10),
    levels: [
        tint(0x005e_cbbe, 0x0014_302d),
        tint(0x0082_b4f6, 0x001b_2e47),
        tint(0x00b9_a0f4, 0x002a_2444),
        tint(0x00f2_94b4, 0x003b_2130),
    ],
    edge_width: 1.0,
    is_dark: true,
};

/// Black on white, no greys for text, borders of two points.
pub static HIGH_CONTRAST_LIGHT: Palette = Palette {
    paper: rgb(0x00ff_ffff),
    surface: rgb(0x00ff_ffff),
    sunken: rgb(0x00ff_ffff),
    line: rgb(0x0000_0000),
    edge: rgb(0x0000_0000),
    ink: rgb(0x0000_0000),
    ink2: rgb(0x0000_0000),
    ink3: rgb(0x0000_0000),
    accent: tint(0x0000_3d80, 0x00ff_ffff),
    on_accent: rgb(0x00ff_ffff),
    good: tint(0x0000_4d26, 0x00ff_ffff),
    caution: tint(0x005c_3b00, 0x00ff_ffff),
    wrong: tint(0x0085_0f0a, 0x00ff_ffff),
    highlight: tint(0x0000_0000, 0x00ff_f27a),
    levels: [
        tint(0x0000_4d47, 0x00ff_ffff),
        tint(0x0000_3d80, 0x00ff_ffff),
        tint(0x0048_1f99, 0x00ff_ffff),
        tint(0x007d_0f3a, 0x00ff_ffff),
    ],
    edge_width: 2.0,
    is_dark: false,
};

/// White on black, no greys for text, borders of two points.
pub static HIGH_CONTRAST_DARK: Palette = Palette {
    paper: rgb(0x0000_0000),
    surface: rgb(0x0000_0000),
    sunken: rgb(0x0000_0000),
    line: rgb(0x00ff_ffff),
    edge: rgb(0x00ff_ffff),
    ink: rgb(0x00ff_ffff),
    ink2: rgb(0x00ff_ffff),
    ink3: rgb(0x00ff_ffff),
    accent: tint(0x00a8_d4ff, 0x0000_0000),
    on_accent: rgb(0x0000_0000),
    good: tint(0x0090_e8b5, 0x0000_0000),
    caution: tint(0x00ff_d27a, 0x0000_0000),
    wrong: tint(0x00ff_b3ab, 0x0000_0000),
    highlight: tint(0x00ff_ffff, 0x0033_3a00),
    levels: [
        tint(0x0086_f0e4, 0x0000_0000),
        tint(0x00a8_d4ff, 0x0000_0000),
        tint(0x00d5_c4ff, 0x0000_0000),
        tint(0x00ff_b8d0, 0x0000_0000),
    ],
    edge_width: 2.0,
    is_dark: true,
};

impl Palette {
    /// The edge of what is picked: twice as strong as that of what is not.
    #[must_use]
    pub fn chosen_edge(&self) -> Stroke {
        Stroke::new(2.0 * self.edge_width, self.accent.text)
    }

    /// The colours of a level, the same everywhere.
    #[must_use]
    pub fn level(&self, level: ProviderLevel) -> Tint {
        match level {
            ProviderLevel::Emr => self.levels[0],
            ProviderLevel::Emt => self.levels[1],
            ProviderLevel::Aemt => self.levels[2],
            ProviderLevel::Paramedic => self.levels[3],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance by WCAG 2.2.
    fn luminance(color: Color32) -> f64 {
        let channel = |value: u8| {
            let c = f64::from(value) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn text_pairs(p: &Palette) -> Vec<(&'static str, Color32, Color32)> {
        let mut pairs = Vec::new();
        for (ground, color) in [("paper", p.paper), ("surface", p.surface), ("sunken", p.sunken)] {
            for text in
                [p.ink, p.ink2, p.ink3, p.accent.text, p.good.text, p.caution.text, p.wrong.text]
            {
                pairs.push((ground, text, color));
            }
            pairs.extend(p.levels.map(|level| (ground, level.text, color)));
        }
        for tint in [p.accent, p.good, p.caution, p.wrong].into_iter().chain(p.levels) {
            pairs.push(("its soft ground", tint.text, tint.soft));
            pairs.push(("ink on a soft ground", p.ink, tint.soft));
            pairs.push(("second ink on a soft ground", p.ink2, tint.soft));
        }
        for text in [p.ink, p.ink2, p.accent.text] {
            pairs.push(("highlighted words", text, p.highlight.soft));
        }
        pairs.push(("the accent", p.on_accent, p.accent.text));
        pairs
    }

    #[test]
    fn text_is_legible_on_every_ground_that_it_is_used_on() {
        let palettes = [
            ("light", &LIGHT, 4.5),
            ("dark", &DARK, 4.5),
            ("high contrast, light", &HIGH_CONTRAST_LIGHT, 7.0),
            ("high contrast, dark", &HIGH_CONTRAST_DARK, 7.0),
        ];
        for (name, palette, least) in palettes {
            for (ground, text, color) in text_pairs(palette) {
                let ratio = contrast(text, color);
                assert!(ratio >= least, "{name}: {text:?} on {ground} {color:?} is {ratio:.2}:1");
            }
        }
    }

    #[test]
    fn borders_of_controls_stand_out_from_every_ground() {
        for palette in [&LIGHT, &DARK, &HIGH_CONTRAST_LIGHT, &HIGH_CONTRAST_DARK] {
            for ground in [palette.paper, palette.surface, palette.sunken] {
                assert!(contrast(palette.edge, ground) >= 3.0);
                assert!(contrast(palette.accent.text, ground) >= 3.0, "focus");
            }
            for ground in [palette.paper, palette.highlight.soft] {
                assert!(contrast(palette.highlight.text, ground) >= 3.0, "highlight");
            }
        }
    }
}
