"""A tagger as scikit-learn sees it, and back."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, cross_validate
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MaxAbsScaler, Normalizer
from sklearn.svm import LinearSVC

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import ContractError, NotTrainedError
from classifier.features import ArticleReader, ArticleVectorizer, LemmaVectorizer, MentionVectorizer
from classifier.learning import Indicator, TagClassifier
from classifier.store import ModelStore
from classifier.tagging import Tagger, pipeline_of, tagger_of
from classifier.training import vocabulary_of
from classifier.vocabulary import Tag, Vocabulary

Known = tuple[Vocabulary, list[Document], Indicator, ArticleVectorizer, csr_array]


@pytest.fixture(scope="module")
def known(small_corpus: Corpus) -> Known:
    """Return six tags, their articles, who bears which, and the features of the words."""
    vocabulary, documents = vocabulary_of(small_corpus), list(small_corpus)
    vectorizer = ArticleVectorizer((LemmaVectorizer(min_df=3), MentionVectorizer(vocabulary)))
    X = vectorizer.fit_transform(ArticleReader().transform(documents))
    return vocabulary, documents, Tagger(vocabulary).indicator(documents), vectorizer, X


def fitted(known: Known, *steps: object) -> Pipeline:
    """Return a pipeline whose last steps have learned the articles' tags."""
    _, _, Y, vectorizer, X = known
    last = make_pipeline(*steps).fit(X, Y)
    return make_pipeline(ArticleReader(), vectorizer, *(step for _, step in last.steps))


def logistic(**options: object) -> OneVsRestClassifier:
    return OneVsRestClassifier(LogisticRegression(**options))


def test_the_pipeline_of_a_tagger_gives_its_probabilities_for_documents_and_texts(
    tagger: Tagger, article: Document
) -> None:
    pipeline = pipeline_of(tagger)
    timeless = np.array([tag.period.start is None and tag.period.end is None for tag in tagger.vocabulary])
    expected = tagger.predict_proba([article])[:, timeless]
    assert (pipeline.predict_proba([article])[:, timeless] == expected).all()
    assert pipeline.predict_proba([article.text]).shape == (1, len(tagger.vocabulary))
    assert pipeline[-1].labels_.tolist() == tagger.vocabulary.labels
    assert not hasattr(tagger.classifier, "labels_")


def test_there_and_back_nothing_is_lost(tagger: Tagger, article: Document) -> None:
    back = tagger_of(pipeline_of(tagger), tagger.vocabulary)
    assert (back.predict_proba([article]) == tagger.predict_proba([article])).all()
    assert (back.classifier.automatic_ == tagger.classifier.automatic_).all()


@pytest.mark.parametrize(
    "steps",
    [
        (logistic(C=10.0),),
        (MaxAbsScaler(), logistic()),
        (MultiOutputClassifier(LogisticRegression()),),
        (OneVsRestClassifier(CalibratedClassifierCV(LinearSVC(), cv=2, ensemble=False)),),
    ],
    ids=["logistic", "scaled", "one for each output", "calibrated"],
)
def test_whatever_is_linear_becomes_a_model_that_says_the_same(
    known: Known, steps: tuple[object, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    vocabulary, documents, Y, _, _ = known
    pipeline = fitted(known, *steps)
    tagger = tagger_of(pipeline, vocabulary, thresholds=np.full(len(vocabulary), 0.4))
    said = pipeline.predict_proba(documents[:20])
    expected = np.column_stack([one[:, 1] for one in said]) if isinstance(said, list) else said
    store = ModelStore(tmp_path_factory.mktemp("models"))
    opened = store.load(store.save(tagger))
    np.testing.assert_allclose(opened.predict_proba(documents[:20]), expected, atol=1e-5)
    assert (opened.classifier.thresholds_ == 0.4).all()
    assert {one.band for one in opened.suggest(documents[0])} <= {"review", "silent"}
    assert opened.suggest(documents[0])[0].evidence
    assert opened.classifier.bears_.weights.shape[1] == Y.shape[1]


def test_a_tag_that_the_estimator_never_saw_is_suggested_by_its_names(small_corpus: Corpus, known: Known) -> None:
    vocabulary = Vocabulary([*known[0], Tag("pirogue", "Pirogue")])
    documents, Y = known[1], np.column_stack([known[2], np.zeros(len(known[1]), dtype=int)])
    vectorizer = ArticleVectorizer((MentionVectorizer(vocabulary),))
    X = vectorizer.fit_transform(ArticleReader().transform(documents))
    with pytest.warns(UserWarning, match="not 6 is present"):
        estimator = logistic().fit(X, Y)
    tagger = tagger_of(make_pipeline(vectorizer, estimator), vocabulary)
    assert tagger.classifier.cold_.tolist() == [False] * 6 + [True]
    said = {one.tag.label: one for one in tagger.suggest(Document("a", "La pirogue", "Une pirogue."), limit=None)}
    assert said["Pirogue"].source == "vocabulary"
    assert said["Pirogue"].probability > 0.5


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((RandomForestClassifier(5, random_state=0),), "RandomForestClassifier n’est pas linéaire|de 0 ou de 1"),
        ((Normalizer(), logistic()), "Pipeline n’est pas linéaire : pour « .* s’écarte de"),
        ((OneVsRestClassifier(LinearSVC()),), "ne donne pas de probabilités. Étalonnez-le"),
    ],
    ids=["forest", "normalised again", "margins"],
)
def test_what_is_not_linear_is_refused_with_a_reason(known: Known, steps: tuple[object, ...], message: str) -> None:
    with pytest.raises(ContractError, match=message):
        tagger_of(fitted(known, *steps), known[0])


