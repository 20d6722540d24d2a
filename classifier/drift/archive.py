"""An archive read once: its words, and what a model says of each article."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.features import ArticleVectorizer, CountedArticles, LemmaVectorizer, counts_of_articles
from classifier.tagging import Progress, Tagger, watch
from classifier.text import article_text, is_readable

MIN_DOCUMENTS = 3  # of a word: below, it tells an article from the others and no subject
KIND = "lemma:"


@dataclass(frozen=True)
class ReadArchive:
    """The articles, the tags that a model proposes for them, and all their words, those unknown to the model too.

    `tags` has shape (documents, tags): the probability of a tag that is proposed, else 0. `words` has shape
    (documents, words), each row of length one.
    """

    documents: list[Document]
    tagger: Tagger
    tags: NDArray[np.float64]
    words: csr_array
    names: NDArray[np.object_]

    def written(self, terms: Iterable[int], rows: Sequence[int]) -> dict[int, str]:
        """Return words as some articles write them most often: a term is folded, without accents or endings."""
        wanted = {str(self.names[term]): term for term in terms}
        found: dict[int, Counter[str]] = {term: Counter() for term in wanted.values()}
        vectorizer = LemmaVectorizer()
        texts = [article_text(self.documents[row]) for row in rows]
        for text, doc in zip(texts, self.tagger.analyzer.analyze(texts), strict=True):
            for name, start, end in vectorizer.terms(doc):
                if name in wanted:
                    found[wanted[name]][" ".join(text[start:end].lower().split())] += 1
        plain = {term: str(self.names[term]).removeprefix(KIND) for term in found}
        return {term: _most_common(forms) if forms else plain[term] for term, forms in found.items()}


def _most_common(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def read_archive(tagger: Tagger, documents: Iterable[Document], *, progress: Progress | None = None) -> ReadArchive:
    """Return the articles that can be read, each read once; raise `CorpusError` when there are fewer than three.

    `progress` is called with ("reading", done, in all).
    """
    kept = [document for document in documents if is_readable(document)]
    if len(kept) < MIN_DOCUMENTS:
        raise CorpusError(f"il faut au moins {MIN_DOCUMENTS} articles à lire ; il y en a {len(kept)}.")
    lemmas = LemmaVectorizer(min_df=MIN_DOCUMENTS)
    both = ArticleVectorizer((lemmas, *tagger.vectorizer.vectorizers))
    counts = counts_of_articles(kept, tagger.analyzer, both, watch=watch(len(kept), progress))
    rows = np.arange(len(kept))
    words = lemmas.fit_counts(counts[0])
    names = lemmas.get_feature_names_out()
    voiceless = np.flatnonzero([str(name).startswith(KIND) for name in names])
    own = CountedArticles(counts[1:])
    probabilities, _ = tagger.predict_features(kept, own.transform(tagger.vectorizer, rows))
    tags = np.where(probabilities >= tagger.classifier.thresholds_, probabilities, 0.0)
    return ReadArchive(kept, tagger, tags, csr_array(words[:, voiceless]), names[voiceless])
