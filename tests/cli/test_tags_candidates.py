import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus, to_row
from classifier.store import ModelStore
from classifier.tagging import Tagger

Command = Callable[..., CompletedProcess[str]]


def test_candidates_are_listed_with_words_and_examples(
    motscles: Command, tagger: Tagger, small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ModelStore, "load", lambda *_, **__: tagger)
    old = [replace(one, date=date(2010, 1, 1)) for one in small_corpus]
    new = [
        replace(one, id=f"n{one.id}", date=date(2025, 1, 1), text=f"{one.text} Gare aux hypertrucages.")
        for one in list(small_corpus)[::4]
    ]
    articles, figures = tmp_path / "archive.jsonl", tmp_path / "candidates.json"
    articles.write_text("".join(json.dumps(to_row(one)) + "\n" for one in old + new), encoding="utf-8")
    answer = motscles("tags", "candidates", "--corpus", articles, "--since", "2020-01-01", "--json", figures)
    assert answer.returncode == 0, answer.stderr
    assert "Mots nouveaux qu’aucun mot-clé n’explique :" in answer.stdout
    assert "hypertrucages" in answer.stdout
    told = json.loads(figures.read_text(encoding="utf-8"))
    for group in told["candidates"]:
        assert len(group["articles"]) >= 5
        assert all(one["id"].startswith("n") for one in group["articles"])
    rising = {word["word"]: word for word in told["new_words"]}
    assert any("hypertrucages" in word and (row["before"], row["since"]) == (0, 24) for word, row in rising.items())
    whole = motscles("tags", "candidates", "--corpus", articles).stdout
    assert whole.startswith("1. ")
    assert "   – " in whole
    assert "motscles tags add" in whole
