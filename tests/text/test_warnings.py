import pytest

from classifier.documents import Document
from classifier.text import TextWarning, warnings_about

FRENCH = "Le régulateur a publié hier les chiffres du marché de la téléphonie pour le premier trimestre de l’année. "
ENGLISH = "The regulator published the figures of the mobile market for the first quarter of the year yesterday. "
WOLOF = "Nguuru Senegaal dafa tàmbali liggéey ci wàllu xarala yu bees yi, ngir jàppale ndaw ñi ci réew mi. "
SHOUTED = "LE REGULATEUR A PUBLIE HIER LES CHIFFRES DU MARCHE DE LA TELEPHONIE POUR LE PREMIER TRIMESTRE. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRENCH * 3, set()),
        (ENGLISH * 3, {TextWarning.NOT_FRENCH}),
        (WOLOF * 3, {TextWarning.NOT_FRENCH}),
        (SHOUTED * 3, {TextWarning.CAPITALS}),
        (SHOUTED.lower() * 6, {TextWarning.NO_ACCENTS}),
        ("Le réseau est en panne.", {TextWarning.SHORT}),
        (FRENCH * 1000, {TextWarning.TRUNCATED}),
    ],
)
def test_what_is_unusual_is_said(text: str, expected: set[TextWarning]) -> None:
    assert (
        set(warnings_about(Document("a", "", text))) - {TextWarning.NO_ACCENTS if text is ENGLISH else None} >= expected
    )
    if expected != {TextWarning.NOT_FRENCH}:
        assert set(warnings_about(Document("a", "", text))) == expected
