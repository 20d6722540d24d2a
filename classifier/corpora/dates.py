"""Days as French pages and feeds write them."""

import datetime
import re
from email.utils import parsedate_to_datetime

from classifier.vocabulary import label_key

MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
SHORT_MONTHS = "janv fevr mars avr mai juin juil aout sept oct nov dec".split()
MONTH_OF = {name: number for names in (SHORT_MONTHS, MONTHS) for number, name in enumerate(names, start=1)}
LONG = re.compile(rf"(?:^|-)(\d{{1,2}})(?:er)?-({'|'.join(sorted(MONTH_OF, key=len, reverse=True))})-(\d{{4}})(?:-|$)")
NUMBERS = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
HEAD = 4  # lines among which an article's day stands
LONGEST_LINE = 120  # characters of that line: "mardi 3 avril 2012, par …", not a sentence
MOST = 10_000  # characters that hold the head
ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")


def french_date(text: str) -> datetime.date | None:
    """Return the first day that a French text writes out, or None.

    >>> french_date("mardi 3 avril 2012"), french_date("Publié le 1er août 1999, par la rédaction")
    (datetime.date(2012, 4, 3), datetime.date(1999, 8, 1))
    >>> french_date("14/07/2003"), french_date("avril 2012"), french_date("31 février 2012")
    (datetime.date(2003, 7, 14), None, None)
    """
    if found := LONG.search(label_key(text)):
        return _day(int(found[3]), MONTH_OF[found[2]], int(found[1]))
    if found := NUMBERS.search(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return None


def machine_date(text: str) -> datetime.date | None:
    """Return the day of a date written for programs, as its author's clock showed it, or None.

    >>> machine_date("2012-04-03T00:30:00+02:00"), machine_date("Tue, 03 Apr 2012 00:30:00 +0200")
    (datetime.date(2012, 4, 3), datetime.date(2012, 4, 3))
    >>> machine_date("0000-00-00 00:00:00") is None
    True
    """
    if found := ISO.match(text):
        return _day(*map(int, found.groups()))
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError):
        return french_date(text)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def day_of_head(text: str) -> datetime.date | None:
    """Return the day that stands in a short line at the head of an article, or None.

    >>> day_of_head("Un titre\\n\\nDakar, le 3 avril 2012\\n\\nLe texte.")
    datetime.date(2012, 4, 3)
    """
    lines = [line for line in text[:MOST].splitlines() if line.strip()][:HEAD]
    return next((day for line in lines if len(line) < LONGEST_LINE and (day := french_date(line))), None)
