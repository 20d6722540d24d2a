import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.corpora import Corpus
from classifier.spip.charset import FROM_WINDOWS, repaired

WORDS = st.sampled_from(
    "l’accès à été Noël où çà œuvre Œuvres cœur DÉJÀ ÉGALITÉ SANTÉ CAFÉ ALLÔ forêt naïve « » : ; ! … – — “cité” n° 5 € "
    "10\u00a0000 10\u202f000 12\u00a0% ½ m² Thiès Kédougou Gorée Ñuul ŋ 😀 🇸🇳 👩‍💻 ❤️ ★ → ≤ • © réseau e\u0301 LIBERTÉ… "
    "SANTÉ\u00a0: santé» ŸŸ été, internet Dakar 2G/3G (TIC) C#".split(" ")
)
FRENCH = st.lists(WORDS, max_size=12).map(" ".join)


def double_encoded(text: str) -> str:
    """Return UTF-8 bytes read as MySQL's latin1 reads them."""
    return "".join(FROM_WINDOWS.get(byte, chr(byte)) for byte in text.encode())


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("TÃ©lÃ©phonie", "Téléphonie"),
        ("l'Å“uvre d'un collectif", "l'œuvre d'un collectif"),
        ("lâ€™accÃ¨s Ã\xa0 lâ€™internet", "l’accès à l’internet"),
        ("Ã€ Ã‰COLE, Ã\x8dlot", "À ÉCOLE, Ílot"),
        ("10Â\xa0000 Â« F Â»", "10\xa0000 « F »"),
        ("ðŸ˜€ enfin", "😀 enfin"),
        ("Ø´Ø¨ÙƒØ©", "شبكة"),
        ("Montant dÃ»", "Montant dû"),
        ("eÌ\x81cole", "e\u0301cole"),
        (double_encoded(double_encoded("Législation")), "Législation"),
        (double_encoded("l\x92été"), "l’été"),  # bytes of Windows that were encoded twice
    ],
)
def test_double_encoding_is_undone(stored: str, meant: str) -> None:
    assert repaired(stored) == meant


@pytest.mark.parametrize(
    "right",
    [
        "",
        "Dakar",
        "SÃO PAULO, MAÇÃ, IRMÃ",
        "São João, irmã… não",
        "IRMÃ…",
        "IRMÃ\u00a0: a carta",
        "Le signe « Ã© » trahit un é mal lu.",
        "On lit « â€ » à la place d’un guillemet.",
        "On voit â€ partout.",
        "SANTÉ\u00a0: un plan",
        "SANTÉ\u00a0PUBLIQUE",
        "LIBERTÉ… et la suite",
        "CITÉ–JARDIN",
        "Le café",
        "Il est né",
        "« Au café…» ",
        "Au café…»",
        "18° à l’ombre",
        "20\u00a0%",
        "Tallinn, Ülemiste, Århus, Łódź",
        "Pulaar : ɓ, ɗ, ŋ, ƴ",
        "نواكشوط",
        "Ã",
        "moitiÃ© encodé",  # half right, half not: nothing is certain
    ],
)
def test_right_text_comes_back_as_the_same_object(right: str) -> None:
    assert repaired(right) is right


def test_characters_of_windows_are_read_as_windows_does() -> None:
    assert repaired("L\x92\x8cuvre \x96 10\x80\x85") == "L’Œuvre – 10€…"
    assert repaired("rien\x81") == "rien\x81"  # undefined in Windows too


def test_half_a_character_at_the_end_goes() -> None:
    whole = double_encoded("Déjà l’été")
    assert repaired(whole[:-1]) == "Déjà l’ét"
    assert repaired(double_encoded("Le délai d’")[:-1]) == "Le délai d"
    assert repaired(double_encoded("Le délai d’")[:-2]) == "Le délai d"
    assert repaired(double_encoded("Réseau 😀")[:-1]) == "Réseau "


def test_a_word_of_capitals_that_could_be_portuguese_is_left_when_it_is_all_there_is() -> None:
    assert repaired(double_encoded("ALLÔ")) == double_encoded("ALLÔ")
    assert repaired(double_encoded("ALLÔ, tu as été là")) == "ALLÔ, tu as été là"


@given(FRENCH.filter(lambda text: {word for word in text.split() if not word.isascii()} != {"ALLÔ"}))
@example("SANTÉ\u00a0: LIBERTÉ…")
def test_whatever_was_encoded_twice_comes_back(text: str) -> None:
    assert repaired(double_encoded(text)) == text


@given(FRENCH)
def test_right_french_is_never_touched(text: str) -> None:
    assert repaired(text) is text


@given(st.text())
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repaired(text)
    assert repaired(once) is once


def test_the_starter_corpus_survives_both_ways(starter: Corpus) -> None:
    for document in list(starter)[::9]:
        for field in (document.title, document.text):
            assert repaired(field) is field
            assert repaired(double_encoded(field)) == field
