"""Reads the export `markdown` with markdown-it-py, as CommonMark with tables, and compares what stands
out in the quoted sentences with the quotes: `markdown_report.py EXPORT QUOTES`. White space is what
Markdown makes of it, and controls are the symbols that are shown for them.

Wants `pip install markdown-it-py`."""

import importlib.metadata
import re
import sys

import markdown_it
import quotes

export, expected = sys.argv[1:3]


def plain(words):
    """Controls that may end a line are symbols within one, and nothing at its end."""
    return re.sub("␌|␍|␋|⟨NEL⟩", "", quotes.shown(words))


tags = {
    name: [(*rest, tag.upper(), plain(quote)) for *rest, tag, quote in all]
    for name, all in quotes.tags(expected).items()
}
count = quotes.Sum(f"markdown-it-py {importlib.metadata.version('markdown-it-py')}", tags)
with open(export, encoding="utf-8", newline="") as file:
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").parse(file.read())
name = passage = None
quoted = depth = 0
out = []


def strong(inline):
    """The words that stand out."""
    depth = 0
    for token in inline.children:
        if token.type in ("strong_open", "strong_close"):
            depth += token.nesting
        elif token.type == "html_inline":
            depth += {"<b>": 1, "</b>": -1}[token.content]
        elif depth:
            yield token.content
    assert depth == 0, inline.content


for before, token in zip([None, *tokens], [*tokens, None]):
    if token is None or token.type == "heading_open":
        if passage:
            count.span(name, passage, plain("".join(out)))
        passage, out = None, []
    elif token.type == "blockquote_open":
        quoted += 1
    elif token.type == "blockquote_close":
        quoted -= 1
    elif token.type == "inline" and before.type == "heading_open":
        words = "".join(child.content for child in token.children if child.type in ("text", "text_special"))
        found = re.fullmatch(r"\d+-\d+ (.*)", words) if before.tag == "h4" else None
        passage = found and found[1]
    elif token.type == "inline" and token.content.startswith("file: "):
        name = "".join(child.content for child in token.children)[len("file: ") :]
    elif token.type == "inline" and quoted and passage:
        out += strong(token)
count.tell()
