"""One batch of articles through the model, in whichever process it comes to; and where those processes are."""

from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from joblib import Parallel, delayed, parallel_config

from classifier.errors import PlanError, RetaggingError, SettingsError
from classifier.retagging.archive import Placed, Rules
from classifier.retagging.feeding import in_one_thread
from classifier.retagging.lines import Object, as_line
from classifier.retagging.plan import Options
from classifier.retagging.proposal import Proposer
from classifier.store import ModelStore, checksum
from classifier.tagging import Tagger

BATCH_SIZE = 64  # articles that a process takes at a time; a kill loses no more than a few batches
AHEAD = 4  # batches that are read before a process is free for them
WAIT = 30.0  # seconds to reach a Dask scheduler and its workers
MANIFEST = "manifest.json"
ONE_AT_A_TIME = Lock()  # a Dask worker may have threads; the model is read by one of them at a time


_OPEN: "dict[ModelPlace, Tagger]" = {}


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """Where every process finds the model: it is never sent, its arrays are shared on the disk."""

    models: Path
    version: str
    tags: Path | None
    checksum: str
    vocabulary: str

    @classmethod
    def of(cls, store: ModelStore, version: str | None, tags: Path | None) -> "ModelPlace":
        """Return the place of a version, by default of the one in service, after opening it once."""
        name = version or store.manifest().name
        tagger = store.load(name, tags=tags)
        manifest = checksum(store.path / name / MANIFEST)
        place = cls(store.path.resolve(), name, tags, manifest, tagger.vocabulary.fingerprint())
        _OPEN[place] = tagger
        return place

    def describe(self) -> Object:
        """Return what a plan says of its model."""
        return {"version": self.version, "checksum": self.checksum, "vocabulary": self.vocabulary}


def open_model(place: ModelPlace) -> Tagger:
    """Return the model, opened once in a process; raise `PlanError` when what stands there is another one."""
    if place not in _OPEN:
        tagger = ModelStore(place.models).load(place.version, tags=place.tags)
        found = checksum(place.models / place.version / MANIFEST), tagger.vocabulary.fingerprint()
        if found != (place.checksum, place.vocabulary):
            raise PlanError(
                f"le modèle {place.version} ou sa liste de mots-clés n’est pas le même partout. Recopiez-les.",
                path=place.models,
            )
        _OPEN[place] = tagger
    return _OPEN[place]


@dataclass(frozen=True)
class Job:
    """What is done to every batch."""

    model: ModelPlace
    options: Options
    rules: Rules


class Done(NamedTuple):
    """A batch of articles as lines of a plan."""

    articles: int
    lines: bytes


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the batches: this process, several, or a Dask cluster.

    With `scheduler`, the address of a Dask scheduler whose workers see the same folder of models, `jobs` is not used.
    """

    jobs: int = 1
    scheduler: str | None = None

    def run(self, job: Job, batches: Iterable[list[Placed]]) -> Iterator[Done]:
        """Yield the batches done, in order; not many more are read than are being worked on."""
        if self.jobs == 1 and self.scheduler is None:
            yield from (propose(job, batch) for batch in batches)
            return
        jobs = -1 if self.scheduler else self.jobs
        with self._backend(), in_one_thread(batches, ahead=AHEAD) as read:
            tasks = (delayed(propose)(job, batch) for batch in read)
            results = Parallel(n_jobs=jobs, batch_size=1, return_as="generator")(tasks)
            try:
                yield from results
            except BrokenExecutor as cause:
                raise RetaggingError(
                    "un processus s’est arrêté au milieu du travail, peut-être faute de mémoire. Relancez la même "
                    "commande : elle reprend où elle en était ; --jobs 1 demande le moins de mémoire."
                ) from cause
            finally:
                results.close()

    @contextmanager
    def _backend(self) -> Iterator[None]:
        if self.scheduler is None:
            yield
            return
        with _client(self.scheduler), parallel_config(backend="dask", wait_for_workers_timeout=WAIT):
            yield


def propose(job: Job, batch: list[Placed]) -> Done:
    """Return a batch as lines of a plan."""
    with ONE_AT_A_TIME:
        articles = _proposer(job.model, job.options).articles(batch, job.rules)
    return Done(len(articles), b"".join(as_line(article.as_row()) for article in articles))


@lru_cache(maxsize=1)
def _proposer(model: ModelPlace, options: Options) -> Proposer:
    """Return what proposes, opened once in each process."""
    return Proposer(open_model(model), options)


@contextmanager
def _client(address: str) -> Iterator[None]:
    try:
        import distributed
    except ImportError as cause:
        raise SettingsError("Dask manque : pip install 'motscles[dask]'.") from cause
    try:
        client = distributed.Client(address, timeout=WAIT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as cause:
        raise SettingsError(
            f"aucun ordonnanceur Dask ne répond à {address}. Vérifiez l’adresse, p. ex. tcp://127.0.0.1:8786."
        ) from cause
    with client:
        yield
