"""From texts to spaCy docs."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from classifier.batches import batches
from classifier.text.article import TEXT
from classifier.text.cache import DocCache
from classifier.text.forms import Forms
from classifier.text.french import LEMMAS, WHOLE_WORDS
from classifier.text.tokenizing import RememberingTokenizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Analysis = Literal["fast", "full"]
PIPELINE = "fr_core_news_sm"
EXCLUDED = ("parser", "senter")  # dependencies and sentences: half of the time, and no feature reads them
NAMES = "ner"  # the recogniser of names: a third of what remains, wanted by one kind of feature only
BATCH_SIZE = 128  # texts that live in memory together: 1.8 times the pace of 32, and 256 is no faster


class FrenchAnalyzer:
    """Reads French texts with spaCy, each text once.

    The *fast* analysis is spaCy's tokenizer and a lexicon of lemmas. The *full* one is a trained pipeline, which
    finds lemmas in context and, where `names` asks for it, names of people, places and organisations; it alone
    starts processes (`jobs`) and uses the cache. Either is loaded at the first text, not before: loading takes seconds.
    `forms` is a list of forms for the lexicon, as models have one; without it, that of the installed simplemma.

    >>> doc, = FrenchAnalyzer().analyze(["Les sites d'e-commerce et la 4G"])
    >>> [token.lemma_ for token in doc if not token.is_stop]
    ['site', 'e-commerce', '4g']
    """

    def __init__(
        self,
        *,
        analysis: Analysis | None = None,
        pipeline: str = PIPELINE,
        names: bool = False,
        jobs: int = 1,
        cache: DocCache | None = None,
        forms: Forms | None = None,
    ) -> None:
        self.analysis: Analysis = analysis or ("full" if names else "fast")
        self.pipeline, self.names, self.jobs, self.cache, self.forms = pipeline, names, jobs, cache, forms

    @cached_property
    def nlp(self) -> "Language":
        """The spaCy pipeline, with our corrections."""
        nlp = self._full() if self.analysis == "full" else self._fast()
        tokenizer: Any = nlp.tokenizer
        for word in WHOLE_WORDS:
            tokenizer.add_special_case(word, [{"ORTH": word}])
        nlp.tokenizer = RememberingTokenizer(tokenizer)
        return nlp

    def _fast(self) -> "Language":
        from classifier.text.lexicon import NAME
        from classifier.text.spacy_french import blank_french

        nlp = blank_french()
        lexicon: Any = nlp.add_pipe(NAME)
        lexicon.forms = self.forms
        return nlp

    def _full(self) -> "Language":
        import spacy

        nlp = spacy.load(self.pipeline, exclude=EXCLUDED if self.names else (*EXCLUDED, NAMES))
        # the lemmatizer looks for forms in lists of up to 66,000: as dictionaries, a new text is read in two thirds
        # of the time, with the same lemmas
        index: Any = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
        for kind, forms in list(index.items()):
            index[kind] = dict.fromkeys(forms)
        # the lemmatizer leaves alone what the attribute ruler has already lemmatised
        ruler: Any = nlp.get_pipe("attribute_ruler")
        for form, lemma in LEMMAS.items():
            ruler.add(patterns=[[{"LOWER": form}]], attrs={"LEMMA": lemma})
        return nlp

    def load(self) -> None:
        """Load what reads, before the first text: processes that are forked afterwards share it."""
        _ = self.nlp

    @property
    def signature(self) -> str:
        """What made the docs: the pipeline, its version, its components and our corrections."""
        corrections = blake2b(repr((WHOLE_WORDS, sorted(LEMMAS.items()))).encode(), digest_size=4).hexdigest()
        if self.analysis == "fast":
            return f"fr_tokenizer-{version('spacy')}+lexicon-{version('simplemma')}+{corrections}"
        meta = self.nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}+{'+'.join(self.nlp.pipe_names)}+{corrections}"

    def analyze(self, texts: Iterable[str]) -> Iterator["Doc"]:
        """Yield one doc for each text, in order; memory is bounded by the batch."""
        size = BATCH_SIZE * (8 * self.jobs if self.jobs > 1 else 1)  # starting processes pays for many texts only
        for batch in batches(texts, size):
            docs = self._cached(batch) if self.remembers else self._pipe(batch)
            for text, doc in zip(batch, docs, strict=True):
                doc.user_data[TEXT] = text
                yield doc

    @property
    def remembers(self) -> bool:
        """Whether a text that was read before is found in the cache."""
        return self.cache is not None and self.analysis == "full"  # reading fast costs less than remembering

    def _cached(self, texts: list[str]) -> Iterator["Doc"]:
        """Yield docs from the cache, and analyse only the texts that it lacks."""
        assert self.cache is not None
        known = self.cache.get(texts, signature=self.signature, vocab=self.nlp.vocab)
        missing = [text for text, doc in zip(texts, known, strict=True) if doc is None]
        fresh = list(self._pipe(missing)) if missing else []
        if fresh:
            self.cache.put(missing, fresh, signature=self.signature)
        new = iter(fresh)
        for doc in known:
            yield doc if doc is not None else next(new)

    def _pipe(self, texts: list[str]) -> Iterator["Doc"]:
        processes = self.jobs if len(texts) > BATCH_SIZE and self.analysis == "full" else 1
        return self.nlp.pipe(texts, batch_size=BATCH_SIZE, n_process=processes)
