PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Of the lowest versions that pyproject.toml declares.
LOWEST := .venv-lowest

.PHONY: help run test fast-test test-lowest test-slow test-long same-as bench bench-compare bench-browser bench-page page results experiments posterior verdicts engine docs fuzz clean
.DEFAULT_GOAL := help

help:
	@echo "make run        install into $(VENV) and run the scenario 'world'"
	@echo "make test       style, types, import layers and the fast tests"
	@echo "make fast-test  the fast tests alone"
	@echo "make test-lowest  the fast tests with the lowest version of each library that pyproject.toml declares"
	@echo "make test-slow  the slow tests"
	@echo "make test-long  what takes longer than that: every error that is planted in the walk must be found"
	@echo "make fuzz       made-up inputs of all kinds must end well, or in one clear line; INPUTS=10000 SEED=7 KINDS=designs"
	@echo "make same-as REV=...  random scenarios must have the same histories as in another commit"
	@echo "make results    remake the figure and tables that the README shows"
	@echo "make experiments  answer every question in experiments/ anew; remakes results/"
	@echo "make posterior  calibrate world anew and ship what is found; takes most of an hour"
	@echo "make verdicts   store anew which observed patterns the model meets, after looking at those that changed"
	@echo "make docs       build the documentation site into site/; open site/index.html, no network is needed"
	@echo "make engine     compile the engine into the package, for Python and for browsers, after a change of what is compiled"
	@echo "make page       build the pages in docs/pages/, which open in any browser"
	@echo "make bench      measure the speed of the engine and of whole jobs, each beside its goal"
	@echo "make bench-compare REV=...  is this tree slower than another commit? pairs in one go; shows a loss of 10 %"
	@echo "make bench-browser  how long is a run in node, and how long in Python?"
	@echo "make bench-page  how long from a slider to its picture, in Chromium?"
	@echo "make clean      remove virtual environments, caches and build products"
	@echo
	@echo "PYTHON=... chooses the interpreter (3.11 or newer), VENV=... the virtual environment."

run: $(VENV)/.installed
	$(BIN)/sipabm run world --report

test: $(VENV)/.installed-test
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2

fast-test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n 2

test-lowest:
	@$(MAKE) --no-print-directory VENV=$(LOWEST) $(LOWEST)/.installed-lowest
	$(LOWEST)/bin/python -m pytest -n 2

test-slow: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n 2 -m slow

test-long: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n 2 -m long

fuzz: $(VENV)/.installed-test
	$(BIN)/python tests/fuzz/fuzzing.py $(KINDS) --inputs $(or $(INPUTS),1000) --seed $(or $(SEED),1)

same-as: $(VENV)/.installed-test
	$(BIN)/python tests/walk/same_as.py $(REV) --scenarios $(or $(SCENARIOS),100)

engine: $(VENV)/.installed
	@$(INSTALL) -e '.[page]'
	$(BIN)/python -m sipabm.compilation
	$(BIN)/python -m sipabm.browser

docs: $(VENV)/.installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

page: $(VENV)/.installed
	for name in classroom world denmark; do \
	  $(BIN)/sipabm page $$name --out docs/pages/$$name.html --overwrite || exit 1; done
	-$(BIN)/python docs/screenshot.py

bench-page: $(VENV)/.installed-test
	$(BIN)/python tests/speed/page.py

bench: $(VENV)/.installed
	$(BIN)/sipabm bench

bench-compare: $(VENV)/.installed-test
	$(BIN)/python tests/speed/compare.py $(REV)

bench-browser: $(VENV)/.installed
	$(BIN)/python tests/speed/browser.py

results: $(VENV)/.installed
	$(BIN)/sipabm run world --report --out output/world
	mkdir -p results/world
	cp output/world/*.png output/world/*.svg output/world/*.csv output/world/manifest.json results/world/

experiments: results
	for script in experiments/*.py; do $(BIN)/python "$$script" || exit 1; done

posterior: $(VENV)/.installed-test
	$(BIN)/python experiments/calibrate_world.py
	$(BIN)/python tests/calibration/stored_posterior.py results/calibrate_world/sets.csv

verdicts: $(VENV)/.installed-test
	$(BIN)/python tests/validation/stored_verdicts.py

clean:
	rm -rf .venv .venv-newer $(LOWEST) $(VENV) build dist site *.egg-info
	rm -rf .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$($(PYTHON) --version 2>&1) || found="not to be started"; \
	  echo "sipabm needs Python 3.11 or newer, but '$(PYTHON)' is $$found; try: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.created
	@echo "Installing sipabm into $(VENV) (again only when pyproject.toml changes)"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml $(VENV)/.created
	@echo "Installing sipabm with its test tools into $(VENV) (again only when pyproject.toml changes)"
	@$(INSTALL) -e '.[test]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-docs: pyproject.toml $(VENV)/.created
	@echo "Installing sipabm with what builds its documentation into $(VENV) (again only when pyproject.toml changes)"
	@$(INSTALL) -e '.[docs]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-lowest: pyproject.toml .ci/lowest_versions.py $(VENV)/.created
	@echo "Installing sipabm with the lowest versions declared into $(VENV) (again only when pyproject.toml changes)"
	@$(BIN)/python .ci/lowest_versions.py > $(VENV)/constraints.txt
	@$(INSTALL) --constraint $(VENV)/constraints.txt -e '.[test]'
	@touch $@
