"""What changed from one version to another: figures, thresholds, the heaviest terms of each tag, the vocabulary."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from classifier.errors import UnknownTagError
from classifier.tagging import Tagger

if TYPE_CHECKING:
    from classifier.store.manifest import Manifest

HEAVIEST = 10  # terms of a tag


class Moved(NamedTuple):
    """A value in both versions."""

    label: str
    old: float
    new: float


class TermsMoved(NamedTuple):
    """Which terms came among the heaviest of a tag, and which left them, the heaviest first."""

    label: str
    came: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class ModelDifference:
    """What changed from an old version to a new one; tags are the same when their ids are, and named as in the new.

    `same_test` says whether the figures were measured on the same articles: else they cannot be compared. The
    thresholds that moved most come first, and so do the tags of which most terms changed.
    """

    figures: tuple[Moved, ...]
    same_test: bool
    thresholds: tuple[Moved, ...]
    terms: tuple[TermsMoved, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    terms_known: tuple[int, int]

    @classmethod
    def of(cls, old: Tagger, new: Tagger, manifests: "tuple[Manifest, Manifest]") -> Self:
        """Return the difference of two taggers, with their manifests."""
        before, after = ({tag.id: tag for tag in tagger.vocabulary} for tagger in (old, new))
        both = [id for id in after if id in before]
        places = [{id: column for column, id in enumerate(part)} for part in (before, after)]
        columns = [(places[0][id], places[1][id]) for id in both]
        labels = [after[id].label for id in both]
        cuts = old.classifier.thresholds_, new.classifier.thresholds_
        thresholds = [
            Moved(label, float(cuts[0][one]), float(cuts[1][other]))
            for label, (one, other) in zip(labels, columns, strict=True)
        ]
        heavy = [_heaviest(tagger) for tagger in (old, new)]
        terms = [
            _terms_moved(label, heavy[0][one], heavy[1][other])
            for label, (one, other) in zip(labels, columns, strict=True)
        ]
        tests = [manifest.test.get("fingerprint") for manifest in manifests]
        return cls(
            figures=_figures(*(manifest.figures for manifest in manifests)),
            same_test=tests[0] is not None and tests[0] == tests[1],
            thresholds=tuple(sorted(thresholds, key=lambda one: -abs(one.new - one.old))),
            terms=tuple(sorted(terms, key=lambda one: -len(one.came))),
            added=tuple(tag.label for id, tag in after.items() if id not in before),
            removed=tuple(tag.label for id, tag in before.items() if id not in after),
            renamed=tuple((before[id].label, after[id].label) for id in both if before[id].label != after[id].label),
            terms_known=(old.classifier.bears_.weights.shape[0], new.classifier.bears_.weights.shape[0]),
        )

    def about(self, label: str) -> Self:
        """Return the difference of one tag; raises `UnknownTagError` when no tag of both versions is called so."""
        if label not in {one.label for one in self.thresholds}:
            raise UnknownTagError(f"aucun mot-clé des deux modèles ne s’appelle « {label} ».")
        thresholds = tuple(one for one in self.thresholds if one.label == label)
        return replace(self, thresholds=thresholds, terms=tuple(one for one in self.terms if one.label == label))


def _heaviest(tagger: Tagger) -> list[list[str]]:
    """Return for each tag the terms that speak for it most, the heaviest first."""
    table = tagger.classifier.bears_
    names = tagger.vectorizer.get_feature_names_out()
    weights = table.weights.tocsc()
    found = []
    for tag, gain in enumerate(table.gains):
        part = slice(weights.indptr[tag], weights.indptr[tag + 1])
        own = weights.data[part] * gain
        order = np.argsort(-own, kind="stable")[:HEAVIEST]
        found.append([str(names[weights.indices[part][at]]) for at in order if own[at] > 0])
    return found


def _terms_moved(label: str, old: list[str], new: list[str]) -> TermsMoved:
    came = tuple(term for term in new if term not in old)
    return TermsMoved(label, came, tuple(term for term in old if term not in new))


def _figures(old: dict[str, Any], new: dict[str, Any]) -> tuple[Moved, ...]:
    """Return the figures that both versions have, the value of each without its interval."""
    values = [{name: one[0] if isinstance(one, list) else one for name, one in part.items()} for part in (old, new)]
    both = [name for name in values[0] if name in values[1]]
    return tuple(Moved(name, float(values[0][name]), float(values[1][name])) for name in both)
