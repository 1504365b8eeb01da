"""Reads the export `parquet` (a folder) with DuckDB, pyarrow and pandas, and compares what the offsets in
code points and in bytes cover with the quote:

    parquet_tables.py EXPORT QUOTES DOCUMENTS"""

import pathlib
import sys

import duckdb
import pandas
import pyarrow
import pyarrow.dataset
import quotes

export, expected, documents = sys.argv[1:4]
count = quotes.Sum(
    f"DuckDB {duckdb.__version__}, pyarrow {pyarrow.__version__}, pandas {pandas.__version__}", quotes.tags(expected)
)
query = f"SELECT * FROM read_parquet('{export}/**/*.parquet')"
relation = duckdb.sql(query)
names = relation.columns
rows = [dict(zip(names, row)) for row in relation.fetchall()]
arrow = pyarrow.dataset.dataset(export, format="parquet").to_table().to_pylist()
key = lambda row: (row["doc"], row["id"])
assert sorted(rows, key=key) == sorted(arrow, key=key), "both read the same"
names_of = ["doc", "id", "tag", "quote"]
frame = pandas.read_parquet(export, columns=names_of).to_dict("records")
assert sorted(frame, key=key) == [{name: row[name] for name in names_of} for row in sorted(rows, key=key)]
sentences = 0
for row in rows:
    if row["start"] is None:
        continue
    data = (pathlib.Path(documents) / row["doc"]).read_bytes()
    text = data.decode("utf-8")
    covered = text[row["start"] : row["end"]]
    assert data[row["byte_start"] : row["byte_end"]].decode("utf-8") == covered == row["quote"], row
    assert row["doc_length"] == len(text), row
    sentences += row["quote"].strip() in (row["sentence"] or "")
    count.span(row["doc"], row["tag"], covered)
count.tell(f"{sentences} within their sentences", f"{len(names)} columns")
