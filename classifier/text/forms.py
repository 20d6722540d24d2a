"""A list of forms and their lemmas as arrays: what a model keeps of it, open at once and shared by processes.

simplemma unpacks its list of French forms in a third of a second at each start, into 60 MB for each process.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Forms(NamedTuple):
    """Which lemma each form has: that of `digests[i]`, sorted, is `lemmas[numbers[i]]`, in UTF-8.

    Digests have 64 bits: a form that is not in the list of a quarter of a million is taken for one that is once in
    seventy thousand billion times.
    """

    digests: NDArray[np.uint64]
    numbers: NDArray[np.uint32]
    lemmas: NDArray[np.bytes_]

    @classmethod
    def of(cls, lemma_of: Mapping[str, str]) -> Self:
        """Return the arrays of a dictionary from form to lemma.

        >>> Forms.of({"sites": "site", "usines": "usine"}).get("usines")
        'usine'
        """
        written = np.array([lemma.encode() for lemma in lemma_of.values()], dtype=np.bytes_)
        lemmas, numbers = np.unique(written, return_inverse=True)
        digests = np.fromiter(map(_digest, lemma_of), np.uint64, len(lemma_of))
        order = np.argsort(digests)
        return cls(digests[order], numbers[order].astype(np.uint32), lemmas)

    @classmethod
    def read(cls, digests: NDArray[Any], numbers: NDArray[Any], lemmas: NDArray[Any]) -> Self:
        """Return arrays that come from elsewhere; raise ValueError unless they fit each other."""
        if digests.dtype != np.uint64 or numbers.dtype != np.uint32 or lemmas.dtype.kind != "S":
            raise ValueError("les tableaux du lexique ne sont pas du type attendu")
        if not digests.shape == numbers.shape == (len(digests),) or (numbers >= len(lemmas)).any():
            raise ValueError("les tableaux du lexique ne vont pas ensemble")
        return cls(digests, numbers, lemmas)

    def get(self, form: str) -> str | None:
        """Return the lemma of a form, or None."""
        digest = np.uint64(_digest(form))
        at = int(self.digests.searchsorted(digest))
        known = at < len(self.digests) and self.digests[at] == digest
        return self.lemmas[self.numbers[at]].decode(errors="replace") if known else None

    def get_dictionary(self, lang: str) -> "Forms":
        """Return the list itself: simplemma asks for one by its language."""
        return self


@cache
def french_forms() -> Forms:
    """Return simplemma's list of French forms, made once."""
    from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

    return Forms.of(DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr"))


def _digest(form: str) -> int:
    return int.from_bytes(blake2b(form.encode(errors="surrogatepass"), digest_size=8).digest())
