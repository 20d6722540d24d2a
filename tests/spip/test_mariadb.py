"""The same articles from a backup, a live base and a dump, on a real server."""

import gzip
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pymysql.err import MySQLError

from classifier.errors import SiteError
from classifier.spip import open_site
from mariadb_server import MariaDB
from spip_sites import doubled, invented, with_doubled_texts, write_mariadb, write_sqlite

pytestmark = pytest.mark.slow

Read = Callable[..., bytes]
TABLES = {  # how a site's tables may be made
    "innodb": " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
    "myisam": " ENGINE=MyISAM DEFAULT CHARSET=utf8",
    "utf16": " ENGINE=InnoDB DEFAULT CHARSET=utf16",
}


@pytest.mark.parametrize(
    ("version", "prefix", "tables"),
    [("2.1", "spip", "myisam"), ("3", "osiris", "innodb"), ("4", "spip", "innodb"), ("4", "spip", "utf16")],
)
def test_backup_base_and_dump_give_the_same_bytes(
    server: MariaDB, tmp_path: Path, version: str, prefix: str, tables: str, read: Read
) -> None:
    site, database = invented(version), f"site_{version[0]}_{prefix}_{tables}"
    if tables == "myisam":  # its utf8 has no emoji: SPIP stores their numbers
        site["articles"] = [
            {name: str(cell).replace("😀", "&#128512;") if name == "texte" else cell for name, cell in row.items()}
            for row in site["articles"]
        ]
    expected = read(write_sqlite(tmp_path / "backup.sqlite", version, site))
    assert expected.count(b"\n") == 5
    url = write_mariadb(server, database, version, site, prefix=prefix, after=TABLES[tables])
    assert read(url) == expected
    assert read(url.replace("mysql+pymysql", "mariadb")) == expected
    dump = server.dump(database, tmp_path / "site.sql")
    assert read(dump) == expected
    packed = tmp_path / "site.sql.gz"
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    assert read(packed) == expected
    other = server.dump(database, tmp_path / "other.sql", "--skip-extended-insert", "--complete-insert", "--hex-blob")
    assert read(other) == expected


def test_text_encoded_twice_comes_out_right_from_base_and_dump(server: MariaDB, tmp_path: Path, read: Read) -> None:
    expected = read(write_sqlite(tmp_path / "backup.sqlite", "4", invented("4")))
    url = write_mariadb(server, "encoded_twice", "4", with_doubled_texts(invented("4")))
    assert read(url) == expected
    assert read(server.dump("encoded_twice", tmp_path / "site.sql")) == expected
    with open_site(url) as site:
        site.keywords()
        assert site.repairs == {"mots.titre": 4, "groupes_mots.titre": 1}


def test_utf8_in_latin1_columns_comes_out_right(server: MariaDB, tmp_path: Path, read: Read) -> None:
    """It is what SPIP did on servers before MySQL 4.1: the site is right, every client shows it wrong."""
    site = invented("3")
    expected = read(write_sqlite(tmp_path / "backup.sqlite", "3", site))
    after = " ENGINE=MyISAM DEFAULT CHARSET=latin1"
    url = write_mariadb(server, "latin1", "3", with_doubled_texts(site), after=after)
    assert read(url) == expected
    right = server.dump("latin1", tmp_path / "latin1.sql", "--default-character-set=latin1")
    assert "Œuvre 😀".encode() in right.read_bytes()
    assert read(right) == expected
    twice = server.dump("latin1", tmp_path / "utf8.sql")
    assert doubled("Œuvre 😀").encode() in twice.read_bytes()
    assert read(twice) == expected


def test_a_user_who_may_only_read_is_enough_and_nobody_can_write(server: MariaDB, tmp_path: Path, read: Read) -> None:
    url = write_mariadb(server, "reader", "4", invented("4"))
    tables = [
        f"spip_{name}" for name in ("articles", "mots", "groupes_mots", "mots_liens", "rubriques", "urls", "meta")
    ]
    server.execute("CREATE USER 'lecteur'@'127.0.0.1' IDENTIFIED BY 'p@ss:/'")
    server.execute(*(f"GRANT SELECT ON reader.{name} TO 'lecteur'@'127.0.0.1'" for name in tables))
    assert read(server.url("reader", user="lecteur", password="p%40ss%3A%2F")) == read(url)
    with open_site(url) as site, pytest.raises(Exception, match="READ ONLY"):
        site.rows.connection.exec_driver_sql("DELETE FROM spip_articles")


def test_the_password_may_come_from_the_environment(
    server: MariaDB, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = write_mariadb(server, "environment", "4", invented("4"))
    server.execute("CREATE USER 'discret'@'127.0.0.1' IDENTIFIED BY 'caché'")
    server.execute("GRANT SELECT ON environment.* TO 'discret'@'127.0.0.1'")
    monkeypatch.setenv("MYSQL_PWD", "caché")
    assert read(server.url("environment", user="discret")) == read(url.replace("root@", "root:@"))


def test_what_goes_wrong_with_a_server_is_said_and_the_password_is_not(server: MariaDB, read: Read) -> None:
    server.execute("CREATE DATABASE empty", "CREATE DATABASE closed")
    server.execute("CREATE USER 'exclu'@'127.0.0.1' IDENTIFIED BY 'secret'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"mysql+pymysql://u:secret@127.0.0.1:{free.getsockname()[1]}/site"
        cases = {
            nowhere: "serveur injoignable. Vérifiez le nom du serveur, le port",
            server.url("empty", user="root", password="secret"): "nom d’utilisateur ou mot de passe refusé",
            server.url("nulle_part"): "cette base n’existe pas sur le serveur",
            server.url("closed", user="exclu", password="secret"): "accès refusé à cette base",
            server.url("empty"): "aucune table. Vérifiez que c’est la base du site",
            "mysql+pymysql://u:secret@nulle-part.invalid/site": "serveur injoignable",
        }
        for url, message in cases.items():
            with pytest.raises(SiteError) as raised:
                read(url)
            assert message in str(raised.value)
            assert "secret" not in str(raised.value)


def test_a_connection_lost_on_the_way_is_told(server: MariaDB) -> None:
    url = write_mariadb(server, "lost", "4", invented("4"))
    with open_site(url) as site:
        number = site.rows.connection.exec_driver_sql("SELECT CONNECTION_ID()").scalar_one()
        server.execute(f"KILL CONNECTION {number}")
        with pytest.raises(SiteError, match="connexion perdue en cours de lecture"):
            list(site.articles())


def test_the_server_is_as_old_sites_have_it(server: MariaDB) -> None:
    with pytest.raises(MySQLError, match="Unknown database"):
        server.connect("nulle_part")
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@character_set_server")
        assert cursor.fetchone() == ("latin1",)
