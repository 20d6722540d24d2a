"""Texts that come back, word for word or nearly; what is kept of a text is some 500 bytes."""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
from numpy.typing import NDArray

from classifier.checking.words import Numbers, windows

SHINGLE = 3  # words: one changed word breaks three of them, so that common phrases alone do not count
THRESHOLD = 0.5  # of shared shingles: about one word in nine replaced, or a text cut by half
PERMUTATIONS = 64  # the estimate is within 0.06 two times in three; 128 would take 150 MB more on 40,000 articles
LEAST_WORDS = 20  # below, two notices that follow one form are not a duplicate


class Near(NamedTuple):
    """An earlier text, and the estimated share of shingles that it has in common with this one."""

    key: int
    similarity: float


class SameTexts:
    """Finds texts whose words are the same, in the same order."""

    def __init__(self) -> None:
        self._keys: dict[bytes, int] = {}

    def add(self, key: int, numbers: Numbers) -> int | None:
        """Keep a text under a key and return None, or the key of an equal text kept before."""
        digest = blake2b(numbers.tobytes(), digest_size=16).digest()
        first = self._keys.setdefault(digest, key)
        return None if first == key else first


class NearDuplicates:
    """Finds texts that share most of their shingles, by MinHash.

    >>> from classifier.checking.words import numbers_of
    >>> near, words = NearDuplicates(), [f"mot{n}" for n in range(200)]
    >>> near.add(0, numbers_of(words))
    >>> near.add(1, numbers_of(["autre", *words[1:]])).key
    0
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        self._index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        self._empty = MinHash(num_perm=PERMUTATIONS, hashfunc=int)  # our shingles are hashes already
        self._signatures: dict[int, NDArray[np.uint32]] = {}

    def add(self, key: int, numbers: Numbers) -> Near | None:
        """Keep a text under a key; return the nearest of those kept before, or None when none is near."""
        if len(numbers) < LEAST_WORDS:
            return None
        signature = self._empty.copy()
        signature.update_batch((windows(numbers, SHINGLE) >> np.uint64(32)).tolist())
        near = max((self._compared(other, signature) for other in self._index.query(signature)), default=None)
        self._index.insert(key, signature)
        self._signatures[key] = signature.hashvalues
        return Near(near[1], near[0]) if near and near[0] >= self.threshold else None

    def _compared(self, key: int, signature: MinHash) -> tuple[float, int]:
        return float(np.mean(self._signatures[key] == signature.hashvalues)), key
