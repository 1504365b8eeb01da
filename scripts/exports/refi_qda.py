"""The export `refi-qda` (a .qdpx), read by pyrefiqda, and where they are given, by the official XSD and
by the importer of QualCoder, which runs without its windows:
`refi_qda.py EXPORT QUOTES [Project-mrt2019.xsd [QUALCODER]]`, QUALCODER a checkout of its sources.

Wants `pip install pyrefiqda lxml`."""

import builtins
import importlib.metadata
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
import zipfile
from unittest import mock

import quotes
from lxml import etree
from pyrefiqda import RefiProject

export, expected = sys.argv[1], quotes.tags(sys.argv[2])
schema, qualcoder = (sys.argv[3:] + [None, None])[:2]
archive = zipfile.ZipFile(export)
own = {one["guid"]: one for one in json.loads(archive.read("postil.json"))["sources"]}


def was(path, quote):
    """The words of a tag as the copy of its text has them."""
    words = re.sub("\r\n?", "\n", quote)
    return words


def valid():
    project = etree.fromstring(archive.read("project.qde"))
    if schema:
        etree.XMLSchema(etree.parse(schema)).assertValid(project)
        print(f"{schema}: fits")


def with_pyrefiqda():
    version = importlib.metadata.version("pyrefiqda")
    plain = {path: [(*rest, was(path, quote)) for *rest, quote in tags] for path, tags in expected.items()}
    count = quotes.Sum(f"pyrefiqda {version}", plain)
    with tempfile.TemporaryDirectory() as folder:
        project = RefiProject.load(export, extract_dir=folder)
        codes = {code.guid: code.name for code in project.code_book.codes.code}
        users = {user.guid: user.name for user in project.users.user}
        ids, notes = set(), 0
        for source in project.sources.text_source:
            path = RefiProject.resolve_source_path(source.plain_text_path, folder)
            text = path.read_text(encoding="utf-8")
            for one in source.plain_text_selection:
                (coding,) = one.coding
                covered = text[one.start_position : one.end_position]
                assert one.guid not in ids and (not one.creating_user or one.creating_user in users)
                ids.add(one.guid)
                notes += one.description is not None
                name = own[source.guid]["path"]
                count.span(name, codes[coding.code_ref.target_guid], covered)
        links = project.links.link if project.links else []
        assert all({one.origin_guid, one.target_guid} <= ids for one in links)
    return count, f"{len(links)} links", f"{notes} notes", f"{len(users)} annotators"


def with_qualcoder():
    """Its importer, into a database with its tables."""
    sys.path.insert(0, qualcoder + "/src")
    for name in ("PyQt6", "vlc", "qualcoder.helpers", "qualcoder.color_selector",
                 "qualcoder.GUI.ui_dialog_refi_export_endings"):
        sys.modules[name] = mock.MagicMock()
    builtins._ = str
    from qualcoder import refi

    source = pathlib.Path(qualcoder, "src/qualcoder/__main__.py").read_text(encoding="utf-8")
    tables = dict(re.findall(r'CREATE TABLE (\w+) (\((?:[^;]*?)\))"\)', re.sub(r'"\s*\n\s*"', "", source)))
    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(":memory:")
        for name in ("project", "source", "annotation", "attribute_type", "attribute", "case_text", "cases",
                     "code_cat", "code_text", "code_name", "journal"):
            base.execute(f"CREATE TABLE {name} {tables[name]}")
        copy = pathlib.Path(folder, "x.qdpx")
        copy.write_bytes(pathlib.Path(export).read_bytes())
        pathlib.Path(folder, "documents").mkdir()
        refi.color_matcher = lambda colour: colour
        told = []
        app = mock.MagicMock(conn=base, project_path=folder, settings={"codername": "x", "directory": folder, "ai_enable": "False"})
        edit = mock.MagicMock(append=told.append)
        refi.QtWidgets.QFileDialog.getOpenFileName = lambda *rest, **more: (str(copy), True)
        refi.RefiImport(app, edit, "qdpx")
        rows = base.execute(
            "SELECT source.name, code_name.name, code_text.seltext, pos0, pos1, fulltext, code_text.owner, code_text.memo "
            "FROM code_text JOIN source ON source.id = fid JOIN code_name ON code_name.cid = code_text.cid"
        ).fetchall()
    # Of two codings of one passage with one code by one annotator, it keeps one.
    plain = {}
    for path, tags in expected.items():
        wanted = {}
        for one in next((one for one in own.values() if one["path"] == path), {"tags": []})["tags"]:
            tag = one["tag"]
            wanted[tag["start"], tag["end"], tag["tag"], tag["creator"]] = tag
        places = {(start, end): quote for start, end, _, quote in tags}
        plain[path.replace("/", " - ")] = [
            (start, end, tag, was(path, places[start, end])) for start, end, tag, _ in wanted
        ]
    count = quotes.Sum("QualCoder's importer", plain)
    for name, code, words, start, end, text, owner, memo in rows:
        assert text[start:end] == words, (name, start, end)
        count.span(name, code, words)
    doubles = sum(len(one["tags"]) for one in own.values()) - count.all
    duplicates = sum("Duplicated" in line for line in told)
    assert doubles == duplicates, (doubles, duplicates)
    noted = sum(bool(row[-1]) for row in rows)
    return count, f"{noted} memos", f"{doubles} doubles, of which it keeps one"


valid()
if qualcoder:
    count, *more = with_qualcoder()
    print(f"{count.peer}: {count.read} spans read, {count.right} right", *more, sep="; ")
    assert count.read == count.right == count.all, count.wrong[:5]
count, *more = with_pyrefiqda()
count.tell(*more)
