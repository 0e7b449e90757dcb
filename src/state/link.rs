//! Links into the program, such as `compare?levels=emt,paramedic&diff=1`: what each opens, or
//! what in it is not known.
//!
//! | link | opens |
//! |---|---|
//! | `home` | what today asks for |
//! | `learn`, `learn/SECTION` | a section |
//! | `glossary`, `sources`, `claims` | the lists of Learn |
//! | `compare`, `compare/ROW`, `compare/ROW/LEVEL` | the comparison, a row or cell of it explained |
//! | `compare/ems-and-emt` | EMS beside the EMT |
//! | `cards`, `progress` | the cards, how far one is |
//! | `card/CARD` | a card in the list of all cards |
//! | `practice` | the choice of sittings |
//! | `plan` | the exam, the minutes a day, what may come of them |
//! | `career` | the section on working in EMS |
//!
//! After `compare?`: `levels=emt,paramedic`, `base=emt`, `diff=1`, `applicant=1`, `find=airway`.

use super::{Action, Place, Spot};
use crate::curriculum::nearest::nearest;
use crate::curriculum::{CardId, CellRef, Curriculum, MatrixView, ProviderLevel};
use crate::quote::quoted;

/// The link of EMS beside the EMT.
pub const EMS_AND_EMT: &str = "compare/ems-and-emt";

/// The link of a cell of the comparison.
#[must_use]
pub fn link_to_cell((row, level): &CellRef) -> String {
    format!("compare/{row}/{}", level.short().to_lowercase())
}

/// The link of a card.
pub(super) fn link_to_card(card: &CardId) -> String {
    format!("card/{card}")
}

/// The cell that a link opens; nothing where it is no link to a cell, or the row is gone.
#[must_use]
pub fn linked_cell(link: &str, c: &Curriculum) -> Option<CellRef> {
    let (row, level) = link.strip_prefix("compare/")?.split_once('/')?;
    Some((c.matrix_row(&row.into())?.id().clone(), ProviderLevel::parse(level)?))
}

/// What a link into Learn or Compare opens, for a list: its kind and its name. Nothing where that
/// is no longer there.
#[must_use]
pub fn link_words(link: &str, c: &Curriculum) -> Option<(&'static str, String)> {
    let name = match link {
        "glossary" => "Glossary",
        "sources" => "Sources",
        "claims" => "Claims checked",
        EMS_AND_EMT => return Some(("compare", "EMS and EMT side by side".to_owned())),
        _ => "",
    };
    if !name.is_empty() {
        return Some(("list", name.to_owned()));
    }
    if let Some(section) = link.strip_prefix("learn/") {
        return Some(("section", c.section(&section.into())?.title.clone()));
    }
    let (row, level) = linked_cell(link, c)?;
    Some(("compare", format!("{}, {}", c.matrix_row(&row)?.name(), level.short())))
}

/// The actions that a link stands for, in order. The error says what is not known and what would be.
pub fn parse_link(link: &str, curriculum: &Curriculum) -> Result<Vec<Action>, String> {
    let (path, query) = link.trim().split_once('?').unwrap_or((link.trim(), ""));
    let (place, inside) = path.trim_matches('/').split_once('/').unwrap_or((path, ""));
    let place = place.trim_matches('/');
    if place != "compare" && !query.is_empty() {
        return Err(format!("only compare takes anything after “?”; “{}” does not", quoted(place)));
    }
    if !matches!(place, "learn" | "compare" | "card") && !inside.is_empty() {
        return Err(format!(
            "“{place}” has no page “{}”; write {place} alone",
            quoted(inside),
            place = quoted(place)
        ));
    }
    match place {
        "learn" if inside.is_empty() => Ok(vec![Action::GoTo(Place::Learn)]),
        "learn" => {
            let section = curriculum.sections().iter().find(|s| s.id.as_str() == inside);
            let section = section.ok_or_else(|| {
                let near = near(inside, curriculum.sections().iter().map(|s| s.id.as_str()));
                format!("there is no section “{}”{near}", quoted(inside))
            })?;
            Ok(vec![Action::Open(Spot::Section(section.id.clone(), None))])
        }
        "home" => Ok(vec![Action::GoTo(Place::Home)]),
        "glossary" => Ok(vec![Action::Open(Spot::Glossary)]),
        "sources" => Ok(vec![Action::Open(Spot::Sources)]),
        "claims" => Ok(vec![Action::Open(Spot::Claims)]),
        "cards" => Ok(vec![Action::GoTo(Place::Cards)]),
        "card" if inside.is_empty() => {
            Err("card names a card, such as card/scope/cpap/lowest".to_owned())
        }
        "card" => Ok(vec![Action::OpenCard(inside.into())]),
        "progress" => Ok(vec![Action::GoTo(Place::Progress)]),
        "practice" => Ok(vec![Action::Open(Spot::Sittings)]),
        "plan" => Ok(vec![Action::Open(Spot::Plan)]),
        "career" => parse_link("learn/working-in-ems", curriculum),
        "compare" => compare(inside, query, curriculum),
        _ => {
            let known = [
                "home", "learn", "compare", "cards", "card", "practice", "plan", "progress",
                "glossary", "sources", "claims", "career",
            ];
            Err(format!("there is no place “{}”; it is one of {}", quoted(place), known.join(", ")))
        }
    }
}

