from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from classifier.corpora import LabelMatcher, parse_feed, read_feed, write_articles
from classifier.corpora.download import download
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.vocabulary import Tag, Vocabulary

DATA = Path(__file__).parents[1] / "data" / "feeds"
SHARED = Path(__file__).parents[3] / "shared" / "spip"
RSS = (DATA / "backend.xml").read_bytes()
LIMIT = 1_000_000  # bytes, in these tests


class Server(BaseHTTPRequestHandler):
    """A site that has good days and bad ones."""

    release = Event()

    def do_GET(self) -> None:
        codes = {"/absent": 404, "/panne": 503, "/ailleurs": 302, "/fichier": 302, "/boucle": 302}
        self.send_response(codes.get(self.path, 200))
        targets = {"/ailleurs": "/backend", "/fichier": "file:///etc/hostname", "/boucle": "/boucle"}
        if self.path in targets:
            self.send_header("Location", targets[self.path])
        if self.path == "/coupe":
            self.send_header("Content-Length", "999999")
        self.end_headers()
        if self.path in ("/backend", "/coupe"):
            self.wfile.write(RSS)
        elif self.path == "/page":
            self.wfile.write(
                b'<html><link rel="alternate" type="application/rss+xml" href="spip.php?page=backend"><p>Bonjour'
            )
        elif self.path == "/enorme":
            with suppress(ConnectionError):  # the reader left, as it should
                self.wfile.write(b"<rss>" * LIMIT)
        elif self.path == "/muet":
            self.release.wait(20)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as site:
        Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_address[1]}"
        Server.release.set()
        site.shutdown()


def articles(source: str | Path, labels: LabelMatcher | None = None) -> list[Document]:
    found = read_feed(str(source), labels)
    assert not [one for one in found if isinstance(one, CorpusError)]
    return [one for one in found if isinstance(one, Document)]


def test_a_spip_feed_gives_whole_texts_and_keywords_without_ranks() -> None:
    whole, excerpt = articles(DATA / "backend.xml")
    assert (whole.id, whole.url) == ("article31", "https://www.example.org/spip.php?article31")
    assert whole.title == "Le port d’essai dématérialise ses formulaires"
    assert whole.date == date(2022, 11, 5)  # as its author's clock showed it
    assert whole.tags == ("Administration électronique", "Economie numérique")
    assert whole.text == (
        "Les courtiers déposent leurs dossiers en ligne depuis lundi, dit la note de service.\n"
        "Le papier reste admis un trimestre."
    )
    assert (excerpt.id, excerpt.date) == ("Un-relais-remplace", date(2022, 11, 3))
    assert excerpt.tags == ("Infrastructures", "Qualité de service")  # from its category and from its description
    assert excerpt.text == "Les techniciens ont passé deux nuits sur la colline & le village a rappelé."


def test_an_atom_feed_gives_labels_not_terms_and_ids_that_last() -> None:
    linked, bare = articles(DATA / "atom.xml")
    assert (linked.id, linked.title) == ("une-ecole", "Une « école » sans murs")
    assert (linked.tags, linked.date) == (("TIC pour l’éducation",), date(2023, 1, 1))
    assert linked.text.startswith("Une institutrice enregistre")
    assert (bare.id, bare.url, bare.date) == ("urn:essai:8", None, date(2023, 1, 2))


def test_tags_are_those_of_the_vocabulary_when_it_is_given() -> None:
    labels = LabelMatcher(Vocabulary([Tag("eco", "Économie numérique", synonyms=("administration en ligne",))]))
    whole, excerpt = articles(DATA / "backend.xml", labels)
    assert (whole.tags, excerpt.tags) == (("Économie numérique",), ())
    assert labels.unknown["Infrastructures"] == 1


def test_a_feed_is_read_from_its_address_and_through_a_redirection(server: str) -> None:
    assert articles(f"{server}/backend") == articles(f"{server}/ailleurs") == articles(DATA / "backend.xml")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/absent", "le serveur répond 404 : la page n’existe pas"),
        ("/panne", "le serveur répond 503 : panne du serveur"),
        ("/page", "c’est une page, pas un flux. Son flux est à cette adresse : http://.*/spip.php\\?page=backend"),
        ("/vide", "ce n’est ni un flux RSS ni un flux Atom"),
        ("/fichier", "connexion impossible|le serveur répond 302"),
        ("/boucle", "le serveur répond 302"),
        ("/coupe", "réponse illisible ou coupée"),
    ],
)
def test_what_cannot_be_had_is_said_in_french(server: str, path: str, message: str) -> None:
    with pytest.raises(CorpusError, match=f"{server}{path} : (?:{message})"):
        read_feed(f"{server}{path}")


def test_a_silent_server_and_an_endless_one_are_left(server: str) -> None:
    with pytest.raises(CorpusError, match="pas de réponse complète en 0 secondes"):
        download(f"{server}/muet", timeout=0.1)
    with pytest.raises(CorpusError, match="plus de 1 Mo"):
        download(f"{server}/enorme", largest=LIMIT)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("ftp://www.example.org/flux", "seules les adresses http:// et https:// sont lues"),
        ("file:///etc/hostname", "seules les adresses http:// et https:// sont lues"),
        ("http://127.0.0.1:9/flux", "le serveur refuse la connexion"),
        ("http://nulle-part.invalid/flux", "introuvable|connexion impossible"),
        ("http://[::1/flux", "mal écrite"),
        ("absent.xml", "n’existe pas"),
        (str(DATA), "c’est un dossier"),
    ],
)
def test_a_source_that_is_none_is_refused(source: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_feed(source)


def test_a_feed_that_breaks_off_gives_what_came_and_a_warning() -> None:
    first, *_, last = list(parse_feed(RSS[: RSS.index(b"pubDate")], "flux.xml"))
    assert isinstance(first, Document)
    assert isinstance(last, CorpusError)
    assert "abîmé" in str(last)


def test_an_article_is_written_once_under_an_id_of_its_own(tmp_path: Path) -> None:
    first, second = articles(DATA / "backend.xml")
    other = Document("article31", "Autre site", "Un texte.", url="https://autre.example/spip.php?article31")
    report = write_articles([first, first, second, other], tmp_path / "a.jsonl")
    assert (report.written, list(report.skipped_counts.values())) == (3, [1])
    ids = [line.split('"')[3] for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert ids[:2] == ["article31", "Un-relais-remplace"]
    assert ids[2].startswith("article31-")


def test_nothing_to_write_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("avant")
    with pytest.raises(CorpusError, match=r"aucun article trouvé ; rien n’est écrit\. 1 fois : article vide"):
        write_articles([CorpusError("article vide.", path="flux, article 1")], tmp_path / "a.jsonl")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.jsonl", "avant")]


@pytest.mark.skipif(not SHARED.is_dir(), reason="no samples of a real site in ../shared/spip")
def test_the_feed_of_a_real_spip_4_3_is_read() -> None:
    short, long = articles(SHARED / "backend.xml")
    assert (short.id, long.id) == ("article2", "article1")
    assert short.tags == ("Commerce électronique",)
    assert len(long.tags) == 3
    assert "Articles de presse" not in long.text
