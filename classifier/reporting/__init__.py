"""An evaluation as people read it: one page, Markdown, a few lines; and as programs read it."""

from classifier.reporting.ageing import ageing_table
from classifier.reporting.pages import summary, to_html, to_markdown
from classifier.reporting.report import Report

__all__ = ["Report", "ageing_table", "summary", "to_html", "to_markdown"]
