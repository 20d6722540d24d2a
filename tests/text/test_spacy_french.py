import re
import subprocess
import sys

from classifier.text.spacy_french import LARGE, blank_french, factored

HYPHENS = "-–—‐‑"


def original() -> str:
    from spacy.lang.fr.tokenizer_exceptions import _regular_exp

    return "(?iu)" + "|".join(f"(?:{one})" for one in _regular_exp)


def test_the_shorter_pattern_matches_the_same_words() -> None:
    blank_french()
    from spacy.lang.fr.tokenizer_exceptions import _elision_prefix, _hyphen_combination, _hyphen_prefix

    long = original()
    assert long.startswith(LARGE)
    before, after = re.compile(long).match, re.compile(factored(long)).match
    plain = [re.sub(r"[?*]|\[(.).*?\]", r"\1", one) for one in (*_hyphen_prefix, *_elision_prefix)]
    words = [
        f"{one}{sign}{end}" for one in plain for sign in "-–'’" for end in ("vampire", "V", "a-b", "", "x1", "é’e")
    ]
    words += [
        f"{a}-{re.sub('[?]|[][]', '', one)}-{b}"
        for one in _hyphen_combination
        for a in ("saut", "Pet", "")
        for b in ("ski", "l'air", "")
    ]
    words += "États-Unis états-uni prud'hommes by-pass bypass new-yorkais porte-parole l’ARTP 5G".split()
    found = [bool(before(word)) for word in words]
    assert found == [bool(after(word)) for word in words]
    assert 200 < sum(found) < len(words) - 200


def test_french_is_opened_with_the_shorter_pattern_and_nothing_else_changes() -> None:
    code = (
        "from classifier.text.spacy_french import blank_french, factored\n"
        "import re\n"
        "compile = re.compile\n"
        "nlp = blank_french()\n"
        "assert re.compile is compile\n"
        "from spacy.lang.fr.tokenizer_exceptions import _regular_exp\n"
        "used = nlp.tokenizer.token_match.__self__.pattern\n"
        "assert used == factored('(?iu)' + '|'.join(f'(?:{one})' for one in _regular_exp))\n"
        "assert len(used) < 30_000\n"
        "print([token.text for token in nlp('L’arrière-grand-père des États-Unis, by-pass.')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "['L’', 'arrière-grand-père', 'des', 'États-Unis', ',', 'by-pass', '.']", done.stderr
