import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.spip.titles import in_language, keyword_label, rank, without_rank


@pytest.mark.parametrize(
    ("title", "number", "rest"),
    [
        ("41. Législation", 41, "Législation"),
        ("41) Législation", 41, "Législation"),
        ("41° Législation", 41, "Législation"),
        ("  007.\t Radios", 7, "Radios"),
        ("0. Accueil", 0, "Accueil"),
        ("7. <multi>[fr]Un[en]One</multi>", 7, "<multi>[fr]Un[en]One</multi>"),
        ("41.Législation", None, "41.Législation"),
        ("41.\u00a0Législation", None, "41.\u00a0Législation"),
        ("41 Législation", None, "41 Législation"),
        ("5.1 surround", None, "5.1 surround"),
        ("2G/3G/4G", None, "2G/3G/4G"),
        ("n° 5. Suite", None, "n° 5. Suite"),
        ("٤. شبكة", None, "٤. شبكة"),
        ("41.", None, "41."),
        ("9" * 5000 + ". Trop", None, "9" * 5000 + ". Trop"),
        ("", None, ""),
    ],
)
def test_a_rank_is_what_spip_takes_for_one(title: str, number: int | None, rest: str) -> None:
    assert rank(title) == number
    assert without_rank(title) == rest


@pytest.mark.parametrize(
    ("language", "chosen"),
    [("fr", "Bonjour"), ("FR", "Bonjour"), ("en", "Hello"), ("en_gb", "Hello"), ("wo", "Bonjour"), ("", "Bonjour")],
)
def test_the_language_then_its_parent_then_french(language: str, chosen: str) -> None:
    assert in_language("<multi>[en]Hello[fr]Bonjour</multi> !", language) == f"{chosen} !"


@pytest.mark.parametrize(
    ("text", "language", "chosen"),
    [
        ("<multi>par défaut[en]Hello</multi>", "fr", "par défaut"),
        ("<multi>par défaut[en]Hello[fr]Bonjour</multi>", "wo", "par défaut"),
        ("<multi>[en]Hello[wo]Salaam</multi>", "fr", "Hello"),
        ("<multi>\n[en]Hello\n[fr_tu]Salut\n</multi>", "fr", "Salut\n"),
        ("<multi>[FR]Oui[EN]Yes</multi>", "en", "Yes"),
        ("<MULTI>[fr]un</MULTI> et <multi>[fr]deux</multi>", "fr", "un et deux"),
        ("<multi>[fr]{{a}} [b->1][en]c</multi>", "fr", "{{a}} [b->1]"),
        ("<multi>sans marque</multi>", "fr", "sans marque"),
        ("<multi></multi>", "fr", ""),
        ("<multi>[fr]jamais fermé", "fr", "<multi>[fr]jamais fermé"),
        ("fermé</multi> avant <multi>[fr]ouvert</multi>", "fr", "fermé</multi> avant ouvert"),
        ("[fr] tout seul", "fr", "[fr] tout seul"),
    ],
)
def test_each_multi_says_one_thing(text: str, language: str, chosen: str) -> None:
    assert in_language(text, language) == chosen


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("41. Législation/Réglementation", "Législation/Réglementation"),
        ("3. Fr&eacute;quences&nbsp;&amp;\u00a0licences", "Fréquences & licences"),
        ("L&#8217;Internet~rural", "L’Internet rural"),
        ("<multi>[fr]Réseaux[en]Networks</multi>", "Réseaux"),
        ("<multi>[fr]5. Réseaux[en]5. Networks</multi>", "Réseaux"),
        ("<b>e</b>-commerce<br />mobile\n rural", "e-commerce mobile rural"),
        ("re\u0301seaux", "réseaux"),
        ("L\x92\x00accès", "L’accès"),
        ("C#, a_b, {x}, [y], 5 < 6", "C#, a_b, {x}, [y], 5 < 6"),
        ("-5 % en 2004", "-5 % en 2004"),
        ("", ""),
    ],
)
def test_a_keyword_is_labelled_as_its_readers_see_it(raw: str, label: str) -> None:
    assert keyword_label(raw) == label


TYPED = st.lists(st.sampled_from(["<multi>", "</multi>", "[fr]", "[en]", "4. ", "mot", " ", "\n", "&eacute;", "<b>"]))


@given(st.one_of(st.text(), TYPED.map("".join)))
def test_every_title_has_a_label_of_one_line(raw: str) -> None:
    assert (rank(raw) is None) == (without_rank(raw) == raw)
    assert len(keyword_label(raw).splitlines()) <= 1
