"""The table of what `scripts/check-exports` found: `table.py RESULTS FORMATS.md`. It is printed, and put
between two marks of the page. Exit code 1 where a span is wrong or a check failed."""

import pathlib
import re
import sys

BEGIN, END = "<!-- check-exports -->", "<!-- end of check-exports -->"
LINE = re.compile(
    r"(?P<peer>[^:]+): (?P<read>\d+) (?P<unit>\w+) read, (?P<right>\d+) (?P<of>right|of \d+ tags)"
    r"(?:, (?P<dropped>\d+) dropped)?(?P<more>.*)"
)


def peer(words):
    """The names of programs, and their versions."""
    parts = [re.fullmatch(r"(.*?) (\d[\w.]*)( \(.*\))?", part) for part in words.split(", ")]
    if not all(parts):
        return words, ""
    return ", ".join(part[1] + (part[3] or "") for part in parts), ", ".join(dict.fromkeys(part[2] for part in parts))


def rows(results):
    """By format and program: what was found in each workspace, and whether that is as it should be."""
    found, failed = {}, []
    for row in pathlib.Path(results).read_text().splitlines():
        format, sample, code, log = row.split("\t")
        words = pathlib.Path(log).read_text(encoding="utf-8")
        lines = [line for line in map(LINE.fullmatch, words.splitlines()) if line]
        if words.startswith("not installed"):
            found.setdefault((format, words.strip()), {})[sample] = None
        elif not lines:
            failed.append(f"{format}, {sample}: the check failed, see {log} and {log.removesuffix('.log')}.err")
        for line in lines:
            found.setdefault((format, line["peer"]), {})[sample] = line
            is_wrong = line["of"] == "right" and (line["read"] != line["right"] or (line["dropped"] or "0") != "0")
            if is_wrong:
                failed.append(f"{format}, {sample}: {line[0]}")
        if code != "0" and lines:
            failed.append(f"{format}, {sample}: the check ended with {code}, see {log}")
    return found, failed


def cell(line):
    if line is None:
        return "-"
    unit = "" if line["unit"] == "spans" else f" {line['unit']}"
    return f"{line['read']}{unit}, {line['right']}, {line['dropped'] or 0}"


found, failed = rows(sys.argv[1])
table = [
    "| format | peer | version | seeds: read, right, dropped | hostile: read, right, dropped |",
    "|---|---|---|---|---|",
]
for (format, words), samples in found.items():
    name, version = peer(words)
    cells = [cell(samples.get(sample)) for sample in ("four", "hostile")]
    table.append(f"| `{format}` | {name} | {version} | {cells[0]} | {cells[1]} |")
table = "\n".join(table)
print(table)
page = pathlib.Path(sys.argv[2])
words = page.read_text(encoding="utf-8")
before, rest = words.split(BEGIN)
page.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")
for line in failed:
    print(line, file=sys.stderr)
sys.exit(bool(failed))
