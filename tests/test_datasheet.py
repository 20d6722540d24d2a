"""The tables of the corpus's datasheet are those that the command makes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATASHEET = ROOT / "training_data" / "README.md"


def test_the_tables_of_the_datasheet_are_what_the_command_makes() -> None:
    command = [sys.executable, "-X", "utf8", str(ROOT / "benchmarks" / "corpus_tables.py")]
    made = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()
    assert "| fingerprint |" in made
    begin, end = made.splitlines()[0], made.splitlines()[-1]
    datasheet = DATASHEET.read_text(encoding="utf-8")
    shown = datasheet[datasheet.index(begin) : datasheet.index(end) + len(end)]
    assert shown == made, "the articles or the tags have changed; run: python benchmarks/corpus_tables.py --write"
