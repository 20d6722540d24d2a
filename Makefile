# make serve   the service, on a machine that has only Python 3.11+
# make test    style, types and every test, with coverage; what CI runs
# make check   style, types, and the tests that train nothing large
# make lock    new versions of everything that is installed, into requirements.lock

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test tests check lint lock clean

serve: $(VENV)/.serve
	$(BIN)/motscles train --if-none
	$(BIN)/motscles serve

test: $(VENV)/.dev
	@$(MAKE) --no-print-directory --jobs 2 lint tests  # types are checked while tests wait

# a process a core is enough: threads beside them only wait for each other
tests: export OMP_NUM_THREADS = 1
tests: $(VENV)/.dev
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile --cov --cov-report term-missing:skip-covered --cov-fail-under=95

check: lint
	$(BIN)/pytest -m "not slow" --numprocesses logical --maxprocesses 4 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock: $(VENV)/.dev
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --strip-extras --no-annotate \
		--upgrade --quiet --custom-compile-command "make lock" --output-file requirements.lock

clean:
	rm -rf $(VENV) .cache build dist .coverage .mypy_cache .pytest_cache .ruff_cache

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Il faut Python 3.11 ou plus récent. Indiquez-le : make serve PYTHON=python3.12"; exit 1; }
	@echo "Création de l’environnement $(VENV)…"
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Le module venv manque. Sur Debian : apt install python3-venv"; rm -rf $(VENV); exit 1; }

# uv takes a third of pip's time, but knows nothing of pip's settings, such as a mirror: then pip does it
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --constraint requirements.lock

$(VENV)/.serve: pyproject.toml requirements.lock | $(BIN)/pip
	@echo "Installation des bibliothèques (une minute la première fois)…"
	@$(PIP) uv
	@$(UV) --editable . || $(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml requirements.lock | $(BIN)/pip
	@echo "Installation des bibliothèques et des outils de développement…"
	@$(PIP) uv
	@$(UV) --editable '.[dev]' || $(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.serve
