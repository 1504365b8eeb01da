"""The SDK of Label Studio reads the export `label-studio` (a folder): the labelling configuration,
and each task against it; its converter makes JSON_MIN of them.

Wants `pip install label-studio-sdk`."""

import importlib.metadata
import json
import pathlib
import sys
import tempfile

import quotes
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

export, expected = pathlib.Path(sys.argv[1]), sys.argv[2]
version = importlib.metadata.version("label-studio-sdk")
count = quotes.Sum(f"label-studio-sdk {version}", quotes.tags(expected))
config = (export / "label-config.xml").read_text(encoding="utf-8")
interface = LabelInterface(config)
interface.validate()
tasks, relations = [], 0
for path in sorted(export.rglob("*.json")):
    task = json.loads(path.read_text(encoding="utf-8"))
    # With annotations in it, this version calls its own check of them wrongly.
    assert interface.validate_task({"data": task["data"]}), path
    labels = set(interface.get_control("label").labels)
    for annotation in task["annotations"]:
        assert interface.validate_annotation(annotation), path
        ids = {result["id"] for result in annotation["result"] if result["type"] == "labels"}
        for result in annotation["result"]:
            if result["type"] == "relation":
                relations += {result["from_id"], result["to_id"]} <= ids
            else:
                assert set(result["value"]["labels"]) <= labels, result
    task["id"] = len(tasks) + 1
    for number, annotation in enumerate(task["annotations"]):
        annotation["id"] = number
        annotation["completed_by"] = {"id": number, "email": annotation["created_username"]}
    tasks.append(task)
with tempfile.TemporaryDirectory() as folder:
    given = pathlib.Path(folder) / "tasks.json"
    given.write_text(json.dumps(tasks))
    Converter(config, project_dir=None).convert(str(given), folder + "/out", "JSON_MIN", is_dir=False)
    made = json.loads(next(pathlib.Path(folder, "out").glob("*.json")).read_text())
for row in made:
    for one in row.get("label", []):
        covered = row["text"][one["start"] : one["end"]]
        assert covered == one["text"], one
        count.span(row["doc"], one["labels"][0], covered)
count.tell(f"{relations} relations")
