//! Single rows of a list that is shown: taken out, put in, made anew. What is chosen stays.

use super::{Known, Listed, Picker, PickerAction, PickerRow};

impl Picker {
    pub(crate) fn row_of(&self, target: &PickerAction) -> Option<usize> {
        self.rows.iter().position(|row| row.target == *target)
    }

    /// Takes a row out. Where it was the chosen one, that is the next one then.
    pub(crate) fn remove_row(&mut self, at: usize) {
        self.rows.remove(at);
        self.matched -= usize::from(at < self.matched);
        let place = self.fitting.partition_point(|&index| index < at);
        if self.fitting.get(place) == Some(&at) {
            self.leave_out(place);
        }
        self.fitting[place..]
            .iter_mut()
            .for_each(|index| *index -= 1);
    }

    /// Puts a row before the one with a number, where it fits what has been typed.
    pub(crate) fn insert_row(&mut self, at: usize, row: PickerRow, known: Known<'_>) {
        let is_matched = at < self.matched || self.matched == self.rows.len();
        let fits = is_matched && self.fits(&row, known);
        self.rows.insert(at, row);
        let place = self.fitting.partition_point(|&index| index < at);
        self.fitting[place..]
            .iter_mut()
            .for_each(|index| *index += 1);
        self.matched += usize::from(is_matched);
        if fits {
            self.take_in(place, at);
        }
    }

    /// Puts another row in the place of one.
    pub(crate) fn replace_row(&mut self, at: usize, row: PickerRow, known: Known<'_>) {
        let fits = self.fits(&row, known);
        self.rows[at] = row;
        if at >= self.matched {
            return;
        }
        let place = self.fitting.partition_point(|&index| index < at);
        match (self.fitting.get(place) == Some(&at), fits) {
            (true, false) => self.leave_out(place),
            (false, true) => self.take_in(place, at),
            (true, true) | (false, false) => {}
        }
    }

    fn leave_out(&mut self, place: usize) {
        self.fitting.remove(place);
        let last = self.fitting.len().saturating_sub(1);
        self.chosen = (self.chosen - usize::from(place < self.chosen)).min(last);
    }

    fn take_in(&mut self, place: usize, at: usize) {
        self.chosen += usize::from(place <= self.chosen && !self.fitting.is_empty());
        self.fitting.insert(place, at);
    }

    fn fits(&mut self, row: &PickerRow, known: Known<'_>) -> bool {
        match &row.target {
            _ if !self.is_narrowed() => true,
            PickerAction::Annotation(document, id) => {
                let listed = Listed::Tag(*document, id);
                self.query.takes(listed, known.documents)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::TagSet;
    use crate::app::documents::Documents;

    fn row(text: &str) -> PickerRow {
        PickerRow::new(text, PickerAction::Stay)
    }

    #[test]
    fn what_is_chosen_stays_when_rows_come_and_go() {
        let (documents, tags) = (Documents::default(), TagSet::built_in());
        let known = Known {
            documents: &documents,
            tags: &tags,
        };
        let mut list = Picker::new("x", ["a", "b", "c"].map(row).to_vec());
        let chosen = |list: &Picker| list.chosen_row().map(|row| row.text.clone());
        list.step(1);
        list.remove_row(0);
        assert_eq!(chosen(&list).as_deref(), Some("b"));
        list.insert_row(0, row("d"), known);
        list.insert_row(3, row("e"), known);
        assert_eq!(chosen(&list).as_deref(), Some("b"));
        assert_eq!(list.fitting, [0, 1, 2, 3]);
        // The next one takes its place; behind the last one, the one before.
        list.remove_row(1);
        assert_eq!(chosen(&list).as_deref(), Some("c"));
        list.step(9);
        list.remove_row(2);
        assert_eq!(chosen(&list).as_deref(), Some("c"));
        list.remove_row(1);
        list.remove_row(0);
        assert_eq!(chosen(&list), None);
    }
}
