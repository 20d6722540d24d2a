import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.spip.markup import plain_text

TITLES = {
    ("article", 12): "3. <multi>[fr]Le plan {numérique}[en]The plan</multi>",
    ("rubrique", 4): "Archives",
    ("mot", 7): "41. Législation",
    ("breve", 2): "Une brève",
    ("document", 9): "Carte du réseau",
}
BRIEF = "Le réseau couvre Thiès."


def said(source: str, *, autobr: bool = True, language: str = "fr") -> str:
    return plain_text(source, language=language, titles=lambda kind, number: TITLES.get((kind, number)), autobr=autobr)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        # emphasis and headings
        ("Une {{hausse}} {nette} des {{ {abonnés} }}", "Une hausse nette des abonnés"),
        ("{{{Les chiffres}}}\nLe parc croît.", "Les chiffres\n\nLe parc croît."),
        ("Avant.{{{{Penché}}}}Après.", "Avant.\n\nPenché\n\nAprès."),
        ("{{Un {parc} en {hausse}}} nette", "Un parc en hausse nette"),
        ("{{La hausse", "La hausse"),
        ("{{{*Chiffres}}}Suite", "Chiffres\n\nSuite"),
        ("Les signes {} et {{}} ne montrent rien", "Les signes {} et {{}} ne montrent rien"),
        (r"\{sic\} \[5\] \_ \| \* \# \~ \\ \<b\> \+", r"{sic} [5] _ | * # ~ \ <b> +"),
        ("C:\\nouveau", "C:\\nouveau"),
        # links
        ("Lire [le rapport->https://exemple.sn/r~x/] ici", "Lire le rapport ici"),
        ("[le rapport|PDF, 2 Mo->doc9]", "le rapport"),
        ("[le rapport|PDF{en}->doc9] et [the report{en}->doc9]", "le rapport et the report"),
        ("[{le rapport}->doc9]", "le rapport"),
        ("[l’arrêté [sic] du 3 mai->art12]", "l’arrêté [sic] du 3 mai"),
        ("Voir [->https://exemple.sn].", "Voir ."),
        ("[->art12] [->article 12] [->12] [->12#suite] [->art12?page=2]", " ".join(["Le plan {numérique}"] * 5)),
        (
            "[->rub4], [->rubrique4], [->mot7], [->br2], [->brève2]",
            "Archives, Archives, Législation, Une brève, Une brève",
        ),
        ("[->doc9] [->img9] [->art99]", "Carte du réseau Carte du réseau"),
        ("[->>12] [->mailto:a@exemple.sn]", "Le plan {numérique}"),
        ("[Accueil->>https://exemple.sn]", "Accueil"),
        ("[Un [mot->u] ouvert", "[Un mot ouvert"),
        ("[ouvert\n\n mot->u] fin", "[ouvert\n\nmot->u] fin"),
        ("Un crochet [ouvert, puis [le lien->u]", "Un crochet [ouvert, puis le lien"),
        ("[haut<-]Le texte [#bas<-][retour->#haut]", "Le texte retour"),
        ("Le [?WiMAX] à [?Dakar|la capitale{fr}] [?Thiès#w] [?C#]", "Le WiMAX à Dakar Thiès C#"),
        (
            "L’[ARTP|Autorité de régulation] et le [NIC|centre de noms{fr}]",
            "L’ARTP (Autorité de régulation) et le NIC (centre de noms)",
        ),
        ("[?] [1] [à suivre]", "[?] [1] [à suivre]"),
        # notes
        ("Le parc[[Source : rapport.]] croît.", "Le parc croît.\n\nSource : rapport."),
        ("Un[[<1> Première.]], deux[[<1>]], trois[[<*> Étoile.]]", "Un, deux, trois\n\nPremière.\n\nÉtoile."),
        ("Un[[Lire [le rapport->art12]]] mot[[ ]].", "Un mot.\n\nLire le rapport"),
        ("Un[[<b>Gras</b> {{et}} suite]]", "Un\n\nGras et suite"),
        ("Un [[ jamais fermé", "Un [[ jamais fermé"),
        # lines
        ("un\ndeux\r\ntrois\rquatre", "un\ndeux\ntrois\nquatre"),
        ("un\n \t\ndeux\n\n\n\ntrois", "un\n\ndeux\n\ntrois"),
        ("Villes :\n- Dakar\n-Thiès\n-* Mbour\n-** Saly\n-# Louga", "Villes :\nDakar\nThiès\nMbour\nSaly\nLouga"),
        ("-- Oui, dit-il.\n-- Non.", "Oui, dit-il.\nNon."),
        ("-? Débit\n-! En bits", "Débit\nEn bits"),
        ("-5 degrés\n-> suite", "-5 degrés\n-> suite"),
        ("Un vers\n_ puis l’autre", "Un vers\npuis l’autre"),
        ("fin\n-----\ndébut\n____\nsuite", "fin\n\ndébut\n\nsuite"),
        ("-*", ""),
        ("Les prix -- trop hauts -- baissent, a--b, 3 --- 4", "Les prix — trop hauts — baissent, a--b, 3 --- 4"),
        (
            "10~000~F à https://exemple.sn/~amy et www.exemple.sn/~b",
            "10 000 F à https://exemple.sn/~amy et www.exemple.sn/~b",
        ),
        # tables
        ("|{{Ville}}|{{Débit}}|\n|Dakar|8|\n|Thiès|4|", "Ville Débit\nDakar 8\nThiès 4"),
        ("||Débits|En Mb/s, par ville||\n|Dakar|8|", "Débits En Mb/s, par ville\nDakar 8"),
        ("|Dakar|<|\n|^|[Thiès->u]|", "Dakar\nThiès"),
        ("|Dakar\net Pikine|8|\n|Thiès|4|", "Dakar et Pikine 8\nThiès 4"),
        ("|jamais fermée", "|jamais fermée"),
        # blocks
        ("<quote>Il {faut} agir</quote>Suite", "Il faut agir\n\nSuite"),
        ("<poesie>\nUn vers\nL’autre\n\nFin\n</poesie>", "Un vers\nL’autre\n\nFin"),
        ("<intro>L’accroche</intro> et la suite", "L’accroche et la suite"),
        ("Taper <code>{{x}} &eacute; <b></code> ici", "Taper {{x}} &eacute; <b> ici"),
        ("<cadre>\nMonsieur,\n- [bonjour->art12]\n</cadre>Fin", "Monsieur,\n- [bonjour->art12]\n\nFin"),
        ("<frame>[a->b]</frame> <pre>x  <b>{y}</b>\n&eacute;</pre>", "[a->b]\n\nx {y}\né"),
        ("<html><b>{{tel}}</b> &eacute;t&eacute;</html>", "{{tel}} été"),
        ("La commande `ls {x}` et ``a ` b``", "La commande ls {x} et ``a ` b``"),
        ("Le code :\n```php\n$a = {1};\n```\nFin", "Le code :\n$a = {1};\nFin"),
        ("l`école d`Amiens", "l`école d`Amiens"),
        ("<math>$x^2 < 3$</math>, <tex>a_{1}</tex>", "x^2 < 3, a_1"),
        ("<script>var a = '[x->y]';</script>Le <style>b {c}</style>texte", "Le texte"),
        ("Le texte<script>jamais fermé", "Le texte"),
        ("<code>jamais {fermé}", "jamais fermé"),
        ("<CODE>{a}</code> <code>{b}</CODE>", "{a} {b}"),
        # models
        ("Avant <img12|left> après<emb3|largeur=200|hauteur=3>", "Avant après"),
        ("<doc12|center|legende=La <b>carte</b> du réseau|titre=Carte>Suite", "Carte\n\nLa carte du réseau\n\nSuite"),
        ("<formulaire1> <inconnu|a=1> <son 3> <article2|lien/>", ""),
        ("[<img4>->https://exemple.sn]", ""),
        ("[<doc4|left> le rapport|bulle->u]", "le rapport"),
        # HTML
        ("<p>Un</p><div class='x'>deux</div><h3>trois</h3>quatre", "Un\n\ndeux\n\ntrois\n\nquatre"),
        ("un<br />deux<br>\ntrois<BR/><br/>quatre", "un\ndeux\ntrois\n\nquatre"),
        ("<ul>\n<li>un</li>\n<li>deux</li>\n</ul>", "un\ndeux"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ('<a href=\'x\' title="a > b">lien</a> <span style="color:red">rouge</span>', "lien rouge"),
        ('H<sub>2</sub>O, 1<sup>er</sup>, <o:p></o:p><st1:place w:st="on">Dakar</st1:place>', "H2O, 1er, Dakar"),
        ("<!-- jamais\nvu -->Vu<!--[if gte mso 9]><xml>x</xml><![endif]-->", "Vu"),
        ('<img src="a.png" alt="b"><iframe src=\'c\'></iframe><hr />x', "x"),
        ("5 < 6, 7 > 3, a<b, a<b et c>d, x<-y", "5 < 6, 7 > 3, a<b, a<b et c>d, x<-y"),
        ("a<b https://exemple.sn/?x=1 et 7>3, a<b et c=3>d", "a<b https://exemple.sn/?x=1 et 7>3, a<b et c=3>d"),
        (
            "<input disabled value = 'x'><font\ncolor=red>rouge</font> <inconnu a='b'>mot</inconnu>",
            "rouge mot",
        ),
        ("Écrire à <amy@exemple.sn> ou <https://exemple.sn/a>", "Écrire à amy@exemple.sn ou https://exemple.sn/a"),
        ("<:mots:info:> suite", "suite"),
        # characters
        ("l&#8217;&eacute;t&eacute;&nbsp;: &amp;lt; &lt;b&gt; &#x20AC; &euro;", "l’été : &lt; <b> € €"),
        ("&#146;&#0;&#1;&#55357;&inconnu; &copy=2", "’\ufffd\ufffd&inconnu; &copy=2"),
        ("10\u00a0000\u202fF\u2009x\ty", "10 000 F x y"),
        ("a\x00b\x01c\x0bd\x85 \x92 \x81\x9d\ud800e\u00ad\ufeff", "abc d… ’ e"),
        ("e\u0301cole", "école"),
        # languages
        ("<multi>[fr]Le {{plan}}[en]The plan</multi> <multi>défaut[en]x</multi>", "Le plan défaut"),
        ("", ""),
    ],
)
def test_each_shortcut_is_read_as_its_readers_see_it(source: str, plain: str) -> None:
    assert said(source) == plain


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("un\ndeux\n\ntrois", "un deux\n\ntrois"),
        ("un\n_ deux<br>trois", "un\ndeux\ntrois"),
        ("-* un\nsuite\n-* deux", "un suite\ndeux"),
        ("|a|b|\n|c|d|", "a b\nc d"),
        ("<poesie>un\ndeux</poesie>", "un\ndeux"),
        ("<cadre>un\ndeux</cadre>", "un\ndeux"),
    ],
)
def test_without_autobr_a_line_break_is_a_space_unless_it_was_asked_for(source: str, plain: str) -> None:
    assert said(source, autobr=False) == plain


