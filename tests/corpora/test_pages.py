from datetime import date
from pathlib import Path

import pytest

from classifier.corpora import LabelMatcher, page_files, read_page, read_pages, write_articles
from classifier.corpora.html import decode_page
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.vocabulary import Tag, Vocabulary

DATA = Path(__file__).parents[1] / "data" / "pages"
SHARED = Path(__file__).parents[3] / "shared" / "spip"
BODY = "<p>Dix mots au moins font un article, et ce texte en a davantage, comme on voit.</p>"
LABELS = ("Service universel", "Editorial", "Radios communautaires")


@pytest.fixture
def labels() -> LabelMatcher:
    return LabelMatcher(Vocabulary(Tag(f"t{number}", label) for number, label in enumerate(LABELS)))


def page(name: str, labels: LabelMatcher | None = None) -> Document:
    return read_page((DATA / name).read_bytes(), path=name, labels=labels)


def spip(after_title: str, *, head: str = "", body: str = BODY) -> bytes:
    """Return a page of a SPIP skeleton that names nothing."""
    return (
        f"<html><head><title>Un titre - Site</title>{head}</head><body><p>Accueil &gt; Presse &gt; Un titre</p>"
        f"<h1>Un titre</h1>{after_title}{body}</body></html>"
    ).encode()


def test_a_skeleton_of_its_own_is_read_by_what_stands_between_title_and_text() -> None:
    article = page("operateur-fictif.html")
    assert article.id == "Un-village-tire-sa-propre-fibre"
    assert article.title == "Un village de Casamance tire sa propre fibre"
    assert article.date == date(2019, 6, 5)
    assert article.tags == ("Service universel",)
    assert article.url == "https://www.example.org/Un-village-tire-sa-propre-fibre.html"
    first, *_, last = article.text.split("\n")
    assert first.startswith("Sans attendre l’opérateur")
    assert last == "(Source : Le Courrier imaginaire, 5 juin 2019)"


def test_the_default_skeleton_is_read_by_its_names() -> None:
    article = page("sous-dossier/article12.html")
    assert (article.id, article.date) == ("article12", date(2021, 2, 9))
    assert article.tags == ("Radios communautaires", "Internet")  # ranks stripped, the cloud left out
    assert article.text == (
        "Une antenne associative ajoute un flux à ses ondes.\nDu studio au téléphone\n"
        "Les auditrices écoutent désormais depuis l’étranger. L’équipe de bénévoles a réglé elle-même le serveur.\n"
        "trois émissions\ndeux langues"
    )


def test_an_old_page_in_latin1_keeps_its_apostrophes_and_its_linked_keyword() -> None:
    article = page("edito.htm")
    assert (article.id, article.title, article.date) == ("edito", "Édito : l’été des réseaux", date(2005, 8, 1))
    assert article.tags == ("Editorial",)
    assert article.text.startswith("L’orage a coupé la ligne")


def test_another_site_is_read_by_its_metadata_and_its_main_text() -> None:
    article = page("blog.html")
    assert (article.id, article.title) == ("payer-son-taxi", "Payer son taxi par téléphone")
    assert article.date == date(2022, 3, 18)  # as its author's clock showed it
    assert article.tags == ("Paiement mobile", "Transport")
    assert article.text.startswith("À l’entrée de la gare")
    assert "Contact" not in article.text


@pytest.mark.parametrize(
    ("after_title", "tags"),
    [
        ("<p>mardi 3 avril 2012</p><p>Editorial</p>", ("Editorial",)),
        ("<p>mardi 3 avril 2012</p><p>editorial, Service universel</p>", ("Editorial", "Service universel")),
        ("<p>mardi 3 avril 2012</p><p>par Untel</p><p>Service universel</p>", ("Service universel",)),
        ('<p>mardi 3 avril 2012</p><a href="/spip.php?mot4">4. Editorial</a>', ("Editorial",)),
        ('<p>mardi 3 avril 2012 - <a href="/mot4.html">Editorial</a></p>', ("Editorial",)),
        ("<p>mardi 3 avril 2012 | Service universel</p>", ("Service universel",)),
        ("<p>mardi 3 avril 2012, par Editorial</p>", ()),
        ("<p>mardi 3 avril 2012</p><p>Un intertitre</p>", ()),
        ("<p>mardi 3 avril 2012</p>", ()),
        ("<p>Editorial</p>", ()),
    ],
)
def test_a_line_is_a_keyword_when_the_vocabulary_has_it(
    labels: LabelMatcher, after_title: str, tags: tuple[str, ...]
) -> None:
    assert read_page(spip(after_title), path="a.html", labels=labels).tags == tags


@pytest.mark.parametrize(
    ("after_title", "tags"),
    [
        ("<p>mardi 3 avril 2012</p><p>Portrait/Entretien</p>", ("Portrait/Entretien",)),
        ("<p>mardi 3 avril 2012</p><p>par Untel</p>", ()),
        ("<p>mardi 3 avril 2012</p><p>Que faire ?</p>", ()),
        ("<p>Portrait/Entretien</p>", ()),
    ],
)
def test_without_a_vocabulary_the_short_line_after_the_day_is_believed(after_title: str, tags: tuple[str, ...]) -> None:
    assert read_page(spip(after_title), path="a.html").tags == tags