fn compare(inside: &str, query: &str, curriculum: &Curriculum) -> Result<Vec<Action>, String> {
    if inside == "ems-and-emt" {
        return Ok(vec![Action::Open(Spot::EmsAndEmt)]);
    }
    let mut out = vec![Action::Open(Spot::Compare)];
    if !query.is_empty() {
        out.push(Action::SetTable(table(query)?));
    }
    if !inside.is_empty() {
        let (inside, of) = inside.split_once('/').unwrap_or((inside, ""));
        let row = curriculum.matrix_row(&inside.into()).ok_or_else(|| {
            let near = near(inside, curriculum.row_ids());
            format!("there is no row “{}” in the comparison{near}", quoted(inside))
        })?;
        out.push(match of {
            "" => Action::OpenRow(row.id().clone()),
            of => Action::OpenCellOf((row.id().clone(), level(of)?)),
        });
    }
    Ok(out)
}

fn table(query: &str) -> Result<MatrixView, String> {
    let mut table = MatrixView::default();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, "1"));
        match name {
            "levels" => {
                table.levels = value.split(',').map(level).collect::<Result<_, _>>()?;
                table.levels.sort();
                table.levels.dedup();
                if table.levels.len() < 2 {
                    return Err("levels names two levels or more, such as emt,paramedic".to_owned());
                }
            }
            "base" => table.baseline = Some(level(value)?),
            "diff" => table.differences_only = switch(name, value)?,
            "applicant" => table.applicant_only = switch(name, value)?,
            "find" => table.find = value.replace('+', " "),
            _ => {
                return Err(format!(
                    "“{}” is no part of a link to compare; it is one of levels, base, diff, \
                     applicant, find",
                    quoted(name)
                ));
            }
        }
    }
    match table.baseline {
        Some(base) if !table.levels.contains(&base) => {
            Err(format!("base={} is not among the levels shown", base.short().to_lowercase()))
        }
        _ => Ok(table),
    }
}

fn level(name: &str) -> Result<ProviderLevel, String> {
    ProviderLevel::parse(name)
        .ok_or_else(|| format!("“{}” is no level; write emr, emt, aemt or paramedic", quoted(name)))
}

fn switch(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(format!("{name} is 1 or 0, not “{}”", quoted(value))),
    }
}

fn near<'a>(asked: &str, ids: impl Iterator<Item = &'a str>) -> String {
    nearest(asked, ids).map(|near| format!("; the nearest is “{near}”")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::load_bundled;

    fn parse(link: &str) -> Result<Vec<Action>, String> {
        parse_link(link, &load_bundled().0)
    }

    #[test]
    fn a_link_sets_columns_and_differences() {
        let table = MatrixView {
            levels: vec![ProviderLevel::Emt, ProviderLevel::Paramedic],
            differences_only: true,
            baseline: Some(ProviderLevel::Emt),
            find: "airway oral".to_owned(),
            ..MatrixView::default()
        };
        let link = "compare?levels=paramedic,EMT&diff=1&base=emt&find=airway+oral";
        let wanted = vec![Action::Open(Spot::Compare), Action::SetTable(table)];
        assert_eq!(parse(link), Ok(wanted));
    }

    #[test]
    fn a_cell_is_named_by_its_link_and_found_by_it() {
        let c = load_bundled().0;
        let cell = ("cpap".into(), ProviderLevel::Paramedic);
        let link = link_to_cell(&cell);
        assert_eq!(link, "compare/cpap/paramedic");
        assert_eq!(linked_cell(&link, &c), Some(cell.clone()));
        assert_eq!(parse(&link).unwrap().last(), Some(&Action::OpenCellOf(cell)));
        let name = c.skill(&"cpap".into()).unwrap().name.clone();
        assert_eq!(link_words(&link, &c), Some(("compare", format!("{name}, Paramedic"))));
        assert_eq!(link_words("compare/gone/emt", &c), None);
        assert_eq!(link_words("learn/gone", &c), None);
    }

    #[test]
    fn every_place_has_a_link() {
        for link in [
            "home",
            "learn",
            "learn/four-levels",
            "glossary",
            "sources",
            "claims",
            "compare",
            "compare/cpap",
            "compare/cpap/aemt",
            "compare/ems-and-emt",
            "cards",
            "card/scope/cpap/lowest",
            "practice",
            "plan",
            "progress",
            "career",
            "/cards/",
        ] {
            assert!(parse(link).is_ok(), "{link}: {:?}", parse(link));
        }
    }

    #[test]
    fn a_wrong_link_says_what_it_does_not_know_and_what_would_be_right() {
        for (link, expected) in [
            ("campare", "there is no place “campare”; it is one of home"),
            ("learn/four-level", "the nearest is “four-levels”"),
            ("compare/cpapp", "the nearest is “cpap”"),
            ("compare/cpapp/emt", "the nearest is “cpap”"),
            ("compare/cpap/doctor", "“doctor” is no level; write emr"),
            ("card", "card names a card"),
            ("compare?levels=emt,doctor", "“doctor” is no level; write emr"),
            ("compare?levels=emt", "two levels or more"),
            ("compare?levels=emt,aemt&base=emr", "base=emr is not among the levels shown"),
            ("compare?diff=yes", "diff is 1 or 0"),
            ("compare?color=red", "“color” is no part of a link"),
            ("cards?diff=1", "only compare takes anything"),
            ("glossary/cpap", "“glossary” has no page “cpap”"),
            ("", "there is no place “”"),
        ] {
            let error = parse(link).expect_err(link);
            assert!(error.contains(expected), "{link}: {error}");
        }
    }
}
