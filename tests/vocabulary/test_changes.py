import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import UnknownTagError, VocabularyError
from classifier.vocabulary import (
    Add,
    Change,
    History,
    Merge,
    Part,
    Rename,
    Retire,
    Split,
    Tag,
    Vocabulary,
    new_id,
    read_changes,
    replay,
)

DAY = date(2026, 11, 28)
START = [
    Tag("radio", "Radio", mentions=("antenne",), former=("TSF",)),
    Tag("fintech", "Fintech", synonyms=("monnaie mobile",), mentions=("Wave",)),
    Tag("internet", "Internet", count=12, scope_note="Le réseau des réseaux."),
    Tag("sante", "TIC pour la santé"),
]
FILE = """# À nous.
- id: radio
  label: Radio   # ce qui s’écoute
  # ses mots
  mentions: [antenne]
  former: [TSF]

# l’argent
- label: Fintech
  id: fintech
  synonyms:
  - monnaie mobile
  mentions: [Wave]
- id: internet
  label: Internet
  count: 12
  scope_note: >-
    Le réseau
    des réseaux.

- id: sante
  label: TIC pour la santé
# fin
"""
LABELS = ["Radio", "Radio FM", "Fintech", "Finance numérique", "Internet", "Toile", "Santé", "Métavers", "5G", "tsf"]


@pytest.fixture
def history(tmp_path: Path) -> History:
    (tmp_path / "tags.yaml").write_text(FILE, encoding="utf-8")
    return History(tmp_path / "tags.yaml")


def rename(tag: str, label: str) -> Rename:
    return Rename(date=DAY, tag=tag, label=label)


def merge(tag: str, into: str) -> Merge:
    return Merge(date=DAY, tag=tag, into=into)


def split(tag: str, *parts: tuple[str, str]) -> Split:
    return Split(date=DAY, tag=tag, into=tuple(Part(*part) for part in parts))


def retire(tag: str) -> Retire:
    return Retire(date=DAY, tag=tag)


def add(tag: str, label: str, **more: tuple[str, ...]) -> Add:
    return Add(date=DAY, tag=tag, label=label, **more)  # type: ignore[arg-type]  # only lists of names


def test_a_renamed_tag_is_found_by_all_its_names() -> None:
    after = replay(Vocabulary(START), [rename("fintech", "Finance numérique"), rename("fintech", "Argent")])
    assert [after.find(name).id for name in ("Fintech", "finance numerique", "Argent", "monnaie mobile")] == [
        "fintech"
    ] * 4


def test_what_was_merged_means_its_heir_and_its_names_evoke_it() -> None:
    after = replay(
        Vocabulary(START), [merge("fintech", "internet"), rename("internet", "Toile"), merge("radio", "internet")]
    )
    assert [after.find(name).label for name in ("Fintech", "fintech", "monnaie mobile", "TSF", "Internet")] == [
        "Toile"
    ] * 5
    assert {"Fintech", "monnaie mobile", "Wave", "antenne"} <= set(after.find("Toile").mentions)
    assert after.columns(["Fintech", "Radio", "TIC pour la santé"]) == [0, 1]
    assert after.current(["Fintech", "TSF", "TIC pour la santé", "inconnu"]) == (
        "Toile",
        "TIC pour la santé",
        "inconnu",
    )


def test_what_was_split_waits_for_an_editor() -> None:
    after = replay(Vocabulary(START), [split("radio", ("fm", "Radio FM"), ("internet", "Internet"))])
    assert [tag.id for tag in after.heirs("Radio")] == ["fm", "internet"]
    assert after.columns(["Radio", "Radio FM"]) == [after.column("fm")]
    assert after.current(["Radio"]) == ()
    with pytest.raises(UnknownTagError, match="« Radio » a été scindé : « Radio FM », « Internet »"):
        after.find("Radio")
    again = replay(after, [merge("fm", "internet")])  # both halves are one again
    assert again.find("TSF").label == "Internet"


