//! All commands in one table, a row each: name, default keys, heading, panes, what it
//! needs, help, its places in the last row of the screen, and the function that runs it.
//!
//! The row is the only place that a command has beside its function. The table is a
//! macro that hands its rows to another one, so that two floors can be made of it:
//! `command.rs` makes the names, keys and help of them, which everything may know, and
//! `update/commands/mod.rs` the functions, which only the loop may call.

/// Hands the rows of the table to the macro of that name.
macro_rules! with_commands {
    ($make:ident) => {
        $make! {
            NextSentence "next-sentence" ["j", "Down"] Moving EVERYWHERE DOCUMENT [Documents 1 "next", Annotations 1 "next"]
                "next sentence, or row of a list"
                |reader, _| moving::by_sentence(reader.pane, &mut reader.documents, Forward);
            PreviousSentence "previous-sentence" ["k", "Up"] Moving EVERYWHERE DOCUMENT [Documents 2 "previous", Annotations 2 "previous"]
                "previous sentence, or row of a list"
                |reader, _| moving::by_sentence(reader.pane, &mut reader.documents, Backward);
            NextParagraph "next-paragraph" ["}"] Moving IN_TEXT DOCUMENT
                "next paragraph" |reader, _| moving::by_paragraph(reader.documents.open_document_mut(), Forward);
            PreviousParagraph "previous-paragraph" ["{"] Moving IN_TEXT DOCUMENT
                "previous paragraph" |reader, _| moving::by_paragraph(reader.documents.open_document_mut(), Backward);
            NextWord "next-word" ["l", "Right"] Moving IN_TEXT DOCUMENT
                "next word (or the first word of the selection)"
                |reader, _| moving::by_word(reader.documents.open_document_mut(), Forward);
            PreviousWord "previous-word" ["h", "Left"] Moving IN_TEXT DOCUMENT
                "previous word (or the last word of the selection)"
                |reader, _| moving::by_word(reader.documents.open_document_mut(), Backward);
            PageDown "page-down" ["space", "PgDn"] Moving EVERYWHERE DOCUMENT
                "page down" |reader, _| moving::by_page(reader, Forward, Page::Whole);
            PageUp "page-up" ["b", "PgUp"] Moving EVERYWHERE DOCUMENT
                "page up" |reader, _| moving::by_page(reader, Backward, Page::Whole);
            HalfPageDown "half-page-down" ["Ctrl-d"] Moving EVERYWHERE DOCUMENT
                "half a page down" |reader, _| moving::by_page(reader, Forward, Page::Half);
            HalfPageUp "half-page-up" ["Ctrl-u"] Moving EVERYWHERE DOCUMENT
                "half a page up" |reader, _| moving::by_page(reader, Backward, Page::Half);
            Start "start" ["g", "Home"] Moving EVERYWHERE DOCUMENT
                "go to the start" |reader, _| moving::to_end(reader.pane, &mut reader.documents, Backward);
            End "end" ["G", "End"] Moving EVERYWHERE DOCUMENT
                "go to the end" |reader, _| moving::to_end(reader.pane, &mut reader.documents, Forward);
            Percent "percent" ["%"] Moving IN_TEXT DOCUMENT
                "go to a percentage of the document (asks: 50, Enter)"
                |reader, _| prompts::ask(&mut reader.mode, Ask::Percent { error: None });
            NextTag "next-tag" ["]"] Moving ON_TAGS TAGS
                "next tag" |reader, _| moving::by_tag(reader.documents.open_document_mut(), Forward);
            PreviousTag "previous-tag" ["["] Moving ON_TAGS TAGS
                "previous tag" |reader, _| moving::by_tag(reader.documents.open_document_mut(), Backward);
            NextSuggestion "next-suggestion" [")"] Moving ON_TAGS TAGS [OnSuggestion 3 "next"]
                "next suggestion of a model" |reader, _| suggesting::go(reader.documents.open_document_mut(), Forward);
            PreviousSuggestion "previous-suggestion" ["("] Moving ON_TAGS TAGS
                "previous suggestion" |reader, _| suggesting::go(reader.documents.open_document_mut(), Backward);
            NextDocument "next-document" ["J"] Moving EVERYWHERE DOCUMENT
                "next document" |reader, _| panes::by_document(&reader.documents, Forward);
            PreviousDocument "previous-document" ["K"] Moving EVERYWHERE DOCUMENT
                "previous document" |reader, _| panes::by_document(&reader.documents, Backward);

            NextUnfinished "next-unfinished" ["U"] Moving EVERYWHERE ALL_MARKS
                "open the next unfinished document" |reader, _| finishing::next_unfinished(reader);
            NextOpen "next-open" [","] Moving EVERYWHERE ALL_TAGS [OnTag 2 "next open"]
                "go to the next open item, over all documents" |reader, _| next_open::go(reader);
            Back "back" ["<", "Ctrl-o"] Moving EVERYWHERE DOCUMENT
                "back to where you were before the last jump, over documents"
                |reader, _| places::go(reader, Backward);
            Forward "forward" [">"] Moving EVERYWHERE DOCUMENT
                "forward again" |reader, _| places::go(reader, Forward);

            Hints "hints" ["w"] Selecting IN_TEXT DOCUMENT [Text 4 "words", Resizing 3 "to a word", Extending 3 "to a word"]
                "jump labels on every visible word"
                |reader, _| moving::show_hints(moving::hints_in_view(reader, Goal::Word), &mut reader.mode);
            Phrase "phrase" ["W"] Selecting IN_TEXT DOCUMENT
                "select a phrase by the jump labels of its first and its last word"
                |reader, _| moving::show_hints(moving::hints_in_view(reader, Goal::Phrase), &mut reader.mode);
            Grow "grow" ["+", "="] Selecting IN_TEXT DOCUMENT
                "grow: word, clause, sentence, paragraph"
                |reader, _| moving::grow(reader.documents.open_document_mut());
            Shrink "shrink" ["-"] Selecting IN_TEXT DOCUMENT
                "shrink the same way" |reader, _| moving::shrink(reader.documents.open_document_mut());
            WholeSentence "whole-sentence" ["s"] Selecting IN_TEXT DOCUMENT
                "select the whole sentence" |reader, _| moving::select_sentence(reader.documents.open_document_mut());
            Extend "extend" ["v"] Selecting IN_TEXT DOCUMENT [Text 5 "select", Resizing 2 "swap ends", Extending 1 "swap ends"]
                "select: moves extend it; again swaps ends"
                |reader, _| moving::extend(reader.documents.open_document_mut());
            Leave "leave" ["Esc"] Selecting EVERYWHERE DOCUMENT [Resizing 1 "cancel", Extending 2 "cancel", Linking 2 "cancel", Sourcing 2 "cancel", Searching 1 "stop"]
                "cancel; back to the sentence in the text"
                |reader, env| {
                    let stopped = everywhere::cancel(reader, env)
                        .or_else(|| importing::cancel(reader))
                        .or_else(|| linking::cancel(reader))
                        .or_else(|| passages::cancel(reader))
                        .or_else(|| all_matches::stop(reader));
                    let (pane, filter) = (&mut reader.pane, &mut reader.filter);
                    stopped.unwrap_or_else(|| moving::leave(pane, filter, &mut reader.documents))
                };

            SecondTag "second-tag" ["&"] Tagging ON_TAGS CREATE
                "add a second tag to this passage (then the tag's key)" |reader, _| tagging::begin_second(reader);
            Note "note" ["a", "Enter"] Tagging ON_TAGS CREATE [Text 2 "note", Annotations 3 "note", OnSuggestion 1 "accept"]
                "write the note of the tag under the cursor (Esc saves); accept a suggestion"
                |reader, env| suggesting::accept(reader, env).unwrap_or_else(|| notes::edit(reader));
            Source "source" ["S"] Tagging ON_TAGS LOOK [OnTag 1 "source", Annotations 4 "source", Sourcing 1 "take this passage"]
                "add a source to the tag under the cursor, or correct, open or remove one"
                |reader, env| sources::show(reader, env);
            Verdict "verdict" ["Y"] Tagging ON_TAGS CHANGE
                "say what came of checking the tag under the cursor, who says it and when"
                |reader, _| verdicts::show(reader);
            Link "link" ["L"] Tagging ON_TAGS CHANGE [Linking 1 "link to this passage"]
                "link two passages: L on each, then the relation"
                |reader, _| linking::link(reader);
            Peek "peek" ["i"] Finding ON_TAGS LOOK
                "look at the references and the links here (Enter goes there, s makes one a source)"
                |reader, _| peeking::show(reader);
            SaidElsewhere "said-elsewhere" ["\""] Finding IN_TEXT DOCUMENT
                "list what the other documents say like this sentence, and link to it"
                |reader, _| elsewhere::show(reader);
            OpenLink "open-link" [";"] Finding ON_TAGS ALL_TAGS
                "show what the tag is linked to in the other pane (again: its next link)"
                |reader, _| split::open_link(reader);
            Delete "delete" ["x", "Delete"] Tagging ON_TAGS EDIT [Annotations 6 "delete", OnSuggestion 2 "reject"]
                "delete the tag under the cursor; reject a suggestion"
                |reader, env| suggesting::reject(reader, env)
                    .unwrap_or_else(|| editing::in_open_document(reader, env, finishing::delete));
            Resize "resize" ["r"] Tagging ON_TAGS CHANGE [Annotations 5 "resize"]
                "resize the tag under the cursor (v swaps ends, Enter saves)"
                |reader, _| resizing::begin(reader.documents.open_document_mut(), &reader.settings.tags, &mut reader.pane);
            KeepVersion "keep-version" ["V"] Tagging ON_TAGS EDIT
                "keep this version of a conflicting tag and delete the others"
                |reader, env| editing::in_open_document(reader, env, editing::keep_version);
            NothingToCheck "nothing-to-check" ["."] Tagging IN_TEXT CREATE
                "mark the sentence as nothing to check and go on (again: remove the mark)"
                |reader, env| finishing::nothing_to_check(reader, env);
            Done "done" ["M"] Tagging EVERYWHERE MARK
                "mark the document as done (again: remove the mark)"
                |reader, env| finishing::done(reader, env);
            DocumentNote "note-on-document" ["A"] Tagging EVERYWHERE EDIT
                "write a note on the whole document" |reader, _| finishing::document_note(reader);
            RenameTag "rename-tag" ["E"] Tagging EVERYWHERE ALL_TAGS
                "change a tag into another of the label set, in all documents"
                |reader, _| retagging::ask(reader);
            AcceptSuggestions "accept-suggestions" [] Tagging EVERYWHERE CREATE
                "accept the suggestions of this document, all or from a score on (asks)"
                |reader, _| suggesting::ask(reader, Decision::Accept);
            RejectSuggestions "reject-suggestions" [] Tagging EVERYWHERE CREATE
                "reject the suggestions of this document, all or below a score (asks)"
                |reader, _| suggesting::ask(reader, Decision::Reject);
            Undo "undo" ["u"] Tagging EVERYWHERE ALL_TAGS [Text 6 "undo"]
                "undo, in every document, without limit" |reader, env| history::step(reader, Backward, env);
            Redo "redo" ["Ctrl-r"] Tagging EVERYWHERE ALL_TAGS
                "redo" |reader, env| history::step(reader, Forward, env);

            Search "search" ["/"] Finding EVERYWHERE DOCUMENT [Text 3 "search"]
                "search as you type (Ctrl-t in it: regular expression)"
                |reader, _| prompts::ask_search(&mut reader.mode, reader.documents.open_document());
            NextMatch "next-hit" ["Ctrl-n"] Finding EVERYWHERE DOCUMENT [Matches 1 "next match"]
                "next match" |reader, _| step_match(reader, Forward);
            PreviousMatch "previous-hit" ["Ctrl-p"] Finding EVERYWHERE DOCUMENT
                "previous match" |reader, _| step_match(reader, Backward);
            TagMatches "tag-matches" ["#"] Finding IN_TEXT ANNOTATOR
                "tag all matches of the search (asks how many, and as what)"
                |reader, _| tag_matches::ask(reader);
            SearchEverywhere "this-everywhere" ["*"] Finding IN_TEXT DOCUMENT
                "search all documents for this phrase" |reader, _| {
                    let wanted = searching::for_selection(&reader.documents);
                    all_matches::search(reader, wanted)
                };
            SearchAll "search-all" ["\\"] Finding EVERYWHERE DOCUMENT [Documents 6 "search all"]
                "search all documents"
                |reader, _| prompts::ask(&mut reader.mode, Ask::SearchAll { regex: false, error: None });
            AllTags "all-tags" ["t"] Finding EVERYWHERE ALL_TAGS [Documents 7 "all tags"]
                "list all tags of all documents" |reader, _| pickers::show_all_tags(reader);
            OpenItems "open-items" ["Q"] Finding EVERYWHERE ALL_TAGS
                "list what is open in all documents, and work through it"
                |reader, _| open_list::show(reader);
            Statistics "statistics" ["I"] Finding EVERYWHERE ALL_TAGS
                "how much is tagged, checked and open, by whom, and what is new"
                |reader, _| pickers::show(rows::statistics(reader), &mut reader.mode);
            LastList "last-list" ["'"] Finding EVERYWHERE ALL_TAGS
                "open the last list again, where it was left" |reader, _| pickers::open_last(reader);
            Conflicts "conflicts" ["!"] Finding EVERYWHERE ALL_TAGS
                "list conflicting tags"
                |reader, _| pickers::show_conflicts(conflicts::picker(reader), &mut reader.mode);
            Review "review" ["~"] Finding EVERYWHERE TAGS
                "review tags whose text has changed: accept, reject or place them"
                |reader, _| reviewing::show(reader);
            Renamed "renamed" ["B"] Finding EVERYWHERE DOCUMENT
                "list tags whose document is gone, and give them to the one it is now"
                |reader, _| renaming::show(reader);
            Filter "filter" ["T"] Finding EVERYWHERE ALL_TAGS [Annotations 7 "filter"]
                "show only a tag, an annotator, a verdict, what is unsourced" |reader, _| pickers::show(rows::filters(reader), &mut reader.mode);
            Find "find-document" ["D"] Finding EVERYWHERE DOCUMENT [Documents 5 "find"]
                "find a document by its name" |reader, _| pickers::show(rows::documents(reader), &mut reader.mode);

            Copy "copy" ["y"] Program ON_TAGS PLACE
                "copy the passage, as last chosen (in a list: Ctrl-y)" |reader, _| copying::copy(reader);
            CopyAs "copy-as" ["Ctrl-y"] Program ON_TAGS PLACE
                "choose what to copy: words, reference, both, Markdown"
                |reader, _| pickers::show(copying::forms(reader), &mut reader.mode);
            Export "export" ["e"] Program EVERYWHERE ALL_TAGS
                "export the tags" |reader, _| pickers::show(rows::formats(reader), &mut reader.mode);
            Import "import" [] Program EVERYWHERE ALL_MARKS
                "import tags from a file or folder (shows first what it would do)"
                |reader, _| importing::ask(reader);
            NextPane "next-pane" ["Tab"] Program EVERYWHERE DOCUMENT [Documents 8 "pane", Annotations 8 "pane"]
                "next pane" |reader, _| split::step(reader, Forward);
            PreviousPane "previous-pane" ["Shift-Tab"] Program EVERYWHERE DOCUMENT
                "previous pane" |reader, _| split::step(reader, Backward);
            TwoDocuments "two-documents" ["|"] Program EVERYWHERE DOCUMENT [Beside 2 "one pane"]
                "show two documents side by side, or one again" |reader, _| split::toggle(reader);
            OtherDocument "other-document" ["Ctrl-w"] Program EVERYWHERE DOCUMENT [Beside 1 "other pane"]
                "go to the other one of two documents side by side" |reader, _| split::change(reader);
            ScrollTogether "scroll-together" ["Ctrl-e"] Program EVERYWHERE DOCUMENT
                "scroll two documents together, or each alone"
                |reader, _| split::scroll_together(reader);
            DocumentsPane "documents-pane" ["d"] Program EVERYWHERE DOCUMENT
                "show or hide the documents" |reader, _| panes::toggle(reader, Pane::Documents);
            AnnotationsPane "annotations-pane" ["m"] Program EVERYWHERE DOCUMENT
                "show or hide the annotations" |reader, _| panes::toggle(reader, Pane::Annotations);
            Open "open" ["Enter", "l", "Right"] Program IN_DOCUMENTS DOCUMENT [Documents 3 "open"]
                "open the document; fold or unfold the folder"
                |reader, _| panes::open_row(&mut reader.documents, &mut reader.pane);
            Fold "fold" ["h", "Left", "-"] Program IN_DOCUMENTS DOCUMENT [Folders 4 "fold"]
                "fold the folder, or the one around it"
                |reader, _| panes::fold(&mut reader.documents, Fold::Here);
            FoldAll "fold-all" ["z"] Program IN_DOCUMENTS DOCUMENT
                "fold or unfold all folders" |reader, _| panes::fold(&mut reader.documents, Fold::All);
            Paragraphs "paragraphs" ["P"] Program EVERYWHERE DOCUMENT
                "paragraphs: automatic, one per line, or until a blank line"
                |reader, _| panes::next_paragraph_mode(&mut reader.settings, &mut reader.documents);
            SaveAgain "save-again" ["Ctrl-s"] Program EVERYWHERE TAGS
                "retry saving" |reader, _| editing::save_again(&mut reader.documents);
            Recover "what-was-kept" ["R"] Program EVERYWHERE DOCUMENT
                "recover unsaved work"
                |reader, _| recovering::show(&reader.recovery, &reader.documents, &mut reader.mode);
            Palette "palette" [":"] Program EVERYWHERE DOCUMENT [Text 7 "all commands"]
                "all commands, by name" |reader, _| pickers::show(rows::palette(reader), &mut reader.mode);
            Help "help" ["?", "F1"] Program EVERYWHERE DOCUMENT [Last 1 "keys", Documents 9 "keys", NoDocument 1 "keys"]
                "keys of this pane" |reader, _| pickers::show_help(&mut reader.mode);
            Redraw "redraw" ["Ctrl-l"] Program EVERYWHERE ANYTIME
                "redraw the screen" |_, _| Outcome::from(Effect::Redraw);
            Suspend "suspend" ["Ctrl-z"] Program EVERYWHERE ANYTIME
                "suspend (fg in the shell resumes)" |_, _| Outcome::from(Effect::Suspend);
            Quit "quit" ["q", "Ctrl-c"] Program EVERYWHERE NOTHING [Text 8 "quit", Documents 10 "quit", NoDocument 2 "quit"]
                "quit (exit)"
                |reader, _| leaving::quit(&reader.documents, &mut reader.mode, &mut reader.leaving);
        }
    };
}

pub(in crate::app) use with_commands;
