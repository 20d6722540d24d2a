"""Which language a text is in."""

SAMPLE = 2_000  # characters: more does not change the answer


def language_of(text: str) -> str:
    """Return the ISO 639 code of the likeliest language of a text.

    >>> language_of("Le régulateur a sanctionné les trois opérateurs."), language_of("The licence was renewed in May.")
    ('fr', 'en')
    """
    import py3langid

    language, _ = py3langid.classify(text[:SAMPLE].lower())
    return str(language)
