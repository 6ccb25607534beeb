# Two commands do everything: `make report` and `make test`. Each sets up .venv when it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup report test lint notebooks lab clean build

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[work,dev]"
	touch $(READY)

setup: $(READY)

build: $(READY)
	$(BIN)/attdata build

report: build
	$(BIN)/attdata report reports

test: $(READY)
	$(BIN)/python -m pytest -n 2

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check attdata tests benchmarks
	$(BIN)/mypy

clean:
	rm -rf $(VENV) reports build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
