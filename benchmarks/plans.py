"""A plan of any size, with its archive, of the starter corpus's articles: what the review screen is tried with."""

import json
import random
from hashlib import blake2b
from pathlib import Path

from classifier.corpora import to_row
from classifier.documents import Document
from classifier.retagging import Action, Article, Change, Header, Options, Plan, PlanBand
from classifier.retagging.lines import as_line
from classifier.retagging.plan import content_of, footer

EACH = 2  # changes of an article, on average


def write_plan(
    folder: Path, documents: list[Document], *, changes: int, name: str = "plan", remove: bool = True
) -> Plan:
    """Write `name.jsonl` and its archive, `name-archive.ndjson`; the same each time.

    Documents come again with other ids when there are too few of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    generator = random.Random(0)
    labels = sorted({tag for document in documents for tag in document.tags})
    archive = folder / f"{name}-archive.ndjson"
    rows: list[Article] = []
    lines, left = [], changes
    while left:
        number = len(rows)
        found = documents[number % len(documents)]
        document = Document(f"a{number + 1}", found.title, found.text, date=found.date, tags=found.tags[:1])
        some = min(left, generator.randint(1, 2 * EACH - 1))
        rows.append(_article(document, labels, some, generator, remove=remove))
        lines.append(json.dumps(to_row(document), ensure_ascii=False) + "\n")
        left -= some
    archive.write_text("".join(lines), encoding="utf-8")
    return _write(folder / f"{name}.jsonl", str(archive), rows)


def _article(document: Document, labels: list[str], changes: int, generator: random.Random, *, remove: bool) -> Article:
    free = [label for label in labels if label not in document.tags]
    proposed = [_change("add", label, document, generator) for label in generator.sample(free, changes)]
    if remove and generator.random() < 0.1:
        proposed[-1] = _change("remove", document.tags[0], document, generator)
    return Article(document.id, document.title, document.tags, content_of(document), tuple(proposed))


def _change(action: Action, label: str, document: Document, generator: random.Random) -> Change:
    sureness = 1 - generator.betavariate(1.2, 2.5)
    probability = round(sureness if action == "add" else 1 - sureness, 4)
    words = [word.strip("«»,.:;!?()") for word in document.text.split() if len(word) > 7]
    band: PlanBand = "automatic" if action == "add" and sureness > 0.9 else "review"
    evidence = tuple(generator.sample(words, min(3, len(words))))
    return Change(action, label, label.lower().replace(" ", "-"), probability, band, "model", evidence)


def _write(path: Path, source: str, articles: list[Article]) -> Plan:

    header = Header(
        {"kind": "corpus", "source": source, "articles": len(articles), "fingerprint": "0" * 32},
        {"version": "essai", "checksum": "0" * 64},
        Options(remove=True),
    )
    content = as_line(header.as_row()) + b"".join(as_line(one.as_row()) for one in articles)
    digest = blake2b(content, digest_size=16).hexdigest()
    path.write_bytes(content + as_line(footer(len(articles), digest)))
    return Plan(path)
