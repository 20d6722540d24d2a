"""motscles serve: the service, on this machine."""

from pathlib import Path
from socket import AF_INET, AF_INET6, create_server, socket
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import say
from classifier.errors import SettingsError

if TYPE_CHECKING:
    from classifier.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="L’adresse d’écoute ; par défaut 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Le port ; par défaut 8000.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
    model: Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processus qui répondent ; par défaut 1.")] = None,
) -> None:
    """Démarre le service : la page des éditeurs et l’API."""
    from classifier.settings import Settings

    given = {"host": host, "port": port, "models": models, "model": model, "workers": workers}
    start(Settings.from_environ().model_copy(update={k: v for k, v in given.items() if v is not None}))


def start(settings: "Settings") -> None:
    """Serve until told to stop; a missing model, a taken port or an open door is said at once, not by a 503."""
    from classifier.cli.starting import postponed
    from classifier.keys import KeyRing, check_exposure

    with postponed():
        from classifier.store import ModelStore

    check_exposure(settings.host, KeyRing(settings.keys))
    version = ModelStore(settings.models).manifest(settings.model).name
    listening = _listen(settings.host, settings.port)
    say(f"Chargement du modèle {version}…")
    from classifier.api import create_app, run, run_workers  # the one door between the roof rooms

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    ready = f"Service prêt : http://{host}:{settings.port} (Ctrl+C pour l’arrêter)."
    if settings.workers > 1:
        run_workers(lambda: create_app(settings), listening, settings.workers, on_ready=lambda: say(ready))
    else:
        run(create_app(settings), listening, on_ready=lambda: say(ready))


def _listen(host: str, port: int) -> socket:
    """Return a socket bound to the address; raise `SettingsError` when it cannot be had."""
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=512)
    except OSError as error:
        raise SettingsError(
            f"impossible d’écouter sur {host}:{port} ({error.strerror}). Un autre service tourne-t-il ? "
            "Choisissez un autre port : --port 8001."
        ) from error
