use crate::storage::FileStamp;

use super::*;

fn stamp(folder: &Path, content: &str) -> FileStamp {
    let file = folder.join("a.txt.json");
    std::fs::write(&file, content).unwrap();
    FileStamp::read(&file).unwrap()
}

fn registry(folder: &Path, names: &[&str]) -> Registry {
    let workspace = Arc::new(Workspace::open(folder, None).unwrap());
    let paths = names.iter().map(|name| DocumentPath::new(Path::new(name)));
    Registry::new(workspace, paths.map(Option::unwrap).collect())
}

fn read(before: Option<FileStamp>, now: Option<FileStamp>) -> Vec<AnnotationsRead> {
    vec![AnnotationsRead {
        document: DocumentId(0),
        before,
        now,
        content: Box::default(),
    }]
}

/// Two threads read annotation files: the slower one must not tell older counts.
#[test]
fn what_was_told_meanwhile_of_an_annotation_file_is_not_told_over() {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry(folder.path(), &["a.txt"]);
    let [old, new] = ["1", "22"].map(|content| stamp(folder.path(), content));
    let keep = |before, now| {
        let mut count = 0;
        let outrun = registry.keep_annotations(read(before, now), |told| count = told.len());
        (count, outrun.len())
    };
    assert_eq!(keep(None, Some(old)), (1, 0));
    assert_eq!(keep(Some(old), Some(new)), (1, 0));
    assert_eq!(keep(Some(old), Some(old)), (0, 1), "it was outrun");
    assert_eq!(registry.annotations(DocumentId(0)), Some(new));
    assert_eq!(keep(Some(new), None), (1, 0));
    assert_eq!(registry.all_with_annotations(), []);
}

#[test]
fn documents_that_come_get_the_next_ids_and_keep_them() {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry(folder.path(), &["m.txt"]);
    let entry = |name: &str| Entry {
        path: DocumentPath::new(Path::new(name)).unwrap(),
        unreadable: None,
    };
    let add = |names: &[&str]| {
        let mut told = None;
        let found = names.iter().map(|name| entry(name)).collect();
        registry.add(found, |first, new| told = Some((first.0, new.len())));
        told.unwrap()
    };
    assert_eq!(add(&["z.txt", "m.txt", "a.txt"]), (1, 2));
    assert_eq!(add(&["z.txt"]), (3, 0));
    let long = "l".repeat(254);
    assert_eq!(add(&[&long]), (3, 1));
    let workspace = Workspace::open(folder.path(), None).unwrap();
    for (number, path) in registry.paths().iter().enumerate() {
        let id = Some(DocumentId(number));
        let document = workspace.documents_dir().join(path.native());
        assert_eq!(registry.document_at(&document), id, "{path}");
        let annotations = workspace.annotation_path(path);
        assert_eq!(registry.annotations_at(&annotations), id, "{path}");
    }
}
