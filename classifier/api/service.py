"""The model in service, and everything that is worked on with it."""

import asyncio
import gc
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from classifier.api.metrics import Metrics
from classifier.documents import Document
from classifier.errors import BusyError, ClassifierError, NotTrainedError, VocabularyError
from classifier.feedback import FeedbackStore, LatestTrends
from classifier.keys import KeyRing
from classifier.retagging import PlanShelf
from classifier.settings import Settings
from classifier.store import ModelStore
from classifier.tagging import Suggestion, Tagger

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
WATCH = 1.0  # seconds between two looks at which model is in service
RETRY = 30  # looks after which a model that could not be read is tried again
READERS = 2  # files and pages read at once, beside the model
WRITERS = 4  # submissions written at once: they wait for one lock anyway


@dataclass(frozen=True)
class Loaded:
    """A model, ready to answer; replaced as a whole, so that an answer is never of two models."""

    version: str
    tagger: Tagger
    created: str = ""


class Service:
    """The model in service, loaded once and again when another is promoted; one text is read at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = ModelStore(settings.models)
        self.feedback = FeedbackStore(settings.feedback, keep_texts=settings.keep_texts)
        self.trends = LatestTrends(self.feedback)
        self.shelf = PlanShelf(settings.plans)
        self.ring = KeyRing(settings.keys)
        self.metrics = Metrics()
        self.failure: ClassifierError | None = None
        self.loaded: Loaded | None = None
        self.waiting = 0
        self._seen: object = None
        self._looks = 0
        self.is_shared = False  # with the workers that were forked from this process
        self._is_set_aside = False
        self._loading = Lock()
        self.restart()

    def load(self) -> None:
        """Load the model and the pipeline, so that the first answer is as quick as the others.

        When that fails, the model that was in service stays, and `failure` says why.
        """
        with self._loading:
            self._seen = self._signature()
            try:
                version = self.settings.model or self.store.current()
                tagger = self._read(version)
                tagger.suggest("Lecture à blanc.")
                created = self.store.describe(version or "").get("created", "")
            except ClassifierError as error:
                self.failure = error.with_traceback(None)
                self.metrics.model_loads.labels("failed").inc()
                logger.error("%s", error)
            else:
                assert version is not None
                self.loaded, self.failure = Loaded(version, tagger, created), None
                if self._is_set_aside:
                    self.set_aside()
                self.metrics.model_loads.labels("loaded").inc()
                logger.info("modèle %s en service", version)

    def set_aside(self) -> None:
        """Keep the garbage collector from looking at the model again and again: a third of a second each time.

        For a process that does nothing else. At the next model this one is looked at once more, and let go.
        """
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._is_set_aside = True

    def refresh(self) -> None:
        """Load again when another version was promoted, or the editors' vocabulary changed."""
        self._looks += 1
        again = self.failure is not None and self._looks % RETRY == 0
        if again or self._signature() != self._seen:
            self.load()

    def _signature(self) -> object:
        """Return what a change of the model would change."""
        try:
            version = self.settings.model or self.store.current() or ""
        except (OSError, ValueError):
            version = ""
        files = (self.settings.models / version / "manifest.json", self.settings.tags)
        states = []
        for file in files:
            try:
                state = file.stat()
                states.append((state.st_mtime_ns, state.st_size))
            except OSError:
                states.append((0, 0))
        return version, *states

    def _read(self, version: str | None) -> Tagger:
        """Return a tagger with the tags that editors added since; a mistake in their file stops nothing."""
        try:
            return self.store.load(version, tags=self.settings.tags)
        except VocabularyError as error:
            logger.error("%s", error)
            return self.store.load(version)

    async def watch(self) -> None:
        """Follow the model in service until cancelled."""
        while True:
            await asyncio.sleep(WATCH)
            try:
                await to_thread.run_sync(self.refresh)
            except Exception as error:  # whatever it is, the next look may fare better
                logger.error("surveillance du modèle : %s", type(error).__name__)

    @property
    def current(self) -> Loaded:
        """The model in service; raises what kept it from loading, or `NotTrainedError` while it loads."""
        if self.loaded is None:
            failure = self.failure or NotTrainedError("le modèle se charge encore ; réessayez dans quelques secondes.")
            raise failure.with_traceback(None)  # else a traceback kept here would grow with each request
        return self.loaded

    @property
    def tagger(self) -> Tagger:
        """The tagger in service; see `current`."""
        return self.current.tagger

    @property
    def version(self) -> str | None:
        """The version in service, or None."""
        return self.loaded.version if self.loaded else None

    async def run(self, work: Callable[[Loaded], Answer]) -> Answer:
        """Return what some work makes of the model in service, in a thread, in the order of arrival.

        Raises `BusyError` at once when too many wait, and when the turn does not come in time.
        """
        loaded = self.current
        if self.waiting >= self.settings.queue:
            raise BusyError("trop de demandes à la fois. Réessayez dans quelques secondes.")
        self.waiting += 1
        try:
            await asyncio.wait_for(self._turn.acquire(), self.settings.patience)
        except TimeoutError as error:
            raise BusyError("le service est débordé. Réessayez dans quelques secondes.") from error
        finally:
            self.waiting -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reader, work, loaded)
        finally:
            self._turn.release()

    async def suggest(self, document: Document, *, limit: int | None, explained: bool) -> tuple[str, list[Suggestion]]:
        """Return the version that answers, and its suggestions for one document."""
        found = await self.run(
            lambda loaded: (loaded.version, loaded.tagger.suggest(document, limit=limit, explained=explained))
        )
        self.metrics.articles.inc()
        return found

    async def keep(self, work: Callable[[FeedbackStore], Answer]) -> Answer:
        """Return what some work with the feedback returns; raises `BusyError` when too much waits for it."""
        return await self._in_thread(self._writers, "décisions", lambda: work(self.feedback))

    async def review(self, work: Callable[[PlanShelf], Answer]) -> Answer:
        """Return what some work with the plans returns; raises `BusyError` when too much waits for it."""
        return await self._in_thread(self._writers, "décisions", lambda: work(self.shelf))

    async def read(self, work: Callable[[], Answer]) -> Answer:
        """Return what some reading that needs no model returns; raises `BusyError` when too much waits for it."""
        return await self._in_thread(self._readers, "lectures", work)

    async def _in_thread(self, limiter: CapacityLimiter, what: str, work: Callable[[], Answer]) -> Answer:
        if limiter.statistics().tasks_waiting >= self.settings.queue:
            raise BusyError(f"trop de {what} à la fois. Réessayez dans quelques secondes.")
        return await to_thread.run_sync(work, limiter=limiter)

    def restart(self) -> None:
        """Begin in a new event loop: what waits belongs to one."""
        self.waiting, self._turn, self._writers = 0, asyncio.Lock(), CapacityLimiter(WRITERS)
        self._readers = CapacityLimiter(READERS)
        # always the same thread: each has memory of its own, and reading leaves holes of tens of megabytes in it
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="model")

    def close(self) -> None:
        """Let go of the thread and of the database."""
        self._reader.shutdown(wait=False)
        self.feedback.close()
