"""Never analyse the same text twice."""

import json
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.files import write_bytes, write_text

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

ATTRIBUTES = ("LEMMA", "POS", "TAG", "ENT_IOB", "ENT_TYPE")  # what the features read


class DocCache:
    """Analysed docs on disk, in packs: restoring is a hundred times faster than analysing.

    A pack is two files: `<digest>.spacy` (a spaCy DocBin, no pickle) and, written after it,
    `<digest>.json` with the key of each doc. A pack without its keys is ignored, so a write cut short
    loses nothing. A key is a digest of the text and of the pipeline that read it.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._places: dict[str, tuple[str, int]] | None = None
        self._open: tuple[str, list[Doc]] = ("", [])

    def get(self, texts: Sequence[str], *, signature: str, vocab: "Vocab") -> list["Doc | None"]:
        """Return the doc of each text, or None where it was never analysed by this pipeline."""
        places = [self._index().get(_key(text, signature)) for text in texts]
        found: list[Doc | None] = [None] * len(texts)
        # pack by pack, so that each is read once however the texts are shuffled
        for position, (name, number) in sorted(
            ((position, place) for position, place in enumerate(places) if place), key=lambda one: one[1]
        ):
            found[position] = self._pack(name, vocab)[number]
        return found

    def put(self, texts: Sequence[str], docs: Sequence["Doc"], *, signature: str) -> None:
        """Keep the docs of some texts as one pack."""
        from spacy.tokens import DocBin

        keys = [_key(text, signature) for text in texts]
        name = blake2b("".join(keys).encode(), digest_size=12).hexdigest()
        write_bytes(self.path / f"{name}.spacy", DocBin(attrs=ATTRIBUTES, docs=docs).to_bytes())
        write_text(self.path / f"{name}.json", json.dumps(keys))
        self._index().update({key: (name, position) for position, key in enumerate(keys)})

    def _index(self) -> dict[str, tuple[str, int]]:
        if self._places is None:
            self._places = {}
            for file in sorted(self.path.glob("*.json")):
                keys = json.loads(file.read_text(encoding="utf-8"))
                self._places |= {key: (file.stem, position) for position, key in enumerate(keys)}
        return self._places

    def _pack(self, name: str, vocab: "Vocab") -> list["Doc"]:
        if self._open[0] != name:
            from spacy.tokens import DocBin

            pack: DocBin = DocBin().from_bytes((self.path / f"{name}.spacy").read_bytes())
            self._open = (name, list(pack.get_docs(vocab)))
        return self._open[1]


def _key(text: str, signature: str) -> str:
    return blake2b(f"{signature}\x1f{text}".encode(), digest_size=16).hexdigest()
