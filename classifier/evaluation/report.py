"""What an evaluation says, overall and per tag."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.evaluation.intervals import Figure, bootstrap
from classifier.evaluation.metrics import calibration_error, f1, ranks_of, ratio
from classifier.learning import Indicator, Probabilities
from classifier.tagging import Tagger

if TYPE_CHECKING:
    import pandas as pd

RECALLS = (1, 3, 5, 10)


@dataclass(frozen=True)
class Evaluation:
    """What a tagger said of some documents, beside the truth.

    `Y` and `probabilities` have shape (documents, tags); `dominant` holds the column of each document's
    first tag.
    """

    labels: list[str]
    Y: Indicator
    probabilities: Probabilities
    thresholds: NDArray[np.float64]
    dominant: NDArray[np.int_]
    corpus: dict[str, object] = field(default_factory=dict)

    @cached_property
    def predictions(self) -> Indicator:
        """The tags that are proposed."""
        return (self.probabilities >= self.thresholds).astype(np.int_)

    @cached_property
    def micro_f1(self) -> Figure:
        """F1 over all decisions (document × tag)."""
        hits, proposed, actual = (part.sum(axis=1) for part in self._parts)
        return bootstrap(lambda weights: f1(weights @ hits, weights @ proposed, weights @ actual), len(self.Y))

    @cached_property
    def macro_f1(self) -> Figure:
        """The mean of the tags' F1, over the whole vocabulary."""
        hits, proposed, actual = self._parts
        return bootstrap(
            lambda weights: f1(weights @ hits, weights @ proposed, weights @ actual).mean(axis=1), len(self.Y)
        )

    @cached_property
    def calibration_error(self) -> float:
        """The expected calibration error; see `metrics.calibration_error`."""
        return calibration_error(self.Y, self.probabilities)

    def recall_at(self, k: int) -> Figure:
        """Return the share of documents whose dominant tag is among the first k suggestions."""
        found = (ranks_of(self.dominant, self.probabilities) < k).astype(float)
        return bootstrap(lambda weights: weights @ found / weights.sum(axis=1), len(self.Y))

    def per_tag(self) -> "pd.DataFrame":
        """Return one row per tag of the vocabulary: support, precision, recall, F1, threshold."""
        import pandas as pd

        hits, proposed, actual = (part.sum(axis=0) for part in self._parts)
        columns = {"support": actual.astype(int), "proposed": proposed.astype(int)}
        scores = {"precision": ratio(hits, proposed), "recall": ratio(hits, actual), "f1": f1(hits, proposed, actual)}
        return pd.DataFrame(
            {**columns, **scores, "threshold": self.thresholds}, index=pd.Index(self.labels, name="tag")
        )

    def figures(self) -> dict[str, object]:
        """Return all overall figures, ready for JSON."""
        named = {"micro_f1": self.micro_f1, "macro_f1": self.macro_f1}
        named |= {f"recall_at_{k}": self.recall_at(k) for k in RECALLS if k <= len(self.labels)}
        return {name: [round(part, 4) for part in figure] for name, figure in named.items()} | {
            "calibration_error": round(self.calibration_error, 4),
            "documents": len(self.Y),
            "tags": len(self.labels),
        }

    def __str__(self) -> str:
        """Return the two lines that one wants to see first."""
        documents, tags = self.Y.shape
        recalls = ", ".join(f"@{k} {self.recall_at(k).value:.2f}" for k in RECALLS if k <= tags)
        return (
            f"micro F1 {self.micro_f1}, macro F1 {self.macro_f1} on {documents} documents, {tags} tags\n"
            f"recall of the dominant tag {recalls}; calibration error {self.calibration_error:.3f}"
        )

    @cached_property
    def _parts(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Hits, proposed and actual, each of shape (documents, tags)."""
        return (self.Y * self.predictions).astype(float), self.predictions.astype(float), self.Y.astype(float)


def evaluate(tagger: Tagger, documents: Corpus | Iterable[Document]) -> Evaluation:
    """Return what a tagger says of tagged documents; those without a tag are left out.

    Raises `CorpusError` when no document bears a tag.
    """
    corpus = documents if isinstance(documents, Corpus) else Corpus(documents)
    tagged = corpus.filter(lambda document: bool(document.tags))
    Y = tagger.indicator(tagged)
    if not len(Y):
        raise CorpusError("aucun article avec mots-clés : rien à évaluer.", path=corpus.name or None)
    return Evaluation(
        labels=tagger.vocabulary.labels,
        Y=Y,
        probabilities=tagger.predict_proba(tagged),
        thresholds=tagger.classifier.thresholds_,
        dominant=np.array([tagger.vocabulary.column(document.tags[0]) for document in tagged]),
        corpus={"name": corpus.name, "documents": len(Y), "fingerprint": tagged.fingerprint()},
    )
