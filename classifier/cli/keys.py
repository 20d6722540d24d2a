"""motscles keys: who may use the service."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import say

if TYPE_CHECKING:
    from classifier.keys import KeyRing

app = typer.Typer(help="Donner et retirer les clés de l’API.", no_args_is_help=True)

File = Annotated[Path | None, typer.Option("--keys", metavar="FICHIER", help="Le fichier des clés.")]
ROLES = {"read": "lecture", "edit": "édition", "admin": "administration"}


class Role(StrEnum):
    """What a key may do."""

    READ = "read"
    EDIT = "edit"
    ADMIN = "admin"


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NOM", help="À qui est la clé : une personne, un outil.")],
    role: Annotated[
        Role, typer.Option(help="read : proposer ; edit : aussi envoyer des retours ; admin : aussi les modèles.")
    ] = Role.READ,
    keys: File = None,
) -> None:
    """Crée une clé et l’affiche, une seule fois."""
    ring = _ring(keys)
    key, text = ring.add(name, role.value)
    say(
        f"Clé « {key.name} » ({ROLES[key.role]}) ajoutée à {ring.path}. Notez-la : elle n’y est pas écrite, seulement "
        "son empreinte, et ne sera plus affichée."
    )
    typer.echo(text)


@app.command("list")
def list_keys(keys: File = None) -> None:
    """Liste les clés, sans ce qui permettrait de s’en servir."""
    ring = _ring(keys)
    known = ring.keys()
    if not known:
        say(
            f"Aucune clé dans {ring.path} : le service ne répond qu’à cette machine. "
            "Créez-en une : motscles keys add NOM"
        )
    for key in known:
        typer.echo(f"{key.id}  {key.role:<5}  {key.created[:10]}  {key.name}")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NOM", help="Le nom ou l’identifiant de la clé.")], keys: File = None
) -> None:
    """Supprime une clé ; le service la refuse aussitôt, sans redémarrer."""
    gone = _ring(keys).remove(name)
    say(f"Clé « {gone.name} » supprimée.")


def _ring(path: Path | None) -> "KeyRing":
    from classifier.keys import KeyRing
    from classifier.settings import Settings

    return KeyRing(path or Settings.from_environ().keys)
