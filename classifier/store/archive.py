"""A tagger as a folder of arrays and JSON: nothing in it is ever executed.

To change the format: raise `manifest.FORMAT`, move the reading of the old one to a module of its own, and
keep a sample of it in `tests/data/models/` with a test that it still loads.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.errors import DamagedModelError, ModelError, VocabularyError
from classifier.features import (
    ArticleVectorizer,
    CharacterVectorizer,
    EntityVectorizer,
    LemmaVectorizer,
    MentionVectorizer,
    TermVectorizer,
)
from classifier.files import write_bytes, write_text
from classifier.learning import Context, MergedClassifier, Table, TagClassifier
from classifier.store.manifest import Manifest
from classifier.tagging import Tagger
from classifier.text import Forms, FrenchAnalyzer, french_forms
from classifier.vocabulary import Vocabulary, from_json, to_json

PIPELINES = ("fr_core_news_sm",)  # loading a pipeline imports a package: only those we know
VECTORIZERS: dict[str, type[TermVectorizer]] = {
    "lemmas": LemmaVectorizer,
    "entities": EntityVectorizer,
    "characters": CharacterVectorizer,
    "mentions": MentionVectorizer,
}
PARTS = ("weights.data", "weights.indices", "weights.indptr", "biases", "gains", "offsets", "pulls")
PER_TAG = ("thresholds", "automatic", "review", "cold")
ARRAYS = (*(f"{question}.{part}" for question in ("bears", "leads") for part in PARTS), *PER_TAG)
OTHERS = ("idf", "landmarks", "centre")
FORMS = tuple(f"lexicon.{part}" for part in Forms._fields)


def write_tagger(tagger: Tagger, folder: Path) -> None:
    """Write the vocabulary, the terms and the arrays of a trained tagger into an empty folder.

    Raises `ModelError` for a tagger that follows a vocabulary changed since it learned.
    """
    classifier = tagger.classifier
    if isinstance(classifier, MergedClassifier):
        raise ModelError("ce modèle suit un vocabulaire qui a changé depuis son apprentissage : réentraînez-le.")
    arrays = {
        **_parts("bears", classifier.bears_),
        **_parts("leads", classifier.leads_),
        "idf": np.concatenate([one.idf_ for one in tagger.vectorizer.vectorizers]),
        "landmarks": classifier.context_.landmarks,
        "centre": classifier.context_.centre,
        **{name: getattr(classifier, f"{name}_") for name in PER_TAG},
    }
    if tagger.analyzer.analysis == "fast":
        arrays |= zip(FORMS, tagger.analyzer.forms or french_forms(), strict=True)
    for name, array in arrays.items():
        write_array(folder / f"{name}.npy", array)
    terms = [list(one.vocabulary_) for one in tagger.vectorizer.vectorizers]
    write_text(folder / "terms.json", json.dumps(terms, ensure_ascii=False))
    write_text(folder / "vocabulary.json", to_json(tagger.vocabulary.known))


def _parts(question: str, table: Table) -> dict[str, NDArray[Any]]:
    """Return the arrays of a table, each under its file's name."""
    weights = table.weights
    return {
        f"{question}.weights.data": weights.data.astype(np.float32),
        f"{question}.weights.indices": weights.indices.astype(np.int32),
        f"{question}.weights.indptr": weights.indptr.astype(np.int32),
        **{f"{question}.{name}": getattr(table, name) for name in ("biases", "gains", "offsets", "pulls")},
    }


