# Two commands do everything: `make report` and `make test`. Each sets up .venv when it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OLD := .venv-old
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
# One process more than there are processors, as some wait for a browser; eight at most: each needs half a gigabyte.
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n < 8 ? n + 1 : 8)))

.PHONY: setup build report test test-old test-lab lint notebooks lab bench docs dist mutants fuzz clean

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[notebooks,dev]"
	touch $(READY)

setup: $(READY)

build: $(READY)
	$(BIN)/attdata build

report: build
	$(BIN)/attdata report reports --language en --language zh

test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --doctest-modules --nbval tests attdata notebooks

# The tests with the oldest pandas that is supported, but for the looks of figures and for bytes that are no frame yet (markers of
# pyproject.toml): nothing of them hangs on pandas. Notebooks are run there and draw every figure, their outputs are not compared.
# The environment holds the old pandas and numpy; everything else comes from the one beside it, which saves a second set-up (so it is
# no proof that an installer finds these versions together).
test-old: $(READY)
	test -x $(OLD)/bin/python || $(PYTHON) -m venv $(OLD)
	$(OLD)/bin/python -m pip install --quiet --no-deps "pandas==2.2.3" "numpy==2.2.6" "pytz==2025.2"
	$(BIN)/python -c 'import sysconfig; print("import site; site.addsitedir(%r)" % sysconfig.get_path("purelib"))' \
		> "$$($(OLD)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/the_rest.pth"
	$(OLD)/bin/python -c 'import numpy, pandas; assert pandas.__version__ == "2.2.3" and numpy.__version__ == "2.2.6"'
	$(OLD)/bin/python -m pytest -n $(JOBS) --dist loadfile -m "not office and not browser and not slow and not drawn and not unread" tests
	$(OLD)/bin/python -m pytest -n $(JOBS) --dist loadfile --nbval-lax notebooks

# A real JupyterLab on localhost, driven in headless Chromium.
test-lab: $(READY)
	$(BIN)/python -m pytest tests/lab -m browser

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check attdata tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

# Runs the notebooks in place, side by side, and keeps the outputs but for frames.
notebooks: $(READY)
	printf '%s\n' $(NOTEBOOKS) | xargs -P $(JOBS) -I{} $(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level WARN \
		--ExecutePreprocessor.store_widget_state=False {}
	$(BIN)/python notebooks/clear_frames.py $(NOTEBOOKS)

lab: $(READY)
	$(BIN)/jupyter lab --notebook-dir notebooks

bench: $(READY)
	$(BIN)/python benchmarks/run.py

# The documentation as a site, without the network; a warning is an error.
docs: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[notebooks,dev,docs]"
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

# Wheel and sdist, checked, and the wheel tried alone in an environment of its own.
dist: $(READY)
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python tests/try_wheel.py dist

# About forty small changes of meaning; prints those that no test sees (half an hour).
mutants: $(READY)
	$(BIN)/python tests/mutants.py

fuzz: $(READY)
	$(BIN)/python tests/fuzz_bytes.py --minutes 30

clean:
	rm -rf $(VENV) $(OLD) reports build dist docs/_build docs/_generated .pytest_cache .mypy_cache .ruff_cache .hypothesis
