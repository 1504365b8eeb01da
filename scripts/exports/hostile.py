"""Makes a workspace of texts and tags that break simple writers: `hostile.py FOLDER`.

CRLF, a byte order mark, emoji of several code points, Chinese, combining accents, separators of
lines that only some programs know; tags that overlap, have the same place, go over line ends or
cut words; notes with everything in them, links, two annotators."""

import hashlib
import json
import pathlib
import random
import sys

PIECES = [
    "A plain word. ", "two  blanks ", "👨‍👩‍👧 ", "国际移民组织。", "e\u0301té ", "\n", "\r\n", "\n\n", "\t", "<b>&amp;\"'</b> ",
    "=1+1 ", "null ", "NA ", "]]> ", "{\"a\": 1} ", "\u2028", "\u00a0", "-- ", "# ", "ß", "\u202e", "\u0085", "\u000c", "\r", "O B-fact ",
]
NOTES = ["", "why?", "two\nlines", "a\ttab, a \"quote\", a \\ and \\n", "<script>alert(1)</script>", "👍\u2028x", "=cmd()", " blanks "]
LABELS = ["fact", "claim", "opinion", "needs-source", "own tag", "b/c"]


def main(folder):
    chance = random.Random(15)
    folder = pathlib.Path(folder)
    (folder / "seeds").mkdir(parents=True)
    (folder / "annotations").mkdir()
    (folder / "postil.toml").write_text("")
    for number in range(8):
        text = "".join(chance.choice(PIECES) for _ in range(200)) + "end"
        if number == 1:
            text = "\ufeff" + text
        name, tags = f"hostile {number}.txt", []
        while len(tags) < 40:
            start = chance.randrange(len(text))
            end = min(len(text), start + chance.randrange(1, 60))
            if tags and chance.random() < 0.1:
                start, end = tags[-1]["start"], tags[-1]["end"]
            quote = text[start:end]
            # A tag ends at the edges of what a reader sees as one sign, and has some words.
            if not quote.strip("\u202e\ufeff \u2028\u0085\x0c\r\n\t\u00a0") or cuts(text, start) or cuts(text, end):
                continue
            one = {
                "id": f"019ab000-0000-7000-8000-{number:06}{len(tags):06}",
                "tag": chance.choice(LABELS),
                "start": start, "end": end, "quote": quote,
                "prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32],
            }
            if note := chance.choice(NOTES):
                one["note"] = note
            if chance.random() < 0.2:
                one["sources"] = [{"url": "https://example.org/?a=1&b=2", "remark": "seen\ntwice"}]
            if tags and chance.random() < 0.3:
                one["links"] = [{"to": f"{name}#{chance.choice(tags)['id']}", "rel": chance.choice(["contradicts", "supports"])}]
            if chance.random() < 0.2:
                one["verdict"], one["confidence"] = "supported", 0.5
            one |= {"creator": chance.choice(["ana", "Ben Ö, \"b\""]), "created": "2026-11-22T10:00:00Z", "modified": "2026-11-22T10:00:00Z"}
            tags.append(one)
        data = text.encode()
        (folder / "seeds" / name).write_bytes(data)
        tags.sort(key=lambda one: (one["start"], one["end"], one["id"]))
        about = {"path": f"seeds/{name}", "sha256": hashlib.sha256(data).hexdigest(), "length": len(text)}
        file = {"format": "postil", "version": 1, "document": about, "annotations": tags}
        (folder / "annotations" / f"{name}.json").write_text(json.dumps(file, ensure_ascii=False), newline="")


def cuts(text, at):
    """Whether something that belongs together lies on both sides of a place."""
    if at == 0 or at == len(text):
        return False
    before, behind = text[at - 1], text[at]
    return behind in "\u200d\u0301\u202e" or before in "\u200d\u202e\ufeff" or before + behind == "\r\n"


main(sys.argv[1])
