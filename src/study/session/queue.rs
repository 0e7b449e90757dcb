//! Cards in a row. Each step stays quick where they are many.

use crate::curriculum::CardId;
use std::collections::BTreeMap;

/// Cards in a row, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    /// By place: smaller ones come first.
    row: BTreeMap<i64, CardId>,
    places: BTreeMap<CardId, i64>,
}

impl Queue {
    pub(super) fn new(cards: Vec<CardId>) -> Self {
        let row: BTreeMap<i64, CardId> = (0..).zip(cards).collect();
        let places = row.iter().map(|(place, card)| (card.clone(), *place)).collect();
        Self { row, places }
    }

    pub(super) fn len(&self) -> usize {
        self.row.len()
    }

    pub(super) fn contains(&self, card: &CardId) -> bool {
        self.places.contains_key(card)
    }

    /// The cards from the front.
    pub(super) fn iter(&self) -> impl Iterator<Item = &CardId> {
        self.row.values()
    }

    pub(super) fn push_front(&mut self, card: &CardId) {
        let place = self.row.first_key_value().map_or(0, |(first, _)| first - 1);
        self.put(place, card);
    }

    pub(super) fn push_back(&mut self, card: &CardId) {
        let place = self.row.last_key_value().map_or(0, |(last, _)| last + 1);
        self.put(place, card);
    }

    fn put(&mut self, place: i64, card: &CardId) {
        self.remove(card);
        self.row.insert(place, card.clone());
        self.places.insert(card.clone(), place);
    }

    /// Whether it was there.
    pub(super) fn remove(&mut self, card: &CardId) -> bool {
        let place = self.places.remove(card);
        place.is_some_and(|place| self.row.remove(&place).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_go_in_front_behind_and_out_of_the_middle() {
        let [a, b, c, d] = ["a", "b", "c", "d"].map(CardId::from);
        let mut queue = Queue::new(vec![a.clone(), b.clone(), c.clone()]);
        queue.push_front(&c);
        queue.push_back(&d);
        assert!(queue.remove(&a) && !queue.remove(&a));
        assert_eq!(queue.iter().collect::<Vec<_>>(), [&c, &b, &d]);
        assert_eq!((queue.len(), queue.contains(&a), queue.contains(&d)), (3, false, true));
    }
}
