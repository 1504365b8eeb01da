"""Reads the export `html` as browsers do, with html5lib, and compares what is marked in the full texts
with the quotes: `html_report.py EXPORT QUOTES`. White space is what a browser makes of it, and controls
are the symbols that are shown for them.

Wants `pip install html5lib`."""

import importlib.metadata
import sys

import html5lib
import quotes

export, expected = sys.argv[1:3]
tags = {
    name: [(*rest, quotes.shown(quote)) for *rest, quote in all] for name, all in quotes.tags(expected).items()
}
count = quotes.Sum(f"html5lib {importlib.metadata.version('html5lib')}", tags)
parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
with open(export, "rb") as file:
    page = parser.parse(file, transport_encoding="utf-8")
assert not page.findall(".//script") and not page.findall(".//link[@rel='stylesheet']")
names = {}
for section in page.findall(".//section"):
    if section.get("id", "").startswith("t") and section.get("id")[1:].isdigit():
        names[section] = section.find("p").find("bdi").text


def walk(node, open):
    """Collects the words between the two ends of each passage."""
    if node.get("class", "").startswith("n ") and node.get("id", "").startswith("m"):
        open[node.get("id")[1:]] = [node.get("title").split(", passage")[0], []]
    elif node.get("class") == "e":
        tag, words = open.pop(node.get("id")[1:])
        yield tag, "".join(words)
    else:
        add(node.text, open)
        for child in node:
            yield from walk(child, open)
            add(child.tail, open)


def add(words, open):
    for _, all in open.values():
        all.append(words or "")


for section, name in names.items():
    for tag, words in walk(section.find("div"), {}):
        count.span(name, tag, "".join(words.split()))
count.tell()
