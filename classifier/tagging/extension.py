"""A trained tagger for a vocabulary that has changed since, at once and without learning anything anew."""

from copy import copy

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.features import ArticleVectorizer, MentionVectorizer, mention_columns
from classifier.learning import Context, MergedClassifier, Table, TagClassifier, warm_up
from classifier.tagging.tagger import Tagger
from classifier.vocabulary import Tag, Vocabulary


def updated(tagger: Tagger, vocabulary: Vocabulary) -> Tagger:
    """Return a tagger that suggests the tags of a vocabulary as they are now.

    A tag that it learned is known by its id: it bears its present label, period and the like, and its words weigh
    what they did. Tags merged into one speak for it; those retired or split are not suggested any more; new ones are
    suggested by their names. A tag that the vocabulary no longer mentions stays as it was learned.
    """
    if vocabulary.known == tagger.vocabulary.known:
        return tagger
    grown = extended(tagger, vocabulary)
    members: dict[str, list[int]] = {}
    kept: dict[str, Tag] = {}
    for column, tag in enumerate(grown.vocabulary):
        heirs = vocabulary.heirs_of(tag.id)
        if heirs is None or len(heirs) == 1:
            (heir,) = heirs or (tag,)
            kept[heir.id] = heir
            members.setdefault(heir.id, []).append(column)
    own = {tag.id: column for column, tag in enumerate(grown.vocabulary)}
    columns = [_own_first(found, own.get(id)) for id, found in members.items()]
    today = Vocabulary([*kept.values(), *(tag for tag in vocabulary.known if tag.is_retired)], source=vocabulary.source)
    same = columns == [[column] for column in range(len(grown.vocabulary))]
    classifier = grown.classifier if same else MergedClassifier.of(grown.classifier, columns)
    return Tagger(today, analyzer=grown.analyzer, vectorizer=grown.vectorizer, classifier=classifier)


def _own_first(columns: list[int], own: int | None) -> list[int]:
    return sorted(columns, key=lambda column: column != own)


def extended(tagger: Tagger, vocabulary: Vocabulary) -> Tagger:
    """Return a tagger that also knows the tags of a vocabulary which it did not learn, as cold tags.

    The tags that it learned stay as they are; nothing is learned anew. A tagger that looks for no mentions, or
    lacks no tag, comes back unchanged.
    """
    known = {tag.id for tag in tagger.vocabulary}
    new = [tag for tag in vocabulary if tag.id not in known]
    scales = [one.scale for one in tagger.vectorizer.vectorizers if isinstance(one, MentionVectorizer)]
    if not new or not scales:
        return tagger
    mentions = MentionVectorizer(Vocabulary(new), scale=scales[0]).fit([])
    vectorizer = ArticleVectorizer((*tagger.vectorizer.vectorizers, mentions))
    now = {tag.id: tag for tag in vocabulary}
    whole = Vocabulary([*(now.get(tag.id, tag) for tag in tagger.vocabulary), *new])
    classifier = _with_cold_tags(tagger.classifier, terms=len(mentions.vocabulary_), tags=len(new))
    columns = mention_columns(vectorizer, whole)
    assert columns is not None
    warm_up(classifier, columns)
    return Tagger(whole, analyzer=tagger.analyzer, vectorizer=vectorizer, classifier=classifier)


def _with_cold_tags(classifier: TagClassifier, *, terms: int, tags: int) -> TagClassifier:
    """Return a classifier with more terms and more tags, about which it knows nothing."""
    larger = copy(classifier)
    larger.bears_ = _larger(classifier.bears_, terms, tags)
    larger.leads_ = _larger(classifier.leads_, terms, tags)
    context = classifier.context_
    landmarks = np.column_stack([context.landmarks, np.zeros((len(context.landmarks), tags))])
    larger.context_ = Context(landmarks, context.centre)
    for name in ("thresholds_", "automatic_", "review_"):
        setattr(larger, name, _padded(getattr(classifier, name), tags, 1.0))
    larger.cold_ = np.r_[classifier.cold_, np.ones(tags, dtype=bool)]
    larger.n_features_in_ = classifier.n_features_in_ + terms
    larger.classes_ = [np.array([0, 1])] * len(larger.cold_)
    return larger


def _larger(table: Table, terms: int, tags: int) -> Table:
    weights = csr_array(table.weights, copy=True)
    weights.resize((weights.shape[0] + terms, weights.shape[1] + tags))
    pulls = np.column_stack([table.pulls, np.zeros((len(table.pulls), tags))])
    gains = _padded(table.gains, tags, 1.0)
    return Table(weights, _padded(table.biases, tags, 0.0), gains, _padded(table.offsets, tags, 0.0), pulls)


def _padded(array: NDArray[np.float64], more: int, value: float) -> NDArray[np.float64]:
    return np.concatenate([array, np.full(more, value)])
