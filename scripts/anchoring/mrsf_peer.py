"""Finds passages again with MRSF's Python package, by its public functions.

First without git, by what a comment itself holds (its quote and its line and columns);
then in a git repository that has the earlier and the later text as two commits. What it
calls ambiguous or orphaned counts as not found; what a result leaves out stays as the
comment has it, as in the package's own `apply_reanchor_results`.

The driver's side of the exchange is described in benches/anchoring/peers.rs.
"""

import bisect
import json
import os
import re
import subprocess
import sys
import tempfile

from mrsf.reanchor import reanchor_document
from mrsf.types import Comment, MrsfDocument, ReanchorOptions

LINE_END = re.compile("\r\n|\r|\n")
NAME = "document.md"


class Lines:
    """A text by its lines, as the package reads a file: all line ends are one."""

    def __init__(self, text):
        self.starts = [0]
        self.lines = [""]
        for end in LINE_END.finditer(text):
            self.lines.append(text[self.starts[-1] : end.start()])
            self.starts.append(end.end())
        self.lines.append(text[self.starts[-1] :])

    def place(self, offset):
        """The line, from 1, and the column, from 0, of a code point."""
        line = bisect.bisect_right(self.starts, offset)
        return line, min(offset - self.starts[line - 1], len(self.lines[line]))

    def offset(self, line, column):
        """The code point of a line and a column; without one, the end of the line."""
        line = max(1, min(line, len(self.starts)))
        length = len(self.lines[line])
        return self.starts[line - 1] + (length if column is None else min(column, length))


def comments(job, commit):
    lines = Lines(job["old"])
    for number, passage in enumerate(job["passages"]):
        line, start_column = lines.place(passage["start"])
        end_line, end_column = lines.place(passage["end"])
        yield Comment(
            id=str(number),
            author="ana",
            timestamp="2026-11-22T10:00:00Z",
            text="",
            line=line,
            end_line=end_line,
            start_column=start_column,
            end_column=end_column,
            selected_text=LINE_END.sub("\n", passage["quote"]),
            commit=commit,
        )


def places(document, results, text):
    by_id = {result.comment_id: result for result in results}
    lines = Lines(text)
    for comment in document.comments:
        result = by_id[comment.id]
        if result.status in ("orphaned", "ambiguous"):
            yield None
            continue

        def new(name):
            value = getattr(result, "new_" + name)
            return getattr(comment, name) if value is None else value

        start = lines.offset(new("line"), new("start_column") or 0)
        end = lines.offset(new("end_line"), new("end_column"))
        yield [start, end] if start < end else None


def by_quote(job):
    document = MrsfDocument(document=NAME, comments=list(comments(job, None)))
    options = ReanchorOptions(no_git=True)
    results = reanchor_document(document, Lines(job["new"]).lines, options)
    return list(places(document, results, job["new"]))


def git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder, text):
    with open(os.path.join(folder, NAME), "w", encoding="utf-8", newline="") as file:
        file.write(text)
    git(folder, "add", NAME)
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "a revision")
    return git(folder, "rev-parse", "HEAD")


def with_old_revision(job):
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        git(folder, "init", "--quiet")
        git(folder, "config", "user.name", "ana")
        git(folder, "config", "user.email", "ana@example.org")
        git(folder, "config", "core.autocrlf", "false")
        earlier = commit(folder, job["old"])
        commit(folder, job["new"])
        document = MrsfDocument(document=NAME, comments=list(comments(job, earlier)))
        results = reanchor_document(
            document,
            Lines(job["new"]).lines,
            ReanchorOptions(cwd=folder),
            document_path=os.path.join(folder, NAME),
            repo_root=folder,
        )
    return list(places(document, results, job["new"]))


for line in sys.stdin:
    job = json.loads(line)
    answer = {
        "MRSF, by quote": by_quote(job),
        "MRSF, with the old revision": with_old_revision(job),
    }
    print(json.dumps(answer), flush=True)
