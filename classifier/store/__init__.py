"""Models on disk: arrays and JSON, versions, the one in service."""

from classifier.store.figures import read_figures
from classifier.store.manifest import Manifest, checksum
from classifier.store.store import ModelStore

__all__ = ["Manifest", "ModelStore", "checksum", "read_figures"]
