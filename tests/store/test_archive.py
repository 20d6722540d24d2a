"""A model folder holds arrays and JSON, comes back the same, and is refused when touched."""

import json
import pickle
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifier.documents import Document
from classifier.errors import DamagedModelError
from classifier.files import checksum
from classifier.store import ModelStore
from classifier.tagging import Tagger


@pytest.fixture
def folder(store: ModelStore, tmp_path: Path) -> Path:
    """Return a copy of the small model that a test may damage."""
    copy = tmp_path / "small"
    copy.mkdir()
    for file in (store.path / "small").iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    return copy


def change_manifest(folder: Path, **values: Any) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | values))


def sign(folder: Path) -> None:
    """Make the manifest agree with the files, as a stranger with bad intentions would."""
    manifest = json.loads((folder / "manifest.json").read_text())
    change_manifest(folder, files={name: checksum(folder / name) for name in manifest["files"]})


def load(folder: Path) -> Tagger:
    return ModelStore(folder.parent).load(folder.name)


def test_save_then_load_predicts_the_same_bits(store: ModelStore, tagger: Tagger, article: Document) -> None:
    loaded = store.load("small")
    assert (loaded.predict_proba([article]) == tagger.predict_proba([article])).all()
    assert loaded.suggest(article) == tagger.suggest(article)
    assert loaded.vocabulary.tags == tagger.vocabulary.tags


def test_a_model_brings_its_own_list_of_forms(store: ModelStore) -> None:
    analyzer = store.load("small").analyzer
    assert analyzer.forms is not None
    assert analyzer.forms.get("opérateurs") == "opérateur"


def test_a_model_from_before_lists_reads_by_simplemma_s_own(folder: Path, article: Document) -> None:
    expected = load(folder).suggest(article)
    for file in folder.glob("lexicon.*"):
        file.unlink()
    names = {file.name for file in folder.iterdir()} - {"manifest.json"}
    change_manifest(folder, files={name: checksum(folder / name) for name in names})
    tagger = load(folder)
    assert tagger.analyzer.forms is None
    assert tagger.suggest(article) == expected


def test_nothing_in_the_folder_can_be_executed(store: ModelStore) -> None:
    files = sorted((store.path / "small").iterdir())
    assert {file.suffix for file in files} == {".json", ".npy", ".md"}
    for file in files:
        if file.suffix == ".npy":
            np.load(file, allow_pickle=False)
        with pytest.raises((pickle.UnpicklingError, ValueError, KeyError, EOFError, AttributeError, IndexError)):
            pickle.loads(file.read_bytes())


def test_weights_stay_on_disk_to_be_shared(store: ModelStore) -> None:
    array = store.load("small").classifier.bears_.weights.data
    bases = []
    while array is not None:
        bases.append(type(array))
        array = getattr(array, "base", None)
    assert mmap in bases


@pytest.mark.parametrize(
    "name", ["bears.weights.data.npy", "terms.json", "vocabulary.json", "thresholds.npy", "MODEL_CARD.md"]
)
def test_one_changed_byte_is_noticed(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(DamagedModelError, match=f"{name} : le contenu ne correspond plus"):
        load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "idf.npy").unlink()
    with pytest.raises(DamagedModelError, match=r"idf\.npy : fichier absent"):
        load(folder)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"format": 99}, "format 99, celui-ci lit le format 2"),
        ({"files": {"../../etc/passwd": "0"}}, "n’est pas un nom de fichier"),
        ({"surprise": 1}, "de trop"),
        ({"analyzer": {"analysis": "fast", "pipeline": "os", "names": False}}, "chaîne d’analyse inconnue"),
        ({"analyzer": {"analysis": "slow", "pipeline": "os", "names": False}}, "analyse inconnue"),
        ({"vectorizers": [{"kind": "system", "parameters": {}}] * 2}, "contenu incohérent"),
        ({"vectorizers": [{"kind": "lemmas", "parameters": {"evil": 1}}] * 2}, "contenu incohérent"),
        ({"classifier": {"C": 1, "evil": 2}}, "contenu incohérent"),
    ],
)
def test_a_manifest_that_asks_for_something_else_is_refused(folder: Path, values: dict[str, Any], message: str) -> None:
    change_manifest(folder, **values)
    with pytest.raises(DamagedModelError, match=message):
        load(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}"])
def test_an_unreadable_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(DamagedModelError, match="manifeste absent ou illisible"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("bears.biases", np.zeros(3)),
        ("thresholds", np.full(78, np.nan)),
        ("bears.weights.indices", np.full(5, 9_999_999, dtype=np.int32)),
        ("bears.weights.data", np.array([{"a": 1}], dtype=object)),
        ("lexicon.numbers", np.full(3, 9, dtype=np.uint32)),
        ("lexicon.digests", np.zeros((), dtype=np.uint64)),
    ],
)
def test_arrays_that_do_not_fit_are_refused_even_when_signed(folder: Path, name: str, array: np.ndarray) -> None:
    np.save(folder / f"{name}.npy", array, allow_pickle=True)
    sign(folder)
    with pytest.raises(DamagedModelError, match="contenu incohérent"):
        load(folder)
