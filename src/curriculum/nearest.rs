//! The id that was probably meant.

/// A longer word is no slip of anything.
const LONGEST: usize = 64;

/// The nearest of some ids to what was written; `None` where none resembles it. What is longer than
/// any id, or differs in more than half of its letters, resembles none.
#[must_use]
pub fn nearest<'a>(written: &str, ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.len();
    if length > LONGEST {
        return None;
    }
    let slips = (length / 2).max(1);
    let of_length = ids.filter(|id| id.len().abs_diff(length) <= slips);
    let measured = of_length.map(|id| (strsim::damerau_levenshtein(id, written), id));
    let (off, near) = measured.min_by_key(|(off, _)| *off)?;
    (off <= slips).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_id_and_nonsense_finds_none() {
        let ids = || ["cpap", "aed", "four-levels"].into_iter();
        assert_eq!(nearest("cpapp", ids()), Some("cpap"));
        assert_eq!(nearest("four-level", ids()), Some("four-levels"));
        assert_eq!(nearest("something-else-entirely", ids()), None);
        assert_eq!(nearest("", ids()), None);
    }

    #[test]
    fn what_is_longer_than_any_id_is_not_measured() {
        let long = "a".repeat(65);
        assert_eq!(nearest(&long, [long.as_str()].into_iter()), None);
    }
}
