"""Files that are opened or dropped onto the editors' page."""

from base64 import b64encode
from io import BytesIO

import docx
from playwright.sync_api import expect

from tests.pages.conftest import Opening

DROP = """([name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name));
  for (const kind of ["dragover", "drop"]) {
    document.querySelector("#text").dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def word() -> bytes:
    file, content = docx.Document(), BytesIO()
    file.add_heading("La radio de Kolda", 0)
    file.add_paragraph("Kolda, le 3 avril 2012")
    file.add_paragraph("La radio communautaire émet depuis lundi ; tout le quartier l’écoute.")
    file.save(content)
    return content.getvalue()


def test_a_word_file_is_dropped_onto_the_page(opened: Opening) -> None:
    page = opened("/")
    page.evaluate(DROP, ["radio.docx", b64encode(word()).decode()])
    expect(page.locator("#title")).to_have_value("La radio de Kolda")
    expect(page.locator("#date")).to_have_value("2012-04-03")
    expect(page.locator("#text")).to_have_value(
        "Kolda, le 3 avril 2012\nLa radio communautaire émet depuis lundi ; tout le quartier l’écoute."
    )
    expect(page.locator(".row").first).to_be_visible()


def test_a_file_is_opened_in_its_encoding_and_another_is_refused_in_words(opened: Opening) -> None:
    page = opened("/")
    content = "L’été à Thiès\n\nCœur d’œuvre.".encode("cp1252")
    page.locator("#file").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": content})
    expect(page.locator("#text")).to_have_value("Cœur d’œuvre.")
    page.locator("#file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(page.get_by_role("status")).to_contain_text("ce genre de fichier n’est pas lu. On attend .docx")
    expect(page.locator("#text")).to_have_value("Cœur d’œuvre.")  # what was there stays
    expect(page.locator("#fetch")).to_be_hidden()  # no address is read here
