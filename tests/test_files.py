from pathlib import Path

import pytest

from classifier.errors import CorpusError
from classifier.files import read_text, write_bytes, write_text


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b.txt", "l’école")
    assert read_text(tmp_path / "a" / "b.txt") == "l’école"


def test_a_failed_write_leaves_the_old_file_and_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "avant")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_bytes(path, b"apres")
    assert path.read_text() == "avant"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\x00\x01", "données binaires"),
        (b"ligne un\nl\xe9gende", "ligne 2 : octet 0xe9 invalide en UTF-8.*iconv"),
    ],
)
def test_what_is_not_utf8_text_is_refused_with_its_place(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        read_text(tmp_path / "a.txt", CorpusError)


def test_absent_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="n’existe pas"):
        read_text(tmp_path / "absent.txt", CorpusError)
    with pytest.raises(CorpusError, match="c’est un dossier"):
        read_text(tmp_path, CorpusError)
