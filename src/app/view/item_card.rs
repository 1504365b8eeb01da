//! The card of the item that is chosen in the list of what is open, so that nothing is done
//! about one that nobody has seen whole.
//!
//! The document of the item may not be open; what is told of its text is not known then.
//!
//! Must not know: what is done about an item.

use crate::annotation::Annotation;
use crate::app::document::open_items::OpenItem;
use crate::app::state::picker::PickerAction;
use crate::app::view::cards::{self, Cardboard};
use crate::app::{Cards, CardsEdge, DocumentId, Layout, Mode, Model, Overlay};

/// The rows of its words, at most, where the card stands beside the list.
const QUOTE_ROWS: usize = 8;
/// The same, where it stands below.
const FEW_QUOTE_ROWS: usize = 3;

/// What the annotation pane shows: the card of the chosen item while the list of what is open
/// is shown, else the cards of the text.
pub(crate) fn annotation_cards(model: &Model, areas: &Layout) -> Cards {
    match chosen_item(model) {
        Some((id, item)) => card_of_item(model, areas, id, &item.annotation),
        None => cards::annotation_cards(model, areas),
    }
}

/// The item that is chosen in the list of what is open, while that is shown.
fn chosen_item(model: &Model) -> Option<(DocumentId, OpenItem)> {
    let Mode::Overlay(Overlay::Picker(list)) = &model.mode else {
        return None;
    };
    let row = list.chosen_row().filter(|_| list.open.is_some())?;
    let PickerAction::Annotation(id, annotation) = &row.target else {
        return None;
    };
    let item = model.documents.open_item(*id, annotation)?;
    Some((*id, item))
}

/// Its card alone.
fn card_of_item(
    model: &Model,
    areas: &Layout,
    document: DocumentId,
    annotation: &Annotation,
) -> Cards {
    let Some(area) = areas.cards() else {
        return Cards::default();
    };
    let pane = Cardboard {
        model,
        document: Some(document),
        opened: model.documents.get_opened(document),
        area,
        edge: areas.cards_edge,
        view: None,
        quote_rows: match areas.cards_edge {
            CardsEdge::Box => QUOTE_ROWS,
            CardsEdge::Rule => FEW_QUOTE_ROWS,
        },
    };
    let mut card = pane.open_card(annotation);
    card.y = area.y;
    Cards {
        title: match areas.cards_edge {
            CardsEdge::Box => "The chosen item".to_owned(),
            CardsEdge::Rule => pane.told().in_the_rule(annotation),
        },
        cards: vec![card],
        ..Cards::default()
    }
}
