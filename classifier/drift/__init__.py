"""How an archive moves away from what was learned: scores over the years, new words, candidate tags."""

from classifier.drift.archive import ReadArchive, read_archive
from classifier.drift.candidates import Candidate, candidates
from classifier.drift.new_words import NewWord, new_words
from classifier.drift.over_time import YEARS, over_time

__all__ = [
    "YEARS",
    "Candidate",
    "NewWord",
    "ReadArchive",
    "candidates",
    "new_words",
    "over_time",
    "read_archive",
]
