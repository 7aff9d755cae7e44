# The two commands of the README: `make run` and `make test`. Both set up what they need first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: run test test-fast test-scale check format bench bench-large clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not slow"

test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not browser and not slow"

# The same questions on PostgreSQL, Spark and through Ibis (docs/scale.md). Needs Java 17 and PostgreSQL on the machine, and
# fails without them.
test-scale: $(VENV)/.scale
	CX_REQUIRE_SERVERS=1 $(BIN)/python -m pytest -m slow tests/core/engine

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tools.check_house

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks

bench-large: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks --large

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.run: requirements.txt $(VENV)/.python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.scale: requirements-scale.txt $(VENV)/.dev
	$(BIN)/python -m pip install --quiet -r requirements-scale.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt $(VENV)/.python
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@ $(VENV)/.run
