"""seqeval reads the export `conll` (a folder): the chunks of each column, whose tokens are compared
with the quotes without white space. What was widened to whole words, or cut at the end of a
sentence, is told besides.

Wants `pip install seqeval==1.2.2`."""

import importlib.metadata
import pathlib
import sys
from collections import Counter

import quotes
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

export, expected = pathlib.Path(sys.argv[1]), quotes.tags(sys.argv[2])
read = right = 0
left, cut, all = Counter(), 0, 0
for name, tags in expected.items():
    path = export / f"{name}.conll"
    if not path.exists():
        continue
    text = path.read_bytes().decode("utf-8")
    sentences = [[line.split("\t") for line in part.split("\n")] for part in text.strip("\n").split("\n\n")]
    wanted = Counter((tag.replace(" ", "_"), "".join(quote.split())) for *_, tag, quote in tags)
    all += len(tags)
    columns = {len(row) for sentence in sentences for row in sentence}
    assert len(columns) == 1, f"{path}: rows of {columns} columns"
    for column in range(1, columns.pop()):
        for sentence in sentences:
            marks = [row[column] for row in sentence]
            chunks = get_entities(marks)
            strict = {(one.tag, one.start, one.end - 1) for one in Entities([marks], IOB2).entities[0]}
            assert strict == set(chunks), path
            for tag, first, last in chunks:
                read += 1
                words = "".join(row[0] for row in sentence[first : last + 1])
                if wanted[tag, words] > 0:
                    wanted[tag, words] -= 1
                    right += 1
    left += wanted
version = importlib.metadata.version("seqeval")
print(f"seqeval {version}: {read} chunks read of {all} tags, {right} with the words of the quote; {sum(left.values())} widened or cut")
for (tag, words), _ in list(left.items())[:10]:
    print(f"  {tag}: {words!r}")
