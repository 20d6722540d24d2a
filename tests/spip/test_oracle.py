"""An extra check, where SPIP's own renderings lie beside the repository: our words are the words that SPIP shows."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classifier.spip.markup import plain_text

ORACLE = Path(__file__).parents[2].parent / "shared" / "spip" / "propre_oracle.json"
SNIPPETS: list[dict[str, str]] = json.loads(ORACLE.read_text(encoding="utf-8")) if ORACLE.exists() else []
TITLES = {  # of the site that rendered them
    ("article", 2): "<multi>[fr]Titre en français[en]English title</multi>",
    ("rubrique", 1): "Articles de presse",
    ("mot", 1): "41. Législation/Réglementation",
}
TOKENS = re.compile(r"\w+|[^\w\s]")
DRAWN = {"–", "—"}  # what SPIP draws before a list item; markers are no words

NO_ADDRESS = "the address of a link without words says nothing of the article"
NO_MODEL = "SPIP shows the source of a model that it does not have, for the author to see"
NO_IDIOM = "a word of SPIP's interface, in SPIP's own language files"
CAPTION = "SPIP had no such document, but the caption is typed in the article"
PLUGIN = "a shortcut of a plugin that was not installed"
BRACKETS = "without its angle brackets an address cannot be taken for a tag later"
EXCEPTIONS = {  # source: (what we say, why)
    "[->https://example.org/x]": ("", NO_ADDRESS),
    "[->a@example.org]": ("", NO_ADDRESS),
    "<img1>": ("", NO_MODEL),
    "<article2|lien>": ("", NO_MODEL),
    "<rubrique1>": ("", NO_MODEL),
    "<son3>": ("", NO_MODEL),
    "<texte3>": ("", NO_MODEL),
    "<inconnu|param=1>": ("", NO_MODEL),
    "<doc12|center|legende=Une légende|titre=T>": ("T\n\nUne légende", CAPTION),
    "<:mots:titre_groupe_mots:>": ("", NO_IDIOM),
    "<:date_jour_1:>": ("", NO_IDIOM),
    "<https://example.org>": ("https://example.org", BRACKETS),
    "{{{**Titre** 2}}}": ("Titre** 2", PLUGIN),
    "[*surligne*] [/droite/] [|centre|] [(cadre)]": ("surligne droite centre [(cadre)]", PLUGIN),
    "-> seul et <- seul": ("-> seul et <- seul", "an arrow is no list item"),
}


class Shown(HTMLParser):
    """What a page shows of an HTML fragment; a tooltip of an abbreviation in parentheses, no calls of notes."""

    BLOCKS = frozenset("p div h2 h3 li ul td th tr table br hr blockquote caption textarea pre small".split())
    SILENT = frozenset({"script", "style"})

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tooltips: list[str] = []
        self.silent: list[str] = []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.silent or tag in self.SILENT or given.get("class") == "spip_note_ref":
            self.silent.append(tag)
        if tag == "abbr":
            self.tooltips.append(given.get("title") or "")
        self.text.append(" " if tag in self.BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        if tag == "abbr":
            self.text.append(f" ({self.tooltips.pop()})")
        self.text.append(" " if tag in self.BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)


def tokens(text: str) -> list[str]:
    """Return words and signs in order; apostrophes are alike, and what is drawn before an item is left out."""
    return [token for token in TOKENS.findall(text.replace("’", "'").replace("--", "—")) if token not in DRAWN]


def ours(source: str, *, autobr: bool = True) -> str:
    return plain_text(source, titles=lambda kind, number: TITLES.get((kind, number)), autobr=autobr)


def test_the_words_are_those_that_spip_shows() -> None:
    if not SNIPPETS:
        pytest.skip(
            "extra check: ../shared/spip/propre_oracle.json, SPIP's own renderings, is not beside the repository"
        )
    assert len(SNIPPETS) >= 128
    assert {snippet["src"] for snippet in SNIPPETS} >= set(EXCEPTIONS)
    wrong = []
    for snippet in SNIPPETS:
        source = snippet["src"]
        if source in EXCEPTIONS:
            expected = tokens(EXCEPTIONS[source][0])
        else:
            expected = tokens("".join(Shown(snippet["propre"]).text) + " " + "".join(Shown(snippet["notes"]).text))
        wrong += [
            (source, text, expected) for text in (ours(source), ours(source, autobr=False)) if tokens(text) != expected
        ]
    assert not wrong
