"""Reads the export `json`, from which the other checks take the quotes, and compares them with what the
offsets cover in the documents: `json_document.py EXPORT QUOTES DOCUMENTS`."""

import pathlib
import platform
import sys

import quotes

export, expected, documents = sys.argv[1:4]
count = quotes.Sum(f"Python {platform.python_version()}", quotes.tags(expected))
for name, tags in quotes.tags(export).items():
    text = (pathlib.Path(documents) / name).read_bytes().decode("utf-8")
    for start, end, tag, _ in tags:
        count.span(name, tag, text[start:end])
assert count.read, "nothing was exported"
count.tell()