def test_another_language_is_read_through_and_through() -> None:
    assert said("<multi>[fr]Lire[en]Read</multi> [->art12]", language="en") == "Read The plan"


def test_without_titles_an_empty_link_says_nothing() -> None:
    assert plain_text("Lire [->art12] ou [ceci->art12]") == "Lire ou ceci"


CONSTRUCTS = st.sampled_from(
    [
        *("{{gras}}", "{{{titre}}}", "[mot->https://exemple.sn]", "[->art12]", "mot[[note]]", "mot[[<1> note]]"),
        *("<img12|left>", "<img src='x'>", "\n-* item\n", "\n|a|b|\n", "<multi>[fr]mot[en]word</multi>", "[?mot]"),
        *("[SIGLE|mot]", "<b>mot</b>", "<doc1|titre=mot>", "\n\n", "\n----\n", "<quote>mot</quote>", "[haut<-]"),
        *("[mot [sic] mot->12]", "mot", " ", "~"),
    ]
)
LEFTOVERS = ("{{", "}}", "->", "[[", "]]", "<img", "<doc", "<b>", "<multi>", "<-", "\n\n\n", "~", " \n", "  ")


@given(st.lists(CONSTRUCTS, max_size=20).map("".join), st.booleans())
def test_no_shortcut_is_left(source: str, autobr: bool) -> None:
    plain = said(source, autobr=autobr)
    assert not [sign for sign in LEFTOVERS if sign in plain]
    assert plain == plain.strip()


