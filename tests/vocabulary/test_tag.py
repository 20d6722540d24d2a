from datetime import date

import pytest

from classifier.vocabulary import Period, label_key


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2019, 9, 30), False),
        (date(2019, 10, 1), True),
        (date(2024, 11, 30), True),
        (date(2024, 12, 1), False),
        (None, True),
    ],
)
def test_a_period_holds_both_its_days(day: date | None, covered: bool) -> None:
    assert Period(date(2019, 10, 1), date(2024, 11, 30)).covers(day) is covered


@pytest.mark.parametrize("typed", ["ECONOMIE NUMERIQUE", "Économie  numérique", "économie-numérique"])
def test_spellings_of_one_label_share_a_key(typed: str) -> None:
    assert label_key(typed) == label_key("Economie numérique")
