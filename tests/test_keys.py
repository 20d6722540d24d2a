import stat
from pathlib import Path

import pytest

from classifier.errors import AccessError
from classifier.keys import Key, KeyRing


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "data" / "keys.json")


def test_a_key_opens_and_is_not_in_its_file(ring: KeyRing) -> None:
    key, text = ring.add("site", "edit")
    assert ring.find(text) == key
    assert (key.name, key.role) == ("site", "edit")
    secret = text.split("_", 2)[2]
    assert len(secret) >= 43  # 256 bits
    assert secret not in ring.path.read_text()
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600


def test_what_is_nearly_a_key_opens_nothing(ring: KeyRing) -> None:
    assert ring.find("mc__") is None
    _, text = ring.add("site", "read")
    _, other = ring.add("autre", "read")
    prefix, id, secret = text.split("_", 2)
    near = [
        "",
        "_",
        "__",
        f"{prefix}__",
        text[:-1],
        f"{text}x",
        f"xx_{id}_{secret}",
        f"{prefix}_{other.split('_')[1]}_{secret}",
    ]
    assert [ring.find(one) for one in [*near, "\ud83d", "mc_\x00_é"]] == [None] * (len(near) + 2)


def test_a_change_of_the_file_is_seen_at_once(ring: KeyRing) -> None:
    other = KeyRing(ring.path)
    assert other.keys() == []
    _, text = ring.add("site", "read")
    assert other.find(text) is not None
    ring.remove("site")
    assert other.find(text) is None
    assert other.keys() == []


def test_a_name_is_given_once(ring: KeyRing) -> None:
    ring.add("site", "read")
    with pytest.raises(AccessError, match="une clé s’appelle déjà « site »"):
        ring.add("site", "admin")
    with pytest.raises(AccessError, match=r"aucune clé ne s’appelle « page » .* Clés : « site »"):
        ring.remove("page")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101])
def test_a_name_is_one_line(ring: KeyRing, name: str) -> None:
    with pytest.raises(AccessError, match="de 1 à 100 caractères"):
        ring.add(name, "read")


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"keys": [{}]}', '{"keys": [{"id": "a", "name": "b", "role": "roi", "digest": "", "created": ""}]}'],
)
def test_a_damaged_file_is_an_error_and_never_an_empty_ring(ring: KeyRing, content: str) -> None:
    ring.add("site", "read")
    ring.path.write_text(content)
    with pytest.raises(AccessError, match=r"keys\.json : fichier des clés illisible"):
        ring.keys()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(AccessError, match=r"keys\.json"):
        KeyRing(tmp_path / "data" / "keys.json").add("site", "read")


def test_each_role_may_do_what_those_before_it_may() -> None:
    keys = [Key("", "", role, "", "") for role in ("read", "edit", "admin")]
    assert [[key.may(role) for role in ("read", "edit", "admin")] for key in keys] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