FRENCH = st.lists(
    st.sampled_from(
        [
            *("l’accès", "d'ici", "aujourd’hui", "prix :", "« oui »", "12,5 %", "10 000 F", "n° 5", "1er", "etc."),
            *("https://exemple.sn/a_b?x=1&copy=2#fin", "www.exemple.sn/~amy", "amy.ndiaye@exemple.sn", "5 < 6"),
            *("7 > 3", "a_b", "C#", "C++", "a<b", "- et", "– soit –", "e-commerce", "2G/3G/4G", "(TIC)", "[sic]"),
            *("[…]", "R&D", "AT&T", "* étoile", "50/50", "1999-2004", "l`école", "“cité”", '"droits"', "😀", "="),
            *("+221 33", "$", "@", "\n", "\n\n"),
        ]
    ),
    max_size=20,
).map(" ".join)


def squeezed(text: str) -> str:
    """Return all that is seen, without dashes at the beginning of a line, which are list items."""
    return "".join("".join(line.strip().removeprefix("- ").split()) for line in text.splitlines())


@given(FRENCH)
def test_ordinary_french_loses_nothing(text: str) -> None:
    assert squeezed(plain_text(text)) == squeezed(text)


@given(FRENCH)
def test_plain_text_stays_as_it_is(text: str) -> None:
    plain = plain_text(text)
    assert plain_text(plain) == plain


