import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from classifier.corpora import read_rows
from classifier.documents import Document
from classifier.errors import SiteError
from classifier.spip import Tally, open_site, read_documents
from classifier.spip import articles as articles_module
from classifier.spip import site as site_module
from classifier.tagging import has_order
from spip_sites import PASSWORD, SECRET, invented, with_doubled_texts, write_sqlite

VERSIONS = ("2.1", "3", "4")


def documents(path: Path, **options: Any) -> tuple[dict[str, Document], Tally]:
    tally = Tally()
    with open_site(str(path), **options) as site:
        return {document.id: document for document in read_documents(site, tally)}, tally


@pytest.mark.parametrize("version", VERSIONS)
def test_an_article_comes_out_whole(tmp_path: Path, version: str) -> None:
    found, _ = documents(write_sqlite(tmp_path / "a.sqlite", version, invented(version)))
    article = found["1"]
    assert article.title == "La fibre arrive à Podor"
    assert article.date == date(2019, 3, 14)
    assert article.url == "https://www.exemple.sn/la-fibre-arrive"
    assert article.tags == ("Commerce électronique", "Législation/Réglementation", "Téléphonie mobile")
    assert article.extra == {
        "section": "Presse > Année 2019",
        "language": "fr",
        "status": "publie",
        "tag_ids": [3, 1, 2],
        "groups": ["Thèmes", "Thèmes", "Thèmes"],
    }
    paragraphs = article.text.split("\n\n")
    assert paragraphs[:3] == ["Réseaux", "Un chantier de deux mois.", "Le chantier a commencé."]
    assert "Voir le plan ou Le plan du réseau." in article.text
    assert "Podor 1 200" in article.text.replace("\t", " ")
    assert article.text.endswith("Source : Le Courrier inventé".replace(" :", "\u00a0:")) or article.text.endswith(
        "Source : Le Courrier inventé"
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_no_article_is_left_out_and_counted(tmp_path: Path, version: str) -> None:
    found, tally = documents(write_sqlite(tmp_path / "a.sqlite", version, invented(version)))
    assert list(found) == ["1", "2", "5", "6", "40"]
    assert tally.skipped == {"redirect": 1, "empty": 1}
    assert (tally.articles, tally.tagged, tally.undated, tally.unknown_keywords) == (5, 4, 1, 1)
    assert (tally.first, tally.last) == (date(2019, 3, 14), date(2020, 2, 15))
    assert tally.tags == {1: 1, 2: 2, 3: 2, 4: 1, 5: 1}


def test_every_sign_comes_through(tmp_path: Path) -> None:
    found, _ = documents(write_sqlite(tmp_path / "a.sqlite", "4", invented("4")))
    assert found["2"].text == "Trois étapes – et l’Œuvre 😀 d’un été."
    assert "Un chemin C:\\temp\\n, des 'quotes', l''eau" in found["6"].text


def test_the_language_of_a_field_is_chosen(tmp_path: Path) -> None:
    found, _ = documents(write_sqlite(tmp_path / "a.sqlite", "4", invented("4")), language="en")
    assert found["2"].title == "The network plan"
    assert found["2"].tags == ("E-commerce",)
    assert found["40"].extra["language"] == "en"


def test_the_order_of_an_import_is_not_taken_for_an_editors(tmp_path: Path) -> None:
    found, _ = documents(write_sqlite(tmp_path / "a.sqlite", "4", invented("4")))
    assert any(len(document.tags) > 1 for document in found.values())
    assert not has_order(found.values())


def test_keywords_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found, _ = documents(write_sqlite(tmp_path / "a.sqlite", "4", invented("4")))
    assert found["6"].tags == ("Podor (Lieux)", "Podor (Thèmes)")
    assert found["6"].extra["tag_ids"] == [5, 4]


def test_groups_and_keywords_say_what_they_are(tmp_path: Path) -> None:
    with open_site(str(write_sqlite(tmp_path / "a.sqlite", "2.1", invented("2.1")))) as site:
        themes, places = site.groups()
        assert (themes.label, themes.single, themes.mandatory, themes.tables) == ("Thèmes", False, True, ("articles",))
        assert (places.label, places.single) == ("Lieux", True)
        first = site.keywords()[0]
        assert (first.id, first.label, first.group) == (1, "Législation/Réglementation", 1)
        assert first.raw == "41. Législation/Réglementation"
        assert (site.kind, site.prefix, site.version) == ("file", "spip", "2.1")
        assert site.count() == 7
        assert site.count(["prepa", "publie"]) == 8


@pytest.mark.parametrize("version", VERSIONS)
def test_text_encoded_twice_comes_out_the_same_and_is_counted(
    tmp_path: Path, version: str, read: Callable[..., bytes]
) -> None:
    right = write_sqlite(tmp_path / "right.sqlite", version, invented(version))
    wrong = write_sqlite(tmp_path / "wrong.sqlite", version, with_doubled_texts(invented(version)))
    assert read(wrong) == read(right)
    with open_site(str(wrong)) as site:
        list(read_documents(site, Tally()))
        assert site.repairs["mots.titre"] == 4
        assert site.repairs["articles.titre"] == 3
    with open_site(str(right)) as site:
        list(read_documents(site, Tally()))
        assert not site.repairs


def test_one_field_encoded_twice_among_right_ones_is_repaired(tmp_path: Path) -> None:
    site = invented("4")
    site["mots"] = [{**row, "titre": "TÃ©lÃ©phonie"} if row["id_mot"] == 2 else row for row in site["mots"]]
    found, _ = documents(write_sqlite(tmp_path / "a.sqlite", "4", site))
    assert found["40"].tags == ("Téléphonie",)
    assert "Législation/Réglementation" in found["1"].tags


def test_the_prefix_is_found_and_two_sites_ask_for_one(tmp_path: Path, read: Callable[..., bytes]) -> None:
    alone = write_sqlite(tmp_path / "alone.sqlite", "3", invented("3"), prefix="observatoire_2")
    assert read(alone) == read(write_sqlite(tmp_path / "spip.sqlite", "3", invented("3")))
    write_sqlite(tmp_path / "both.sqlite", "3", invented("3"), prefix="osiris")
    both = write_sqlite(tmp_path / "both.sqlite", "4", invented("4"), prefix="blog")
    with pytest.raises(
        SiteError, match=r"plusieurs sites SPIP, de préfixes « blog », « osiris ». Choisissez avec --prefix"
    ):
        read(both)
    assert read(both, prefix="osiris") == read(alone)
    with pytest.raises(SiteError, match=r"aucune table de SPIP de préfixe « x ». Il y a : « blog », « osiris »"):
        read(both, prefix="x")


def test_nothing_secret_is_read_and_nothing_is_written(tmp_path: Path, read: Callable[..., bytes]) -> None:
    path = write_sqlite(tmp_path / "a.sqlite", "4", invented("4"))
    before = path.read_bytes()
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(f"{call[2]} {call[3]}")

    event.listen(Engine, "before_cursor_execute", note)
    written = read(f"sqlite:///{path}")
    event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) > 10
    assert not [one for one in asked if "auteurs" in one and "table_info" not in one]
    assert not [one for one in asked if "secret" in one or "*" in one.replace("count(*)", "")]
    assert PASSWORD.encode() not in written
    assert SECRET.encode() not in written
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.sqlite"]
    with open_site(str(path)) as site, pytest.raises(Exception, match="readonly"):
        site.rows.connection.exec_driver_sql("DELETE FROM spip_articles")


