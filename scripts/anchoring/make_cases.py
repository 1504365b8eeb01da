"""Makes cases for `cargo bench --bench anchoring` from public histories of documents.

    python make_cases.py OUT NAME GIT_DIRECTORY LICENCE PATTERN [PAIRS [LETTER]]

adds to the folder OUT up to PAIRS pairs (20) of revisions of documents in a git
repository whose path fits PATTERN (a regular expression), each with up to 24 passages.
LETTER is one more regular expression that fits somewhere in each sentence, as for the
language of a translation that keeps the original beside it. The same history gives the
same cases. Needs the Python package `rapidfuzz`, which MRSF brings with it.

The truth comes from two alignments of tokens, by git's `histogram` and `minimal`: a
passage on which they do not agree, and one of which less than half lives on, yet not
nearly nothing, is left out. A token is a word, a sign, or a letter of a script without
blanks between its words; at least half of a passage are words.
"""

import difflib
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter

from rapidfuzz import fuzz

WIDE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{WIDE}]|[^\W{WIDE}]+|[^\w\s]")
WORD = re.compile(rf"[{WIDE}]|\w\w")
SENTENCE = re.compile(
    r"\S(?:(?![.!?]\s|[。！？]|\n\s*\n).)*(?:[.!?](?=\s)|[。！？]|$|(?=\n\s*\n)|.)", re.S
)
DIFFERS = ("histogram", "minimal")
CONTEXT = 32
SIZES = range(1_500, 60_000)
MOST_CASES = 24
LEAST_KEPT = 5
# So many pairs of revisions of a document are looked at.
TRIES = 5
# The share of a text that is in the letters that were asked for.
LEAST_LETTERS = 0.05
LEAST_MODIFIED = 0.5
MOST_DELETED = 0.1
# Nothing in the later revision may be more like a deleted passage, in percent.
MOST_LIKE = 60


