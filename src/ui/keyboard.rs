//! What was struck on the keyboard, on keyboards of every layout.
//!
//! A letter counts by what is written on its key where the layout is Latin, such as French or
//! Dvorak, and by the place of its key otherwise, such as on a Russian or Greek keyboard. A digit
//! counts both ways: French keyboards write `&` where others write 1, and 1 with Shift.

use super::shortcuts::Press;
use egui::{Context, Event, Id, Key, Modifiers};

/// The digits that are keys of their own.
const DIGITS: [Key; 10] = [
    Key::Num0,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];
/// Letters of Latin alphabets come before this one.
const BEHIND_LATIN: char = '\u{250}';

/// A key going down, with what it types.
#[derive(Debug, Default)]
pub(super) struct Stroke {
    /// What is written on the key; its place on a US keyboard where that is no key by itself.
    pub(super) key: Option<Key>,
    /// Its place on a US keyboard.
    place: Option<Key>,
    modifiers: Modifiers,
    /// The character that it types.
    typed: Option<char>,
    /// Whether the key is held down.
    pub(super) repeat: bool,
    /// Whether it is what the system takes for copying.
    pub(super) is_copy: bool,
    /// Whether the letters of the layout are other than Latin ones, as far as is known.
    is_foreign: bool,
}

/// The strokes of this frame.
pub(super) fn strokes(ctx: &Context) -> Vec<Stroke> {
    let held = ctx.input(|input| input.modifiers);
    let mut strokes: Vec<Stroke> = Vec::new();
    for event in ctx.input(|input| input.events.clone()) {
        match event {
            Event::Key { key, physical_key, pressed: true, repeat, modifiers } => {
                let (key, place) = (Some(key), physical_key);
                strokes.push(Stroke { key, place, modifiers, repeat, ..Stroke::default() });
            }
            // What a key types follows it.
            Event::Text(text) => match strokes.last_mut() {
                Some(of_key) if of_key.key.is_some() && of_key.typed.is_none() => {
                    of_key.typed = text.chars().next();
                }
                _ => {
                    let typed = text.chars().next();
                    strokes.push(Stroke { typed, modifiers: held, ..Stroke::default() });
                }
            },
            Event::Copy => strokes.push(Stroke { is_copy: true, ..Stroke::default() }),
            _ => {}
        }
    }
    know_layout(ctx, &mut strokes);
    strokes
}

/// The last letter typed tells of which kind the layout is.
fn know_layout(ctx: &Context, strokes: &mut [Stroke]) {
    let memory = Id::unique("layout of the keyboard");
    let mut is_foreign = ctx.data(|data| data.get_temp(memory)).unwrap_or(false);
    for stroke in strokes {
        if let Some(letter) = stroke.typed.filter(|c| c.is_alphabetic()) {
            is_foreign = letter >= BEHIND_LATIN;
        }
        stroke.is_foreign = is_foreign;
    }
    ctx.data_mut(|data| data.insert_temp(memory, is_foreign));
}

impl Stroke {
    /// Whether what is written on the key is what is bound.
    pub(super) fn writes(&self, bound: Press) -> bool {
        match bound {
            Press::Text(sign) => self.sign() == Some(sign),
            Press::Copy => self.is_copy,
            Press::Key(Modifiers::NONE, key) if digit(key).is_some() => match self.typed {
                Some(_) => self.sign() == digit(key),
                None => self.is(Modifiers::NONE, key),
            },
            Press::Key(modifiers, key) => self.is(modifiers, key) && !self.types_other_letter(key),
        }
    }

    /// Whether the key stands where what is bound stands on a US keyboard.
    pub(super) fn stands_at(&self, bound: Press) -> bool {
        match bound {
            Press::Text('[') => self.is_foreign && self.is_at(Modifiers::NONE, Key::OpenBracket),
            Press::Text(']') => self.is_foreign && self.is_at(Modifiers::NONE, Key::CloseBracket),
            Press::Text(_) | Press::Copy => false,
            Press::Key(modifiers, key) if digit(key).is_some() => self.is_at(modifiers, key),
            Press::Key(modifiers, key) => {
                self.is_foreign && is_letter(key) && self.is_at(modifiers, key)
            }
        }
    }

    /// The character typed, where it was typed without a key that makes commands.
    fn sign(&self) -> Option<char> {
        self.typed.filter(|_| !self.modifiers.command && !self.modifiers.alt)
    }

    fn is(&self, modifiers: Modifiers, key: Key) -> bool {
        self.key == Some(key) && self.modifiers.matches_exact(modifiers)
    }

    fn is_at(&self, modifiers: Modifiers, key: Key) -> bool {
        self.place == Some(key) && self.modifiers.matches_exact(modifiers)
    }

    /// Whether a Latin letter comes of it that is not that of the key, such as `é` or an `ô` of two
    /// strokes.
    fn types_other_letter(&self, key: Key) -> bool {
        let latin = self.typed.filter(|c| c.is_alphabetic() && *c < BEHIND_LATIN);
        latin.is_some_and(|c| is_letter(key) && !c.to_uppercase().eq(key.name().chars()))
    }
}

fn digit(key: Key) -> Option<char> {
    DIGITS.contains(&key).then(|| key.name().chars().next()).flatten()
}

