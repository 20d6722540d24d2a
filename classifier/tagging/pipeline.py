"""A tagger as a scikit-learn pipeline, and a tagger from one that a notebook made."""

from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import ContractError
from classifier.features import ArticleReader, MentionVectorizer
from classifier.learning import Steps, TagClassifier, folded
from classifier.tagging.tagger import Tagger
from classifier.text import FrenchAnalyzer
from classifier.vocabulary import Vocabulary


def pipeline_of(tagger: Tagger) -> Any:
    """Return a trained tagger as a scikit-learn pipeline, from documents or texts to probabilities.

    Its last step names the columns (`labels_`). It knows no dates: the period of a tag is not looked at.
    """
    reader = ArticleReader(analysis=tagger.analyzer.analysis, names=tagger.analyzer.names)
    classifier = copy(tagger.classifier)
    classifier.labels_ = np.array(tagger.vocabulary.labels, dtype=object)
    return Steps(reader, tagger.vectorizer, classifier).pipeline()


def tagger_of(pipeline: Any, vocabulary: Vocabulary, *, thresholds: NDArray[np.float64] | None = None) -> Tagger:
    """Return the tagger of a fitted scikit-learn pipeline, which can be stored and served like any other.

    The pipeline holds an `ArticleReader`, an `ArticleVectorizer`, and an estimator that learned the indicator of
    this vocabulary and whose log-odds are linear in the features, whatever it is made of (`learning.affine`); our own
    `TagClassifier` keeps all that it learned. Thresholds are 0.5 unless given. Raises `ContractError`, which says what
    is missing.
    """
    steps = Steps.of(pipeline)
    for one in steps.vectorizer.vectorizers:
        if isinstance(one, MentionVectorizer) and [tag.id for tag in one.vocabulary or ()] != _ids(vocabulary):
            raise ContractError("les mentions cherchées dans les textes sont celles d’un autre vocabulaire.")
    reader = steps.reader or ArticleReader()
    analyzer = FrenchAnalyzer(analysis=reader.analysis, names=reader.names or steps.vectorizer.reads_names)
    if isinstance(steps.estimator, TagClassifier):
        classifier = _own(steps.estimator, vocabulary, thresholds)
    else:
        terms = len(steps.vectorizer.get_feature_names_out())
        classifier = folded(steps.estimator, terms=terms, labels=vocabulary.labels, thresholds=thresholds)
    tagger = Tagger(vocabulary, analyzer=analyzer, vectorizer=steps.vectorizer, classifier=classifier)
    tagger.warm_up()
    return tagger


def _own(classifier: TagClassifier, vocabulary: Vocabulary, thresholds: NDArray[np.float64] | None) -> TagClassifier:
    """Return a copy of our own classifier, which keeps its thresholds unless others are given."""
    if isinstance(classifier.classes_, np.ndarray) or len(classifier.classes_) != len(vocabulary):
        raise ContractError(
            f"TagClassifier n’a pas appris les {len(vocabulary)} mots-clés de ce vocabulaire. "
            "Entraînez-le sur tagger.indicator(corpus)."
        )
    own = copy(classifier)
    own.thresholds_ = classifier.thresholds_.copy() if thresholds is None else np.asarray(thresholds, dtype=float)
    own.automatic_, own.review_ = classifier.automatic_.copy(), np.minimum(classifier.review_, own.thresholds_)
    return own


def _ids(vocabulary: Vocabulary) -> list[str]:
    return [tag.id for tag in vocabulary]
