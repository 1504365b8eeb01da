"""Reads the export `csv` with pandas and with Python's csv, and compares what the offsets in code
points and in bytes cover with the quote:

    csv_table.py EXPORT QUOTES DOCUMENTS"""

import csv
import pathlib
import platform
import sys

import pandas
import quotes

export, expected, documents = sys.argv[1:4]
count = quotes.Sum(f"pandas {pandas.__version__}, csv of Python {platform.python_version()}", quotes.tags(expected))
frame = pandas.read_csv(export, keep_default_na=False, dtype=str)
with open(export, encoding="utf-8", newline="") as file:
    assert list(csv.DictReader(file)) == frame.to_dict("records"), "both read the same"
for row in frame.to_dict("records"):
    for column in row["guarded"].split():
        assert row[column].startswith("'"), row
        row[column] = row[column][1:]
    if not row["start"]:
        continue
    data = (pathlib.Path(documents) / row["doc"]).read_bytes()
    covered = data.decode("utf-8")[int(row["start"]) : int(row["end"])]
    assert data[int(row["byte_start"]) : int(row["byte_end"])].decode("utf-8") == covered
    assert covered == row["quote"], row
    count.span(row["doc"], row["tag"], covered)
count.tell()
