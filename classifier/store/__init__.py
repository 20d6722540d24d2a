"""Models on disk: arrays and JSON, versions, the one in service."""

from classifier.files import checksum
from classifier.store.difference import ModelDifference
from classifier.store.export import export_joblib
from classifier.store.figures import read_figures
from classifier.store.learned import id_digest
from classifier.store.manifest import Manifest
from classifier.store.promotion import Contest
from classifier.store.store import ModelStore

__all__ = [
    "Contest",
    "Manifest",
    "ModelDifference",
    "ModelStore",
    "checksum",
    "export_joblib",
    "id_digest",
    "read_figures",
]
