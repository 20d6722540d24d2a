from spacy.tokens import Doc

from classifier.corpora import Corpus
from classifier.text import article_text
from classifier.text.spacy_french import blank_french
from classifier.text.tokenizing import MOST_PIECES, RememberingTokenizer

ODD = "C'est l'après-midi, «  M. Diop » dit-il : aujourd'hui... l'e-mail (http://exemple.sn/a?b=1),\n\n 3,5% M. 😀"


def test_the_tokens_are_those_of_spacy(small_corpus: Corpus) -> None:
    texts = [ODD, *(article_text(document) for document in small_corpus)]
    plain, remembering = blank_french().tokenizer, RememberingTokenizer(blank_french().tokenizer)
    expected = [[(token.text, token.whitespace_) for token in plain(text)] for text in texts]
    for _ in range(2):  # as met for the first time, and as remembered
        assert [[(token.text, token.whitespace_) for token in remembering(text)] for text in texts] == expected


class Told:
    """A tokenizer that keeps what it was shown."""

    def __init__(self) -> None:
        self.tokenizer = blank_french().tokenizer
        self.max_cache_size = 0
        self.shown: list[str] = []

    def __call__(self, text: str) -> Doc:
        self.shown.append(text)
        doc: Doc = self.tokenizer(text)
        return doc


def test_each_piece_is_shown_alone_once() -> None:
    told = Told()
    tokenizer = RememberingTokenizer(told)  # all that it asks of a tokenizer
    for text in ("c'est magnifique", "magnifique, c'est magnifique"):
        tokenizer(text)
    assert told.shown == ["c'est", "magnifique", "c'est magnifique", "magnifique,", "magnifique, c'est magnifique"]
    assert told.max_cache_size >= MOST_PIECES
