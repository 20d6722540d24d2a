"""What the starter corpus is made of, as the tables of its datasheet.

    python benchmarks/corpus_tables.py            # prints them
    python benchmarks/corpus_tables.py --write    # puts them between the markers of training_data/README.md

Run it after every change of the articles or the tags; a test compares the datasheet with what this prints.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from classifier import Corpus, Document, Vocabulary
from markdown import table

ROOT = Path(__file__).parents[1]
TRAINING = ROOT / "training_data"
DATASHEET = TRAINING / "README.md"
BEGIN = "<!-- made by: python benchmarks/corpus_tables.py --write -->"
END = "<!-- end of what corpus_tables.py made -->"
LENGTHS = (100, 150, 200, 260, 400)  # words of title and text at which a new row begins
COUNTRIES = 20  # named in the table; the others are counted together
UNKNOWN = "not said"


def share(count: int, total: int) -> str:
    """Return a part of a whole in per cent.

    >>> share(1, 3)
    '33.3 %'
    """
    return f"{100 * count / total:.1f} %"


def decade(document: Document) -> str:
    """Return the ten years that an article falls into.

    >>> from datetime import date
    >>> decade(Document("a", "", "…", date=date(2026, 1, 1)))
    '2020–2029'
    """
    if document.date is None:
        return UNKNOWN
    start = document.date.year // 10 * 10
    return f"{start}–{start + 9}"


def length(document: Document) -> str:
    """Return the class of an article's length.

    >>> length(Document("a", "Un titre", "…"))
    'under 100'
    """
    above = [bound for bound in LENGTHS if bound <= document.words]
    if not above:
        return f"under {LENGTHS[0]}"
    if above[-1] == LENGTHS[-1]:
        return f"{LENGTHS[-1]} and more"
    return f"{above[-1]}–{LENGTHS[len(above)] - 1}"


def field(name: str) -> Callable[[Document], str]:
    """Return what reads one of the descriptive fields of an article."""
    return lambda document: str(document.extra.get(name) or UNKNOWN)


def distribution(head: str, values: Iterable[str], *, order: Iterable[str] = (), most: int | None = None) -> str:
    """Return how many articles have each value: in a given order, or the most frequent first.

    >>> print(distribution("genre", ["brève", "brève", "tribune"], most=1))
    | genre | articles | share |
    |---|---|---|
    | brève | 2 | 66.7 % |
    | 1 other | 1 | 33.3 % |
    """
    counts = Counter(values)
    total = counts.total()
    names = [name for name in order if name in counts] or sorted(counts, key=lambda name: (-counts[name], name))
    rows = [(name, counts[name]) for name in names[:most]]
    rest = names[len(rows) :]
    if rest:
        rows.append((f"{len(rest)} other{'s' if len(rest) > 1 else ''}", sum(counts[name] for name in rest)))
    return table([head, "articles", "share"], [[name, count, share(count, total)] for name, count in rows])


def lengths() -> list[str]:
    """Return the classes of length, the shortest first."""
    bounds = (0, *LENGTHS)
    return [length(Document("", "", "mot " * bound)) for bound in bounds]


def by_tag(documents: list[Document], vocabulary: Vocabulary) -> str:
    """Return how often each tag is borne, in alphabetical order, and over which years."""
    rows = []
    for tag in sorted(vocabulary, key=lambda tag: tag.id):
        bearing = [one for one in documents if tag.label in one.tags]
        years = sorted(one.date.year for one in bearing if one.date)
        first = sum(one.tags[0] == tag.label for one in bearing)
        rows.append([tag.label, tag.kind, len(bearing), first, f"{years[0]}–{years[-1]}" if years else ""])
    return table(["tag", "kind", "articles", "dominant", "years"], rows)


def summary(documents: list[Document], corpus: Corpus, vocabulary: Vocabulary) -> str:
    """Return the sizes and the fingerprint."""
    words = [one.words for one in documents]
    bearing = [len(one.tags) for one in documents]
    hard = sum(bool(one.extra.get("hard")) for one in documents)
    days = sorted(one.date for one in documents if one.date)
    rows: list[list[object]] = [
        ["articles", len(documents)],
        ["fingerprint", f"`{corpus.fingerprint()}`"],
        ["dates", f"{days[0]} to {days[-1]}"],
        ["tags in the vocabulary", len(vocabulary)],
        ["tags an article, mean", f"{sum(bearing) / len(bearing):.2f}"],
        ["words of title and text, median (least to most)", f"{median(words):.0f} ({min(words)} to {max(words)})"],
        ["marked as hard cases", f"{hard} ({share(hard, len(documents))})"],
    ]
    return table(["what", "figure"], rows)


def tables(corpus: Corpus, vocabulary: Vocabulary) -> str:
    """Return all tables between their markers."""
    documents = list(corpus)
    decades = list(map(decade, documents))
    tags = [str(len(one.tags)) for one in documents]
    hard = [str(one.extra["hard"]) for one in documents if one.extra.get("hard")]
    sections = {
        "In short": summary(documents, corpus, vocabulary),
        "By decade": distribution("decade", decades, order=sorted(set(decades))),
        "By country": distribution("country", map(field("country"), documents), most=COUNTRIES),
        "By genre": distribution("genre", map(field("genre"), documents)),
        "By length": distribution("words of title and text", map(length, documents), order=lengths()),
        "By number of tags": distribution("tags", tags, order=sorted(set(tags))),
        "Hard cases": distribution("`hard`", hard),
        "By tag": by_tag(documents, vocabulary),
    }
    return "\n\n".join([BEGIN, *(f"### {title}\n\n{body}" for title, body in sections.items()), END])


def with_tables(text: str, made: str) -> str:
    """Return a datasheet with its tables replaced.

    >>> with_tables(f"a {BEGIN} old {END} b", "new")
    'a new b'
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{DATASHEET} lacks the line “{BEGIN}” or, after it, “{END}”: put both back.")
    return f"{before}{made}{after}"


def main() -> None:
    """Print the tables, or put them into the datasheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put them into training_data/README.md")
    options = parser.parse_args()
    made = tables(Corpus.read(TRAINING / "articles"), Vocabulary.read(TRAINING / "tags.yaml"))
    if options.write:
        DATASHEET.write_text(with_tables(DATASHEET.read_text(encoding="utf-8"), made), encoding="utf-8")
    else:
        print(made)


if __name__ == "__main__":
    main()
