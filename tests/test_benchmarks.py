"""The comparison with others measures what it says it measures."""

import gzip
import json
import runpy
import stat
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics import average_precision_score, f1_score

from annif import BACKENDS, Annif, AnnifError, best_cut, read_answer, write_corpus
from baselines import MODELS, best_threshold, decisions, fit, floor
from classifier import Corpus, Document, Vocabulary
from classifier.text import DocCache
from corpora import PUBLIC, Source, Split, read, split
from kept import Kept
from quality import arguments, means, motscles, report
from scoring import METRICS, MISSING, Answer, Outcome, average_precision, mean_figures, precision_at_1

ROOT = Path(__file__).parents[1]
BENCHMARKS = sorted(path.name for path in (ROOT / "benchmarks").glob("*.py"))
PRINTED = """Limit\tThresh.\tPrec.\tRec.\tF1
1\t0.00\t0.8720\t0.8720\t0.8720

Best Precision (doc avg): 0.9012\tLimit: 1\tThreshold: 0.90
Best    Recall (doc avg): 1.0000\tLimit: 15\tThreshold: 0.00
Best  F1 score (doc avg): 0.8720\tLimit: 2\tThreshold: 0.40
Documents evaluated:\t352
"""


def outcome(seed: int = 0, documents: int = 60, tags: int = 7) -> Outcome:
    generator = np.random.default_rng(seed)
    Y = (generator.random((documents, tags)) < 0.2).astype(int)
    scores = np.round(0.3 * Y + generator.random(Y.shape), 1)  # many are equal
    return Outcome(Y, Answer(scores, scores >= 0.8, 1.0, 1.0), 1.0)


