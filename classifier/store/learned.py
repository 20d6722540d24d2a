"""Which articles a model learned from: digests of their ids, nothing more."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.errors import DamagedModelError

LEARNED = "learned"
Digests = NDArray[np.uint64]


def id_digest(id: str) -> int:
    """Return the digest of an article's id, eight bytes of it.

    >>> id_digest("a1") == id_digest("a1"), id_digest("a1") == id_digest("a2")
    (True, False)
    """
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def id_digests(ids: Iterable[str]) -> Digests:
    """Return the digests of some ids, in their own order: the articles' order does not show."""
    return np.sort(np.fromiter(map(id_digest, ids), dtype=np.uint64))


def read_learned(folder: Path) -> Digests | None:
    """Return the digests that a version's folder holds; None for a version that did not note them."""
    path = folder / f"{LEARNED}.npy"
    if not path.exists():
        return None
    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.uint64)
    except (OSError, ValueError) as error:
        raise DamagedModelError(f"{path} : fichier illisible. Recopiez ou réentraînez le modèle.") from error
