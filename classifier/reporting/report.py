"""What a report holds before it is written as a page, as Markdown or as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import Any

from classifier.evaluation import (
    SEED,
    Confusion,
    Evaluation,
    Figure,
    Mistake,
    OverTime,
    Reliability,
    TagsOverTime,
    confusions,
    mistakes,
)
from classifier.reporting.french import several
from classifier.store.manifest import versions


@dataclass(frozen=True)
class Report:
    """An evaluation and where it comes from: a `model` that is judged, or else so many `folds` of a `split`.

    `learned` says whether the model learned from these very articles: its figures are then worth nothing. `drift` is
    how models of each year judge the years after it; the evaluation is then that of the model of the year before.
    """

    evaluation: Evaluation
    model: str | None = None
    folds: int | None = None
    split: str | None = None
    learned: bool = False
    drift: OverTime | None = None
    versions: dict[str, str] = field(default_factory=versions)

    @property
    def figures(self) -> dict[str, Figure]:
        """The overall figures."""
        return self.evaluation.overall

    @property
    def documents(self) -> int:
        """How many articles were judged."""
        return len(self.evaluation.Y)

    @property
    def has_bands(self) -> bool:
        """Whether some tags may be set automatically."""
        return self.evaluation.automatic is not None

    @cached_property
    def protocol(self) -> str:
        """How it was measured, in one French sentence."""
        if self.drift is not None:
            return (
                "Pour chaque année, un modèle a appris de tous les articles des années précédentes et a été jugé sur "
                "les articles de l’année."
            )
        if self.folds is None:
            return (
                f"Le modèle « {self.model} » a proposé des mots-clés pour ces articles ; ils sont comparés à ceux de "
                "l’archive."
            )
        if self.split == "date":
            return (
                f"Validation par blocs de dates : {self.folds} fois, un modèle a appris de tous les articles "
                "antérieurs et a été jugé sur le bloc suivant. Le bloc le plus ancien ne sert qu’à apprendre."
            )
        return (
            f"Validation croisée : les articles sont partagés en {self.folds} parts où chaque mot-clé est également "
            "réparti ; chaque article est jugé par un modèle qui ne l’a pas lu."
        )

    @cached_property
    def subject(self) -> str:
        """What was judged, on what."""
        what = f"modèle {self.model}" if self.folds is None else f"recette jugée en {self.folds} parts"
        what = "recette jugée d’année en année" if self.drift is not None else what
        tags = several(len(self.evaluation.labels), "mot-clé").replace("mot-clés", "mots-clés")
        return f"{what}, {several(self.documents, 'article')}, {tags}"

    @cached_property
    def tags(self) -> list[dict[str, Any]]:
        """The rows of the tags, those with most articles first."""
        rows = self.evaluation.per_tag().reset_index().sort_values(["support", "tag"], ascending=[False, True])
        return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]

    @cached_property
    def years(self) -> list[dict[str, Any]]:
        """The rows of the years."""
        rows = self.evaluation.by_year().reset_index()
        return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]

    @cached_property
    def confusions(self) -> list[Confusion]:
        """The most frequent confusions."""
        return confusions(self.evaluation)

    @cached_property
    def forgotten(self) -> list[Mistake]:
        """Tags that the archive perhaps forgot."""
        return mistakes(self.evaluation, missing=True)

    @cached_property
    def doubtful(self) -> list[Mistake]:
        """Tags that the archive perhaps gave by mistake."""
        return mistakes(self.evaluation, missing=False)

    @cached_property
    def reliability(self) -> Reliability:
        """What probabilities promise and keep."""
        return Reliability.of(self.evaluation)

    @cached_property
    def over_time(self) -> TagsOverTime:
        """The most frequent tags, year by year."""
        return TagsOverTime.of(self.evaluation)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON can hold it: what is no finite number is null, articles are ids and titles."""
        return {
            "model": self.model,
            "protocol": {"folds": self.folds, "split": self.split, "learned_from_these_articles": self.learned},
            "corpus": self.evaluation.corpus,
            "seed": SEED,
            "versions": self.versions,
            "figures": {name: [round(part, 6) for part in figure] for name, figure in self.figures.items()},
            "tags": [dict(_finite(row)) for row in self.tags],
            "years": [dict(_finite(row)) for row in self.years],
            "confusions": [
                {
                    "missed": one.missed,
                    "proposed": one.proposed,
                    "documents": one.documents,
                    "examples": [{"id": head.id, "title": head.title} for head in one.examples],
                }
                for one in self.confusions
            ],
            **({"over_time": self.drift.to_dict()} if self.drift is not None else {}),
            "perhaps_forgotten": [_mistake(one) for one in self.forgotten],
            "perhaps_mistaken": [_mistake(one) for one in self.doubtful],
        }


def _mistake(one: Mistake) -> dict[str, object]:
    return {
        "id": one.article.id,
        "title": one.article.title,
        "tag": one.tag,
        "probability": round(one.probability, 6),
    }


def _finite(row: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if isinstance(value, float):
            yield name, round(value, 6) if isfinite(value) else None
        else:
            yield name, value
