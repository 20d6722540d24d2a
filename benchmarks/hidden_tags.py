"""Whether a subject that no tag covers comes out among the candidates: tags are hidden, one after the other.

A tag's label is taken out of the vocabulary and of all articles, a model learns from what is left, and the candidate
tags of the whole corpus are looked at: at which place stands the group that holds most of the hidden articles, how many
of these are in it, and how many others.

    python benchmarks/hidden_tags.py --tags "Fintech" --tags "TIC pour la santé"
"""

import argparse

from classifier.corpora import Corpus
from classifier.drift import candidates, read_archive
from classifier.evaluation import judged
from classifier.tagging import Tagger
from classifier.vocabulary import Vocabulary

TAGS = ("Fintech", "TIC pour la santé", "Radios communautaires", "Noms de domaine", "Qualité de service")


def main() -> None:
    """Print one row of a table for each hidden tag."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tags", action="append", metavar="LABEL", help="a tag to hide; several times")
    parser.add_argument("--corpus", default="training_data/articles")
    parser.add_argument("--vocabulary", default="training_data/tags.yaml")
    options = parser.parse_args()
    corpus, vocabulary = Corpus.read(options.corpus), Vocabulary.read(options.vocabulary)
    print(f"{corpus.name}: {len(corpus)} articles, fingerprint {corpus.fingerprint()}, seed 0\n")
    print("| hidden tag | articles (dominant) | place | found (dominant) | others | words |")
    print("|---|---|---|---|---|---|", flush=True)
    for label in options.tags or TAGS:
        print(row(label, corpus, vocabulary), flush=True)


def row(label: str, corpus: Corpus, vocabulary: Vocabulary) -> str:
    """Return the row of one hidden tag."""
    tag = vocabulary.find(label)
    known = Vocabulary([one for one in vocabulary if one != tag])
    documents = [one.with_tags(*(name for name in one.tags if vocabulary.find(name) != tag)) for one in corpus]
    bearing = {one.id for one in corpus if any(vocabulary.find(name) == tag for name in one.tags)}
    first = {one.id for one in corpus if one.tags and vocabulary.find(one.tags[0]) == tag}
    found = candidates(read_archive(Tagger(known).fit(judged(documents)), documents))
    ids = [{one.id for one in group.documents} for group in found]
    place = max(range(len(found)), key=lambda number: len(ids[number] & bearing), default=None)
    if place is None or not ids[place] & bearing:
        return f"| {tag.label} | {len(bearing)} ({len(first)}) | – | 0 | | |"
    group, words = ids[place], ", ".join(found[place].words[:5])
    hits = f"{len(group & bearing)} ({len(group & first)})"
    return f"| {tag.label} | {len(bearing)} ({len(first)}) | {place + 1} | {hits} | {len(group - bearing)} | {words} |"


if __name__ == "__main__":
    main()
