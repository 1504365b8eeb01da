"""The export `refi-codebook` (a .qdc), read by pyrefiqda, and by the importer of QualCoder where a
checkout of its sources is given: `refi_codebook.py EXPORT QUOTES [QUALCODER]`. Every tag that was
exported must be a code.

Wants `pip install pyrefiqda`."""

import builtins
import importlib.metadata
import sqlite3
import sys
from unittest import mock

import quotes
from pyrefiqda import RefiCodebook

export = sys.argv[1]
wanted = {tag for tags in quotes.tags(sys.argv[2]).values() for *_, tag, _ in tags}
codes = {code.name: code for code in RefiCodebook.load(export).codes.code}
version = importlib.metadata.version("pyrefiqda")
print(f"pyrefiqda {version}: {len(codes)} codes read, {len(wanted & set(codes))} of {len(wanted)} tags")
assert wanted <= set(codes)
if len(sys.argv) > 3:
    sys.path.insert(0, sys.argv[3] + "/src")
    for name in ("PyQt6", "vlc", "qualcoder.helpers", "qualcoder.color_selector",
                 "qualcoder.GUI.ui_dialog_refi_export_endings"):
        sys.modules[name] = mock.MagicMock()
    builtins._ = str
    from qualcoder import refi

    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,"
                 "date text, color text, supercid integer, unique(name))")
    refi.color_matcher = lambda colour: colour
    refi.QtWidgets.QFileDialog.getOpenFileName = lambda *rest, **more: (export, True)
    refi.RefiImport(mock.MagicMock(conn=base, settings={"directory": ""}), mock.MagicMock(), "qdc")
    rows = base.execute("SELECT name, memo, color FROM code_name").fetchall()
    right = [codes[name].description in (memo, None) and codes[name].color == color for name, memo, color in rows]
    print(f"QualCoder's importer: {len(rows)} codes read, {sum(right)} right")
    assert len(rows) == len(codes) and all(right)
