import json
from pathlib import Path

import pytest

from classifier.errors import VocabularyError
from classifier.vocabulary import Tag, TagGroup, Vocabulary, from_json, to_json

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
        ("- {id: a, label: A, spip: 3}\n- {id: b, label: B, spip: 3}\n", "ligne 2, champ « spip ».*déjà donné ligne 1"),
        ("- id: radio\n  label: Radio\n  spip: mot3\n", "ligne 3, champ « spip ».*un nombre entier"),
        (TWO + "---\n- label: Thèmes\n", "ligne 6.*on attend « groups: »"),
        (TWO + "---\ngroups:\n", "ligne 6, champ « groups ».*une seule liste de groupes"),
        (TWO + "---\ngroups:\n- spip: 1\n", "ligne 7, champ « label ».*obligatoire"),
        (TWO + "---\ngroups:\n- label: A\n  single: oui\n", "ligne 8, champ « single ».*true ou false"),
        (TWO + "---\ngroups:\n- label: A\n  seul: true\n", "ligne 8, champ « seul ».*champ inconnu.*single"),
        (TWO + "---\ngroups:\n- label: A\n- label: A\n", "ligne 8, champ « label ».*deux fois"),
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


GROUP = TagGroup("Thèmes", spip=1, single=True, tables=("articles", "rubriques"))
TIED = (
    Tag("radio", "Radio", spip=4, rank=0, group=GROUP),
    Tag("presse", "Presse", spip=5, group=GROUP),
    Tag("lieux", "Lieux", group=TagGroup("Autres", mandatory=True)),
    Tag("seul", "Seul"),
)


def test_what_ties_tags_to_a_site_is_written_and_read_with_the_rules_of_groups_once(tmp_path: Path) -> None:
    path = tmp_path / "tags.yaml"
    Vocabulary(TIED).write(path)
    assert Vocabulary.read(path).tags == TIED
    assert path.read_text(encoding="utf-8").count("single: true") == 1
    assert tuple(from_json(to_json(TIED))) == TIED


def test_a_group_without_rules_needs_no_second_document(tmp_path: Path) -> None:
    (tmp_path / "tags.yaml").write_text("- {id: a, label: A, group: Lieux}\n", encoding="utf-8")
    assert Vocabulary.read(tmp_path / "tags.yaml")[0].group == TagGroup("Lieux")


def test_models_of_before_are_read_without_the_fields_of_a_site() -> None:
    rows = json.loads(to_json([Tag("radio", "Radio", former=("TSF",))]))
    for row in rows:
        for field in ("spip", "rank", "group"):
            del row[field]
    assert from_json(json.dumps(rows)) == [Tag("radio", "Radio", former=("TSF",))]
