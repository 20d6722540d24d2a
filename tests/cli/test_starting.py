import subprocess
import sys

from classifier.store import ModelStore

FRESH = """
import sys
from classifier.cli import main
sys.argv = ["motscles", "suggest", "--models", {models!r}, "--limit", "1"]
main()
heavy = {{"scipy.stats", "pandas", "spacy.cli", "sklearn.svm", "sklearn.model_selection"}} & set(sys.modules)
assert not heavy, heavy
import pandas, spacy, scipy.stats, scipy
assert scipy.stats.norm.cdf(0) == 0.5
assert pandas.DataFrame({{"a": [1]}}).shape == (1, 1)
assert callable(spacy.info)
from sklearn.utils.fixes import _mode
import numpy
assert _mode(numpy.array([1, 1, 2])).mode == 1
"""


def test_suggesting_imports_nothing_that_it_does_not_use(store: ModelStore) -> None:
    """What was put off is there for whoever asks for it later."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH.format(models=str(store.path))],
        input="Le régulateur a mesuré la qualité de service du réseau.",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
