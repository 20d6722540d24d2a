"""The HTTP service: our API and the editors' page."""

from classifier.api.app import create_app
from classifier.api.server import run
from classifier.api.supervisor import run_workers

__all__ = ["create_app", "run", "run_workers"]
