"""Every notebook, first cell to last, on a small archive; they stay short, bare, and define nothing."""

import ast
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from classifier.corpora import Corpus, write_articles
from classifier.documents import Document

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
TAGS, EACH = 8, 18  # of the small archive: enough that most of its tags can be learned
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def opened(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 6  # a moved folder must fail, not pass in silence


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_one_question_in_few_cells(path: Path) -> None:
    cells = opened(path).cells
    assert 4 < len(cells) < 15
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.splitlines()[0].startswith("# ")
    assert "?" in cells[0].source.splitlines()[0]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_defines_nothing(path: Path) -> None:
    """If a notebook needs a function, the package lacks one."""
    code = [cell.source for cell in opened(path).cells if cell.cell_type == "code"]
    assert code
    assert [node for source in code for node in ast.walk(ast.parse(source)) if isinstance(node, DEFINITIONS)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_outputs_and_no_traces_of_who_ran_it(path: Path) -> None:
    notebook = opened(path)
    assert notebook.metadata == METADATA
    for cell in notebook.cells:
        assert cell.metadata == {}
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


@pytest.fixture(scope="module")
def archive(starter: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return articles of the most frequent dominant tags, as many of each, as if they were someone's own archive."""
    most = {tag for tag, _ in Counter(document.tags[0] for document in starter).most_common(TAGS)}
    taken: Counter[str] = Counter()
    documents: list[Document] = []
    for document in sorted(starter, key=lambda one: one.id.rpartition("-")[2]):
        if document.tags[0] in most and taken[document.tags[0]] < EACH:
            taken[document.tags[0]] += 1
            documents.append(document)
    path = tmp_path_factory.mktemp("notebooks") / "archive.jsonl"
    write_articles(documents, path)
    return path


@pytest.fixture(scope="module")
def kernel(archive: Path) -> Iterator[KernelManager]:
    """Return one kernel of this interpreter for all notebooks: libraries are loaded once, names are wiped between."""
    folder = archive.parent
    own = {"CORPUS": archive, "CACHE": folder / "cache", "MODELS": folder / "models", "FEEDBACK": folder / "feedback"}
    environ = os.environ | {f"CLASSIFIER_{name}": str(value) for name, value in own.items()}
    paths = [str(FOLDER.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore::UserWarning:zmq"}
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(FOLDER), env=environ)
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_an_archive_of_ones_own(path: Path, kernel: KernelManager) -> None:
    notebook = opened(path)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, km=kernel, timeout=300)
    try:
        client.execute()
    finally:
        if client.kc:
            client.kc.stop_channels()
    assert any("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