def test_what_does_not_fit_is_refused_with_a_reason(known: Known, vocabulary: Vocabulary) -> None:
    _, _, Y, vectorizer, X = known
    few, one_label = logistic().fit(X, Y[:, :5]), TagClassifier(min_examples=3).fit(X, Y[:, 0])
    for pipeline, tags, thresholds, message in (
        (make_pipeline(vectorizer, few), known[0], None, "répond par 5 colonnes, le vocabulaire a 6"),
        (make_pipeline(vectorizer, few), vocabulary, None, "celles d’un autre vocabulaire"),
        (make_pipeline(vectorizer, one_label), known[0], None, "n’a pas appris les 6 mots-clés"),
        (few, known[0], None, r"de la forme make_pipeline\(ArticleReader"),
        (fitted(known, logistic()), known[0], np.array([2.0] * 6), "un seuil entre 0 et 1"),
        (make_pipeline(MaxAbsScaler().fit(X), few), known[0], None, "MaxAbsScaler ne peut pas être enregistré"),
    ):
        with pytest.raises(ContractError, match=message):
            tagger_of(pipeline, tags, thresholds=thresholds)


def test_the_parts_search_and_cross_validate_over_several_tags(known: Known) -> None:
    _, documents, Y, _, _ = known
    docs = ArticleReader().transform(documents)
    pipeline = make_pipeline(ArticleVectorizer((LemmaVectorizer(min_df=3),)), TagClassifier(min_examples=3))
    folds = KFold(2, shuffle=True, random_state=0)
    scores = cross_validate(pipeline, docs, Y, cv=folds, scoring=["f1_micro", "average_precision", "roc_auc_ovr"][:2])
    assert scores["test_average_precision"].mean() > 0.5
    grid = {"tagclassifier__landmarks": [0, 20], "articlevectorizer__vectorizers": [(LemmaVectorizer(min_df=5),)]}
    search = GridSearchCV(pipeline, grid, cv=folds, scoring="f1_micro").fit(docs, Y)
    assert search.best_score_ > 0.3
    assert search.predict(docs).shape == Y.shape
    assert clone(search.best_estimator_).get_params()["tagclassifier__min_examples"] == 3


def test_features_come_as_frames_where_they_are_asked_for(known: Known) -> None:
    _, documents, _, vectorizer, X = known
    pipeline = make_pipeline(ArticleReader(), clone(vectorizer)).set_output(transform="pandas")
    frame = pipeline.fit_transform(documents)
    assert frame.columns.tolist() == vectorizer.get_feature_names_out().tolist()
    np.testing.assert_array_equal(frame.sparse.to_dense().to_numpy(), X.toarray())
    assert pipeline.transform(documents[:2]).shape == (2, X.shape[1])
    assert pipeline[-1].read(ArticleReader().transform(documents[:1])).shape == (1, X.shape[1])


def test_an_untrained_pipeline_is_refused(known: Known) -> None:
    with pytest.raises((ContractError, NotTrainedError, ValueError), match="not fitted"):
        tagger_of(make_pipeline(ArticleVectorizer((LemmaVectorizer(),)), logistic()), known[0])
