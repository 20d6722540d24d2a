from pathlib import Path

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.store import ModelStore
from classifier.text import DocCache
from classifier.training import train, vocabulary_of
from classifier.vocabulary import Tag, Vocabulary


def test_any_labels_can_be_learned(small_corpus: Corpus, cache: DocCache, tmp_path: Path) -> None:
    renamed = Corpus([document.with_tags(*(f"Thème {tag}" for tag in document.tags)) for document in small_corpus])
    seen: list[str] = []
    trained = train(
        renamed,
        vocabulary_of(renamed),
        ModelStore(tmp_path),
        cache=cache,
        progress=lambda stage, done, total: seen.append(f"{stage} {total}"),
    )
    assert trained.tagger.vocabulary.labels[0] == "Thème Fintech"
    assert trained.evaluation is not None
    assert trained.evaluation.corpus["documents"] == 19
    manifest = ModelStore(tmp_path).manifest(trained.version)
    assert manifest.corpus["documents"] == 96
    assert manifest.test["split"] == "the latest"
    assert list(dict.fromkeys(seen))[:2] == ["reading 77", "learning 6"]


def test_a_corpus_too_small_to_hold_out_is_learned_without_figures(cache: DocCache, tmp_path: Path) -> None:
    documents = [
        Document(str(n), "", f"Texte sur la {'radio' if n % 2 else 'fibre'}", tags=("Radio" if n % 2 else "Fibre",))
        for n in range(17)
    ]
    corpus = Corpus(documents)
    trained = train(corpus, vocabulary_of(corpus), ModelStore(tmp_path), cache=cache)
    assert trained.evaluation is None
    assert "No figure was measured" in (tmp_path / trained.version / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert trained.tagger.suggest("Une radio")[0].tag.label == "Radio"


def test_the_vocabulary_is_the_known_one_where_it_knows_all_labels(tmp_path: Path) -> None:
    known = tmp_path / "tags.yaml"
    Vocabulary([Tag("radio", "Radio", former=("T.S.F.",)), Tag("fibre", "Fibre")]).write(known)
    ours, others = Corpus([Document("a", "", "x", tags=("T.S.F.",))]), Corpus([Document("a", "", "x", tags=("Pêche",))])
    assert vocabulary_of(ours, known).labels == ["Radio", "Fibre"]
    assert vocabulary_of(others, known).labels == ["Pêche"]
