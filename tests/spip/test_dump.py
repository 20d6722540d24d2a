import gzip
import io
import os
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from classifier.errors import SiteError
from classifier.spip import Tally, open_site, read_documents, scanner
from classifier.spip.dump import CreateTable, Insert, read_dump
from spip_sites import dump_like_phpmyadmin, invented, with_doubled_texts, write_sqlite

Read = Callable[..., bytes]
CREATE = (
    b"CREATE TABLE `t` (\n `a` int(11) NOT NULL DEFAULT 0 COMMENT 'a, b (c)',\n `b` text,\n PRIMARY KEY (`a`),\n"
    b" KEY `b` (`b`)\n);\n"
)


class Dripping(io.BytesIO):
    """A file that gives a few bytes at a time: every token is cut somewhere."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 7, 7))


def rows(text: bytes, *, stream: type[io.BytesIO] = io.BytesIO) -> list[list[bytes | None]]:
    statements = read_dump(stream(text), source="a.sql", wanted=lambda name: name == "t")
    return [row for one in statements if isinstance(one, Insert) for row in one.rows]


@pytest.mark.parametrize("stream", [io.BytesIO, Dripping])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (b"(1,'x')", [[b"1", b"x"]]),
        (b"(1,NULL),\n( -2 , 'l''eau' )", [[b"1", None], [b"-2", b"l'eau"]]),
        (rb"(1,'l\'eau\n\t\0\Z\\ \% \"')", [[b"1", b"l'eau\n\t\0\x1a\\ % \""]]),
        (b"(1.5e3,'\"\" -- # /* */ ; ),(')", [[b"1.5e3", b'"" -- # /* */ ; ),(']]),
        (b'(1,"dit ""oui"" \'\'")', [[b"1", b"dit \"oui\" ''"]]),
        (b"(1,_binary 'ab'),(2,0x6162),(3,x'6162'),(4,_utf8mb4'ab')", [[n, b"ab"] for n in (b"1", b"2", b"3", b"4")]),
        (b"(1,current_timestamp())", [[b"1", b"current_timestamp()"]]),
        ("(1,'é😀')".encode(), [[b"1", "é😀".encode()]]),
        (b"(1,'\xff\xfe')", [[b"1", b"\xff\xfe"]]),
    ],
)
def test_values_are_read_as_they_were_written(
    values: bytes, expected: list[list[bytes | None]], stream: type[io.BytesIO]
) -> None:
    text = CREATE + b"INSERT INTO `t` VALUES " + values + b";\nINSERT IGNORE INTO base.`t` (`a`, b) VALUES (9,'fin') ;"
    assert rows(text, stream=stream) == [*expected, [b"9", b"fin"]]


@pytest.mark.parametrize("stream", [io.BytesIO, Dripping])
def test_what_nobody_wants_is_passed_over(stream: type[io.BytesIO]) -> None:
    text = (
        b"-- it's a comment; INSERT INTO t VALUES (1)\n# d'un autre\n/* un'autre; */ /*!40101 SET NAMES latin1 */;\n"
        b"DROP TABLE IF EXISTS `t`;CREATE DATABASE x;\n"
        b"INSERT INTO other VALUES (1,'a;b''c\\'d\\\\',-2),(2,\"x;'y\",3/4); -- l'eau ;\n"
        b"INSERT INTO `o;'ther` VALUES ('-- x', 'INSERT INTO t VALUES (1);');"
        b"INSERT INTO t (a) VALUES (5); -- fini, sans fin de ligne"
    )
    assert rows(text, stream=stream) == [[b"5"]]


def test_columns_are_those_declared() -> None:
    (create,) = read_dump(io.BytesIO(CREATE), source="a.sql")
    assert create == CreateTable("t", ["a", "b"])


@pytest.mark.parametrize("version", ["2.1", "3", "4"])
def test_a_dump_gives_the_articles_of_the_base(tmp_path: Path, version: str, read: Read) -> None:
    base = read(write_sqlite(tmp_path / "a.sqlite", version, invented(version)))
    dump = dump_like_phpmyadmin(tmp_path / "a.sql", version, invented(version), prefix="osi")
    assert read(dump) == base
    packed = tmp_path / "packed.bin"  # judged by its contents
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    assert read(packed) == base
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(dump, "export/a.sql")
    assert read(tmp_path / "a.zip") == base
    packed.write_bytes(gzip.compress((tmp_path / "a.sqlite").read_bytes()))
    assert read(packed) == base


def test_a_dump_whose_header_lies_about_its_charset_is_read_by_its_bytes(tmp_path: Path, read: Read) -> None:
    base = read(write_sqlite(tmp_path / "a.sqlite", "4", invented("4")))
    dump = dump_like_phpmyadmin(tmp_path / "a.sql", "4", invented("4"))
    dump.write_bytes(b"\xef\xbb\xbf" + dump.read_bytes().replace(b"SET NAMES utf8mb4", b"SET NAMES latin1"))
    assert read(dump) == base
    doubled = dump_like_phpmyadmin(tmp_path / "b.sql", "4", with_doubled_texts(invented("4")))
    assert read(doubled) == base


def test_a_dump_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    read(dump_like_phpmyadmin(tmp_path / "a.sql", "4", invented("4")))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_dump_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = dump_like_phpmyadmin(tmp_path / "a.sql", "4", invented("4")).read_bytes().rstrip()
    cut = tmp_path / "cut.sql"
    for end in range(len(whole) // 3, len(whole), 97):
        cut.write_bytes(whole[:end])
        with (
            pytest.raises(SiteError, match=r"cut.sql, ligne \d+ : le fichier s’arrête avant la fin"),
            open_site(str(cut)),
        ):
            pass
    packed = gzip.compress(whole)
    cut.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(SiteError, match="s’arrête avant la fin"), open_site(str(cut)):
        pass


def test_a_dump_of_mysqldump_must_end_as_it_promised() -> None:
    text = b"-- MariaDB dump 10.19  Distrib 10.11\n--\n" + CREATE + b"INSERT INTO t VALUES (1,'x');\n"
    with pytest.raises(SiteError, match="s’arrête avant la fin"):
        rows(text)
    assert rows(text + b"-- Dump completed on 2026-01-01\n") == [[b"1", b"x"]]
    assert rows(text + b"-- Dump completed on 2026-01-01") == [[b"1", b"x"]]


BEGIN = b"CREATE TABLE spip_articles (id_article int, titre text, texte text, statut text);\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.sql", b"", "fichier vide"),
        ("a.sql.gz", b"CREATE TABLE x (a int);", r"porte le nom d’un .gz et n’en est pas un. S’il n’est pas compressé"),
        ("a.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 100, "fichier compressé abîmé"),
        ("a.zip", b"PK\x03\x04" + b"\xff" * 100, "fichier compressé abîmé"),
        (
            "a.jpg",
            b"\xff\xd8\xff\xe0" + bytes(100),
            r"ni une base SQLite, ni un export SQL. Donnez une sauvegarde de SPIP",
        ),
        ("a.sql", "CREATE TABLE x (a int);".encode("utf-16"), r"UTF-16, comme en écrit « > » dans PowerShell"),
        ("a.xml", b'<?xml version="1.0"?><SPIP version="2.1"><spip_articles>', "sauvegarde XML de SPIP 2"),
        ("a.sql", b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b);", "Donnez le fichier .sqlite"),
        ("a.sql", BEGIN + b"INSERT INTO spip_articles VALUES (1,'x');", "a 2 valeurs pour 4 colonnes"),
        ("a.sql", BEGIN + b"INSERT INTO spip_articles SET titre='x';", "ligne 2 : instruction INSERT non comprise"),
        ("a.sql", BEGIN + b"INSERT INTO spip_articles VALUES (1,f(g(2)),3,4);", "ligne 2 : valeur non comprise"),
        ("a.sql", b"INSERT INTO spip_mots VALUES (1,'x');", "Exportez aussi la structure des tables"),
        ("a.sql", b"CREATE TABLE wp_posts (id int);", "aucune table. Vérifiez que c’est la base du site"),
    ],
)
def test_a_file_that_is_no_dump_says_what_to_do(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SiteError, match=message), open_site(str(tmp_path / name)):
        pass


def test_an_archive_of_several_files_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.sql", "x")
        archive.writestr("b.sql", "x")
    with (
        pytest.raises(SiteError, match=r"archive de 2 fichiers. Donnez le fichier .sql seul"),
        open_site(str(tmp_path / "a.zip")),
    ):
        pass
    with pytest.raises(SiteError, match="n’existe pas"), open_site(str(tmp_path / "nulle-part.sql")):
        pass


def test_binary_in_a_skipped_table_costs_no_memory(tmp_path: Path, read: Read) -> None:
    path = dump_like_phpmyadmin(tmp_path / "a.sql", "4", invented("4"))
    expected, text = read(path), path.read_bytes()
    blob = os.urandom(1_000_000).replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\0", b"\\0") * 30
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("wb") as file:
        file.write(b"INSERT INTO `spip_versions_fragments` VALUES (1,_binary '")
        file.write(blob)
        file.write(b"'),(2,0x" + b"4f" * 5_000_000 + b");\n" + text)
    del blob
    assert read(path) == expected
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kilobytes: the blob is of 30 MB


def test_a_long_article_passes_through_the_buffer(tmp_path: Path) -> None:
    site = invented("4")
    long = "Un mot d’été, l'eau. " * (3 * scanner.CHUNK // 20)
    site["articles"] = [{**site["articles"][0], "texte": long}]
    with open_site(str(dump_like_phpmyadmin(tmp_path / "a.sql", "4", site))) as opened:
        (document,) = read_documents(opened, Tally())
    assert document.text.count("Un mot d’été, l'eau.") == 3 * scanner.CHUNK // 20