def test_many_articles_come_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., bytes]
) -> None:
    path = write_sqlite(tmp_path / "a.sqlite", "4", invented("4"))
    whole = read(path)
    monkeypatch.setattr(site_module, "BATCH", 2)
    assert read(path) == whole


def test_an_import_is_read_back_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, read: Callable[..., bytes]
) -> None:
    lines = read(write_sqlite(tmp_path / "a.sqlite", "4", invented("4"))).splitlines()
    with caplog.at_level(logging.WARNING):
        assert all(isinstance(one, Document) for one in read_rows(lines, "a.jsonl"))
    assert not caplog.records


def test_several_processes_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles_module, "TASK", 1)
    with open_site(str(write_sqlite(tmp_path / "a.sqlite", "4", invented("4")))) as site:
        alone, together = Tally(), Tally()
        assert list(read_documents(site, alone)) == list(read_documents(site, together, jobs=2))
        assert alone == together
        halfway = read_documents(site, Tally(), jobs=2)
        assert next(halfway).id == "1"
        halfway.close()  # type: ignore[attr-defined]  # it is a generator


def test_damaged_texts_are_read_as_far_as_they_are_text(tmp_path: Path) -> None:
    site = invented("4")
    path = write_sqlite(tmp_path / "a.sqlite", "4", site)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE spip_articles SET texte = ? WHERE id_article = 1", ("Avant\x00après\x08.",))
        base.execute("UPDATE spip_articles SET texte = ? WHERE id_article = 2", ("L’été, l\x92œuvre".encode(),))
        base.execute(
            "UPDATE spip_articles SET texte = CAST(? AS TEXT) WHERE id_article = 5", (b"L\x92\xe9t\xe9 \xe9crit",)
        )
        base.execute("UPDATE spip_articles SET date = '2019-06-00' WHERE id_article = 6")
    found, _ = documents(path)
    assert "Avantaprès." in found["1"].text
    assert found["5"].text == "L’été écrit"
    assert found["6"].date is None


