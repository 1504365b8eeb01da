"""Reads the export `table` with pandas, as a program would that looks at what people see: passages
with white space as one blank, an apostrophe before what begins like a formula.

    spreadsheet.py EXPORT QUOTES"""

import sys

import pandas
import quotes

export, expected = sys.argv[1:3]


def words(quote):
    return "".join(quote.split())


tags = {name: [(*rest, words(quote)) for *rest, quote in all] for name, all in quotes.tags(expected).items()}
count = quotes.Sum(f"pandas {pandas.__version__}", tags)
frame = pandas.read_csv(export, keep_default_na=False, dtype=str, encoding="utf-8-sig")
for row in frame.to_dict("records"):
    passage = words(row["passage"])
    count.span(row["document"], row["tag"], passage[passage[:2] in ("'=", "'+", "'-", "'@") :])
count.tell()
