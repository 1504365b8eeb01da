"""doccano reads the export `doccano` into a database of its own: once as sequence labelling, once
with relations, each in a project in which spans may overlap. A third argument names a folder for
what doccano then exports, to be imported again.

Wants `pip install doccano "marshmallow<4" "numpy<2"`."""

import importlib.metadata
import os
import pathlib
import sys
import tempfile

import quotes

export, expected = sys.argv[1:3]
folder = tempfile.mkdtemp()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
os.environ["DATABASE_URL"] = f"sqlite:///{folder}/doccano.db"
package = next(path for path in importlib.metadata.files("doccano") if path.match("backend/manage.py"))
sys.path.insert(0, str(pathlib.Path(package.locate()).parent))
import django

django.setup()
import logging

logging.disable(logging.WARNING)
from django.contrib.auth import get_user_model
from django.core.management import call_command
from data_export.pipeline.dataset import Dataset
from data_export.pipeline.factories import create_comment, create_formatter, create_labels, create_writer
from data_export.pipeline.services import ExportApplicationService
from data_export.models import ExportedExample
from data_import.datasets import load_dataset
from data_import.pipeline.catalog import JSONL, RELATION_EXTRACTION
from data_import.pipeline.readers import FileName
from examples.models import Example
from labels.models import Relation, Span
from projects.models import ProjectType, SequenceLabelingProject

call_command("migrate", verbosity=0)
user = get_user_model().objects.create_user("ana", password="ana")
version = importlib.metadata.version("doccano")
texts = {}
for shape, task, use_relation in [
    ("label", ProjectType.SEQUENCE_LABELING, False),
    ("entities", RELATION_EXTRACTION, True),
]:
    project = SequenceLabelingProject.objects.create(
        name=shape,
        description=shape,
        project_type=ProjectType.SEQUENCE_LABELING,
        created_by=user,
        allow_overlapping=True,
        use_relation=use_relation,
    )
    name = FileName(full_path=export, generated_name=os.path.basename(export), upload_name=os.path.basename(export))
    # As a user leaves the form: the encoding is to be guessed.
    loaded = load_dataset(task, JSONL, [name], project, encoding="Auto", column_data="text", column_label="label")
    loaded.save(user)
    assert not loaded.errors, loaded.errors
    count = quotes.Sum(f"doccano {version} ({shape})", quotes.tags(expected))
    for example in Example.objects.filter(project=project):
        for span in Span.objects.filter(example=example):
            covered = example.text[span.start_offset : span.end_offset]
            count.span(example.meta["path"], span.label.text, covered)
    relations = Relation.objects.filter(example__project=project).count()
    if len(sys.argv) > 3:
        examples = ExportedExample.objects.filter(project=project)
        dataset = Dataset(examples, create_labels(project, examples), create_comment(examples))
        service = ExportApplicationService(dataset, create_formatter(project, "JSONL"), create_writer("JSONL"))
        service.export(f"{sys.argv[3]}/{shape}.jsonl")
    try:
        count.tell(f"{relations} relations")
    except SystemExit as end:
        if end.code:
            raise
