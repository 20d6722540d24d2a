import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus, to_row
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.store import ModelStore

Command = Callable[..., CompletedProcess[str]]

OWN_LABELS = {"Fintech": "Argent mobile", "Radios communautaires": "Voix locales"}


@pytest.fixture
def models(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def articles(small_corpus: Corpus, tmp_path: Path) -> list[Path]:
    """Return two files of articles, sixteen for each of two labels that the archive does not know."""
    files = []
    for known, own in OWN_LABELS.items():
        lines = [
            json.dumps(to_row(document.with_tags(own)), ensure_ascii=False) + "\n"
            for document in small_corpus
            if document.tags[0] == known
        ]
        assert len(lines) == 16
        files.append(tmp_path / f"{known}.jsonl")
        files[-1].write_text("".join(lines), encoding="utf-8")
    return files


def test_a_corpus_brings_its_own_labels_and_is_served(
    motscles: Command, articles: list[Path], models: ModelStore
) -> None:
    trained = motscles("train", "--tags", "auto", "--models", models.path, "--name", "a", "--corpus", *articles)
    assert (trained.returncode, trained.stdout) == (0, "")
    first, *figures, last = trained.stderr.splitlines()
    assert first.endswith("(32 articles, 2 mots-clés)…")
    assert "micro F1" in figures[0]
    assert last == f"Le modèle a est en service ({models.path / 'a'})."
    assert (models.versions(), models.current()) == (["a"], "a")

    asked = motscles("suggest", "--models", models.path, "--format", "jsonl", stdin="La radio de Kolda émet.".encode())
    (row,) = map(json.loads, asked.stdout.splitlines())
    assert [one["tag"] for one in row["suggestions"]] == ["Voix locales", "Argent mobile"]

    # the same articles a second time, when the model in service claims to be better than any can be
    path = models.path / "a" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["figures"]["micro_f1"] = [2.0, 2.0, 2.0]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    again = motscles("train", "--tags", "auto", "--models", models.path, "--name", "b", "--corpus", *articles)
    assert again.returncode == 0
    assert "Le modèle b est enregistré, mais pas mis en service : « b » est moins bon que « a »" in again.stderr
    assert (models.versions(), models.current()) == (["a", "b"], "a")


@pytest.mark.parametrize("written", ["--corpus {0} {1}", "--corpus {0} --corpus {1}", "{0} {1}", "--corpus {folder}"])
def test_several_files_are_one_corpus(
    motscles: Command, articles: list[Path], models: ModelStore, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles[0].parent)
    names = [file.rename(file.name.replace(" ", "-")) for file in articles]
    words = [word.format(*names, folder=".") for word in written.split()]
    (models.path / "a").mkdir(parents=True)  # a name that is taken: nothing needs to be learned for this
    answer = motscles("train", "--tags", "auto", "--models", models.path, "--name", "a", *words)
    assert "(32 articles, 2 mots-clés)…" in answer.stderr


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        (
            ['{"id": "a7", "text": "Du texte.", "tags": ["Voix locales"]}'],
            [],
            r"article « a7 » : aucun mot-clé ne s’appelle « Voix locales » dans .*tags\.yaml\. .*--tags auto\.",
        ),
        (
            ['{"id": "a7", "text": "Du texte.", "tags": ["Voix locales"]}'],
            ["--tags", "auto"],
            r"aucun mot-clé n’a assez d’articles pour apprendre \(il en faut 8 .* le plus fourni en a 1 sur 1\)\. .*",
        ),
        (
            ['{"id": "a7", "text": "Du texte.", "tags": ["Fintech"]}', '{"id": "a8", "text"'],
            [],
            r".*articles\.jsonl, ligne 2 : JSON illisible.*",
        ),
        (
            ['{"id": "a7", "text": "Du texte."}', '{"id": "a7", "text": "Un autre."}'],
            [],
            r".*articles\.jsonl : l’identifiant « a7 » est déjà dans .*",
        ),
        ([], ["--tags", "absent.yaml"], r"absent\.yaml : ce fichier n’existe pas\. Vérifiez le chemin\."),
        ([], ["--corpus", "absent.jsonl"], r"absent\.jsonl : ce fichier n’existe pas\. Vérifiez le chemin\."),
    ],
    ids=["unknown label", "too few", "broken line", "id twice", "no vocabulary", "no corpus"],
)
def test_what_cannot_be_learned_is_said_and_nothing_is_saved(
    motscles: Command, models: ModelStore, tmp_path: Path, lines: list[str], options: list[str], message: str
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    answer = motscles("train", "--corpus", path, "--models", models.path, *options)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert re.fullmatch(f"Erreur : {message}", answer.stderr.splitlines()[-1])
    assert "Traceback" not in answer.stderr
    assert (models.versions(), models.current()) == ([], None)


def test_a_model_in_service_is_enough_when_one_is_asked_for_only_if_none_is(
    motscles: Command, store: ModelStore
) -> None:
    answer = motscles("train", "--if-none", "--models", store.path, "--corpus", "absent.jsonl")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert store.versions() == ["small"]


def test_a_model_that_can_no_longer_be_read_is_none(motscles: Command, store: ModelStore, models: ModelStore) -> None:
    shutil.copytree(store.path, models.path, dirs_exist_ok=True)
    manifest = models.path / "small" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 1'))
    answer = motscles("train", "--if-none", "--models", models.path, "--corpus", "absent.jsonl")
    assert answer.returncode == 1
    assert "absent.jsonl : ce fichier n’existe pas" in answer.stderr


def test_without_a_model_in_service_if_none_trains(motscles: Command, models: ModelStore) -> None:
    answer = motscles("train", "--if-none", "--models", models.path, "--corpus", "absent.jsonl")
    assert (answer.returncode, answer.stderr) == (
        1,
        "Erreur : absent.jsonl : ce fichier n’existe pas. Vérifiez le chemin.\n",
    )


def test_a_model_reads_as_it_was_told_to_when_it_was_trained(
    motscles: Command, articles: list[Path], models: ModelStore
) -> None:
    options = ("--tags", "auto", "--models", models.path, "--name", "a", "--analysis", "full")
    trained = motscles("train", *options, "--corpus", *articles)
    assert trained.returncode == 0, trained.stderr
    assert models.manifest("a").analyzer["analysis"] == "full"
    assert models.load("a").analyzer.analysis == "full"


@pytest.fixture
def feedback(small_corpus: Corpus, tmp_path: Path) -> FeedbackStore:
    """Return what editors said of two articles of the archive, differently, and of one more."""
    feedback = FeedbackStore(tmp_path / "retours.sqlite")
    first, second = [document for document in small_corpus if document.tags[0] == "Fintech"][:2]
    verdicts = {"awa": Verdict("Argent mobile", "rejected"), "binta": Verdict("Argent mobile", "accepted")}
    for who, verdict in verdicts.items():
        feedback.record(Submission(first.with_tags(), (verdict,), who=who))
    feedback.record(Submission(second.with_tags(), (Verdict("Argent mobile", "rejected"),), who="awa"))
    neuf = Document("", "La radio de Kolda émet", "Les animateurs de la radio ont repris l’antenne.")
    feedback.record(Submission(neuf, (Verdict("Voix locales", "added"), Verdict("Drones", "added"))))
    return feedback


def test_the_loop_compares_a_candidate_and_leaves_the_choice(
    motscles: Command, articles: list[Path], models: ModelStore, feedback: FeedbackStore, tmp_path: Path
) -> None:
    options = ("--tags", "auto", "--models", models.path, "--corpus", *articles)
    learn = ("--with-feedback", "--feedback", feedback.address)
    first = motscles("train", *options, "--name", "a", *learn)
    assert first.returncode == 0, first.stderr
    assert first.stderr.endswith(f"Le modèle a est en service ({models.path / 'a'}).\n")  # there was none before

    sheet = tmp_path / "désaccords.csv"
    again = motscles("train", *options, "--name", "b", *learn, "--conflicts", sheet)
    assert again.returncode == 0, again.stderr
    assert (
        "4 retours : 2 articles de l’archive, dont 1 aux mots-clés corrigés ; 1 article en plus ; "
        "1 article dont on sait seulement des refus.\n"
    ) in again.stderr
    assert "mots-clés de retours absents du vocabulaire, ignorés : « Drones » (1).\n" in again.stderr
    assert "1 désaccord, archive et éditeurs ; le dernier avis des éditeurs l’emporte :\n" in again.stderr
    assert "« Argent mobile » archive oui, awa non, binta oui → oui\n" in again.stderr
    assert "Candidat b et modèle en service a, sur les mêmes articles mis de côté :\n" in again.stderr
    assert "+0,000 [+0,000 ; +0,000]  pas plus que le hasard\n" in again.stderr  # nothing came between the two
    assert again.stderr.endswith(
        "Le modèle en service n’a pas changé. Pour y mettre le candidat : motscles models promote b\n"
    )
    assert models.current() == "a"
    header, *rows = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert header == "désaccord;article;titre;mot-clé;archive;éditeurs;retenu"
    assert [row.split(";")[0] for row in rows] == ["entre éditeurs", "archive et éditeurs"]

    plain = motscles("train", *options, "--name", "c")
    assert (
        "le modèle a, en service, avait appris de 4 retours d’éditeurs ; celui-ci n’en a appris d’aucun" in plain.stderr
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--conflicts", "c.csv"], "--feedback et --conflicts vont avec --with-feedback"),
        (["--with-feedback", "--feedback", "absente"], "pas de base de retours à absente"),
        (["--with-feedback", "--conflicts", "c.txt"], "c.txt : les désaccords s’écrivent en .csv"),
    ],
)
def test_what_the_loop_lacks_is_said_before_anything_is_learned(
    motscles: Command,
    articles: list[Path],
    models: ModelStore,
    feedback: FeedbackStore,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    message: str,
) -> None:
    monkeypatch.setenv("CLASSIFIER_FEEDBACK", feedback.address)
    answer = motscles("train", "--tags", "auto", "--models", models.path, "--corpus", *articles, *options)
    assert answer.returncode == 1
    assert message in answer.stderr
    assert models.versions() == []
