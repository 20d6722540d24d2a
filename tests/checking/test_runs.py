from hypothesis import given
from hypothesis import strategies as st

from classifier.checking.runs import LENGTH, Run, SharedRuns
from classifier.checking.words import numbers_of

TEXTS = st.lists(st.text("ab", min_size=0, max_size=40).map(list), max_size=5)


def found(texts: list[list[str]]) -> dict[int, list[Run]]:
    runs, numbers = SharedRuns(), [numbers_of(text) for text in texts]
    for text in numbers:
        runs.add(text)
    return {article: runs.find(article, numbers[article]) for article in runs.close()}


@given(TEXTS)
def test_a_run_stands_in_both_articles(texts: list[list[str]]) -> None:
    for article, runs in found(texts).items():
        for run in runs:
            words = "".join(texts[article][run.start : run.end])
            assert run.other < article
            assert run.end - run.start == len(words) >= LENGTH
            assert all(words[at : at + LENGTH] in "".join(texts[run.other]) for at in range(len(words) - LENGTH + 1))


@given(TEXTS)
def test_no_shared_run_is_missed_unless_half_of_it_is_told(texts: list[list[str]]) -> None:
    told = found(texts)
    for article, text in enumerate(texts):
        earlier = ["".join(other) for other in texts[:article]]
        for at in range(len(text) - LENGTH + 1):
            if any("".join(text[at : at + LENGTH]) in other for other in earlier):
                assert any(min(run.end, at + LENGTH) - max(run.start, at) >= LENGTH / 2 for run in told[article])


def test_a_run_that_an_article_repeats_itself_is_not_shared() -> None:
    assert found([list("abcdefgh" * 3)]) == {}


def test_a_formula_becomes_familiar_but_not_what_is_new_around_it() -> None:
    formula = list("abcdefgh")
    told = found([*([formula] * 6), ["new", *formula], ["new", *formula]])
    assert [told[article][0].is_familiar for article in range(1, 8)] == [False, False, False, True, True, True, False]
