from datetime import date

import pandas as pd
import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError

DOCUMENTS = [
    Document("a", "Un", "La radio.", date(2001, 2, 3), ("Radio", "Médias"), "https://a.example", {"country": "Mali"}),
    Document("b", "", "La fibre."),
]


def test_a_frame_has_a_row_for_each_article_and_a_column_for_what_else_it_came_with() -> None:
    frame = Corpus(DOCUMENTS).to_frame()
    assert frame.columns.tolist() == ["id", "title", "text", "date", "tags", "url", "country"]
    assert frame["date"].dt.year.tolist()[0] == 2001
    assert frame.explode("tags")["tags"].tolist()[:2] == ["Radio", "Médias"]


def test_an_empty_corpus_has_the_same_columns() -> None:
    assert Corpus([]).to_frame().columns.tolist() == ["id", "title", "text", "date", "tags", "url"]


def test_there_and_back_nothing_is_lost() -> None:
    back = list(Corpus.from_frame(Corpus(DOCUMENTS).to_frame()))
    assert back == DOCUMENTS
    assert back[0].extra == {"country": "Mali"}
    assert back[1].extra == {}


def test_a_wrong_cell_is_named_by_row_and_field() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "text": ["x", "y"], "tags": [["Radio"], "Radio"]})
    with pytest.raises(CorpusError, match="le tableau, ligne 2, champ « tags » : on attend une liste"):
        Corpus.from_frame(frame)


def test_a_sample_depends_on_seed_and_ids_alone_and_keeps_the_order() -> None:
    documents = [Document(str(number), "", "x") for number in range(40)]
    drawn = [one.id for one in Corpus(documents).sample(10)]
    assert len(drawn) == 10
    assert sorted(drawn, key=int) == drawn
    assert {one.id for one in Corpus(documents[::-1]).sample(10)} == set(drawn)
    assert {one.id for one in Corpus(documents).sample(10, random_state=1)} != set(drawn)
    assert len(Corpus(documents).sample(50)) == 40
