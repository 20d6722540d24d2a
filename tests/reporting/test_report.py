import json

import numpy as np
import pytest

from classifier.evaluation import Evaluation, Head
from classifier.reporting import Report

Y = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]])
SAID = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.1, 0.9, 0.0], [0.1, 0.7, 0.6]])
HEADS = tuple(Head(f"a{n}", f"Titre {n}", 2000 + n) for n in range(4))


@pytest.fixture
def report() -> Report:
    facts: dict[str, object] = {"name": "essai.jsonl", "documents": 4, "fingerprint": "abc"}
    automatic = np.array([0.8, np.inf, np.inf])
    return Report(
        Evaluation(list("abc"), Y, SAID, np.full(3, 0.5), Y.argmax(axis=1), facts, automatic, articles=HEADS),
        folds=2,
        split="chance",
    )


def test_everything_is_in_the_json(report: Report) -> None:
    found = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert found["corpus"] == {"name": "essai.jsonl", "documents": 4, "fingerprint": "abc"}
    assert found["protocol"] == {"folds": 2, "split": "chance", "learned_from_these_articles": False}
    assert found["model"] is None
    assert found["seed"] == 0
    assert {"python", "scikit-learn", "spacy"} <= set(found["versions"])
    assert all(low <= value <= high for value, low, high in found["figures"].values())
    assert found["figures"]["micro_f1"][0] == pytest.approx(2 * 3 / 9, abs=1e-6)
    assert [row["year"] for row in found["years"]] == [2000, 2001, 2002, 2003]
    assert found["confusions"][0]["examples"] == [{"id": "a1", "title": "Titre 1"}]


def test_a_tag_that_nobody_bears_has_its_row_and_no_automatic_band(report: Report) -> None:
    rows = {row["tag"]: row for row in report.to_dict()["tags"]}
    assert list(rows) == ["a", "b", "c"]
    assert (rows["c"]["support"], rows["c"]["f1"], rows["c"]["automatic"]) == (0, 0.0, None)
    assert (rows["a"]["automatic"], rows["a"]["automatic_decisions"], rows["a"]["automatic_recall"]) == (0.8, 1, 0.5)


def test_it_says_what_was_judged(report: Report) -> None:
    assert report.subject == "recette jugée en 2 parts, 4 articles, 3 mots-clés"
    assert Report(report.evaluation, model="demo").subject == "modèle demo, 4 articles, 3 mots-clés"
