"""A version as the scikit-learn object that notebooks know; nothing of ours ever reads such a file."""

from io import BytesIO
from pathlib import Path

import joblib

from classifier.files import write_bytes
from classifier.store.store import ModelStore
from classifier.tagging import pipeline_of


def export_joblib(store: ModelStore, version: str | None, path: Path) -> str:
    """Write the pipeline of a version, by default of the one in service, with joblib; return the version's name.

    Like every pickle it can run anything when it is opened: it is for the notebooks of whoever wrote it.
    """
    name = store.manifest(version).name
    content = BytesIO()
    joblib.dump(pipeline_of(store.load(name)), content, compress=3)
    write_bytes(path, content.getvalue())
    return name
