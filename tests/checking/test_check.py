import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from classifier.checking import MIN_ARTICLES, Code, CorpusCheck, Finding
from classifier.corpora import Corpus
from classifier.errors import CorpusError
from classifier.learning.classifier import MIN_EXAMPLES
from classifier.settings import Settings
from classifier.vocabulary import Period, Tag, Vocabulary

ROOT = Path(__file__).parents[2]
TAGS = Vocabulary(
    [
        Tag("radio", "Radio"),
        Tag("reseaux", "Réseaux sociaux", former=("Web 2.0",), synonyms=("toile sociale",)),
        Tag("yas", "Yas", period=Period(start=date(2024, 11, 1))),
        Tag("art", "Gestion de l’ART", former=("ART",)),
        Tag("regulation", "Régulation", former=("ART",)),
    ]
)
TEXT = (
    "Le régulateur a publié mardi les chiffres du marché de la téléphonie pour le premier trimestre de l’année. "
    "Le parc progresse de trois points, porté par les offres à bas prix que les opérateurs ont lancées en mars. "
    "Les associations de consommateurs, elles, relèvent que les plaintes pour des coupures ont doublé à Thiès."
)
OTHER = (
    "Une station communautaire de Podor a repris ses émissions, six semaines après l’orage qui avait détruit son "
    "émetteur. Les habitants ont payé la réparation, et le comité de gestion cherche maintenant un technicien."
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a writer of one file, a row for each dict; what a row does not say is as it should be."""

    def write(*rows: dict[str, object] | bytes, name: str = "a.jsonl") -> Path:
        whole = {"id": "a1", "title": "Titre", "text": TEXT, "date": "2025-03-14", "tags": ["Radio"]}
        lines = [row if isinstance(row, bytes) else json.dumps(whole | row).encode() for row in rows]
        (tmp_path / name).write_bytes(b"\n".join(lines) + b"\n")
        return tmp_path / name

    return write


def check(*paths: Path, vocabulary: Vocabulary | None = TAGS) -> list[Finding]:
    return list(CorpusCheck(*paths, vocabulary=vocabulary, min_articles=0).findings())


def codes(findings: Iterable[Finding]) -> list[Code]:
    return [finding.code for finding in findings]


def test_nothing_is_said_of_what_is_right(write: Write) -> None:
    assert check(write({}, {"id": "a2", "text": OTHER})) == []


@pytest.mark.parametrize(
    ("row", "code", "level", "message"),
    [
        (b"{broken", Code.UNREADABLE, "error", "JSON illisible"),
        (b'{"id": "\xe9"}', Code.UNREADABLE, "error", "invalide en UTF-8"),
        ({"date": "hier"}, Code.UNREADABLE, "error", "champ « date » : 'hier' n’est pas une date"),
        ({"id": None}, Code.NO_ID, "warning", "sans identifiant"),
        ({"title": " "}, Code.NO_TITLE, "error", "sans titre"),
        ({"text": "\n"}, Code.NO_TEXT, "error", "texte vide."),
        ({"text": "<p>&nbsp;</p>"}, Code.NO_TEXT, "error", "une fois le balisage ôté"),
        ({"tags": []}, Code.NO_TAGS, "error", "sans mot-clé"),
        ({"date": ""}, Code.NO_DATE, "warning", "sans date"),
        ({"tags": ["Radoi"]}, Code.UNKNOWN_LABEL, "error", "inconnu « Radoi ». Le plus proche : « Radio »."),
        ({"tags": ["zzz"]}, Code.UNKNOWN_LABEL, "error", "libellé inconnu « zzz »."),
        ({"tags": ["ART"]}, Code.UNKNOWN_LABEL, "error", "plusieurs mots-clés : « Gestion de l’ART », « Régulation »"),
        ({"tags": ["Web 2.0"]}, Code.FORMER_LABEL, "warning", "ancien nom de « Réseaux sociaux »"),
        ({"tags": ["toile sociale"]}, Code.OTHER_SPELLING, "warning", "est écrit « Réseaux sociaux »"),
        ({"tags": ["radio"]}, Code.OTHER_SPELLING, "warning", "« radio » est écrit « Radio »"),
        (
            {"tags": ["Yas"], "date": "2012-05-01"},
            Code.OUTSIDE_PERIOD,
            "error",
            "« Yas » ne s’emploie qu’à partir du 2024-11-01 (article du 2012-05-01).",
        ),
        ({"text": "Le réseau est en panne."}, Code.TINY_TEXT, "warning", "texte de 5 mots"),
        (
            {"text": "The regulator published the figures of the mobile market for the first quarter yesterday. " * 3},
            Code.NOT_FRENCH,
            "warning",
            "pas être en français",
        ),
    ],
)
def test_each_fault_is_found_at_its_place(
    write: Write, row: dict[str, object] | bytes, code: Code, level: str, message: str
) -> None:
    path = write({"id": "a0", "text": OTHER}, b"", row)
    (finding,) = check(path)
    assert (finding.code, finding.level, finding.path, finding.line) == (code, level, path, 3)
    assert message in finding.message
    assert str(finding).startswith(f"{path}, ligne 3 : ")


def test_an_id_that_comes_back_names_both_places(write: Write) -> None:
    first, second = write({}), write({"text": OTHER}, name="b.jsonl")
    (finding,) = check(first.parent)
    assert (finding.code, finding.path, finding.line) == (Code.DUPLICATE_ID, second, 1)
    assert f"{first}, ligne 1" in finding.message


def test_the_same_text_is_found_behind_markup_case_and_apostrophes(write: Write) -> None:
    again = "<p>" + TEXT.upper().replace("’", "'").replace(". ", ".</p>\n<p>") + "</p>"
    (finding,) = check(write({}, {"id": "a2", "text": again}))
    assert (finding.code, finding.document_id) == (Code.SAME_TEXT, "a2")
    assert "même texte que « a1 »" in finding.message


def test_near_duplicates_are_one_finding_and_their_runs_none(write: Write) -> None:
    texts = [TEXT, TEXT.replace("mardi", "jeudi"), TEXT.replace("trois", "cinq"), TEXT.replace("doublé", "baissé")]
    found = check(write(*({"id": f"a{n}", "text": text} for n, text in enumerate(texts))))
    assert codes(found) == [Code.NEAR_DUPLICATE] * 3
    assert [finding.document_id for finding in found] == ["a1", "a2", "a3"]


def test_a_shared_run_names_both_places_and_quotes_its_words(write: Write) -> None:
    run = "porté par les offres à bas prix que les opérateurs"
    path = write({}, b"{broken", {"id": "a2", "text": f"{OTHER} C’est, {run} défunts, un essor."})
    finding = check(path)[1]
    assert (finding.code, finding.line, finding.document_id) == (Code.SHARED_RUN, 3, "a2")
    assert finding.message == f"10 mots communs avec « a1 » ({path}, ligne 1) : « {run} »."


def test_a_long_proper_name_is_told_apart(write: Write) -> None:
    name = " dit la Banque Ouest Africaine de Développement de Lomé, Bénin et Togo"
    found = check(write({"text": TEXT + name}, {"id": "a2", "text": OTHER + name.replace(" dit", " selon")}))
    assert codes(found) == [Code.SET_PHRASE]


def test_a_plain_file_is_an_article_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Un titre\n\n{TEXT}", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    found = check(tmp_path)
    assert codes(found) == [Code.NO_TAGS, Code.NO_DATE, Code.UNREADABLE]
    assert {finding.line for finding in found[:2]} == {None}


def test_rare_tags_are_told_and_all_tags_are_counted(write: Write) -> None:
    corpus = CorpusCheck(
        write({"tags": ["Radio", "Web 2.0"]}, {"id": "a2", "text": OTHER, "date": "2019-01-01"}),
        vocabulary=TAGS,
        min_articles=2,
    )
    rare = [finding.message for finding in corpus.findings() if finding.code is Code.FEW_ARTICLES]
    assert "« Réseaux sociaux » : 1 article ; il en faut au moins 2." in rare
    assert "« Yas » : aucun article ; il en faut au moins 2." in rare
    radio = next(row for row in corpus.tags if row.label == "Radio")
    assert (radio.articles, radio.dominant, radio.first_year, radio.last_year) == (2, 2, 2019, 2025)
    assert (corpus.articles, corpus.errors, corpus.warnings) == (2, 0, 1 + 4)


def test_without_a_vocabulary_the_labels_are_taken_as_they_come(write: Write) -> None:
    path = write({"tags": ["Inouï"]})
    assert check(path, vocabulary=None) == []


def test_checking_twice_says_the_same(write: Write) -> None:
    corpus = CorpusCheck(write({}, {}), vocabulary=TAGS)
    first = list(corpus.findings())
    assert (list(corpus.findings()), corpus.articles, corpus.errors) == (first, 2, 2)


def test_what_corpus_reads_is_what_is_checked(tmp_path: Path, write: Write) -> None:
    path = write({})
    (tmp_path / "notes.md").write_text("rien", encoding="utf-8")
    assert CorpusCheck(tmp_path, path).files == [path]
    with pytest.raises(CorpusError, match="n’existe pas"):
        CorpusCheck(tmp_path / "absent.jsonl")


def test_the_progress_ends_where_it_said_it_would(write: Write) -> None:
    told: dict[str, tuple[int, int]] = {}
    path = write({}, {"id": "a2", "text": f"{OTHER} {TEXT}"})
    list(CorpusCheck(path).findings(lambda stage, done, total: told.__setitem__(stage, (done, total))))
    assert told["checking"] == (2, 2)
    assert told["comparing"] == (2, 2)


def test_the_least_number_of_articles_is_the_one_that_learning_asks_for() -> None:
    assert MIN_ARTICLES == MIN_EXAMPLES


def test_the_starter_corpus_has_no_error_and_no_near_duplicate(starter: Corpus, vocabulary: Vocabulary) -> None:
    corpus = CorpusCheck(ROOT / "training_data" / "articles", vocabulary=vocabulary, min_articles=40)
    wrong = [
        str(finding)
        for finding in corpus.findings()
        if finding.level == "error" or finding.code in {Code.NEAR_DUPLICATE, Code.FEW_ARTICLES, Code.NOT_FRENCH}
    ]
    assert wrong == []
    assert corpus.articles == len(starter) > 2400


def test_no_starter_article_is_near_one_of_the_development_set(starter: Corpus) -> None:
    corpus = CorpusCheck(ROOT / "training_data" / "articles", ROOT / "training_data" / "evaluation")
    near = {Code.SAME_TEXT, Code.NEAR_DUPLICATE, Code.DUPLICATE_ID}
    assert [str(finding) for finding in corpus.findings() if finding.code in near] == []
    assert corpus.articles == len(starter) + 55


def test_the_development_set_is_not_trained_on(starter: Corpus) -> None:
    held_out = {document.id for document in Corpus.read(ROOT / "training_data" / "evaluation")}
    assert len(held_out) == 55
    assert held_out.isdisjoint(document.id for document in starter)
    assert Settings().corpus == Path("training_data/articles")
