"""Reads the export `jsonl` with DuckDB and with datasets, and compares what the offsets cover with the
quote: `jsonl_lines.py EXPORT QUOTES DOCUMENTS`.

Wants `pip install duckdb datasets`."""

import pathlib
import sys
import tempfile

import datasets
import duckdb
import quotes

export, expected, documents = sys.argv[1:4]
tags = quotes.tags(expected)
sql = f"SELECT doc, tag, \"start\", \"end\", quote FROM read_json('{export}', format='newline_delimited', maximum_object_size=1000000000)"
with tempfile.TemporaryDirectory() as cache:
    table = datasets.load_dataset("json", data_files=export, split="train", cache_dir=cache)
    rows = {
        f"DuckDB {duckdb.__version__}": duckdb.sql(sql).fetchall(),
        f"datasets {datasets.__version__}": [(r["doc"], r["tag"], r["start"], r["end"], r["quote"]) for r in table],
    }
failed = False
for peer, all in rows.items():
    count = quotes.Sum(peer, tags)
    for name, tag, start, end, quote in all:
        if start is None:
            continue
        covered = (pathlib.Path(documents) / name).read_bytes().decode("utf-8")[start:end]
        assert covered == quote, (name, covered, quote)
        count.span(name, tag, covered)
    failed |= not count.say()
sys.exit(failed)
