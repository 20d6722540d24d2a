import subprocess
import sys

from classifier.store import ModelStore

FRESH = """
import sys
from classifier.cli import main
sys.argv = ["motscles", "suggest", "--models", {models!r}, "--limit", "1"]
main()
heavy = {{
    "asyncio", "numpy.f2py", "scipy.linalg", "scipy.special", "scipy.stats", "narwhals", "pandas", "spacy.cli",
    "sklearn.pipeline", "sklearn.svm", "sklearn.model_selection",
}} & set(sys.modules)
assert not heavy, heavy
import asyncio, numpy.f2py, pandas, spacy, scipy.linalg, scipy.sparse.linalg, scipy.special, scipy.stats, scipy
assert asyncio.run(asyncio.sleep(0, 5)) == 5
assert numpy.f2py.__file__ and scipy.special.expit(0) == 0.5
assert scipy.linalg.det([[2.0]]) == 2.0
assert scipy.sparse.linalg.LinearOperator((1, 1), matvec=lambda x: 2 * x).dot([3.0]) == 6.0
assert scipy.stats.norm.cdf(0) == 0.5
assert pandas.DataFrame({{"a": [1]}}).shape == (1, 1)
assert callable(spacy.info)
from sklearn.utils.validation import nw
assert nw.from_native(pandas.DataFrame({{"a": [1]}})).columns == ["a"]
from sklearn.utils.extmath import randomized_svd
assert abs(randomized_svd(numpy.eye(3), 1, random_state=0)[1][0] - 1) < 1e-9
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