@pytest.fixture
def themes(small_corpus: Corpus) -> Split:
    documents = list(small_corpus)
    train = [document for number, document in enumerate(documents) if number % 4]
    return Split("small", Corpus(train), Corpus(documents[::4]), Vocabulary.from_labels(small_corpus.tag_counts()))


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name != "curve_plot.py"])
def test_every_benchmark_says_what_it_does(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ROOT / "benchmarks" / name
    source = path.read_text(encoding="utf-8")
    if '__name__ == "__main__"' in source:
        monkeypatch.setattr(sys, "argv", [str(path), "--help"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(path), run_name="__main__")
        assert ended.value.code == 0
        assert f"python benchmarks/{name}" in capsys.readouterr().out
    else:
        assert source.startswith('"""')


@pytest.mark.parametrize("draw", [None, 1, 2])
def test_average_precision_is_that_of_scikit_learn_for_any_weights(draw: int | None) -> None:
    one = outcome()
    documents, tags = one.Y.shape
    weights = np.ones(documents)
    if draw is not None:
        weights = np.random.default_rng(draw).multinomial(documents, weights / documents).astype(float)
    expected = average_precision_score(one.Y.ravel(), one.answer.scores.ravel(), sample_weight=np.repeat(weights, tags))
    assert average_precision(one)(weights[None])[0] == pytest.approx(expected)


def test_a_tag_that_was_not_named_is_not_right_by_chance() -> None:
    scores = np.array([[MISSING, MISSING], [0.2, MISSING]])
    one = Outcome(np.array([[1, 0], [1, 0]]), Answer(scores, scores > 0, 1.0, 1.0), 1.0)
    assert precision_at_1(one)(np.ones((1, 2))).tolist() == [0.5]


def test_the_mean_over_one_corpus_is_its_figure_and_over_two_lies_between() -> None:
    first, second = outcome(0), outcome(1, documents=20)
    for metric, cell in zip(METRICS.values(), mean_figures([first, second]), strict=True):
        values = [metric(one)(np.ones((1, len(one.Y))))[0] for one in (first, second)]
        assert float(cell.split()[0]) == pytest.approx(np.mean(values), abs=5e-4)


def test_no_other_threshold_gives_a_better_micro_f1() -> None:
    one = outcome()
    scores = one.answer.scores
    threshold = best_threshold(scores, one.Y)
    best = f1_score(one.Y, scores >= threshold, average="micro")
    assert best == max(f1_score(one.Y, scores >= other, average="micro") for other in np.unique(scores))


@pytest.mark.parametrize("model", ["svm", "logistic"])
def test_a_floor_tells_six_themes_apart(model: str, themes: Split) -> None:
    answer = floor(themes, model)
    assert answer.scores.shape == (len(themes.test), len(themes.vocabulary))
    Y = np.array([[label in one.tags for label in themes.vocabulary.labels] for one in themes.test]).astype(int)
    assert precision_at_1(Outcome(Y, answer, 1.0))(np.ones((1, len(Y))))[0] > 0.5


def test_a_tag_that_all_or_none_bear_has_a_constant_score() -> None:
    Y = np.array([[1, 0, 1], [1, 0, 0]])
    models = fit(MODELS["svm"], csr_matrix(np.eye(2)), Y)
    assert decisions(models, csr_matrix(np.eye(2))).argsort(axis=1).tolist() == [[1, 2, 0], [1, 2, 0]]


@pytest.mark.parametrize(("name", "source"), PUBLIC.items())
def test_a_public_corpus_is_cut_where_its_rows_or_files_say(name: str, source: Source, tmp_path: Path) -> None:
    folder = tmp_path / source.folder
    folder.mkdir()
    for file in source.files:
        part = file.partition(".")[0]
        rows = [{"id": f"{part}{number}", "text": "mot", "tags": ["radio"]} for number in range(30)]
        rows[0]["tags"] = ["radio", "rare"]
        if source.field:
            rows = [row | {source.field: "test" if number < 10 else "train"} for number, row in enumerate(rows)]
        with gzip.open(folder / file, "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    made = read(name, tmp_path, scale=30)
    assert made.vocabulary.labels == ["radio"]
    assert (len(made.train), len(made.test)) == ((60, 30) if source.field is None else (20, 10))
    assert {document.tags for document in made.train} == {("radio",)}
    assert made.is_single


def test_annif_learns_from_nothing_that_chooses_or_judges(themes: Split, tmp_path: Path) -> None:
    write_corpus(tmp_path, themes, "omikuji-snow")
    texts = {
        name: [json.loads(line)["text"] for line in (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("train", "dev", "test")
    }
    assert {name: len(part) for name, part in texts.items()} == {"train": 61, "dev": 11, "test": 24}
    assert all(set(texts[one]).isdisjoint(texts[other]) for one, other in pairwise(("train", "dev", "test")))
    assert "subjects" not in (tmp_path / "test.jsonl").read_text("utf-8")
    assert "[omikuji-snow]" in (tmp_path / "projects.cfg").read_text("utf-8")


def test_what_annif_prints_is_read() -> None:
    assert best_cut(PRINTED) == (2, 0.4)
    with pytest.raises(AnnifError, match="no best limit"):
        best_cut("")
    results = [
        {"uri": f"http://example.org/tag/{tag}", "score": score} for tag, score in ((2, 0.5), (0, 0.5), (1, 0.45))
    ]
    answer = read_answer([json.dumps({"document_id": "0", "results": results})], (1, 4), (2, 0.4), (1.0, 2.0))
    assert answer.proposed.tolist() == [[True, False, True, False]]
    assert answer.scores.argmax(axis=1).tolist() == [2]
    assert np.isneginf(answer.scores[0, 3])


@pytest.mark.parametrize(
    ("script", "why"),
    [("echo 'no data' >&2; exit 1", "annif load-vocab failed: no data"), ("sleep 5", "more than 0.01 minutes")],
)
def test_an_annif_that_fails_says_why_in_one_line(script: str, why: str, themes: Split, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "annif"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(AnnifError, match=why):
        Annif(tmp_path, minutes=0.01).answer(themes, next(iter(BACKENDS)))
    with pytest.raises(AnnifError, match="cannot be started"):
        Annif(tmp_path / "nowhere").version()


def test_labels_with_few_documents_are_left_out() -> None:
    rows = [(Document(str(n), "", "mot", tags=("a", "b") if n % 2 else ("b",)), n >= 40) for n in range(44)]
    assert split("", rows).vocabulary.labels == ["a", "b"]
    rows = [(document, not 0 <= int(document.id) < 8) for document, _ in rows]
    made = split("", rows)
    assert made.vocabulary.labels == ["b"]
    assert (len(made.train), len(made.test)) == (8, 36)


def test_a_table_has_a_row_for_each_system_and_ratios_to_the_floor(themes: Split, cache: DocCache) -> None:
    Y = np.array([[label in one.tags for label in themes.vocabulary.labels] for one in themes.test]).astype(int)
    ours = motscles(themes, cache, jobs=1, analysis="fast")
    assert f"of {len(themes.train) + len(themes.test)} texts read anew" in ours.note
    done = {name: Outcome(Y, answer, 100.0) for name, answer in (("svm", floor(themes, "svm")), ("motscles", ours))}
    lines = report(themes, done).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:4]] == ["| floor: TF-IDF, SVM", "| **motscles**"]
    assert lines[2].count("| 1.00 |") == 2
    assert lines[-1] == f"- motscles: {ours.note}."
    assert len(means([done, done]).splitlines()) == 4


def test_a_kept_answer_is_the_answer_with_its_day_and_belongs_to_one_corpus(themes: Split, tmp_path: Path) -> None:
    Y = np.array([[label in one.tags for label in themes.vocabulary.labels] for one in themes.test]).astype(int)
    measured, kept = Outcome(Y, floor(themes, "svm"), 100.0), Kept(tmp_path / "new")
    assert kept.load(themes, "svm") is None
    kept.save(themes, "svm", measured)
    known = kept.load(themes, "svm")
    assert known is not None
    assert np.array_equal(known.Y, Y)
    assert known.answer.note.startswith("kept from 20")
    for name in ("scores", "proposed", "learning", "tagging"):
        assert np.array_equal(getattr(known.answer, name), getattr(measured.answer, name))
    smaller = Split(themes.name, Corpus(list(themes.train)[1:]), themes.test, themes.vocabulary)
    assert kept.load(smaller, "svm") is None


def test_without_public_corpora_the_command_says_so_and_takes_the_starter_corpus(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["quality.py", "--shared", str(tmp_path)])
    assert arguments().corpora == ["starter"]
    assert f"No public corpora at {tmp_path}" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["quality.py", "debtag"])
    with pytest.raises(SystemExit):
        arguments()
    assert "no corpus is called debtag; there are: starter, servicepublic" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["quality.py", "--systems", "svc-snow"])
    with pytest.raises(SystemExit):
        arguments()
    assert "--annif must say where Annif is" in capsys.readouterr().err
