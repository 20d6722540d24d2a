"""What handlers ask for, named and typed."""

import logging
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from classifier.documents import Document
from classifier.errors import ClassifierError, NotTrainedError, VocabularyError
from classifier.settings import Settings
from classifier.store import ModelStore
from classifier.tagging import Suggestion, Tagger

logger = logging.getLogger(__name__)


class Service:
    """The model in service, loaded once; spaCy reads one text at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.version: str | None = None
        self.failure: ClassifierError | None = None
        self._tagger: Tagger | None = None
        self._lock = Lock()

    def load(self) -> None:
        """Load the model and the pipeline, so that the first answer is as quick as the others."""
        store = ModelStore(self.settings.models)
        try:
            version = self.settings.model or store.current()
            tagger = _load(store, version, self.settings.tags)
            tagger.suggest("Lecture à blanc.")
        except ClassifierError as error:
            self.failure = error
            logger.error("%s", error)
        else:
            self._tagger, self.version = tagger, version

    @property
    def tagger(self) -> Tagger:
        """The tagger; raises what kept it from loading, or `NotTrainedError` while it loads."""
        if self._tagger is None:
            failure = self.failure or NotTrainedError("le modèle se charge encore ; réessayez dans quelques secondes.")
            raise failure.with_traceback(None)  # else a traceback kept here would grow with each request
        return self._tagger

    def suggest(self, document: Document, *, limit: int, explained: bool) -> list[Suggestion]:
        """Return the suggestions for one document."""
        tagger = self.tagger
        with self._lock:
            return tagger.suggest(document, limit=limit, explained=explained)


def _load(store: ModelStore, version: str | None, tags: Path) -> Tagger:
    """Return a tagger with the tags that editors added since; a mistake in their file does not stop the service."""
    try:
        return store.load(version, tags=tags)
    except VocabularyError as error:
        logger.error("%s", error)
        return store.load(version)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


CurrentService = Annotated[Service, Depends(_service)]
