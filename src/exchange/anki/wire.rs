//! As much of protobuf as packages need: the fields of a message, one after the other.

/// A field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message by their numbers; it ends early where the message is damaged.
pub(super) fn fields(mut bytes: &[u8]) -> impl Iterator<Item = (u64, Value<'_>)> {
    std::iter::from_fn(move || {
        let key = varint(&mut bytes)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes)?),
            1 => Value::Bytes(take(&mut bytes, 8)?),
            2 => {
                let len = usize::try_from(varint(&mut bytes)?).ok()?;
                Value::Bytes(take(&mut bytes, len)?)
            }
            5 => Value::Bytes(take(&mut bytes, 4)?),
            _ => return None,
        };
        Some((key >> 3, value))
    })
}

/// The first text with that number; an empty one where there is none.
pub(super) fn text(bytes: &[u8], number: u64) -> String {
    let found = fields(bytes).find_map(|(n, value)| match value {
        Value::Bytes(text) if n == number => Some(String::from_utf8_lossy(text).into_owned()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// The first number with that number; 0 where there is none, as the format has it.
pub(super) fn number(bytes: &[u8], number: u64) -> u64 {
    let found = fields(bytes).find_map(|(n, value)| match value {
        Value::Number(value) if n == number => Some(value),
        _ => None,
    });
    found.unwrap_or_default()
}

/// The first fraction of four bytes with that number.
pub(super) fn fraction(bytes: &[u8], number: u64) -> Option<f32> {
    fields(bytes).find_map(|(n, value)| match value {
        Value::Bytes(four) if n == number => Some(f32::from_le_bytes(four.try_into().ok()?)),
        _ => None,
    })
}

/// The first message with that number; an empty one where there is none.
pub(super) fn message(bytes: &[u8], number: u64) -> &[u8] {
    let found = fields(bytes).find_map(|(n, value)| match value {
        Value::Bytes(inside) if n == number => Some(inside),
        _ => None,
    });
    found.unwrap_or_default()
}

fn take<'a>(bytes: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(taken)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut out = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *take(bytes, 1)?.first()?;
        out |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(out);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_field_by_field() {
        let message = [0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i', 0x1d, 1, 2, 3, 4];
        assert_eq!(number(&message, 1), 150);
        assert_eq!(text(&message, 2), "hi");
        assert_eq!(fields(&message).count(), 3);
    }

    #[test]
    fn a_damaged_message_ends_early() {
        assert_eq!(fields(&[0x12, 0xff, 0xff, 0x01]).count(), 0);
        assert_eq!(fields(&[0xff; 20]).count(), 0);
        assert_eq!(fields(&[0x0f]).count(), 0);
    }
}
