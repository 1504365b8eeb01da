//! What once failed, most of it after complaints about other readers and annotators, and the
//! tests that hold what is right. Each of these has a table, with more of the kind.

use std::fs;
use std::path::Path;

/// What a person or the world does, and the test that holds what comes of it.
const CASES: &[(&str, &str)] = &[
    // Leftovers of escape sequences run as commands.
    (
        "a key, a wheel report or a paste in pieces",
        "only_a_whole_known_sequence_is_a_key_wherever_it_is_cut",
    ),
    ("Alt and an arrow", "each_sequence_says_what_it_says_alone"),
    (
        "late answers of a terminal",
        "answers_of_the_terminal_and_keys_in_pieces_tag_nothing",
    ),
    (
        "the rest of an answer after its time",
        "the_rest_of_what_was_given_up_is_not_typed",
    ),
    (
        "Backspace as ^H, Ctrl-w, Ctrl-k, Ctrl-Left in every line",
        "every_line_that_is_typed_has_the_same_keys",
    ),
    (
        "the wheel turns while one leaves",
        "a_wheel_that_turns_while_one_leaves_types_nothing_at_the_prompt",
    ),
    (
        "a sequence that never ends",
        "what_is_unfinished_does_not_swallow_what_comes_after_its_time",
    ),
    (
        "a resize while a sequence is unfinished",
        "a_resize_is_drawn_while_a_sequence_is_unfinished",
    ),
    // Said to be done, and not known to be.
    (
        "a copy in tmux, in screen, on the console",
        "the_way_to_the_clipboard_is_told_by_the_environment",
    ),
    (
        "a message without room",
        "a_message_without_room_is_cut_at_its_end",
    ),
    // Two spellings of the same text.
    (
        "searches of any spelling",
        "the_same_words_are_found_in_any_spelling",
    ),
    (
        "a quote in another spelling",
        "a_quote_is_tagged_as_it_stands_in_the_document",
    ),
    (
        "documents and people in another spelling",
        "documents_and_people_are_filtered_whatever_the_spelling_of_their_names",
    ),
    // Characters nobody sees.
    (
        "a byte order mark comes and goes",
        "a_byte_order_mark_is_counted_and_may_come_and_go",
    ),
    (
        "marks of direction between sentences",
        "what_nobody_sees_stands_in_no_sentence",
    ),
    (
        "the document's own characters in a copy, an export, a pipe",
        "the_own_characters_of_a_document_leave_the_program",
    ),
    (
        "what could steer a terminal",
        "what_could_steer_a_terminal_is_replaced_and_that_is_said",
    ),
    (
        "a text with few NULs",
        "a_text_with_few_nuls_is_opened_and_any_file_on_demand",
    ),
    // Scripts.
    (
        "lines of scripts without capitals",
        "letters_without_case_do_not_join_lines",
    ),
    (
        "Thai, Lao, Khmer, Burmese, Chinese, Japanese words",
        "words_without_spaces_are_those_of_a_dictionary",
    ),
    (
        "half-width kana with marks",
        "half_width_kana_with_marks_take_two_columns_everywhere",
    ),
    (
        "hints on words that touch",
        "hints_are_no_wider_than_words_that_touch_and_each_is_read",
    ),
    // Documents that are there but "are not".
    (
        "a README, a table, a hidden file with tags",
        "whatever_has_tags_is_listed_checked_counted_and_exported_with_the_reason",
    ),
    (
        "one document named from several folders",
        "a_document_has_one_annotation_file_from_wherever_it_is_named",
    ),
    (
        "names with %20, natural order",
        "names_are_shown_as_they_are_in_the_order_in_which_people_look_for_them",
    ),
    (
        "the lock in version control",
        "a_lock_is_no_part_of_version_control",
    ),
    // Edges of a selection.
    (
        "a drag that ends on a blank",
        "blanks_at_the_ends_of_a_drag_are_left_out",
    ),
    ("nothing but blanks", "only_blanks_are_refused"),
    ("a list item", "a_list_item_is_selected_without_its_bullet"),
    (
        "a click in a nested passage",
        "a_click_chooses_the_innermost_tag",
    ),
    ("an address", "an_address_is_selected_as_one_word"),
    (
        "a drag held at the edge",
        "a_drag_that_is_held_at_an_edge_goes_on_scrolling",
    ),
    // Tags that cannot be told apart.
    (
        "four tags in one row",
        "tags_that_begin_in_one_row_all_have_their_letters",
    ),
    (
        "a tag that is not in the configuration",
        "a_tag_that_is_not_in_the_configuration_has_its_name_on_the_card_and_in_the_list",
    ),
    // Where something optional is missing.
    (
        "a home that cannot be read",
        "a_home_that_cannot_be_read_stops_nothing_and_is_told",
    ),
    (
        "keys from the terminal, a text from the standard input",
        "the_standard_input_is_read_and_tagged_where_there_is_a_folder_for_it",
    ),
    (
        "terminals of few colours",
        "few_colours_leave_the_background_as_it_is",
    ),
    // Tables for people.
    ("who tagged", "the_list_says_who_tagged"),
    (
        "a reference that the document does not have",
        "a_reference_that_the_document_does_not_have_is_told",
    ),
    ("exact duplicates", "check_names_exact_duplicates"),
    (
        "days where the reader is",
        "times_are_told_where_the_reader_is_and_kept_in_utc",
    ),
    (
        "a letter of another keyboard layout",
        "a_letter_of_another_keyboard_layout_says_why_it_does_nothing",
    ),
    // Found by random use.
    (
        "a screen of one row or one cell",
        "every_key_in_every_pane_at_every_size",
    ),
    (
        "a drive that is taken out",
        "a_drive_that_is_taken_out_takes_no_tag_along_and_none_is_called_saved",
    ),
    (
        "offsets of one version under the name of another",
        "a_file_never_claims_a_version_for_offsets_of_another",
    ),
    (
        "a folder that may not be written for a while",
        "folders_that_may_not_be_looked_into_are_told_as_that_and_looked_at_again",
    ),
    (
        "an annotation file that is protected",
        "a_file_that_is_protected_while_nothing_is_unsaved_makes_the_document_read_only",
    ),
    (
        "a size there and back",
        "a_size_there_and_back_leaves_the_whole_screen",
    ),
    (
        "a workspace moved away and back",
        "a_workspace_that_is_moved_away_and_back_is_as_it_was",
    ),
    (
        "an export over the configuration",
        "an_export_is_written_over_nothing_that_is_read",
    ),
    (
        "an edited configuration",
        "a_configuration_that_is_edited_meanwhile_is_told",
    ),
    (
        "anything, at random",
        "whatever_one_does_the_files_stay_true",
    ),
];

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn each_case_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    sources(&root.join("src"), &mut all);
    sources(&root.join("tests"), &mut all);
    let lost: Vec<_> = CASES
        .iter()
        .filter(|(_, test)| !all.contains(&format!("fn {test}(")))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}
