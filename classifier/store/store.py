"""Versions of a model side by side, one of them in service."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from classifier.errors import DamagedModelError, ModelError, RegressionError, UnknownVersionError
from classifier.files import sync_directory, write_text
from classifier.store.archive import describe, read_tagger, write_tagger
from classifier.store.card import model_card
from classifier.store.figures import EVALUATION, figures_per_tag
from classifier.store.manifest import NAME, Manifest, checksum
from classifier.tagging import Tagger, extended
from classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    from classifier.evaluation import Evaluation

CURRENT = "current"
VALID_NAME = re.compile(r"[\w][\w.-]{0,99}")


class ModelStore:
    """A folder of versions; `current` names the one in service.

    A version appears under its name whole or not at all; putting one into service is one rename.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def versions(self) -> list[str]:
        """Return the names of the versions, in order."""
        return sorted(folder.name for folder in self.path.glob("*") if (folder / NAME).is_file())

    def current(self) -> str | None:
        """Return the version in service, or None."""
        try:
            return (self.path / CURRENT).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def is_ready(self) -> bool:
        """Whether the version in service can be read: it is whole, and of a format that we know."""
        try:
            self.manifest()
        except ModelError:
            return False
        return True

    def save(
        self,
        tagger: Tagger,
        evaluation: "Evaluation | None" = None,
        *,
        name: str | None = None,
        corpus: dict[str, Any] | None = None,
        split: str = "the latest",
        now: datetime | None = None,
    ) -> str:
        """Write a trained tagger as a new version and return its name; a given name must be free.

        `corpus` says what it learned from (name, documents, fingerprint). Raises `ModelError` for a name that
        is taken or cannot name a folder.
        """
        now = now or datetime.now(UTC)
        name = self._free_name(now) if name is None else name
        self.check_name(name)
        manifest = Manifest(
            name=name,
            created=now.isoformat(timespec="seconds"),
            corpus=corpus or {},
            figures=evaluation.figures() if evaluation else {},
            test={**evaluation.corpus, "split": split} if evaluation else {},
            **describe(tagger),
        )
        aside = self.path / f".{name}.tmp"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        write_tagger(tagger, aside)
        write_text(aside / "MODEL_CARD.md", model_card(tagger, manifest, evaluation))
        if evaluation:
            write_text(aside / EVALUATION, figures_per_tag(tagger, evaluation))
        manifest.write(aside)
        aside.rename(self.path / name)
        sync_directory(self.path)
        return name

    def manifest(self, version: str | None = None) -> Manifest:
        """Return the checked manifest of a version, by default of the one in service."""
        return Manifest.read(self._folder(version))

    def describe(self, version: str) -> dict[str, Any]:
        """Return what a version says of itself, its files unchecked: enough for a list.

        Raises `DamagedModelError` when it says nothing that can be read.
        """
        path = self.path / version / NAME
        try:
            values = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise DamagedModelError(f"{path} : manifeste absent ou illisible.") from error
        return values if isinstance(values, dict) else {}

    def load(self, version: str | None = None, *, tags: Path | None = None) -> Tagger:
        """Return the tagger of a version, by default of the one in service.

        `tags` is the vocabulary file that the editors keep. Where the version learned from that very file, the
        tags that were added to it since are suggested too, by their names in the text.
        Raises `UnknownVersionError`, which lists the versions, `DamagedModelError`, or `VocabularyError`.
        """
        folder = self._folder(version)
        manifest = Manifest.read(folder)
        tagger = read_tagger(folder, manifest)
        learned = manifest.corpus.get("tags", {})
        if tags is None or learned.get("source") != str(tags) or not tags.exists():
            return tagger
        return tagger if checksum(tags) == learned.get("checksum") else extended(tagger, Vocabulary.read(tags))

    def promote(self, version: str, *, allow_regression: bool = False) -> None:
        """Put a version into service.

        Raises `RegressionError` when both it and the one in service were measured on the same articles and
        it has the lower micro F1. One in service that can no longer be read is no rival.
        """
        candidate = self.manifest(version)
        if self.is_ready() and not allow_regression:
            _refuse_regression(candidate, self.manifest())
        write_text(self.path / CURRENT, f"{version}\n")

    def _folder(self, version: str | None) -> Path:
        name = version or self.current()
        if name is None:
            raise UnknownVersionError(
                f"aucun modèle en service dans {self.path}. Entraînez-en un : motscles train --models {self.path}"
            )
        if name not in self.versions():
            known = ", ".join(self.versions()) or "aucune"
            raise UnknownVersionError(f"pas de version « {name} » dans {self.path}. Versions : {known}.")
        return self.path / name

    def check_name(self, name: str) -> None:
        """Raise `ModelError` unless a new version may bear this name."""
        if not VALID_NAME.fullmatch(name) or name == CURRENT:
            raise ModelError(f"« {name} » ne peut pas nommer un modèle : lettres, chiffres, points, tirets seulement.")
        if (self.path / name).exists():
            raise ModelError(f"la version « {name} » existe déjà dans {self.path}. Choisissez un autre nom.")

    def _free_name(self, now: datetime) -> str:
        """Return the day and a letter: 2026-11-22-a, then -b; after -z, -za."""
        day = f"{now:%Y-%m-%d}-"
        prefix = ""
        while True:
            for letter in ascii_lowercase:
                if not (self.path / f"{day}{prefix}{letter}").exists():
                    return f"{day}{prefix}{letter}"
            prefix += "z"


def _refuse_regression(candidate: Manifest, current: Manifest) -> None:
    same_test = candidate.test.get("fingerprint") == current.test.get("fingerprint")
    if not (same_test and candidate.figures and current.figures):
        return
    new, old = candidate.figures["micro_f1"][0], current.figures["micro_f1"][0]
    if new < old:
        raise RegressionError(
            f"« {candidate.name} » est moins bon que « {current.name} », en service, sur les mêmes articles "
            f"(micro-F1 {new:.3f} contre {old:.3f}). Gardez celui-ci, ou promouvez l’autre malgré tout : "
            "store.promote(…, allow_regression=True)."
        )
