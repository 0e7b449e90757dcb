//! How everything looks: roles of colour, type and space. Views name roles, never values.

mod palette;
pub mod type_scale;

pub use palette::{DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT, Palette, Tint};
pub use type_scale::{Type, fonts};

use crate::study::{Settings, ThemeChoice};
use egui::style::{ScrollAnimation, ScrollStyle, WidgetVisuals};
use egui::{Context, CornerRadius, Margin, Shadow, Stroke, Style, Theme, ThemePreference, vec2};

/// The steps of space, in points.
pub mod space {
    /// Between a mark and its word.
    pub const XS: f32 = 4.0;
    /// Between words of one group.
    pub const S: f32 = 8.0;
    /// Between lines of one group.
    pub const M: f32 = 12.0;
    /// Between groups.
    pub const L: f32 = 16.0;
    /// The margin of a page.
    pub const XL: f32 = 24.0;
}

/// The corners, in points.
pub mod corner {
    /// Chips.
    pub const CHIP: u8 = 4;
    /// Controls.
    pub const CONTROL: u8 = 6;
    /// Callouts and rating buttons.
    pub const CALLOUT: u8 = 8;
    /// Cards.
    pub const CARD: u8 = 10;
}

/// The width of a page of text for each character of its lines, in points.
const CHARACTER: f32 = 600.0 / 80.0;
/// The widest line, in sizes of its letters: at most 80 characters.
pub const LINE: f32 = 34.5;
/// The least height of something that can be pressed.
pub const TARGET: f32 = 32.0;
/// The width of the ring around what has the focus.
pub const FOCUS: f32 = 2.0;

/// How long something takes to open or fade, in seconds.
const FADE: f32 = 0.08;

/// Installs fonts and sizes; once.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    // Zoom and quitting are actions of ours, so that they can be remembered and asked about.
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
    apply(ctx, &Settings::default());
}

/// The width of a column of text, in points.
#[must_use]
pub fn measure(settings: &Settings) -> f32 {
    let size = f32::from(settings.text_percent) / 100.0;
    f32::from(settings.measure) * CHARACTER * size
}

/// The widest line, in sizes of its letters.
#[must_use]
pub fn line(settings: &Settings) -> f32 {
    LINE * f32::from(settings.measure) / 80.0
}

/// Puts a theme on, and motion or none.
pub fn apply(ctx: &Context, settings: &Settings) {
    let choice = settings.theme;
    let still = settings.reduced_motion;
    ctx.all_styles_mut(|style| {
        style.animation_time = if still { 0.0 } else { FADE };
        style.scroll_animation =
            if still { ScrollAnimation::none() } else { ScrollAnimation::default() };
    });
    let (light, dark) = match choice {
        ThemeChoice::HighContrast => (&HIGH_CONTRAST_LIGHT, &HIGH_CONTRAST_DARK),
        _ => (&LIGHT, &DARK),
    };
    ctx.set_theme(match choice {
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
        ThemeChoice::System | ThemeChoice::HighContrast => ThemePreference::System,
    });
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    ctx.style_mut_of(Theme::Light, |style| dress(style, light));
    ctx.style_mut_of(Theme::Dark, |style| dress(style, dark));
}

/// The palette that is on.
#[must_use]
pub fn palette(ctx: &Context, choice: ThemeChoice) -> &'static Palette {
    match (choice, ctx.theme()) {
        (ThemeChoice::HighContrast, Theme::Light) => &HIGH_CONTRAST_LIGHT,
        (ThemeChoice::HighContrast, Theme::Dark) => &HIGH_CONTRAST_DARK,
        (_, Theme::Light) => &LIGHT,
        (_, Theme::Dark) => &DARK,
    }
}

fn dress(style: &mut Style, p: &Palette) {
    style.text_styles = type_scale::text_styles();
    style.spacing.item_spacing = vec2(space::S, space::S);
    style.spacing.button_padding = vec2(10.0, 6.0);
    style.spacing.interact_size.y = TARGET;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(20);
    // A thin bar with room of its own, so that it never lies over text.
    style.spacing.scroll = ScrollStyle {
        floating_allocated_width: 8.0,
        foreground_color: false,
        ..ScrollStyle::thin()
    };
    style.interaction.selectable_labels = true;
    style.interaction.tooltip_delay = 0.3;

    let corner = CornerRadius::same(corner::CONTROL);
    let widget = |fill, edge, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(p.edge_width, edge),
        fg_stroke: Stroke::new(1.0, text),
        corner_radius: corner,
        expansion: 0.0,
    };
    let visuals = &mut style.visuals;
    visuals.dark_mode = p.is_dark;
    visuals.widgets.noninteractive = widget(p.paper, p.line, p.ink);
    visuals.widgets.inactive = widget(p.surface, p.edge, p.ink);
    visuals.widgets.hovered = widget(p.accent.soft, p.accent.text, p.ink);
    visuals.widgets.active = widget(p.accent.soft, p.accent.text, p.ink);
    visuals.widgets.open = widget(p.accent.soft, p.accent.text, p.ink);
    // Handles of scroll bars are drawn in this fill.
    visuals.widgets.inactive.bg_fill = p.edge;
    visuals.widgets.hovered.bg_fill = p.ink3;
    visuals.widgets.active.bg_fill = p.ink2;
    visuals.selection.bg_fill = p.accent.soft;
    visuals.selection.stroke = Stroke::new(FOCUS, p.accent.text);
    visuals.hyperlink_color = p.accent.text;
    visuals.weak_text_color = Some(p.ink3);
    visuals.faint_bg_color = p.sunken;
    visuals.extreme_bg_color = p.sunken;
    visuals.text_edit_bg_color = Some(p.surface);
    visuals.code_bg_color = p.sunken;
    visuals.warn_fg_color = p.caution.text;
    visuals.error_fg_color = p.wrong.text;
    visuals.panel_fill = p.paper;
    visuals.window_fill = p.surface;
    visuals.window_stroke = Stroke::new(p.edge_width, p.line);
    visuals.window_corner_radius = CornerRadius::same(corner::CARD);
    visuals.menu_corner_radius = CornerRadius::same(corner::CALLOUT);
    let shadow = Shadow {
        offset: [0, 6],
        blur: 24,
        spread: 0,
        color: egui::Color32::from_black_alpha(if p.is_dark { 120 } else { 40 }),
    };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    // What cannot be pressed now is read all the same where contrast was asked for.
    visuals.disabled_alpha = if p.edge_width > 1.0 { 0.8 } else { 0.5 };
    visuals.striped = false;
}
