//! The most of some things that stand in the same order in two lists.
//!
//! Must not know: what they are.

/// The longest part of `items` whose keys never fall (patience sorting, Fredman 1975).
pub(super) fn longest_in_order<T>(items: Vec<T>, key: impl Fn(&T) -> usize) -> Vec<T> {
    // For each length the item that ends a part of that length with the least key.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for (number, item) in items.iter().enumerate() {
        let place = ends.partition_point(|end| key(&items[*end]) <= key(item));
        before.push(place.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(place) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut is_in = vec![false; items.len()];
    let mut next = ends.last().copied();
    while let Some(number) = next {
        is_in[number] = true;
        next = before[number];
    }
    let mut is_in = is_in.into_iter();
    let mut items = items;
    items.retain(|_| is_in.next().unwrap_or_default());
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_is_left_out() {
        for (items, expected) in [
            (vec![], vec![]),
            (vec![1, 2, 2, 3], vec![1, 2, 2, 3]),
            (vec![1, 9, 2, 3], vec![1, 2, 3]),
            (vec![5, 1, 6, 7, 2], vec![1, 6, 7]),
        ] {
            assert_eq!(longest_in_order(items, |item| *item), expected);
        }
    }
}
