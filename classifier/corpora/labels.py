"""Labels as pages and feeds show them, matched to a vocabulary."""

from collections import Counter
from collections.abc import Iterable

from classifier.errors import UnknownTagError
from classifier.vocabulary import Vocabulary, label_key


class LabelMatcher:
    """Find the printed labels of what pages show, and count what no tag bears.

    >>> from classifier.vocabulary import Tag
    >>> labels = LabelMatcher(Vocabulary([Tag("x", "X (réseau)", former=("Twitter",))]))
    >>> labels.match(["twitter", "Actualité"]), dict(labels.unknown)
    (['X (réseau)'], {'Actualité': 1})
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.unknown: Counter[str] = Counter()
        # the vocabulary looks for the nearest labels before it says no: too slow for every line of every page
        self._keys = {label_key(label) for tag in vocabulary.known for label in (tag.id, *tag.labels)}

    def find(self, label: str) -> str | None:
        """Return the printed label of the tag that bears this one, or None."""
        if label_key(label) not in self._keys:
            return None
        try:
            return self.vocabulary.find(label).label
        except UnknownTagError:  # two tags share it
            return None

    def match(self, labels: Iterable[str]) -> list[str]:
        """Return the printed labels, in order and once; those that no tag bears are counted and left out."""
        found: dict[str, None] = {}
        for label in labels:
            printed = self.find(label)
            if printed is None:
                self.unknown[label] += 1
            else:
                found[printed] = None
        return list(found)
