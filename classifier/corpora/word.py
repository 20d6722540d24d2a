"""Articles from Word files (.docx), read within bounds."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from classifier.corpora.dates import day_of_head
from classifier.corpora.tables import plain_document
from classifier.documents import Document
from classifier.errors import CorpusError

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from lxml.etree import _Element

# What a small file may unfold to. The sizes that it announces are enforced: `zipfile` reads no byte beyond them.
MOST_PARTS = 2_000
LARGEST = 60_000_000  # bytes of all parts; pictures are most of them
LARGEST_TEXT = 12_000_000  # bytes of XML, whose tree takes some ten times as much; a novel has four million
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says again what stands beside it
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
APART = {f"{WORD}{name}" for name in ("p", "del", "moveFrom", "pPr", "rPr", "txbxContent")}
DAMAGED = "fichier Word endommagé. Ouvrez-le dans Word et enregistrez-le à nouveau."
NOT_WORD = "ce n’est pas un fichier .docx. Enregistrez-le comme tel, ou collez le texte."
TITLES = ("Title", "Heading 1")  # what Word calls them within, in any language
FIRST = 5  # paragraphs among which the title stands


def read_word(content: bytes, *, path: str) -> Document:
    """Return the article of a Word file; raise `CorpusError`, which says why it cannot be read.

    Its title is what is styled as one at its beginning, or else its first line.
    """
    _check(content, path)
    import docx

    try:
        file = docx.Document(BytesIO(content))
    except Exception as cause:  # python-docx raises whatever a damaged part leads it to
        raise CorpusError(DAMAGED, path=path) from cause
    lines = list(_lines(file))
    title = next((" ".join(text.split()) for text, style in islice(lines, FIRST) if style in TITLES), "")
    text = "\n".join(text for text, _ in lines)
    if not text.strip():
        raise CorpusError("aucun texte dans ce fichier.", path=path)
    if not title:
        first, _, rest = text.partition("\n")
        document = plain_document(f"{first}\n\n{rest}" if rest else text, id=path)
        return Document(path, document.title, document.text, date=day_of_head(text))
    body = "\n".join(text for text, _ in lines if " ".join(text.split()) != title)
    return Document(path, title, body, date=day_of_head(text))


def _check(content: bytes, path: str) -> None:
    """Raise `CorpusError` for what is no Word file, or unfolds to more than an article."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (BadZipFile, ValueError, OverflowError) as cause:
        raise CorpusError(NOT_WORD, path=path) from cause
    if "[Content_Types].xml" not in names:
        raise CorpusError(NOT_WORD, path=path)
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST or text > LARGEST_TEXT:
        raise CorpusError("ce fichier Word se déplie en plus qu’un article. Collez-en le texte.", path=path)


def _lines(file: "WordFile") -> Iterator[tuple[str, str]]:
    """Yield the lines of a file that are not empty, each with the name of its paragraph's style."""
    styles = {style.style_id: style.name or "" for style in file.styles}
    for paragraph in file.element.body.iter(f"{WORD}p"):
        if any(one.tag == FALLBACK for one in paragraph.iterancestors()):
            continue
        text = "".join(_pieces(paragraph))
        found = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        style = styles.get(found.get(f"{WORD}val"), "") if found is not None else ""
        for line in text.split("\n"):
            if line.strip():
                yield line.strip(), style


def _pieces(element: "_Element") -> Iterator[str]:
    """Yield the words of a paragraph: what was inserted, not what was deleted, nor the text boxes anchored in it."""
    for child in element:
        if child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in APART:
            yield from _pieces(child)
