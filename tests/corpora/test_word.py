import datetime
import zipfile
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml import parse_xml

from classifier.corpora import read_received
from classifier.corpora.word import LARGEST_TEXT
from classifier.errors import CorpusError

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(file: WordFile) -> bytes:
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def test_a_word_file_gives_title_text_and_day() -> None:
    file = docx.Document()
    file.add_heading("L’ARTP tranche 📡", 0)
    file.add_paragraph("Dakar, le 3 avril 2012")
    file.add_paragraph("Le régulateur a tranché.")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Thiès", "Kolda"
    document = read_received(saved(file), "article.docx")
    assert document.title == "L’ARTP tranche 📡"
    assert document.text == "Dakar, le 3 avril 2012\nLe régulateur a tranché.\nThiès\nKolda"
    assert document.date == datetime.date(2012, 4, 3)


def test_without_a_styled_title_the_first_line_is_it() -> None:
    file = docx.Document()
    for line in ("La radio de Kolda émet", "Elle émet depuis lundi."):
        file.add_paragraph(line)
    document = read_received(saved(file), "article.DOCX")
    assert (document.title, document.text) == ("La radio de Kolda émet", "Elle émet depuis lundi.")


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    file = docx.Document()
    changed = "<w:ins><w:r><w:t>insérés</w:t></w:r></w:ins><w:del><w:r><w:delText>retirés</w:delText></w:r></w:del>"
    paragraph = f'<w:p {NAMESPACE}><w:r><w:t xml:space="preserve">Des mots </w:t></w:r>{changed}</w:p>'
    file.element.body.insert(0, parse_xml(paragraph))
    assert read_received(saved(file), "a.docx").text == "Des mots insérés"


def zipped(**parts: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (zipped(**{"[Content_Types].xml": b" " * (LARGEST_TEXT + 1)}), "a.docx", "se déplie en plus qu’un article"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<"}), "a.docx", "endommagé"),
        (zipped(a=b"a"), "a.docx", "ce n’est pas un fichier .docx"),
        (saved(docx.Document())[:-40], "a.docx", "ce n’est pas un fichier .docx"),
        (saved(docx.Document()), "a.docx", "aucun texte"),
        (b"\xd0\xcf\x11\xe0", "a.docx", "l’ancien format de Word"),
        (b"%PDF-1.7", "a.pdf", "ce genre de fichier n’est pas lu. On attend .docx, .txt, .html"),
        (b"a\0b", "a.txt", "données binaires"),
        (b" \n", "a.txt", "aucun texte"),
        (b"bonjour", "a.html", "ce n’est pas une page HTML"),
        (b"<p>" * 1_000_001, "a.html", "page de plus de 3 Mo"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_told_in_a_sentence(content: bytes, name: str, told: str) -> None:
    with pytest.raises(CorpusError, match=f"^{name} : .*{told}"):
        read_received(content, name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(encoding: str) -> None:
    document = read_received("L’été à Thiès\n\nCœur d’œuvre.".encode(encoding), "a.txt")
    assert (document.title, document.text) == ("L’été à Thiès", "Cœur d’œuvre.")
