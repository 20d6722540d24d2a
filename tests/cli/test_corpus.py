import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from classifier.checking import Code
from classifier.cli import app
from classifier.cli.corpus import HEADINGS

TAGS = """\
- id: radio
  label: Radio
- id: yas
  label: Yas
  period: {start: 2024-11-01}
"""
TEXT = (
    "Une station communautaire de Podor a repris ses émissions, six semaines après l’orage qui avait détruit son "
    "émetteur. Les habitants ont payé la réparation, et le comité de gestion cherche maintenant un technicien."
)


def write(folder: Path, *rows: Mapping[str, object]) -> list[str]:
    """Write a vocabulary and articles; return the arguments that check them."""
    whole = {"id": "a1", "title": "Titre", "text": TEXT, "date": "2025-03-14", "tags": ["Radio", "Yas"]}
    (folder / "tags.yaml").write_text(TAGS, encoding="utf-8")
    lines = [json.dumps({**whole, **row}) for row in rows]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return ["corpus", "check", str(folder / "a.jsonl"), "--tags", str(folder / "tags.yaml"), "--min-articles", "1"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_good_corpus_is_told_in_one_table(tmp_path: Path) -> None:
    result = run(*write(tmp_path, {}))
    assert result.exit_code == 0
    assert "Radio 1 1 2025-2025" in " ".join(result.stdout.split())
    assert "Yas 1 0 2025-2025" in " ".join(result.stdout.split())
    assert result.stdout.endswith("1 article : aucune erreur, aucun avertissement.\n")


def test_an_error_has_its_place_and_the_exit_code_tells(tmp_path: Path) -> None:
    result = run(*write(tmp_path, {}, {"id": "a2", "date": "2012-05-01", "text": f"{TEXT[:100]} mais autrement."}))
    assert result.exit_code == 1
    assert "Mots-clés hors de leur période (1 erreur)" in result.stdout
    assert f"  {tmp_path / 'a.jsonl'}, ligne 2 : article « a2 » : « Yas » ne s’emploie qu’à partir" in result.stdout


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_a_warning_fails_only_when_asked(tmp_path: Path, options: tuple[str, ...], code: int) -> None:
    result = run(*write(tmp_path, {"date": None}), *options)
    assert result.exit_code == code
    assert "aucune erreur, 1 avertissement." in result.stdout


def test_the_list_of_each_kind_is_cut_and_counted(tmp_path: Path) -> None:
    result = run(*write(tmp_path, *({"id": f"a{n}"} for n in range(5))), "--limit", "2")
    assert "Doublons (4 erreurs ; en voici 2)" in result.stdout
    assert result.stdout.count("même texte que") == 2


def test_jsonl_gives_every_finding_then_the_summary(tmp_path: Path) -> None:
    result = run(*write(tmp_path, {}, {"id": "a2"}, {"id": "a3", "text": ""}), "--format", "jsonl", "--limit", "0")
    same, empty, last = map(json.loads, result.stdout.splitlines())
    assert (same["level"], same["code"], same["line"], same["id"]) == ("error", "same-text", 2, "a2")
    assert (empty["code"], empty["path"]) == ("missing-text", str(tmp_path / "a.jsonl"))
    assert last["summary"]["counts"] == {"same-text": 1, "missing-text": 1}
    assert last["summary"]["tags"][0]["articles"] == 3


def test_a_corpus_may_bring_its_own_labels(tmp_path: Path) -> None:
    arguments = write(tmp_path, {"tags": ["Inouï"]})
    assert run(*arguments).exit_code == 1
    result = run(*arguments, "--tags", "auto")
    assert result.exit_code == 0
    assert "Inouï" in result.stdout


def test_every_kind_of_finding_has_a_heading() -> None:
    assert set(HEADINGS) == {code.value for code in Code}
