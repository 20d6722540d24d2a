"""What an evaluation says, as pandas frames."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from classifier.evaluation.metrics import ranks_of

if TYPE_CHECKING:
    import pandas as pd

    from classifier.evaluation.report import Evaluation

Rows = Literal["tags", "figures", "years", "articles"]


def frame_of(evaluation: "Evaluation", rows: Rows) -> "pd.DataFrame":
    """Return a frame with one row for each tag, figure, year or article; see `Evaluation.to_frame`."""
    if rows == "tags":
        return evaluation.per_tag()
    if rows == "years":
        return evaluation.by_year()
    return _figures(evaluation) if rows == "figures" else _articles(evaluation)


def _figures(evaluation: "Evaluation") -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame.from_dict(evaluation.overall, orient="index", columns=["value", "low", "high"])


def _articles(evaluation: "Evaluation") -> "pd.DataFrame":
    import pandas as pd

    order = evaluation.probabilities if evaluation.scores is None else evaluation.scores
    labels = np.array(evaluation.labels, dtype=object)
    columns = {
        "tags": [tuple(labels[row == 1]) for row in evaluation.Y],
        "proposed": [tuple(labels[row == 1]) for row in evaluation.predictions],
        "dominant": labels[evaluation.dominant],
        "first": labels[order.argmax(axis=1)],
        "rank": ranks_of(evaluation.dominant, order) + 1,
    }
    heads = pd.DataFrame(list(evaluation.articles), columns=["id", "title", "year"])
    return pd.concat([heads, pd.DataFrame(columns)], axis=1)