fn is_letter(key: Key) -> bool {
    key.name().len() == 1 && digit(key).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Modifiers = Modifiers::NONE;

    /// Gives the events of one key after the other and tells what each is taken for.
    fn struck(keys: &[(Key, Key, Modifiers, &str)]) -> Vec<Stroke> {
        let ctx = Context::default();
        let mut strokes_of_all = Vec::new();
        for (key, place, modifiers, text) in keys {
            let (key, physical_key, modifiers) = (*key, Some(*place), *modifiers);
            let down = Event::Key { key, physical_key, pressed: true, repeat: false, modifiers };
            let typed = (!text.is_empty()).then(|| Event::Text((*text).to_owned()));
            let events = std::iter::once(down).chain(typed).collect();
            let input = egui::RawInput { events, ..egui::RawInput::default() };
            ctx.run_ui(input, |ui| strokes_of_all.extend(strokes(ui.ctx())))
                .drop_without_applying_deltas();
        }
        strokes_of_all
    }

    fn one(key: Key, place: Key, modifiers: Modifiers, text: &str) -> Stroke {
        struck(&[(key, place, modifiers, text)]).remove(0)
    }

    fn counts(stroke: &Stroke, key: Key) -> bool {
        let bound = Press::Key(NONE, key);
        stroke.writes(bound) || stroke.stands_at(bound)
    }

    #[test]
    fn a_digit_counts_by_what_is_written_and_by_its_place() {
        // French: the keys alone, the last of which has a name of its own, and with Shift.
        assert!(counts(&one(Key::Num1, Key::Num1, NONE, "&"), Key::Num1));
        assert!(counts(&one(Key::Quote, Key::Num4, NONE, "'"), Key::Num4));
        for (n, key) in [("1", Key::Num1), ("4", Key::Num4)] {
            assert!(counts(&one(key, key, Modifiers::SHIFT, n), key));
        }
        // Thai, and a keypad.
        assert!(counts(&one(Key::Slash, Key::Num2, NONE, "/"), Key::Num2));
        assert!(counts(&one(Key::Num3, Key::Num3, NONE, "3"), Key::Num3));
        // With Ctrl nothing is typed.
        let places = one(Key::Quote, Key::Num4, Modifiers::COMMAND, "");
        assert!(places.stands_at(Press::Key(Modifiers::COMMAND, Key::Num4)));
    }

    #[test]
    fn a_sign_above_a_digit_is_no_digit() {
        let at = one(Key::Num2, Key::Num2, Modifiers::SHIFT, "@");
        assert!(!counts(&at, Key::Num2) && at.writes(Press::Text('@')));
        // French: a minus that stands where others have a 6 is first of all a minus.
        let minus = one(Key::Minus, Key::Num6, NONE, "-");
        assert!(minus.writes(Press::Text('-')) && !minus.writes(Press::Key(NONE, Key::Num6)));
    }

    #[test]
    fn a_letter_of_a_latin_layout_counts_by_what_is_written() {
        // German: Z where others have Y; French: M behind L; a comma where others have M.
        let z = one(Key::Z, Key::Y, NONE, "z");
        assert!(counts(&z, Key::Z) && !counts(&z, Key::Y));
        assert!(counts(&one(Key::M, Key::Semicolon, NONE, "m"), Key::M));
        assert!(!counts(&one(Key::Comma, Key::M, NONE, ","), Key::M));
        // Dvorak: a quote where others have Q, with Ctrl too.
        let quote = one(Key::Quote, Key::Q, Modifiers::COMMAND, "");
        assert!(!quote.stands_at(Press::Key(Modifiers::COMMAND, Key::Q)));
        // Bépo writes é where others have W: no key of its own; Turkish ı is the small I.
        assert!(!counts(&one(Key::W, Key::W, NONE, "é"), Key::W));
        assert!(counts(&one(Key::I, Key::I, NONE, "ı"), Key::I));
    }

    #[test]
    fn an_accent_of_two_strokes_is_not_the_letter_below_it() {
        let strokes = struck(&[
            (Key::OpenBracket, Key::OpenBracket, NONE, ""),
            (Key::O, Key::O, NONE, "ô"),
            (Key::O, Key::O, NONE, "o"),
        ]);
        let found: Vec<bool> = strokes.iter().map(|stroke| counts(stroke, Key::O)).collect();
        assert_eq!(found, [false, false, true]);
        assert!(!strokes[0].stands_at(Press::Text('[')));
    }

    #[test]
    fn a_letter_of_another_alphabet_counts_by_its_place() {
        for (place, text) in [(Key::P, "з"), (Key::H, "η"), (Key::O, "ם"), (Key::Z, "ผ")] {
            let stroke = one(place, place, NONE, text);
            assert!(counts(&stroke, place), "{text}");
        }
        // Greek: a semicolon stands where others have Q, and what was typed before tells the layout.
        let greek = struck(&[
            (Key::A, Key::A, NONE, "α"),
            (Key::Semicolon, Key::Q, Modifiers::COMMAND, ""),
        ]);
        assert!(greek[1].stands_at(Press::Key(Modifiers::COMMAND, Key::Q)));
        // Russian: letters stand where others have brackets.
        let russian = one(Key::OpenBracket, Key::OpenBracket, NONE, "х");
        assert!(russian.stands_at(Press::Text('[')) && !russian.writes(Press::Text('[')));
    }

    #[test]
    fn what_is_pasted_or_typed_without_a_key_is_no_letter_of_a_command() {
        let ctx = Context::default();
        let events = vec![Event::Text("p".to_owned()), Event::Copy];
        let input = egui::RawInput { events, ..egui::RawInput::default() };
        let mut found = Vec::new();
        ctx.run_ui(input, |ui| found.extend(strokes(ui.ctx()))).drop_without_applying_deltas();
        assert!(!counts(&found[0], Key::P));
        assert!(found[1].writes(Press::Copy));
    }
}
