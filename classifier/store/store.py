"""Versions of a model side by side, one of them in service."""

import json
import re
import shutil
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from classifier.errors import DamagedModelError, ModelError, UnknownVersionError
from classifier.files import checksum, sync_directory, write_text
from classifier.store.archive import describe, read_tagger, write_array, write_tagger
from classifier.store.card import model_card
from classifier.store.difference import ModelDifference
from classifier.store.figures import EVALUATION, figures_per_tag
from classifier.store.learned import LEARNED, Digests, id_digests, read_learned
from classifier.store.manifest import NAME, Manifest
from classifier.store.promotion import (
    HISTORY,
    Contest,
    between,
    history,
    refuse_regression,
    write_contest,
    write_history,
)
from classifier.tagging import Tagger, updated
from classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    from classifier.evaluation import Comparison, Evaluation

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
        learned: Iterable[str] | None = None,
        contest: Contest | None = None,
        now: datetime | None = None,
    ) -> str:
        """Write a trained tagger as a new version and return its name; a given name must be free.

        `corpus` says what it learned from (name, documents, fingerprint), `learned` the ids of the articles, of
        which digests are kept; `contest` is its comparison with the version in service. Raises `ModelError` for a
        name that is taken or cannot name a folder.
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
        if learned is not None:
            write_array(aside / f"{LEARNED}.npy", id_digests(learned))
        if contest is not None:
            write_contest(contest, aside)
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

        `tags` is the vocabulary file that the editors keep. Where the version learned from that very file, it
        follows what changed there since: see `tagging.updated`.
        Raises `UnknownVersionError`, which lists the versions, `DamagedModelError`, or `VocabularyError`.
        """
        folder = self._folder(version)
        manifest = Manifest.read(folder)
        tagger = read_tagger(folder, manifest)
        learned = manifest.corpus.get("tags", {})
        if tags is None or learned.get("source") != str(tags) or not tags.exists():
            return tagger
        return tagger if checksum(tags) == learned.get("checksum") else updated(tagger, Vocabulary.read(tags))

    def learned(self, version: str | None = None) -> Digests | None:
        """Return the digests of the ids of the articles that a version learned from; None where none were noted."""
        return read_learned(self._folder(version))

    def promote(self, version: str, *, allow_regression: bool = False) -> None:
        """Put a version into service.

        Raises `RegressionError` when it is worse than the one in service: where both were compared on the same
        articles, by more than chance; else when both were measured on the same articles and it has the lower micro
        F1. One in service that can no longer be read is no rival.
        """
        candidate, current = self.manifest(version), self.current()
        if self.is_ready() and not allow_regression and current != version:
            refuse_regression(candidate, self.manifest(), self.comparison(version))
        if current and current != version:
            write_history(self.path, [*history(self.path), current])  # first: if we stop here, its end is ignored
        write_text(self.path / CURRENT, f"{version}\n")

    def comparison(self, version: str) -> "Comparison | None":
        """Return how a version compares with the one in service, None where nobody compared the two."""
        current = self.current()
        return between(version, current, self.path) if current else None

    def previous(self) -> str | None:
        """Return the version that was in service before, and is still there."""
        before = self._before()
        return before[-1] if before else None

    def rollback(self) -> str:
        """Put the version that was in service before back into service, and return its name.

        Raises `UnknownVersionError` when there is none, and `DamagedModelError` when it can no longer be read.
        """
        before = self._before()
        if not before:
            raise UnknownVersionError(
                f"aucun modèle n’était en service avant celui-ci dans {self.path}. "
                "Choisissez une version : motscles models promote VERSION"
            )
        self.manifest(before[-1])
        write_text(self.path / CURRENT, f"{before[-1]}\n")
        write_history(self.path, before[:-1])
        return before[-1]

    def difference(self, old: str, new: str) -> ModelDifference:
        """Return what changed from one version to another; see `ModelDifference`."""
        return ModelDifference.of(self.load(old), self.load(new), (self.manifest(old), self.manifest(new)))

    def _before(self) -> list[str]:
        """Return the versions that were in service before and are still there, the oldest first."""
        there, current = set(self.versions()), self.current()
        before = [version for version in history(self.path) if version in there]
        while before and before[-1] == current:
            before.pop()
        return before

    def prunable(self, keep: int, *, spared: Collection[str] = ()) -> dict[str, int]:
        """Return the versions beyond the newest `keep`, the oldest first, with the bytes that each takes.

        Never among them: the one in service, the one before it, those spared, and those that cannot be read.
        """
        born = {}
        for version in self.versions():
            try:
                born[version] = str(self.describe(version)["created"])
            except (DamagedModelError, KeyError):
                continue  # nobody knows what it is
        oldest = sorted(born, key=lambda version: (born[version], version))
        safe = {self.current(), self.previous(), *spared, *oldest[max(0, len(oldest) - keep) :]}
        return {version: _size(self.path / version) for version in oldest if version not in safe}

    def remove(self, version: str) -> None:
        """Delete a version, which is there whole or not at all; refuses the one in service by `ModelError`."""
        folder = self._folder(version)
        if version == self.current():
            raise ModelError(f"la version « {version} » est en service. Mettez-en une autre en service d’abord.")
        aside = folder.with_name(f".{version}.gone")
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
        sync_directory(self.path)
        shutil.rmtree(aside)

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
        if not VALID_NAME.fullmatch(name) or name in (CURRENT, HISTORY):
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


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
