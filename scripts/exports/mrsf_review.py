"""Reads the export `mrsf` (a folder) with the tools of the format: each sidecar is validated, and each
comment anchored anew in its document.

    mrsf_review.py EXPORT QUOTES DOCUMENTS

These tools read CRLF as one line feed, so quotes are compared with line feeds alone."""

import importlib.metadata
import pathlib
import sys

import mrsf
import quotes
from mrsf.reanchor import _extract_text, reanchor_document, to_reanchor_lines

export, expected, documents = sys.argv[1:4]
tags = quotes.tags(expected)
lines = {name: [(start, end, tag, quote.replace("\r\n", "\n")) for start, end, tag, quote in all] for name, all in tags.items()}
count = quotes.Sum(f"mrsf {importlib.metadata.version('mrsf')}", lines)
warnings = moved = 0
for path in sorted(pathlib.Path(export).rglob("*.review.yaml")):
    sidecar = mrsf.parse_sidecar(path)
    result = mrsf.validate(sidecar)
    assert result.valid, [error.message for error in result.errors]
    warnings += len(result.warnings)
    text = (pathlib.Path(documents) / sidecar.document).read_bytes().decode("utf-8")
    rows = to_reanchor_lines(text)
    for comment in sidecar.comments:
        covered = _extract_text(rows, comment.line, comment.end_line, comment.start_column, comment.end_column)
        count.span(sidecar.document, comment.type, covered)
    for anchored in reanchor_document(sidecar, rows):
        moved += anchored.status != "anchored"
count.tell(f"{warnings} warnings", f"anchored in another place: {moved}")
