"""The whole check of a corpus, streamed: it keeps hashes of the texts and never the texts."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from classifier.checking.articles import about_article
from classifier.checking.duplicates import NearDuplicates, SameTexts
from classifier.checking.findings import Code, Finding, Where
from classifier.checking.labels import Labels
from classifier.checking.rows import Row, count_lines, files_at, rows
from classifier.checking.runs import Run, SharedRuns
from classifier.checking.tally import MIN_ARTICLES, TagCount, Tally
from classifier.checking.words import WORD, Numbers, is_name, numbers_of, plain, words_of
from classifier.documents import Document
from classifier.vocabulary import Vocabulary

Progress = Callable[[str, int, int], None]
"""What is told while reading: a stage, how much of it is done, out of how much."""

STEP = 100  # rows between two moves of a progress bar
QUOTED = 120  # characters of a shared run that a message shows


class CorpusCheck:
    """One check of files and folders: `findings` streams what is wrong, `tags` then says what was counted.

    Without a vocabulary the labels are taken as they come.
    Raises `CorpusError` at once when a path holds nothing to read.
    """

    def __init__(
        self, *paths: Path | str, vocabulary: Vocabulary | None = None, min_articles: int = MIN_ARTICLES
    ) -> None:
        self.files = files_at(*map(Path, paths))
        self.vocabulary = vocabulary
        self.min_articles = min_articles
        self.counts: Counter[Code] = Counter()
        self.articles = 0
        self._tally = Tally()

    @property
    def tags(self) -> list[TagCount]:
        """The articles of each tag, as counted so far."""
        return self._tally.rows()

    @property
    def errors(self) -> int:
        """The number of errors found so far."""
        return sum(count for code, count in self.counts.items() if code.level == "error")

    @property
    def warnings(self) -> int:
        """The number of warnings found so far."""
        return self.counts.total() - self.errors

    def findings(self, progress: Progress | None = None) -> Iterator[Finding]:
        """Yield everything that is wrong: article by article, then the shared runs, then the rare tags."""
        self.counts.clear()
        self._tally = Tally(self.vocabulary.labels if self.vocabulary else ())
        reading = _Reading(self.files, Labels(self.vocabulary), self._tally, progress or (lambda *_: None))
        for finding in reading.findings():
            self.counts[finding.code] += 1
            yield finding
        self.articles = len(reading.places)
        for finding in self._tally.rare(self.min_articles):
            self.counts[finding.code] += 1
            yield finding


class _Reading:
    """What is kept while the files are read: places, ids, hashes."""

    def __init__(self, files: list[Path], labels: Labels, tally: Tally, progress: Progress) -> None:
        self.files, self.labels, self.tally, self.progress = files, labels, tally, progress
        self.known_fields: dict[Path, set[str]] = {path: set() for path in files}
        self.places: list[Where] = []
        self.ids: dict[str, int] = {}
        self.same, self.near, self.runs = SameTexts(), NearDuplicates(), SharedRuns()
        self.families: dict[int, int] = {}  # near duplicate -> the first of its kind: their runs need no telling

    def findings(self) -> Iterator[Finding]:
        for row in self._rows():
            if isinstance(row.document, Document):
                yield from self._article(row, row.document)
            else:
                field = f"champ « {row.document.field} » : " if row.document.field else ""
                yield row.finding(Code.UNREADABLE, field + row.document.message)
        yield from self._shared_runs()

    def _rows(self) -> Iterator[Row]:
        """Yield every row, telling the progress by lines."""
        lines = {path: count_lines(path) for path in self.files}
        total, before = sum(lines.values()), 0
        for path in self.files:
            for count, row in enumerate(rows(path, known=self.known_fields[path])):
                if count % STEP == 0:
                    self.progress("checking", before + min(count, lines[path] - 1), total)
                yield row
            before += lines[path]
        self.progress("checking", total, total)

    def _article(self, row: Row, document: Document) -> Iterator[Finding]:
        article = len(self.places)
        self.places.append(row.where)
        first = self.ids.setdefault(document.id, article)
        if first != article:
            yield row.finding(Code.DUPLICATE_ID, f"identifiant déjà donné : {self.places[first]}.")
        numbers = numbers_of(words_of(plain(document.text)))
        for code, message in about_article(document, row.where, words=len(numbers)):
            yield row.finding(code, message)
        for code, message in self.labels.check(document.tags, document.date):
            yield row.finding(code, message)
        self.tally.add(document, [self.labels.printed(label) for label in document.tags])
        yield from self._duplicates(row, article, numbers)

    def _duplicates(self, row: Row, article: int, numbers: Numbers) -> Iterator[Finding]:
        same = self.same.add(article, numbers) if len(numbers) else None
        if same is not None:
            self.runs.add(numbers[:0])  # its runs are those of the first: telling them again would say nothing
            yield row.finding(Code.SAME_TEXT, f"même texte que {self._named(same)}.")
            return
        self.runs.add(numbers)
        near = self.near.add(article, numbers)
        if near:
            self.families[article] = self._family(near.key)
            share = f"{near.similarity:.0%}".replace("%", " %")
            yield row.finding(Code.NEAR_DUPLICATE, f"presque le même texte ({share}) que {self._named(near.key)}.")

    def _shared_runs(self) -> Iterator[Finding]:
        """Read again the articles that share runs, and yield the runs."""
        del self.same, self.near  # a third of the memory, and no more questions for them
        sharing = self.runs.close()
        wanted: dict[Path, dict[int | None, int]] = {}
        for article in sharing:
            wanted.setdefault(self.places[article].path, {})[self.places[article].line] = article
        done = 0
        for path, lines in wanted.items():
            for row in rows(path, known=self.known_fields[path], only=lines):
                if done % STEP == 0:
                    self.progress("comparing", done, len(sharing))
                done += 1
                if isinstance(row.document, Document):
                    yield from self._runs_of(row, lines[row.where.line], row.document)
        if sharing:
            self.progress("comparing", len(sharing), len(sharing))

    def _runs_of(self, row: Row, article: int, document: Document) -> Iterator[Finding]:
        text = plain(document.text)
        runs = self.runs.find(article, numbers_of(words_of(text)))
        ends = {word for run in runs for word in (run.start, run.end - 1)}
        spans = {word: match.span() for word, match in enumerate(WORD.finditer(text)) if word in ends} if runs else {}
        for run in runs:
            if self._family(run.other) != self._family(article):
                yield self._shared(row, run, text[spans[run.start][0] : spans[run.end - 1][1]])

    def _shared(self, row: Row, run: Run, words: str) -> Finding:
        quoted = " ".join(words.split())
        quoted = quoted if len(quoted) <= QUOTED else f"{quoted[: QUOTED - 1]}…"
        code = Code.SET_PHRASE if run.is_familiar or is_name(words_of(words)) else Code.SHARED_RUN
        return row.finding(code, f"{run.end - run.start} mots communs avec {self._named(run.other)} : « {quoted} ».")

    def _family(self, article: int) -> int:
        return self.families.get(article, article)

    def _named(self, article: int) -> str:
        place = self.places[article]
        return f"« {place.document_id} » ({place})"
