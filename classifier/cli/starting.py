"""What a quick command does without: modules that libraries import at their start and that reading never calls.

scikit-learn imports scipy.stats and pandas for one function each, spaCy imports its own command line: half of the
seconds that a command would take to answer. While `postponed` lasts, an empty module stands for each of them; whoever
asks it for something gets it from the real one, imported at that moment.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

# names that are taken out of a module when it is imported must be given: they are functions
POSTPONED: dict[str, tuple[str, ...]] = {
    "scipy.stats": (),
    "pandas": (),
    "spacy.cli": (),
    "spacy.cli.info": ("info",),
}


@contextmanager
def postponed(modules: dict[str, tuple[str, ...]] = POSTPONED) -> Iterator[None]:
    """Import what is imported within without these modules, unless they are there already."""
    standing = {name: _stand_in(name, functions) for name, functions in modules.items() if name not in sys.modules}
    sys.modules.update(standing)
    try:
        yield
    finally:
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
