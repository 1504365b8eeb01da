"""dkpro-cassis reads the export `uima-xmi` (a folder): the type system, and each document by it, with
nothing left out that it does not know. `uima_xmi.py EXPORT QUOTES [TAGS]`: TAGS is what Apache UIMA
has read, see UimaXmi.java.

Wants `pip install dkpro-cassis`."""

import importlib.metadata
import json
import pathlib
import re
import sys

import cassis
import quotes

export, expected = pathlib.Path(sys.argv[1]), quotes.tags(sys.argv[2])
if len(sys.argv) > 3:
    # It sees blanks where XML has no place for a control.
    plain = {
        path: [(*rest, re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", quote)) for *rest, quote in tags]
        for path, tags in expected.items()
    }
    uima = quotes.Sum("Apache UIMA", plain)
    for line in pathlib.Path(sys.argv[3]).read_text(encoding="utf-8").splitlines():
        uima.span(*json.loads(line))
    print(f"{uima.peer}: {uima.read} spans read, {uima.right} right")
    assert uima.read == uima.right == uima.all, uima.wrong[:5]
version = importlib.metadata.version("dkpro-cassis")
count = quotes.Sum(f"dkpro-cassis {version}", expected)
with (export / "TypeSystem.xml").open("rb") as file:
    types = cassis.load_typesystem(file)
tag, link, relations, blanks = "webanno.custom.Postil", "webanno.custom.PostilLink", 0, 0
for path in sorted(export.rglob("*.xmi")):
    with path.open("rb") as file:
        cas = cassis.load_cas_from_xmi(file, typesystem=types)
    (about,) = cas.select("webanno.custom.PostilDocument")
    text = list(cas.sofa_string)
    for control in (about.controls or "").split():
        sign, at = control.split("@")
        assert text[int(at)] == " ", path
        text[int(at)] = chr(int(sign, 16))
        blanks += 1
    for one in cas.select(tag):
        # cassis counts code points, and converts.
        covered = "".join(text[one.begin : one.end])
        plain = cas.sofa_string[one.begin : one.end]
        assert one.get_covered_text() == plain, one
        count.span(about.path, one.label, covered)
    tags = set(cas.select(tag))
    for one in cas.select(link):
        assert one.Governor in tags and one.Dependent in tags and one.label, one
        relations += 1
    # What it writes, it reads as the same.
    again = cassis.load_cas_from_xmi(cas.to_xmi(), typesystem=types)
    assert len(again.select(tag)) == len(tags) and again.sofa_string == cas.sofa_string, path
count.tell(f"{relations} relations", f"{blanks} controls given as blanks")
