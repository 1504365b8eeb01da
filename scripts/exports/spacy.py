"""spaCy reads the export `spacy`: a Doc of the tokens of each line, its spans by `char_span` as
strict as it is, through a DocBin. What the tokenizer for English refuses is told besides.

Wants `pip install spacy`."""

import sys

sys.path = [path for path in sys.path if not path.endswith("exports")]
import spacy
from spacy.tokens import Doc, DocBin

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import json

import quotes

export, expected = sys.argv[1:3]
count = quotes.Sum(f"spacy {spacy.__version__}", quotes.tags(expected))
english = spacy.blank("en")
docs, names, refused, relations = DocBin(store_user_data=True), [], 0, 0
for line in open(export, encoding="utf-8"):
    row = json.loads(line)
    words, spaces = zip(*[(token["text"], token["ws"]) for token in row["tokens"]] or [((), ())])
    doc = Doc(english.vocab, words=list(words), spaces=list(spaces))
    assert doc.text == row["text"], "the tokens are the text"
    for token, ours in zip(doc, row["tokens"]):
        assert token.idx == ours["start"] and token.i == ours["id"], ours
    spans = []
    tokenized = english.make_doc(row["text"])
    for one in row["spans"]:
        span = doc.char_span(one["start"], one["end"], label=one["label"], alignment_mode="strict")
        if span is None:
            continue
        assert (span.start, span.end - 1) == (one["token_start"], one["token_end"]), one
        spans.append(span)
        refused += tokenized.char_span(one["start"], one["end"]) is None
    doc.spans["sc"] = spans
    for relation in row.get("relations", []):
        ends = relation["head_span"], relation["child_span"]
        relations += all(doc.char_span(end["start"], end["end"]) is not None for end in ends)
    docs.add(doc)
    names.append(row["meta"]["doc"])
read = DocBin().from_bytes(docs.to_bytes()).get_docs(english.vocab)
for name, doc in zip(names, read):
    for span in doc.spans["sc"]:
        count.span(name, span.label_, span.text)
count.tell(f"{relations} relations", f"refused by the tokenizer for English, strict: {refused}")
