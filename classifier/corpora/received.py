"""One article from one file as an editor gives it: Word, a web page, or plain text."""

from pathlib import PurePath

from classifier.corpora.dates import day_of_head
from classifier.corpora.html import decode_page
from classifier.corpora.pages import SUFFIXES, read_page
from classifier.corpora.tables import plain_document
from classifier.corpora.word import read_word
from classifier.documents import Document
from classifier.errors import CorpusError

READABLE = (".docx", ".txt", *SUFFIXES)
LARGEST_PAGE = 3_000_000  # bytes: to find the article in more takes too long for someone who waits
ZIP, OLD_WORD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_received(content: bytes, name: str) -> Document:
    """Return the article of a file of any kind that is read here; raise `CorpusError`, which says why there is none.

    >>> read_received("Un titre\\n\\n3 avril 2012\\n\\nL’été.".encode("cp1252"), "a.txt").text
    '3 avril 2012\\n\\nL’été.'
    """
    suffix = PurePath(name).suffix.lower()
    if content.startswith(OLD_WORD):
        raise CorpusError("l’ancien format de Word (.doc) n’est pas lu. Enregistrez-le en .docx.", path=name)
    if suffix == ".docx" or content.startswith(ZIP):
        return read_word(content, path=name)
    if suffix in SUFFIXES:
        if len(content) > LARGEST_PAGE:
            raise CorpusError("page de plus de 3 Mo. Copiez-en le texte, et collez-le.", path=name)
        return read_page(content, path=name)
    if suffix == ".txt":
        return _read_text(content, name)
    raise CorpusError(f"ce genre de fichier n’est pas lu. On attend {', '.join(READABLE)}.", path=name)


def _read_text(content: bytes, name: str) -> Document:
    text = decode_page(content)
    if "\0" in text:
        raise CorpusError("données binaires ; on attend du texte.", path=name)
    if not text.strip():
        raise CorpusError("aucun texte dans ce fichier.", path=name)
    document = plain_document(text, id=name)
    return Document(name, document.title, document.text, date=day_of_head(text))
