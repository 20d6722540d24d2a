"""The main road as a scikit-learn pipeline, and the steps of one that others made."""

from typing import TYPE_CHECKING, Any, NamedTuple

from sklearn.utils.validation import check_is_fitted

from classifier.errors import ContractError
from classifier.features import (
    ArticleReader,
    ArticleVectorizer,
    CharacterVectorizer,
    EntityVectorizer,
    LemmaVectorizer,
    MentionVectorizer,
)

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

VECTORIZERS = (LemmaVectorizer, EntityVectorizer, CharacterVectorizer, MentionVectorizer)
EXAMPLE = "make_pipeline(ArticleReader(), ArticleVectorizer.of(vocabulary), OneVsRestClassifier(LogisticRegression()))"


class Steps(NamedTuple):
    """The steps of a fitted pipeline; `estimator` is all that comes after the features."""

    reader: ArticleReader | None
    vectorizer: ArticleVectorizer
    estimator: Any

    @classmethod
    def of(cls, pipeline: "Pipeline") -> "Steps":
        """Return the steps; raise `ContractError` unless they are reader, features and estimator, all fitted."""
        steps = [step for _, step in getattr(pipeline, "steps", [])]
        reader = steps[0] if steps and isinstance(steps[0], ArticleReader) else None
        start = 0 if reader is None else 1
        if len(steps) < start + 2:
            raise ContractError(f"on attend un pipeline de la forme {EXAMPLE}.")
        estimator = steps[-1] if len(steps) == start + 2 else pipeline[start + 1 :]
        found = cls(reader, _vectorizer(steps[start]), estimator)
        check_is_fitted(found.vectorizer)
        check_is_fitted(found.estimator)
        return found

    def pipeline(self) -> "Pipeline":
        """Return the steps as a pipeline: articles or texts in, probabilities out."""
        from sklearn.pipeline import make_pipeline  # a quarter of a second to import: only for those who ask

        return make_pipeline(*(step for step in self if step is not None))


def _vectorizer(step: Any) -> ArticleVectorizer:
    """Return our vectorizer, of parts that can be stored: a subclass would be read back as what it is not."""
    vectorizer = step if type(step) is ArticleVectorizer else ArticleVectorizer((step,))
    foreign = [type(one).__name__ for one in vectorizer.vectorizers if type(one) not in VECTORIZERS]
    if foreign:
        known = ", ".join(one.__name__ for one in VECTORIZERS)
        raise ContractError(
            f"{', '.join(foreign)} ne peut pas être enregistré : un modèle ne contient que {known}, réunis par "
            f"ArticleVectorizer. On attend un pipeline de la forme {EXAMPLE}."
        )
    return vectorizer