PIECES = st.sampled_from(
    [
        *("[", "]", "[[", "]]", "->", "<-", "{", "}", "{{{", "<", ">", "|", "\n", "-*", "-", "_ ", "~", "\\", "`"),
        *("```\n", "&", ";", "<multi>", "</multi>", "[fr]", "<code>", "</code>", "<pre>", "<!--", "-->", "<script"),
        *("<doc1", "=", '"', "'", "art12", "?", "#", "\x00", "\x01", "0", "\x02", "\x03", "\x04", "\r", "é"),
        *("\u0301", "\ud83d", "&lt;", "&#1;", "mot", " "),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)), st.booleans())
def test_nothing_makes_it_fail_and_no_sign_of_ours_is_left(source: str, autobr: bool) -> None:
    plain = said(source, autobr=autobr)
    assert not [letter for letter in plain if (letter < " " and letter != "\n") or letter in "\xa0\u202f\u00ad\x7f"]
    plain.encode()


HOSTILE = (
    *("[", "{{", "<", "[[", "->", "[->", "[a [x] ", "<a ", '<a ="', "<doc1|", "<doc1|<b>", "<!--", "<pre>", "<script"),
    *("`", " `x", "```\n", "&", "\n", "- ", "|", "|a\nb\n", "|  ", "~", "\\{", "<multi>", "[?", "[a|b{"),
    *("<:a{", "\u0315\u0300", " ", "[->art12", "[[<", "}{", "<poesie>", "https://", "<x@", " \n", "[*x"),
)
LONG = 200_000


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_whatever_is_repeated(piece: str) -> None:
    text = piece * (LONG // len(piece)) + "]>"  # some steps begin only where something closes
    started = time.process_time()
    plain_text(text)
    assert time.process_time() - started < 10  # a quadratic step takes minutes


@pytest.mark.parametrize("piece", ["[", "{{", "<"])
@pytest.mark.slow
def test_ten_megabytes_take_seconds(piece: str) -> None:
    started = time.process_time()
    plain_text(piece * (10_000_000 // len(piece)))
    assert time.process_time() - started < 60  # ten alone; coverage and a busy machine need more
