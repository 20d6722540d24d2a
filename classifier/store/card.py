"""The model card: what a model is, learned from, and is worth, for whoever meets its folder."""

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.store.manifest import Manifest
from classifier.tagging import Tagger

if TYPE_CHECKING:
    from classifier.evaluation import Evaluation

FIGURES = {
    "micro_f1": "micro F1",
    "macro_f1": "macro F1",
    "recall_at_1": "the dominant tag is the first suggestion",
    "recall_at_3": "… among the first three",
    "recall_at_5": "… among the first five",
    "recall_at_10": "… among the first ten",
}


def model_card(tagger: Tagger, manifest: Manifest, evaluation: "Evaluation | None") -> str:
    """Return the card of a model, in Markdown."""
    template = Template(files(__package__).joinpath("card.md").read_text(encoding="utf-8"))
    return template.substitute(
        name=manifest.name,
        created=manifest.created[:10],
        corpus=manifest.corpus.get("name", "unknown"),
        documents=manifest.corpus.get("documents", "unknown"),
        fingerprint=manifest.corpus.get("fingerprint", "unknown"),
        tags=len(tagger.vocabulary),
        cold=int(tagger.classifier.cold_.sum()),
        signature=manifest.analyzer["signature"],
        test_documents=manifest.test.get("documents", 0),
        test_fingerprint=manifest.test.get("fingerprint", "none"),
        split=manifest.test.get("split", "no evaluation was made"),
        figures=_figures(manifest.figures),
        bands=int(np.isfinite(tagger.classifier.automatic_).sum()),
        per_tag=_per_tag(evaluation),
    )


def _figures(figures: dict[str, Any]) -> str:
    rows = [
        f"| {label} | {value[0]:.3f} | {value[1]:.3f} – {value[2]:.3f} |"
        for name, label in FIGURES.items()
        if (value := figures.get(name))
    ]
    if not rows:
        return "No figure was measured."
    error = f"| expected calibration error | {figures['calibration_error']:.3f} | |"
    return "\n".join(["| figure | value | 95 % |", "|---|---|---|", *rows, error])


def _per_tag(evaluation: "Evaluation | None") -> str:
    if evaluation is None:
        return "No figure was measured."
    rows = [
        f"| {row.Index} | {row.support} | {row.precision:.2f} | {row.recall:.2f} | {row.f1:.2f} |"
        for row in evaluation.per_tag().sort_values("support", ascending=False, kind="stable").itertuples()
    ]
    return "\n".join(["| tag | support | precision | recall | F1 |", "|---|---|---|---|---|", *rows])
