//! The line at the top with the places, the quiet line at the bottom, and notices.

use super::panes::Pane;
use super::shortcuts::{Command, key_of};
use super::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG};
use super::theme::{corner, space};
use super::widgets::{level_mark_ui, text, text_button};
use super::{ViewCtx, theme};
use crate::curriculum::ProviderLevel;
use crate::state::{Action, Keeping, Notice, Overlay, Place, Spot, Tone};
use egui::{
    Align, Button, Color32, CornerRadius, Frame, Label, Layout, Margin, Panel, Rect, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

/// Below this width the program's name makes room for the places.
const NARROW: f32 = 720.0;
/// Below this width the tabs move together, below the next one the program's mark goes too.
const TIGHT: f32 = 560.0;
const TIGHTEST: f32 = 460.0;

/// The places, the present one underlined.
pub(super) fn bar_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    ui.set_height(56.0);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let width = ui.available_width();
        if width < TIGHT {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.spacing_mut().button_padding.x = 5.0;
        }
        ui.add_space(space::M);
        if width >= TIGHTEST {
            level_mark_ui(ui, p, ProviderLevel::Paramedic, 16.0);
            ui.add_space(space::XS);
        }
        if width > NARROW {
            ui.add(
                Label::new(
                    theme::Type { size: 15.0, weight: 700.0, line: None }.rich("EMS Study", p.ink),
                )
                .selectable(false),
            );
            ui.add_space(space::XL);
        }
        for place in Place::ALL {
            tab_ui(ui, ctx, place);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::L);
            // The search finds the keys and the settings too.
            let room = ui.available_width();
            let key = if room > 220.0 { key_of(Command::Help) } else { "" };
            if room > 150.0 && text_button(ui, p, "Keys", key).clicked() {
                ctx.push(Action::Show(Overlay::Keys));
            }
            if ui.available_width() > 160.0 && text_button(ui, p, "Settings", "").clicked() {
                ctx.push(Action::Show(Overlay::Settings));
            }
            let key = if ui.available_width() > 300.0 { key_of(Command::Search) } else { "" };
            if text_button(ui, p, "Search", key).clicked() {
                ctx.push(Action::Show(Overlay::Search));
            }
        });
    });
}

fn tab_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, place: Place) {
    let p = ctx.palette;
    let here = ctx.state.spot().place() == place;
    let (role, color) = if here { (INTERFACE_STRONG, p.ink) } else { (INTERFACE, p.ink2) };
    let waiting = if place == Place::Cards { ctx.state.waiting() } else { 0 };
    let label = role.rich(place.label(), color);
    let button = if waiting > 0 {
        Button::new((label, LABEL_STRONG.rich(waiting.to_string(), p.accent.text)))
    } else {
        Button::new(label)
    };
    let response = ui.add(
        button.fill(Color32::TRANSPARENT).stroke(Stroke::NONE).min_size(vec2(0.0, theme::TARGET)),
    );
    response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, here, place.label()));
    if here {
        let (rect, side) = (response.rect, ui.spacing().button_padding.x);
        let line =
            Rect::from_min_max(pos2(rect.left() + side, 53.0), pos2(rect.right() - side, 56.0));
        ui.painter().rect_filled(line, 1.5, p.accent.text);
    }
    if response.clicked() {
        ctx.push(Action::GoTo(place));
    }
}

/// One quiet line: that everything stays here, the way back, About.
pub(super) fn status_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    ui.set_height(34.0);
    ui.horizontal_centered(|ui| {
        ui.add_space(space::L);
        if let Some(back) = ctx.state.back_spot() {
            let to = match back {
                Spot::Home => "← Back to Home",
                Spot::Cards => "← Back to review",
                Spot::Compare | Spot::EmsAndEmt => "← Back to Compare",
                Spot::Sittings => "← Back to practice",
                Spot::Browse => "← Back to all cards",
                Spot::Progress | Spot::Answers => "← Back to Progress",
                Spot::Plan => "← Back to your plan",
                _ => "← Back",
            };
            if text_button(ui, p, to, key_of(Command::Back)).clicked() {
                ctx.push(Action::Back);
            }
        }
        let quiet = match ctx.state.keeping() {
            Keeping::Open => "Offline, everything stays on this computer",
            Keeping::Closed(_) => "Offline; answers cannot be kept now, see Cards",
        };
        if ui.available_width() > 420.0 {
            ui.add(Label::new(LABEL.rich(quiet, p.ink3)).selectable(false));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::L);
            if text_button(ui, p, "About", "").clicked() {
                ctx.push(Action::Show(Overlay::About));
            }
            let reviews = ctx.state.progress().reviews();
            let kept = match reviews {
                0 => String::new(),
                1 => "1 review kept".to_owned(),
                n => format!("{n} reviews kept"),
            };
            if ui.available_width() > 120.0 {
                ui.add(Label::new(LABEL.rich(kept, p.ink3)).selectable(false));
            }
            if matches!(ctx.state.spot(), Spot::Section(..)) && ui.available_width() > 260.0 {
                ui.add_space(space::M);
                marking_ui(ui, ctx);
            }
        });
    });
}

/// What can be made of the words selected and of the paragraph, from the right.
fn marking_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let commands =
        [(Command::MakeCard, "card"), (Command::Note, "note"), (Command::Highlight, "highlight")];
    for (command, word) in commands {
        let key = ctx.key_of(command);
        let words = LABEL.rich(format!("{key} {word}").trim(), ctx.palette.ink3);
        if ui.add(Button::new(words).frame(false)).clicked() {
            ctx.ask(command);
        }
    }
}

/// What a person has to be told, at the foot of what is left of the window.
pub(super) fn notice_panel_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let Some(notice) = ctx.state.notice() else { return };
    Panel::bottom("notice")
        .frame(Frame::new().fill(ctx.palette.paper))
        .show_separator_line(false)
        .show(ui, |ui| {
            ctx.panes.begin(ui, Pane::Notice);
            notice_ui(ui, ctx, notice);
        });
}

fn notice_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, notice: &Notice) {
    let p = ctx.palette;
    let tint = match notice.tone {
        Tone::Calm => p.accent,
        Tone::Caution => p.caution,
    };
    Frame::new().inner_margin(Margin::symmetric(16, 4)).show(ui, |ui| {
        Frame::new()
            .fill(tint.soft)
            .corner_radius(CornerRadius::same(corner::CALLOUT))
            .inner_margin(Margin::symmetric(16, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if text_button(ui, p, "OK", "").clicked() {
                        ctx.push(Action::DismissNotice);
                    }
                    if notice.offer == Some(Spot::Backups)
                        && text_button(ui, p, "Backup and restore", "").clicked()
                    {
                        ctx.push(Action::Open(Spot::Backups));
                    }
                    if let Some(of) = notice.undo
                        && text_button(ui, p, "Undo", "").clicked()
                    {
                        ctx.push(Action::UndoEntry(of));
                    }
                    if let Some(draft) = &notice.card
                        && text_button(ui, p, "Make a card", ctx.key_of(Command::MakeCard))
                            .clicked()
                    {
                        ctx.push(Action::Show(Overlay::CardEditor(draft.clone())));
                    }
                    if let Some(folder) = &notice.folder
                        && text_button(ui, p, "Open folder", "").clicked()
                    {
                        ctx.push(Action::OpenFolder(folder.clone()));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        text(ui, INTERFACE, p.ink, notice.text.as_str());
                    });
                });
            });
    });
}
