"""Serve the tagger: `python serve.py`, or `uvicorn serve:app --workers 4`."""

import uvicorn

from classifier.api import create_app
from classifier.settings import Settings

settings = Settings.from_environ()
app = create_app(settings)

if __name__ == "__main__":
    uvicorn.run(app, host=settings.host, port=settings.port)