def write_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array without pickle."""
    buffer = BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    write_bytes(path, buffer.getvalue())


def describe(tagger: Tagger) -> dict[str, Any]:
    """Return what a manifest must say so that `read_tagger` can rebuild the tagger."""
    kinds = {type: kind for kind, type in VECTORIZERS.items()}
    vectorizers = [
        {"kind": kinds[type(one)], "parameters": _parameters(one), "terms": len(one.vocabulary_)}
        for one in tagger.vectorizer.vectorizers
    ]
    return {
        "analyzer": {
            "analysis": tagger.analyzer.analysis,
            "pipeline": tagger.analyzer.pipeline,
            "names": tagger.analyzer.names,
            "signature": tagger.analyzer.signature,
        },
        "vectorizers": vectorizers,
        "classifier": _parameters(tagger.classifier),
    }


def read_tagger(folder: Path, manifest: Manifest) -> Tagger:
    """Return the tagger of a folder whose checksums were checked; arrays stay on disk, shared by processes.

    Raises `DamagedModelError` when parts do not fit each other.
    """
    try:
        return _read(folder, manifest)
    except (KeyError, TypeError, ValueError, OSError, VocabularyError) as error:
        raise DamagedModelError(
            f"{folder} : contenu incohérent ({error}). Réentraînez ou recopiez le modèle."
        ) from error


def _read(folder: Path, manifest: Manifest) -> Tagger:
    vocabulary = Vocabulary(from_json((folder / "vocabulary.json").read_text(encoding="utf-8")), source="le modèle")
    arrays = {name: _array(folder, name) for name in (*ARRAYS, *OTHERS)}
    terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    vectorizers = []
    start = 0
    for entry, names in zip(manifest.vectorizers, terms, strict=True):
        stop = start + len(names)
        vectorizers.append(_vectorizer(entry, names, arrays["idf"][start:stop], vocabulary))
        start = stop
    if arrays["idf"].shape != (start,):
        raise ValueError("les tableaux n’ont pas la taille des termes")
    if manifest.analyzer["analysis"] not in ("fast", "full"):
        raise ValueError(f"analyse inconnue : {manifest.analyzer['analysis']!r}")
    if manifest.analyzer["pipeline"] not in PIPELINES:
        raise ValueError(f"chaîne d’analyse inconnue : {manifest.analyzer['pipeline']!r}")
    return Tagger(
        vocabulary,
        analyzer=FrenchAnalyzer(
            analysis=manifest.analyzer["analysis"],
            pipeline=manifest.analyzer["pipeline"],
            names=bool(manifest.analyzer["names"]),
            forms=_forms(folder, manifest),
        ),
        vectorizer=ArticleVectorizer(tuple(vectorizers)),
        classifier=_classifier(manifest.classifier, arrays, terms=start, tags=len(vocabulary)),
    )


def _array(folder: Path, name: str) -> NDArray[Any]:
    """Return an array that stays on disk."""
    array: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return array


def _forms(folder: Path, manifest: Manifest) -> Forms | None:
    """Return the model's list of forms; a model that reads in full has none, nor have those made before lists."""
    kept = all(f"{name}.npy" in manifest.files for name in FORMS)
    return Forms.read(*(_array(folder, name) for name in FORMS)) if kept else None


def _vectorizer(
    entry: dict[str, Any], names: list[str], idf: NDArray[np.float64], vocabulary: Vocabulary
) -> TermVectorizer:
    vectorizer = VECTORIZERS[entry["kind"]](**entry["parameters"])
    if isinstance(vectorizer, MentionVectorizer):
        vectorizer.set_params(vocabulary=vocabulary)
    vectorizer.vocabulary_ = {str(name): column for column, name in enumerate(names)}
    vectorizer.idf_ = np.asarray(idf)
    if len(vectorizer.vocabulary_) != len(names):
        raise ValueError("un terme est donné deux fois")
    return vectorizer


def _classifier(parameters: dict[str, Any], arrays: dict[str, NDArray[Any]], *, terms: int, tags: int) -> TagClassifier:
    classifier = TagClassifier(**parameters)
    classifier.context_ = Context(np.asarray(arrays["landmarks"]), np.asarray(arrays["centre"]))
    landmarks = len(classifier.context_.centre)
    if classifier.context_.landmarks.shape != (landmarks, tags):
        raise ValueError("les repères n’ont pas la taille du vocabulaire")
    classifier.bears_ = _table("bears", arrays, terms=terms, tags=tags, landmarks=landmarks)
    classifier.leads_ = _table("leads", arrays, terms=terms, tags=tags, landmarks=landmarks)
    for name in PER_TAG:
        if arrays[name].shape != (tags,):
            raise ValueError(f"« {name} » n’a pas la taille du vocabulaire")
        setattr(classifier, f"{name}_", np.asarray(arrays[name]))
    finite = ("idf", "landmarks", "centre", "thresholds", "review")
    if not all(np.isfinite(arrays[name]).all() for name in finite):
        raise ValueError("un tableau contient autre chose que des nombres finis")
    classifier.n_features_in_ = terms
    classifier.classes_ = [np.array([0, 1])] * tags
    return classifier


def _table(question: str, arrays: dict[str, NDArray[Any]], *, terms: int, tags: int, landmarks: int) -> Table:
    parts = {name: arrays[f"{question}.{name}"] for name in PARTS}
    weights = csr_array((parts["weights.data"], parts["weights.indices"], parts["weights.indptr"]), shape=(terms, tags))
    weights.check_format(full_check=True)
    biases, gains, offsets = (np.asarray(parts[name]) for name in ("biases", "gains", "offsets"))
    pulls = np.asarray(parts["pulls"])
    if any(array.shape != (tags,) for array in (biases, gains, offsets)) or pulls.shape != (landmarks, tags):
        raise ValueError("les tableaux n’ont pas la taille du vocabulaire")
    if not all(np.isfinite(array).all() for array in (weights.data, pulls, biases, gains, offsets)):
        raise ValueError("un tableau contient autre chose que des nombres finis")
    return Table(weights, biases, gains, offsets, pulls)


def _parameters(estimator: TermVectorizer | TagClassifier) -> dict[str, Any]:
    """Return the parameters that are plain values: the vocabulary has its own file."""
    parameters = estimator.get_params(deep=False)
    return {
        name: value
        for name, value in parameters.items()
        if isinstance(value, int | float | str | None) and name != "n_jobs"
    }
