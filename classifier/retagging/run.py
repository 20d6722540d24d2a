"""Makes a plan: reads an archive through a model, and can be stopped anywhere and go on."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from classifier.batches import batches
from classifier.errors import PlanError
from classifier.files import sync_directory
from classifier.retagging.archive import Archive, Placed
from classifier.retagging.lines import GrowingFile, read_lines, writing
from classifier.retagging.plan import Header, Options, Plan, footer, read_header
from classifier.retagging.work import BATCH_SIZE, Job, ModelPlace, Workers, open_model

STAGE = "planning"

Progress = Callable[[str, int, int], None]


def make_plan(
    archive: Archive,
    model: ModelPlace,
    out: Path,
    *,
    options: Options | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the plan of an archive, written to a file.

    The work stands in `OUT.partial` until it is whole. What was begun there is continued, and the result is byte for
    byte that of an uninterrupted run. A plan that is there already is returned when it was made of the same.
    Raises `PlanError` when the file is something else, or the archive changed under way.
    """
    vocabulary = open_model(model).vocabulary
    header = Header(archive.describe(vocabulary), model.describe(), options or Options())
    if out.exists():
        return _finished(out, header)
    job = Job(model, header.options, archive.rules(vocabulary))
    with GrowingFile(partial_of(out)) as file:
        begun = _continue(file, header)
        documents = _Watched(archive, file.path, begun.articles)
        for done in (workers or Workers()).run(job, batches(documents, BATCH_SIZE)):
            file.add_lines(done.lines)
            begun = begun.followed_by(done.articles, done.lines)
            if progress:
                progress(STAGE, begun.articles, header.archive["articles"])
        documents.check(header)
        file.add([footer(begun.articles, begun.digest.hexdigest())])
        with writing(out):
            file.path.replace(out)
            sync_directory(out.parent)
    return Plan(out)


def partial_of(out: Path) -> Path:
    """Return where a plan stands until it is whole."""
    return out.with_name(f"{out.name}.partial")


class _Begun(NamedTuple):
    """How much of a plan stands on the disk."""

    articles: int
    digest: "blake2b"

    def followed_by(self, articles: int, lines: bytes) -> "_Begun":
        self.digest.update(lines)
        return self._replace(articles=self.articles + articles)


def _finished(out: Path, header: Header) -> Plan:
    plan = Plan(out)
    if difference := plan.header.difference(header):
        raise PlanError(
            f"ce plan existe déjà, fait avec {difference}. Effacez-le, ou donnez un autre nom par --out.", path=out
        )
    return plan


def _continue(file: GrowingFile, header: Header) -> _Begun:
    """Return what stands in a file that was begun; begin it when it is empty."""
    begun, first = _Begun(0, blake2b(digest_size=16)), True
    for line, row in read_lines(file.path, PlanError):
        if first:
            _check_same(file.path, read_header(row, file.path), header)
            first = False
        if "checksum" in row:  # killed between closing the plan and giving it its name
            file.cut(len(line))
            break
        begun = begun.followed_by(int("changes" in row), line)
    return begun.followed_by(0, file.add([header.as_row()])) if first else begun


def _check_same(path: Path, found: Header, wanted: Header) -> None:
    if difference := found.difference(wanted):
        raise PlanError(
            f"ce plan a été commencé avec {difference}. Relancez la commande d’alors, "
            "ou effacez ce fichier pour recommencer.",
            path=path,
        )


class _Watched:
    """The articles that a plan lacks; remembers what it read, to tell whether the archive changed meanwhile."""

    def __init__(self, archive: Archive, begun: Path, skip: int) -> None:
        self.archive, self.begun, self.skip = archive, begun, skip
        self.digest = blake2b(digest_size=16)

    def __iter__(self) -> Iterator[Placed]:
        planned = (row for _, row in read_lines(self.begun, PlanError) if "changes" in row)
        for position, placed in enumerate(self.archive):
            self.digest.update(placed.document.digest().encode())
            if position >= self.skip:
                yield placed
            elif next(planned)["id"] != placed.document.id:
                raise self._error()

    def check(self, header: Header) -> None:
        """Raise `PlanError` when the articles were not those that the header was made of."""
        if header.archive["kind"] == "corpus" and header.archive["fingerprint"] != self.digest.hexdigest():
            raise self._error()

    def _error(self) -> PlanError:
        return PlanError(
            "l’archive a changé pendant que ce plan se faisait. Effacez ce fichier et relancez la commande.",
            path=self.begun,
        )
