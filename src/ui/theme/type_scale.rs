//! The type scale by roles, and the two embedded fonts.

use egui::epaint::text::VariationCoords;
use egui::{
    Color32, FontData, FontDefinitions, FontFamily, FontId, FontTweak, RichText, TextFormat,
    TextStyle,
};
use std::sync::Arc;

/// A role of text: its size in points and its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Size in points at 100 %.
    pub size: f32,
    /// Weight, 100 to 900.
    pub weight: f32,
    /// Height of a line in points; that of the font where there is none.
    pub line: Option<f32>,
}

/// The weight of plain text. That of the font is 400; but at exactly this one epaint 0.37 works out
/// anew for every letter how the font is fitted to the pixels, which takes ten times as long as
/// drawing the letter.
const REGULAR: f32 = 400.5;

const fn role(size: f32, weight: f32) -> Type {
    Type { size, weight, line: None }
}

const fn reading(size: f32, weight: f32, line: f32) -> Type {
    Type { size, weight, line: Some(line) }
}

/// One per page.
pub const PAGE_TITLE: Type = reading(30.0, 700.0, 38.0);
/// The question of a card.
pub const QUESTION: Type = reading(26.0, 600.0, 36.0);
/// A heading.
pub const HEADING: Type = reading(21.0, 650.0, 28.0);
/// A heading below that.
pub const SUB_HEADING: Type = reading(17.0, 650.0, 24.0);
/// The opening sentence of a section.
pub const LEAD: Type = reading(19.0, REGULAR, 28.0);
/// Reading.
pub const READING: Type = reading(17.0, REGULAR, 26.0);
/// Notes and details.
pub const NOTE: Type = reading(15.0, REGULAR, 23.0);
/// The same, to stand out.
pub const NOTE_STRONG: Type = reading(15.0, 650.0, 23.0);
/// Interface.
pub const INTERFACE: Type = role(14.5, 450.0);
/// Interface, what is selected.
pub const INTERFACE_STRONG: Type = role(14.5, 650.0);
/// Labels.
pub const LABEL: Type = role(13.0, REGULAR);
/// Headings of groups.
pub const LABEL_STRONG: Type = role(13.0, 600.0);
/// The number of a source behind a sentence.
pub const SOURCE_MARK: Type = role(12.5, 550.0);

impl Type {
    /// Text of this role for a widget.
    #[must_use]
    pub fn rich(self, text: impl Into<String>, color: Color32) -> RichText {
        let rich = RichText::new(text).size(self.size).variation("wght", self.weight).color(color);
        match self.line {
            Some(line) => rich.line_height(Some(line)),
            None => rich,
        }
    }

    /// The format of this role within a paragraph.
    #[must_use]
    pub fn format(self, color: Color32) -> TextFormat {
        TextFormat {
            font_id: FontId::new(self.size, FontFamily::Proportional),
            color,
            line_height: self.line,
            coords: weight(self.weight),
            ..TextFormat::default()
        }
    }

    /// The same role as the reader has set it, in per cent of the size and of the space of lines.
    #[must_use]
    pub fn scaled(self, size_percent: u16, line_percent: u16) -> Self {
        let size = f32::from(size_percent) / 100.0;
        let line = size * f32::from(line_percent) / 100.0;
        Self { size: self.size * size, line: self.line.map(|l| (l * line).round()), ..self }
    }

    /// The same role without its own line height, for a line of a button or table.
    #[must_use]
    pub fn tight(self) -> Self {
        Self { line: None, ..self }
    }
}

fn weight(weight: f32) -> VariationCoords {
    VariationCoords::new([("wght", weight)])
}

/// Inter with all its weights, and `DejaVu` Sans behind it for what Inter lacks: the same text on
/// every machine.
#[must_use]
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 2] = [
        ("Inter", include_bytes!("../../../assets/fonts/Inter-roman.var.ttf")),
        ("DejaVu Sans", include_bytes!("../../../assets/fonts/DejaVuSans.ttf")),
    ];
    let tweak = FontTweak { coords: weight(REGULAR), ..FontTweak::default() };
    for (name, bytes) in files {
        let file = FontData::from_static(bytes).tweak(tweak.clone());
        fonts.font_data.insert(name.to_owned(), Arc::new(file));
        for family in [FontFamily::Proportional, FontFamily::Monospace] {
            fonts.families.entry(family).or_default().push(name.to_owned());
        }
    }
    fonts
}

/// The sizes of egui's own styles, so that nothing falls back to its defaults.
pub(super) fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    let font = |size| FontId::new(size, FontFamily::Proportional);
    [
        (TextStyle::Small, font(LABEL.size)),
        (TextStyle::Body, font(INTERFACE.size)),
        (TextStyle::Button, font(INTERFACE.size)),
        (TextStyle::Monospace, font(LABEL.size)),
        (TextStyle::Heading, font(HEADING.size)),
    ]
    .into()
}
