"""What editors read when a text is unusual: one French sentence for each `TextWarning`."""

from classifier.text import MAX_CHARACTERS, TextWarning

WARNINGS: dict[str, str] = {
    TextWarning.NOT_FRENCH: "ce texte ne semble pas être en français ; le modèle ne lit que le français.",
    TextWarning.SHORT: "texte très court : les propositions sont moins sûres.",
    TextWarning.TRUNCATED: f"texte très long : seuls ses {MAX_CHARACTERS:,} premiers caractères ont été lus.".replace(
        ",", "\u202f"
    ),
    TextWarning.CAPITALS: "texte en capitales, lu comme des minuscules : les sigles peuvent s’y perdre.",
    TextWarning.NO_ACCENTS: "texte sans accents : les propositions sont moins sûres.",
}
