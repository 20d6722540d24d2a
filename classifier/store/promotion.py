"""Whether a version may take the place of the one in service, and which ones were in service before."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from classifier.errors import DamagedModelError, RegressionError
from classifier.files import write_text
from classifier.store.manifest import Manifest

if TYPE_CHECKING:
    from classifier.evaluation import Comparison

CONTEST = "comparison.json"
HISTORY = "history"
REMEMBERED = 50  # versions that were in service
NAMES = {"micro_f1": "micro-F1", "macro_f1": "macro-F1", "first_suggestion": "première proposition juste"}


class Contest(NamedTuple):
    """A version's comparison with the one that was in service when it was trained."""

    rival: str
    comparison: "Comparison"


def write_contest(contest: Contest, folder: Path) -> None:
    """Write a comparison into the folder of the new version."""
    values = {"with": contest.rival, **contest.comparison.to_dict()}
    write_text(folder / CONTEST, json.dumps(values, ensure_ascii=False, indent=1) + "\n")


def read_contest(folder: Path) -> Contest | None:
    """Return the comparison that a version's folder holds, or None; raise `DamagedModelError` for a broken one."""
    from classifier.evaluation import Comparison

    path = folder / CONTEST
    try:
        values = json.loads(path.read_bytes())
        return Contest(str(values["with"]), Comparison.from_dict(values))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise DamagedModelError(f"{path} : comparaison illisible. Recopiez ou réentraînez le modèle.") from error


def between(candidate: str, current: str, path: Path) -> "Comparison | None":
    """Return the comparison of a version with the one in service, whichever of the two it was made for."""
    own, other = read_contest(path / candidate), read_contest(path / current)
    if own is not None and own.rival == current:
        return own.comparison
    return other.comparison.reversed() if other is not None and other.rival == candidate else None


def refuse_regression(candidate: Manifest, current: Manifest, comparison: "Comparison | None") -> None:
    """Raise `RegressionError` for a candidate that is worse than the model in service.

    Where both were compared on the same articles, it must be worse by more than chance, in any of the figures. Else
    there are only the figures of each: on the same articles, the lower micro F1 is refused.
    """
    if comparison is not None:
        worse = [
            f"{NAMES.get(name, name)} {_french(one.new)} contre {_french(one.old)}, différence entre "
            f"{_french(one.low, sign=True)} et {_french(one.high, sign=True)}"
            for name, one in comparison.worse.items()
        ]
        if worse:
            raise _refusal(
                candidate, current, f"au-delà du hasard, sur {comparison.documents} articles mis de côté", worse
            )
        return
    same_test = candidate.test.get("fingerprint") == current.test.get("fingerprint")
    if not (same_test and candidate.figures and current.figures):
        return
    new, old = candidate.figures["micro_f1"][0], current.figures["micro_f1"][0]
    if new < old:
        raise _refusal(candidate, current, "sur les mêmes articles", [f"micro-F1 {_french(new)} contre {_french(old)}"])


def _refusal(candidate: Manifest, current: Manifest, where: str, figures: list[str]) -> RegressionError:
    return RegressionError(
        f"« {candidate.name} » est moins bon que « {current.name} », en service, {where} ({' ; '.join(figures)}). "
        f"Gardez celui-ci, ou promouvez l’autre malgré tout : motscles models promote {candidate.name} "
        "--allow-regression (en Python : store.promote(…, allow_regression=True))."
    )


def _french(value: float, *, sign: bool = False) -> str:
    return f"{value:{'+' if sign else ''}.3f}".replace(".", ",").replace("-", "−")


def history(path: Path) -> list[str]:
    """Return the versions that were in service before, the oldest first."""
    try:
        return (path / HISTORY).read_text(encoding="utf-8").split("\n")[:-1]
    except FileNotFoundError:
        return []


def write_history(path: Path, versions: list[str]) -> None:
    """Write the versions that were in service before, the oldest first; the oldest of too many are forgotten."""
    write_text(path / HISTORY, "".join(f"{version}\n" for version in versions[-REMEMBERED:]))