def git(directory, *words):
    done = subprocess.run(["git", "-C", directory, *words], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def revisions(directory, pattern):
    """The revisions of each document, from the first one on."""
    fits = re.compile(pattern)
    history = {}
    commit = date = ""
    words = ["--reverse", "--no-merges", "--no-renames", "--format=\x01%H %as", "--name-only"]
    log = git(directory, "log", *words)
    for line in log.splitlines():
        if line.startswith("\x01"):
            commit, date = line[1:].split()
        elif fits.search(line):
            history.setdefault(line, []).append((commit, date))
    return {path: commits for path, commits in history.items() if len(commits) > 1}


def text_of(directory, path, commit):
    try:
        done = subprocess.run(
            ["git", "-C", directory, "show", f"{commit}:{path}"], check=True, capture_output=True
        )
        return done.stdout.decode("utf-8")
    except (subprocess.CalledProcessError, UnicodeDecodeError):
        return ""


def tokens_of(text):
    return [(match.start(), match.end()) for match in TOKEN.finditer(text)]


def aligned(old, new, differ):
    """For each token of the old list its place in the new one; -1 for none."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("old", "new")]
        for name, tokens in zip(names, (old, new)):
            with open(name, "w", encoding="utf-8") as file:
                file.writelines(f"{token}\n" for token in tokens)
        words = ["git", "diff", "--no-index", "-U0", f"--diff-algorithm={differ}", *names]
        hunks = subprocess.run(words, capture_output=True, text=True).stdout
    places = []
    at = 0
    for hunk in re.finditer(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", hunks, re.M):
        start, removed, to, added = (int(number or 1) for number in hunk.groups())
        # A hunk that removes nothing names the line before it.
        start -= removed > 0
        to -= added > 0
        while len(places) < start:
            places.append(at)
            at += 1
        places.extend([-1] * removed)
        at = to + added
    while len(places) < len(old):
        places.append(at)
        at += 1
    return places


def flat(text):
    return " ".join(text.split())


class Pair:
    def __init__(self, old, new):
        self.old, self.new = old, new
        self.old_tokens, self.new_tokens = tokens_of(old), tokens_of(new)
        words = [
            [text[start:end] for start, end in tokens]
            for text, tokens in ((old, self.old_tokens), (new, self.new_tokens))
        ]
        self.places = [aligned(*words, differ) for differ in DIFFERS]
        for places in self.places:
            for token, place in enumerate(places):
                assert place < 0 or words[0][token] == words[1][place]

    def truth(self, first, last):
        """The kind and the place of the tokens from first to last; none if in doubt."""
        one, other = (places[first : last + 1] for places in self.places)
        lives = [[place for place in places if place >= 0] for places in (one, other)]
        share = [len(places) / (last + 1 - first) for places in lives]
        if max(share) <= MOST_DELETED:
            return self.gone(first, last)
        if min(share) < LEAST_MODIFIED:
            return None
        ends = {(places[0], places[-1]) for places in lives}
        if len(ends) > 1:
            return None
        start, end = ends.pop()
        span = end + 1 - start
        truth = [self.new_tokens[start][0], self.new_tokens[end][1]]
        if one == other and -1 not in one and span == len(one):
            return "kept", truth
        # Where much came between the survivors, it is not one passage any more.
        return ("modified", truth) if span <= 2 * len(one) and last - first > 1 else None

    def gone(self, first, last):
        words = self.old[self.old_tokens[first][0] : self.old_tokens[last][1]]
        if last - first < 4:
            return None
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        found = [match.span() for match in re.finditer(pattern, self.new)]
        if len(found) == 1 and len(re.findall(pattern, self.old)) == 1:
            return "moved", list(found[0])
        like = fuzz.partial_ratio(flat(words), flat(self.new))
        return ("deleted", "deleted") if not found and like < MOST_LIKE else None

    def passages(self, chance, letter):
        """Token numbers of sentences, and of some words of some of them."""
        for sentence in SENTENCE.finditer(self.old):
            if not letter.search(sentence.group()):
                continue
            inside = [
                number
                for number, (start, end) in enumerate(self.old_tokens)
                if sentence.start() <= start and end <= sentence.end()
            ]
            if not 3 <= len(inside) <= 120:
                continue
            yield "sentence", inside[0], inside[-1]
            if chance.random() < 0.3:
                first = chance.choice(inside[:-1])
                yield "short", first, min(inside[-1], first + chance.randrange(3))

    def cases(self, chance, letter):
        by_kind = {}
        for shape, first, last in self.passages(chance, letter):
            tokens = [self.old[slice(*token)] for token in self.old_tokens[first : last + 1]]
            words = [token for token in tokens if WORD.search(token)]
            # Signs stand anywhere.
            told = 2 * len(words) >= len(tokens) and self.truth(first, last)
            if told:
                by_kind.setdefault(told[0], []).append((shape, first, last, told[1]))
        changed = 0
        for kind in ("moved", "deleted", "modified", "kept"):
            some = by_kind.get(kind, [])
            chance.shuffle(some)
            # Where little has changed, few that were kept are enough.
            most = max(LEAST_KEPT, changed) if kind == "kept" else MOST_CASES // 4
            changed += min(most, len(some))
            for shape, first, last, truth in some[:most]:
                start, end = self.old_tokens[first][0], self.old_tokens[last][1]
                quote = self.old[start:end]
                yield {
                    "start": start,
                    "end": end,
                    "quote": quote,
                    "prefix": self.old[max(0, start - CONTEXT) : start],
                    "suffix": self.old[end : end + CONTEXT],
                    "occ_old": self.old.count(quote),
                    "occ_new": self.new.count(quote),
                    "shape": shape,
                    "kind": kind,
                    "truth": truth,
                }


def is_in_language(text, letter):
    return letter.pattern == "" or len(letter.findall(text)) > LEAST_LETTERS * len(text)


def pairs(directory, pattern, most, letter, chance):
    """Pairs of revisions, one of a document, that are long enough and not too different."""
    history = revisions(directory, pattern)
    paths = sorted(history)
    chance.shuffle(paths)
    found = set()
    for path, _ in itertools.product(paths, range(TRIES)):
        commits = history[path]
        older = chance.randrange(len(commits) - 1)
        newer = min(len(commits) - 1, older + chance.choice((1, 1, 2, 3, 5, 8)))
        old, new = (text_of(directory, path, commits[at][0]) for at in (older, newer))
        if any(len(text) not in SIZES or not is_in_language(text, letter) for text in (old, new)):
            continue
        likeness = difflib.SequenceMatcher(None, old.split("\n"), new.split("\n")).ratio()
        if not 0.3 <= likeness < 1 or path in found:
            continue
        yield path, commits[older], commits[newer], newer - older, likeness, old, new
        found.add(path)
        if len(found) == most:
            return


def main(out, name, directory, licence, pattern, most="20", letter=""):
    chance = random.Random(name)
    letter = re.compile(letter)
    os.makedirs(os.path.join(out, "revisions"), exist_ok=True)
    index = []
    kinds = Counter()
    with open(os.path.join(out, "cases.jsonl"), "a", encoding="utf-8") as file:
        found = pairs(directory, pattern, int(most), letter, chance)
        for path, older, newer, between, likeness, old, new in found:
            pair = f"{name}-{len(index):03}"
            files = {}
            for which, text in (("old", old), ("new", new)):
                files[f"{which}_file"] = f"{pair}.{which}.txt"
                target = os.path.join(out, "revisions", f"{pair}.{which}.txt")
                with open(target, "w", encoding="utf-8", newline="") as revision:
                    revision.write(text)
            made = list(Pair(old, new).cases(chance, letter))
            for number, case in enumerate(made):
                kinds[case["kind"]] += 1
                case = {"id": f"{pair}-{number:02}", "pair": pair, **files, **case}
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
            index.append(
                {
                    "pair": pair,
                    "source": name,
                    "path": path,
                    "old_commit": older[0],
                    "old_date": older[1],
                    "new_commit": newer[0],
                    "new_date": newer[1],
                    "revisions_between": between - 1,
                    "line_similarity": round(likeness, 3),
                    "licence": licence,
                    "nfc": unicodedata.is_normalized("NFC", old),
                }
            )
    target = os.path.join(out, f"INDEX.{name}.json")
    with open(target, "w", encoding="utf-8") as file:
        json.dump(index, file, ensure_ascii=False, indent=0)
    print(f"{name}: {len(index)} pairs, {dict(kinds)}")


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
