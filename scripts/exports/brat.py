"""Reads the export `brat` (a folder) as strictly as brat does: lines end where Python's
`str.splitlines` ends them, every type stands in annotation.conf, every id is there once, and the
words of each part are those of the text. (brat itself is in no package registry.)"""

import pathlib
import re
import sys

import quotes

export, expected = pathlib.Path(sys.argv[1]), quotes.tags(sys.argv[2])
count = quotes.Sum("the rules of brat's annotation.py", expected)
section, conf = None, {}
for line in (export / "annotation.conf").read_text(encoding="utf-8").splitlines():
    if heading := re.fullmatch(r"\[(\w+)\]", line):
        section = conf.setdefault(heading[1], {})
    elif line:
        name, _, rest = line.partition("\t")
        section[name] = rest
assert set(conf) == {"entities", "relations", "events", "attributes"}, conf
values = {
    name: re.search(r"Value:(\S+)", rest)[1].split("|") for name, rest in conf["attributes"].items() if "Value:" in rest
}
labels = {}
for name, tags in expected.items():
    labels.update({re.sub(r"[^\w-]", "_", tag): tag for *_, tag, _ in tags})
relations = notes = attributes = 0
for name, tags in expected.items():
    path = export / f"{name.removesuffix('.txt')}.ann"
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    by_place = {(start, end, tag): quote for start, end, tag, quote in tags}
    seen = set()
    for line in path.read_bytes().decode("utf-8").splitlines():
        id, body, *rest = line.split("\t", 2)
        assert re.fullmatch(r"[TRA#]\d+", id) and id not in seen, line
        seen.add(id)
        kind, *words = body.split(" ")
        if id[0] == "T":
            parts = [tuple(map(int, part.split(" "))) for part in " ".join(words).split(";")]
            assert kind in conf["entities"] and all(start < end for start, end in parts), line
            covered = [text[start:end] for start, end in parts]
            assert " ".join(covered) == rest[0], line
            assert not any(len(part.splitlines()) > 1 for part in covered), line
            tag = labels[kind]
            # White space at an edge of a tag may be a line end, which is in no part.
            inner = [
                quote for (start, end, of), quote in by_place.items()
                if of == tag and start <= parts[0][0] and parts[-1][1] <= end
                and "".join(quote.split()) == "".join("".join(covered).split())
            ]
            count.span(name, tag, inner[0] if inner else rest[0])
        elif id[0] == "R":
            ends = dict(word.split(":") for word in words)
            assert kind in conf["relations"] and set(ends.values()) <= seen, line
            relations += 1
        elif id[0] == "A":
            assert words[0] in seen and words[1] in values[kind], line
            attributes += 1
        else:
            assert words[0] in seen and kind in ("AnnotatorNotes", "Postil") and len(rest) == 1, line
            notes += 1
count.tell(f"{relations} relations", f"{attributes} attributes", f"{notes} notes")
