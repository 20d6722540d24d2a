import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from classifier.evaluation import Evaluation, Head
from classifier.reporting import Report, summary, to_html, to_markdown

LABELS = ["Radio & télé", "<script>alert(1)</script>", "Prix | salons", "Sans article"]
GENERATOR = np.random.default_rng(0)
Y = (GENERATOR.random((60, 4)) < 0.4).astype(int)
Y[:, 3] = 0
Y[np.arange(60), GENERATOR.integers(0, 3, 60)] = 1
SAID = np.clip(Y * 0.35 + GENERATOR.random((60, 4)) * 0.6, 0, 1)
SAID[5], SAID[6] = 0.99 * (1 - Y[5]), 0.99 * (1 - Y[6])  # two articles in which the archive is surely wrong
HEADS = tuple(Head(f"a{n}", f"Titre « {n} » <b>gras</b>", 2000 + n % 5) for n in range(60))
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Balance(HTMLParser):
    """Notes every element, and whether each is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    facts: dict[str, object] = {"name": "essai.jsonl", "documents": 60, "fingerprint": "abc123"}
    return Evaluation(LABELS, Y, SAID, np.full(4, 0.5), Y.argmax(axis=1), corpus=facts, articles=HEADS)


@pytest.fixture(scope="module")
def page(evaluation: Evaluation) -> str:
    return to_html(Report(evaluation, model="demo"))


def parsed(page: str) -> Balance:
    reader = Balance()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_needs_nothing_else(page: str) -> None:
    elements = parsed(page).seen
    assert not {"script", "link", "iframe", "img"} & {tag for tag, _ in elements}
    sources = [value for _, attributes in elements for name, value in attributes.items() if name in ("src", "href")]
    assert all(value and value.startswith("#") for value in sources)
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", page) == []
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page


def test_whatever_a_label_or_a_title_holds_is_shown_as_text(page: str) -> None:
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Radio &amp; télé" in page
    assert "<b>gras" not in page


def test_every_plot_says_what_it_shows_and_stands_beside_a_table(page: str) -> None:
    elements = parsed(page).seen
    plots = [attributes for tag, attributes in elements if tag == "svg"]
    assert len(plots) == 5
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in plots)
    assert sum(tag == "table" for tag, _ in elements) >= 8


def test_the_sections_of_the_summary_exist(page: str) -> None:
    elements = parsed(page).seen
    ids = {attributes.get("id") for _, attributes in elements}
    links = [str(attributes["href"])[1:] for tag, attributes in elements if tag == "a"]
    assert len(links) == 6
    assert set(links) <= ids


def test_it_speaks_french_numbers(page: str) -> None:
    assert re.search(r"\d,\d\u202f%", page)
    assert re.search(r">\d+\.\d+ ?%", page) is None
    assert '<html lang="fr">' in page


def test_a_model_that_learned_from_these_articles_is_flagged(evaluation: Evaluation, page: str) -> None:
    assert "ces chiffres le flattent" not in page
    learned = Report(evaluation, model="demo", learned=True)
    assert "ces chiffres le flattent" in to_html(learned)
    assert "ces chiffres le flattent" in to_markdown(learned)


def test_both_kinds_of_cross_validation_are_told(evaluation: Evaluation) -> None:
    assert "partagés en 5 parts" in to_html(Report(evaluation, folds=5, split="chance"))
    assert "blocs de dates : 4 fois" in to_html(Report(evaluation, folds=4, split="date"))


def test_the_automatic_band_appears_where_there_is_one(evaluation: Evaluation, page: str) -> None:
    assert "automatique" not in page
    bands = replace(evaluation, automatic=np.array([0.8, 0.7, 0.9, np.inf]), review=np.full(4, 0.1))
    for text in (to_html(Report(bands, model="demo")), to_markdown(Report(bands, model="demo"))):
        assert "Couverture du domaine automatique" in text
        assert "Seuil" in text
        assert "inf" not in re.sub(r"infér|information", "", text)


def test_without_dates_titles_or_confusions_the_page_is_shorter(evaluation: Evaluation) -> None:
    perfect = Evaluation(LABELS, Y, Y + 0.0, np.full(4, 0.5), Y.argmax(axis=1), corpus=evaluation.corpus)
    text = to_html(Report(perfect, model="demo"))
    parsed(text)
    assert "Confusions" not in text
    assert "Au fil des ans" not in text
    assert "Erreurs possibles" not in text


def test_the_tables_of_the_markdown_have_whole_rows(evaluation: Evaluation) -> None:
    bands = replace(evaluation, automatic=np.array([0.8, 0.7, 0.9, np.inf]))
    for report in (Report(evaluation, model="demo"), Report(bands, folds=3, split="chance")):
        text = to_markdown(report)
        tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
        assert len(tables) >= 8
        for table in tables:
            rows = table.splitlines()
            assert set(rows[1]) <= set("|-:")
            assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {rows[1].count("|")}
        assert "<script>" not in text
        assert "<svg" not in text
        assert r"Prix \| salons" in text


def test_the_summary_names_every_figure_once(evaluation: Evaluation) -> None:
    lines = list(summary(Report(evaluation, model="demo")))
    shown = [name for name in evaluation.overall if name != "first_suggestion"]
    assert len(lines) == len(set(lines)) == len(shown)
    assert lines[0].startswith("Précision – toutes décisions confondues (micro)")
