import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus, to_row
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.store import ModelStore
from classifier.tagging import Tagger, updated
from classifier.vocabulary import Tag, Vocabulary

Command = Callable[..., CompletedProcess[str]]
TAGS = [Tag("radio", "Radio"), Tag("fintech", "Fintech", mentions=("Wave",)), Tag("net", "Internet")]


@pytest.fixture
def tags(tmp_path: Path) -> Path:
    path = tmp_path / "tags.yaml"
    Vocabulary(TAGS).write(path)
    return path


def test_the_vocabulary_is_changed_and_tells_its_history(motscles: Command, tags: Path) -> None:
    options = ("--tags", tags, "--date", "2026-11-28", "--who", "Awa")
    for words in (
        ("rename", "Fintech", "Finance numérique", "--why", "le terme a vieilli"),
        ("add", "Métavers", "--mention", "avatar", "--synonym", "monde virtuel", "--note", "Employé pour : …"),
        ("merge", "internet", "Métavers"),
        ("split", "radio", "--into", "Radio FM", "--into", "Radio en ligne"),
        ("retire", "Fintech"),
    ):
        answer = motscles("tags", *words, *options)
        assert answer.returncode == 0, answer.stderr
        assert ("motscles tags articles radio --corpus ARCHIVE" in answer.stderr) == (words[0] == "split")
    assert Vocabulary.read(tags).labels == ["Métavers", "Radio FM", "Radio en ligne"]
    told = motscles("tags", "history", "--tags", tags).stdout.splitlines()
    assert told[0] == "2026-11-28  « Fintech » s’appelle désormais « Finance numérique » (Awa) – le terme a vieilli"
    assert [line.split("  ")[1] for line in told[1:5]] == [
        "« Métavers » est nouveau (Awa)",
        "« Internet » est réuni à « Métavers » (Awa)",
        "« Radio » est scindé en « Radio FM » et « Radio en ligne » (Awa)",
        "« Finance numérique » est retiré (Awa)",
    ]
    of_one = motscles("tags", "history", "Internet", "--tags", tags).stdout.splitlines()
    assert of_one == ["2026-11-28  « Internet » est réuni à « Métavers » (Awa)"]
    shown = motscles("tags", "show", "Internet", "--tags", tags).stdout
    assert "Remplacé par   Métavers" in shown
    assert "Retiré le      2026-11-28" in shown


def test_a_dry_run_and_a_refusal_write_nothing(motscles: Command, tags: Path) -> None:
    before = tags.read_bytes()
    answer = motscles("tags", "merge", "radio", "Internet", "--tags", tags, "--dry-run")
    assert answer.returncode == 0
    assert "« Radio » est réuni à « Internet »" in answer.stdout
    assert answer.stdout.endswith(f"Rien n’est écrit : {tags} aurait 2 mots-clés en usage.\n")
    answer = motscles("tags", "rename", "radio", "Internet", "--tags", tags)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Erreur : « Internet » désigne déjà le mot-clé « Internet »")
    assert tags.read_bytes() == before
    assert list(tags.parent.iterdir()) == [tags]


def test_a_history_is_replayed_on_another_copy_once(motscles: Command, tags: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.yaml"
    copy.write_bytes(tags.read_bytes())
    motscles("tags", "rename", "radio", "Radios", "--tags", tags)
    motscles("tags", "retire", "net", "--tags", tags)
    changes = tmp_path / "tags.changes.jsonl"
    assert "Rien n’est écrit." in motscles("tags", "replay", changes, "--tags", copy, "--dry-run").stdout
    assert motscles("tags", "replay", changes, "--tags", copy).returncode == 0
    assert copy.read_bytes() == tags.read_bytes()
    assert motscles("tags", "replay", changes, "--tags", copy).stdout == "Rien à refaire.\n"
    assert motscles("tags", "replay", "--tags", copy).stdout == "Rien à refaire.\n"


def test_the_articles_of_a_split_tag_are_listed_with_what_the_model_thinks(
    motscles: Command, tagger: Tagger, small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, articles = tmp_path / "tags.yaml", tmp_path / "articles.jsonl"
    tagger.vocabulary.write(file)
    wanted = [one for one in small_corpus if "Fintech" in one.tags]
    sorted_out = wanted[0].with_tags(*wanted[0].tags, "Monnaie mobile du pays")
    rows = [sorted_out, *wanted[1:], *(one for one in small_corpus if one not in wanted)]
    articles.write_text("".join(json.dumps(to_row(one)) + "\n" for one in rows), encoding="utf-8")
    motscles("tags", "split", "Fintech", "--into", "Monnaie mobile du pays", "--into", "Néobanques", "--tags", file)
    monkeypatch.setattr(ModelStore, "load", lambda *_, **__: updated(tagger, Vocabulary.read(file)))
    answer = motscles("tags", "articles", "Fintech", "--corpus", articles, "--tags", file)
    assert answer.returncode == 0, answer.stderr
    *lines, total = answer.stdout.splitlines()
    assert total == f"{len(wanted) - 1} articles à revoir."
    assert [line.split("  ")[0] for line in lines] == [one.id for one in wanted[1:]]
    assert all(" → " in line for line in lines)


def test_feedback_on_a_merged_tag_counts_for_its_heir(
    motscles: Command, tags: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "feedback.sqlite"
    store = FeedbackStore(base)
    for number, tag in enumerate(("radio", "net")):
        store.record(Submission(Document(str(number), "", "Texte."), (Verdict(tag, "accepted"),)))
    store.close()
    motscles("tags", "merge", "radio", "net", "--tags", tags)
    monkeypatch.setenv("CLASSIFIER_TAGS", str(tags))
    lines = motscles("feedback", "stats", "--feedback", base).stdout.splitlines()
    assert lines[-1].split()[:3] == ["net", "0", "2"]


@pytest.mark.parametrize("suffix", [".ttl", ".rdf"])
def test_a_vocabulary_goes_out_as_skos_and_comes_back(
    motscles: Command, tags: Path, tmp_path: Path, suffix: str
) -> None:
    motscles("tags", "rename", "radio", "Radios", "--tags", tags)
    skos, back = tmp_path / f"tags{suffix}", tmp_path / "back.yaml"
    answer = motscles("tags", "export", "--skos", skos, "--tags", tags)
    assert answer.stdout == f"{skos} : 3 mots-clés en usage, 1 changement.\n"
    assert motscles("tags", "import", "--skos", skos, "--out", back).returncode == 0
    assert Vocabulary.read(back).known == Vocabulary.read(tags).known
    assert motscles("tags", "history", "--tags", back).stdout == motscles("tags", "history", "--tags", tags).stdout
    refused = motscles("tags", "import", "--skos", skos, "--out", back)
    assert refused.returncode == 1
    assert "ce vocabulaire existe déjà" in refused.stderr
    assert motscles("tags", "import", "--skos", skos, "--out", back, "--overwrite").returncode == 0
    assert "le nom doit finir par .ttl ou .rdf" in motscles("tags", "export", "--skos", tmp_path / "a.txt").stderr
