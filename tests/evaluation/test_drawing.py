"""What displays compute, and that they draw it."""

import sys
from datetime import date

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import SettingsError, UnknownTagError
from classifier.evaluation import (
    Contributions,
    Evaluation,
    Head,
    HeaviestWords,
    MarkedArticle,
    Reliability,
    TagCounts,
    TagScores,
    TagsOverTime,
    Variants,
)
from classifier.tagging import Tagger
from classifier.vocabulary import Tag, Vocabulary

Y = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 0]])
SAID = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.1, 0.9, 0.0], [0.1, 0.7, 1.0]])
TAG = "Radios communautaires"


def bars(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


@pytest.fixture(autouse=True)
def backend() -> None:
    mpl.use("Agg")
    plt.close("all")


@pytest.fixture
def evaluation() -> Evaluation:
    heads = tuple(Head(str(n), f"Titre {n}", year) for n, year in enumerate((2001, 2001, 2003, None)))
    return Evaluation(["a", "b", "c"], Y, SAID, np.full(3, 0.5), Y.argmax(axis=1), articles=heads)


def test_frames_of_an_evaluation_say_what_its_properties_say(evaluation: Evaluation) -> None:
    assert evaluation.to_frame().equals(evaluation.per_tag())
    assert evaluation.to_frame("years").equals(evaluation.by_year())
    assert tuple(evaluation.to_frame("figures").loc["micro_f1"]) == tuple(evaluation.micro_f1)
    articles = evaluation.to_frame("articles")
    assert articles["proposed"].tolist() == [("a",), ("b",), ("b",), ("b", "c")]
    assert articles[["id", "dominant", "first", "rank"]].iloc[1].tolist() == ["1", "a", "b", 2]


def test_tags_of_a_corpus_over_time_are_those_of_its_evaluation(evaluation: Evaluation) -> None:
    days = [date(2001, 1, 1), date(2001, 5, 1), date(2003, 1, 1), None]
    labels = [("a",), ("a", "b"), ("b",), ("b",)]
    documents = [Document(str(n), "", "", day, tags) for n, (day, tags) in enumerate(zip(days, labels, strict=True))]
    of_corpus, of_evaluation = TagsOverTime.of_corpus(documents), TagsOverTime.of(evaluation)
    assert (
        (of_corpus.tags, of_corpus.years)
        == (of_evaluation.tags, of_evaluation.years)
        == (["a", "b"], [2001, 2002, 2003])
    )
    assert (of_corpus.counts == of_evaluation.counts).all()
    assert [text.get_text() for text in of_corpus.plot().get_yticklabels()] == ["a", "b"]
    assert TagsOverTime.of_corpus([]).plot().get_title(loc="left")


def test_rare_tags_are_counted_over_the_whole_vocabulary_and_stand_out() -> None:
    vocabulary = Vocabulary([Tag("a", "A", former=("Ancien",)), Tag("b", "B")])
    documents = [Document(str(n), "", "", tags=("Ancien",) if n else ("A",)) for n in range(9)]
    counts = TagCounts.of(documents, vocabulary)
    assert (counts.tags, counts.counts.tolist(), counts.rare) == (["B", "A"], [0, 9], ["B"])
    rare, usual = counts.plot().patches
    assert rare.get_facecolor() != usual.get_facecolor()
    with pytest.raises(UnknownTagError, match="C"):
        TagCounts.of([Document("c", "", "", tags=("C",))], vocabulary)


def test_scores_are_drawn_for_the_tags_with_most_documents_the_best_first(evaluation: Evaluation) -> None:
    scores = TagScores.of(evaluation, limit=2)
    assert scores.tags == ["b", "a"]
    assert [bar.get_width() for bar in bars(scores.plot())] == scores.f1.tolist() == pytest.approx([1.0, 2 / 3])


def test_the_reliability_curve_goes_through_its_bins(evaluation: Evaluation) -> None:
    shown = Reliability.of(evaluation)
    assert shown.plot().lines[1].get_ydata() == pytest.approx(shown.kept)


def test_variants_stand_side_by_side_with_their_intervals(evaluation: Evaluation) -> None:
    variants = Variants.of({"one": evaluation, "other": evaluation}, figures=("micro_f1", "recall_at_1"))
    frame = variants.to_frame()
    assert frame.index.tolist() == ["one", "other"]
    assert frame.loc["other", "micro_f1"] == evaluation.micro_f1.value
    assert len(variants.plot(title="Tout").containers) == 2


def test_heaviest_words_are_the_weights_of_the_table(tagger: Tagger) -> None:
    words = HeaviestWords.of(tagger, TAG, limit=4)
    column = tagger.vocabulary.column(TAG)
    weights = tagger.classifier.bears_.weights[:, [column]].toarray()[:, 0] * tagger.classifier.bears_.gains[column]
    assert (words.weights[0], words.weights[-1]) == pytest.approx((weights.max(), weights.min()))
    assert (np.diff(words.weights) <= 0).all()
    assert len(words.plot().patches) == len(words.terms) == 8
    assert set(words.terms) <= set(tagger.vectorizer.get_feature_names_out())


def test_contributions_add_up_and_end_at_the_log_odds(tagger: Tagger, small_corpus: Corpus) -> None:
    document = next(one for one in small_corpus if one.tags == (TAG,))
    explanation = tagger.explain(document, TAG)
    parts = Contributions.of(explanation, limit=3)
    assert len(parts.parts) == 6
    assert parts.weights.sum() == pytest.approx(explanation.log_odds)
    last = bars(parts.plot())[-1]
    assert last.get_x() + last.get_width() == pytest.approx(explanation.log_odds)


def test_words_are_marked_where_they_stand_and_the_article_is_escaped(tagger: Tagger) -> None:
    document = Document("a", "Radio <b>locale</b>", "La radio communautaire émet & la radio parle.")
    marked = MarkedArticle(document, tagger.explain(document, TAG))
    weights = marked.weights("text")
    assert weights[3:8].min() > 0 == weights[0]
    page = marked._repr_html_()
    assert "&lt;b&gt;" in page
    assert "&amp;" in page
    assert "<mark" in page


def test_without_matplotlib_it_says_what_to_install(evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SettingsError, match=r"motscles\[plots\]"):
        Reliability.of(evaluation).plot()
