from pathlib import Path

import pytest

from classifier.errors import VocabularyError
from classifier.vocabulary import Vocabulary, from_json, to_json

TWO = "- id: radio\n  label: Radio\n- id: presse\n  label: Presse\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- id: radio\n  label: [Radio\n", "ligne 3.*YAML illisible"),
        ("id: radio\n", "on attend une liste"),
        ("- radio\n", "ligne 1.*on attend un mot-clé"),
        ("- id: radio\n", "ligne 1, champ « label ».*obligatoire"),
        ("- id: radio\n  label: Radio\n  lable: x\n", "ligne 3, champ « lable ».*champ inconnu"),
        ("- id: radio\n  label: 12\n", "ligne 2, champ « label ».*on attend un texte"),
        ("- id: radio\n  label: Radio\n  label: Radios\n", "ligne 3, champ « label ».*deux fois"),
        ("- id: radio\n  label: Radio\n  kind: thème\n", "ligne 3, champ « kind ».*sujet, acteur, forme"),
        ("- id: radio\n  label: Radio\n  count: -1\n", "ligne 3, champ « count »"),
        ("- id: radio\n  label: Radio\n  synonyms: poste\n", "ligne 3, champ « synonyms ».*une liste"),
        ("- id: radio\n  label: Radio\n  period: {start: 2012}\n", "ligne 3, champ « period ».*AAAA-MM-JJ"),
        ("- id: radio\n  label: Radio\n  period: {start: 2012-01-01, end: 2011-01-01}\n", "précède le début"),
        ("- id: radio\n  label: Radio\n  period: {start: 2012-13-01}\n", "ligne 3, champ « period »"),
        (TWO + "- id: radio\n  label: Radios\n", "ligne 5, champ « id ».*déjà donné ligne 1"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tags.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        Vocabulary.read(tmp_path / "tags.yaml")


def test_writing_then_reading_changes_nothing(vocabulary: Vocabulary, tmp_path: Path) -> None:
    vocabulary.write(tmp_path / "tags.yaml")
    assert Vocabulary.read(tmp_path / "tags.yaml").tags == vocabulary.tags


def test_json_carries_every_field(vocabulary: Vocabulary) -> None:
    assert tuple(from_json(to_json(vocabulary))) == vocabulary.tags