def test_a_first_paragraph_that_tells_a_day_is_no_heading() -> None:
    body = f"<div><p>Le 4 mai 2010, l’antenne d’essai fut posée au sommet de la colline des brumes.</p>{BODY}</div>"
    text = read_page(spip("<p>mardi 3 avril 2012</p>", body=body), path="a.html").text
    assert text.startswith("Le 4 mai 2010")


def test_a_long_run_gives_memory_back_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("classifier.corpora.pages.FORGET_EVERY", 1)
    assert len(list(read_pages(page_files(DATA)))) == 5
    assert caplog.text == ""


def test_what_no_tag_bears_is_left_out_and_counted(labels: LabelMatcher) -> None:
    article = page("sous-dossier/article12.html", labels)
    assert article.tags == ("Radios communautaires",)
    assert dict(labels.unknown) == {"Internet": 1}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\ufeffété".encode(), "été"),
        ("été".encode("utf-16"), "été"),
        (b"<meta charset=iso-8859-1>\xe9t\xe9 \x9cuvre", "<meta charset=iso-8859-1>été œuvre"),
        ('<meta charset="iso-8859-1">été'.encode(), '<meta charset="iso-8859-1">été'),
        (b'<meta charset="utf-8">l\xe9gende', '<meta charset="utf-8">légende'),
        (b'<meta charset="inconnu">l\xe9gende', '<meta charset="inconnu">légende'),
        ('<meta charset="utf-8">été é'.encode()[:-1], '<meta charset="utf-8">été \ufffd'),
        (b"<meta charset=iso-8859-15>\xa4", "<meta charset=iso-8859-15>€"),
    ],
)
def test_characters_are_right_whatever_the_page_declares(content: bytes, text: str) -> None:
    assert decode_page(content) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "ce n’est pas une page HTML"),
        (b"un texte", "ce n’est pas une page HTML"),
        (b"<html></html>", "aucun titre|page vide"),
        (b"<h1>Titre</h1><p>Trop court.</p>", "aucun texte d’article"),
        (spip("", head='<link rel="canonical" href="http://a.example/spip.php?rubrique3">'), r"\(rubrique\)"),
        (spip("", head='<link rel="canonical" href="http://a.example/spip.php?page=recherche">'), r"\(recherche\)"),
        ((DATA / "sous-dossier" / "rubrique.html").read_bytes(), r"\(rubrique\)"),
        (b"<html><h1>Titre</h1>" + b"<div>" * 3000 + b"fond", "aucun texte d’article"),
    ],
)
def test_a_page_without_an_article_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(CorpusError, match=rf"^page\.html : .*(?:{reason})"):
        read_page(content, path="page.html")


def test_folders_are_read_whole_in_a_stable_order() -> None:
    names = [path.relative_to(DATA).as_posix() for path in page_files(DATA, DATA / "blog.html")]
    assert names == sorted(names)
    assert names == [
        "blog.html", "edito.htm", "operateur-fictif.html", "sous-dossier/article12.html", "sous-dossier/rubrique.html"
    ]  # fmt: skip


def test_mirrored_pages_without_a_suffix_are_found(tmp_path: Path) -> None:
    for name in ("spip.php?article7", "spip.php?rubrique2", "image.png"):
        (tmp_path / name).write_bytes(spip(""))
    assert [read_page(one.read_bytes(), path=one).id for one in page_files(tmp_path)] == ["article7"]


def test_absent_paths_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="n’existe pas"):
        page_files(tmp_path / "absent")
    with pytest.raises(CorpusError, match="aucune page"):
        page_files(tmp_path)


def test_one_bad_page_stops_nothing_and_reasons_are_counted(tmp_path: Path) -> None:
    (tmp_path / "vide.html").write_bytes(b"")
    report = write_articles(read_pages([tmp_path / "vide.html", *page_files(DATA)]), tmp_path / "a.jsonl")
    assert (report.written, report.undated, report.untagged) == (4, 0, 0)
    assert sum(report.skipped_counts.values()) == 2
    assert report.skipped["ce n’est pas une page HTML."] == [str(tmp_path / "vide.html")]


def test_a_page_of_many_megabytes_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.corpora.pages.LARGEST", 1000)
    (tmp_path / "a.html").write_bytes(b"<" * 1001)
    (error,) = read_pages([tmp_path / "a.html"])
    assert "plus de 20 Mo" in str(error)


@pytest.mark.skipif(not SHARED.is_dir(), reason="no samples of a real site in ../shared/spip")
def test_the_page_of_a_real_spip_4_3_is_read() -> None:
    path = SHARED / "article1.html"
    article = read_page(path.read_bytes(), path=path)
    assert (article.id, article.date) == ("article1", date(2020, 1, 15))
    assert set(article.tags) == {"Téléphonie mobile", "Législation/Réglementation", "Commerce électronique"}
    assert article.text.startswith("Chapo avec gras et un lien")
    assert "Votre nom" not in article.text
