"""A report as one page of HTML that needs nothing else, as Markdown, or as a few lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier.evaluation import SEED
from classifier.evaluation.figures import CUTS
from classifier.reporting import ageing, french, plots, words
from classifier.reporting.report import Report

TEMPLATES = Path(__file__).parent
PAIRS = 15  # confusions that are drawn


def to_html(report: Report) -> str:
    """Return a page with everything in it: no script, no other host, light or dark as the reader likes."""
    drawn = {
        "tags": plots.tag_bars(report.tags),
        "reliability": plots.reliability_curve(report.reliability),
        "confusions": plots.confusion_bars(report.confusions[:PAIRS]),
        "years": plots.year_lines(report.years),
        "time": plots.time_map(report.over_time),
    }
    if report.drift is not None:
        drawn["drift"] = ageing.ageing_lines(report.drift)
    return _rendered("report.html", report, escaped=True, plots=drawn)


def to_markdown(report: Report) -> str:
    """Return the same without plots."""
    return _rendered("report.md", report, escaped=False)


def summary(report: Report) -> Iterator[str]:
    """Yield one line per overall figure, for a terminal."""
    known = [(words.name_of(name), report.figures[name]) for name in words.SUMMARY if name in report.figures]
    width = max(len(one.name) for one, _ in known)
    for one, figure in known:
        value, interval = french.shown(figure, share=one.share), french.interval(figure, share=one.share)
        yield f"{one.name:<{width}}  {value:>8}  [{interval}]"


def _rendered(template: str, report: Report, *, escaped: bool, **more: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for filter in (french.integer, french.decimal, french.percent, french.shown, french.interval, french.plain):
        environment.filters[filter.__name__] = filter
    environment.filters["said"] = ageing.sentence
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    curve, over_time = report.reliability, report.over_time
    return environment.get_template(template).render(
        report=report,
        seed=SEED,
        cuts=CUTS,
        headlines=words.HEADLINES,
        averages=words.AVERAGES,
        measures=words.MEASURES,
        first=words.FIRST,
        others=words.OTHERS,
        reliability=list(zip(curve.promised, curve.kept, curve.decisions, strict=True)),
        over_time=list(zip(over_time.tags, over_time.counts.tolist(), strict=True)),
        **more,
    )
