"""What a model is worth tag by tag, as a file of its folder."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.errors import DamagedModelError
from classifier.tagging import Tagger

if TYPE_CHECKING:
    from classifier.evaluation import Evaluation

EVALUATION = "evaluation.json"
DIGITS = 4


def figures_per_tag(tagger: Tagger, evaluation: "Evaluation") -> str:
    """Return the rows of `Evaluation.per_tag` as JSON, each with its tag's id; what is no number is null.

    `cold` tells a tag with too few examples, which is suggested by its names in the text only.
    """
    vocabulary, cold = tagger.vocabulary, tagger.classifier.cold_
    rows = [
        {"id": vocabulary.find(label).id, "label": label, "cold": bool(cold[vocabulary.column(label)])}
        | {str(name): _plain(value) for name, value in row.items()}
        for label, row in ((str(label), row) for label, row in evaluation.per_tag().to_dict("index").items())
    ]
    return json.dumps({"tags": rows}, ensure_ascii=False, indent=1) + "\n"


def read_figures(folder: Path) -> list[dict[str, Any]]:
    """Return these rows; none for a model that was not judged, or that is older than this file.

    Raises `DamagedModelError` where they cannot be read.
    """
    path = folder / EVALUATION
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_bytes())["tags"]
        return [dict(row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedModelError(f"{path} : chiffres illisibles. Recopiez ou réentraînez le modèle.") from error


def _plain(value: Any) -> int | float | None:
    """Return a number that JSON can say: a tag that is never automatic has an infinite bound."""
    number = value.item() if isinstance(value, np.generic) else value
    if isinstance(number, int):
        return number
    return round(float(number), DIGITS) if np.isfinite(number) else None
