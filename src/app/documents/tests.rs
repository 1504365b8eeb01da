//! How documents stand under their folders, and how those are folded.

use super::*;
use crate::annotation::Annotation;

fn documents_of(paths: &[&str]) -> Documents {
    let mut documents = Documents::default();
    documents.add(unread(paths));
    documents
}

fn unread(paths: &[&str]) -> Vec<Document> {
    let paths = paths.iter();
    paths
        .map(|path| Document::unread((*path).to_owned(), None))
        .collect()
}

/// The rows as words: `+a/ 2` is a folded folder of two documents; `›` is the
/// cursor.
fn rows(documents: &Documents) -> Vec<String> {
    let rows = documents.rows().iter().enumerate();
    rows.map(|(at, row)| {
        let here = if at == documents.cursor { "›" } else { "" };
        match row {
            Row::Folder(number) => {
                let folder = documents.folder(*number).unwrap();
                let mark = if folder.folded { "+" } else { "-" };
                let (name, count) = (folder.name(), folder.documents);
                let indent = " ".repeat(usize::from(folder.depth));
                format!("{here}{indent}{mark}{name} {count}")
            }
            Row::Document { id, depth, .. } => {
                let path = &documents.all[id.0].path;
                format!("{here}{}{path}", " ".repeat(usize::from(*depth)))
            }
        }
    })
    .collect()
}

#[test]
fn documents_stand_by_name_under_their_folders_whenever_they_come() {
    let mut documents = documents_of(&["b/y.txt", "m.txt"]);
    documents.point_to(DocumentId(1));
    documents.add(unread(&["a.txt", "b/a/z.txt", "b/x.txt", "b-.txt"]));
    assert_eq!(
        rows(&documents),
        [
            "a.txt",
            "-b/ 3",
            " -a/ 1",
            "  b/a/z.txt",
            " b/x.txt",
            " b/y.txt",
            "b-.txt",
            "›m.txt"
        ]
    );
    assert_eq!(documents.all[0].path, "b/y.txt");
    let next = |of, direction| documents.neighbour(DocumentId(of), direction);
    assert_eq!(next(2, Direction::Forward), Some(DocumentId(3)));
    assert_eq!(next(5, Direction::Backward), Some(DocumentId(0)));
    assert_eq!(next(2, Direction::Backward), None);
    assert_eq!(next(1, Direction::Backward), Some(DocumentId(5)));
    assert_eq!(next(1, Direction::Forward), None);
}

#[test]
fn folders_fold_and_what_is_gone_to_is_unfolded() {
    let mut documents = documents_of(&["a/b/1.txt", "a/b/2.txt", "a/3.txt", "c/4.txt"]);
    documents.point_to(DocumentId(1));
    assert!(documents.fold_here());
    let folded = ["-a/ 3", " a/3.txt", "› +b/ 2", "-c/ 1", " c/4.txt"];
    assert_eq!(rows(&documents), folded);
    // Again: the folder around it. What is folded in it stays so.
    assert!(documents.fold_here());
    assert_eq!(rows(&documents), ["›+a/ 3", "-c/ 1", " c/4.txt"]);
    assert!(!documents.fold_here());
    documents.toggle_folder("a/");
    assert_eq!(rows(&documents)[2], " +b/ 2");
    // The next document is the next one that is seen.
    let next = documents.neighbour(DocumentId(2), Direction::Forward);
    assert_eq!(next, Some(DocumentId(3)));
    documents.point_to(DocumentId(0));
    assert_eq!(rows(&documents)[3], "›  a/b/1.txt");
    assert!(documents.fold_all());
    assert_eq!(rows(&documents), ["›+a/ 3", "+c/ 1"]);
    assert!(documents.fold_all());
    assert_eq!(documents.rows().len(), 7);
    assert!(!documents_of(&["1.txt"]).fold_all());
}

#[test]
fn the_opened_documents_are_found_without_the_others() {
    let mut documents = documents_of(&["a", "b", "c", "d"]);
    for id in [3, 1] {
        documents.note_opened(DocumentId(id));
    }
    let opened = documents.opened().map(|(id, _)| id.0);
    assert_eq!(opened.collect::<Vec<_>>(), [1, 3]);
    let opened = documents.opened_mut().map(|document| document.path.clone());
    assert_eq!(opened.collect::<Vec<_>>(), ["b", "d"]);
}

#[test]
fn only_what_is_open_otherwise_is_news() {
    use crate::annotation::annotation;
    use crate::app::document::open_items::Changed;

    let known = |tags: &[(&str, usize, &str)]| {
        let tags = tags.iter().map(|(id, start, tag)| Annotation {
            tag: (*tag).into(),
            ..annotation(id, *start, start + 3)
        });
        Box::new(KnownAnnotations::new(
            AnnotationSet::from_annotations(tags).0,
        ))
    };
    let (open, closed) = ("needs-source", "opinion");
    let mut documents = documents_of(&["a.txt"]);
    let id = DocumentId(0);
    let mut told = |known| {
        documents.take_over(id, known);
        let news = documents.take_open_news().unwrap();
        let ids = news.into_iter().flat_map(|news| match news.changed {
            Changed::Some(ids) => ids.into_iter().map(|id| id.to_string()).collect(),
            Changed::Any => vec!["any".to_owned()],
        });
        ids.collect::<Vec<_>>()
    };
    let all = [("x", 0, open), ("y", 5, closed), ("z", 9, open)];
    assert_eq!(told(known(&all)), ["x", "z"]);
    assert!(told(known(&all)).is_empty());
    let others = [
        ("w", 2, open),
        ("x", 0, closed),
        ("y", 5, closed),
        ("z", 9, open),
    ];
    assert_eq!(told(known(&others)), ["x", "w"]);
}

/// Passages of documents that come one after the other, each of which supports the next one, and the
/// last one the first: once all are there, they rest on nothing but each other, and no sooner.
#[test]
fn a_chain_over_many_documents_is_a_circle_once_it_closes() {
    use crate::annotation::{Link, PassageRef, RelationSet, annotation};

    for count in [3, 600] {
        let names: Vec<String> = (0..count)
            .map(|number| format!("{number:04}.txt"))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut documents = documents_of(&names);
        for number in 0..count {
            let next = names[(number + 1) % count];
            let supports = Link {
                to: PassageRef::new(next, &"x".into()),
                rel: RelationSet::SUPPORTS.to_owned(),
                extra: crate::annotation::Extra::new(),
            };
            let one = Annotation {
                links: vec![supports],
                ..annotation("x", 0, 3)
            };
            let set = AnnotationSet::from_annotations([one]).0;
            assert_eq!(documents.ledger.circular.len(), 0, "{number} of {count}");
            documents.take_over(DocumentId(number), Box::new(KnownAnnotations::new(set)));
        }
        assert_eq!(documents.ledger.circular.len(), count);
        // One that has a source of its own is what all others rest on.
        let cited = Annotation {
            sources: vec![crate::annotation::Source::new(
                crate::annotation::SourceTarget::Citation("a book".to_owned()),
            )],
            ..annotation("x", 0, 3)
        };
        let set = AnnotationSet::from_annotations([cited]).0;
        documents.take_over(DocumentId(0), Box::new(KnownAnnotations::new(set)));
        assert_eq!(documents.ledger.circular.len(), 0);
    }
}