def test_what_was_retired_is_known_and_means_nothing_in_use() -> None:
    after = replay(Vocabulary(START), [retire("radio")])
    assert after.labels == ["Fintech", "Internet", "TIC pour la santé"]
    assert after.heirs("TSF") == ()
    assert after.bearers("TSF")[0].retired == DAY
    with pytest.raises(UnknownTagError, match="« Radio » est un mot-clé retiré"):
        after.find("Radio")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (rename("radio", "Radio"), "« Radio » s’appelle déjà ainsi"),
        (rename("radio", "monnaie  mobile"), "pas d’espaces en trop"),
        (rename("radio", "Monnaie mobile"), "« Monnaie mobile » désigne déjà le mot-clé « Fintech »"),
        (rename("radio", " "), "ne peut être un libellé"),
        (rename("tele", "Télé"), "aucun mot-clé n’a l’id « tele »"),
        (merge("radio", "radio"), "ne peut être réuni à lui-même"),
        (merge("radio", "tele"), "aucun mot-clé n’a l’id « tele »"),
        (split("radio", ("fm", "Radio FM")), "au moins deux mots-clés différents"),
        (split("radio", ("fm", "Radio FM"), ("fm", "Radio FM")), "au moins deux mots-clés différents"),
        (split("radio", ("radio", "Radio"), ("fm", "Radio FM")), "ne peut être l’un de ceux"),
        (split("radio", ("fm", "Radio FM"), ("tsf", "TSF")), "« TSF » désigne déjà le mot-clé « Radio », retiré le"),
        (add("radio", "Autre chose"), "l’id « radio » a déjà servi"),
        (add("tsf", "tsf"), "« tsf » désigne déjà le mot-clé « Radio »"),
        (add("toile", "Toile", synonyms=("internet",)), "« internet » désigne déjà le mot-clé « Internet »"),
    ],
)
def test_a_change_that_would_make_a_name_lie_is_refused_and_nothing_is_written(
    history: History, change: Change, said: str
) -> None:
    with pytest.raises(VocabularyError, match=said):
        history.make([retire("sante"), change])
    assert history.tags.read_text(encoding="utf-8") == FILE
    assert not history.path.exists()


def test_what_is_out_of_use_changes_no_more() -> None:
    after = replay(Vocabulary(START), [retire("radio")])
    with pytest.raises(VocabularyError, match="« Radio » ne sert plus depuis le 2026-11-28"):
        rename("radio", "TSF").apply(after)
    with pytest.raises(VocabularyError, match="est le dernier mot-clé"):
        replay(after, [retire("fintech"), retire("internet"), retire("sante")])


def test_a_change_touches_its_own_lines_only(history: History) -> None:
    history.make(
        [
            rename("fintech", "Finance numérique"),
            rename("radio", "Radios"),
            retire("sante"),
            merge("internet", "fintech"),
        ]
    )
    assert history.tags.read_text(encoding="utf-8") == (
        FILE.replace("label: Radio   # ce qui s’écoute", "label: Radios  # ce qui s’écoute")
        .replace("former: [TSF]", "former: [TSF, Radio]")
        .replace(
            "- label: Fintech\n  id: fintech\n", "- label: Finance numérique\n  former: [Fintech]\n  id: fintech\n"
        )
        .replace("mentions: [Wave]", "mentions: [Wave, Internet]")
        .replace("    des réseaux.\n", "    des réseaux.\n  retired: 2026-11-28\n  replaced_by: [fintech]\n")
        .replace("label: TIC pour la santé\n", "label: TIC pour la santé\n  retired: 2026-11-28\n")
    )


def test_a_new_tag_stands_before_the_rules_of_groups(history: History) -> None:
    groups = "---\ngroups:\n- label: Thèmes\n"
    history.tags.write_text(FILE + groups, encoding="utf-8")
    history.make([add("metavers", "Métavers", mentions=("avatar",)), add("drones", "Drones")])
    text = history.tags.read_text(encoding="utf-8")
    assert text.endswith(groups)
    assert text.startswith(FILE.removesuffix("# fin\n"))
    assert Vocabulary.read(history.tags).labels[-2:] == ["Métavers", "Drones"]
    history.make([rename("drones", "Aéronefs")])
    assert "# ses mots" in history.tags.read_text(encoding="utf-8")


def test_a_file_of_another_layout_is_written_anew(history: History) -> None:
    history.tags.write_text("[{id: a, label: A}, {id: b, label: B}]", encoding="utf-8")
    history.make([rename("a", "Un")])
    assert [tag.labels for tag in Vocabulary.read(history.tags)] == [("Un", "A"), ("B",)]


