"""Every error that motscles raises on purpose.

::

    ClassifierError
    ├── DataError               a file we cannot read; knows path, line and field
    │   ├── CorpusError
    │   ├── SiteError           a SPIP site: a file, a dump or a database that cannot be read
    │   ├── VocabularyError ─ UnknownTagError ─ RetiredTagError
    │   └── RetaggingError      work over an archive that cannot go on
    │       ├── PlanError       a plan that is damaged, or of another archive or model
    │       ├── ReviewError     a spreadsheet that no longer says what the plan says
    │       └── JournalError    a journal that cannot be continued or undone
    ├── TextError               a text that cannot be tagged
    ├── SettingsError           a setting that does not exist or has a wrong value
    ├── FeedbackError           editors' decisions that cannot be kept or read
    │   └── ConflictError       one name for two different submissions
    ├── AccessError             keys that cannot be made or read
    ├── BusyError               more work at once than the service takes on
    ├── StoppedProcessError     a process that ended in the middle of shared work
    └── ModelError
        ├── NotTrainedError
        ├── TooFewExamplesError
        ├── UnknownVersionError
        ├── RegressionError     a version worse than the one in service
        ├── ContractError       an estimator from elsewhere that cannot become one of our models
        └── DamagedModelError   a checksum, a shape or a format does not match

Messages are written for the people who see them (editors first), hence in French:
what happened, where, the value met, what to do.
"""

from pathlib import Path


class ClassifierError(Exception):
    """Whatever can go wrong for a reason that a person can act upon."""


class DataError(ClassifierError):
    """A file that cannot be read, and the place in it.

    >>> str(DataError("date illisible", path=Path("articles.jsonl"), line=37, field="date"))
    'articles.jsonl, ligne 37, champ « date » : date illisible'
    """

    def __init__(
        self, message: str, *, path: Path | str | None = None, line: int | None = None, field: str | None = None
    ) -> None:
        self.message, self.path, self.line, self.field = message, path, line, field
        super().__init__(message)

    def __str__(self) -> str:
        """Return the place, then the message."""
        place = [str(self.path)] if self.path is not None else []
        place += [f"ligne {self.line}"] if self.line is not None else []
        place += [f"champ « {self.field} »"] if self.field is not None else []
        return f"{', '.join(place)} : {self.message}" if place else self.message


class CorpusError(DataError):
    """Articles that cannot be read."""


class SiteError(DataError):
    """A SPIP site that cannot be opened, found or read to its end."""


class VocabularyError(DataError):
    """A vocabulary that cannot be read or contradicts itself."""


class UnknownTagError(VocabularyError):
    """A label or an id that no tag bears."""


class RetiredTagError(UnknownTagError):
    """A tag that was retired, or split into several."""


class RetaggingError(DataError):
    """Work over an archive that cannot go on."""


class PlanError(RetaggingError):
    """A plan that is damaged, or was made from another archive or by another model."""


class ReviewError(RetaggingError):
    """A spreadsheet of decisions that no longer says what the plan says."""


class JournalError(RetaggingError):
    """A journal that cannot be continued or undone."""


class TextError(ClassifierError):
    """A text that cannot be tagged."""


class SettingsError(ClassifierError):
    """A setting that does not exist or has a wrong value."""


class FeedbackError(ClassifierError):
    """Decisions of editors that cannot be kept or read."""


class ConflictError(FeedbackError):
    """A submission whose name was given to a different one before."""


class AccessError(ClassifierError):
    """Keys of the service that cannot be made, read or found."""


class BusyError(ClassifierError):
    """More work at once than the service takes on; it is worth trying again."""


class StoppedProcessError(ClassifierError):
    """A process that ended in the middle of shared work, most likely for want of memory."""


class ModelError(ClassifierError):
    """A model that cannot be made, found, read or put into service."""


class NotTrainedError(ModelError):
    """Something was asked of a model before it learned."""


class TooFewExamplesError(ModelError, ValueError):
    """A corpus from which nothing can be learned; a ValueError too, as scikit-learn expects of `fit`."""


class UnknownVersionError(ModelError):
    """A version that the store does not hold."""


class RegressionError(ModelError):
    """A version that is worse than the one in service."""


class ContractError(ModelError):
    """An estimator from elsewhere that cannot become one of our models."""


class DamagedModelError(ModelError):
    """A model folder whose contents do not match its manifest."""
