"""What an import says at its end."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.cli.console import say, several

if TYPE_CHECKING:
    from classifier.corpora import ImportReport, LabelMatcher

SHOWN = 10  # unknown labels


def tell(report: "ImportReport", out: Path, labels: "LabelMatcher | None" = None) -> None:
    """Say what was written, what was not and why, and what to do next."""
    for line in _lines(report, out, labels):
        say(line)


def _lines(report: "ImportReport", out: Path, labels: "LabelMatcher | None") -> Iterator[str]:
    missing = [(report.undated, "sans date"), (report.untagged, "sans mot-clé")]
    details = ", ".join(f"{count} {what}" for count, what in missing if count)
    yield f"{several(report.written, 'article')} dans {out}{f', dont {details}' if details else ''}."
    for reason, count in report.skipped_counts.items():
        places = ", ".join(report.skipped[reason]) + (", …" if count > len(report.skipped[reason]) else "")
        yield f"Sans article : {count} fois, {reason.rstrip('.')}{f' ({places})' if places else ''}."
    if labels and labels.unknown:
        shown = ", ".join(f"« {label} » ({count})" for label, count in labels.unknown.most_common(SHOWN))
        more = "…" if len(labels.unknown) > SHOWN else ""
        yield f"Libellés inconnus du vocabulaire, laissés de côté : {shown}{more}."
    yield f"Ensuite : motscles corpus check {out} --tags {labels.vocabulary.source if labels else 'auto'}"
