"""Serve the tagger: `python serve.py`, or any ASGI server with `serve:app`."""

from classifier.api import create_app
from classifier.settings import Settings

settings = Settings.from_environ()
app = create_app(settings)

if __name__ == "__main__":
    from classifier.cli.serve import start

    start(settings)
