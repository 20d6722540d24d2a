"""What an evaluation says, overall and per tag."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.evaluation.figures import CUTS, Decisions, overall
from classifier.evaluation.frames import Rows, frame_of
from classifier.evaluation.intervals import Figure, bootstrap, mean
from classifier.evaluation.metrics import f1, ranks_of, ratio
from classifier.evaluation.ranking import average_precisions
from classifier.learning import Indicator, Probabilities
from classifier.tagging import Progress, Tagger, reading
from classifier.text import is_readable
from classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd


class Head(NamedTuple):
    """What a report may show of an article: never its text."""

    id: str
    title: str
    year: int | None

    @classmethod
    def of(cls, document: Document) -> "Head":
        """Return the head of a document."""
        return cls(document.id, document.title, document.date.year if document.date else None)


@dataclass(frozen=True)
class Evaluation:
    """What a tagger said of some documents, beside the truth.

    `Y` and `probabilities` have shape (documents, tags); `dominant` holds the column of each document's
    first tag. `thresholds` has shape (tags,), or (documents, tags) where documents were judged by different
    models; so have `automatic`, the probability from which a tag may be set without asking (infinite for a tag
    that never may), and `review`, the probability below which it is not even shown. `scores`, of the shape of the
    probabilities, order the suggestions; without them the probabilities do.
    """

    labels: list[str]
    Y: Indicator
    probabilities: Probabilities
    thresholds: NDArray[np.float64]
    dominant: NDArray[np.int_]
    corpus: dict[str, object] = field(default_factory=dict)
    automatic: NDArray[np.float64] | None = None
    review: NDArray[np.float64] | None = None
    articles: tuple[Head, ...] = ()
    scores: NDArray[np.float64] | None = None

    @cached_property
    def predictions(self) -> Indicator:
        """The tags that are proposed."""
        return (self.probabilities >= self.thresholds).astype(np.int_)

    @cached_property
    def overall(self) -> dict[str, Figure]:
        """All overall figures by name; see `figures.overall`."""
        return overall(
            Decisions(
                self.Y,
                self.probabilities,
                self._order,
                self.predictions,
                self.dominant,
                self._from(self.automatic),
                self._shown,
            )
        )

    @property
    def micro_f1(self) -> Figure:
        """F1 over all decisions (document × tag)."""
        return self.overall["micro_f1"]

    @property
    def macro_f1(self) -> Figure:
        """The mean of the tags' F1, over the whole vocabulary."""
        return self.overall["macro_f1"]

    @property
    def calibration_error(self) -> float:
        """The expected calibration error; see `metrics.calibration_error`."""
        return self.overall["calibration_error"].value

    def recall_at(self, k: int) -> Figure:
        """Return the share of documents whose dominant tag is among the first k suggestions."""
        found = (ranks_of(self.dominant, self._order) < k).astype(float)
        return bootstrap(lambda weights: mean(weights, found), len(self.Y))

    def to_frame(self, rows: Rows = "tags") -> "pd.DataFrame":
        """Return a pandas frame with one row for each tag (see `per_tag`), figure, year (see `by_year`) or article."""
        return frame_of(self, rows)

    def per_tag(self) -> "pd.DataFrame":
        """Return one row per tag of the vocabulary: support, precision, recall, F1, thresholds, automatic band.

        Where documents were judged by different models, the thresholds are their medians. A tag without an
        automatic band has an infinite `automatic`; without any band at all the columns are empty (NaN).
        """
        import pandas as pd

        hits, proposed, actual = ((part.sum(axis=0)).astype(float) for part in self._parts)
        columns = {"support": actual.astype(int), "proposed": proposed.astype(int)}
        scores = {"precision": ratio(hits, proposed), "recall": ratio(hits, actual), "f1": f1(hits, proposed, actual)}
        scores |= {"threshold": _per_tag(self.thresholds)}
        scores |= {"average_precision": average_precisions(self.Y, self.probabilities)}
        return pd.DataFrame({**columns, **scores, **self._bands()}, index=pd.Index(self.labels, name="tag"))

    def by_year(self) -> "pd.DataFrame":
        """Return one row per year: documents, micro F1 and recall of the dominant tag, each with its interval.

        Documents without a date are left out.
        """
        import pandas as pd

        years = np.array([head.year or 0 for head in self.articles], dtype=int)
        rows = []
        for year in sorted(set(years[years > 0].tolist())):
            one = self.only(years == year)
            named = {"micro_f1": one.micro_f1, "recall_at_1": one.recall_at(1)}
            bounds = {f"{name}{part}": getattr(figure, key) for name, figure in named.items() for part, key in PARTS}
            rows.append({"year": year, "documents": len(one.Y), **bounds})
        names = [f"{name}{part}" for name in ("micro_f1", "recall_at_1") for part, _ in PARTS]
        return pd.DataFrame(rows, columns=["year", "documents", *names]).set_index("year")

    def only(self, documents: NDArray[np.bool_]) -> "Evaluation":
        """Return the evaluation of some of the documents."""

        def of(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
            return values if values is None or values.ndim == 1 else values[documents]

        thresholds = of(self.thresholds)
        assert thresholds is not None
        return Evaluation(
            self.labels,
            self.Y[documents],
            self.probabilities[documents],
            thresholds,
            self.dominant[documents],
            automatic=of(self.automatic),
            review=of(self.review),
            scores=of(self.scores),
            articles=tuple(head for head, kept in zip(self.articles, documents, strict=True) if kept),
        )

    def figures(self) -> dict[str, object]:
        """Return all overall figures, ready for JSON: [value, low, high], the calibration error by its value."""
        found: dict[str, object] = {name: [round(part, 4) for part in one] for name, one in self.overall.items()}
        return found | {
            "calibration_error": round(self.calibration_error, 4),
            "documents": len(self.Y),
            "tags": len(self.labels),
        }

    def __str__(self) -> str:
        """Return the two lines that one wants to see first."""
        documents, tags = self.Y.shape
        recalls = ", ".join(f"@{k} {self.overall[f'recall_at_{k}'].value:.2f}" for k in CUTS if k <= tags)
        return (
            f"micro F1 {self.micro_f1}, macro F1 {self.macro_f1} on {documents} documents, {tags} tags\n"
            f"recall of the dominant tag {recalls}; calibration error {self.calibration_error:.3f}"
        )

    @property
    def _order(self) -> NDArray[np.float64]:
        return self.probabilities if self.scores is None else self.scores

    @property
    def _parts(self) -> tuple[Indicator, Indicator, Indicator]:
        """Hits, proposed and actual, each of shape (documents, tags)."""
        return self.Y * self.predictions, self.predictions, self.Y

    @property
    def _shown(self) -> Indicator:
        """What an editor sees at all: from `review` on, or else what is proposed."""
        shown = self._from(self.review)
        return self.predictions if shown is None else shown

    def _from(self, bound: NDArray[np.float64] | None) -> Indicator | None:
        return None if bound is None else (self.probabilities >= bound).astype(np.int_)

    def _bands(self) -> dict[str, NDArray[np.float64]]:
        """Return the columns of the automatic band: its bound, its decisions, their precision, its share of bearers."""
        automatic = self._from(self.automatic)
        if self.automatic is None or automatic is None:
            return {name: np.full(len(self.labels), np.nan) for name in BANDS}
        decisions, right = automatic.sum(axis=0).astype(float), (automatic * self.Y).sum(axis=0).astype(float)
        shares = ratio(right, decisions), ratio(right, self.Y.sum(axis=0).astype(float))
        return dict(zip(BANDS, (_per_tag(self.automatic), decisions, *shares), strict=True))


PARTS = (("", "value"), ("_low", "low"), ("_high", "high"))
BANDS = ("automatic", "automatic_decisions", "automatic_precision", "automatic_recall")


def _per_tag(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    return bounds if bounds.ndim == 1 else np.asarray(np.median(bounds, axis=0))


def judged(documents: Corpus | Iterable[Document], vocabulary: Vocabulary | None = None) -> Corpus:
    """Return the documents that can be judged: with tags, and something to read.

    With a vocabulary, tags that it has put out of use are replaced by those that took them over, or left out.
    """
    corpus = documents if isinstance(documents, Corpus) else Corpus(documents)
    corpus = corpus.current(vocabulary) if vocabulary else corpus
    return corpus.filter(lambda document: bool(document.tags) and is_readable(document))


def evaluate(tagger: Tagger, documents: Corpus | Iterable[Document], *, progress: Progress | None = None) -> Evaluation:
    """Return what a tagger says of tagged documents; those without a tag or without words are left out.

    `progress` is called with ("reading", done, in all). Raises `CorpusError` when no document bears a tag.
    """
    tagged = judged(documents, tagger.vocabulary)
    Y = tagger.indicator(tagged)
    if not len(Y):
        raise CorpusError("aucun article avec mots-clés : rien à évaluer.", path=tagged.name or None)
    said = tagger.predict(reading(tagged, len(Y), progress))
    facts = {"name": tagged.name, "documents": len(Y), "fingerprint": tagged.fingerprint()}
    dominant = np.array([tagger.vocabulary.column(document.tags[0]) for document in tagged])
    return said_of(tagger, tagged, said, Y, dominant, corpus=facts)


def said_of(
    tagger: Tagger,
    documents: Iterable[Document],
    said: tuple[Probabilities, NDArray[np.float64]],
    Y: Indicator,
    dominant: NDArray[np.int_],
    *,
    corpus: dict[str, object] | None = None,
) -> Evaluation:
    """Return what a tagger said of some documents (see `Tagger.predict`) beside the truth, with its own cuts."""
    probabilities, scores = said
    return Evaluation(
        labels=tagger.vocabulary.labels,
        Y=Y,
        probabilities=probabilities,
        thresholds=tagger.classifier.thresholds_,
        dominant=dominant,
        corpus=corpus or {},
        automatic=tagger.classifier.automatic_,
        review=tagger.classifier.review_,
        articles=tuple(map(Head.of, documents)),
        scores=scores,
    )
