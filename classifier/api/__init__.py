"""The HTTP service: our API and the editors' page."""

from classifier.api.app import create_app
from classifier.api.server import run

__all__ = ["create_app", "run"]