@pytest.mark.slow
def test_an_article_of_some_megabytes_is_read_and_named(tmp_path: Path) -> None:
    site = invented("4")
    site["articles"] = [
        {**row, "texte": "Le {{mot}} de la fin." + " Un mot d’été," * 200_000} for row in site["articles"][:1]
    ]
    found, tally = documents(write_sqlite(tmp_path / "a.sqlite", "4", site))
    assert found["1"].text.count("mot d’été,") == 200_000
    assert tally.long == ["1"]


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (["CREATE TABLE wp_posts (id int)"], "1 table, aucune de SPIP. Vérifiez que c’est la base du site"),
        ([], "aucune table. Vérifiez"),
        (
            [
                "CREATE TABLE spip_articles (id_article int, titre, texte, statut)",
                "CREATE TABLE spip_mots (id_mot, titre)",
            ],
            "il manque au site SPIP : spip_mots_liens. Exportez la base entière",
        ),
    ],
)
def test_a_database_without_a_site_says_what_is_missing(tmp_path: Path, statements: list[str], message: str) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA user_version = 1")
        for statement in statements:
            base.execute(statement)
    with pytest.raises(SiteError, match=message), open_site(str(path)):
        pass


def test_a_backup_is_known_as_one(tmp_path: Path) -> None:
    site = invented("4")
    site["meta"] = [*site["meta"], {"nom": "dump_structure_temp", "valeur": "a:0:{}"}]
    with open_site(str(write_sqlite(tmp_path / "a.sqlite", "4", site))) as opened:
        assert opened.kind == "backup"


def test_a_damaged_base_is_told(tmp_path: Path) -> None:
    path = write_sqlite(tmp_path / "a.sqlite", "4", invented("4"))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(SiteError, match=r"fichier SQLite abîmé. Copiez-le de nouveau"):
        documents(path)


def test_the_rows_are_json(tmp_path: Path, read: Callable[..., bytes]) -> None:
    lines = read(write_sqlite(tmp_path / "a.sqlite", "4", invented("4"))).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["1", "2", "5", "6", "40"]
