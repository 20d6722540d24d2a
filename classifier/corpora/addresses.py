"""Ids that last: from an article's address, or from the name of its file."""

import re
from hashlib import blake2b
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

PAGE = re.compile(r"\.(?:s?html?|xhtml|php\d?|aspx?)$", re.IGNORECASE)
SPIP_OBJECT = re.compile(r"(?:^|[?&])(?:id_)?article=?(\d+)(?:&|$)")
INDEX = {"", "index", "spip", "article"}  # names that say nothing of the article


def id_of_address(url: str) -> str:
    """Return the slug of an address, "" when it has none.

    >>> id_of_address("https://www.example.org/La-5G-arrive.html")
    'La-5G-arrive'
    >>> id_of_address("http://www.example.org/spip.php?article12&lang=fr"), id_of_address("https://example.org/")
    ('article12', '')
    """
    parts = urlsplit(url)
    if found := SPIP_OBJECT.search(parts.query):
        return f"article{found[1]}"
    slug = PAGE.sub("", PurePosixPath(unquote(parts.path)).name)
    return "" if slug in INDEX else slug


def id_of_file(name: str) -> str:
    """Return the id that a saved page's file name gives.

    >>> id_of_file("spip.php?article12.html"), id_of_file("La-5G-arrive.html")
    ('article12', 'La-5G-arrive')
    """
    _, query, asked = name.partition("?")
    return (query and id_of_address("?" + asked.removesuffix(".html"))) or PAGE.sub("", name)


class UniqueIds:
    """Ids given once: a second article of the same name gets a mark that depends on where it comes from.

    >>> ids = UniqueIds()
    >>> ids.take("edito", "a/edito.html"), ids.take("edito", "b/edito.html")
    ('edito', 'edito-ca935d')
    """

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, wanted: str, origin: str) -> str:
        """Return the wanted id, or the wanted id with a mark of its origin when it is taken."""
        id, size = wanted, 3
        while id in self.taken:
            id = f"{wanted}-{blake2b(origin.encode('utf-8', 'surrogateescape'), digest_size=size).hexdigest()}"
            size += 1
        self.taken.add(id)
        return id
