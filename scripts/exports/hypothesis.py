"""Reads the export `hypothesis` as scripts of the web do, which count UTF-16 units:

    hypothesis.py EXPORT QUOTES DOCUMENTS

What the client of Hypothesis checks when it imports is checked, and what it keeps is used: target,
tags, text, uri and document. (Hypothesis itself is in no package registry.)"""

import json
import pathlib
import sys
import urllib.parse

import quotes

export, expected, documents = sys.argv[1:4]
count = quotes.Sum("the rules of Hypothesis' client", quotes.tags(expected))
with open(export, encoding="utf-8") as file:
    content = json.load(file)
assert isinstance(content, dict) and isinstance(content["annotations"], list)
for row in content["annotations"]:
    kept = {name: row[name] for name in ("target", "tags", "text", "uri", "document")}
    assert urllib.parse.urlsplit(kept["uri"]).scheme and all(isinstance(tag, str) for tag in kept["tags"])
    [target] = kept["target"]
    selectors = {each["type"]: each for each in target["selector"]}
    quote, position = selectors["TextQuoteSelector"], selectors.get("TextPositionSelector")
    assert all(len(quote[name].encode("utf-16-le")) <= 64 for name in ("prefix", "suffix")), quote
    if position is None:
        continue
    [name] = kept["document"]["title"]
    units = (pathlib.Path(documents) / name).read_bytes().decode("utf-8").encode("utf-16-le")
    covered = units[2 * position["start"] : 2 * position["end"]].decode("utf-16-le")
    assert covered == quote["exact"], (covered, quote)
    before = units[: 2 * position["start"]].decode("utf-16-le")
    assert before.endswith(quote["prefix"]), quote
    count.span(name, kept["tags"][0], covered)
count.tell()
