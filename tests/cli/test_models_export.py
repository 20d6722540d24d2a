import ast
from pathlib import Path
from typing import Any

import joblib

import classifier
from classifier.documents import Document
from classifier.store import ModelStore
from classifier.tagging import Tagger


def test_a_model_becomes_a_pipeline_that_says_the_same(
    motscles: Any, store: ModelStore, tagger: Tagger, tmp_path: Path, article: Document
) -> None:
    path = tmp_path / "small.joblib"
    done = motscles("models", "export", "small", "--joblib", path, "--models", store.path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "le modèle small, à ouvrir par joblib.load" in done.stderr
    pipeline = joblib.load(path)
    expected = tagger.predict_proba([article])
    said = pipeline.predict_proba([article])
    inside = expected > 0  # the pipeline knows no periods
    assert (said[inside] == expected[inside]).all()


def test_an_unknown_version_writes_nothing(motscles: Any, store: ModelStore, tmp_path: Path) -> None:
    done = motscles("models", "export", "absent", "--joblib", tmp_path / "a.joblib", "--models", store.path)
    assert done.returncode == 1
    assert "pas de version « absent »" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_ours_reads_such_files() -> None:
    """A stranger's pickle runs what it likes: opening one is left to whoever wrote it."""
    sources = [path.read_text(encoding="utf-8") for path in Path(classifier.__file__).parent.rglob("*.py")]
    calls = [node.func for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = {ast.unparse(call) for call in calls}
    assert "joblib.dump" in named
    assert not named & {"joblib.load", "pickle.load", "pickle.loads"}
