"""Carries a million tags out of a workspace and into DuckDB, Spark and the bulk form of Elasticsearch,
and checks that nothing is lost: equal counts, and every quote equal to its slice of the document, in
code points and in bytes:

    million.py POSTIL FOLDER [DOCUMENTS]

POSTIL is the program. FOLDER is a new one: a workspace is made there, of 1,000 documents with 1,000
tags each. It wants the Python packages duckdb, pyarrow and pyspark, and a Java for Spark."""

import hashlib
import json
import pathlib
import random
import subprocess
import sys
import time

import duckdb
import pyarrow
import pyarrow.dataset

TAGS = 1000
WORDS = (
    "the role of an organisation appears to be important for people who move — said “Müller” 国际移民 "
    "in 2022 Привет 👩‍👩‍👧 cafe\u0301 naïve"
).split()
postil, folder = sys.argv[1], pathlib.Path(sys.argv[2])
documents = int(sys.argv[3]) if len(sys.argv) > 3 else 1000


def make():
    """Makes the workspace: what is tagged has emoji, combining marks and three scripts."""
    chance = random.Random(1)
    (folder / "seeds").mkdir(parents=True)
    (folder / "annotations").mkdir()
    for number in range(documents):
        name = f"d{number:04}.txt"
        sentences = [" ".join(chance.choice(WORDS) for _ in range(10)) + "." for _ in range(TAGS)]
        text = "\n".join(sentences) + "\n"
        tags, start = [], 0
        for index, sentence in enumerate(sentences):
            end = start + len(sentence)
            tag = {"id": f"019ab000-0000-7000-8000-{number:06x}{index:06x}"}
            tag |= {"tag": chance.choice(["fact", "claim", "opinion", "needs-source"])}
            tag |= {"start": start, "end": end, "quote": sentence}
            tag |= {"prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
            tag |= {"creator": "ana", "created": "2026-11-22T10:00:00Z", "modified": "2026-11-22T10:00:00Z"}
            tags.append(tag)
            start = end + 1
        data = text.encode()
        about = {"path": f"seeds/{name}", "sha256": hashlib.sha256(data).hexdigest(), "length": len(text)}
        file = {"format": "postil", "version": 1, "document": about, "annotations": tags}
        (folder / "seeds" / name).write_bytes(data)
        (folder / "annotations" / f"{name}.json").write_text(json.dumps(file, ensure_ascii=False))


def run(what, *command):
    begun = time.monotonic()
    subprocess.run([str(word) for word in command], check=True)
    print(f"{what}: {time.monotonic() - begun:.1f} s")


class Slices:
    """The documents, each read once."""

    def __init__(self):
        self.name, self.data, self.text = None, b"", ""

    def of(self, name):
        if name != self.name:
            self.name, self.data = name, (folder / "seeds" / name).read_bytes()
            self.text = self.data.decode("utf-8")
        return self.data, self.text


def check_jsonl(path):
    slices, count, right = Slices(), 0, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            _, text = slices.of(row["doc"])
            count += 1
            right += text[row["start"] : row["end"]] == row["quote"]
    return count, right


def check_parquet(path):
    slices, count, right = Slices(), 0, 0
    columns = ["doc", "start", "end", "byte_start", "byte_end", "quote"]
    for batch in pyarrow.dataset.dataset(path, format="parquet").to_batches(columns=columns):
        for row in batch.to_pylist():
            data, text = slices.of(row["doc"])
            count += 1
            points = text[row["start"] : row["end"]]
            octets = data[row["byte_start"] : row["byte_end"]].decode("utf-8")
            right += points == octets == row["quote"]
    return count, right


def check_bulk(path):
    """Whether it has the form that `_bulk` wants: an action and a document in turn, a line each, and a
    line end behind the last one. Elasticsearch itself does not run here."""
    ids, pairs = set(), 0
    with open(path, encoding="utf-8", newline="\n") as lines:
        for action in lines:
            document = next(lines)
            assert action.endswith("\n") and document.endswith("\n")
            action, document = json.loads(action), json.loads(document)
            assert list(action) == ["index"] and set(action["index"]) == {"_index", "_id"}, action
            assert action["index"]["_id"] == f"{document['doc']}#{document['id']}", action
            ids.add(action["index"]["_id"])
            pairs += 1
    assert len(ids) == pairs, "no document replaces another"
    return pairs


BULK = """
COPY (
  SELECT unnest([
    json_object('index', json_object('_index', 'tags', '_id', (json->>'doc') || '#' || (json->>'id'))),
    json
  ]) AS line FROM read_ndjson_objects('{jsonl}')
) TO '{bulk}' (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '')
"""


def in_duckdb(jsonl, parquet, bulk):
    database = duckdb.connect()
    by_tag = "SELECT tag, count(*) FROM {} GROUP BY tag ORDER BY tag"
    lines = database.sql(by_tag.format(f"read_json('{jsonl}')")).fetchall()
    rows = database.sql(by_tag.format(f"read_parquet('{parquet}/**/*.parquet')")).fetchall()
    assert lines == rows, (lines, rows)
    print(f"DuckDB {duckdb.__version__}: {sum(count for _, count in rows):,} rows of each, by tag {dict(rows)}")
    database.execute(BULK.format(jsonl=jsonl, bulk=bulk))
    return dict(rows)


def in_spark(jsonl, parquet, expected):
    try:
        import pyspark
        from pyspark.sql import SparkSession
    except ImportError:
        return print("Spark: not installed, not run")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.memory", "3g").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    schema = "doc string, id string, tag string, start long, `end` long, quote string"
    lines = spark.read.schema(schema).json(str(jsonl))
    rows = spark.read.option("recursiveFileLookup", "true").parquet(str(parquet))
    for what, table in [("JSONL", lines), ("Parquet", rows)]:
        counts = {row["tag"]: row["count"] for row in table.groupBy("tag").count().collect()}
        assert counts == expected, (what, counts)
    both = lines.join(rows, ["doc", "id", "start", "end", "quote"]).count()
    print(f"Spark {pyspark.__version__}: the same counts; {both:,} rows are the same in JSONL and Parquet")
    spark.stop()


def main():
    make()
    jsonl, parquet, bulk = folder / "tags.jsonl", folder / "parquet", folder / "bulk.ndjson"
    run("export --format jsonl", postil, "export", "--format", "jsonl", "--output", jsonl, folder)
    run("export --format parquet", postil, "export", "--format", "parquet", "--output", parquet, folder)
    tags = documents * TAGS
    for what, (count, right) in [("JSONL", check_jsonl(jsonl)), ("Parquet", check_parquet(parquet))]:
        print(f"{what}: {count:,} of {tags:,} tags, {right:,} quotes equal to their slices")
        assert count == right == tags
    expected = in_duckdb(jsonl, parquet, bulk)
    in_spark(jsonl, parquet, expected)
    print(f"Elasticsearch: {check_bulk(bulk):,} pairs of action and document, of the form of _bulk (no server)")


main()
