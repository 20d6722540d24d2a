"""What the tests share: a small corpus, one pipeline, one trained tagger, and the default model for slow tests."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.evaluation import Evaluation, evaluate, judged
from classifier.store import ModelStore
from classifier.tagging import Tagger
from classifier.text import DocCache, FrenchAnalyzer
from classifier.training.recipe import TEST_SIZE
from classifier.vocabulary import Vocabulary
from mariadb_server import MISSING, MariaDB, mariadb

ROOT = Path(__file__).parents[1]
SMALL_TAGS = (
    "Fintech",
    "Infrastructures",
    "Noms de domaine",
    "Qualité de service",
    "Radios communautaires",
    "TIC pour la santé",
)
EACH = 16  # articles of each of them


NOT_OURS = (
    "SCIPY_ARRAY_API",  # one of scikit-learn's own checks skips itself without this experimental switch
    "../shared/spip",  # an extra check compares with files that lie beside the repository on some machines only
)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail in CI when anything was skipped: there, every component is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    skipped = [one for one in reports if not any(reason in str(one.longrepr) for reason in NOT_OURS)]
    if os.environ.get("CI") and skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary.read(ROOT / "training_data" / "tags.yaml")


@pytest.fixture(scope="session")
def starter() -> Corpus:
    return Corpus.read(ROOT / "training_data" / "articles")


@pytest.fixture(scope="session")
def small_corpus(starter: Corpus) -> Corpus:
    """Return a hundred starter articles on six subjects, with no other tags."""
    taken: Counter[str] = Counter()
    documents: list[Document] = []
    for document in starter:
        label = document.tags[0]
        if label in SMALL_TAGS and taken[label] < EACH:
            taken[label] += 1
            documents.append(document.with_tags(*(tag for tag in document.tags if tag in SMALL_TAGS)))
    assert len(documents) == EACH * len(SMALL_TAGS)
    return Corpus(documents, name="small")


@pytest.fixture(scope="session")
def cache() -> DocCache:
    """Return a cache that later runs of the tests find again."""
    return DocCache(ROOT / ".cache" / "docs")


@pytest.fixture(scope="session")
def analyzer(cache: DocCache) -> FrenchAnalyzer:
    return FrenchAnalyzer(cache=cache)


@pytest.fixture(scope="session")
def tagger(vocabulary: Vocabulary, analyzer: FrenchAnalyzer, small_corpus: Corpus) -> Tagger:
    return Tagger(
        vocabulary,
        analyzer=analyzer,
    ).fit(small_corpus)


@pytest.fixture(scope="session")
def store(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    """Return a store with the small tagger in service, as version "small"."""
    store = ModelStore(tmp_path_factory.mktemp("models"))
    store.promote(store.save(tagger, name="small", corpus={"name": "small", "documents": 96}))
    return store


@pytest.fixture(scope="session")
def default_evaluation(starter: Corpus, vocabulary: Vocabulary) -> Evaluation:
    """Return what the model card of `make serve` says: the recipe, judged by the latest fifth; for slow tests."""
    train_part, test_part = judged(starter, vocabulary).split(test_size=TEST_SIZE, by="date")
    return evaluate(Tagger(vocabulary).fit(train_part), test_part)


@pytest.fixture(scope="session")
def server() -> Iterator[MariaDB]:
    if MISSING:
        pytest.skip(MISSING)
    with mariadb() as running:
        yield running


@pytest.fixture
def article() -> Document:
    return Document(
        "essai",
        "L’ARTP met en demeure l’opérateur pour la qualité de service",
        "Coupures, lenteurs, appels qui n’aboutissent pas : à Thiès, les abonnés se plaignent du réseau. "
        "Le régulateur a mesuré la qualité de service de l’opérateur et promet des sanctions.",
    )
