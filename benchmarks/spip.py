"""How fast a SPIP site comes in, and in how much memory: from MariaDB, from a dump, from SPIP's own backup.

    python benchmarks/spip.py [--articles N] [--few N] [--rounds N]

The site is invented: sentences of the starter corpus put together anew, with SPIP's shortcuts, notes, tables and links,
some 3,500 characters an article, two to three keywords each, and half of the fields encoded twice. Each import is the
command `motscles import spip` in a process of its own; memory is the most that it and its workers held for themselves,
looked at ten times a second.
"""

import argparse
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from classifier import Corpus
from mariadb_server import MISSING, MariaDB, mariadb
from markdown import head, line
from spip_sites import Cells, Site, doubled, invented, write_mariadb, write_sqlite

ROOT = Path(__file__).parents[1]
MOTSCLES = [sys.executable, "-c", "from classifier.cli import main; main()"]
CHARACTERS = 3_500  # of an article's text
KEYWORDS = 78
BODY = "{{{%s}}}\n\n%s\n\n-* %s\n-* {%s}\n\n%s [[%s]] [%s->art%d], [->https://exemple.sn/%d].\n\n|{{Année}}|{{Lignes}}|\n|2019|%d|\n"


def articles(count: int, seed: int = 0) -> Iterator[Cells]:
    """Yield the rows of articles, no two the same."""
    draw = random.Random(seed)
    corpus = list(Corpus.read(ROOT / "training_data" / "articles"))
    sentences = [sentence.strip() for one in corpus for sentence in one.text.split(". ") if 40 < len(sentence) < 400]
    for number in range(1, count + 1):
        parts: list[str] = []
        while sum(map(len, parts)) < CHARACTERS:
            one = draw.choices(sentences, k=7)
            parts.append(BODY % (*(part.replace("%", "%%") for part in one), number, number, draw.randrange(10_000)))
        row: Cells = {
            "id_article": number,
            "titre": f"{number % 90:02}. {draw.choice(corpus).title}",
            "chapo": draw.choice(sentences),
            "texte": "\n".join(parts),
            "date": f"{draw.randrange(1999, 2026)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02} 08:00:00",
            "statut": "publie",
            "lang": "fr",
            "id_rubrique": 2,
        }
        if number % 2:
            row |= {name: doubled(str(row[name])) for name in ("titre", "chapo", "texte")}
        yield row


def site_of(count: int) -> Site:
    """Return an invented site of so many articles."""
    draw = random.Random(1)
    links = [
        (mot, article)
        for article in range(1, count + 1)
        for mot in draw.sample(range(1, KEYWORDS + 1), 2 + article % 2)
    ]
    return {
        **invented("4"),
        "articles": list(articles(count)),
        "mots": [
            {"id_mot": one, "titre": f"{one:02}. Sujet numéro {one}", "id_groupe": 1} for one in range(1, KEYWORDS + 1)
        ],
        "mots_liens": [{"id_mot": mot, "id_objet": article, "objet": "article"} for mot, article in links],
        "urls": [
            {"url": f"article-{one}", "type": "article", "id_objet": one, "date": "2020-01-01 00:00:00"}
            for one in range(1, count + 1)
        ],
    }


@dataclass(frozen=True)
class Import:
    """One import: how long it took, how long the processors worked for it, and the most memory that it held."""

    seconds: float
    work: float
    megabytes: float
    content: bytes


def measured(source: str, out: Path) -> Import:
    """Import a source in a process of its own."""
    start, most, work = time.perf_counter(), 0, 0.0
    with subprocess.Popen(
        [*MOTSCLES, "import", "spip", source, "--out", str(out)], stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            held, worked = used_by(psutil.Process(process.pid))
            most, work = max(most, held), max(work, worked)
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"motscles import spip failed on {source}")
    return Import(time.perf_counter() - start, work, most / 1e6, out.read_bytes())


def used_by(process: psutil.Process) -> tuple[int, float]:
    """Return the bytes that a process and those that it started hold for themselves, and their seconds of work."""
    held, worked = 0, 0.0
    with suppress(psutil.Error):  # they may have just ended
        for one in [process, *process.children(recursive=True)]:
            memory, times = one.memory_info(), one.cpu_times()
            held += memory.rss - memory.shared
            worked += times.user + times.system
    return held, worked


def best(source: str, out: Path, rounds: int) -> Import:
    """Return the fastest of several imports: what the others add is the machine's other work."""
    return min((measured(source, out) for _ in range(rounds)), key=lambda one: one.seconds)


def sources(server: MariaDB, folder: Path, count: int) -> dict[str, str]:
    """Return a site of so many articles, in its three forms."""
    site = site_of(count)
    database = f"site_{count}"
    url = write_mariadb(server, database, "4", site)
    dump = server.dump(database, folder / f"{database}.sql")
    backup = write_sqlite(folder / f"{database}.sqlite", "4", site)
    return {"MariaDB": url, f"dump ({dump.stat().st_size / 1e6:.0f} MB)": str(dump), "backup": str(backup)}


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40_000, metavar="N")
    parser.add_argument("--few", type=int, default=4_000, metavar="N", help="what memory is compared with")
    parser.add_argument(
        "--rounds", type=int, default=1, metavar="N", help="imports of each, of which the fastest counts"
    )
    options = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING)
    print(f"{platform.machine()}, Python {platform.python_version()}, {options.articles:,} articles\n")
    print(
        head(
            [
                "source",
                "seconds",
                "seconds of work",
                "articles a second",
                f"peak MB at {options.few:,}",
                f"peak MB at {options.articles:,}",
            ]
        )
    )
    with tempfile.TemporaryDirectory() as place, mariadb() as server:
        folder = Path(place)
        few = {
            name: measured(one, folder / "few")
            for name, one in zip("abc", sources(server, folder, options.few).values(), strict=True)
        }
        many = {
            name: best(one, folder / "many", options.rounds)
            for name, one in sources(server, folder, options.articles).items()
        }
        for (name, one), less in zip(many.items(), few.values(), strict=True):
            rate = options.articles / one.seconds
            print(
                line(
                    [
                        name,
                        f"{one.seconds:.0f}",
                        f"{one.work:.0f}",
                        f"{rate:,.0f}",
                        f"{less.megabytes:.0f}",
                        f"{one.megabytes:.0f}",
                    ]
                )
            )
        print(f"\nThe three are the same, byte for byte: {len({one.content for one in many.values()}) == 1}")


if __name__ == "__main__":
    main()
