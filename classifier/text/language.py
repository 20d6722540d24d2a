"""Which language a text is in."""

from math import exp

SAMPLE = 2_000  # characters: more does not change the answer


def language_of(text: str) -> str:
    """Return the ISO 639 code of the likeliest language of a text.

    >>> language_of("Le régulateur a sanctionné les trois opérateurs."), language_of("The licence was renewed in May.")
    ('fr', 'en')
    """
    import py3langid

    language, _ = py3langid.classify(text[:SAMPLE].lower())
    return str(language)


def language_scores(text: str, languages: tuple[str, ...]) -> list[tuple[str | None, float]]:
    """Return how likely each of some languages is, the likeliest first; None stands for all others together.

    Raises `ValueError`, which names them, for languages that nothing is known of.

    >>> [language for language, _ in language_scores("Le régulateur a sanctionné l’opérateur.", ("en", "fr"))]
    ['fr', 'en', None]
    """
    from py3langid import rank

    ranked = dict(rank(text[:SAMPLE].lower()))
    unknown = [language for language in languages if language not in ranked]
    if unknown:
        raise ValueError(f"langue inconnue : {', '.join(unknown)}.")
    highest = max(ranked.values())
    weights = {language: exp(score - highest) for language, score in ranked.items()}  # scores are log-likelihoods
    total = sum(weights.values())
    shares: dict[str | None, float] = {language: weights[language] / total for language in languages}
    shares[None] = max(0.0, 1.0 - sum(shares.values()))
    return sorted(shares.items(), key=lambda one: -one[1])
