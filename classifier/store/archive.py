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

from classifier.errors import DamagedModelError, VocabularyError
from classifier.features import (
    ArticleVectorizer,
    CharacterVectorizer,
    EntityVectorizer,
    LemmaVectorizer,
    MentionVectorizer,
    TermVectorizer,
)
from classifier.files import write_bytes, write_text
from classifier.learning import TagClassifier
from classifier.store.manifest import Manifest
from classifier.tagging import Tagger
from classifier.text import FrenchAnalyzer
from classifier.vocabulary import Vocabulary, from_json, to_json

PIPELINES = ("fr_core_news_sm",)  # loading a pipeline imports a package: only those we know
VECTORIZERS: dict[str, type[TermVectorizer]] = {
    "lemmas": LemmaVectorizer,
    "entities": EntityVectorizer,
    "characters": CharacterVectorizer,
    "mentions": MentionVectorizer,
}
ARRAYS = ("weights.data", "weights.indices", "weights.indptr", "idf", "biases", "thresholds", "cold")


def write_tagger(tagger: Tagger, folder: Path) -> None:
    """Write the vocabulary, the terms and the arrays of a trained tagger into an empty folder."""
    classifier, weights = tagger.classifier, tagger.classifier.weights_
    arrays = {
        "weights.data": weights.data.astype(np.float32),
        "weights.indices": weights.indices.astype(np.int32),
        "weights.indptr": weights.indptr.astype(np.int32),
        "idf": np.concatenate([one.idf_ for one in tagger.vectorizer.vectorizers]),
        "biases": classifier.biases_,
        "thresholds": classifier.thresholds_,
        "cold": classifier.cold_,
    }
    for name in ARRAYS:
        write_array(folder / f"{name}.npy", arrays[name])
    terms = [list(one.vocabulary_) for one in tagger.vectorizer.vectorizers]
    write_text(folder / "terms.json", json.dumps(terms, ensure_ascii=False))
    write_text(folder / "vocabulary.json", to_json(tagger.vocabulary))


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
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
    terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    vectorizers = []
    start = 0
    for entry, names in zip(manifest.vectorizers, terms, strict=True):
        stop = start + len(names)
        vectorizers.append(_vectorizer(entry, names, arrays["idf"][start:stop], vocabulary))
        start = stop
    weights = csr_array(
        (arrays["weights.data"], arrays["weights.indices"], arrays["weights.indptr"]), shape=(start, len(vocabulary))
    )
    weights.check_format(full_check=True)
    per_tag = {name: arrays[name] for name in ("biases", "thresholds", "cold")}
    if any(array.shape != (len(vocabulary),) for array in per_tag.values()) or arrays["idf"].shape != (start,):
        raise ValueError("les tableaux n’ont pas la taille du vocabulaire")
    if not all(np.isfinite(arrays[name]).all() for name in ("weights.data", "idf", "biases", "thresholds")):
        raise ValueError("un tableau contient autre chose que des nombres finis")
    if manifest.analyzer["pipeline"] not in PIPELINES:
        raise ValueError(f"chaîne d’analyse inconnue : {manifest.analyzer['pipeline']!r}")
    return Tagger(
        vocabulary,
        analyzer=FrenchAnalyzer(pipeline=manifest.analyzer["pipeline"], names=bool(manifest.analyzer["names"])),
        vectorizer=ArticleVectorizer(tuple(vectorizers)),
        classifier=_classifier(manifest.classifier, weights, per_tag),
    )


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


def _classifier(parameters: dict[str, Any], weights: csr_array, per_tag: dict[str, NDArray[Any]]) -> TagClassifier:
    classifier = TagClassifier(**parameters)
    classifier.weights_ = weights
    classifier.biases_, classifier.thresholds_ = np.asarray(per_tag["biases"]), np.asarray(per_tag["thresholds"])
    classifier.cold_ = np.asarray(per_tag["cold"])
    classifier.n_features_in_ = weights.shape[0]
    classifier.classes_ = [np.array([0, 1])] * weights.shape[1]
    return classifier


def _parameters(estimator: TermVectorizer | TagClassifier) -> dict[str, Any]:
    """Return the parameters that are numbers: the vocabulary has its own file."""
    parameters = estimator.get_params(deep=False)
    return {
        name: value for name, value in parameters.items() if isinstance(value, int | float | None) and name != "n_jobs"
    }
