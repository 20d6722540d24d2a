"""motscles serve: the service, on this machine."""

from pathlib import Path
from socket import create_server, socket
from typing import Annotated

import typer

from classifier.cli.console import say
from classifier.errors import SettingsError


def serve(
    host: Annotated[str | None, typer.Option(help="L’adresse d’écoute ; par défaut 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Le port ; par défaut 8000.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
    model: Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")] = None,
) -> None:
    """Démarre le service : la page des éditeurs et l’API."""
    from classifier.settings import Settings
    from classifier.store import ModelStore

    given = {"host": host, "port": port, "models": models, "model": model}
    settings = Settings.from_environ().model_copy(update={k: v for k, v in given.items() if v is not None})
    version = ModelStore(settings.models).manifest(settings.model).name  # a missing model is said now, not by a 503
    listening = _listen(settings.host, settings.port)
    say(f"Chargement du modèle {version}…")
    from classifier.api import create_app, run  # the one door between the roof rooms

    address = f"http://{settings.host}:{settings.port}"
    run(create_app(settings), listening, on_ready=lambda: say(f"Service prêt : {address} (Ctrl+C pour l’arrêter)."))


def _listen(host: str, port: int) -> socket:
    """Return a socket bound to the address; raise `SettingsError` when it cannot be had."""
    try:
        return create_server((host, port), reuse_port=False)
    except OSError as error:
        raise SettingsError(
            f"impossible d’écouter sur {host}:{port} ({error.strerror}). Un autre service tourne-t-il ? "
            "Choisissez un autre port : --port 8001."
        ) from error
