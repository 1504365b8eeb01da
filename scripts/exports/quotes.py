"""What the checks of the exports have in common: the tags as postil's own export `json` gives
them, and the sum that a check tells.

A check is called as `FORMAT.py EXPORT QUOTES`: what was exported, and the same tags in `json`.
It lets the program that the format is for read the export, and compares the text that each span
covers there with the quote."""

import json
import sys
from collections import Counter


def tags(path):
    """The tags that are found in their documents, by document: (start, end, tag, quote)."""
    with open(path, encoding="utf-8") as file:
        export = json.load(file)
    return {
        document["path"]: [
            (one["start"], one["end"], one["tag"], one["quote"])
            for one in document["annotations"]
            if one["start"] is not None
        ]
        for document in export["documents"]
    }


def shown(words):
    """Words as reports show them, with symbols for controls; without white space."""
    names = {"\x85": "⟨NEL⟩", "\u202e": "⟨RLO⟩", "\x7f": "␡"}
    names |= {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"}
    words = words.replace("\r\n", "\n")
    return "".join("".join(names.get(sign, sign) for sign in words).split())


class Sum:
    """Counts the spans that a program has read, and those with the right text."""

    def __init__(self, peer, expected):
        self.peer, self.wrong = peer, []
        self.left = {name: Counter((tag, quote) for *_, tag, quote in all) for name, all in expected.items()}
        self.all = sum(len(all) for all in expected.values())
        self.read = self.right = 0

    def span(self, document, tag, text):
        self.read += 1
        left = self.left.get(document, Counter())
        if left[tag, text] > 0:
            left[tag, text] -= 1
            self.right += 1
        else:
            self.wrong.append((document, tag, text))

    def say(self, *more):
        """Prints the sum; answers whether every span was read and is right."""
        dropped = self.all - self.read
        print(f"{self.peer}: {self.read} spans read, {self.right} right, {dropped} dropped", *more, sep="; ")
        for document, tag, text in self.wrong[:10]:
            print(f"  wrong: {document}: {tag}: {text!r}")
        return self.read == self.right and dropped == 0

    def tell(self, *more):
        sys.exit(0 if self.say(*more) else 1)