def test_a_change_that_was_noted_and_not_written_is_finished(history: History) -> None:
    history.make([rename("radio", "Radios")])
    whole = history.tags.read_text(encoding="utf-8")
    history.tags.write_text(FILE, encoding="utf-8")  # as a power cut would leave it
    assert history.pending == [rename("radio", "Radios")]
    with pytest.raises(VocabularyError, match=r"« radio » s’appelle désormais « Radios ».*motscles tags replay"):
        history.make([retire("sante")])
    assert history.finish() == [rename("radio", "Radios")]
    assert history.tags.read_text(encoding="utf-8") == whole
    assert history.finish() == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "tags.changes.jsonl, ligne 1 : ce n’est pas du JSON"),
        ('{"kind": "rename"}', "ligne 1, champ « date » : champ obligatoire"),
        ('{"kind": "erase"}', "champ « kind » : on attend un changement"),
        ('{"kind": "retire", "date": "hier", "tag": "a"}', "champ « date » : valeur inattendue : 'hier'"),
        ('{"kind": "split", "date": "2026-01-01", "tag": "a", "into": ["b"]}', "champ « into » : valeur inattendue"),
        ('{"kind": "retire", "date": "2026-01-01", "tag": "a", "label2": ""}', "champ « label2 » : champ inconnu"),
    ],
)
def test_a_damaged_history_names_its_line(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "tags.changes.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        read_changes(path)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("replaced_by: [b]", "ligne 3, champ « replaced_by » : seul un mot-clé retiré"),
        ("retired: 2026-01-01\n  replaced_by: [c]", "aucun mot-clé n’a l’id « c »"),
        ("retired: 2026-01-01\n  replaced_by: [a]", "finit par se remplacer lui-même"),
        ("retired: hier", "'hier' n’est pas une date"),
    ],
)
def test_a_tag_that_leads_nowhere_is_a_mistake_of_the_file(tmp_path: Path, fields: str, said: str) -> None:
    path = tmp_path / "tags.yaml"
    path.write_text(f"- id: a\n  label: A\n  {fields}\n- id: b\n  label: B\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        Vocabulary.read(path)


def drawn(draw: Callable[..., object], vocabulary: Vocabulary, day: date) -> Change:
    """Return any change, valid or not."""
    ids = st.sampled_from([tag.id for tag in vocabulary.known])
    labels = st.sampled_from(LABELS)
    kind = draw(st.sampled_from(["rename", "merge", "split", "retire", "add"]))
    tag, label, other = str(draw(ids)), str(draw(labels)), str(draw(labels))
    if kind == "rename":
        return Rename(date=day, tag=tag, label=label, why=other)
    if kind == "merge":
        return Merge(date=day, tag=tag, into=str(draw(ids)))
    if kind == "split":
        there = str(draw(ids))
        return Split(date=day, tag=tag, into=(Part(there, there), Part(new_id(vocabulary, label), label)))
    if kind == "retire":
        return Retire(date=day, tag=tag, who="Awa")
    return Add(date=day, tag=new_id(vocabulary, label), label=label, mentions=(other,), start=day)


def successors(change: Change) -> set[str]:
    if isinstance(change, Merge):
        return {change.into}
    return {part.id for part in change.into} if isinstance(change, Split) else set()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_history_replayed_on_the_old_vocabulary_gives_the_new_one_and_no_name_changes_its_sense(
    data: st.DataObject,
) -> None:
    with TemporaryDirectory() as folder:
        tags, old = Path(folder) / "tags.yaml", Path(folder) / "old.yaml"
        tags.write_text(FILE, encoding="utf-8")
        shutil.copy(tags, old)
        history = History(tags)
        means = {name: {tag.id} for tag in START for name in (tag.id, *tag.labels)}  # kept by hand, beside the code
        made: list[Change] = []
        for number in range(data.draw(st.integers(1, 8))):
            before = Vocabulary.read(tags)
            change = drawn(data.draw, before, DAY + timedelta(number))
            try:
                after = history.make([change])
            except VocabularyError:
                continue
            made.append(change)
            assert Vocabulary.read(tags).known == after.known
            if not isinstance(change, Rename | Add):
                takes_over = successors(change)
                for name, ids in means.items():
                    means[name] = (ids - {change.tag}) | takes_over if change.tag in ids else ids
            for tag in after:
                means.setdefault(tag.label, {tag.id})
            for name, ids in means.items():
                assert {tag.id for tag in after.heirs(name)} == ids
        if made:
            assert read_changes(history.path) == made
        final = Vocabulary.read(tags)
        assert replay(Vocabulary.read(old), made).known == final.known
        assert "# À nous." in tags.read_text(encoding="utf-8")
        other = History(old)
        other.make(made)
        assert Vocabulary.read(old).known == final.known


def test_a_line_of_the_history_reads_by_itself(history: History) -> None:
    history.make([Rename(date=DAY, who="Awa", why="nouvel usage", tag="radio", label="Radios", former="Radio")])
    row = json.loads(history.path.read_text(encoding="utf-8"))
    del row["before"]
    assert row == {
        "date": "2026-11-28",
        "kind": "rename",
        "tag": "radio",
        "who": "Awa",
        "why": "nouvel usage",
        "label": "Radios",
        "former": "Radio",
    }


def test_a_damaged_history_stops_the_next_change_in_french(history: History) -> None:
    history.path.write_text("{\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"tags\.changes\.jsonl, ligne 1 : ce n’est pas du JSON"):
        history.make([rename("radio", "Radios")])


def test_a_reason_may_hold_what_elsewhere_breaks_lines(history: History) -> None:
    change = Rename(date=DAY, tag="radio", label="Radios", why="dit\u2028ainsi\u0085par tous")
    history.make([change])
    history.make([rename("sante", "Santé numérique")])
    assert history.changes() == [change, rename("sante", "Santé numérique")]


def test_an_id_that_another_tag_bears_as_a_label_means_its_own_tag() -> None:
    vocabulary = Vocabulary.from_labels(["Radio", "Radio 2", "radio"])
    ids = {tag.label: tag.id for tag in vocabulary}
    assert vocabulary.find(ids["radio"]).label == "Radio 2"  # what people type is a label first
    found = vocabulary.by_id(ids["radio"])
    assert found is not None
    assert found.label == "radio"
    assert vocabulary.by_id("absent") is None
