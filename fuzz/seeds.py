"""What fuzzing begins with where nothing is kept yet: `seeds.py TARGET FOLDER`.

The golden files of tests/data, and the short examples in the tests of the readers. A format of
several files is one input here, each file behind a line `==> its name <==`."""

import io
import pathlib
import re
import sys
import zipfile

root = pathlib.Path(__file__).resolve().parent.parent
data, target, folder = root / "tests/data", sys.argv[1], pathlib.Path(sys.argv[2])
HIGHLIGHTS = [
    "Highlight,Book Title,Book Author,Note,Tags,Location Type,Location,Highlighted at\n"
    "\"some words, “quoted”\",A title,Ana,why?,\"fact, claim\",page,12,2026-11-22 10:00:00+00:00\n",
    "annotationText,annotationComment,annotationPageLabel,tags,title,key,dateAdded,annotationAuthorName\n"
    "some words,why?,iv,fact; claim,A title,ABCD2345,2026-11-22 10:00:00,Ben Ö\n",
    "Created at,Author,Page,URL,Group,Annotation/Reply Type,Quote,Body,Tags\n"
    "2026-11-22,ana,A title,https://example.org/,Public,Annotation,some words,why?,\"fact,claim\"\n"
    "2026-11-22,ben,A title,https://example.org/,Public,Reply,,so?,\n",
]
MSRF_NAME = b"==> a_b/*nasty* \xc3\xa4#1.txt.review.yaml <==\n"


def read(name):
    return (data / name).read_bytes()


def one_json(name):
    """A golden file that ends with what is told."""
    words = read(name)
    return words[: words.rindex(b"}") + 1]


def parts(words):
    names = re.findall(rb"^==> (.*) <==$", words, re.M)
    return dict(zip(names, re.split(rb"^==> .* <==\n", words, flags=re.M)[1:]))


def without(words, part):
    return b"".join(b"==> %s <==\n%s" % (name, rest) for name, rest in parts(words).items() if name != part)


def archives(of):
    for words in of:
        for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", how) as archive:
                for name, rest in parts(words).items():
                    archive.writestr(name.decode().replace("*", "_"), rest)
            yield out.getvalue()


def examples():
    """The words in the tests of the readers, as raw strings of Rust."""
    for path in sorted((root / "src/formats").rglob("*.rs")):
        words = path.read_text(encoding="utf-8")
        for found in re.findall(r'r#"(.*?)"#', words, re.S):
            if len(found) > 12:
                yield found.replace("{{", "{").replace("}}", "}").encode()


several = [f"formats/sample.{name}.files" for name in ("brat", "label-studio", "refi-codebook", "refi-qda", "uima-xmi")]
GOLDEN = {
    "own": lambda: [read("formats/sample.json"), read("formats/sample.jsonl"), read("formats/sample.txt.json")],
    "tables": lambda: [read("formats/sample.csv"), read("formats/sample.table.csv")],
    "highlights": lambda: [words.encode() for words in HIGHLIGHTS],
    "web-annotation": lambda: [one_json("exchange/web-annotation.txt")],
    "hypothesis": lambda: [one_json("exchange/hypothesis.txt")],
    "mrsf": lambda: [MSRF_NAME + b"".join(line for line in read("exchange/mrsf.txt").splitlines(True) if b"left out" not in line)],
    "doccano": lambda: [read("formats/sample.doccano.jsonl")],
    "spacy": lambda: [read("formats/sample.spacy.jsonl")],
    "refi-codebook": lambda: [read("formats/sample.refi-codebook.files")],
    "brat": lambda: [read("formats/sample.brat.files")],
    "label-studio": lambda: [read("formats/sample.label-studio.files")],
    "refi-qda": lambda: [read("formats/sample.refi-qda.files"), without(read("formats/sample.refi-qda.files"), b"postil.json")],
    "uima-xmi": lambda: [read("formats/sample.uima-xmi.files"), without(read("formats/sample.uima-xmi.files"), b"TypeSystem.xml")],
    "archive": lambda: list(archives(map(read, several))),
}
GOLDEN["recognition"] = lambda: [words for name, make in GOLDEN.items() if name not in ("archive", "recognition") for words in make()]

seeds = GOLDEN[target]()
if target != "archive":
    for words in examples():
        seeds.append(words)
        # The same as a file of a folder, of the kind that the target reads.
        ending = {"brat": "ann", "label-studio": "json", "mrsf": "review.yaml", "uima-xmi": "xmi",
                  "refi-codebook": "qdc", "refi-qda": "qde"}.get(target)
        if ending:
            name = {"qde": "project"}.get(ending, "a")
            seeds.append(b"==> %s.%s <==\n%s\n==> a.txt <==\nabc def ghi\n" % (name.encode(), ending.encode(), words))
folder.mkdir(parents=True, exist_ok=True)
for number, words in enumerate(seeds):
    (folder / f"seed{number}").write_bytes(words)
