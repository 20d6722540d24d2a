"""What a quick command does without: modules that libraries import at their start and that reading never calls.

scikit-learn imports four parts of scipy, pandas and narwhals for a function or two each, scipy asks numpy for its
Fortran compiler and its tests, joblib imports asyncio, spaCy its own command line: half of the seconds that a command
would take to answer. While `postponed` lasts, an empty module stands for each of them; whoever asks it for something
gets it from the real one, imported at that moment.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

# a package before its modules; names that are taken out of a module when it is imported must be given: functions
POSTPONED: dict[str, tuple[str, ...]] = {
    "asyncio": (),
    "numpy.f2py": (),
    "numpy.polynomial": (),
    "numpy.testing": (),
    "scipy.linalg": (),
    "scipy.special": (),
    "scipy.stats": (),
    "scipy.sparse.linalg": ("LinearOperator", "cg"),
    "narwhals": (),
    "narwhals.stable": (),
    "narwhals.stable.v2": (),
    "pandas": (),
    "spacy.cli": (),
    "spacy.cli.info": ("info",),
}
FIRST = ("numpy", "scipy", "scipy.sparse")  # packages that are asked for their modules: these must stand there too


@contextmanager
def postponed(modules: dict[str, tuple[str, ...]] = POSTPONED) -> Iterator[None]:
    """Import what is imported within without these modules, unless they are there already."""
    standing: dict[str, ModuleType] = {}
    for name, functions in modules.items():
        package, _, part = name.rpartition(".")
        if package in FIRST:
            import_module(package)
        if name not in sys.modules:
            module = sys.modules[name] = standing[name] = _stand_in(name, functions)
            if package in sys.modules:  # it stays there when this ends; the real one, once imported, takes its place
                setattr(sys.modules[package], part, module)
    gc.disable()  # nothing of what is made by importing is garbage, and looking for some takes a tenth of the time
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        for name, module in standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _stand_in(name: str, functions: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name)

    def get(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    def later(function: str) -> Callable[..., Any]:
        return lambda *given, **named: get(function)(*given, **named)

    vars(module).update({"__getattr__": get, **{function: later(function) for function in functions}})
    return module
