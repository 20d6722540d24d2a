"""Models on disk: arrays and JSON, versions, the one in service."""

from classifier.store.export import export_joblib
from classifier.store.manifest import Manifest, checksum
from classifier.store.store import ModelStore

__all__ = ["Manifest", "ModelStore", "checksum", "export_joblib"]
