"""The labels of articles, held against a vocabulary."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from classifier.checking.findings import Code
from classifier.errors import RetiredTagError, UnknownTagError
from classifier.vocabulary import Tag, Vocabulary, label_key

Said = tuple[Code, str]


@dataclass(frozen=True, slots=True)
class _Label:
    """What the vocabulary says of a label, whatever the article."""

    tag: Tag | None
    said: Said | None = None


class Labels:
    """Finds what is wrong with labels; each label is looked up once, however many articles bear it.

    >>> labels = Labels(Vocabulary([Tag("fintech", "Fintech")]))
    >>> [message for _, message in labels.check(("Fintek",), None)]
    ['libellé inconnu « Fintek ». Le plus proche : « Fintech ».']
    """

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.vocabulary = vocabulary
        self._known: dict[str, _Label] = {}

    def printed(self, label: str) -> str:
        """Return the printed label of the tag that a label means, or the label itself when none is known."""
        tag = self._lookup(label).tag
        return tag.label if tag else label

    def check(self, labels: tuple[str, ...], day: date | None) -> Iterator[Said]:
        """Yield what is wrong with the labels of an article of that day."""
        for label in labels:
            known = self._lookup(label)
            if known.said:
                yield known.said
            if known.tag and not known.tag.period.covers(day):
                yield (
                    Code.OUTSIDE_PERIOD,
                    f"« {known.tag.label} » ne s’emploie {_period(known.tag)} (article du {day}).",
                )

    def _lookup(self, label: str) -> _Label:
        if label not in self._known:
            self._known[label] = _look_up(label, self.vocabulary) if self.vocabulary else _Label(None)
        return self._known[label]


def _look_up(label: str, vocabulary: Vocabulary) -> _Label:
    try:
        tag = vocabulary.find(label)
    except RetiredTagError as error:
        return _Label(None, (Code.RETIRED_LABEL, str(error)))
    except UnknownTagError as error:
        return _Label(None, (Code.UNKNOWN_LABEL, _unknown(label, vocabulary, error)))
    if label == tag.label:
        return _Label(tag)
    if label_key(label) in {label_key(name) for name in tag.former} - {label_key(tag.label)}:
        return _Label(tag, (Code.FORMER_LABEL, f"« {label} » est un ancien nom de « {tag.label} »."))
    if any(label_key(label) in {label_key(name) for name in old.labels} for old in vocabulary.known if old.is_retired):
        return _Label(tag, (Code.FORMER_LABEL, f"« {label} » a été réuni à « {tag.label} »."))
    return _Label(tag, (Code.OTHER_SPELLING, f"« {label} » est écrit « {tag.label} » dans le vocabulaire."))


def _unknown(label: str, vocabulary: Vocabulary, error: UnknownTagError) -> str:
    if label_key(label) in {label_key(name) for tag in vocabulary for name in tag.labels}:
        return str(error)  # several tags share this name: the error says which
    closest = vocabulary.closest(label, limit=1)
    return f"libellé inconnu « {label} »." + (f" Le plus proche : « {closest[0]} »." if closest else "")


def _period(tag: Tag) -> str:
    start, end = tag.period.start, tag.period.end
    if start and end:
        return f"que du {start} au {end}"
    return f"qu’à partir du {start}" if start else f"que jusqu’au {end}"
