"""seqeval reads the export `conll` (a folder): the chunks of each column. A chunk is right where it is a
tag widened to whole words, or its part in a sentence.

Wants `pip install seqeval==1.2.2`."""

import importlib.metadata
import pathlib
import sys

import quotes
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

export, expected = pathlib.Path(sys.argv[1]), quotes.tags(sys.argv[2])
documents = pathlib.Path(sys.argv[3])
read = right = 0
all, exact, met, wrong = 0, 0, set(), []


def placed(sentences, text):
    """The tokens with where they stand, and where the one before them ends."""
    at = 0
    for sentence in sentences:
        rows = []
        for word, *marks in sentence:
            start = text.index(word, at)
            rows.append((at, start, start + len(word), marks))
            at = start + len(word)
        yield rows


def fits(tag, rows, first, last):
    """Whether a chunk is the tag as far as words and the sentence go."""
    start, end = tag
    before, begins, ends, _ = rows[first]
    at_start = before <= start < ends or first == 0 and start < begins
    _, begins, ends, _ = rows[last]
    behind = rows[last + 1][1] if last + 1 < len(rows) else None
    at_end = begins < end and (behind is None or end <= behind)
    return at_start and at_end


for name, tags in expected.items():
    path = export / f"{name}.conll"
    if not path.exists():
        continue
    words = path.read_bytes().decode("utf-8")
    sentences = [[line.split("\t") for line in part.split("\n")] for part in words.strip("\n").split("\n\n")]
    all += len(tags)
    columns = {len(row) for sentence in sentences for row in sentence}
    assert len(columns) == 1, f"{path}: rows of {columns} columns"
    text = (documents / name).read_bytes().decode("utf-8")
    for rows in placed(sentences, text):
        for column in range(columns.copy().pop() - 1):
            marks = [row[3][column] for row in rows]
            chunks = get_entities(marks)
            strict = {(one.tag, one.start, one.end - 1) for one in Entities([marks], IOB2).entities[0]}
            assert strict == set(chunks), path
            for label, first, last in chunks:
                read += 1
                fitting = [
                    number for number, (start, end, tag, _) in enumerate(tags)
                    if tag.replace(" ", "_") == label and fits((start, end), rows, first, last)
                ]
                right += bool(fitting)
                met |= {(name, number) for number in fitting}
                exact += any(tags[number][:2] == (rows[first][1], rows[last][2]) for number in fitting)
                if not fitting:
                    wrong.append((name, label, text[rows[first][1] : rows[last][2]]))
version = importlib.metadata.version("seqeval")
print(f"seqeval {version}: {read} chunks read, {right} right, {all - len(met)} dropped; {all} tags; {exact} neither widened nor cut")
for one in wrong[:10]:
    print("  wrong:", *one)
sys.exit(0 if read == right and all == len(met) else 1)
